import { z } from 'zod';
import { ClauseKey, Day, PageQuery, PathId, PersonName, ShortText, Time } from './common.ts';

/** When units run out if they go on being used as they were: an estimate. */
export const Projection = z
  .object({
    kind: z.enum(['thin', 'lasting', 'estimate']),
    runsOutAt: Time.nullable(),
    unitsPerMonth: z.number().nullable(),
  })
  .meta({ id: 'Projection' });
export type Projection = z.infer<typeof Projection>;

export const Account = z
  .object({
    balanceUnits: z.int(),
    availableUnits: z.int(),
    heldUnits: z.int(),
    /** Charged and settled: without what is disputed. */
    consumedUnits: z.int(),
    purchasedUnits: z.int(),
    /** T1: how many available units a request needs to be processed. */
    availableUnitsMin: z.int(),
    /** Below how many available units the company's administrators are warned, and whether this account says so itself. */
    lowBalanceUnits: z.int(),
    lowBalanceIsOwn: z.boolean(),
    /** Its administrators are sent the statement when a month is over. */
    statementByMail: z.boolean(),
    projection: Projection,
    /** Charged, and not settled: frozen while an objection is open. Nobody can use them, and nothing else corrects them. */
    disputedUnits: z.int(),
    /** The charges that are disputed, for whoever sees the statement. */
    disputed: z.array(
      z.object({
        entrySequence: z.int(),
        ticketNumber: z.int(),
        subject: z.string(),
        units: z.int(),
        dueAt: Time,
      }),
    ),
    /** What expires if it is not used before, the earliest first; what is on hold does not while it is held. */
    expiring: z.array(
      z.object({
        units: z.int(),
        expiresAt: Time,
        /** The customer's administrators are warned of it by now. */
        soon: z.boolean(),
        /** The purchase; null where a correction gave the units, and for whoever sees no statement. */
        reference: z.string().nullable(),
        /** The requests in sight that keep more of the same purchase on hold. */
        heldBy: z.array(z.object({ ticketNumber: z.int(), units: z.int() })),
      }),
    ),
    holds: z.array(z.object({ ticketNumber: z.int(), subject: z.string(), units: z.int() })),
  })
  .meta({ id: 'Account' });
export type Account = z.infer<typeof Account>;

export const SetLowBalance = z.strictObject({
  /** Null: what the agreement says. */
  lowBalanceUnits: z.int().min(0).max(100_000).nullable(),
});
export const SetStatementByMail = z.strictObject({ byMail: z.boolean() });
/** A month of the customer's own calendar. */
export const SendStatement = z.strictObject({ month: z.string().regex(/^\d{4}-(0[1-9]|1[0-2])$/) });

export const LowBalances = z
  .object({
    items: z.array(
      z.object({
        organization: z.object({ id: z.int(), name: z.string() }),
        availableUnits: z.int(),
        lowBalanceUnits: z.int(),
        projection: Projection,
      }),
    ),
  })
  .meta({ id: 'LowBalances' });

export const EntryKind = z.enum([
  'purchase',
  'refund',
  'hold',
  'hold_more',
  'charge',
  'release',
  'adjustment',
  'expiry',
]);
export const StatementEntry = z
  .object({
    sequence: z.int(),
    at: Time,
    kind: EntryKind,
    balanceChange: z.int(),
    availableChange: z.int(),
    heldChange: z.int(),
    balanceAfter: z.int(),
    availableAfter: z.int(),
    ticketNumber: z.int().nullable(),
    ticketSubject: z.string().nullable(),
    clause: ClauseKey.nullable(),
    workMinutes: z.int().nullable(),
    reference: z.string().nullable(),
    reason: z.string().nullable(),
    actor: PersonName.nullable(),
    /** In the reader's language: why this line is here. */
    words: z.string(),
    hash: z.string(),
    /** Of this charge, what is frozen while an objection to it is open. */
    disputedUnits: z.int(),
    /** Whether the customer can object to this charge now. */
    objectable: z.boolean(),
    objection: z
      .object({
        id: z.int(),
        state: z.enum(['open', 'accepted', 'rejected', 'withdrawn']),
        reason: z.string(),
        dueAt: Time,
        /** Open, and not decided in the hours that the agreement gives. */
        overdue: z.boolean(),
        answer: z.string().nullable(),
        /** Accepted: how many of the units went back. */
        givenBackUnits: z.int().nullable(),
      })
      .nullable(),
  })
  .meta({ id: 'StatementEntry' });
export type StatementEntry = z.infer<typeof StatementEntry>;
/** As people tell movements apart: a purchase and what was refunded of it, a hold and what it grew by. */
export const LineKind = z.enum([
  'purchase',
  'hold',
  'charge',
  'release',
  'expiry',
  'adjustment',
  'objection',
]);
export const StatementQuery = PageQuery.extend({
  from: Day.optional(),
  to: Day.optional(),
  kind: LineKind.optional(),
  /** `#1127` is that request; else words of the requests, of references and of reasons. Accents do not matter. */
  q: z.string().trim().max(200).optional(),
  /** Of the requests that this person made. */
  requesterPersonId: PathId.optional(),
});
export type StatementFilter = Pick<
  z.infer<typeof StatementQuery>,
  'kind' | 'q' | 'requesterPersonId'
