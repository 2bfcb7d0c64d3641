import type { ClauseId } from './clauses.ts';
import { priorities, type Terms } from './terms.ts';

/** In what a number of the agreement is counted, or that it is one of a few words. */
export type TermUnit = 'minutes' | 'hours' | 'days' | 'units' | 'attempts' | 'slots' | 'choice';

/** One number or choice of the agreement, as an editor needs it: where it stands, its clause, and its bounds. */
export interface TermField {
  /** Path in the terms, with dots: `credits.minutesPerUnit`. */
  readonly key: string;
  readonly clause: ClauseId;
  readonly unit: TermUnit;
  /** Both included. Of a choice there are none. */
  readonly min: number;
  readonly max: number;
  readonly options: readonly string[];
}

const number = (
  key: string,
  clause: ClauseId,
  unit: TermUnit,
  [min, max]: readonly [number, number],
): TermField => ({ key, clause, unit, min, max, options: [] });
const choice = (key: string, clause: ClauseId, options: readonly string[]): TermField => ({
  key,
  clause,
  unit: 'choice',
  min: 0,
  max: 0,
  options,
});

/** Longer than a year is no promise. */
const minutesMax = 366 * 24 * 60;

/** VI.e promises nothing, so there is nothing to edit of it. */
export const timedPriorities = priorities.filter((priority) => priority !== 'agreed');

/** Every number and choice that an editor of the agreement offers; a test holds that no term is forgotten. */
export const termFields: readonly TermField[] = [
  ...timedPriorities.flatMap((priority) => [
    number(`targets.${priority}.firstResponseMinutes`, 'VII', 'minutes', [1, minutesMax]),
    number(`targets.${priority}.resolutionMinutes`, 'VII', 'minutes', [1, minutesMax]),
    choice(`targets.${priority}.hours`, 'VII', ['calendar', 'service']),
  ]),
  choice('priorityUnsuggested', 'IV.b', timedPriorities),
  number('credits.availableUnitsMin', 'T1', 'units', [0, 1000]),
  number('credits.unitsPerTicketMin', 'T3', 'units', [1, 100]),
  number('credits.minutesPerUnit', 'T4', 'minutes', [1, 24 * 60]),
  number('credits.overdraftUnitsMax', 'T4', 'units', [0, 1000]),
  number('credits.adjustmentUnitsAloneMax', 'T4', 'units', [0, 1000]),
  number('credits.lowBalanceUnits', 'T1', 'units', [0, 1000]),
  number('credits.objectionHours', 'T4', 'hours', [1, 30 * 24]),
  number('closing.attemptsMin', 'VIII.b', 'attempts', [2, 10]),
  number('closing.attemptSpacingHours', 'VIII.b', 'hours', [1, 30 * 24]),
  number('closing.graceHours', 'VIII.b', 'hours', [1, 60 * 24]),
  choice('closing.abandonment', 'VIII.b', ['close', 'propose']),
  number('closing.reopeningDays', 'VIII.c', 'days', [1, 366]),
  number('closing.automaticCloseDays', 'VIII.a', 'days', [1, 366]),
  number('appointments.noticeMinutes', 'T6', 'minutes', [1, 30 * 24 * 60]),
  number('appointments.waitMinutes', 'T6', 'minutes', [1, 24 * 60]),
  number('appointments.slotsMax', 'T6', 'slots', [1, 10]),
];

/** Terms that are lists of their own and keep the value of the version that a draft began from. */
export const structuredTerms: readonly string[] = [
  'clockSteps',
  'clockBreachTells',
  'targets.agreed',
  'appointments.reminderMinutes',
];

/** The value of one term. Undefined where the terms have none there. */
export function termAt(terms: Terms, key: string): unknown {
  return key.split('.').reduce<unknown>(
    (within, name) =>
      typeof within === 'object' && within !== null && Object.hasOwn(within, name)
        ? // Looked up by the name that was just found in it.
          (within as Record<string, unknown>)[name]
        : undefined,
    terms,
  );
}

/** The same terms with one of them changed. */
export function withTerm(terms: Terms, key: string, value: number | string): Terms {
  const set = (within: unknown, [name, ...rest]: readonly string[]): unknown => {
    if (name === undefined) return value;
    // Terms are plain records all the way down to the fields listed above.
    const record = within as Readonly<Record<string, unknown>>;
    return { ...record, [name]: set(record[name], rest) };
  };
  return set(terms, key.split('.')) as Terms;
}
