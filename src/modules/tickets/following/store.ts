import type { Instant } from '../../../kernel/clock.ts';
import type { Db, Tx } from '../../../platform/database/index.ts';

/** Those who follow it already go on since when they did. */
export async function insertFollowing(
  tx: Tx,
  following: {
    readonly ticketId: number;
    readonly personIds: readonly number[];
    readonly at: Instant;
  },
): Promise<void> {
  const { ticketId, personIds, at } = following;
  if (personIds.length === 0) return;
  await tx
    .insertInto('following')
    .values(
      personIds.map((personId) => ({
        ticket_id: ticketId,
        person_id: personId,
        since: new Date(at),
      })),
    )
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

export async function deleteFollowing(
  tx: Tx,
  { ticketId, personId }: { readonly ticketId: number; readonly personId: number },
): Promise<void> {
  await tx
    .deleteFrom('following')
    .where('ticket_id', '=', ticketId)
    .where('person_id', '=', personId)
    .execute();
}

/** The agents who follow a request, longest first. */
export async function selectFollowing(db: Db, ticketId: number): Promise<number[]> {
  const rows = await db
    .selectFrom('following')
    .select('person_id')
    .where('ticket_id', '=', ticketId)
    .orderBy('since')
    .orderBy('person_id')
    .execute();
  return rows.map((row) => row.person_id);
}

/** Who followed what was absorbed follows what goes on for it. */
export async function carryFollowing(
  tx: Tx,
  { from, to }: { readonly from: number; readonly to: number },
): Promise<void> {
  await tx
    .insertInto('following')
    .columns(['ticket_id', 'person_id', 'since'])
    .expression((eb) =>
      eb
        .selectFrom('following')
        .select((row) => [row.val(to).as('ticket_id'), 'person_id', 'since'])
        .where('ticket_id', '=', from),
    )
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

export async function insertMentions(
  tx: Tx,
  messageId: number,
  personIds: readonly number[],
): Promise<void> {
  if (personIds.length === 0) return;
  await tx
    .insertInto('mention')
    .values(personIds.map((personId) => ({ message_id: messageId, person_id: personId })))
    .execute();
}

export async function selectMentions(db: Db, messageId: number): Promise<number[]> {
  const rows = await db
    .selectFrom('mention')
    .select('person_id')
    .where('message_id', '=', messageId)
    .orderBy('person_id')
    .execute();
  return rows.map((row) => row.person_id);
}
