import type { Instant } from '../../kernel/clock.ts';
import type { Language } from '../../kernel/language.ts';
import type { ServiceKind } from '../../policy/admission.ts';
import type { ResolutionForm } from '../../policy/closing.ts';
import type { Priority } from '../../policy/terms.ts';
import type { TicketStatus } from '../../policy/transitions.ts';
import type { Refusal } from '../../policy/verdict.ts';
import type { Channel, Visibility } from '../correspondence/index.ts';
import type { NotDone } from './not-done.ts';

/** A request, as it stands. Instants in epoch milliseconds, work in minutes, charges in units. */
export interface Ticket {
  readonly id: number;
  readonly number: number;
  readonly organizationId: number;
  readonly requesterPersonId: number;
  /** II: the agent who registered it for a contact who phoned or came by. */
  readonly registeredByPersonId: number | null;
  readonly subject: string;
  readonly expectedResult: string;
  readonly status: TicketStatus;
  /** Every condition of admission that fails, the headline first; null unless held. */
  readonly heldFor: readonly Refusal[] | null;
  readonly priority: Priority;
  readonly prioritySuggested: Priority | null;
  readonly prioritySource: string | null;
  readonly priorityVerifiedAt: Instant | null;
  readonly priorityVerifiedByPersonId: number | null;
  readonly categoryId: number | null;
  readonly serviceId: number | null;
  readonly answers: Readonly<Record<string, string>>;
  readonly teamId: number | null;
  readonly assigneePersonId: number | null;
  readonly mailboxId: number | null;
  readonly channel: Channel;
  /** The version that binds it for life. */
  readonly agreementVersion: number;
  readonly receivedAt: Instant;
  /** VII: when admission passed and the clocks started. */
  readonly registeredAt: Instant | null;
  readonly resolvedAt: Instant | null;
  readonly closedAt: Instant | null;
  readonly resolutionForm: ResolutionForm | null;
  readonly billableMinutes: number;
  /** T4: beyond the minimum, what the customer approved; asked only where the agreement says so. */
  readonly approvedUnits: number;
  /** T6: charged at once for activities that the customer missed. */
  readonly absenceUnits: number;
  /** T5: agreed for visits that took place, charged when it closes; and how many of them were. */
  readonly surchargeUnits: number;
  readonly surchargeChargedUnits: number;
  readonly chargedUnits: number | null;
  /** I: the request that goes on for this one. */
  readonly mergedIntoTicketId: number | null;
  /** T2: the message that it was split out of. */
  readonly splitFromMessageId: number | null;
  /** I: since when an agent owes the customer a look at the scope of what was rejected. */
  readonly scopeClaimedAt: Instant | null;
  readonly nextDueAt: Instant | null;
  readonly nextClosingAt: Instant | null;
  readonly lastMessageAt: Instant;
  readonly version: number;
}

/** What a use case may change of a ticket; everything else is written once. */
export type TicketChange = Partial<
  Pick<
    Ticket,
    | 'status'
    | 'heldFor'
    | 'priority'
    | 'priorityVerifiedAt'
    | 'priorityVerifiedByPersonId'
    | 'prioritySuggested'
    | 'prioritySource'
    | 'categoryId'
    | 'serviceId'
    | 'scopeClaimedAt'
    | 'answers'
    | 'teamId'
    | 'assigneePersonId'
    | 'registeredAt'
    | 'resolvedAt'
    | 'closedAt'
    | 'resolutionForm'
    | 'billableMinutes'
    | 'approvedUnits'
    | 'absenceUnits'
    | 'surchargeUnits'
    | 'surchargeChargedUnits'
    | 'chargedUnits'
    | 'mergedIntoTicketId'
    | 'nextDueAt'
    | 'nextClosingAt'
    | 'lastMessageAt'
  >
>;

/** Who looks: agents see everything; a customer its own requests, a company's administrator all of the company's. */
export type Reader =
  | { readonly kind: 'agent'; readonly personId: number }
  | {
      readonly kind: 'customer';
      readonly personId: number;
      readonly organizationId: number;
      readonly administrator: boolean;
    };

/** One line of a ticket's log (V.c). Decisions stand beside it with their clauses. */
export interface TicketEvent {
  readonly id: number;
  readonly ticketId: number;
  readonly type: TicketEventType;
  readonly visibility: Visibility;
  readonly actorPersonId: number | null;
  readonly data: Readonly<Record<string, unknown>>;
  readonly at: Instant;
}

