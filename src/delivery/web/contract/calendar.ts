import { z } from 'zod';
import { Day, Id, PersonName, ShortText, Time, TimeZone } from './common.ts';

/** `08:00`; a day ends at `24:00`. What is no time, or ends before it starts, is said in words by the desk. */
const WallTime = z.string().max(8);
const Spans = z.array(z.strictObject({ from: WallTime, to: WallTime })).max(24);
const SpansByDay = z.record(Day, Spans);

/** When the desk serves (VII): hours of each weekday, holidays, and days that are different. */
export const CalendarDefinition = z
  .discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('always'), timeZone: TimeZone }),
    z.strictObject({
      kind: z.literal('hours'),
      timeZone: TimeZone,
      week: z.strictObject({
        sunday: Spans.optional(),
        monday: Spans.optional(),
        tuesday: Spans.optional(),
        wednesday: Spans.optional(),
        thursday: Spans.optional(),
        friday: Spans.optional(),
        saturday: Spans.optional(),
      }),
      holidays: z.array(z.strictObject({ date: Day, name: z.string().trim().max(200) })).max(2000),
      /** Hours of one date, instead of those of its weekday. */
      shifts: SpansByDay,
      /** Taken out of the hours of one date. */
      breaks: SpansByDay,
    }),
  ])
  .meta({ id: 'CalendarDefinition' });

export const CalendarRollout = z
  .object({
    version: z.int(),
    ticketsTotal: z.int(),
    ticketsDone: z.int(),
    clocksMoved: z.int(),
    finishedAt: Time.nullable(),
  })
  .meta({ id: 'CalendarRollout' });

export const ServiceCalendar = z
  .object({
    /** Null while nobody has made one: then every hour is an hour of service. */
    calendar: z
      .object({
        id: Id,
        name: z.string(),
        version: z.int(),
        definition: CalendarDefinition,
        versions: z.array(
          z.object({ version: z.int(), savedBy: PersonName.nullable(), savedAt: Time }),
        ),
        rollout: CalendarRollout.nullable(),
      })
      .nullable(),
    /** The firm's own zone, which a first calendar begins with. */
    timeZone: z.string(),
  })
  .meta({ id: 'ServiceCalendar' });

export const PreviewServiceCalendar = z.strictObject({ definition: CalendarDefinition });
export const SaveServiceCalendar = z.strictObject({
  name: ShortText,
  definition: CalendarDefinition,
  /** The version that was on the screen; null for the first one. */
  basedOnVersion: z.int().positive().nullable(),
});

export const CalendarPreview = z
  .object({
    mayBeSaved: z.boolean(),
    problems: z.array(z.object({ severity: z.enum(['error', 'warning']), words: z.string() })),
    /** Open requests that were looked at. */
    tickets: z.int(),
    /** False when there are more than could be looked at. */
    complete: z.boolean(),
    /** How many due moments would be another. */
    moved: z.int(),
    /** The nearest of them, up to 100. */
    items: z.array(
      z.object({
        number: z.int(),
        subject: z.string(),
        clock: z.enum(['firstResponse', 'resolution']),
        from: Time.nullable(),
        to: Time.nullable(),
      }),
    ),
  })
  .meta({ id: 'CalendarPreview' });

export const HolidayCountries = z
  .object({ items: z.array(z.object({ code: z.string(), name: z.string() })) })
  .meta({ id: 'HolidayCountries' });
export const ListHolidays = z.strictObject({
  country: z.string().regex(/^[A-Z]{2}$/),
  from: z.coerce.number().int().min(2000).max(2100),
  to: z.coerce.number().int().min(2000).max(2100),
});
export const Holidays = z
  .object({ items: z.array(z.object({ date: Day, name: z.string() })) })
  .meta({ id: 'Holidays' });
