import { noTimeSpent, type TimeSpent, timeReasons } from '../../../policy/clocks/time-spent.ts';
import { type Priority, priorities } from '../../../policy/terms.ts';
import { type PromisedClock, promisedClocks } from '../../clocks/index.ts';
import type { Attainment, Bucket, RequestGroup } from './model.ts';

/**
 * How each promise came out: by month and priority, by either of them, and in all. What there is none of is left out; a sum
 * over months or priorities adds up what was judged, and is no average of averages.
 */
export function attainmentOf(
  groups: readonly RequestGroup[],
  months: readonly Bucket[],
): readonly Attainment[] {
  return promisedClocks.flatMap((clock) =>
    [null, ...months.keys()].flatMap((month) =>
      [null, ...priorities].flatMap((priority) => {
        const alike = groups.filter(
          (group) =>
            (month === null || group.month === month) &&
            (priority === null || group.priority === priority),
        );
        if (alike.length === 0) return [];
        const name = month === null ? null : (months[month]?.name ?? null);
        return sumOf(alike, { clock, priority, month: name });
      }),
    ),
  );
}

function sumOf(
  groups: readonly RequestGroup[],
  of: {
    readonly clock: PromisedClock;
    readonly month: string | null;
    readonly priority: Priority | null;
  },
): Attainment {
  const counts = { none: 0, met: 0, breached: 0, running: 0, cancelled: 0, byChange: 0 };
  for (const { outcomes, byChange, requests } of groups) {
    const outcome = outcomes[of.clock];
    counts[outcome] += requests;
    if (outcome === 'breached' && byChange[of.clock]) counts.byChange += requests;
  }
  return { ...of, ...counts };
}

/** Where the time of all of them went. */
export function spentIn(groups: readonly RequestGroup[]): TimeSpent {
  const spent = { ...noTimeSpent };
  for (const group of groups) {
    for (const reason of timeReasons) spent[reason] += group.spent[reason];
  }
  return spent;
}
