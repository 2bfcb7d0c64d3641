import type { Instant } from '../../kernel/clock.ts';
import {
  type CalendarDefinition,
  type CalendarProblem,
  calendarProblems,
  mayBeSaved,
} from '../../policy/clocks/calendar.ts';
import { type Timeline, timelineOf } from '../../policy/clocks/timeline.ts';

export interface OpenedCalendar {
  readonly timeline: Timeline;
  /** What the calendar's editor would ask about; empty when nothing. */
  readonly warnings: { readonly warnings?: readonly string[] };
}

// Questions of one run are mostly about a few calendars; their tables are worth keeping.
const timelines = new Map<string, Timeline>();
const timelinesMax = 500;

/** The service time of a calendar, or why the desk would not save it. */
export function openCalendar(calendar: CalendarDefinition): OpenedCalendar | { error: string } {
  const problems = calendarProblems(calendar);
  if (!mayBeSaved(problems)) return { error: problems.map(problemText).join('; ') };
  const warnings = problems.length === 0 ? {} : { warnings: problems.map(problemText) };
  return { timeline: keptTimeline(calendar), warnings };
}

export const isoOf = (instant: Instant): string => new Date(instant).toISOString();

function keptTimeline(calendar: CalendarDefinition): Timeline {
  const key = JSON.stringify(calendar);
  const kept = timelines.get(key);
  if (kept) return kept;
  if (timelines.size >= timelinesMax) timelines.clear();
  const timeline = timelineOf(calendar);
  timelines.set(key, timeline);
  return timeline;
}

const problemText = ({ reason, facts }: CalendarProblem): string =>
  [reason, ...Object.entries(facts).map(([name, value]) => `${name} ${value}`)].join(' ');
