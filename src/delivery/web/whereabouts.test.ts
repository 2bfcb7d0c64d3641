import { describe, expect, it } from 'vitest';
import type { Doing } from '../../modules/tickets/index.ts';
import { createWhereabouts, leaseSeconds, whereaboutsIn } from './whereabouts.ts';

const [ana, bruno] = [1, 2];
const leaseMs = leaseSeconds * 1000;
const told = (
  personId: number,
  ticketNumber: number | null,
  doing: Doing = 'reading',
  window = 'a',
) => ({ personId, window: `window-${window}`, ticketNumber, doing });

describe('where the people of the desk are', () => {
  it('who comes, writes and goes is a change; saying it again is none', () => {
    const where = createWhereabouts();
    expect(where.hear(told(ana, 1001), 0)).toEqual([1001]);
    expect(where.hear(told(ana, 1001), 20_000)).toEqual([]);
    expect(where.hear(told(ana, 1001, 'reply'), 21_000)).toEqual([1001]);
    expect(where.at(1001)).toEqual([{ personId: ana, doing: 'reply' }]);
    expect(where.hear(told(ana, null), 22_000)).toEqual([1001]);
    expect(where.hear(told(ana, null), 23_000)).toEqual([]);
    expect(where.tickets()).toEqual([]);
  });

  it('a window that goes from one request to the next is at one of them', () => {
    const where = createWhereabouts();
    where.hear(told(ana, 1001), 0);
    expect(where.hear(told(ana, 1002), 1)).toEqual([1002, 1001]);
    expect([where.at(1001), where.at(1002)]).toEqual([[], [{ personId: ana, doing: 'reading' }]]);
  });

  it.each([
    ['not said again: over when its time is up, and not before', leaseMs, []],
    ['still within its time', leaseMs - 1, [{ personId: ana, doing: 'reading' }]],
  ])('%s', (_what, at, people) => {
    const where = createWhereabouts();
    where.hear(told(ana, 1001), 0);
    expect(where.lapse(at)).toEqual(people.length === 0 ? [1001] : []);
    expect(where.at(1001)).toEqual(people);
  });

  it('of two windows of a person the one in which it does more counts, and each goes by itself', () => {
    const where = createWhereabouts();
    where.hear(told(ana, 1001, 'reply', 'a'), 0);
    where.hear(told(bruno, 1001), 0);
    expect(where.hear(told(ana, 1001, 'note', 'b'), 0)).toEqual([]);
    expect(where.at(1001)).toEqual([
      { personId: ana, doing: 'reply' },
      { personId: bruno, doing: 'reading' },
    ]);
    expect(where.hear(told(ana, null, 'reading', 'a'), 0)).toEqual([1001]);
    expect(where.at(1001)).toContainEqual({ personId: ana, doing: 'note' });
  });

  it('a person whose rights changed is nowhere until it says so again', () => {
    const where = createWhereabouts();
    where.hear(told(ana, 1001), 0);
    where.hear(told(bruno, 1002), 0);
    expect(where.forget(ana)).toEqual([1001]);
    expect(where.tickets()).toEqual([1002]);
  });

  it('nothing grows: however many windows somebody names, twelve are kept', () => {
    const where = createWhereabouts();
    for (let n = 0; n < 500; n += 1) where.hear(told(ana, 1000 + n, 'reading', String(n)), n);
    expect(where.tickets()).toHaveLength(12);
    where.lapse(500 + leaseMs);
    expect(where.tickets()).toEqual([]);
  });

  it('another change says nothing of it', () => {
    expect(whereaboutsIn({ ticketNumber: 1001, visibility: 'public' })).toBeNull();
  });
});
