import { z } from 'zod';
import { PromisedTimes } from './agreement.ts';
import { Appointment } from './appointments.ts';
import {
  Address,
  ChannelKey,
  ClauseKey,
  Condition,
  Id,
  LanguageCode,
  LongText,
  PageQuery,
  PathId,
  PersonName,
  PriorityKey,
  page,
  StatusKey,
  Time,
  UndeliveredKey,
} from './common.ts';

/** What the agreement promises (VII). `nextResponse`: the desk's own goal after a reopening (VIII.c), which only agents get. */
export const ClockKindKey = z.enum(['firstResponse', 'resolution', 'nextResponse']);
export const Clock = z
  .object({
    kind: ClockKindKey,
    state: z.enum(['none', 'running', 'paused', 'met', 'cancelled']),
    cycle: z.int(),
    targetMinutes: z.int().nullable(),
    hours: z.enum(['calendar', 'service']),
    elapsedSeconds: z.int(),
    /** Null while it is paused: what is left is then `remainingSeconds`. */
    dueAt: Time.nullable(),
    remainingSeconds: z.int().nullable(),
    pausedFor: z.string().nullable(),
    metAt: Time.nullable(),
    metOnTime: z.boolean().nullable(),
    breachedAt: Time.nullable(),
  })
  .meta({ id: 'Clock' });
export type Clock = z.infer<typeof Clock>;

/** Who owes the next move. */
export const BallKey = z.enum(['desk', 'customer', 'nobody']);

export const TicketSummary = z
  .object({
    number: z.int(),
    subject: z.string(),
    status: StatusKey,
    ball: BallKey,
    priority: PriorityKey,
    priorityVerified: z.boolean(),
    organization: z.object({ id: Id, name: z.string() }),
    requester: PersonName,
    assignee: PersonName.nullable(),
    team: z.object({ id: Id, name: z.string() }).nullable(),
    channel: ChannelKey,
    receivedAt: Time,
    registeredAt: Time.nullable(),
    lastMessageAt: Time,
    /** The clock that falls due next. */
    nextClock: z
      .object({
        kind: ClockKindKey,
        dueAt: Time.nullable(),
        breached: z.boolean(),
        state: z.string(),
      })
      .nullable(),
    /** I: the number of the request that goes on for this one, when it was merged. */
    mergedIntoNumber: z.int().nullable(),
    /** The first condition that holds it, when it is held. */
    heldFor: z.object({ clause: ClauseKey, reason: z.string(), words: z.string() }).nullable(),
    /** A mail of the request did not arrive, and none to the same person left after it. */
    undelivered: z.boolean(),
    /** Until when the reader put it off; null for customers. */
    snoozedUntil: Time.nullable(),
  })
  .meta({ id: 'TicketSummary' });
export type TicketSummary = z.infer<typeof TicketSummary>;
export const TicketPage = page(TicketSummary, 'TicketPage');

export const QueueView = z.enum([
  'all',
  'active',
  'mine',
  'unassigned',
  'waiting',
  'snoozed',
  'held',
  'scope',
  'resolved',
  'ended',
]);
/** `soon`: due within two hours. `grace`: asked often enough to be abandoned (VIII.b). */
export const BoardMark = z.enum([
  'breached',
  'soon',
  'unverified',
  'reprioritised',
  'reopened',
  'grace',
  'abandonment-proposed',
]);
export const ListTickets = PageQuery.extend({
  view: QueueView.default('all'),
  organizationId: PathId.optional(),
  priority: PriorityKey.optional(),
  status: StatusKey.optional(),
  /** Of those that this person made. */
  requesterPersonId: PathId.optional(),
  /** Words of the customer's name; accents do not matter. */
  customer: z.string().trim().min(1).max(100).optional(),
  /** `me`, `none`, or words of the agent's name. */
  assignee: z.string().trim().min(1).max(100).optional(),
  /** Words of the team's name. */
  team: z.string().trim().min(1).max(100).optional(),
  /** One of the things that the board counts among the requests under way. */
  mark: BoardMark.optional(),
  /** Which clock `mark` speaks of; any of them when left out. */
  clock: ClockKindKey.optional(),
  /** Words to find, in any of the texts that the reader may see; accents do not matter. */
  q: z.string().trim().max(200).optional(),
});
export const TicketCounts = z
  .object({
    /** Counted up to 1,000 each; 1,000 means that many or more. */
    active: z.int(),
    mine: z.int(),
    unassigned: z.int(),
    waiting: z.int(),
    /** Put off by the reader, who does not find them in the views above. */
    snoozed: z.int(),
    held: z.int(),
    /** I: a customer thinks that it is in scope, and waits for an agent. */
    scope: z.int(),
    resolved: z.int(),
    breached: z.int(),
    quarantined: z.int(),
    undelivered: z.int(),
  })
  .meta({ id: 'TicketCounts' });

