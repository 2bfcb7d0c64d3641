import type { Instant } from '../../kernel/clock.ts';
import type { Language, Words } from '../../kernel/language.ts';
import type { ObjectionStep } from '../../policy/objection-hours.ts';
import type { MissingSuggestion } from '../../policy/priority-from-mail.ts';
import type { Projection } from '../../policy/projection.ts';
import type { CustomerReason, StandingNews } from '../../policy/standing.ts';
import type { Priority } from '../../policy/terms.ts';
import type { UndeliveredReason } from '../../policy/undelivered.ts';
import type { Understood } from '../../policy/understood.ts';
import type { Facts, Refusal } from '../../policy/verdict.ts';
import type { AppointmentNews } from '../appointments/index.ts';
import type { Delivery } from '../correspondence/index.ts';
import type { AccessChanged } from '../people/index.ts';
import type { TicketEvent, TicketNews } from '../tickets/index.ts';

/** For whom a letter is written: it speaks the reader's language and counts in the reader's time zone. */
export interface Recipient {
  readonly personId: number;
  readonly name: string;
  readonly address: string;
  readonly language: Language;
  readonly timeZone: string;
}

/** The request that a letter is about. */
export interface LetterTicket {
  readonly number: number;
  readonly subject: string;
  readonly priority: Priority;
}

/** A decision as it stands in the log: words are made for each reader. */
export interface StoredDecision {
  readonly kind: string;
  readonly clause: string;
  readonly facts: Facts;
}

/** What a notice tells of, by its id. */
export type NoticeAbout = TicketNews['about'];

/** What a person of the desk was told in the console. */
export interface Notice {
  readonly id: number;
  readonly ticket: { readonly id: number; readonly number: number; readonly subject: string };
  readonly about:
    | {
        readonly kind: 'decision';
        readonly decisionId: number;
        readonly decision: StoredDecision;
        readonly agreementVersion: number;
      }
    | { readonly kind: 'event'; readonly event: TicketEvent }
    | {
        /** A note names this person; or the customer wrote in what this person follows. */
        readonly kind: 'mentioned' | 'customer-wrote';
        readonly authorPersonId: number | null;
        readonly text: string;
      };
  readonly at: Instant;
  readonly readAt: Instant | null;
}

/** I: the firm's own words about what is not supported, and what to choose instead. */
export interface LetterScope {
  readonly answer: string;
  readonly suggested: Words | null;
  /** Whether the customer may still say that it is in scope, or said so and an agent will look at it. */
  readonly claim: 'open' | 'waits' | 'none';
}

