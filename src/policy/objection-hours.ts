import type { Instant } from '../kernel/clock.ts';

/** What is told of an objection that nobody has decided: that its hour comes near, and that it is past. */
export type ObjectionStep = 'warned' | 'overdue';

interface ObjectionHours {
  readonly raisedAt: Instant;
  /** By when it is to be decided: `credits.objectionHours` after it was raised. */
  readonly dueAt: Instant;
}

/**
 * Of the time that an objection has, how much passes before it is told to hurry. It is the desk's own discipline, told
 * to its own people: no number of the agreement, which promises the hour alone.
 */
const warnedAfterShare = 3 / 4;

/** T4: when each step of an open objection comes; `since` of what the lists show. */
export const objectionStepAt = (
  { raisedAt, dueAt }: ObjectionHours,
  step: ObjectionStep,
): Instant =>
  step === 'overdue' ? dueAt : raisedAt + Math.round((dueAt - raisedAt) * warnedAfterShare);

/**
 * T4: at which step an objection stands while it is open; null while it has time. The later one alone: who was told
 * nothing before the hour is not told afterwards that it comes near.
 */
export function objectionStep(objection: ObjectionHours, now: Instant): ObjectionStep | null {
  if (now >= objectionStepAt(objection, 'overdue')) return 'overdue';
  return now >= objectionStepAt(objection, 'warned') ? 'warned' : null;
}

/** T4: when an open objection is to be looked at again; null when there is nothing more to tell. */
export function nextObjectionStepAt(objection: ObjectionHours, now: Instant): Instant | null {
  const steps = (['warned', 'overdue'] as const).map((step) => objectionStepAt(objection, step));
  return steps.find((at) => at > now) ?? null;
}

/** The people of the desk by what they may do about an objection. */
export interface ObjectionPeople {
  readonly billingPersonIds: readonly number[];
  readonly supervisorPersonIds: readonly number[];
  readonly administratorPersonIds: readonly number[];
}

/**
 * T4: whom a step tells, each once, however many roles one has: billing, which decides; a desk without billing, its
 * administrators, who may decide too. Past its hour the supervisors as well, as of any time that was not kept (V.d).
 */
export function toldOfObjection(step: ObjectionStep, people: ObjectionPeople): readonly number[] {
  const { billingPersonIds, supervisorPersonIds, administratorPersonIds } = people;
  const deciding = billingPersonIds.length > 0 ? billingPersonIds : administratorPersonIds;
  return [...new Set([...deciding, ...(step === 'overdue' ? supervisorPersonIds : [])])];
}
