import { describe, expect, it } from 'vitest';
import { hourMs } from '../kernel/duration.ts';
import { nextObjectionStepAt, objectionStep, toldOfObjection } from './objection-hours.ts';

const objection = { raisedAt: 1000 * hourMs, dueAt: 1072 * hourMs };
const warnedAt = 1054 * hourMs;
const { raisedAt, dueAt } = objection;

describe('T4: the hours of an objection', () => {
  it.each([
    ['just raised', raisedAt, null, warnedAt],
    ['a moment before three quarters', warnedAt - 1, null, warnedAt],
    ['at three quarters', warnedAt, 'warned', dueAt],
    ['a moment before its hour', dueAt - 1, 'warned', dueAt],
    ['at its hour: overdue, and no warning any more', dueAt, 'overdue', null],
    ['long after', dueAt + 1000 * hourMs, 'overdue', null],
  ])('%s', (_when, now, step, next) => {
    expect(objectionStep(objection, now)).toBe(step);
    expect(nextObjectionStepAt(objection, now)).toBe(next);
  });

  it('of hours that have no whole three quarters, at the nearest millisecond', () => {
    expect(nextObjectionStepAt({ raisedAt: 0, dueAt: 2 }, 0)).toBe(2);
    expect(nextObjectionStepAt({ raisedAt: 0, dueAt: 5 }, 0)).toBe(4);
  });
});

describe('T4: who is told', () => {
  const nobody = { billingPersonIds: [], supervisorPersonIds: [], administratorPersonIds: [] };
  const people = {
    billingPersonIds: [1, 2],
    supervisorPersonIds: [2, 3],
    administratorPersonIds: [4],
  };

  it.each([
    ['warned: billing', 'warned', people, [1, 2]],
    ['overdue: the supervisors too, each once', 'overdue', people, [1, 2, 3]],
    ['without billing: the administrators', 'warned', { ...people, billingPersonIds: [] }, [4]],
    ['and the supervisors', 'overdue', { ...people, billingPersonIds: [] }, [4, 2, 3]],
    ['a desk with nobody', 'overdue', nobody, []],
  ] as const)('%s', (_what, step, desk, told) => {
    expect(toldOfObjection(step, desk)).toEqual(told);
  });
});
