import { describe, expect, it } from 'vitest';
import { dayMs, hourMs } from '../kernel/duration.ts';
import { agreementVersion1 } from './agreement-version-1.ts';
import type { ClockEvent } from './clocks/events.ts';
import { type PastClosing, pastActs, replayClosing } from './replay-closing.ts';
import type { Terms } from './terms.ts';
import type { Ending } from './units.ts';

const own = agreementVersion1.terms;
const closingTerms = (closing: Partial<Terms['closing']>): Terms => ({
  ...own,
  closing: { ...own.closing, ...closing },
});

const began = Date.UTC(2026, 2, 2, 13);
const hoursIn = (hours: number) => began + hours * hourMs;
const days = (n: number) => hoursIn(n * 24);
const registered: ClockEvent = {
  type: 'registered',
  at: began,
  promised: { ...own.targets.p3, priority: 'p3', agreementVersion: 1 },
  calendar: null,
};
const nothingElse: PastClosing = {
  attempts: [],
  presences: [],
  closings: [],
  proposedAt: [],
  followers: [],
};

interface Past {
  readonly events: readonly ClockEvent[];
  readonly closing: PastClosing;
  readonly ending: Ending | null;
}

/** Asked, reminded a day later, abandoned two days after that; the desk looked 30 s late each time. */
const late = 30_000;
const abandoned: Past = {
  events: [
    registered,
    { type: 'contacted', at: hoursIn(1) },
    { type: 'waiting-started', at: hoursIn(1) },
    { type: 'closed', at: hoursIn(73) + 2 * late },
  ],
  closing: {
    ...nothingElse,
    attempts: [
      { at: hoursIn(1), by: 'agent', delivered: true },
      { at: hoursIn(25) + late, by: 'desk', delivered: true },
    ],
    closings: [{ at: hoursIn(73) + 2 * late, cause: 'abandoned' }],
  },
  ending: 'abandoned',
};
/** The same, but the contact said at hour 30 to be still there, so that it ended two attempts and a grace later. */
const stillThere: Past = {
  events: [...abandoned.events.slice(0, 3), { type: 'closed', at: hoursIn(126) + 3 * late }],
  closing: {
    ...nothingElse,
    attempts: [
      ...abandoned.closing.attempts,
      { at: hoursIn(54) + late, by: 'desk', delivered: true },
      { at: hoursIn(78) + 2 * late, by: 'desk', delivered: true },
    ],
    presences: [hoursIn(30)],
    closings: [{ at: hoursIn(126) + 3 * late, cause: 'abandoned' }],
  },
  ending: 'abandoned',
};
/** Asked, and answered after so many hours; then resolved and closed because nobody objected. */
const answered = (hours: number): Past => ({
  events: [
    registered,
    { type: 'contacted', at: hoursIn(1) },
    { type: 'waiting-started', at: hoursIn(1) },
    { type: 'waiting-ended', at: hoursIn(hours) },
    { type: 'resolved', at: hoursIn(hours + 2) },
    { type: 'closed', at: hoursIn(hours + 2) + 5 * dayMs + late },
  ],
  closing: {
    ...nothingElse,
    attempts: [
      { at: hoursIn(1), by: 'agent', delivered: true },
      ...(hours > 25 ? [{ at: hoursIn(25) + late, by: 'desk' as const, delivered: true }] : []),
    ],
    closings: [{ at: hoursIn(hours + 2) + 5 * dayMs + late, cause: 'no-objection' }],
  },
  ending: 'closed',
});
/** Resolved after a day, reopened on day `reopened`, resolved again a day later, confirmed at once. */
const reopenedOn = (reopened: number): Past => ({
  events: [
    registered,
    { type: 'resolved', at: days(1) },
    ...(reopened > 6 ? [{ type: 'closed' as const, at: days(6) }] : []),
    { type: 'reopened', at: days(reopened) },
    { type: 'resolved', at: days(reopened + 1) },
    { type: 'closed', at: days(reopened + 1) + hourMs },
  ],
  closing: {
    ...nothingElse,
    closings: [
      ...(reopened > 6 ? [{ at: days(6), cause: 'no-objection' as const }] : []),
      { at: days(reopened + 1) + hourMs, cause: 'person' },
    ],
  },
  ending: 'closed',
});
/** Asked on day 20 after the resolution of day 1: too late, so that a new request was made, and resolved in a day. */
const askedTooLate: Past = {
  events: [registered, { type: 'resolved', at: days(1) }, { type: 'closed', at: days(6) }],
  closing: {
    ...nothingElse,
    closings: [{ at: days(6), cause: 'no-objection' }],
    followers: [
      {
        ticketId: 2,
        at: days(20),
        events: [
          { ...registered, at: days(20) },
          { type: 'resolved', at: days(21) },
          { type: 'closed', at: days(26) },
        ],
        closing: { ...nothingElse, closings: [{ at: days(26), cause: 'no-objection' }] },
        ending: 'closed',
        billableMinutes: 30,
      },
    ],
  },
  ending: 'closed',
};

