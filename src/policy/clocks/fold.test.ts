import { describe, expect, it } from 'vitest';
import { hourMs, minuteMs } from '../../kernel/duration.ts';
import type { ClockEvent, Promised } from './events.ts';
import { foldClocks } from './fold.ts';
import type { ClockReading, Timelines } from './reading.ts';
import { timelineOf } from './timeline.ts';

const targets = {
  p1: { firstResponseMinutes: 4 * 60, resolutionMinutes: 24 * 60 },
  p2: { firstResponseMinutes: 24 * 60, resolutionMinutes: 48 * 60 },
  p3: { firstResponseMinutes: 48 * 60, resolutionMinutes: 72 * 60 },
  agreed: { firstResponseMinutes: null, resolutionMinutes: null },
};

const promise = (
  priority: keyof typeof targets,
  hours: Promised['hours'] = 'calendar',
): Promised => ({ ...targets[priority], priority, hours, agreementVersion: 1 });

const weekOf = (from: string, to: string) => ({
  monday: [{ from, to }],
  tuesday: [{ from, to }],
  wednesday: [{ from, to }],
  thursday: [{ from, to }],
  friday: [{ from, to }],
});
const hours = { kind: 'hours', timeZone: 'America/Caracas', shifts: {}, breaks: {} } as const;

/** Monday to Friday 08-17 in Caracas; version 2 closes Tuesday 2026-03-10; version 3 opens at 13:30. */
const versions = [
  timelineOf({ ...hours, week: weekOf('08:00', '17:00'), holidays: [] }),
  timelineOf({
    ...hours,
    week: weekOf('08:00', '17:00'),
    holidays: [{ date: '2026-03-10', name: 'decretado' }],
  }),
  timelineOf({ ...hours, week: weekOf('13:30', '17:00'), holidays: [] }),
];
const timelines: Timelines = ({ version }) => {
  const timeline = versions[version - 1];
  if (!timeline) throw new Error(`no version ${version}`);
  return timeline;
};
const calendar = (version: number) => ({ calendarId: 1, version });

/** Hours after Monday 2026-03-09 08:00 in Caracas (12:00Z), where every story here begins. */
const start = Date.parse('2026-03-09T12:00:00Z');
const h = (hoursAfter: number): number => start + hoursAfter * hourMs;

const registered = (promised: Promised, calendarVersion: number | null = 1): ClockEvent => ({
  type: 'registered',
  at: start,
  promised,
  calendar: calendarVersion === null ? null : calendar(calendarVersion),
});
type Simple =
  | 'contacted'
  | 'waiting-started'
  | 'waiting-ended'
  | 'no-show'
  | 'resolved'
  | 'reopened'
  | 'closed'
  | 'cancelled';
const simple = (type: Simple, hoursAfter: number): ClockEvent => ({ type, at: h(hoursAfter) });
const priority = (promised: Promised, hoursAfter: number): ClockEvent => ({
  type: 'priority-changed',
  at: h(hoursAfter),
  promised,
});
const appointment = (agreedAfter: number, startsAfter: number, appointmentId = 1): ClockEvent => ({
  type: 'appointment-agreed',
  at: h(agreedAfter),
  appointmentId,
  startsAt: h(startsAfter),
});
const calendarEdit = (version: number, hoursAfter: number): ClockEvent => ({
  type: 'calendar-changed',
  at: h(hoursAfter),
  calendar: calendar(version),
});

const at = (hoursAfter: number, ...events: ClockEvent[]) =>
  foldClocks(events, h(hoursAfter), timelines);

/** A reading in hours after the start. */
function inHours(reading: ClockReading) {
  const after = (instant: number | null) => (instant === null ? null : (instant - start) / hourMs);
  return {
    state: reading.state,
    elapsed: reading.elapsedMs / hourMs,
    due: after(reading.dueAt),
    breached: after(reading.breach?.at ?? null),
    onTime: reading.onTime,
  };
}

