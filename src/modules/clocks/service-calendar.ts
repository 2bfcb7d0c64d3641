import { type Declined, decline } from '../../kernel/declined.ts';
import type { Db, Tx } from '../../platform/database/index.ts';
import { enqueue } from '../../platform/jobs.ts';
import {
  type CalendarDefinition,
  calendarProblems,
  mayBeSaved,
} from '../../policy/clocks/calendar.ts';
import type { CalendarReference } from '../../policy/clocks/events.ts';
import { type Acting, recordAudit } from '../people/index.ts';
import { rollOutCalendar } from './jobs.ts';
import type { CalendarRollout, CalendarVersion, ServiceCalendar } from './model.ts';
import {
  countTicketsOnCalendar,
  insertCalendar,
  insertCalendarVersion,
  insertRollout,
  lockServiceCalendar,
  selectCalendars,
  selectCalendarVersions,
  selectNewestRollout,
  selectServiceCalendar,
  updateCalendarName,
} from './store.ts';

/** The desk's service calendar in its newest version; null while nobody has made one, and every hour is one of service. */
export async function readServiceCalendar(db: Db): Promise<ServiceCalendar | null> {
  const reference = await selectServiceCalendar(db);
  if (reference === null) return null;
  const [calendar] = await selectCalendars(db, [reference]);
  return calendar ?? null;
}

/** Who changed it and when, newest first; a version itself never changes. */
export const readCalendarVersions = (
  db: Db,
  calendarId: number,
): Promise<readonly CalendarVersion[]> => selectCalendarVersions(db, calendarId);

/** How far the newest edit has come; null when none ever had to reach an open clock. */
export const readCalendarRollout = (db: Db, calendarId: number): Promise<CalendarRollout | null> =>
  selectNewestRollout(db, calendarId);

/**
 * VII: saves the calendar as its next version. New requests are judged by it at once, open ones as the rollout reaches
 * them, ended ones never. Refusals: `calendar-unsound` for one that may not be saved, `calendar-changed` when somebody
 * else saved a version after the one that this was made from.
 */
export async function saveServiceCalendar(
  tx: Tx,
  calendar: {
    readonly name: string;
    readonly definition: CalendarDefinition;
    /** The version that was on the screen; null for the first. */
    readonly basedOnVersion: number | null;
  },
  by: Acting,
): Promise<CalendarReference | Declined> {
  const { name, definition, basedOnVersion } = calendar;
  const problems = calendarProblems(definition);
  const [worst] = problems;
  if (worst !== undefined && !mayBeSaved(problems)) {
    return decline('calendar-unsound', { ...worst.facts, problem: worst.reason });
  }
  const current = await lockServiceCalendar(tx);
  if ((current?.version ?? null) !== basedOnVersion) {
    return decline('calendar-changed', { version: current?.version ?? null });
  }
  const calendarId = current?.calendarId ?? (await insertCalendar(tx, name));
  if (current !== null) await updateCalendarName(tx, calendarId, name);
  const saved = { calendarId, version: (current?.version ?? 0) + 1 };
  await insertCalendarVersion(tx, saved, definition, by);
  const ticketsTotal = await countTicketsOnCalendar(tx, saved);
  await insertRollout(tx, saved, { ticketsTotal, at: by.at });
  if (ticketsTotal > 0) await enqueue(tx, rollOutCalendar, saved, { queue: 'calendar' });
  await recordAudit(tx, by, {
    action: 'calendar.saved',
    subject: `calendar:${calendarId}`,
    detail: { name, version: saved.version, openTickets: ticketsTotal },
  });
  return saved;
}
