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
    ['credits.furtherUnits', 'approve', []],
    ['credits.furtherUnits', 'ask', ['credits.furtherUnits: not-an-option']],
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

  it.each([
    ['clockSteps.half.moment', '50%', '40%', { atTargetPercent: 40 }, []],
    ['clockSteps.half.moment', '50%', '120m', { minutesBeforeDue: 120 }, []],
    ['clockSteps.half.moment', '50%', '0%', { atTargetPercent: 0 }, ['out-of-bounds']],
    ['clockSteps.half.moment', '50%', '100%', {}, ['out-of-bounds', 'steps-out-of-order']],
    ['clockSteps.half.moment', '50%', '75%', {}, ['steps-out-of-order']],
    ['clockSteps.last-hour.moment', '60m', '99%', { atTargetPercent: 99 }, []],
    ['clockSteps.last-hour.moment', '60m', 'pronto', {}, ['not-a-number']],
    ['clockSteps.half.tells', '', 'team,assignee', { tells: ['assignee', 'team'] }, []],
    ['clockSteps.half.tells', '', 'everybody', {}, ['not-an-option']],
    ['clockSteps.last-hour.tells', 'assignee,team', '', { tells: [] }, []],
    ['clockSteps.escalation-1.minutesAfterDue', 60, 239, { minutesAfterDue: 239 }, []],
    ['clockSteps.escalation-1.minutesAfterDue', 60, 240, {}, ['steps-out-of-order']],
    ['clockSteps.reminder.everyMinutes', 480, 29, {}, ['out-of-bounds']],
    ['clockSteps.reminder.everyMinutes', 480, 30, { everyMinutes: 30 }, []],
  ])('V.d: the step %s from %s to %s', (key, before, value, part, problems) => {
    expect(termAt(terms, key)).toBe(before);
    const changed = withTerm(terms, key, value);
    const step = key.split('.')[1];
    expect(changed.clockSteps.find((one) => one.key === step)).toMatchObject(part);
    expect(draftProblems({ terms: changed, clauses }).map(({ problem }) => problem)).toEqual(
      problems,
    );
    expect(changed.clockSteps).toHaveLength(terms.clockSteps.length);
    // Written as a share of the time it is no longer minutes, and the other way round.
    const kinds = changed.clockSteps.map((one) =>
      Object.keys(one).filter((name) => /At|Due|at/.test(name)),
    );
    expect(kinds.every((kind) => kind.length === 1)).toBe(true);
  });

  it.each([
    ['credits.approvalLeadMinutes', 0, []],
    ['credits.approvalLeadMinutes', 59, []],
    ['credits.approvalLeadMinutes', 60, ['lead-beyond-unit']],
    ['credits.minutesPerUnit', 15, ['lead-beyond-unit']],
    ['credits.minutesPerUnit', 16, []],
  ])('T4: with approval asked for, %s = %i', (key, value, problems) => {
    const asking = withTerm(terms, 'credits.furtherUnits', 'approve');
    const changed = withTerm(asking, key, value);
    expect(draftProblems({ terms: changed, clauses }).map(({ problem }) => problem)).toEqual(
      problems,
    );
    const charging = withTerm(changed, 'credits.furtherUnits', 'charge');
    expect(draftProblems({ terms: charging, clauses })).toEqual([]);
  });

  it('V.d: a broken promise is told to somebody', () => {
    expect(problemsOf('clockBreachTells', '')).toEqual(['clockBreachTells: nobody-told']);
    expect(problemsOf('clockBreachTells', 'supervisors')).toEqual([]);
  });

  it.each([
    ['60,1440,60', '1440,60', []],
    ['', '', []],
    ['4', '4', ['out-of-bounds']],
    ['1,2,3,4,5,6', '6,5,4,3,2,1', ['too-many']],
    ['un rato', 'un rato', ['not-a-list']],
  ])('T6: reminders %s are kept as %s', (written, kept, problems) => {
    const { terms: changed } = draft('appointments.reminderMinutes', written);
    expect(termAt(changed, 'appointments.reminderMinutes')).toBe(kept);
    expect(problemsOf('appointments.reminderMinutes', written)).toEqual(
      problems.map((problem) => `appointments.reminderMinutes: ${problem}`),
    );
  });

  it('T1: days before units expire are kept the longest first', () => {
    const { terms: changed } = draft('credits.expiryWarningDays', '7,30,7');
    expect(termAt(changed, 'credits.expiryWarningDays')).toBe('30,7');
    expect(problemsOf('credits.expiryWarningDays', '400')).toEqual([
      'credits.expiryWarningDays: out-of-bounds',
    ]);
    expect(problemsOf('credits.expiryWarningDays', 'un mes')).toEqual([
      'credits.expiryWarningDays: not-a-list',
    ]);
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