describe('VII registration', () => {
  it.each([
    ['p1', 4, 24],
    ['p2', 24, 48],
    ['p3', 48, 72],
  ] as const)('starts both clocks of %s', (level, firstResponse, resolution) => {
    const clocks = at(0, registered(promise(level)));
    expect(inHours(clocks.firstResponse)).toMatchObject({ state: 'running', due: firstResponse });
    expect(inHours(clocks.resolution)).toMatchObject({ state: 'running', due: resolution });
    expect(clocks.resolution.cycle).toBe(1);
    expect(clocks.nextResponse).toBeNull();
  });

  it('what arrived earlier and was held counts from the registration', () => {
    const clocks = at(1, {
      type: 'registered',
      at: start,
      promised: promise('p1'),
      calendar: null,
      receivedAt: h(-30),
    });
    expect(clocks.receivedAt).toBe(h(-30));
    expect(inHours(clocks.resolution)).toMatchObject({ elapsed: 1, due: 24 });
  });

  it('II by direct contact has met the attention, and the resolution runs', () => {
    const clocks = at(1, {
      type: 'registered',
      at: start,
      promised: promise('p1'),
      calendar: null,
      byDirectContact: true,
    });
    expect(inHours(clocks.firstResponse)).toMatchObject({ state: 'met', onTime: true, elapsed: 0 });
    expect(clocks.resolution.state).toBe('running');
  });

  it('must be among the events, once', () => {
    expect(() => at(0)).toThrow('begin with its registration');
    expect(() => at(0, simple('contacted', 0))).toThrow('begin with its registration');
    const twice = registered(promise('p1'));
    expect(() => at(0, twice, twice)).toThrow('registered once');
  });
});

describe('VII attention', () => {
  it.each([
    ['exactly at the target: kept', 4, true, null],
    ['a millisecond later: broken', 4 + 1 / hourMs, false, 4],
  ])('%s', (_, contactedAfter, onTime, breached) => {
    const { firstResponse } = at(9, registered(promise('p1')), simple('contacted', contactedAfter));
    expect(inHours(firstResponse)).toMatchObject({ state: 'met', onTime, breached, due: 4 });
  });

  it('is broken strictly after the due instant', () => {
    const events = [registered(promise('p1'))];
    expect(foldClocks(events, h(4), timelines).firstResponse.breach).toBeNull();
    expect(foldClocks(events, h(4) + 1, timelines).firstResponse.breach).toEqual({
      at: h(4),
      cause: 'time-passed',
      since: h(4),
    });
  });

  it('stops once: later contacts change nothing', () => {
    const { firstResponse } = at(
      9,
      registered(promise('p1')),
      simple('contacted', 1),
      simple('contacted', 6),
    );
    expect(inHours(firstResponse)).toMatchObject({ elapsed: 1, onTime: true });
    expect(firstResponse.results).toHaveLength(1);
  });

  it('is never paused', () => {
    const { firstResponse, resolution } = at(
      5,
      registered(promise('p1')),
      simple('waiting-started', 1),
      appointment(1, 100),
    );
    expect(inHours(firstResponse)).toMatchObject({ state: 'running', due: 4, breached: 4 });
    expect(resolution.state).toBe('paused');
  });

  it('is met by the resolution', () => {
    const { firstResponse } = at(5, registered(promise('p1')), simple('resolved', 3));
    expect(inHours(firstResponse)).toMatchObject({ state: 'met', elapsed: 3, onTime: true });
  });

  it('a contact before the admission counts from the registration', () => {
    const { firstResponse } = at(1, simple('contacted', -2), registered(promise('p1')));
    expect(inHours(firstResponse)).toMatchObject({ state: 'met', elapsed: 0, onTime: true });
    expect(firstResponse.metAt).toBe(start);
  });
});

