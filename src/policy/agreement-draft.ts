import { type Language, languages } from '../kernel/language.ts';
import { type ClauseId, clauseIds } from './clauses.ts';
import {
  escalationSteps,
  fixedTerms,
  type TermField,
  termAt,
  termFields,
  timedPriorities,
  warningSteps,
} from './term-fields.ts';
import type { Agreement, Terms } from './terms.ts';

/** What tells two versions of the agreement apart, in the order of the agreement. */
export type Difference =
  | {
      readonly kind: 'term';
      readonly key: string;
      readonly clause: ClauseId;
      readonly before: number | string | null;
      readonly after: number | string | null;
    }
  | {
      readonly kind: 'text';
      readonly clause: ClauseId;
      readonly language: Language;
      readonly part: 'title' | 'text';
      readonly before: string;
      readonly after: string;
    };

/** Why a draft cannot be published yet; `key` is the field at fault. */
export interface DraftProblem {
  readonly key: string;
  readonly problem:
    | 'not-a-number'
    | 'out-of-bounds'
    | 'not-an-option'
    | 'attention-after-resolution'
    | 'slower-than-lower-priority'
    | 'minimum-below-charge'
    | 'lead-beyond-unit'
    | 'steps-out-of-order'
    | 'nobody-told'
    | 'not-a-list'
    | 'too-many'
    | 'text-missing'
    | 'placeholder-unknown';
  readonly facts: Readonly<Record<string, string | number>>;
}

type Draft = Pick<Agreement, 'terms' | 'clauses'>;

/** The differences in numbers first, then in words. */
export function differencesOf(before: Draft, after: Draft): readonly Difference[] {
  const terms = termFields.flatMap(({ key, clause }): Difference[] => {
    const [was, is] = [scalar(termAt(before.terms, key)), scalar(termAt(after.terms, key))];
    return was === is ? [] : [{ kind: 'term', key, clause, before: was, after: is }];
  });
  const texts = clauseIds.flatMap((clause) =>
    (['title', 'text'] as const).flatMap((part) =>
      languages.flatMap((language): Difference[] => {
        const was = before.clauses[clause][part][language];
        const is = after.clauses[clause][part][language];
        return was === is ? [] : [{ kind: 'text', clause, language, part, before: was, after: is }];
      }),
    ),
  );
  return [...terms, ...texts];
}

/** Everything that keeps a draft from being published; empty when it may be. */
export const draftProblems = (draft: Draft): readonly DraftProblem[] => [
  ...boundsProblems(draft.terms),
  ...orderProblems(draft.terms),
  ...stepProblems(draft.terms),
  ...textProblems(draft),
];

const boundsProblems = (terms: Terms): DraftProblem[] =>
  termFields.flatMap((field) => boundsProblem(field, termAt(terms, field.key)) ?? []);

function boundsProblem(
  { key, unit, min, max, options }: TermField,
  value: unknown,
): DraftProblem | null {
  const outside = (bounds: { readonly min: number; readonly max: number }): DraftProblem => ({
    key,
    problem: 'out-of-bounds',
    facts: bounds,
  });
  const text = String(value);
  switch (unit) {
    case 'choice':
      return options.includes(text) ? null : { key, problem: 'not-an-option', facts: {} };
    case 'audiences': {
      const known = text === '' || text.split(',').every((name) => options.includes(name));
      return known ? null : { key, problem: 'not-an-option', facts: {} };
    }
    case 'warning': {
      const [, count, sign] = /^(\d+)(%|m)$/.exec(text) ?? [];
      if (sign === undefined) return { key, problem: 'not-a-number', facts: {} };
      const bounds = sign === '%' ? { min: 1, max: 99 } : { min, max };
      const within = Number(count) >= bounds.min && Number(count) <= bounds.max;
      return within ? null : outside(bounds);
    }
    case 'spans':
    case 'day-list': {
      if (!/^(?:\d+(?:,\d+)*)?$/.test(text)) return { key, problem: 'not-a-list', facts: {} };
      const counts = text === '' ? [] : text.split(',').map(Number);
      if (counts.length > spansMax) return { key, problem: 'too-many', facts: { max: spansMax } };
      const within = counts.every((count) => count >= min && count <= max);
      return within ? null : outside({ min, max });
    }
    default: {
      if (!Number.isSafeInteger(value)) return { key, problem: 'not-a-number', facts: {} };
      const within = Number(value) >= min && Number(value) <= max;
      return within ? null : outside({ min, max });
    }
  }
}

/** More reminders of one thing than this are a nuisance. */
const spansMax = 5;