const now = days(60);
const under = (past: Past, closing: Partial<Terms['closing']>, at = now) =>
  replayClosing(past, { terms: closingTerms(closing), own, now: at });

describe('the terms of the time', () => {
  it.each([
    ['abandoned', abandoned],
    ['abandoned after "I am still here"', stillThere],
    ['answered before the reminder', answered(20)],
    ['answered after the reminder', answered(40)],
    ['reopened before it closed', reopenedOn(3)],
    ['reopened after it closed', reopenedOn(9)],
    ['asked too late', askedTooLate],
    ['waiting still', { ...abandoned, ...cutAt(hoursIn(30)), ending: null }],
    ['waiting still, the desk being late', { ...abandoned, ...cutAt(hoursIn(25)), ending: null }],
  ])('give back exactly what was: %s', (_, past) => {
    const replayed = under(past, {}, past.ending === null ? hoursIn(90) : now);
    expect(replayed.events).toEqual(past.events);
    expect(replayed.ending).toBe(past.ending);
    expect(replayed.acts).toEqual(pastActs(past));
    expect(replayed.unknown).toEqual([]);
    expect(replayed.successor).toBeNull();
    expect(replayed.absorbed).toEqual([]);
  });
});

describe('VIII.a closing without objection', () => {
  it('sooner: what a person would have confirmed later is closed by the desk', () => {
    const confirmed: Past = {
      events: [registered, { type: 'resolved', at: days(1) }, { type: 'closed', at: days(5) }],
      closing: { ...nothingElse, closings: [{ at: days(5), cause: 'person' }] },
      ending: 'closed',
    };
    const replayed = under(confirmed, { automaticCloseDays: 3 });
    expect(replayed.events.at(-1)).toEqual({ type: 'closed', at: days(4) });
    expect(replayed.acts.closedUnasked).toBe(1);
    expect(under(confirmed, { automaticCloseDays: 4 }).acts.closedUnasked).toBe(0);
  });

  it('later: it closes later, and whether somebody would have objected is not known', () => {
    const replayed = under(answered(20), { automaticCloseDays: 10 });
    expect(replayed.events.at(-1)).toEqual({ type: 'closed', at: hoursIn(22) + 10 * dayMs });
    expect(replayed.unknown).toEqual(['objection-in-longer-wait']);
    const unclosed = under(answered(20), { automaticCloseDays: 10 }, days(6));
    expect([unclosed.ending, unclosed.closedAt]).toEqual([null, null]);
  });
});