describe('VII pauses of the resolution', () => {
  it('waiting for the customer stands the clock: no due moment until the answer', () => {
    const events = [registered(promise('p2')), simple('waiting-started', 1)];
    expect(inHours(at(30, ...events).resolution)).toEqual({
      state: 'paused',
      elapsed: 1,
      due: null,
      breached: null,
      onTime: null,
    });
    const { resolution } = at(12, ...events, simple('waiting-ended', 11));
    expect(inHours(resolution)).toMatchObject({ state: 'running', elapsed: 2, due: 58 });
  });

  it('a second attempt while waiting changes nothing', () => {
    const { resolution } = at(
      12,
      registered(promise('p2')),
      simple('waiting-started', 1),
      simple('waiting-started', 5),
      simple('waiting-ended', 11),
    );
    expect(inHours(resolution)).toMatchObject({ elapsed: 2, due: 58 });
  });

  it('an answer that nobody waited for changes nothing', () => {
    const { resolution } = at(3, registered(promise('p2')), simple('waiting-ended', 1));
    expect(inHours(resolution)).toMatchObject({ elapsed: 3, due: 48 });
  });

  it('an answer counts from its arrival, also when the desk learns of it later', () => {
    const { resolution } = at(
      12,
      registered(promise('p2')),
      simple('waiting-started', 1),
      priority(promise('p2'), 10),
      simple('waiting-ended', 6),
    );
    expect(inHours(resolution)).toMatchObject({ elapsed: 7, due: 53 });
  });

  it('pausing after the breach does not cure it', () => {
    const { resolution } = at(200, registered(promise('p1')), simple('waiting-started', 25));
    expect(inHours(resolution)).toMatchObject({ state: 'paused', elapsed: 25, breached: 24 });
  });

  it('every event counts, also one later than the moment that is asked about', () => {
    const events = [registered(promise('p1')), simple('waiting-started', 25)];
    expect(inHours(at(0, ...events).resolution)).toMatchObject({ elapsed: 25, breached: 24 });
  });

  it('pausing exactly at the target breaks only after the pause', () => {
    const events = [registered(promise('p1')), simple('waiting-started', 24)];
    expect(inHours(at(90, ...events).resolution)).toMatchObject({ elapsed: 24, breached: null });
    const resumed = [...events, simple('waiting-ended', 100)];
    const { resolution } = at(100, ...resumed);
    expect(resolution.dueAt).toBe(h(24));
    expect(resolution.breachAt).toBe(h(100));
    expect(resolution.breach).toBeNull();
    expect(inHours(at(100.5, ...resumed).resolution)).toMatchObject({ due: 24, breached: 100 });
  });

  it('VIII.b abandoned while waiting: the waiting never counts', () => {
    const { resolution } = at(
      200,
      registered(promise('p1')),
      simple('waiting-started', 2),
      simple('resolved', 110),
    );
    expect(inHours(resolution)).toMatchObject({ state: 'met', elapsed: 2, onTime: true, due: 132 });
  });

  it('an appointment pauses until it starts, by itself', () => {
    const events = [registered(promise('p2')), appointment(2, 50)];
    const before = at(49, ...events).resolution;
    expect(inHours(before)).toMatchObject({ state: 'paused', elapsed: 2, due: null });
    expect(before.resumesAt).toBe(h(50));
    const after = at(51, ...events).resolution;
    expect(inHours(after)).toMatchObject({ state: 'running', elapsed: 3, due: 96 });
    expect(after.runningSince).toBe(h(50));
    expect(after.resumesAt).toBeNull();
  });

  it('an appointment that is moved or cancelled pauses until that', () => {
    const agreed = [registered(promise('p2')), appointment(2, 50)];
    expect(inHours(at(60, ...agreed, appointment(10, 30)).resolution)).toMatchObject({
      elapsed: 32,
    });
    const cancelled: ClockEvent = { type: 'appointment-cancelled', at: h(10), appointmentId: 1 };
    expect(inHours(at(60, ...agreed, cancelled).resolution)).toMatchObject({ elapsed: 52 });
    // Moved to a time that has passed: it holds nothing.
    expect(inHours(at(60, ...agreed, appointment(10, 5)).resolution)).toMatchObject({
      elapsed: 52,
    });
  });

  it('of two appointments the later one holds', () => {
    const { resolution } = at(
      20,
      registered(promise('p2')),
      appointment(2, 50),
      appointment(3, 70, 2),
    );
    expect(resolution.resumesAt).toBe(h(70));
    expect(
      inHours(
        at(71, registered(promise('p2')), appointment(2, 50), appointment(3, 70, 2)).resolution,
      ),
    ).toMatchObject({ elapsed: 3 });
  });

  it('waiting goes on after an appointment has started', () => {
    const events = [registered(promise('p2')), appointment(1, 10), simple('waiting-started', 2)];
    expect(inHours(at(20, ...events).resolution)).toMatchObject({ state: 'paused', elapsed: 1 });
    expect(at(20, ...events).resolution.resumesAt).toBeNull();
  });

  it.each([
    ['the customer writes', simple('waiting-ended', 30), 21],
    ['a new appointment starts', appointment(30, 40), 11],
  ])('T6 a no-show pauses until %s', (_, end, elapsed) => {
    const { resolution } = at(
      50,
      registered(promise('p2')),
      appointment(1, 10),
      simple('no-show', 10),
      end,
    );
    expect(resolution.elapsedMs).toBe(elapsed * hourMs);
  });

  it('in service hours a pause wholly at night moves nothing', () => {
    const { resolution } = at(
      24,
      registered(promise('p1', 'service')),
      simple('waiting-started', 9.5),
      simple('waiting-ended', 23),
    );
    expect(inHours(resolution)).toMatchObject({ elapsed: 9, due: 54 });
  });
});

