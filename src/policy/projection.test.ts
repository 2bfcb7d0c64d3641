import { describe, expect, it } from 'vitest';
import { dayMs } from '../kernel/duration.ts';
import { type Consumption, projectRunOut } from './projection.ts';

const now = Date.UTC(2026, 10, 28);
const consumption = (more: Partial<Consumption> = {}): Consumption => ({
  availableUnits: 10,
  since: now - 90 * dayMs,
  consumedUnits: 90,
  charges: 30,
  ...more,
});

describe('when the units run out', () => {
  it('one a day and ten left: in ten days, thirty a month', () => {
    expect(projectRunOut(consumption(), now)).toEqual({
      kind: 'estimate',
      runsOutAt: now + 10 * dayMs,
      unitsPerMonth: 30,
    });
  });

  it('a young account is measured over its own life', () => {
    const young = consumption({ since: now - 20 * dayMs, consumedUnits: 20 });
    expect(projectRunOut(young, now)).toMatchObject({ runsOutAt: now + 10 * dayMs });
  });

  it.each([
    ['nothing left: now', { availableUnits: 0 }, now],
    ['overdrawn: now', { availableUnits: -3 }, now],
  ])('%s', (_what, more, runsOutAt) =>
    expect(projectRunOut(consumption(more), now)).toMatchObject({ kind: 'estimate', runsOutAt }),
  );

  it.each([
    ['13 days of history', { since: now - 13 * dayMs }, 'thin'],
    ['14 days of history', { since: now - 14 * dayMs }, 'estimate'],
    ['two charges', { charges: 2 }, 'thin'],
    ['three charges', { charges: 3 }, 'estimate'],
    ['nothing used in the end', { consumedUnits: 0 }, 'thin'],
    ['no entry at all', { since: null }, 'thin'],
    ['a year ahead', { availableUnits: 365 }, 'estimate'],
    ['more than a year ahead', { availableUnits: 366 }, 'lasting'],
  ])('%s: %s', (_what, more, kind) =>
    expect(projectRunOut(consumption(more), now).kind).toBe(kind),
  );
});
