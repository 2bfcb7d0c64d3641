import type { ClauseId } from './clauses.ts';
import { audiences, type ClockStep, priorities, type Terms } from './terms.ts';

/**
 * In what a number of the agreement is counted, or that it is one of a few words. Four are written as one text each:
 * `warning`, a share of the time or so long before the due moment (`50%`, `60m`); `audiences`, who is told
 * (`assignee,team`, nothing for nobody); `spans`, minutes, the longest first (`1440,60`);
 * `day-list`, days in the same way (`30,7`).
 */
export type TermUnit =
  | 'minutes'
  | 'hours'
  | 'days'
  | 'units'
  | 'attempts'
  | 'times'
  | 'slots'
  | 'choice'
  | 'warning'
  | 'audiences'
  | 'spans'
  | 'day-list';

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

const told = (key: string): TermField => ({
  key,
  clause: 'V.d',
  unit: 'audiences',
  min: 0,
  max: 0,
  options: audiences,
});
/** Bounds are those of the minutes; a share of the time is between its beginning and its end. */
const warning = (key: string): TermField => number(key, 'V.d', 'warning', [1, minutesMax]);

/** Longer than a year is no promise. */
const minutesMax = 366 * 24 * 60;

/** V.d: the steps of the clocks, in the order in which they are meant to come. */
export const warningSteps = ['half', 'three-quarters', 'last-hour'] as const;
export const escalationSteps = ['escalation-1', 'escalation-2', 'reminder'] as const;

/** VI.e promises nothing, so there is nothing to edit of it. */
export const timedPriorities = priorities.filter((priority) => priority !== 'agreed');

/** Every number and choice that an editor of the agreement offers; a test holds that no term is forgotten. */
export const termFields: readonly TermField[] = [
  ...timedPriorities.flatMap((priority) => [
    number(`targets.${priority}.firstResponseMinutes`, 'VII', 'minutes', [1, minutesMax]),
    number(`targets.${priority}.resolutionMinutes`, 'VII', 'minutes', [1, minutesMax]),
    choice(`targets.${priority}.hours`, 'VII', ['calendar', 'service']),
  ]),
  ...warningSteps.flatMap((step) => [
    warning(`clockSteps.${step}.moment`),
    told(`clockSteps.${step}.tells`),
  ]),
  told('clockBreachTells'),
  ...escalationSteps.flatMap((step) => [
    number(`clockSteps.${step}.minutesAfterDue`, 'V.d', 'minutes', [1, 30 * 24 * 60]),
    ...(step === 'reminder'
      ? [number(`clockSteps.${step}.everyMinutes`, 'V.d', 'minutes', [30, 7 * 24 * 60])]
      : []),
    told(`clockSteps.${step}.tells`),
  ]),
  choice('priorityUnsuggested', 'IV.b', timedPriorities),
  number('credits.availableUnitsMin', 'T1', 'units', [0, 1000]),
  number('credits.unitsPerTicketMin', 'T3', 'units', [1, 100]),
  number('credits.minutesPerUnit', 'T4', 'minutes', [1, 24 * 60]),
  choice('credits.furtherUnits', 'T4', ['charge', 'approve']),
  number('credits.approvalLeadMinutes', 'T4', 'minutes', [0, 24 * 60]),
  number('credits.overdraftUnitsMax', 'T4', 'units', [0, 1000]),
  number('credits.adjustmentUnitsAloneMax', 'T4', 'units', [0, 1000]),
  number('credits.lowBalanceUnits', 'T1', 'units', [0, 1000]),
  number('credits.expiryWarningDays', 'T1', 'day-list', [1, 366]),
  number('credits.objectionHours', 'T4', 'hours', [1, 30 * 24]),
  number('closing.attemptsMin', 'VIII.b', 'attempts', [2, 10]),
  number('closing.attemptSpacingHours', 'VIII.b', 'hours', [1, 30 * 24]),
  number('closing.graceHours', 'VIII.b', 'hours', [1, 60 * 24]),
  number('closing.presencesMax', 'VIII.b', 'times', [0, 10]),
  choice('closing.abandonment', 'VIII.b', ['close', 'propose']),
  number('closing.reopeningDays', 'VIII.c', 'days', [1, 366]),
  number('closing.automaticCloseDays', 'VIII.a', 'days', [1, 366]),
  number('appointments.noticeMinutes', 'T6', 'minutes', [1, 30 * 24 * 60]),
  number('appointments.waitMinutes', 'T6', 'minutes', [1, 24 * 60]),
  number('appointments.slotsMax', 'T6', 'slots', [1, 10]),
  number('appointments.reminderMinutes', 'T6', 'spans', [5, 30 * 24 * 60]),
];