/** What a letter says, as facts; its words live in delivery/mail. */
export type Letter =
  | {
      /** V.a: exactly one for every request, at once. */
      readonly kind: 'acknowledgement';
      readonly ticket: LetterTicket;
      readonly status: 'open' | 'held' | 'referred' | 'rejected';
      /** VII: when each clock falls due; null where nothing is promised (VI.e) or nothing runs yet. */
      readonly firstResponseDueAt: Instant | null;
      readonly resolutionDueAt: Instant | null;
      readonly heldUnits: number;
      readonly availableUnits: number;
      readonly minutesPerUnit: number;
      /** Why it is held, the headline first. */
      readonly refusals: readonly Refusal[];
      /** T7: the terms wait for this person. */
      readonly termsWait: boolean;
      /** T7: accepts them without signing in; only in the mail, which nobody else reads. */
      readonly termsLink: { readonly token: string; readonly expiresAt: Instant } | null;
      /** IV.d: what a mail did not say. */
      readonly missing: MissingSuggestion | null;
      /** IV.d: what was understood of the mail, so that the customer can object. */
      readonly understood: Understood | null;
      /** I: what is answered about its scope; null while it is ours. */
      readonly scope: LetterScope | null;
      /** By which anyone who has it can verify that this desk issued it. */
      readonly code: string;
    }
  | {
      readonly kind: 'admitted';
      readonly ticket: LetterTicket;
      readonly firstResponseDueAt: Instant | null;
      readonly resolutionDueAt: Instant | null;
      readonly heldUnits: number;
      readonly availableUnits: number;
    }
  | {
      /** What an agent wrote; `purpose` says what the customer is expected to do with it. */
      readonly kind: 'message';
      readonly ticket: LetterTicket;
      readonly purpose: 'reply' | 'question' | 'resolution';
      readonly text: string;
      readonly author: string;
      readonly signature: string;
      /** VIII: when a resolved request closes by itself, and until when it can be reopened. */
      readonly closesAt: Instant | null;
      readonly reopenableUntil: Instant | null;
    }
  | {
      /** VIII.b: what was asked is asked again; the text stands in the conversation already. */
      readonly kind: 'reminder';
      readonly ticket: LetterTicket;
      readonly text: string;
      /** VIII.b: the link that says "I am still here", and until when it works; null when it may not be said again. */
      readonly stillHere: { readonly token: string; readonly expiresAt: Instant } | null;
    }
  | {
      /** T4: further units to be approved. */
      readonly kind: 'units-asked';
      readonly ticket: LetterTicket;
      readonly units: number;
      /** Agreed to so far, the minimum included. */
      readonly agreedUnits: number;
      readonly billableMinutes: number;
      readonly minutesPerUnit: number;
      readonly availableUnits: number;
      readonly note: string;
      /** Who asks; empty when it is the desk itself. */
      readonly author: string;
      /** Null in the conversation, which others read, too. */
      readonly link: { readonly token: string; readonly expiresAt: Instant } | null;
    }
  | {
      /** T4: to the agent: the customer approved further units, or did not. */
      readonly kind: 'units-answered';
      readonly answer: 'approved' | 'declined';
      readonly ticket: LetterTicket;
      readonly units: number;
      readonly decision: StoredDecision;
    }
  | {
      /** I: what an agent decided about the scope of what the catalogue had rejected. */
      readonly kind: 'scope-decided';
      readonly outcome: 'in-scope' | 'out-of-scope';
      readonly ticket: LetterTicket;
      /** Who decided. */
      readonly author: string;
      readonly reason: string;
      /** As what it is taken on; null when it is not. */
      readonly service: Words | null;
      readonly firstResponseDueAt: Instant | null;
      readonly resolutionDueAt: Instant | null;
      readonly heldUnits: number;
      readonly availableUnits: number;
      /** II: why it is held, the headline first; empty when it was admitted. */
      readonly refusals: readonly Refusal[];
    }
  | {
      /** V.b */
      readonly kind: 'priority-changed';
      readonly ticket: LetterTicket;
      readonly from: Priority;
      readonly to: Priority;
      readonly reason: string;
      readonly firstResponseDueAt: Instant | null;
      readonly resolutionDueAt: Instant | null;
    }
  | {
      /** IV.d: what was understood of an answer of the customer, and what it changed. */
      readonly kind: 'suggestion-read';
      readonly ticket: LetterTicket;
      readonly understood: Understood;
      /** The running priority before; the same when nothing changed. */
      readonly priorityBefore: Priority;
      readonly firstResponseDueAt: Instant | null;
      readonly resolutionDueAt: Instant | null;
      /** What is still missing. */
      readonly missing: MissingSuggestion | null;
    }
  | {
      readonly kind: 'ended';
      readonly ticket: LetterTicket;
      readonly ending: 'closed' | 'abandoned' | 'referred' | 'rejected' | 'withdrawn';
      readonly chargedUnits: number | null;
      /** Of them, those that are charged, and those that nobody approved (T4). */
      readonly billableMinutes: number;
      readonly minutesNotCharged: number;
      readonly availableUnits: number;
      /** The clause by which the units were charged (T3, T4). */
      readonly chargeClause: string | null;
      readonly reopenableUntil: Instant | null;
      /** I: of one that was rejected as out of scope, what the firm answers. */
      readonly scope: LetterScope | null;
      /** VIII.b: of an abandoned one, every attempt to reach the customer. */
      readonly attempts: readonly LetterAttempt[];
    }
  | {
      /** V.d: to a person of the desk: what the desk decided about a clock, in that person's words. */
      readonly kind: 'clock';
      readonly ticket: LetterTicket;
      readonly decision: StoredDecision;
    }
  | {
      /** T6: to whose activity it is: what the customer answered, by whichever door. */
      readonly kind: 'appointment-answered';
      readonly news: 'accepted' | 'proposed' | 'cancelled' | 'tentative' | 'refused';
      readonly ticket: LetterTicket;
      readonly decision: StoredDecision;
      readonly activity: string;
      /** The times that the customer proposes. */
      readonly slots: readonly Instant[];
      /** What the customer wrote with it. */
      readonly note: string;
    }
  | ({
      /** T5, T6: what became of an activity, or is asked about it. */
      readonly kind: 'appointment';
      readonly ticket: LetterTicket;
    } & AppointmentLetter)
  | {
      /** I: the request goes on in another one, that asks for the same. */
      readonly kind: 'merged';
      readonly ticket: LetterTicket;
      readonly into: { readonly number: number; readonly subject: string };
    }
  | {
      /** T1: the units of a company run low. */
      readonly kind: 'balance-low';
      readonly availableUnits: number;
      readonly lowBalanceUnits: number;
      readonly availableUnitsMin: number;
      readonly projection: Projection;
    }
  | {
      /** T1: units of a company come to their day. */
      readonly kind: 'units-expiring';
      readonly lots: readonly LetterLot[];
      readonly projection: Projection;
    }
  | {
      /** II: a suspension is planned, begins, is over, or does not take place after all. */
      readonly kind: 'standing';
      readonly news: StandingNews['news'];
      readonly since: Instant | null;
      readonly until: Instant | null;
      /** What the firm wrote for the customer; its own reason is in no letter. */
      readonly reason: CustomerReason;
      /** When it is over: the requests that were held and are admitted now. */
      readonly admittedRequests: number;
    }
  | {
      /** What a month left of the units, with the code and the last hash of the statement. */
      readonly kind: 'statement';
      /** `2026-10`, and its days. */
      readonly month: string;
      readonly firstDay: string;
      readonly lastDay: string;
      readonly openingUnits: number;
      readonly closingUnits: number;
      /** Of those at its end. */
      readonly heldUnits: number;
      readonly entries: number;
      readonly code: string;
      readonly closingHash: string;
      /** False when it is too long for a file that goes with a mail. */
      readonly attached: boolean;
    }
  | {
      /** T1, T3, T4: a customer asked billing for something, or billing has decided it. */
      readonly kind: 'billing';
      readonly news:
        | 'objection-asked'
        | 'objection-accepted'
        | 'objection-rejected'
        | 'objection-overdue'
        | 'objection-withdrawn'
        | 'top-up-asked'
        | 'top-up-recorded'
        | 'top-up-declined';
      /** For the desk's own people, not for the customer. */
      readonly forDesk: boolean;
      readonly customer: { readonly id: number; readonly name: string };
      readonly units: number;
      /** Of an accepted objection, how many of them went back. */
      readonly givenBackUnits: number;
      readonly ticketNumber: number | null;
      /** What the customer wrote when asking, and what billing answered. */
      readonly text: string;
      readonly answer: string | null;
      readonly dueAt: Instant | null;
    }
  | {
      /** I: to whoever attends it, or its team: the customer says why what was rejected is in scope. */
      readonly kind: 'scope-claimed';
      readonly ticket: LetterTicket;
      readonly decision: StoredDecision;
    }
  | {
      /** T4: to the desk's own people: an objection that nobody has decided comes near its hour, or is past it. */
      readonly kind: 'objection-due';
      readonly step: ObjectionStep;
      /** Of the disputed charge. */
      readonly ticket: LetterTicket;
      readonly customer: { readonly id: number; readonly name: string };
      readonly units: number;
      /** What the customer wrote. */
      readonly text: string;
      readonly decision: StoredDecision;
    }
  | {
      /** To the agent who attends it: what was written did not arrive. */
      readonly kind: 'undelivered';
      readonly ticket: LetterTicket;
      readonly address: string;
      readonly reason: UndeliveredReason | null;
      readonly status: string | null;
      /** What the other server said. */
      readonly reply: string | null;
    }
  | {
      /** To those who look after the desk, once a day, when something did not arrive. */
      readonly kind: 'undelivered-digest';
      readonly count: number;
      /** The newest of them. */
      readonly mails: readonly {
        readonly ticketNumber: number | null;
        readonly address: string;
        readonly reason: UndeliveredReason | null;
        readonly status: string | null;
      }[];
    }
  | { readonly kind: 'invitation'; readonly token: string; readonly expiresAt: Instant }
  | { readonly kind: 'sign-in-link'; readonly token: string; readonly expiresAt: Instant }
  | { readonly kind: 'mail-confirmation'; readonly token: string; readonly expiresAt: Instant }
  | ({
      /** Something about how the recipient comes in was changed, by whomever. */
      readonly kind: 'access-changed';
    } & AccessNews);

