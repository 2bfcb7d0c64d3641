import { fc, test } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import {
  entryStateAt,
  type StandingEntry,
  standingAt,
  standingChangesAfter,
  standingNewsAt,
  suspendedMs,
} from './standing.ts';

const entry = (id: number, more: Partial<StandingEntry>): StandingEntry => ({
  id,
  standing: 'suspended',
  from: 0,
  until: null,
  replaces: null,
  recordedAt: 0,
  ...more,
});
const suspended = (id: number, from: number, more: Partial<StandingEntry> = {}) =>
  entry(id, { from, recordedAt: from, ...more });
const good = (id: number, from: number, more: Partial<StandingEntry> = {}) =>
  entry(id, { standing: 'good', from, recordedAt: from, ...more });

describe('II the standing at a moment', () => {
  it.each<[string, readonly StandingEntry[], number, string]>([
    ['no history: good', [], 5, 'good null-null'],
    ['the moment before a suspension: good', [suspended(1, 10)], 9, 'good null-10'],
    ['its first moment: suspended', [suspended(1, 10)], 10, 'suspended 10-null'],
    ['its last moment: suspended', [suspended(1, 10, { until: 20 })], 19, 'suspended 10-20'],
    [
      'the moment of its end: good by itself',
      [suspended(1, 10, { until: 20 })],
      20,
      'good 20-null',
    ],
    ['good again from its moment on', [suspended(1, 10), good(2, 15)], 15, 'good 15-null'],
    [
      'planned, and nothing written since: it starts by itself',
      [good(1, 0), suspended(2, 50, { recordedAt: 5 })],
      50,
      'suspended 50-null',
    ],
    [
      'taken back before it began: never',
      [
        suspended(1, 50, { recordedAt: 5 }),
        entry(2, { standing: null, from: 6, recordedAt: 6, replaces: 1 }),
      ],
      60,
      'good null-null',
    ],
    [
      'corrected before it began: as corrected',
      [
        suspended(1, 50, { recordedAt: 5 }),
        suspended(2, 70, { recordedAt: 6, replaces: 1, until: 80 }),
      ],
      60,
      'good null-70',
    ],
    [
      'a suspension made longer while it runs is one suspension, since its first day',
      [suspended(1, 10, { until: 20 }), suspended(2, 15, { until: 30, replaces: 1 })],
      25,
      'suspended 10-30',
    ],
    [
      'one made shorter ends when it says, not when the first one would have',
      [suspended(1, 10, { until: 40 }), suspended(2, 15, { until: 20, replaces: 1 })],
      20,
      'good 20-null',
    ],
    [
      'of two that begin at once the later one holds',
      [suspended(1, 10), good(2, 10)],
      10,
      'good 10-null',
    ],
    ['of a new customer: good since it is one', [good(1, 10), suspended(2, 30)], 20, 'good 10-30'],
    [
      'good standing now does not take back what is planned for later',
      [suspended(1, 50, { recordedAt: 5 }), good(2, 6)],
      50,
      'suspended 50-null',
    ],
  ])('%s', (_name, history, at, expected) => {
    const { standing, since, until } = standingAt(history, at);
    expect(`${standing} ${since}-${until}`).toBe(expected);
  });

  it('says what each entry is', () => {
    const history = [
      suspended(1, 10, { until: 20 }),
      suspended(2, 50, { recordedAt: 12 }),
      suspended(3, 60, { recordedAt: 13, replaces: 2 }),
      suspended(4, 90, { recordedAt: 14 }),
      entry(5, { standing: null, from: 15, recordedAt: 15, replaces: 4 }),
    ];
    const states = (at: number) => history.map((each) => entryStateAt(history, each, at));
    expect(states(16)).toEqual(['running', 'corrected', 'planned', 'withdrawn', 'withdrawal']);
    expect(states(60)).toEqual(['over', 'corrected', 'running', 'withdrawn', 'withdrawal']);
  });
});

describe('II the end of a suspension that runs is moved', () => {
  const running = suspended(1, 10, { until: 50 });
  const newsAt = (history: readonly StandingEntry[], at: number) =>
    standingNewsAt(history, at).map(({ news, entry: { id }, until }) => [news, id, until]);

  it.each<[string, readonly StandingEntry[], unknown]>([
    ['another end, later', [suspended(2, 20, { until: 60, replaces: 1 })], [['extended', 2, 60]]],
    ['no end any more', [suspended(2, 20, { replaces: 1 })], [['extended', 2, null]]],
    ['another end, sooner', [suspended(2, 20, { until: 30, replaces: 1 })], [['shortened', 2, 30]]],
    ['good standing later on', [good(2, 40, { recordedAt: 20 })], [['shortened', 1, 40]]],
    [
      'another one that follows on it',
      [suspended(2, 50, { until: 70, recordedAt: 20 })],
      [['extended', 1, 70]],
    ],
    ['another reason, the same end', [suspended(2, 20, { until: 50, replaces: 1 })], []],
    ['good standing at once: it is over', [good(2, 20)], [['restored', 1, 20]]],
    [
      'another one after a while: it is planned',
      [suspended(2, 60, { until: 70, recordedAt: 20 })],
      [['planned', 2, 70]],
    ],
  ])('%s', (_what, recorded, news) => {
    expect(newsAt([running, ...recorded], 20)).toEqual(news);
  });

  it('by a plan that is taken back: as long as before', () => {
    const plan = good(2, 40, { recordedAt: 20 });
    const taken = entry(3, { standing: null, from: 30, recordedAt: 30, replaces: 2 });
    expect(newsAt([running, plan, taken], 30)).toEqual([['extended', 1, 50]]);
  });

  it('moved again before it was told: only where it stands now', () => {
    const [later, last] = [
      suspended(2, 20, { until: 60, replaces: 1 }),
      suspended(3, 21, { until: 80, replaces: 2 }),
    ];
    expect(newsAt([running, later, last], 20)).toEqual([]);
    expect(newsAt([running, later, last], 21)).toEqual([['extended', 3, 80]]);
  });

  it('is no news at a moment at which nothing was recorded, nor when it begins or ends', () => {
    const later = suspended(2, 20, { until: 60, replaces: 1 });
    for (const at of [19, 21, 50]) expect(newsAt([running, later], at)).toEqual([]);
    expect(newsAt([running], 10)).toEqual([['began', 1, 50]]);
    expect(newsAt([running], 50)).toEqual([['restored', 1, 50]]);
  });
});