export const Attachment = z
  .object({
    id: Id,
    name: z.string(),
    mediaType: z.string(),
    byteSize: z.int(),
    /** A picture that the message shows in place when it is shown as it was formatted. */
    inline: z.boolean(),
    /** An attached mail, an invitation, or what Outlook packed as winmail.dat. */
    role: z.enum(['file', 'message', 'calendar', 'bundle']),
    url: z.string(),
  })
  .meta({ id: 'Attachment' });
export type Attachment = z.infer<typeof Attachment>;
export const AttachmentParams = z.object({ attachmentId: PathId });

export const Delivery = z
  .object({
    mailId: Id,
    address: z.string(),
    state: z.enum(['queued', 'sending', 'sent', 'deferred', 'bounced', 'failed', 'local']),
    reply: z.string().nullable(),
    undeliveredReason: UndeliveredKey.nullable(),
    /** RFC 3463. */
    undeliveredStatus: z.string().nullable(),
    at: Time.nullable(),
  })
  .meta({ id: 'Delivery' });

export const InvitedPerson = z.object({
  name: z.string(),
  answer: z.enum(['accepted', 'declined', 'tentative', 'waiting']),
  /** In the reader's language: what this person answered. */
  words: z.string(),
});
export const Invitation = z
  .object({
    act: z.enum(['invitation', 'change', 'answer', 'proposal', 'cancellation', 'event']),
    /** In the reader's language: what this is, and from whom. */
    words: z.string(),
    title: z.string(),
    /** In the reader's language and zone. */
    when: z.string().nullable(),
    place: z.string(),
    repeats: z.boolean(),
    people: z.array(InvitedPerson),
  })
  .meta({ id: 'Invitation' });
export type Invitation = z.infer<typeof Invitation>;

/** What a mail was besides its text. */
export const MailFacts = z
  .object({
    /** Pictures stand in it: its text alone would not be the message. */
    formattedFirst: z.boolean(),
    /** Pictures on other machines, which are not loaded until the reader asks. */
    remotePictures: z.int(),
    signed: z.enum(['pgp', 'smime']).nullable(),
    /** It cannot be read here. */
    encrypted: z.enum(['pgp', 'smime']).nullable(),
    /** Who wrote what it passes on, as it says. */
    forwardedLetters: z.array(
      z.object({
        name: z.string(),
        address: z.string(),
        subject: z.string(),
        sentAt: Time.nullable(),
      }),
    ),
    invitations: z.array(Invitation),
  })
  .meta({ id: 'MailFacts' });
export type MailFacts = z.infer<typeof MailFacts>;

export const Message = z
  .object({
    id: Id,
    visibility: z.enum(['public', 'internal']),
    author: z.enum(['customer', 'agent', 'desk']),
    person: PersonName.nullable(),
    channel: ChannelKey,
    template: z.string().nullable(),
    automatic: z.boolean(),
    /** What was new in this message. */
    text: z.string(),
    /** The whole text, when a quoted part was folded away. */
    fullText: z.string().nullable(),
    /** Where the message can be seen as it was formatted, in a sandboxed frame; `pictures=shown` loads remote ones. */
    htmlUrl: z.string().nullable(),
    /** The same with what it answers, when that was folded away there. */
    fullHtmlUrl: z.string().nullable(),
    /** The mail as it came, byte by byte; for agents. */
    rawUrl: z.string().nullable(),
    mail: MailFacts.nullable(),
    attachments: z.array(Attachment),
    deliveries: z.array(Delivery),
    /** T2: the request that was split out of it. */
    splitIntoNumber: z.int().nullable(),
    createdAt: Time,
  })
  .meta({ id: 'Message' });
export type Message = z.infer<typeof Message>;
/** What an agent wrote and may still take back; `refused`: it could not be published when its moment came. */
export const PendingReply = z
  .object({
    id: Id,
    act: z.enum(['reply', 'ask-information', 'resolve']),
    text: z.string(),
    form: z.enum(['solution', 'instructions', 'accompaniment']).nullable(),
    attachments: z.array(Attachment),
    person: PersonName,
    publishAt: Time,
    state: z.enum(['pending', 'refused']),
    /** Why it was not published, in the reader's language. */
    refusedFor: z.string().nullable(),
  })
  .meta({ id: 'PendingReply' });