/** V.d: each step comes after the one before it, where both are counted alike; and a broken promise is told to somebody. */
function stepProblems(terms: Terms): DraftProblem[] {
  const problems: DraftProblem[] = [];
  const stepAt = (step: string) => terms.clockSteps.find(({ key }) => key === step);
  for (const [index, step] of warningSteps.entries()) {
    const [before, at] = [stepAt(warningSteps[index - 1] ?? ''), stepAt(step)];
    if (before === undefined || at === undefined) continue;
    const isLater =
      'atTargetPercent' in before && 'atTargetPercent' in at
        ? at.atTargetPercent > before.atTargetPercent
        : 'minutesBeforeDue' in before && 'minutesBeforeDue' in at
          ? at.minutesBeforeDue < before.minutesBeforeDue
          : true;
    if (!isLater) {
      problems.push({ key: `clockSteps.${step}.moment`, problem: 'steps-out-of-order', facts: {} });
    }
  }
  for (const [index, step] of escalationSteps.entries()) {
    const [before, at] = [stepAt(escalationSteps[index - 1] ?? ''), stepAt(step)];
    if (before === undefined || at === undefined) continue;
    if (!('minutesAfterDue' in before && 'minutesAfterDue' in at)) continue;
    if (at.minutesAfterDue > before.minutesAfterDue) continue;
    const key = `clockSteps.${step}.minutesAfterDue`;
    problems.push({ key, problem: 'steps-out-of-order', facts: {} });
  }
  if (terms.clockBreachTells.length === 0) {
    problems.push({ key: 'clockBreachTells', problem: 'nobody-told', facts: {} });
  }
  return problems;
}

/** VI, VII: a higher priority never waits longer, and nobody resolves before attending. */
function orderProblems(terms: Terms): DraftProblem[] {
  const problems: DraftProblem[] = [];
  for (const [index, priority] of timedPriorities.entries()) {
    const target = terms.targets[priority];
    const { firstResponseMinutes, resolutionMinutes } = target;
    if ((firstResponseMinutes ?? 0) > (resolutionMinutes ?? 0)) {
      const key = `targets.${priority}.firstResponseMinutes`;
      problems.push({ key, problem: 'attention-after-resolution', facts: {} });
    }
    const lower = timedPriorities[index + 1];
    if (lower === undefined || terms.targets[lower].hours !== target.hours) continue;
    for (const clock of ['firstResponseMinutes', 'resolutionMinutes'] as const) {
      if ((target[clock] ?? 0) <= (terms.targets[lower][clock] ?? 0)) continue;
      const key = `targets.${priority}.${clock}`;
      problems.push({ key, problem: 'slower-than-lower-priority', facts: { lower } });
    }
  }
  const { availableUnitsMin, unitsPerTicketMin } = terms.credits;
  if (availableUnitsMin < unitsPerTicketMin) {
    const key = 'credits.availableUnitsMin';
    problems.push({ key, problem: 'minimum-below-charge', facts: { unitsPerTicketMin } });
  }
  // T4: else every approval would ask for the next one at once.
  const { furtherUnits, approvalLeadMinutes, minutesPerUnit } = terms.credits;
  if (furtherUnits === 'approve' && approvalLeadMinutes >= minutesPerUnit) {
    const key = 'credits.approvalLeadMinutes';
    problems.push({ key, problem: 'lead-beyond-unit', facts: { minutesPerUnit } });
  }
  return problems;
}

const placeholders: ReadonlySet<string> = new Set(['firm', 'mailbox']);

function textProblems({ clauses }: Draft): DraftProblem[] {
  return clauseIds.flatMap((clause) =>
    (['title', 'text'] as const).flatMap((part) =>
      languages.flatMap((language): DraftProblem[] => {
        const key = `clauses.${clause}.${part}.${language}`;
        const text = clauses[clause][part][language];
        if (text.trim() === '') return [{ key, problem: 'text-missing', facts: {} }];
        const unknown = [...text.matchAll(/\{(\w*)\}/g)]
          .map(([, name = '']) => name)
          .find((name) => !placeholders.has(name));
        return unknown === undefined
          ? []
          : [{ key, problem: 'placeholder-unknown', facts: { name: unknown } }];
      }),
    ),
  );
}

const scalar = (value: unknown): number | string | null =>
  typeof value === 'number' || typeof value === 'string' ? value : null;

/** Every path at which the terms hold a value, for whoever checks that none is forgotten. */
export function termPaths(terms: Terms): readonly string[] {
  const { clockSteps, ...others } = terms;
  return [...pathsOf(others), ...clockSteps.flatMap(({ key, ...step }) => stepPaths(key, step))];
}

function pathsOf(within: object, path = ''): readonly string[] {
  return Object.entries(within).flatMap(([name, value]: [string, unknown]) => {
    const key = path === '' ? name : `${path}.${name}`;
    if (fixedTerms.includes(key)) return [];
    const isRecord = typeof value === 'object' && value !== null && !Array.isArray(value);
    return isRecord ? pathsOf(value, key) : [key];
  });
}

const stepPaths = (key: string, step: object): readonly string[] =>
  Object.keys(step).map((part) =>
    part === 'atTargetPercent' || part === 'minutesBeforeDue'
      ? `clockSteps.${key}.moment`
      : `clockSteps.${key}.${part}`,
  );
