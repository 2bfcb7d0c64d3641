import { systemActor } from '../../kernel/actor.ts';
import type { Instant } from '../../kernel/clock.ts';
import { announce } from '../../platform/changes.ts';
import { type Database, inTransaction, type Tx } from '../../platform/database/index.ts';
import { emit } from '../../platform/jobs.ts';
import { decide } from '../../policy/decisions.ts';
import { nextObjectionStepAt, objectionStep } from '../../policy/objection-hours.ts';
import { recordDecision } from '../agreements/index.ts';
import type { ObjectionFellDue } from './events.ts';
import { disputedCharge, lockWithAccount } from './object-to-charge.ts';
import { insertObjectionStep, selectDueObjections } from './requests-store.ts';

const batch = 200;

/**
 * T4: finds the open objections that come near their hour or are past it, and tells of each step once, one transaction an
 * objection; may run in several processes and may run late. Answers how many it looked at.
 */
export async function watchObjections(database: Database, at: Instant): Promise<number> {
  const due = await selectDueObjections(database.db, at, batch);
  for (const objectionId of due) {
    await inTransaction(database, (tx) => watchObjection(tx, objectionId, at));
  }
  return due.length;
}

/** Under the account's lock: nobody decides the objection, and no other process tells of it, between look and word. */
async function watchObjection(tx: Tx, objectionId: number, at: Instant): Promise<void> {
  const objection = await lockWithAccount(tx, objectionId);
  if (objection?.state !== 'open') return;
  // Another process was here; a clock that runs behind must not warn of what is overdue already.
  if (objection.nextStepAt === null || objection.nextStepAt > at) return;
  const step = objectionStep(objection, at);
  if (step === null) return;
  const nextStepAt = nextObjectionStepAt(objection, at);
  if (!(await insertObjectionStep(tx, { objectionId, step, at, nextStepAt }))) return;
  const { organizationId, units, dueAt } = objection;
  const { sequence, clause, ...names } = await disputedCharge(tx, objection);
  const decisionId = await recordDecision(tx, {
    ...names,
    actor: systemActor,
    ...decide(`objection-${step}`, { sequence, units, dueAt, clause }),
    at,
  });
  await announce(tx, { account: organizationId, organizationId, visibility: 'public' });
  await emit<ObjectionFellDue>(tx, 'credits.objection-fell-due', { objectionId, decisionId, step });
}
