import type { z } from 'zod';
import { unreachable } from '../../../kernel/assert.ts';
import { isDeclined } from '../../../kernel/declined.ts';
import type { Language } from '../../../kernel/language.ts';
import { readFirm } from '../../../modules/agreements/index.ts';
import {
  type MovedClock,
  previewCalendar,
  readCalendarRollout,
  readCalendarVersions,
  readServiceCalendar,
  saveServiceCalendar,
} from '../../../modules/clocks/index.ts';
import { namesOf } from '../../../modules/people/index.ts';
import { namesOfTickets } from '../../../modules/tickets/index.ts';
import { type Db, inTransaction } from '../../../platform/database/index.ts';
import { holidayCountries, publicHolidays } from '../../../platform/holidays.ts';
import {
  type CalendarDefinition,
  type CalendarProblem,
  calendarProblems,
  mayBeSaved,
  weekdays,
} from '../../../policy/clocks/calendar.ts';
import * as m from '../../ui/words/generated/messages.js';
import type * as contract from '../contract/calendar.ts';
import { type Mounting, notFound } from '../handlers.ts';
import { toTime, toTimeOrNull } from './as-json.ts';

const itemsMax = 100;
const yearsMax = 10;

/** VII: the service calendar: when the desk serves, and what an edit of it moves. */
export function mountCalendar({ mount }: Mounting): void {
  mount('getServiceCalendar', (_, { database }) => serviceCalendar(database.db));

  mount('previewServiceCalendar', async ({ body }, { database, at, language }) => {
    const definition = asDefinition(body.definition);
    const problems = calendarProblems(definition);
    const said = problems.map((problem) => ({
      severity: problem.severity,
      words: problemWords(problem, language),
    }));
    if (!mayBeSaved(problems)) {
      const nothing = { tickets: 0, complete: true, moved: 0, items: [] };
      return { mayBeSaved: false, problems: said, ...nothing };
    }
    const { tickets, complete, moved } = await previewCalendar(database.db, definition, at);
    return {
      mayBeSaved: true,
      problems: said,
      tickets,
      complete,
      moved: moved.length,
      items: await named(database.db, moved.slice(0, itemsMax)),
    };
  });

  mount('saveServiceCalendar', async ({ body }, { database, acting }) => {
    const saved = await inTransaction(database, (tx) =>
      saveServiceCalendar(
        tx,
        {
          name: body.name,
          definition: asDefinition(body.definition),
          basedOnVersion: body.basedOnVersion,
        },
        acting,
      ),
    );
    return isDeclined(saved) ? saved : serviceCalendar(database.db);
  });

  mount('listHolidayCountries', async (_, { language }) => {
    const names = new Intl.DisplayNames(language, { type: 'region', fallback: 'code' });
    const items = (await holidayCountries()).map((code) => ({
      code,
      name: names.of(code) ?? code,
    }));
    const order = new Intl.Collator(language);
    return { items: items.toSorted((a, b) => order.compare(a.name, b.name)) };
  });

  mount('listHolidays', async ({ query }, { language }) => {
    const { country, from } = query;
    const years = { from, to: Math.min(query.to, from + yearsMax - 1) };
    const items = await publicHolidays(country, years, language);
    return items === null ? notFound : { items: [...items] };
  });
}

async function serviceCalendar(db: Db) {
  const [calendar, firm] = await Promise.all([readServiceCalendar(db), readFirm(db)]);
  if (calendar === null) return { calendar: null, timeZone: firm.timeZone };
  const { calendarId, name, version, definition } = calendar;
  const [versions, rollout] = await Promise.all([
    readCalendarVersions(db, calendarId),
    readCalendarRollout(db, calendarId),
  ]);
  const people = await namesOf(
    db,
    versions.flatMap(({ savedByPersonId }) => savedByPersonId ?? []),
  );
  return {
    calendar: {
      id: calendarId,
      name,
      version,
      definition: asAnswer(definition),
      versions: versions.map(({ version: number, savedByPersonId, savedAt }) => ({
        version: number,
        savedBy:
          savedByPersonId === null
            ? null
            : { personId: savedByPersonId, name: people.get(savedByPersonId)?.name ?? '' },
        savedAt: toTime(savedAt),
      })),
      rollout: rollout && {
        version: rollout.version,
        ticketsTotal: rollout.ticketsTotal,
        ticketsDone: rollout.ticketsDone,
        clocksMoved: rollout.clocksMoved,
        finishedAt: toTimeOrNull(rollout.finishedAt),
      },
    },
    timeZone: firm.timeZone,
  };
}

async function named(db: Db, moved: readonly MovedClock[]) {
  const names = await namesOfTickets(
    db,
    moved.map(({ ticketId }) => ticketId),
  );
  return moved.flatMap(({ ticketId, kind, from, to }) => {
    const ticket = names.get(ticketId);
    if (ticket === undefined) return [];
    return [{ ...ticket, clock: kind, from: toTimeOrNull(from), to: toTimeOrNull(to) }];
  });
}

type WrittenDefinition = z.infer<typeof contract.CalendarDefinition>;

/** A weekday that is left out and one without hours are the same: closed. */
const asDefinition = (written: WrittenDefinition): CalendarDefinition =>
  written.kind === 'always' ? written : { ...written, week: withoutEmpty(written.week) };

const withoutEmpty = <Spans extends readonly unknown[]>(
  days: Readonly<Record<string, Spans | undefined>>,
): Readonly<Record<string, Spans>> => {
  const kept: Record<string, Spans> = {};
  for (const [day, spans] of Object.entries(days)) {
    if (spans !== undefined && spans.length > 0) kept[day] = spans;
  }
  return kept;
};

// The same shape, in arrays that nobody else holds.
const asAnswer = (definition: CalendarDefinition): WrittenDefinition =>
  structuredClone(definition) as WrittenDefinition;

/** What is wrong with a calendar, in words that name the day and the hours. */
function problemWords({ reason, facts }: CalendarProblem, language: Language): string {
  const locale = { locale: language };
  const { weekday, date, from = '', to = '' } = facts;
  const day = typeof weekday === 'string' ? weekdayWords(weekday, language) : String(date ?? '');
  const hours = { day, from: String(from), to: String(to) };
  switch (reason) {
    case 'unknown-time-zone':
      return m.log_calendar_unknown_time_zone({ zone: String(facts['timeZone']) }, locale);
    case 'no-service-hours':
      return m.log_calendar_no_service_hours({}, locale);
    case 'not-a-time':
      return m.log_calendar_not_a_time(hours, locale);
    case 'ends-before-it-starts':
      return m.log_calendar_ends_before_it_starts(hours, locale);
    case 'not-a-date':
      return m.log_calendar_not_a_date({ day }, locale);
    case 'last-minute-left-out':
      return m.log_calendar_last_minute_left_out(hours, locale);
    case 'empty-break':
      return m.log_calendar_empty_break({ day }, locale);
    case 'hours-overlap':
      return m.log_calendar_hours_overlap({ day }, locale);
    case 'shift-on-holiday':
      return m.log_calendar_shift_on_holiday({ day }, locale);
    default:
      return unreachable(reason);
  }
}

/** 2023-01-01 was a Sunday. */
const weekdayWords = (weekday: string, language: Language): string => {
  const names: readonly string[] = weekdays;
  const day = names.indexOf(weekday);
  return new Intl.DateTimeFormat(language, { weekday: 'long', timeZone: 'UTC' }).format(
    Date.UTC(2023, 0, 1 + day),
  );
};
