import { expect, it } from 'vitest';
import { noTimeSpent } from '../../../policy/clocks/time-spent.ts';
import { attainmentOf, spentIn } from './add-up.ts';
import type { RequestGroup } from './model.ts';

const group = (more: Partial<RequestGroup>): RequestGroup => ({
  month: 0,
  priority: 'p1',
  outcomes: { firstResponse: 'met', resolution: 'met' },
  byChange: { firstResponse: false, resolution: false },
  requests: 1,
  spent: noTimeSpent,
  ...more,
});
const months = [
  { name: '2026-10', from: 0 },
  { name: '2026-11', from: 1 },
];
const broken = { firstResponse: 'met', resolution: 'breached' } as const;

it('a sum over months adds up what was judged: one broken of ten and one of one are two of eleven', () => {
  const cells = attainmentOf(
    [
      group({ requests: 9 }),
      group({ outcomes: broken }),
      group({ month: 1, outcomes: broken, byChange: { firstResponse: false, resolution: true } }),
    ],
    months,
  );
  const resolution = (month: string | null) =>
    cells.find(
      (each) => each.clock === 'resolution' && each.month === month && each.priority === 'p1',
    );
  expect(resolution('2026-10')).toMatchObject({ met: 9, breached: 1, byChange: 0 });
  expect(resolution('2026-11')).toMatchObject({ met: 0, breached: 1, byChange: 1 });
  expect(resolution(null)).toMatchObject({ met: 9, breached: 2, byChange: 1 });
});

it('what there is none of is left out', () => {
  const cells = attainmentOf([group({ priority: 'p4', month: 1 })], months);
  expect(cells.map(({ clock, month, priority }) => `${clock} ${month} ${priority}`)).toEqual([
    'firstResponse null null',
    'firstResponse null p4',
    'firstResponse 2026-11 null',
    'firstResponse 2026-11 p4',
    'resolution null null',
    'resolution null p4',
    'resolution 2026-11 null',
    'resolution 2026-11 p4',
  ]);
});

it('time is added up reason by reason', () => {
  const spent = (waiting: number) => group({ spent: { ...noTimeSpent, waiting, counted: 1 } });
  expect(spentIn([spent(3), spent(4)])).toEqual({ ...noTimeSpent, waiting: 7, counted: 2 });
});
