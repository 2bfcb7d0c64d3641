import { describe, expect, it } from 'vitest';
import { differencesOf, draftProblems, termPaths } from './agreement-draft.ts';
import { agreementVersion1 } from './agreement-version-1.ts';
import { termAt, termFields, withTerm } from './term-fields.ts';

const { terms, clauses } = agreementVersion1;
const draft = (key: string, value: number | string) => ({
  terms: withTerm(terms, key, value),
  clauses,
});
const problemsOf = (key: string, value: number | string) =>
  draftProblems(draft(key, value)).map(({ key: at, problem }) => `${at}: ${problem}`);

describe('the fields of an editor', () => {
  it('are all the terms of the agreement, none forgotten and none invented', () => {
    expect(termFields.map(({ key }) => key).toSorted()).toEqual([...termPaths(terms)].toSorted());
  });

  it('read and change one term and leave the others', () => {
    const changed = withTerm(terms, 'targets.p1.resolutionMinutes', 600);
    expect(termAt(changed, 'targets.p1.resolutionMinutes')).toBe(600);
    expect(differencesOf(agreementVersion1, { terms: changed, clauses })).toEqual([
      {
        kind: 'term',
        key: 'targets.p1.resolutionMinutes',
        clause: 'VII',
        before: 1440,
        after: 600,
      },
    ]);
    expect(terms.targets.p1.resolutionMinutes).toBe(1440);
  });
});

describe('a draft', () => {
  it('of the agreement as it stands has no difference and no problem', () => {
    expect(differencesOf(agreementVersion1, agreementVersion1)).toEqual([]);
    expect(draftProblems(agreementVersion1)).toEqual([]);
  });

  it.each([
    ['credits.minutesPerUnit', 0, ['credits.minutesPerUnit: out-of-bounds']],
    ['credits.minutesPerUnit', 1, []],
    ['credits.minutesPerUnit', 1440, []],
    ['credits.minutesPerUnit', 1441, ['credits.minutesPerUnit: out-of-bounds']],
    ['credits.minutesPerUnit', 1.5, ['credits.minutesPerUnit: not-a-number']],
    // VIII.b says two attempts or more: fewer would break the policy's own words.
    ['closing.attemptsMin', 1, ['closing.attemptsMin: out-of-bounds']],
    ['closing.abandonment', 'forget', ['closing.abandonment: not-an-option']],
    ['credits.availableUnitsMin', 0, ['credits.availableUnitsMin: minimum-below-charge']],
    ['targets.p1.firstResponseMinutes', 1440, []],
    [
      'targets.p1.firstResponseMinutes',
      1441,
      [
        'targets.p1.firstResponseMinutes: attention-after-resolution',
        'targets.p1.firstResponseMinutes: slower-than-lower-priority',
      ],
    ],
    [
      'targets.p2.resolutionMinutes',
      72 * 60 + 1,
      ['targets.p2.resolutionMinutes: slower-than-lower-priority'],
    ],
  ])('%s = %s', (key, value, problems) => {
    expect(problemsOf(key, value)).toEqual(problems);
  });

  it('says which words changed, in which language, and refuses empty ones and unknown placeholders', () => {
    const text = { es: 'Otro texto de {firma}', en: ' ' };
    const changed = { terms, clauses: { ...clauses, T1: { ...clauses.T1, text } } };
    expect(differencesOf(agreementVersion1, changed)).toMatchObject([
      { kind: 'text', clause: 'T1', language: 'es', part: 'text', after: text.es },
      { kind: 'text', clause: 'T1', language: 'en', part: 'text', after: text.en },
    ]);
    expect(draftProblems(changed)).toMatchObject([
      { key: 'clauses.T1.text.es', problem: 'placeholder-unknown', facts: { name: 'firma' } },
      { key: 'clauses.T1.text.en', problem: 'text-missing' },
    ]);
  });
});
