import type { Selectable } from 'kysely';
import type { Db, Tx } from '../../platform/database/index.ts';
import type { ScopeAnswer as ScopeAnswerRow } from '../../platform/database/schema.gen.ts';
import type { ScopeAnswer } from './model.ts';

export async function insertScopeAnswer(tx: Tx, told: Omit<ScopeAnswer, 'id'>): Promise<void> {
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
});