describe('VII service hours', () => {
  it('a target that ends at closing is due then and broken at the next opening', () => {
    const promised = { ...promise('p1', 'service'), firstResponseMinutes: 9 * 60 };
    const clocks = at(10, registered(promised));
    expect(clocks.firstResponse.dueAt).toBe(h(9));
    expect(clocks.firstResponse.breachAt).toBe(h(24));
    const atNight = at(30, registered(promised), simple('contacted', 20)).firstResponse;
    expect(inHours(atNight)).toMatchObject({ onTime: true, elapsed: 9 });
    const late = foldClocks(
      [registered(promised), { type: 'contacted', at: h(24) + 1 }],
      h(30),
      timelines,
    ).firstResponse;
    expect(inHours(late)).toMatchObject({ onTime: false, breached: 24 });
  });

  it('are asked of no calendar when the promise is in calendar hours', () => {
    expect(at(5, registered(promise('p1'), null)).resolution.dueAt).toBe(h(24));
    expect(() => at(5, registered(promise('p1', 'service'), null))).toThrow(
      'names a service calendar',
    );
  });
});

describe('V.b a change of priority', () => {
  it('counts from the registration, and raising may break the promise at once', () => {
    const { firstResponse, resolution } = at(
      30,
      registered(promise('p3')),
      priority(promise('p1'), 30),
    );
    expect(inHours(firstResponse)).toMatchObject({ due: 4, breached: 4 });
    expect(firstResponse.breach).toEqual({ at: h(4), cause: 'priority-changed', since: h(30) });
    expect(resolution.breach).toEqual({ at: h(24), cause: 'priority-changed', since: h(30) });
  });

  it('a breach that only time made later keeps its cause', () => {
    const { resolution } = at(30, registered(promise('p3')), priority(promise('p1'), 10));
    expect(resolution.breach).toEqual({ at: h(24), cause: 'time-passed', since: h(24) });
  });

  it('lowering clears a breach, and the record of it stays', () => {
    const { resolution } = at(30, registered(promise('p1')), priority(promise('p3'), 28));
    expect(inHours(resolution)).toMatchObject({ due: 72, breached: null });
    expect(resolution.clearedBreaches).toEqual([
      {
        at: h(24),
        cause: 'time-passed',
        since: h(24),
        clearedAt: h(28),
        clearedBy: 'priority-changed',
      },
    ]);
    const again = at(80, registered(promise('p1')), priority(promise('p3'), 28)).resolution;
    expect(again.breach).toEqual({ at: h(72), cause: 'time-passed', since: h(72) });
    expect(again.clearedBreaches).toHaveLength(1);
  });

  it('a breach after one that was cleared has a cause of its own', () => {
    const { resolution } = at(
      80,
      registered(promise('p3')),
      priority(promise('p1'), 30),
      priority(promise('p3'), 31),
    );
    expect(resolution.clearedBreaches).toMatchObject([{ cause: 'priority-changed', since: h(30) }]);
    expect(resolution.breach).toEqual({ at: h(72), cause: 'time-passed', since: h(72) });
  });

  it('does not touch a clock that was met', () => {
    const { firstResponse } = at(
      30,
      registered(promise('p3')),
      simple('contacted', 10),
      priority(promise('p1'), 12),
    );
    expect(inHours(firstResponse)).toMatchObject({ due: 48, onTime: true });
    expect(firstResponse.promised.priority).toBe('p3');
  });

  it('keeps the pauses, also while paused', () => {
    const { resolution } = at(
      40,
      registered(promise('p3')),
      simple('waiting-started', 5),
      priority(promise('p2'), 10),
      simple('waiting-ended', 25),
    );
    expect(inHours(resolution)).toMatchObject({ elapsed: 20, due: 68 });
  });

  it('from calendar hours to service hours measures everything anew', () => {
    const { resolution } = at(
      24,
      registered(promise('p2')),
      priority(promise('p3', 'service'), 24),
    );
    expect(inHours(resolution)).toMatchObject({ elapsed: 9 });
  });

  it('a later version of the agreement, applied, counts from the registration too', () => {
    const { resolution } = at(30, registered(promise('p3')), {
      type: 'terms-changed',
      at: h(30),
      promised: { ...promise('p3'), resolutionMinutes: 20 * 60, agreementVersion: 2 },
    });
    expect(resolution.breach).toEqual({ at: h(20), cause: 'terms-changed', since: h(30) });
    expect(resolution.promised.agreementVersion).toBe(2);
  });
});

