import { z } from 'zod';
import { clauseIds } from '../../../policy/clauses.ts';
import { unknowns } from '../../../policy/replay-closing.ts';
import { endings } from '../../../policy/units.ts';
import { ClauseKey, Day, Id, PathId, PersonName, PriorityKey, Texts, Time } from './common.ts';

const Value = z.union([z.int(), z.string().max(40)]);

export const Difference = z
  .discriminatedUnion('kind', [
    z.object({
      kind: z.literal('term'),
      key: z.string(),
      clause: ClauseKey,
      before: Value.nullable(),
      after: Value.nullable(),
    }),
    z.object({
      kind: z.literal('text'),
      clause: ClauseKey,
      language: z.enum(['es', 'en']),
      part: z.enum(['title', 'text']),
      before: z.string(),
      after: z.string(),
    }),
  ])
  .meta({ id: 'AgreementDifference' });
export type Difference = z.infer<typeof Difference>;

export const DraftProblem = z
  .object({
    /** The term or the text at fault: `credits.minutesPerUnit`, `clauses.T1.text.es`. */
    key: z.string(),
    problem: z.string(),
    facts: z.record(z.string(), z.union([z.string(), z.number()])),
  })
  .meta({ id: 'AgreementDraftProblem' });
export type DraftProblem = z.infer<typeof DraftProblem>;

export const AgreementDraft = z
  .object({
    basedOn: z.int(),
    revision: z.int(),
    changedBy: PersonName.nullable(),
    changedAt: Time,
    /** Every number and choice, in the order of the agreement. */
    terms: z.array(
      z.object({
        key: z.string(),
        clause: ClauseKey,
        unit: z.enum([
          'minutes',
          'hours',
          'days',
          'units',
          'attempts',
          'times',
          'slots',
          'choice',
          // Written as one text each: `50%` or `60m`; `assignee,team`; `1440,60`; `30,7`.
          'warning',
          'audiences',
          'spans',
          'day-list',
        ]),
        min: z.int(),
        max: z.int(),
        options: z.array(z.string()),
        value: Value.nullable(),
        /** In the version from which the draft began. */
        before: Value.nullable(),
      }),
    ),
    clauses: z.array(z.object({ id: ClauseKey, title: Texts, text: Texts })),
    differences: z.array(Difference),
    problems: z.array(DraftProblem),
  })
  .meta({ id: 'AgreementDraft' });
export type AgreementDraft = z.infer<typeof AgreementDraft>;
export const AgreementDraftAnswer = z.object({ draft: AgreementDraft.nullable() });

const ClauseText = z.string().max(20_000);
const ChangedTexts = z.strictObject({ es: ClauseText.optional(), en: ClauseText.optional() });
export const ChangeAgreementDraft = z.strictObject({
  revision: z.int(),
  terms: z.record(z.string().max(80), Value).default({}),
  clauses: z
    .partialRecord(
      z.enum(clauseIds),
      z.strictObject({ title: ChangedTexts.optional(), text: ChangedTexts.optional() }),
    )
    .default({}),
});
export const DraftRevision = z.strictObject({ revision: z.coerce.number().int() });
export const PublishAgreementDraft = z.strictObject({
  revision: z.int(),
  /** Requests registered from the beginning of this day on, in the firm's zone, are bound to it; null: at once. */
  effectiveOn: Day.nullable(),
});
export const PublishedVersion = z.object({ version: z.int() }).meta({ id: 'PublishedVersion' });

export const AgreementVersions = z
  .object({
    items: z.array(
      z.object({
        version: z.int(),
        effectiveFrom: Time,
        publishedAt: Time,
        publishedBy: PersonName.nullable(),
        inForce: z.boolean(),
      }),
    ),
  })
  .meta({ id: 'AgreementVersions' });

// What-if

const ClockCounts = z.object({
  none: z.int(),
  met: z.int(),
  breached: z.int(),
  running: z.int(),
  cancelled: z.int(),
});
const Totals = z.object({
  requests: z.int(),
  firstResponse: ClockCounts,
  resolution: ClockCounts,
  units: z.int(),
  held: z.int(),
  /** II: held while their customer was suspended, and for how many minutes in all. Answers of before did not count it. */
  suspended: z.int().default(0),
  suspendedMinutes: z.int().default(0),
  ended: z.int(),
  /** VIII: how often the desk closed by itself, proposed to, and reopened; or was asked too late for that. */
  closing: z.object({
    closedUnasked: z.int(),
    abandoned: z.int(),
    abandonmentProposed: z.int(),
    reopened: z.int(),
    askedTooLate: z.int(),
  }),
});
const Compared = z.object({ before: Totals, after: Totals });
const Ending = z.enum(endings).nullable();
const Customer = z.object({ id: Id, name: z.string() });
const ClockOutcome = z.enum(['none', 'met', 'breached', 'running', 'cancelled']);
const OutcomeChange = z.object({ before: ClockOutcome, after: ClockOutcome });

export const WhatIfResult = Compared.extend({
  priorities: z.array(Compared.extend({ priority: PriorityKey })),
  /** By month of registration: `2026-10`. */
  months: z.array(Compared.extend({ month: z.string() })),
  /** The most affected first; `customersAffected` counts them all. */
  customers: z.array(Compared.extend({ customer: Customer })),
  customersAffected: z.int(),
  /** Newest first; `requestsChanged` counts them all. */
  changed: z.array(
    z.object({
      number: z.int(),
      customer: Customer,
      firstResponse: OutcomeChange,
      resolution: OutcomeChange,
      unitsBefore: z.int().nullable(),
      unitsAfter: z.int().nullable(),
      /** Null while it goes on. */
      endingBefore: Ending,
      endingAfter: Ending,
      held: z.boolean(),
      /** VIII.c: it would have gone on as a new request, or would have been part of the one before it. */
      becomes: z.enum(['new-request', 'part-of-another']).nullable(),
    }),
  ),
  requestsChanged: z.int(),
  /** For how many requests something cannot be known, by what. */
  unknown: z.array(z.object({ what: z.enum(unknowns), requests: z.int() })),
}).meta({ id: 'WhatIfResult' });
export type WhatIfResult = z.infer<typeof WhatIfResult>;

export const WhatIf = z
  .object({
    id: Id,
    /** `own-version`: each request under the version that it is bound to, which gives what happened. */
    subject: z.enum(['draft', 'own-version']),
    differences: z.array(Difference),
    from: Time,
    until: Time,
    state: z.enum(['queued', 'running', 'done', 'failed', 'cancelled']),
    requestsTotal: z.int(),
    requestsDone: z.int(),
    requestedBy: PersonName.nullable(),
    createdAt: Time,
    endedAt: Time.nullable(),
    result: WhatIfResult.nullable(),
  })
  .meta({ id: 'WhatIf' });
export type WhatIf = z.infer<typeof WhatIf>;
export const WhatIfs = z
  .object({ items: z.array(WhatIf.omit({ result: true })) })
  .meta({ id: 'WhatIfs' });
export const WhatIfParams = z.object({ whatIfId: PathId });
export const StartWhatIf = z.strictObject({
  subject: z.enum(['draft', 'own-version']),
  /** Days of registration in the firm's zone, both included. */
  fromDay: Day,
  untilDay: Day,
});