/** VI.e: what the agreement itself leaves without a number, so that no editor offers one. */
export const fixedTerms: readonly string[] = ['targets.agreed'];

/** The value of one term, a list as its text. Undefined where the terms have none there. */
export function termAt(terms: Terms, key: string): unknown {
  const step = stepKey(key);
  const within = step === null ? terms : terms.clockSteps.find((one) => one.key === step.step);
  if (step?.part === 'moment') return within === undefined ? undefined : momentOf(within);
  const path = step === null ? key.split('.') : [step.part];
  const value = path.reduce<unknown>(
    (part, name) =>
      typeof part === 'object' && part !== null && Object.hasOwn(part, name)
        ? // Looked up by the name that was just found in it.
          (part as Record<string, unknown>)[name]
        : undefined,
    within,
  );
  return Array.isArray(value) ? value.join(',') : value;
}

/**
 * The same terms with one of them changed. A value that cannot be read stays as it was written, so that an editor can
 * say what is wrong with it; `draftProblems` lets none of these be published.
 */
export function withTerm(terms: Terms, key: string, value: number | string): Terms {
  const step = stepKey(key);
  if (step !== null) {
    const clockSteps = terms.clockSteps.map((one) =>
      one.key === step.step ? withPart(one, step.part, value) : one,
    );
    return { ...terms, clockSteps };
  }
  const set = (within: unknown, [name, ...rest]: readonly string[]): unknown => {
    if (name === undefined) return listAware(key, value);
    // Terms are plain records all the way down to the fields listed above.
    const record = within as Readonly<Record<string, unknown>>;
    return { ...record, [name]: set(record[name], rest) };
  };
  return set(terms, key.split('.')) as Terms;
}

// The steps of the clocks

function stepKey(key: string): { readonly step: string; readonly part: string } | null {
  const [, step, part] = /^clockSteps\.([^.]+)\.(\w+)$/.exec(key) ?? [];
  return step === undefined || part === undefined ? null : { step, part };
}

/** `50%`, `60m`, or whatever was written in their place. */
function momentOf(step: object): unknown {
  if ('atTargetPercent' in step) return `${String(step.atTargetPercent)}%`;
  return 'minutesBeforeDue' in step && typeof step.minutesBeforeDue === 'number'
    ? `${step.minutesBeforeDue}m`
    : 'minutesBeforeDue' in step
      ? step.minutesBeforeDue
      : undefined;
}

function withPart(step: ClockStep, part: string, value: number | string): ClockStep {
  if (part !== 'moment') return { ...step, [part]: listAware(part, value) };
  const { key, tells } = step;
  const [, count, unit] = /^(\d{1,6})(%|m)$/.exec(String(value)) ?? [];
  if (unit === '%') return { key, tells, atTargetPercent: Number(count) };
  // What cannot be read is kept in the place of the minutes, where the bounds find it.
  return { key, tells, minutesBeforeDue: (unit === 'm' ? Number(count) : value) as number };
}

// Lists

/** A list as it is kept; what cannot be read as one stays the text that it is. */
function listAware(key: string, value: number | string): unknown {
  if (/(?:^|\.)(?:tells|clockBreachTells)$/.test(key)) {
    const named = String(value) === '' ? [] : String(value).split(',');
    const known = audiences.filter((audience) => named.includes(audience));
    return known.length === named.length ? known : value;
  }
  if (!/(?:^|\.)(?:reminderMinutes|expiryWarningDays)$/.test(key)) return value;
  const text = String(value);
  if (!/^(?:\d{1,6}(?:,\d{1,6})*)?$/.test(text)) return value;
  const counts = text === '' ? [] : text.split(',').map(Number);
  return [...new Set(counts)].toSorted((a, b) => b - a);
}