describe('VI.e the agreed priority', () => {
  it('has no clocks', () => {
    const clocks = at(900, registered(promise('agreed')));
    for (const reading of [clocks.firstResponse, clocks.resolution]) {
      expect(inHours(reading)).toEqual({
        state: 'none',
        elapsed: 0,
        due: null,
        breached: null,
        onTime: null,
      });
    }
  });

  it('time under it never counts, before or between', () => {
    const before = at(10, registered(promise('agreed')), priority(promise('p2'), 10));
    expect(inHours(before.resolution)).toMatchObject({ elapsed: 0, due: 58 });
    expect(inHours(before.firstResponse)).toMatchObject({ elapsed: 0, due: 34 });
    const between = at(
      101,
      registered(promise('p2')),
      priority(promise('agreed'), 5),
      priority(promise('p2'), 100),
    );
    expect(inHours(between.resolution)).toMatchObject({ elapsed: 6, due: 143 });
  });

  it('moving a broken promise to it clears the breach, on record', () => {
    const { resolution } = at(40, registered(promise('p1')), priority(promise('agreed'), 30));
    expect(inHours(resolution)).toMatchObject({ state: 'none', breached: null });
    expect(resolution.clearedBreaches).toMatchObject([{ clearedBy: 'priority-changed' }]);
  });

  it('a ticket that was never promised anything is met neither in time nor late', () => {
    const clocks = at(
      50,
      registered(promise('agreed')),
      simple('contacted', 2),
      simple('resolved', 9),
    );
    expect(inHours(clocks.firstResponse)).toMatchObject({ state: 'met', onTime: null, due: null });
    expect(inHours(clocks.resolution)).toMatchObject({ state: 'met', onTime: null, due: null });
  });

  const dated = (hoursAfter: number | null, agreedAfter = 1): ClockEvent => ({
    type: 'date-agreed',
    at: h(agreedAfter),
    resolveBy: hoursAfter === null ? null : h(hoursAfter),
  });

  it('a date that both agreed on is the due moment, and no pause moves it', () => {
    const events = [registered(promise('agreed')), dated(100), simple('waiting-started', 2)];
    expect(inHours(at(100, ...events).resolution)).toMatchObject({
      state: 'running',
      due: 100,
      breached: null,
    });
    expect(inHours(at(101, ...events).resolution)).toMatchObject({ breached: 100 });
    expect(at(101, ...events).firstResponse.state).toBe('none');
  });

  it.each([
    [100, true],
    [100.5, false],
  ])('resolved at %d hours of 100: in time %s', (resolvedAfter, onTime) => {
    const events = [registered(promise('agreed')), dated(100), simple('resolved', resolvedAfter)];
    expect(inHours(at(200, ...events).resolution)).toMatchObject({
      state: 'met',
      onTime,
      due: 100,
    });
  });

  it('another date clears the breach of the first, on record; giving it up leaves none', () => {
    const events = [registered(promise('agreed')), dated(100), dated(150, 110)];
    const { resolution } = at(120, ...events);
    expect(inHours(resolution)).toMatchObject({ due: 150, breached: null });
    expect(resolution.clearedBreaches).toMatchObject([{ at: h(100), clearedBy: 'date-agreed' }]);
    expect(at(120, ...events, dated(null, 119)).resolution.state).toBe('none');
  });

  it('a date gives way to a promised time', () => {
    const { resolution } = at(
      10,
      registered(promise('agreed')),
      dated(100),
      priority(promise('p1'), 10),
    );
    expect(inHours(resolution)).toMatchObject({ due: 34 });
  });
});

