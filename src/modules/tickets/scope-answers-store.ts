import type { Selectable } from 'kysely';
import type { Db, Tx } from '../../platform/database/index.ts';
import type { ScopeAnswer as ScopeAnswerRow } from '../../platform/database/schema.gen.ts';
import type { ScopeAnswer } from './model.ts';

export async function insertScopeAnswer(
  tx: Tx,
  told: Omit<ScopeAnswer, 'id' | 'claim' | 'decision'>,
): Promise<void> {
  await tx
    .insertInto('scope_answer')
    .values({
      ticket_id: told.ticketId,
      service_id: told.serviceId,
      service_kind: told.kind === 'outOfScope' ? 'out_of_scope' : told.kind,
      answer_version: told.answerVersion,
      language: told.language,
      answer: told.answer,
      suggested_service_id: told.suggestedServiceId,
      at: new Date(told.at),
    })
    .execute();
}

/** I: why the customer thinks that it is in scope; the ticket is locked by the caller. */
export async function writeScopeClaim(
  tx: Tx,
  id: number,
  claim: NonNullable<ScopeAnswer['claim']>,
): Promise<void> {
  await tx
    .updateTable('scope_answer')
    .set({
      claim: claim.text,
      claimed_by_person_id: claim.personId,
      claimed_at: new Date(claim.at),
    })
    .where('id', '=', id)
    .execute();
}

/** I: what an agent decided; the ticket is locked by the caller. */
export async function writeScopeDecision(
  tx: Tx,
  id: number,
  decision: NonNullable<ScopeAnswer['decision']>,
): Promise<void> {
  await tx
    .updateTable('scope_answer')
    .set({
      outcome: decision.outcome,
      decided_by_person_id: decision.personId,
      decision_reason: decision.reason,
      decided_service_id: decision.serviceId,
      decided_at: new Date(decision.at),
    })
    .where('id', '=', id)
    .execute();
}

/** I: what was told last; null when nothing was. */
export async function selectScopeAnswer(db: Db, ticketId: number): Promise<ScopeAnswer | null> {
  const row = await db
    .selectFrom('scope_answer')
    .selectAll()
    .where('ticket_id', '=', ticketId)
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row === undefined ? null : toScopeAnswer(row);
}

const toScopeAnswer = (row: Selectable<ScopeAnswerRow>): ScopeAnswer => ({
  id: row.id,
  ticketId: row.ticket_id,
  serviceId: row.service_id,
  kind: row.service_kind === 'project' ? 'project' : 'outOfScope',
  answerVersion: row.answer_version,
  language: row.language,
  answer: row.answer,
  suggestedServiceId: row.suggested_service_id,
  at: row.at.getTime(),
  claim:
    row.claim === null || row.claimed_by_person_id === null || row.claimed_at === null
      ? null
      : { text: row.claim, personId: row.claimed_by_person_id, at: row.claimed_at.getTime() },
  decision:
    row.outcome === null || row.decided_by_person_id === null || row.decided_at === null
      ? null
      : {
          // Checked by the database.
          outcome: row.outcome as NonNullable<ScopeAnswer['decision']>['outcome'],
          personId: row.decided_by_person_id,
          reason: row.decision_reason ?? '',
          serviceId: row.decided_service_id,
          at: row.decided_at.getTime(),
        },
});
