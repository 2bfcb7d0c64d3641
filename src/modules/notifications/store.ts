import type { Instant } from '../../kernel/clock.ts';
import type { Db, Tx } from '../../platform/database/index.ts';
import { type OptionalLetter, optionalLetters } from '../../policy/optional-letters.ts';
import type { Facts } from '../../policy/verdict.ts';
import type { Notice } from './model.ts';

/** True when this is the first time that the person is told of it. */
export async function insertNotice(
  tx: Tx,
  notice: {
    readonly personId: number;
    readonly decisionId: number;
    readonly ticketId: number;
    readonly at: Instant;
  },
): Promise<boolean> {
  const row = await tx
    .insertInto('notice')
    .values({
      person_id: notice.personId,
      decision_id: notice.decisionId,
      ticket_id: notice.ticketId,
      created_at: new Date(notice.at),
    })
    .onConflict((conflict) => conflict.doNothing())
    .returning('decision_id')
    .executeTakeFirst();
  return row !== undefined;
}

/** What a person was told, newest first, with the decision that it is about. */
export async function selectNotices(
  db: Db,
  personId: number,
  { before, limit }: { readonly before: number | null; readonly limit: number },
): Promise<Notice[]> {
  let select = db
    .selectFrom('notice')
    .innerJoin('decision', 'decision.id', 'notice.decision_id')
    .innerJoin('ticket', 'ticket.id', 'notice.ticket_id')
    .select([
      'decision.id',
      'decision.kind',
      'decision.clause',
      'decision.facts',
      'decision.agreement_version',
      'ticket.number',
      'ticket.subject',
      'notice.created_at',
      'notice.read_at',
    ])
    .where('notice.person_id', '=', personId);
  if (before !== null) select = select.where('notice.decision_id', '<', before);
  const rows = await select.orderBy('notice.decision_id', 'desc').limit(limit).execute();
  return rows.map((row) => ({
    id: row.id,
    ticket: { number: row.number, subject: row.subject },
    // Written from Facts by `insertDecision`; the table is append-only.
    decision: { kind: row.kind, clause: row.clause, facts: row.facts as unknown as Facts },
    agreementVersion: row.agreement_version,
    at: row.created_at.getTime(),
    readAt: row.read_at?.getTime() ?? null,
  }));
}

/** How many a person has not read, counted up to `limit`. */
export async function countUnreadNotices(db: Db, personId: number, limit: number): Promise<number> {
  const { unread } = await db
    .selectFrom((eb) =>
      eb
        .selectFrom('notice')
        .select('decision_id')
        .where('person_id', '=', personId)
        .where('read_at', 'is', null)
        .limit(limit)
        .as('some'),
    )
    .select((eb) => eb.fn.countAll<number>().as('unread'))
    .executeTakeFirstOrThrow();
  return Number(unread);
}

/** Read: everything up to and with this one; what came while the list was open stays new. */
export async function updateNoticesRead(
  tx: Tx,
  personId: number,
  { through, at }: { readonly through: number; readonly at: Instant },
): Promise<void> {
  await tx
    .updateTable('notice')
    .set({ read_at: new Date(at) })
    .where('person_id', '=', personId)
    .where('decision_id', '<=', through)
    .where('read_at', 'is', null)
    .execute();
}

/** The letters that a person turned off. */
export async function selectDeclinedLetters(
  db: Db,
  personId: number,
): Promise<readonly OptionalLetter[]> {
  const rows = await db
    .selectFrom('letter_declined')
    .select('letter')
    .where('person_id', '=', personId)
    .execute();
  return optionalLetters.filter((letter) => rows.some((row) => row.letter === letter));
}

export async function selectDecliners(
  db: Db,
  letter: OptionalLetter,
  personIds: readonly number[],
): Promise<ReadonlySet<number>> {
  if (personIds.length === 0) return new Set();
  const rows = await db
    .selectFrom('letter_declined')
    .select('person_id')
    .where('letter', '=', letter)
    .where('person_id', 'in', personIds)
    .execute();
  return new Set(rows.map((row) => row.person_id));
}

export async function deleteDeclinedLetters(
  tx: Tx,
  personId: number,
  letters: readonly OptionalLetter[],
): Promise<void> {
  if (letters.length === 0) return;
  await tx
    .deleteFrom('letter_declined')
    .where('person_id', '=', personId)
    .where('letter', 'in', letters)
    .execute();
}

export async function insertDeclinedLetters(
  tx: Tx,
  declined: {
    readonly personId: number;
    readonly letters: readonly OptionalLetter[];
    readonly at: Instant;
  },
): Promise<void> {
  if (declined.letters.length === 0) return;
  await tx
    .insertInto('letter_declined')
    .values(
      declined.letters.map((letter) => ({
        person_id: declined.personId,
        letter,
        declined_at: new Date(declined.at),
      })),
    )
    // Turned off already: since then.
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}
