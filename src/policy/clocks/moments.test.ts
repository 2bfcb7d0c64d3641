import { describe, expect, it } from 'vitest';
import { hourMs } from '../../kernel/duration.ts';
import type { ClockStep } from '../terms.ts';
import type { ClockEvent, Promised } from './events.ts';
import { foldClocks } from './fold.ts';
import { type ClockMoment, clockMoments, momentsNow, offsetFromDue } from './moments.ts';
import type { ClockReading, Timelines } from './reading.ts';
import { timelineOf } from './timeline.ts';

const weekday = [{ from: '08:00', to: '17:00' }];
const office = timelineOf({
  kind: 'hours',
  timeZone: 'America/Caracas',
  week: {
    monday: weekday,
    tuesday: weekday,
    wednesday: weekday,
    thursday: weekday,
    friday: weekday,
  },
  holidays: [],
  shifts: {},
  breaks: {},
});
const timelines: Timelines = () => office;

const steps: readonly ClockStep[] = [
  { key: 'half', atTargetPercent: 50, tells: [] },
  { key: 'three-quarters', atTargetPercent: 75, tells: [] },
  { key: 'last-hour', minutesBeforeDue: 60, tells: [] },
  { key: 'level-1', minutesAfterDue: 60, tells: [] },
  { key: 'level-2', minutesAfterDue: 240, tells: [] },
];

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
const registered = (promised: Promised): ClockEvent => ({
  type: 'registered',
  at: start,
  promised,
  calendar: { calendarId: 1, version: 1 },
});

function resolutionAt(hoursAfter: number, events: readonly ClockEvent[]): ClockReading {
  return foldClocks(events, h(hoursAfter), timelines).resolution;
}

/** Moments as `step at hours after the start`. */
const shown = (moments: readonly ClockMoment[]) =>
  moments.map(({ step, at }) => `${step} ${(at - start) / hourMs}`);

const momentsOf = (reading: ClockReading) => clockMoments(reading, steps, timelines, start);

describe('V.d the moments of a clock', () => {
  it('are warnings, the breach right after the last good instant, and escalations, in order', () => {
    const moments = momentsOf(resolutionAt(0, [registered(p2)]));
    expect(shown(moments.filter(({ kind }) => kind !== 'breach'))).toEqual([
      'half 24',
      'three-quarters 36',
      'last-hour 47',
      'level-1 49',
      'level-2 52',
    ]);
    expect(moments[3]).toEqual({ kind: 'breach', step: 'breach', at: h(48) + 1 });
  });

  it('move with pauses, and those before a pause stay', () => {
    const events: ClockEvent[] = [
      registered(p2),
      { type: 'waiting-started', at: h(30) },
      { type: 'waiting-ended', at: h(40) },
    ];
    expect(shown(momentsOf(resolutionAt(41, events))).slice(0, 3)).toEqual([
      'half 24',
      'three-quarters 46',
      'last-hour 57',
    ]);
  });

  it('keep to service hours: before a closing due, and after the next opening', () => {
    const promised: Promised = { ...p2, resolutionMinutes: 9 * 60, hours: 'service' };
    const moments = momentsOf(resolutionAt(0, [registered(promised)]));
    expect(shown(moments.filter(({ kind }) => kind !== 'breach'))).toEqual([
      'half 4.5',
      'three-quarters 6.75',
      'last-hour 8',
      'level-1 25',
      'level-2 28',
    ]);
    expect(moments.find(({ kind }) => kind === 'breach')?.at).toBe(h(24) + 1);
  });

  it('leave out a warning with more notice than the target is long', () => {
    const short: Promised = { ...p2, resolutionMinutes: 60 };
    expect(shown(momentsOf(resolutionAt(0, [registered(short)])))[0]).toBe('half 0.5');
    expect(momentsOf(resolutionAt(0, [registered(short)]))).toHaveLength(5);
  });

  const agreed: Promised = { ...p2, firstResponseMinutes: null, resolutionMinutes: null };

  it.each<[string, readonly ClockEvent[], readonly string[]]>([
    [
      'none while the customer owes an answer',
      [registered(p2), { type: 'waiting-started', at: h(1) }],
      [],
    ],
    ['none once resolved', [registered(p2), { type: 'resolved', at: h(1) }], []],
    ['none when cancelled', [registered(p2), { type: 'cancelled', at: h(1) }], []],
    ['none where nothing is promised', [registered(agreed)], []],
    [
      'only the resuming while an appointment is awaited',
      [registered(p2), { type: 'appointment-agreed', at: h(1), appointmentId: 1, startsAt: h(9) }],
      ['resume 9'],
    ],
    [
      'VI.e around an agreed date those that are hours',
      [registered(agreed), { type: 'date-agreed', at: h(1), resolveBy: h(50) }],
      ['last-hour 49', 'level-1 51', 'level-2 54'],
    ],
  ])('%s', (_, events, expected) => {
    const moments = momentsOf(resolutionAt(2, events));
    expect(shown(moments.filter(({ kind }) => kind !== 'breach'))).toEqual(expected);
  });
});