/** Histories as the desk writes them: recorded in order, none beginning before it is recorded. */
const anyHistory = fc
  .array(
    fc.record({
      pause: fc.nat(8),
      ahead: fc.nat(20),
      length: fc.option(fc.integer({ min: 1, max: 20 })),
      standing: fc.constantFrom('good', 'suspended', null),
      replaces: fc.option(fc.nat(6)),
    }),
    { maxLength: 8 },
  )
  .map((drawn) => {
    let recordedAt = 0;
    const history: StandingEntry[] = [];
    for (const { pause, ahead, length, standing, replaces } of drawn) {
      recordedAt += pause;
      const open = history.filter((each) =>
        ['planned', 'running'].includes(entryStateAt(history, each, recordedAt)),
      );
      const replaced = replaces === null ? undefined : open[replaces % (open.length || 1)];
      if (standing === null && (replaced === undefined || replaced.from <= recordedAt)) continue;
      const from = standing === null ? recordedAt : recordedAt + ahead;
      history.push({
        id: history.length + 1,
        standing,
        from,
        until: standing === 'suspended' && length !== null ? from + length : null,
        replaces: replaced?.id ?? null,
        recordedAt,
      });
    }
    return history;
  });
const horizon = 100;
const moments = Array.from({ length: horizon }, (_, at) => at);

/** The rule said once more, the slow way: the last to begin decides, until its own end. */
function saidSlowly(history: readonly StandingEntry[], at: number): string {
  const holding = history
    .filter(({ standing, from }) => standing !== null && from <= at)
    .filter(({ id, from }) => !history.some((o) => o.replaces === id && o.recordedAt <= from))
    .reduce<StandingEntry | null>(
      (last, each) => (last === null || each.from >= last.from ? each : last),
      null,
    );
  if (holding === null || (holding.until !== null && holding.until <= at)) return 'good';
  return holding.standing ?? 'good';
}

/** Good standing that begins a history is no change, and yet it is known since then. */
function firstRecord(history: readonly StandingEntry[], at: number): number | null {
  const began = history
    .filter((each) => {
      const state = entryStateAt(history, each, at);
      return state === 'running' || state === 'over';
    })
    .map(({ from }) => from);
  return began.length === 0 ? null : Math.min(...began);
}

describe('II any history', () => {
  test.prop([anyHistory])('says at every moment what the last entry to begin says', (history) => {
    for (const at of moments) {
      expect(standingAt(history, at).standing).toBe(saidSlowly(history, at));
    }
  });

  test.prop([anyHistory])('what is written later rewrites nothing that was', (history) => {
    for (const [index, written] of history.entries()) {
      const before = history.slice(0, index);
      for (const at of moments.slice(0, written.recordedAt)) {
        expect(standingAt([...before, written], at).standing).toBe(standingAt(before, at).standing);
      }
    }
  });

  test.prop([anyHistory])(
    'since and until are the moments at which it really changes',
    (history) => {
      const changes = standingChangesAfter(history, -1);
      for (const at of moments) {
        const { since, until } = standingAt(history, at);
        expect(since).toBe(changes.findLast((change) => change <= at) ?? firstRecord(history, at));
        expect(until).toBe(changes.find((change) => change > at) ?? null);
      }
    },
  );

  test.prop([anyHistory, fc.nat(horizon), fc.nat(horizon)])(
    'suspended for as long as it is at its moments',
    (history, from, until) => {
      const counted = moments.filter(
        (at) => at >= from && at < until && standingAt(history, at).standing === 'suspended',
      );
      expect(suspendedMs(history, { from, until: Math.min(until, horizon) })).toBe(counted.length);
    },
  );

  test.prop([anyHistory])(
    "every change of it comes at an entry's own moment, where a job waits",
    (history) => {
      const own = new Set(history.flatMap(({ from, until }) => [from, until]));
      for (const change of standingChangesAfter(history, -1)) expect(own).toContain(change);
    },
  );
});
