import type { Instant } from '../kernel/clock.ts';
import type { CalendarReference, ClockEvent, Promised } from './clocks/events.ts';
import { foldClocks } from './clocks/fold.ts';
import type { ClockReading, Timelines } from './clocks/reading.ts';
import type { Priority, Terms } from './terms.ts';
import { type Ending, settle } from './units.ts';

/** One request as it went, as far as the agreement's numbers decide about it. */
export interface PastRequest {
  readonly priority: Priority;
  readonly events: readonly ClockEvent[];
  /** Null while it goes on: nothing was charged yet. */
  readonly ending: Ending | null;
  readonly billableMinutes: number;
  /** T1: what the account had when it was admitted, before its hold; null where that was not asked. */
  readonly availableUnits: number | null;
}

export type ClockOutcome = 'none' | 'met' | 'breached' | 'running' | 'cancelled';

/** What a request comes to under some terms. */
export interface Outcome {
  readonly firstResponse: ClockOutcome;
  readonly resolution: ClockOutcome;
  /** Null while it goes on. */
  readonly units: number | null;
  /** T1: false where these terms would have held it at its arrival. */
  readonly admitted: boolean;
}

/**
 * VII, T1, T3, T4: the same request judged by `terms`: what happened stays as it happened (people would have acted
 * otherwise, which nobody can replay), and what was promised and what it cost are worked out anew by the very rules
 * that run the desk. With `terms` null it is judged by what it was promised. `now` is where running clocks stand.
 */
export function replay(
  request: PastRequest,
  terms: Terms | null,
  world: {
    readonly own: Terms;
    /** Where terms ask for service hours and the request was never bound to a calendar. */
    readonly calendar: CalendarReference | null;
    readonly timelines: Timelines;
    readonly now: Instant;
  },
): Outcome {
  const judged = terms ?? world.own;
  const events =
    terms === null
      ? request.events
      : request.events.map((event) => promisedBy(event, terms, world));
  const { firstResponse, resolution } = foldClocks(events, world.now, world.timelines);
  return {
    firstResponse: outcomeOf(firstResponse),
    resolution: outcomeOf(resolution),
    units: unitsOf(request, judged),
    admitted:
      request.availableUnits === null || request.availableUnits >= judged.credits.availableUnitsMin,
  };
}

function promisedBy(
  event: ClockEvent,
  terms: Terms,
  { calendar }: { readonly calendar: CalendarReference | null },
): ClockEvent {
  if (!('promised' in event)) return event;
  const promised = promise(terms, event.promised);
  if (event.type !== 'registered') return { ...event, promised };
  return { ...event, promised, calendar: event.calendar ?? calendar };
}

const promise = (terms: Terms, was: Promised): Promised => ({
  ...was,
  // Copied from a priority when it was promised.
  ...terms.targets[was.priority as Priority],
});

function outcomeOf(reading: ClockReading): ClockOutcome {
  if (reading.state === 'none' || reading.state === 'cancelled') return reading.state;
  if (reading.state === 'met') return reading.onTime === false ? 'breached' : 'met';
  return reading.breach === null ? 'running' : 'breached';
}

/** T3, T4, I */
function unitsOf({ ending, billableMinutes }: PastRequest, terms: Terms): number | null {
  if (ending === null) return null;
  const settlement = settle(terms, { ending, billableMinutes });
  return settlement.outcome === 'charge' ? settlement.units : 0;
}