describe('VIII.a the resolution', () => {
  it.each([
    ['exactly at the target: kept', 24, true],
    ['a minute later: broken', 24 + minuteMs / hourMs, false],
  ])('%s', (_, resolvedAfter, onTime) => {
    const { resolution } = at(90, registered(promise('p1')), simple('resolved', resolvedAfter));
    expect(inHours(resolution)).toMatchObject({ state: 'met', onTime, elapsed: resolvedAfter });
  });

  it('closing afterwards changes nothing, nor does resolving again', () => {
    const { resolution } = at(
      200,
      registered(promise('p2')),
      simple('resolved', 10),
      simple('resolved', 20),
      simple('closed', 130),
    );
    expect(inHours(resolution)).toMatchObject({ elapsed: 10, due: 48, onTime: true });
    expect(resolution.results).toHaveLength(1);
  });

  it('a ticket that closes unresolved stops, and owes no attention any more', () => {
    const { firstResponse, resolution } = at(200, registered(promise('p2')), simple('closed', 10));
    expect(resolution.state).toBe('met');
    expect(firstResponse.state).toBe('cancelled');
  });

  it('what happens after it does not touch it', () => {
    const { resolution } = at(
      200,
      registered(promise('p1', 'service')),
      simple('resolved', 8),
      priority(promise('p3'), 9),
      calendarEdit(3, 10),
      simple('waiting-started', 11),
      appointment(12, 190),
      simple('no-show', 13),
    );
    expect(inHours(resolution)).toMatchObject({ state: 'met', elapsed: 8, onTime: true });
    expect(resolution.promised.priority).toBe('p1');
    expect(resolution.calendar?.version).toBe(1);
  });
});

describe('VIII.c reopening', () => {
  const resolvedTwice = [
    registered(promise('p2')),
    simple('contacted', 1),
    simple('resolved', 10),
    simple('reopened', 130),
  ];

  it('continues the same clock without the time it was resolved', () => {
    const { resolution } = at(131, ...resolvedTwice);
    expect(inHours(resolution)).toMatchObject({ state: 'running', elapsed: 11, due: 168 });
    expect(resolution.cycle).toBe(2);
  });

  it('keeps the first result', () => {
    const { resolution } = at(300, ...resolvedTwice, simple('resolved', 290));
    expect(resolution.results).toEqual([
      { cycle: 1, metAt: h(10), dueAt: h(48), onTime: true, elapsedMs: 10 * hourMs },
      { cycle: 2, metAt: h(290), dueAt: h(168), onTime: false, elapsedMs: 170 * hourMs },
    ]);
  });

  it('a breach survives it', () => {
    const { resolution } = at(
      100,
      registered(promise('p1')),
      simple('resolved', 30),
      simple('reopened', 90),
    );
    expect(resolution.breach).toEqual({ at: h(24), cause: 'time-passed', since: h(24) });
  });

  it('the waiting of an abandoned request and its closed time are both left out', () => {
    const { resolution } = at(
      200,
      registered(promise('p2')),
      simple('waiting-started', 2),
      simple('resolved', 100),
      simple('reopened', 200),
    );
    expect(inHours(resolution)).toMatchObject({ state: 'running', elapsed: 2, due: 246 });
  });

  it('an appointment agreed before the resolution pauses nothing any more', () => {
    const { resolution } = at(
      30,
      registered(promise('p2')),
      appointment(2, 500),
      simple('resolved', 10),
      simple('reopened', 20),
    );
    expect(inHours(resolution)).toMatchObject({ state: 'running', elapsed: 12 });
  });

  it('judges it by what holds now: a change while it was resolved clears or breaks, on record', () => {
    const lowered = at(
      100,
      registered(promise('p1')),
      simple('resolved', 30),
      priority(promise('p3'), 50),
      simple('reopened', 90),
    ).resolution;
    expect(inHours(lowered)).toMatchObject({ elapsed: 40, due: 132, breached: null });
    expect(lowered.clearedBreaches).toMatchObject([{ at: h(24), clearedAt: h(90) }]);
    expect(lowered.results).toMatchObject([{ onTime: false }]);
  });

  it('owes the customer a word again: a goal of the desk, met by the next contact', () => {
    expect(inHours(at(131, ...resolvedTwice).firstResponse)).toMatchObject({ elapsed: 1 });
    const { nextResponse } = at(131, ...resolvedTwice);
    expect(nextResponse && inHours(nextResponse)).toMatchObject({ state: 'running', due: 154 });
    const contacted = at(140, ...resolvedTwice, simple('contacted', 133)).nextResponse;
    expect(contacted && inHours(contacted)).toMatchObject({ state: 'met', elapsed: 3 });
  });

  it.each([
    ['an open ticket', [simple('reopened', 5)]],
    ['a cancelled ticket', [simple('cancelled', 4), simple('reopened', 5)]],
    [
      'a ticket cancelled after it',
      [simple('resolved', 3), simple('cancelled', 4), simple('reopened', 5)],
    ],
  ])('of %s changes nothing', (_, events) => {
    const { resolution, nextResponse } = at(6, registered(promise('p2')), ...events);
    expect(resolution.cycle).toBe(1);
    expect(nextResponse).toBeNull();
  });
});

