import { unreachable } from '../../kernel/assert.ts';
import type { Instant } from '../../kernel/clock.ts';
import { dayMs, secondMs } from '../../kernel/duration.ts';
import { dayNumberOf, isTimeZone, timeZone } from '../../kernel/wall-time.ts';
import { wallTimeMs } from '../../policy/clocks/calendar.ts';
import type { Timeline } from '../../policy/clocks/timeline.ts';
import type { Answer, ExplainOptions } from './clocks-explain-answer.ts';
import { isoOf, openCalendar } from './clocks-explain-calendar.ts';
import type { WorktimeQuestion } from './clocks-explain-input.ts';

/** A question about service time alone: adding, subtracting, measuring, or what a wall shows. */
export function explainWorktime(question: WorktimeQuestion, options: ExplainOptions): Answer {
  if (question.op === 'wall_to_utc') return wallToUtc(question);
  if (question.op === 'add_days' || question.op === 'sub_days') {
    return { unsupported: 'days: a target is minutes, a day has no length on which all agree' };
  }
  const opened = openCalendar(question.calendar);
  if ('error' in opened) return opened;
  return { ...onTimeline(question, opened.timeline, options), ...opened.warnings };
}

type TimelineQuestion = Exclude<WorktimeQuestion, { op: 'wall_to_utc' | 'add_days' | 'sub_days' }>;

function onTimeline(
  question: TimelineQuestion,
  timeline: Timeline,
  options: ExplainOptions,
): Answer {
  const { start } = question;
  switch (question.op) {
    case 'add': {
      const length = Math.round(question.seconds * secondMs);
      return {
        near: isoOf(timeline.reached(start, length)),
        far: isoOf(timeline.exceeded(start, length)),
      };
    }
    case 'sub': {
      const length = Math.round(question.seconds * secondMs);
      return {
        near: isoOf(timeline.before(start, length)),
        far: isoOf(timeline.longBefore(start, length)),
      };
    }
    case 'diff': {
      const span = { from: start, to: question.end };
      const seconds = timeline.between(span.from, span.to) / secondMs;
      return options.proof
        ? {
            seconds,
            counted: timeline.openWithin(span).map(({ from, to }) => [isoOf(from), isoOf(to)]),
          }
        : { seconds };
    }
    case 'is_open':
      return { open: timeline.isOpen(start) };
    case 'windows':
      return {
        windows: timeline
          .windows(start, question.n)
          .map(({ from, to }) => [isoOf(from), endOf(to)]),
      };
    default:
      return unreachable(question);
  }
}

function wallToUtc(question: Extract<WorktimeQuestion, { op: 'wall_to_utc' }>): Answer {
  if (!isTimeZone(question.timezone)) return { error: `unknown-time-zone: ${question.timezone}` };
  const day = dayNumberOf(question.date);
  const time = wallTimeMs(question.time);
  if (day === null) return { error: `not-a-date: ${question.date}` };
  if (time === null) return { error: `not-a-time: ${question.time}` };
  return { instant: isoOf(timeZone(question.timezone).instantOf(day * dayMs + time)) };
}

const endOf = (instant: Instant): string | null =>
  instant === Number.POSITIVE_INFINITY ? null : isoOf(instant);