export type PendingReply = z.infer<typeof PendingReply>;
export const MessagePage = page(Message, 'MessagePage');

export const Decision = z
  .object({
    id: Id,
    kind: z.string(),
    clause: ClauseKey,
    agreementVersion: z.int(),
    facts: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])),
    /** In the reader's language. */
    words: z.string(),
    at: Time,
  })
  .meta({ id: 'Decision' });
export type Decision = z.infer<typeof Decision>;

export const WorkEntry = z
  .object({
    id: Id,
    agent: PersonName,
    minutes: z.int(),
    billableMinutes: z.int(),
    note: z.string(),
    workedAt: Time,
    reversesId: Id.nullable(),
    reversed: z.boolean(),
  })
  .meta({ id: 'WorkEntry' });
export type WorkEntry = z.infer<typeof WorkEntry>;

/** T4: further units that the customer was asked to approve. */
export const UnitApproval = z
  .object({
    id: Id,
    units: z.int(),
    note: z.string(),
    /** Null: the desk itself. */
    askedBy: PersonName.nullable(),
    askedAt: Time,
    /** `withdrawn`: an agent took it back, or the request ended or was merged before the answer. */
    state: z.enum(['asked', 'approved', 'declined', 'withdrawn']),
    /** Who answered or took it back. */
    decidedBy: PersonName.nullable(),
    decidedAt: Time.nullable(),
    /** `mail`: the link of the letter; `reply`: an answer to it in plain words. */
    door: z.enum(['mail', 'portal', 'reply']).nullable(),
  })
  .meta({ id: 'UnitApproval' });
export type UnitApproval = z.infer<typeof UnitApproval>;

export const TicketUnits = z
  .object({
    heldUnits: z.int(),
    chargedUnits: z.int().nullable(),
    billableMinutes: z.int(),
    /** T3, T4: what would be charged if it closed now. */
    unitsSoFar: z.int(),
    minutesUntilNextUnit: z.int(),
    /** T4: null where the agreement charges further units without asking. */
    approval: z
      .object({
        /** Agreed to so far, the minimum included. */
        agreedUnits: z.int(),
        minutesPerUnit: z.int(),
        /** Billable work beyond them: recorded, and not charged. */
        minutesNotApproved: z.int(),
        /** In the order asked; only the last one may wait for its answer. */
        asked: z.array(UnitApproval),
      })
      .nullable(),
  })
  .meta({ id: 'TicketUnits' });
export type TicketUnits = z.infer<typeof TicketUnits>;

export const LogEntry = z
  .object({
    id: Id,
    type: z.string(),
    actor: PersonName.nullable(),
    data: z.record(z.string(), z.unknown()),
    words: z.string(),
    at: Time,
  })
  .meta({ id: 'LogEntry' });
export type LogEntry = z.infer<typeof LogEntry>;

/** V.c: who follows a request besides whoever asked: reads it, gets what the desk writes, and may answer. */
export const Participant = PersonName.extend({
  addedBy: PersonName,
  rule: z.enum(['copied', 'by-hand', 'accepted']),
  clause: ClauseKey,
  /** In the reader's language: who added this person, and on what ground. */
  words: z.string(),
  addedAt: Time,
  /** Whether the reader may take this person out. */
  mayRemove: z.boolean(),
}).meta({ id: 'Participant' });
export type Participant = z.infer<typeof Participant>;
/** II: an address that a mail copied, and that follows nothing until a person accepts it. */
export const ParticipantProposal = z
  .object({
    id: Id,
    address: z.string(),
    name: z.string(),
    proposedBy: PersonName,
    proposedAt: Time,
    /** Whether the reader may decide it; others of the customer see that it waits. */
    mayDecide: z.boolean(),
  })
  .meta({ id: 'ParticipantProposal' });
export type ParticipantProposal = z.infer<typeof ParticipantProposal>;
/** VIII.b: one attempt to gather information, and what became of its mails. */
export const Attempt = z
  .object({
    at: Time,
    /** It reached the customer, so that it counts. */
    delivered: z.boolean(),
    deliveries: z.array(
      Delivery.pick({
        address: true,
        state: true,
        undeliveredReason: true,
        undeliveredStatus: true,
      }),
    ),
  })
  .meta({ id: 'Attempt' });
export type Attempt = z.infer<typeof Attempt>;