describe('cancelled tickets', () => {
  it('open clocks count for nothing, met ones stay', () => {
    const { firstResponse, resolution } = at(
      90,
      registered(promise('p1')),
      simple('contacted', 2),
      simple('cancelled', 5),
      simple('resolved', 40),
    );
    expect(inHours(firstResponse)).toMatchObject({ state: 'met', onTime: true });
    expect(inHours(resolution)).toEqual({
      state: 'cancelled',
      elapsed: 5,
      due: null,
      breached: null,
      onTime: null,
    });
    expect(resolution.results).toEqual([]);
  });
});

describe('T2 a request that absorbs another', () => {
  const absorbed = (registeredAfter: number, contactedAfter: number | null): ClockEvent => ({
    type: 'absorbed',
    at: h(10),
    registeredAt: h(registeredAfter),
    contactedAt: contactedAfter === null ? null : h(contactedAfter),
  });

  it('counts from the earliest registration', () => {
    const clocks = at(11, registered(promise('p1')), absorbed(-20, null));
    expect(clocks.registeredAt).toBe(h(-20));
    expect(clocks.receivedAt).toBe(h(-20));
    expect(inHours(clocks.resolution)).toMatchObject({ elapsed: 31, due: 4 });
    expect(clocks.resolution.breach).toMatchObject({ at: h(4), cause: 'absorbed', since: h(10) });
  });

  it('a later registration changes nothing', () => {
    expect(at(11, registered(promise('p1')), absorbed(5, null)).registeredAt).toBe(start);
  });

  it('a contact given on either is the attention', () => {
    const { firstResponse } = at(11, registered(promise('p1')), absorbed(-20, -18));
    expect(inHours(firstResponse)).toMatchObject({ state: 'met', elapsed: 2, onTime: true });
    const own = at(11, registered(promise('p1')), absorbed(2, 3)).firstResponse;
    expect(inHours(own)).toMatchObject({ state: 'met', elapsed: 3, onTime: true });
    const events = [registered(promise('p1')), simple('contacted', 5), absorbed(-20, -18)];
    expect(inHours(at(11, ...events).firstResponse)).toMatchObject({ elapsed: 5, onTime: false });
  });
});

describe('edits of the service calendar', () => {
  it('a holiday decreed for tomorrow moves open clocks', () => {
    const events = [registered(promise('p1', 'service')), calendarEdit(2, 1)];
    const { resolution } = at(1, ...events);
    // 24 service hours: Monday 9, Wednesday 9, Thursday 6.
    expect(inHours(resolution)).toMatchObject({ due: 78 });
  });

  it('a clock that was met keeps the calendar it was judged by', () => {
    const { firstResponse } = at(
      30,
      registered(promise('p1', 'service')),
      simple('contacted', 1),
      calendarEdit(3, 24),
    );
    expect(inHours(firstResponse)).toMatchObject({ elapsed: 1, due: 4, onTime: true });
    expect(firstResponse.calendar?.version).toBe(1);
  });

  it('a holiday decreed afterwards clears the breach it explains, on record', () => {
    const promised = { ...promise('p1', 'service'), resolutionMinutes: 12 * 60 };
    const { resolution } = at(30, registered(promised), calendarEdit(2, 29));
    expect(resolution.breach).toBeNull();
    expect(resolution.clearedBreaches).toMatchObject([{ clearedBy: 'calendar-changed' }]);
  });
});

it('the same events in another order give the same clocks', () => {
  const events = [
    registered(promise('p2')),
    simple('contacted', 1),
    simple('waiting-started', 2),
    simple('waiting-ended', 6),
    priority(promise('p3'), 8),
    simple('resolved', 20),
  ];
  expect(at(30, ...events.toReversed())).toEqual(at(30, ...events));
});