describe('V.d what fires now', () => {
  const moments = momentsOf(resolutionAt(0, [registered(p2)]));
  const nowAt = (hoursAfter: number, fired: readonly string[] = []) => {
    const done = moments.filter(({ step }) => fired.includes(step));
    const { fire, skip, next } = momentsNow(moments, done, h(hoursAfter));
    return {
      fire: fire.map(({ step }) => step),
      skip: skip.map(({ step }) => step),
      next: next?.step ?? null,
    };
  };

  it.each([
    ['nothing before the first', 23.99, [], [], [], 'half'],
    ['a warning at its moment', 24, [], ['half'], [], 'three-quarters'],
    ['the same moment once', 24, ['half'], [], [], 'three-quarters'],
    ['of late warnings the last', 40, [], ['three-quarters'], ['half'], 'last-hour'],
    [
      'not the breach at the due instant',
      48,
      ['half', 'three-quarters', 'last-hour'],
      [],
      [],
      'breach',
    ],
    [
      'after a long stop the breach and its escalations, no warning',
      50,
      ['half'],
      ['breach', 'level-1'],
      ['three-quarters', 'last-hour'],
      'level-2',
    ],
    ['nothing is left at the end', 99, steps.map(({ key }) => key).concat('breach'), [], [], null],
  ])('%s', (_, hoursAfter, fired, fire, skip, next) => {
    expect(nowAt(hoursAfter, fired)).toEqual({ fire, skip, next });
  });

  it('a moved moment may fire again', () => {
    const fired = [{ step: 'half', at: h(12) }];
    expect(momentsNow(moments, fired, h(24)).fire).toEqual([moments[0]]);
  });
});

describe('offsets from the due moment', () => {
  it('are in clock time, also of a clock that was met', () => {
    const promised: Promised = { ...p2, resolutionMinutes: 9 * 60, hours: 'service' };
    const running = resolutionAt(0, [registered(promised)]);
    expect(offsetFromDue(running, -60, timelines)).toBe(h(8));
    expect(offsetFromDue(running, 60, timelines)).toBe(h(25));
    expect(offsetFromDue(running, -600, timelines)).toBeNull();
    const met = resolutionAt(5, [registered(promised), { type: 'resolved', at: h(2) }]);
    expect(offsetFromDue(met, 60, timelines)).toBe(h(25));
  });

  it('are unknown while the clock stands before them', () => {
    const events: ClockEvent[] = [registered(p2), { type: 'waiting-started', at: h(30) }];
    const paused = resolutionAt(31, events);
    expect(offsetFromDue(paused, -60, timelines)).toBeNull();
    expect(offsetFromDue(paused, -24 * 60, timelines)).toBe(h(24));
  });
});

describe('V.d reminders', () => {
  const reminder: ClockStep = {
    key: 'reminder',
    minutesAfterDue: 60,
    everyMinutes: 4 * 60,
    tells: [],
  };
  /** Due Wednesday 08:00; the first reminder at 09:00, hours 49 after the start. */
  const remindersAt = (hoursAfter: number) =>
    shown(
      clockMoments(
        resolutionAt(hoursAfter, [registered(p2)]),
        [reminder],
        timelines,
        h(hoursAfter),
      ).filter(({ step }) => step === 'reminder'),
    );

  it('the first one waits; then the latest and the next are known', () => {
    expect(remindersAt(40)).toEqual(['reminder 49']);
    expect(remindersAt(49)).toEqual(['reminder 49', 'reminder 53']);
    expect(remindersAt(52)).toEqual(['reminder 49', 'reminder 53']);
    expect(remindersAt(53)).toEqual(['reminder 53', 'reminder 72']);
  });

  it('keep to service hours though the promise runs around the clock: none at night or on a weekend', () => {
    // 8 service hours after 09:00 is the closing at 17:00: it waits for Thursday 08:00.
    expect(remindersAt(57)).toEqual(['reminder 53', 'reminder 72']);
    expect(remindersAt(71)).toEqual(['reminder 53', 'reminder 72']);
    // From Friday's last one on, Saturday and Sunday have none: Monday 2026-03-16 is 168 h after the start.
    for (let hour = 49; hour < 400; hour += 1) {
      for (const line of remindersAt(hour)) {
        expect(office.isOpen(h(Number(line.split(' ')[1]))), line).toBe(true);
      }
    }
  });

  it('after a stop of the desk one reminder goes out, not all that were missed', () => {
    const reading = resolutionAt(300, [registered(p2)]);
    const moments = clockMoments(reading, [reminder], timelines, h(300));
    const fired = [{ step: 'breach', at: h(48) + 1 }];
    expect(momentsNow(moments, fired, h(300)).fire.map(({ step }) => step)).toEqual(['reminder']);
  });

  it('without a service calendar every hour is one', () => {
    const alone: ClockEvent = {
      ...registered(p2),
      type: 'registered',
      promised: p2,
      calendar: null,
    };
    const reading = foldClocks([alone], h(60), timelines).resolution;
    expect(shown(clockMoments(reading, [reminder], timelines, h(60))).slice(-2)).toEqual([
      'reminder 57',
      'reminder 61',
    ]);
  });
});