/** In a line that names it, in a phrase, or in the mail's mark of importance. */
const MailPlace = z.enum(['label', 'phrase', 'header']);

export const Ticket = TicketSummary.extend({
  version: z.int(),
  expectedResult: z.string(),
  /** That of whoever asked: letters and answers are written in it. */
  requesterLanguage: LanguageCode,
  prioritySuggested: PriorityKey.nullable(),
  prioritySource: z.string().nullable(),
  /** IV.d: what a program understood of the customer's mails and messages, with the words themselves. */
  understood: z
    .object({
      impact: z.object({ text: z.string(), readIn: MailPlace }).nullable(),
      priority: z.object({ value: PriorityKey, words: z.string(), readIn: MailPlace }).nullable(),
    })
    .nullable(),
  /** IV.d: what a request by mail still lacks; the acknowledgement asked for it. */
  missing: z.enum(['impact', 'priority', 'both']).nullable(),
  priorityVerifiedBy: PersonName.nullable(),
  category: z.object({ id: Id, name: z.string() }).nullable(),
  service: z.object({ id: Id, name: z.string() }).nullable(),
  answers: z.record(z.string(), z.string()),
  agreementVersion: z.int(),
  resolvedAt: Time.nullable(),
  closedAt: Time.nullable(),
  resolutionForm: z.enum(['solution', 'instructions', 'accompaniment']).nullable(),
  /** Every condition of admission, when it is held. */
  conditions: z.array(Condition),
  clocks: z.array(Clock),
  units: TicketUnits,
  /** V.a: the code by which anyone who has it can verify the acknowledgement; null until it is written. */
  acknowledgement: z.object({ code: z.string(), issuedAt: Time }).nullable(),
  decisions: z.array(Decision),
  /** The newest messages, oldest of them first. */
  messages: z.array(Message),
  olderMessagesCursor: z.string().nullable(),
  /** VIII.b: the open question to the customer, with its attempts. */
  informationRequest: z
    .object({
      askedAt: Time,
      attempts: z.array(Attempt),
      nextReminderAt: Time.nullable(),
      abandonmentAt: Time.nullable(),
      /** When the customer said "I am still here"; what was attempted before does not count. */
      presences: z.array(Time),
      /** How many more times it may be said, and whether saying it would do anything now. */
      presencesLeft: z.int(),
      mayConfirmPresence: z.boolean(),
      /** Whether enough attempts went unanswered for long enough to close it. */
      mayAbandon: z.boolean(),
    })
    .nullable(),
  /** VIII.b: what it was closed on, when it was closed as abandoned. */
  abandoned: z.object({ attempts: z.array(Attempt) }).nullable(),
  /** I: what it was told about its scope, as it was told; null when it always was ours. */
  scopeAnswer: z
    .object({
      kind: z.enum(['project', 'out_of_scope']),
      service: z.object({ id: Id, name: z.string() }).nullable(),
      /** Of the service's words, 0 being the product's own; null when an agent chose no service. */
      answerVersion: z.int().nullable(),
      answer: z.string(),
      suggested: z.object({ id: Id, name: z.string() }).nullable(),
      at: Time,
      /** Why the customer thinks that it is in scope. */
      claim: z.object({ text: z.string(), by: PersonName, at: Time }).nullable(),
      /** What an agent decided about it: taken on, or not. */
      decision: z
        .object({
          outcome: z.enum(['in_scope', 'out_of_scope']),
          by: PersonName,
          reason: z.string(),
          at: Time,
        })
        .nullable(),
    })
    .nullable(),
  /** Until when it can be reopened (VIII.c). */
  reopenableUntil: Time.nullable(),
  /** When it closes by itself without objection. */
  closesAt: Time.nullable(),
  links: z.array(
    z.object({
      number: z.int(),
      subject: z.string(),
      kind: z.string(),
      direction: z.enum(['to', 'from']),
    }),
  ),
  /** T5, T6: the activities scheduled for it, the newest first. */
  appointments: z.array(Appointment),
  participants: z.array(Participant),
  /** The agents who are told of what happens in it; empty for customers. */
  followers: z.array(PersonName),
  participantProposals: z.array(ParticipantProposal),
  /** What this reader may do now, by the status life of the agreement. */
  acts: z.array(z.string()),
  /** For agents only; empty for customers. */
  work: z.array(WorkEntry),
  log: z.array(LogEntry),
  /** Replies that wait for their moment; empty for customers. */
  pendingReplies: z.array(PendingReply),
}).meta({ id: 'Ticket' });
export type Ticket = z.infer<typeof Ticket>;
export const TicketParams = z.object({ number: PathId });

