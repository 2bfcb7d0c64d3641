import type { Instant } from '../../kernel/clock.ts';
import { secondMs } from '../../kernel/duration.ts';
import type { Doing, Told } from '../../modules/tickets/index.ts';
import type { Change } from '../../platform/changes.ts';

/** A window says again within this time where it is; one that falls silent is gone. */
export const leaseSeconds = 45;
/** Open windows of one person; more make room, the one that spoke longest ago first. */
const windowsPerPersonMax = 12;

/** A person of the desk at a request: the most that any of its windows is doing. */
export interface PersonAt {
  readonly personId: number;
  readonly doing: Doing;
}

/**
 * Where the people of the desk are, as this process has heard it. Every process hears every window, so that none asks the
 * database; what is not said again ends by itself. Acts answer with the numbers of the requests at which something is
 * different now.
 */
export interface Whereabouts {
  hear(told: Told, now: Instant): readonly number[];
  /** This person's rights changed: whoever still may says again where it is. */
  forget(personId: number): readonly number[];
  /** Drops what was not said again in time. */
  lapse(now: Instant): readonly number[];
  /** Who is at this request, in the order they came. */
  at(ticketNumber: number): readonly PersonAt[];
  /** The requests at which anybody is. */
  tickets(): readonly number[];
}

export function createWhereabouts(): Whereabouts {
  const windows = new Map<string, Told & { readonly until: Instant }>();

  const at = (ticketNumber: number): readonly PersonAt[] => {
    const people = new Map<number, Doing>();
    for (const told of windows.values()) {
      if (told.ticketNumber !== ticketNumber) continue;
      const before = people.get(told.personId) ?? 'reading';
      people.set(told.personId, rank[told.doing] > rank[before] ? told.doing : before);
    }
    return [...people].map(([personId, doing]) => ({ personId, doing }));
  };

  /** Of these requests, those at which something is different afterwards. */
  const changedBy = (numbers: readonly (number | null)[], act: () => void): readonly number[] => {
    const concerned = [...new Set(numbers)].filter((number) => number !== null);
    const before = concerned.map((number) => JSON.stringify(at(number)));
    act();
    return concerned.filter((number, index) => JSON.stringify(at(number)) !== before[index]);
  };

  const drop = (isOver: (told: Told & { readonly until: Instant }) => boolean) => {
    const over = [...windows].filter(([, told]) => isOver(told));
    const numbers = over.map(([, { ticketNumber }]) => ticketNumber);
    return changedBy(numbers, () => {
      for (const [key] of over) windows.delete(key);
    });
  };

  return {
    at,
    hear(told, now) {
      const key = `${told.personId} ${told.window}`;
      const before = windows.get(key);
      const room = before === undefined ? toMakeRoom(windows, told.personId) : [];
      const moved = before?.ticketNumber !== told.ticketNumber;
      const numbers = [told.ticketNumber, before?.ticketNumber ?? null];
      return changedBy([...numbers, ...room.map(([, { ticketNumber }]) => ticketNumber)], () => {
        for (const [oldest] of room) windows.delete(oldest);
        // Whoever comes stands last; whoever says it again keeps its place.
        if (moved) windows.delete(key);
        if (told.ticketNumber !== null) {
          windows.set(key, { ...told, until: now + leaseSeconds * secondMs });
        }
      });
    },
    forget: (personId) => drop((told) => told.personId === personId),
    lapse: (now) => drop((told) => told.until <= now),
    tickets: () => [
      ...new Set([...windows.values()].flatMap(({ ticketNumber }) => ticketNumber ?? [])),
    ],
  };
}

/** Of two windows of one person, the one in which it does more counts; what goes to the customer is most. */
const rank: Readonly<Record<Doing, number>> = { reading: 0, note: 1, reply: 2 };

function toMakeRoom<T extends { readonly personId: number; readonly until: Instant }>(
  windows: ReadonlyMap<string, T>,
  personId: number,
): readonly (readonly [string, T])[] {
  const own = [...windows].filter(([, told]) => told.personId === personId);
  return own
    .toSorted(([, a], [, b]) => a.until - b.until)
    .slice(0, Math.max(0, own.length - windowsPerPersonMax + 1));
}

/** What a change says of a window; null when it is another change. */
export function whereaboutsIn(change: Change): Told | null {
  const { whereaboutsOf: personId, window, ticketNumber, doing } = change;
  if (typeof personId !== 'number' || typeof window !== 'string') return null;
  const isAt = typeof ticketNumber === 'number';
  return {
    personId,
    window,
    ticketNumber: isAt ? ticketNumber : null,
    doing: doing === 'reply' || doing === 'note' ? doing : 'reading',
  };
}

/** What a browser is told: of each request who is at it, and whether these are all of them. */
export function whereaboutsLine(
  whereabouts: Whereabouts,
  numbers: readonly number[] | 'all',
): string {
  const of = numbers === 'all' ? whereabouts.tickets() : numbers;
  const tickets = of.map((number) => ({ number, people: whereabouts.at(number) }));
  // An event of its own: what is fetched of a request is not stale because somebody looks at it.
  return `event: whereabouts\ndata: ${JSON.stringify({ all: numbers === 'all', tickets })}\n\n`;
}
