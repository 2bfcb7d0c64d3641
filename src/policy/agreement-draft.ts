import { type Language, languages } from '../kernel/language.ts';
import { type ClauseId, clauseIds } from './clauses.ts';
import { structuredTerms, termAt, termFields, timedPriorities } from './term-fields.ts';
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
  ...textProblems(draft),
];

function boundsProblems(terms: Terms): DraftProblem[] {
  return termFields.flatMap(({ key, unit, min, max, options }): DraftProblem[] => {
    const value = termAt(terms, key);
    if (unit === 'choice') {
      return typeof value === 'string' && options.includes(value)
        ? []
        : [{ key, problem: 'not-an-option', facts: {} }];
    }
    if (!Number.isSafeInteger(value)) return [{ key, problem: 'not-a-number', facts: {} }];
    const within = Number(value) >= min && Number(value) <= max;
    return within ? [] : [{ key, problem: 'out-of-bounds', facts: { min, max } }];
  });
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
export function termPaths(terms: object, path = ''): readonly string[] {
  return Object.entries(terms).flatMap(([name, value]: [string, unknown]) => {
    const key = path === '' ? name : `${path}.${name}`;
    if (structuredTerms.includes(key)) return [];
    return typeof value === 'object' && value !== null ? termPaths(value, key) : [key];
  });
}