export const CreateTicket = z.strictObject({
  subject: z.string().trim().min(3).max(300),
  /** IV.a */
  description: LongText,
  expectedResult: z.string().trim().max(10_000).default(''),
  /** IV.b: the level whose impact the customer chose. */
  prioritySuggested: PriorityKey.optional(),
  categoryId: Id.optional(),
  serviceId: Id.optional(),
  answers: z.record(z.string().max(40), z.string().max(2000)).default({}),
  attachmentIds: z.array(Id).max(20).default([]),
  /** I: why a service that is out of scope is in scope after all: an agent looks at it. Else it is not looked at. */
  inScopeBecause: z.string().trim().min(3).max(10_000).optional(),
  /** II: agents only: the contact for whom it is registered, and how that person reached us. */
  onBehalf: z
    .strictObject({ personId: Id, channel: z.enum(['phone', 'visit', 'email', 'portal']) })
    .optional(),
});
export const PreviewTicket = z.strictObject({
  prioritySuggested: PriorityKey.optional(),
  serviceId: Id.optional(),
  onBehalfPersonId: Id.optional(),
});
export const TicketPreview = z
  .object({
    promise: PromisedTimes,
    scope: z.enum(['support', 'project', 'out_of_scope']),
    /** I: what the firm answers about it, in the reader's language; null where it says nothing. */
    answer: z.string().nullable(),
    /** I: what to choose instead. */
    suggested: z.object({ id: Id, name: z.string() }).nullable(),
    /** T3: what is held now; T4: what each further started hour costs. */
    unitsMin: z.int(),
    minutesPerUnit: z.int(),
    availableUnits: z.int(),
    availableUnitsAfter: z.int(),
    wouldBeAdmitted: z.boolean(),
    conditions: z.array(Condition),
  })
  .meta({ id: 'TicketPreview' });
export type TicketPreview = z.infer<typeof TicketPreview>;

export const AddMessage = z.strictObject({
  text: LongText,
  visibility: z.enum(['public', 'internal']).default('public'),
  attachmentIds: z.array(Id).max(20).default([]),
  /** The agents whom an internal note names: they are told, and follow the request from then on. */
  mentions: z.array(Id).max(20).default([]),
  /**
   * The newest message of somebody else that the writer had seen: a newer one, of the customer or of a colleague, is
   * answered with 409 first.
   */
  lastSeenMessageId: Id.optional(),
  /** What the writer kept as a draft of this kind has become this, and ends with it. */
  endsDraft: z.boolean().default(false),
});
export const QueueReply = z.strictObject({
  act: PendingReply.shape.act,
  text: LongText,
  /** Only, and always, for `resolve` (VIII.a). */
  form: z.enum(['solution', 'instructions', 'accompaniment']).optional(),
  attachmentIds: z.array(Id).max(20).default([]),
  lastSeenMessageId: Id.optional(),
  /** What the writer kept as a draft of this kind has become this, and ends with it. */
  endsDraft: z.boolean().default(false),
});
export const PendingReplyParams = TicketParams.extend({ pendingReplyId: PathId });

export const AskForInformation = z.strictObject({
  text: LongText,
  attachmentIds: z.array(Id).max(20).default([]),
  lastSeenMessageId: Id.optional(),
  /** What the writer kept as a draft of this kind has become this, and ends with it. */
  endsDraft: z.boolean().default(false),
});
export const VerifyPriority = z.strictObject({
  priority: PriorityKey,
  /** Needed when it changes what the customer suggested (V.b). */
  reason: z.string().trim().max(1000).optional(),
});
export const AssignTicket = z.strictObject({
  assigneePersonId: Id.nullable().optional(),
  teamId: Id.nullable().optional(),
});
/** Until when, for whoever asks alone. */
export const SnoozeTicket = z.strictObject({ until: Time });
const Minutes = z
  .int()
  .min(1)
  .max(24 * 60);
export const LogWork = z.strictObject({
  minutes: Minutes,
  /** Actual and billable apart; all of it is billable unless said. */
  billableMinutes: z
    .int()
    .min(0)
    .max(24 * 60)
    .optional(),
  note: z.string().trim().max(2000).default(''),
  workedAt: Time.optional(),
});
export const PreviewWork = z.strictObject({
  billableMinutes: z.coerce
    .number()
    .int()
    .min(0)
    .max(24 * 60),
});
export const WorkPreview = z
  .object({
    billableMinutes: z.int(),
    unitsBefore: z.int(),
    unitsAfter: z.int(),
    availableUnitsAfter: z.int(),
    /** T4: of the minutes, those that are not charged because the customer has not approved them. */
    minutesNotApproved: z.int(),
    allowed: z.boolean(),
    words: z.string(),
  })
  .meta({ id: 'WorkPreview' });