export const ticketEventTypes = [
  'received',
  'registered',
  'assigned',
  'priority-verified',
  'work-logged',
  'work-reversed',
  'units-asked',
  'units-approved',
  'units-declined',
  'units-withdrawn',
  'information-requested',
  'answered',
  'reminded',
  'presence-confirmed',
  'resolved',
  'closed',
  'abandoned',
  'reopened',
  'referred',
  'rejected',
  'scope-claimed',
  'scope-decided',
  'withdrawn',
  'linked',
  'appointment-offered',
  'appointment-proposed',
  'appointment-accepted',
  'appointment-moved',
  'appointment-answered',
  'appointment-cancelled',
  'appointment-reminded',
  'appointment-done',
  'appointment-missed',
  'unlinked',
  'split',
  'merged',
  'absorbed',
  'mail-undelivered',
] as const;
export type TicketEventType = (typeof ticketEventTypes)[number];

/** I: what a request was told about its scope, as it was told. */
export interface ScopeAnswer {
  readonly id: number;
  readonly ticketId: number;
  /** Null: an agent wrote it without choosing a service. */
  readonly serviceId: number | null;
  readonly kind: Exclude<ServiceKind, 'support'>;
  /** Of the service's own words, 0 being the product's; null without a service. */
  readonly answerVersion: number | null;
  readonly language: Language;
  readonly answer: string;
  readonly suggestedServiceId: number | null;
  readonly at: Instant;
  /** Why the customer thinks that it is in scope; null while nothing was said. */
  readonly claim: {
    readonly text: string;
    readonly personId: number;
    readonly at: Instant;
  } | null;
  /** What an agent decided; `serviceId`: as what it was taken on. */
  readonly decision: {
    readonly outcome: 'in-scope' | 'out-of-scope';
    readonly personId: number;
    readonly reason: string;
    readonly serviceId: number | null;
    readonly at: Instant;
  } | null;
}

/** T4: work as it was done. `reversesId` names the entry that it takes back. */
export interface WorkEntry {
  readonly id: number;
  readonly ticketId: number;
  readonly agentPersonId: number;
  readonly minutes: number;
  readonly billableMinutes: number;
  readonly note: string;
  readonly reversesId: number | null;
  readonly workedAt: Instant;
  /** When it was written down. */
  readonly loggedAt: Instant;
}

/** T4: further units that the customer was asked to approve, and the answer. */
export interface UnitApproval {
  readonly id: number;
  readonly ticketId: number;
  readonly units: number;
  readonly note: string;
  /** Null: the desk itself. */
  readonly askedByPersonId: number | null;
  readonly askedAt: Instant;
  /** The billable work when it was asked; the approval covers it. */
  readonly billableMinutes: number;
  /** `withdrawn`: by an agent, or the request ended or was merged before the answer. */
  readonly state: 'asked' | 'approved' | 'declined' | 'withdrawn';
  /** Who answered or took it back; null while it waits, and where the request just ended. */
  readonly decidedByPersonId: number | null;
  readonly decidedAt: Instant | null;
  /** `mail`: the link of the letter; `reply`: an answer to it in plain words. */
  readonly door: 'mail' | 'portal' | 'reply' | null;
}

export interface InformationRequest {
  readonly id: number;
  readonly ticketId: number;
  readonly askedByPersonId: number;
  readonly askedAt: Instant;
  readonly attempts: readonly InformationAttempt[];
  /** Each time the contact said "I am still here". */
  readonly presences: readonly Instant[];
  /** While it is open there is none: an answer ends it. */
  readonly lastAnswerAt: null;
}

export interface InformationAttempt {
  readonly messageId: number;
  readonly at: Instant;
  /** False while it waits in the outbox, and when it came back. */
  readonly delivered: boolean;
  /** It will not arrive unless somebody sends it again. */
  readonly cameBack: boolean;
}

/** What an agent wrote to the customer and may still take back, or what could not be published in the end. */
export interface PendingReply {
  readonly id: number;
  readonly ticketId: number;
  readonly personId: number;
  readonly act: 'reply' | 'ask-information' | 'resolve';
  readonly text: string;
  readonly form: ResolutionForm | null;
  readonly attachmentIds: readonly number[];
  readonly lastSeenMessageId: number | null;
  readonly publishAt: Instant;
  readonly state: 'pending' | 'published' | 'taken-back' | 'refused';
  readonly refusal: NotDone | null;
}

export const linkKinds = ['follow-up', 'split', 'duplicate', 'related'] as const;
export type LinkKind = (typeof linkKinds)[number];
export interface TicketLink {
  readonly number: number;
  readonly subject: string;
  readonly kind: LinkKind;
  readonly direction: 'to' | 'from';
}
