import { dayMs, hourMs } from '../../../kernel/duration.ts';
import { instantWritten, wallWritten } from '../parts/wall-written.ts';

/** When a day's work begins again, in the zone of whoever puts something off. */
const morning = '08:00';
const afternoon = '15:00';
/** From then on "this afternoon" is too near to be another moment than "in an hour". */
const afternoonUntil = '14:00';

export type SnoozeChoice = 'hour' | 'afternoon' | 'tomorrow' | 'monday';

export interface SnoozeMoment {
  readonly choice: SnoozeChoice;
  readonly at: number;
}

/**
 * The moments that one usually puts something off to, nearest first, as epoch milliseconds. Weekends are nobody's
 * morning: on a Friday the next one is Monday's, and is said once.
 */
export function snoozeMoments(now: number, zone: string): readonly SnoozeMoment[] {
  // A field's earliest minute is the next one; this asks for the present.
  const wall = wallWritten(now - 60_000, zone);
  const today = wall.slice(0, 10);
  const time = wall.slice(11);
  const weekday = new Date(`${today}T00:00Z`).getUTCDay();
  const works = weekday >= 1 && weekday <= 5;
  const worksTomorrow = weekday <= 4;
  const untilMonday = ((8 - weekday) % 7) + (weekday === 1 ? 7 : 0);
  const moments: readonly (SnoozeMoment | null)[] = [
    { choice: 'hour', at: now + hourMs },
    works && time < afternoonUntil ? on('afternoon', today, 0, afternoon, zone) : null,
    worksTomorrow ? on('tomorrow', today, 1, morning, zone) : null,
    weekday === 0 ? null : on('monday', today, untilMonday, morning, zone),
  ];
  return moments.filter((moment) => moment !== null);
}

function on(
  choice: SnoozeChoice,
  today: string,
  days: number,
  time: string,
  zone: string,
): SnoozeMoment | null {
  const day = new Date(Date.parse(`${today}T00:00Z`) + days * dayMs).toISOString().slice(0, 10);
  const at = instantWritten(`${day}T${time}`, zone);
  return at === null ? null : { choice, at };
}