describe('VIII.b abandonment', () => {
  it('more grace: not abandoned yet when it was', () => {
    const replayed = under(abandoned, { graceHours: 96 });
    expect(replayed.closedAt).toBe(hoursIn(25) + late + 96 * hourMs);
    expect(replayed.unknown).toEqual(['answer-in-longer-wait']);
    expect(under(abandoned, { graceHours: 96 }, days(4)).ending).toBeNull();
  });

  it('"I am still here" that these terms do not take: abandoned as if it had not been said', () => {
    const replayed = under(stillThere, { presencesMax: 0 });
    expect(replayed.closedAt).toBe(hoursIn(25) + late + 48 * hourMs);
  });

  it('less grace: abandoned before the answer came, which then asks for the reopening', () => {
    const replayed = under(answered(60), { graceHours: 24 });
    const closedAt = hoursIn(25) + late + 24 * hourMs;
    expect(replayed.events.map(({ type, at }) => [type, at])).toContainEqual(['closed', closedAt]);
    expect(replayed.events.map(({ type, at }) => [type, at])).toContainEqual([
      'reopened',
      hoursIn(60),
    ]);
    expect(replayed.acts).toMatchObject({ abandoned: 1, reopened: 1, closedUnasked: 1 });
    expect(replayed.unknown).toEqual(['answer-after-abandonment']);
    // On the boundary the answer comes in time.
    expect(under(answered(49), { graceHours: 24 }).acts.abandoned).toBe(0);
  });

  it('more attempts: reminded more often, abandoned later', () => {
    const replayed = under(abandoned, { attemptsMin: 3 });
    expect(replayed.closedAt).toBe(hoursIn(49) + late + 48 * hourMs);
    expect(replayed.unknown).toContain('answer-to-other-reminders');
  });

  it('proposed instead of closed: whether an agent would have closed it is not known', () => {
    const replayed = under(abandoned, { abandonment: 'propose' });
    expect(replayed.ending).toBeNull();
    expect(replayed.acts).toMatchObject({ abandoned: 0, abandonmentProposed: 1 });
    expect(replayed.unknown).toEqual(['decision-on-proposal']);
  });

  it('a reminder that came back is no attempt under any terms', () => {
    const cameBack: Past = {
      ...abandoned,
      ...cutAt(hoursIn(30)),
      ending: null,
      closing: {
        ...nothingElse,
        attempts: [{ at: hoursIn(1), by: 'agent', delivered: false }],
      },
    };
    expect(under(cameBack, { attemptsMin: 1, graceHours: 1 }).ending).toBeNull();
  });
});

describe('VIII.c the window to reopen', () => {
  it('shorter: what came later goes on as a request of its own', () => {
    const replayed = under(reopenedOn(9), { reopeningDays: 7 });
    expect(replayed.events.at(-1)).toEqual({ type: 'closed', at: days(6) });
    expect(replayed.acts).toMatchObject({ reopened: 0, askedTooLate: 1 });
    expect(replayed.successor?.at).toBe(days(9));
    expect(replayed.successor?.closing.events.map(({ type, at }) => [type, at])).toEqual([
      ['registered', days(9)],
      ['resolved', days(10)],
      ['closed', days(10) + hourMs],
    ]);
    expect(replayed.unknown).toEqual(['admission-of-new-request']);
    // Eight days after the resolution, to the millisecond.
    expect(under(reopenedOn(9), { reopeningDays: 8 }).successor).toBeNull();
  });

  it('longer: the new request would not have been made; what happened to it happens to this one', () => {
    const replayed = under(askedTooLate, { reopeningDays: 30 });
    expect(replayed.absorbed.map(({ ticketId }) => ticketId)).toEqual([2]);
    expect(replayed.events.map(({ type, at }) => [type, at])).toEqual([
      ['registered', began],
      ['resolved', days(1)],
      ['closed', days(6)],
      ['reopened', days(20)],
      ['resolved', days(21)],
      ['closed', days(26)],
    ]);
    expect(replayed.acts).toMatchObject({ reopened: 1, askedTooLate: 0, closedUnasked: 2 });
    expect(under(askedTooLate, { reopeningDays: 18 }).absorbed).toEqual([]);
  });
});

/** What had happened to the abandoned one by then. */
function cutAt(at: number): Pick<Past, 'events' | 'closing'> {
  return {
    events: abandoned.events.filter((event) => event.at <= at),
    closing: {
      ...nothingElse,
      attempts: abandoned.closing.attempts.filter((attempt) => attempt.at <= at),
    },
  };
}
