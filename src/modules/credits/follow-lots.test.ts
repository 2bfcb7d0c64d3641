import { describe, expect, it } from 'vitest';
import { expiringLots, followLots, type LotEntry, unitsToExpire } from './follow-lots.ts';
import { type Movement, noMovement } from './model.ts';

let sequence = 0;
const entry = (kind: LotEntry['kind'], change: Partial<Movement>, more: Partial<LotEntry> = {}) => {
  sequence += 1;
  return {
    sequence,
    kind,
    correctsSequence: null,
    expiresAt: null,
    at: 0,
    change: { ...noMovement, ...change },
    ...more,
  };
};
const bought = (units: number, expiresAt: number | null) =>
  entry('purchase', { available: units, issued: units }, { expiresAt });
const charged = (units: number) => entry('charge', { available: -units, consumed: units });

/** What is left, as `units@expiry`. */
function left(...entries: LotEntry[]): string[] {
  const follower = followLots();
  for (const one of entries) follower.take(one);
  return follower.lots().map(({ units, expiresAt }) => `${units}@${expiresAt ?? 'never'}`);
}

describe('which units are left of which purchase', () => {
  it('what expires first is drawn first, whenever it was bought', () => {
    expect(left(bought(5, null), bought(5, 200), bought(5, 100), charged(7))).toEqual([
      '3@200',
      '5@never',
    ]);
  });

  it('what was owed is paid by the next units', () => {
    expect(left(bought(1, 100), charged(4), bought(10, 300))).toEqual(['7@300']);
  });

  it('a correction of a purchase is about that purchase', () => {
    const [first, second] = [bought(5, 100), bought(5, 200)];
    const correction = (units: number) =>
      entry(
        'adjustment',
        { available: units, issued: units },
        { correctsSequence: second.sequence },
      );
    expect(left(first, second, correction(-4))).toEqual(['5@100', '1@200']);
    expect(left(first, second, correction(2))).toEqual(['5@100', '7@200']);
  });

  it('units given back by a correction of a charge do not expire', () => {
    const back = entry('adjustment', { available: 2, consumed: -2 });
    expect(left(bought(5, 100), charged(3), back)).toEqual(['2@100', '2@never']);
  });

  it('an expiry that takes more than was due is told', () => {
    const follower = followLots();
    follower.take(bought(5, 100));
    follower.take(bought(5, 200));
    const expiry = entry('expiry', { available: -6, expired: 6 }, { at: 150 });
    expect(follower.take(expiry)).toBe(1);
  });
});

describe('what expires by now', () => {
  const lots = [
    { sequence: 1, units: 5, expiresAt: 100 },
    { sequence: 2, units: 4, expiresAt: 200 },
    { sequence: 3, units: 3, expiresAt: null },
  ];
  it.each([
    ['before the day', 99, 0, 12, 0],
    ['at the moment', 100, 0, 12, 5],
    ['two of them on hold', 100, 2, 10, 3],
    ['all of them on hold', 100, 5, 7, 0],
    ['two purchases, on hold in part', 200, 6, 6, 3],
    ['never more than is available', 200, 0, 2, 2],
    ['nothing while overdrawn', 200, 0, -1, 0],
  ])('%s', (_what, now, heldUnits, availableUnits, expected) =>
    expect(unitsToExpire(lots, { availableUnits, heldUnits }, now)).toBe(expected),
  );

  it.each([
    ['nothing on hold', [], ['1: 5', '2: 4']],
    ['some of the first', [{ ticketId: 7, units: 4 }], ['1: 1, #7 holds 4', '2: 4']],
    ['all of the first', [{ ticketId: 7, units: 5 }], ['2: 4']],
    ['a hold over both', [{ ticketId: 7, units: 6 }], ['2: 3, #7 holds 1']],
    ['two holds', [7, 8].map((ticketId) => ({ ticketId, units: 3 })), ['2: 3, #8 holds 1']],
    ['all of both', [{ ticketId: 7, units: 9 }], []],
  ])('%s: what is lost unless it is used before', (_what, holds, expected) => {
    const words = expiringLots(lots, holds).map(({ sequence, units, heldBy }) =>
      [
        `${sequence}: ${units}`,
        ...heldBy.map((hold) => `#${hold.ticketId} holds ${hold.units}`),
      ].join(', '),
    );
    expect(words).toEqual(expected);
  });
});