>;
export const Statement = z
  .object({
    /** Of the whole account at both ends of the days asked for: what is filtered changes neither. */
    openingBalanceUnits: z.int(),
    closingBalanceUnits: z.int(),
    items: z.array(StatementEntry),
    /** More requests match than can be looked through at once: those of the oldest are not among the lines. */
    requestsLeftOut: z.boolean(),
    nextCursor: z.string().nullable(),
  })
  .meta({ id: 'Statement' });
export type Statement = z.infer<typeof Statement>;

export const BalanceHistoryQuery = z.strictObject({ from: Day.optional(), to: Day.optional() });
/** What the account had at the end of each day, or of every so many; the last is now, or the end of the days asked for. */
export const BalanceHistory = z
  .object({
    daysApart: z.int().positive(),
    points: z.array(z.object({ at: Time, availableUnits: z.int(), balanceUnits: z.int() })),
  })
  .meta({ id: 'BalanceHistory' });
export type BalanceHistory = z.infer<typeof BalanceHistory>;

export const RecordPurchase = z.strictObject({
  units: z.int().min(1).max(100_000),
  reference: ShortText,
  expiresAt: Time.optional(),
});
export const RecordAdjustment = z.strictObject({
  units: z
    .int()
    .min(-100_000)
    .max(100_000)
    .refine((units) => units !== 0, 'zero units adjust nothing'),
  reason: z.string().trim().min(5).max(500),
  correctsSequence: z.int().positive().optional(),
});
export const EntryRecorded = z
  .object({
    sequence: z.int(),
    availableUnits: z.int(),
    balanceUnits: z.int(),
    admittedTickets: z.array(z.int()),
  })
  .meta({ id: 'EntryRecorded' });
export const LedgerVerification = z
  .object({
    sound: z.boolean(),
    entries: z.int(),
    lastHash: z.string(),
    problems: z.array(z.object({ sequence: z.int(), problem: z.string() })),
  })
  .meta({ id: 'LedgerVerification' });

export const RequestTopUp = z.strictObject({
  units: z.int().min(1).max(100_000),
  note: z.string().trim().max(200).default(''),
});
export const TopUp = z
  .object({
    id: z.int(),
    organization: z.object({ id: z.int(), name: z.string() }),
    units: z.int(),
    note: z.string(),
    requestedBy: PersonName,
    requestedAt: Time,
    state: z.enum(['open', 'recorded', 'declined']),
    answer: z.string().nullable(),
  })
  .meta({ id: 'TopUp' });
export type TopUp = z.infer<typeof TopUp>;
export const TopUps = z.object({ items: z.array(TopUp) }).meta({ id: 'TopUps' });
export const TopUpParams = z.object({ topUpId: PathId });
export const RecordTopUp = z.strictObject({ reference: ShortText, expiresAt: Time.optional() });
export const Answer = z.strictObject({ answer: z.string().trim().min(5).max(500) });

export const ObjectToCharge = z.strictObject({
  entrySequence: z.int().positive(),
  reason: z.string().trim().min(5).max(2000),
});
export const ObjectionParams = z.object({ objectionId: PathId });
export const CustomerObjectionParams = z.object({ organizationId: PathId, objectionId: PathId });
export const DecideObjection = z.strictObject({
  outcome: z.enum(['accepted', 'rejected']),
  /** How many units go back when it is accepted: all of the charge when left out. */
  units: z.int().positive().optional(),
  answer: z.string().trim().min(5).max(500),
});
export const ObjectionDecided = z
  .object({
    /** Above the limit of one person it waits for another one. */
    waits: z.boolean(),
  })
  .meta({ id: 'ObjectionDecided' });
export const AdjustmentRequested = z
  .object({ requestId: z.int() })
  .meta({ id: 'AdjustmentRequested' });
export const AdjustmentRequestParams = z.object({ requestId: PathId });
export const ConfirmAdjustment = z.strictObject({ outcome: z.enum(['confirmed', 'declined']) });

const organizationName = z.object({ id: z.int(), name: z.string() });
/** What waits for billing. */
export const BillingTasks = z
  .object({
    objections: z.array(
      z.object({
        id: z.int(),
        organization: organizationName,
        entrySequence: z.int(),
        ticketNumber: z.int(),
        units: z.int(),
        reason: z.string(),
        raisedBy: PersonName,
        dueAt: Time,
        /** Three quarters of its hours have passed, since then; null before that, and once they are over. */
        nearSince: Time.nullable(),
        /** Not decided in the hours that the agreement gives. */
        overdue: z.boolean(),
        /** Accepted by one person, and waiting for another one to confirm it. */
        waits: z.boolean(),
      }),
    ),
    adjustments: z.array(
      z.object({
        id: z.int(),
        organization: organizationName,
        units: z.int(),
        reason: z.string(),
        correctsSequence: z.int().nullable(),
        requestedBy: PersonName,
        requestedAt: Time,
      }),
    ),
    topUps: z.array(TopUp),
  })
  .meta({ id: 'BillingTasks' });
export type BillingTasks = z.infer<typeof BillingTasks>;
