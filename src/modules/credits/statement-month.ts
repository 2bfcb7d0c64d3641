import type { Instant } from '../../kernel/clock.ts';
import { dayMs, hourMs } from '../../kernel/duration.ts';
import { dateOf, timeZone } from '../../kernel/wall-time.ts';

/** A month of the customer's own calendar, as instants and as days. */
export interface StatementMonth {
  /** `2026-10` */
  readonly month: string;
  readonly from: Instant;
  /** The first instant after it. */
  readonly until: Instant;
  readonly firstDay: string;
  readonly lastDay: string;
}

/** Six in the morning of the first day: what expires with the month is in the ledger, and the letter is there at breakfast. */
const sendingAfterMs = 6 * hourMs;
/** What was not sent by then, because the desk stood still, is sent by hand or not at all. */
const sendingDays = 8;

/** The month whose statement is to leave now, in that zone; null for most of a month. */
export function statementMonthDue(zone: string, at: Instant): StatementMonth | null {
  const wall = new Date(timeZone(zone).wallOf(at));
  const monthBefore = Date.UTC(wall.getUTCFullYear(), wall.getUTCMonth() - 1, 1);
  const span = spanOf(monthBefore, zone);
  const isDue = at >= span.until + sendingAfterMs && at < span.until + sendingDays * dayMs;
  return isDue ? span : null;
}

/** `2026-10`, when its statement is to leave somewhere on earth: between where a month ends first and where it ends last. */
export const monthDueAnywhere = (at: Instant): string | null =>
  (statementMonthDue('Pacific/Kiritimati', at) ?? statementMonthDue('Pacific/Niue', at))?.month ??
  null;

/** `2026-10` in that zone; null when it is not over yet, or no month. */
export function statementMonthOf(month: string, zone: string, at: Instant): StatementMonth | null {
  if (!/^\d{4}-(?:0[1-9]|1[0-2])$/.test(month)) return null;
  const span = spanOf(Date.parse(`${month}-01T00:00:00Z`), zone);
  return span.until <= at ? span : null;
}

/** `firstWall`: its first moment, as a wall shows it. */
function spanOf(firstWall: number, zone: string): StatementMonth {
  const first = new Date(firstWall);
  const nextWall = Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + 1, 1);
  const { instantOf } = timeZone(zone);
  const firstDay = dateOf(firstWall / dayMs);
  return {
    month: firstDay.slice(0, 7),
    from: instantOf(firstWall),
    until: instantOf(nextWall),
    firstDay,
    lastDay: dateOf(nextWall / dayMs - 1),
  };
}
