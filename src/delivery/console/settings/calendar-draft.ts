import type { Api, CallInput, CallOutput } from '../../web/contract.ts';

export type Definition = CallInput<Api['previewServiceCalendar']>['body']['definition'];
type Calendar = CallOutput<Api['getServiceCalendar']>['calendar'];

export const weekdays = [
  'monday',
  'tuesday',
  'wednesday',
  'thursday',
  'friday',
  'saturday',
  'sunday',
] as const;
export type Weekday = (typeof weekdays)[number];

export interface Span {
  readonly from: string;
  readonly to: string;
}
export interface Holiday {
  readonly date: string;
  readonly name: string;
}
export type Week = Readonly<Record<Weekday, readonly Span[]>>;

/** A calendar while somebody writes it: also what is not sound yet, which the desk says in words. */
export interface CalendarDraft {
  readonly name: string;
  readonly timeZone: string;
  readonly always: boolean;
  readonly week: Week;
  readonly holidays: readonly Holiday[];
  /** Days that are different, made by other programs: kept as they are. */
  readonly shifts: Readonly<Record<string, readonly Span[]>>;
  readonly breaks: Readonly<Record<string, readonly Span[]>>;
}

const office: readonly Span[] = [
  { from: '08:00', to: '12:00' },
  { from: '13:00', to: '17:00' },
];
const workingDays: Week = {
  monday: office,
  tuesday: office,
  wednesday: office,
  thursday: office,
  friday: office,
  saturday: [],
  sunday: [],
};

/** What is shown at first: the calendar as it stands, or office hours for the first one. */
export function draftOf(calendar: Calendar, timeZone: string, defaultName: string): CalendarDraft {
  const first = {
    name: calendar?.name ?? defaultName,
    timeZone: calendar?.definition.timeZone ?? timeZone,
    always: calendar?.definition.kind === 'always',
    week: workingDays,
    holidays: [],
    shifts: {},
    breaks: {},
  };
  if (calendar === null || calendar.definition.kind === 'always') return first;
  const { week, holidays, shifts, breaks } = calendar.definition;
  const days = Object.fromEntries(weekdays.map((day) => [day, week[day] ?? []]));
  // Made from the list of all weekdays.
  return { ...first, week: days as unknown as Week, holidays, shifts, breaks };
}

export function definitionOf(draft: CalendarDraft): Definition {
  const { timeZone, always, week, holidays, shifts, breaks } = draft;
  if (always) return { kind: 'always', timeZone };
  const copies = (byDate: CalendarDraft['shifts']) =>
    Object.fromEntries(Object.entries(byDate).map(([date, spans]) => [date, [...spans]]));
  return {
    kind: 'hours',
    timeZone,
    week: Object.fromEntries(
      weekdays.filter((day) => week[day].length > 0).map((day) => [day, [...week[day]]]),
    ),
    holidays: holidays.filter(({ date }) => date !== ''),
    shifts: copies(shifts),
    breaks: copies(breaks),
  };
}

/** Imported days beside those that are there: a day that somebody named already keeps its name. */
export function withImported(
  holidays: readonly Holiday[],
  imported: readonly Holiday[],
): { readonly holidays: readonly Holiday[]; readonly added: number } {
  const known = new Set(holidays.map(({ date }) => date));
  const added = imported.filter(({ date }) => !known.has(date));
  return {
    holidays: [...holidays, ...added].toSorted((a, b) => a.date.localeCompare(b.date)),
    added: added.length,
  };
}
