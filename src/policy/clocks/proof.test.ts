import { describe, expect, it } from 'vitest';
import { hourMs } from '../../kernel/duration.ts';
import type { ClockEvent, Promised } from './events.ts';
import { foldClocks } from './fold.ts';
import { proveClock } from './proof.ts';
import type { Timelines } from './reading.ts';
import { timelineOf } from './timeline.ts';

const weekday = [{ from: '08:00', to: '17:00' }];
const office = timelineOf({
  kind: 'hours',
  timeZone: 'America/Caracas',
  week: { monday: weekday, tuesday: weekday, wednesday: weekday },
  holidays: [{ date: '2026-03-10', name: 'decretado' }],
  shifts: {},
  breaks: {},
});
const timelines: Timelines = () => office;

/** Monday 2026-03-09 08:00 in Caracas. */
const start = Date.parse('2026-03-09T12:00:00Z');
const h = (hoursAfter: number): number => start + hoursAfter * hourMs;

const p2: Promised = {
  priority: 'p2',
  firstResponseMinutes: 24 * 60,
  resolutionMinutes: 48 * 60,
  hours: 'calendar',
  agreementVersion: 1,
};
const registered = (promised: Promised, receivedAt = start): ClockEvent => ({
  type: 'registered',
  at: start,
  promised,
  calendar: { calendarId: 1, version: 1 },
  receivedAt,
});

function proof(kind: 'firstResponse' | 'resolution', hoursAfter: number, events: ClockEvent[]) {
  const clocks = foldClocks(events, h(hoursAfter), timelines);
  return proveClock(clocks, clocks[kind], h(hoursAfter), timelines);
}

const shown = (intervals: ReturnType<typeof proof>) =>
  intervals.map(
    ({ from, to, reason, clause, countedMs }) =>
      `${(from - start) / hourMs}-${(to - start) / hourMs} ${reason} ${clause} ${countedMs / hourMs}`,
  );

describe('the proof of a clock', () => {
  it('names every pause of the resolution with its clause', () => {
    const events: ClockEvent[] = [
      registered(p2, h(-6)),
      { type: 'waiting-started', at: h(2) },
      { type: 'waiting-ended', at: h(5) },
      { type: 'appointment-agreed', at: h(6), appointmentId: 1, startsAt: h(9) },
      { type: 'no-show', at: h(10) },
      { type: 'waiting-ended', at: h(12) },
      { type: 'priority-changed', at: h(13), promised: { ...p2, resolutionMinutes: null } },
      { type: 'priority-changed', at: h(20), promised: p2 },
      { type: 'resolved', at: h(21) },
      { type: 'reopened', at: h(30) },
    ];
    expect(shown(proof('resolution', 31, events))).toEqual([
      '-6-0 held VII 0',
      '0-2 counted VII 2',
      '2-5 waiting VIII.b 0',
      '5-6 counted VII 1',
      '6-9 appointment T6 0',
      '9-10 counted VII 1',
      '10-12 no-show T6 0',
      '12-13 counted VII 1',
      '13-20 untimed VI.e 0',
      '20-21 counted VII 1',
      '21-30 resolved VIII.c 0',
      '30-31 counted VII 1',
    ]);
  });

  it('says which hours were outside service, and which of them were holidays', () => {
    const intervals = proof('firstResponse', 50, [registered({ ...p2, hours: 'service' })]);
    expect(shown(intervals)).toEqual([
      '0-9 counted VII 9',
      '9-48 outside-hours VII 0',
      '48-50 counted VII 2',
    ]);
    expect(intervals[1]?.holidays).toEqual(['2026-03-10']);
  });

  it('of a clock that was met ends when it was met', () => {
    const events: ClockEvent[] = [registered(p2), { type: 'contacted', at: h(3) }];
    expect(shown(proof('firstResponse', 90, events))).toEqual(['0-3 counted VII 3']);
  });

  it('of the word owed after a reopening begins there', () => {
    const events: ClockEvent[] = [
      registered(p2, h(-6)),
      { type: 'resolved', at: h(3) },
      { type: 'reopened', at: h(9) },
    ];
    const clocks = foldClocks(events, h(10), timelines);
    const { nextResponse } = clocks;
    expect(nextResponse && shown(proveClock(clocks, nextResponse, h(10), timelines))).toEqual([
      '9-10 counted VII 1',
    ]);
  });

  it('is empty before anything has passed', () => {
    expect(proof('resolution', 0, [registered(p2)])).toEqual([]);
  });
});