/** A letter to a person of the desk about a decision, which is in the console too. */
export type DecisionLetter = Extract<Letter, { readonly decision: StoredDecision }>;

/** T1: what one purchase loses on its day unless it is used before. */
export interface LetterLot {
  /** Null where a correction gave the units. */
  readonly reference: string | null;
  readonly units: number;
  readonly expiresAt: Instant;
  /** The requests that keep more of it on hold. */
  readonly heldBy: readonly { readonly ticketNumber: number; readonly units: number }[];
}

/** VIII.b: one attempt to gather information, and what became of its mails. */
export interface LetterAttempt {
  readonly at: Instant;
  readonly deliveries: readonly Pick<
    Delivery,
    'address' | 'state' | 'undeliveredReason' | 'undeliveredStatus'
  >[];
}

export type AccessNews = Pick<
  AccessChanged,
  'change' | 'at' | 'by' | 'passkey' | 'userAgent' | 'ipAddress'
>;

export interface AppointmentLetter {
  readonly news: AppointmentNews['news'];
  readonly subject: string;
  readonly place: 'remote' | 'onsite';
  readonly location: string;
  readonly agent: string;
  readonly durationMinutes: number;
  /** The agreed time; null while there is none. */
  readonly startsAt: Instant | null;
  /** The times that wait for the customer's answer. */
  readonly slots: readonly Instant[];
  /** T5: the additional charge of a visit, and what it is for. */
  readonly surcharge: { readonly units: number; readonly note: string } | null;
  /** T6: what an absence costs, and how long before the start cancelling costs nothing. */
  readonly absenceUnits: number;
  readonly noticeMinutes: number;
  /** T6: what this absence or late cancellation cost. */
  readonly chargedUnits: number;
  readonly availableUnits: number;
  readonly note: string;
  readonly attemptsNote: string;
  /** The mail carries an invitation that a calendar can answer. */
  readonly answerable: boolean;
  /** Why the answer from a calendar could not be taken. */
  readonly refusal: Refusal | null;
}

/** VIII.b, T4, T7: what a link in a letter lets the recipient do, and on what. */
export interface MailAct {
  readonly act: 'still-here' | 'next-unit' | 'accept-terms';
  readonly ticketId: number;
  readonly personId: number;
  /** VIII.b: the attempt whose letter carries it. T4: the approval that is asked for. T7: the version asked for then. */
  readonly subjectId: number;
  readonly expiresAt: Instant;
}
