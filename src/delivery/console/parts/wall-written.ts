import { dayMs, minuteMs } from '../../../kernel/duration.ts';

/**
 * The kernel answers the same questions from the language's own calendar (wall-time.ts), which browsers do not all have yet:
 * what stands in for it weighs more than three screens of this console. Two questions a dialog are few enough to
 * ask the browser's formatter; the test holds both to the same answers.
 */

/**
 * The instant that `2026-11-24T09:30` is in a zone, as a field for date and time gives it; null when it is none.
 * Shown twice, the first; never shown, as much later as the clocks jump.
 */
export function instantWritten(written: string, zone: string): number | null {
  if (!/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$/.test(written)) return null;
  const wall = Date.parse(`${written}:00Z`);
  if (Number.isNaN(wall)) return null;
  // No zone changes its clocks twice within two days.
  const before = wall - offsetMs(wall - dayMs, zone);
  const after = wall - offsetMs(wall + dayMs, zone);
  const shown = [before, after].filter((instant) => instant + offsetMs(instant, zone) === wall);
  return shown.length === 0 ? before : Math.min(...shown);
}

/** The minute after an instant as the clock on that wall shows it: the earliest that a field may ask for. */
export function wallWritten(instant: number, zone: string): string {
  const next = instant + minuteMs;
  return new Date(next + offsetMs(next, zone)).toISOString().slice(0, 16);
}

/** How far the clocks of a zone are ahead of UTC at that instant. */
function offsetMs(instant: number, zone: string): number {
  const second = Math.floor(instant / 1000) * 1000;
  const shown = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  }).formatToParts(second);
  const part = (type: Intl.DateTimeFormatPartTypes) =>
    Number(shown.find((one) => one.type === type)?.value);
  return (
    Date.UTC(
      part('year'),
      part('month') - 1,
      part('day'),
      part('hour'),
      part('minute'),
      part('second'),
    ) - second
  );
}
