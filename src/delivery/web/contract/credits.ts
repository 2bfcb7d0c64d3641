import { z } from 'zod';
import { ClauseKey, Day, PageQuery, PersonName, ShortText, Time } from './common.ts';

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
    consumedUnits: z.int(),
    purchasedUnits: z.int(),
    /** T1: how many available units a request needs to be processed. */
    availableUnitsMin: z.int(),
    /** Below how many available units the company's administrators are warned, and whether this account says so itself. */
    lowBalanceUnits: z.int(),
    lowBalanceIsOwn: z.boolean(),
    projection: Projection,
    /** What expires next if it is not used before. */
    nextExpiry: z.object({ units: z.int(), expiresAt: Time }).nullable(),
    holds: z.array(z.object({ ticketNumber: z.int(), subject: z.string(), units: z.int() })),
  })
  .meta({ id: 'Account' });
export type Account = z.infer<typeof Account>;

export const SetLowBalance = z.strictObject({
  /** Null: what the agreement says. */
  lowBalanceUnits: z.int().min(0).max(100_000).nullable(),
});
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
  })
  .meta({ id: 'StatementEntry' });
export type StatementEntry = z.infer<typeof StatementEntry>;
export const StatementQuery = PageQuery.extend({ from: Day.optional(), to: Day.optional() });
export const Statement = z
  .object({
    openingBalanceUnits: z.int(),
    closingBalanceUnits: z.int(),
    items: z.array(StatementEntry),
    nextCursor: z.string().nullable(),
  })
  .meta({ id: 'Statement' });
export type Statement = z.infer<typeof Statement>;

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
