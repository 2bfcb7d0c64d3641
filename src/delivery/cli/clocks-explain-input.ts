import { z } from 'zod';
import type { Instant } from '../../kernel/clock.ts';
import type { CalendarDefinition, WallSpan } from '../../policy/clocks/calendar.ts';

/*
 * What `atenta clocks explain` reads: the questions of the field's shared clock cases, one JSON value a line.
 * Instants are ISO 8601 with a zone, lengths whole or broken seconds, targets minutes.
 */

// Service time is laid out in tables by year: far beyond any request's life a question is a slip of the pen.
const instantMin = Date.UTC(1970, 0, 1);
const instantMax = Date.UTC(2200, 0, 1);

const InstantInput = z.iso
  .datetime({ offset: true })
  .transform((text): Instant => Date.parse(text))
  .refine((instant) => instant >= instantMin && instant < instantMax, 'between 1970 and 2200');

const SpanInput = z
  .tuple([z.string(), z.string()])
  .transform(([from, to]): WallSpan => ({ from, to }));
const SpansInput = z.array(SpanInput);
const SpansByDate = z.record(z.string(), SpansInput).default({});

export const CalendarInput = z
  .object({
    timezone: z.string(),
    always_open: z.boolean().default(false),
    hours: z
      .partialRecord(z.enum(['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun']), SpansInput)
      .default({}),
    holidays: z.array(z.string()).default([]),
    shifts: SpansByDate,
    breaks: SpansByDate,
  })
  .transform(
    ({ timezone, always_open, hours, holidays, shifts, breaks }): CalendarDefinition =>
      always_open
        ? { kind: 'always', timeZone: timezone }
        : {
            kind: 'hours',
            timeZone: timezone,
            week: {
              monday: hours.mon ?? [],
              tuesday: hours.tue ?? [],
              wednesday: hours.wed ?? [],
              thursday: hours.thu ?? [],
              friday: hours.fri ?? [],
              saturday: hours.sat ?? [],
              sunday: hours.sun ?? [],
            },
            holidays: holidays.map((date) => ({ date, name: '' })),
            shifts,
            breaks,
          },
  );

const lengthQuestion = {
  calendar: CalendarInput,
  start: InstantInput,
  seconds: z.number().nonnegative(),
};

/** A question about service time alone. */
export const WorktimeQuestion = z.discriminatedUnion('op', [
  z.object({ op: z.literal('add'), ...lengthQuestion }),
  z.object({ op: z.literal('sub'), ...lengthQuestion }),
  z.object({
    op: z.literal('diff'),
    calendar: CalendarInput,
    start: InstantInput,
    end: InstantInput,
  }),
  z.object({ op: z.literal('is_open'), calendar: CalendarInput, start: InstantInput }),
  z.object({
    op: z.literal('windows'),
    calendar: CalendarInput,
    start: InstantInput,
    n: z.int().min(1).max(1000),
  }),
  z.object({
    op: z.literal('wall_to_utc'),
    timezone: z.string(),
    date: z.string(),
    time: z.string(),
  }),
  z.object({ op: z.literal('add_days') }),
  z.object({ op: z.literal('sub_days') }),
]);
export type WorktimeQuestion = z.output<typeof WorktimeQuestion>;

const minutes = z.number().positive().nullable().default(null);
const TargetsInput = z.record(
  z.string(),
  z.object({
    attention_min: minutes,
    resolution_min: minutes,
    /** Whether these minutes run around the clock or in the calendar's hours. */
    hours: z.enum(['calendar', 'service']).default('service'),
  }),
);
export type TargetsInput = z.output<typeof TargetsInput>;

const at = InstantInput;
const appointment = z.int().default(1);

const TicketEvent = z.discriminatedUnion('type', [
  z.object({ type: z.literal('received'), at }),
  z.object({ type: z.literal('created'), at, priority: z.string(), by: z.string().optional() }),
  z.object({ type: z.literal('priority_changed'), at, priority: z.string() }),
  z.object({ type: z.literal('policy_changed'), at, targets: TargetsInput }),
  z.object({ type: z.literal('calendar_changed'), at, calendar: CalendarInput }),
  z.object({ type: z.literal('date_agreed'), at, resolve_by: InstantInput.nullable() }),
  z.object({ type: z.enum(['agent_replied', 'agent_called', 'agent_visited']), at }),
  z.object({ type: z.literal('pending_customer'), at }),
  z.object({ type: z.enum(['customer_replied', 'resumed']), at }),
  z.object({ type: z.literal('appointment_agreed'), at, appointment, starts_at: InstantInput }),
  z.object({ type: z.literal('appointment_cancelled'), at, appointment }),
  z.object({ type: z.literal('no_show'), at }),
  z.object({ type: z.literal('resolved'), at }),
  z.object({ type: z.literal('reopened'), at }),
  z.object({ type: z.literal('closed'), at }),
  z.object({ type: z.literal('cancelled'), at }),
  z.object({
    type: z.literal('absorbed'),
    at,
    registered_at: InstantInput,
    contacted_at: InstantInput.nullable().default(null),
  }),
  z.object({ type: z.enum(['auto_reply', 'agent_note', 'assigned', 'bounced']), at }),
  z.object({ type: z.enum(['customer_auto_reply', 'pending_vendor']), at }),
]);
export type TicketEvent = z.output<typeof TicketEvent>;

const offsets = z.array(z.number()).optional();

/** A question about the clocks of one request: each check folds its first `upto` events at `now`. */
export const SlaQuestion = z.object({
  calendar: CalendarInput,
  targets: TargetsInput,
  events: z.array(TicketEvent).min(1),
  escalations_min: z.object({ attention: offsets, resolution: offsets }).default({}),
  checks: z.array(z.object({ now: InstantInput, upto: z.int().min(1).optional() })).min(1),
});
export type SlaQuestion = z.output<typeof SlaQuestion>;
