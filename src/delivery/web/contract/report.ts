import { z } from 'zod';
import { ClauseKey, PathId, PriorityKey, Time } from './common.ts';

/** The longest span of one report. */
const monthsMax = 24;
const Month = z.string().regex(/^20\d{2}-(0[1-9]|1[0-2])$/);
const indexOf = (month: string): number => Number(month.slice(0, 4)) * 12 + Number(month.slice(5));

/** Of requests registered in these months, both included; the last six when they are left out. */
export const ReportQuery = z
  .strictObject({
    from: Month.optional(),
    to: Month.optional(),
    organizationId: PathId.optional(),
    serviceId: PathId.optional(),
  })
  .refine(({ from, to }) => (from === undefined) === (to === undefined), {
    path: ['to'],
    message: 'both months, or neither',
  })
  .refine(
    ({ from, to }) => {
      if (from === undefined || to === undefined) return true;
      const months = indexOf(to) - indexOf(from) + 1;
      return months >= 1 && months <= monthsMax;
    },
    { path: ['to'], message: `1 to ${monthsMax} months` },
  );
export type ReportQuery = z.infer<typeof ReportQuery>;

export const Attainment = z.object({
  clock: z.enum(['firstResponse', 'resolution']),
  /** Of registration; null: the whole span. */
  month: z.string().nullable(),
  /** Null: all of them. */
  priority: PriorityKey.nullable(),
  met: z.int(),
  breached: z.int(),
  /** Of the broken ones: by a change of priority, terms or calendar that judged them anew. */
  byChange: z.int(),
  /** Not judged: not decided yet (VII), nothing promised (VI.e), ended by a way on which the promise counts for nothing. */
  running: z.int(),
  none: z.int(),
  cancelled: z.int(),
  /** Of those that were judged; null when none was. */
  percent: z.int().nullable(),
});

export const Report = z
  .object({
    from: Month,
    to: Month,
    /** When the requests were last summarised; null before the first time. */
    summarisedAt: Time.nullable(),
    requests: z.int(),
    attainment: z.array(Attainment),
    /** By the Monday that each begins on, in the reader's zone. */
    weeks: z.array(
      z.object({
        week: z.iso.date(),
        registered: z.int(),
        resolved: z.int(),
        /** Over without having been resolved. */
        ended: z.int(),
      }),
    ),
    /** Where the time until the resolution went; what there is none of is left out. */
    time: z.array(
      z.object({
        reason: z.enum([
          'counted',
          'held',
          'outside-hours',
          'waiting',
          'no-show',
          'appointment',
          'untimed',
          'resolved',
        ]),
        clause: ClauseKey,
        minutes: z.int(),
        /** Of the whole, in tenths of a percent. */
        permille: z.int(),
      }),
    ),
  })
  .meta({ id: 'Report' });
export type Report = z.infer<typeof Report>;