export const AskForUnits = z.strictObject({
  units: z.int().min(1).max(100),
  /** Why, for the customer. */
  note: z.string().trim().max(2000).default(''),
});
export const UnitApprovalParams = TicketParams.extend({ approvalId: PathId });
export const DecideUnits = z.strictObject({ approved: z.boolean() });
export const WorkParams = z.object({ number: PathId, workId: PathId });
export const ReverseWork = z.strictObject({ reason: z.string().trim().min(3).max(500) });
export const ResolveTicket = z.strictObject({
  form: z.enum(['solution', 'instructions', 'accompaniment']),
  text: LongText,
  attachmentIds: z.array(Id).max(20).default([]),
  lastSeenMessageId: Id.optional(),
  /** What the writer kept as a draft of this kind has become this, and ends with it. */
  endsDraft: z.boolean().default(false),
});
export const CloseTicket = z.strictObject({ text: z.string().trim().max(10_000).optional() });
export const ReopenTicket = z.strictObject({ reason: z.string().trim().min(3).max(10_000) });
export const ReopenedTicket = z
  .object({
    /** The ticket that goes on: the same one, or a new linked one after the reopening days. */
    number: z.int(),
    reopened: z.boolean(),
  })
  .meta({ id: 'ReopenedTicket' });
export const WithdrawTicket = z.strictObject({ reason: z.string().trim().max(2000).optional() });
export const ReferTicket = z.strictObject({
  reason: z.string().trim().min(3).max(2000),
  teamId: Id.optional(),
});
export const RejectTicket = z.strictObject({
  cause: z.enum(['out_of_scope', 'spam', 'duplicate']),
  /** Out of scope: what the customer is answered; it stays with the request (I). */
  text: z.string().trim().max(10_000).optional(),
  /** Out of scope: the service whose answer the text began as. */
  serviceId: Id.optional(),
  duplicateOfNumber: z.int().positive().optional(),
});

export const ClaimScope = z.strictObject({ reason: z.string().trim().min(3).max(10_000) });
/** I: `in_scope`: as which service it is taken on, one that is supported. */
export const DecideScope = z.discriminatedUnion('outcome', [
  z.strictObject({
    outcome: z.literal('in_scope'),
    serviceId: Id,
    reason: z.string().trim().min(3).max(2000),
  }),
  z.strictObject({
    outcome: z.literal('out_of_scope'),
    reason: z.string().trim().min(3).max(2000),
  }),
]);
export const MergeTicket = z.strictObject({
  /** The request that goes on; the one of the address ends as its duplicate. */
  intoNumber: z.int().positive(),
  reason: z.string().trim().max(2000).default(''),
});
export const SplitTicket = z.strictObject({
  messageId: Id,
  subject: z.string().trim().min(3).max(300),
  description: LongText,
  expectedResult: z.string().trim().max(10_000).default(''),
  prioritySuggested: PriorityKey.optional(),
  serviceId: Id.optional(),
  categoryId: Id.optional(),
});
export const LinkTicket = z.strictObject({
  toNumber: z.int().positive(),
  kind: z.enum(['related', 'follow-up']),
});
export const LinkParams = z.object({ number: PathId, otherNumber: PathId });

export const AddParticipant = z.strictObject({
  /** Of a contact of the same customer. */
  address: Address,
});
export const ParticipantParams = TicketParams.extend({ personId: PathId });
export const ParticipantProposalParams = TicketParams.extend({ proposalId: PathId });
export const DecideParticipant = z.strictObject({ outcome: z.enum(['accepted', 'declined']) });

export const ClockProof = z
  .object({
    clocks: z.array(
      z.object({
        kind: ClockKindKey,
        clock: Clock,
        /** Why it is due when it is due, in a few sentences in the reader's language. */
        why: z.array(z.string()),
        intervals: z.array(
          z.object({
            from: Time,
            to: Time.nullable(),
            counted: z.boolean(),
            seconds: z.int(),
            clause: ClauseKey,
            words: z.string(),
          }),
        ),
      }),
    ),
  })
  .meta({ id: 'ClockProof' });
