import type { Selectable } from 'kysely';
import type { Instant } from '../../../kernel/clock.ts';
import type { Db, Tx } from '../../../platform/database/index.ts';
import type { MessageDraft } from '../../../platform/database/schema.gen.ts';
import type { Draft, DraftMode } from './model.ts';
import { draftAfterEndMs, draftLifetimeMs } from './model.ts';

/** Whose draft, of which request, to become what. */
export type DraftPlace = Pick<Draft, 'personId' | 'ticketId' | 'mode'>;

/** All that this person has of this request, what is the draft now before what was set aside. */
export async function selectDrafts(
  db: Db,
  { personId, ticketId }: Pick<Draft, 'personId' | 'ticketId'>,
): Promise<Draft[]> {
  const rows = await db
    .selectFrom('message_draft')
    .selectAll()
    .where('person_id', '=', personId)
    .where('ticket_id', '=', ticketId)
    .orderBy('set_aside')
    .orderBy('written_at', 'desc')
    .orderBy('id')
    .execute();
  return rows.map(toDraft);
}

/** This person's own of all requests, what was touched last first. */
export async function selectDraftsOfPerson(
  db: Db,
  personId: number,
  limit: number,
): Promise<Draft[]> {
  const rows = await db
    .selectFrom('message_draft')
    .selectAll()
    .where('person_id', '=', personId)
    .where('set_aside', '=', false)
    .orderBy('saved_at', 'desc')
    .orderBy('id')
    .limit(limit)
    .execute();
  return rows.map(toDraft);
}

/** What is the draft now. */
export async function lockDraft(tx: Tx, place: DraftPlace): Promise<Draft | undefined> {
  const row = await tx
    .selectFrom('message_draft')
    .selectAll()
    .where('person_id', '=', place.personId)
    .where('ticket_id', '=', place.ticketId)
    .where('mode', '=', place.mode)
    .where('set_aside', '=', false)
    .forUpdate()
    .executeTakeFirst();
  return row && toDraft(row);
}

/** Null where there is one already, which only one that is not set aside can find. */
export async function insertDraft(
  tx: Tx,
  draft: Omit<Draft, 'id' | 'revision'>,
): Promise<number | null> {
  const row = await tx
    .insertInto('message_draft')
    .values({
      person_id: draft.personId,
      ticket_id: draft.ticketId,
      mode: draft.mode,
      set_aside: draft.setAside,
      ...contentOf(draft),
      revision: 1,
    })
    .onConflict((conflict) => conflict.doNothing())
    .returning('id')
    .executeTakeFirst();
  return row?.id ?? null;
}

type Content = Pick<
  Draft,
  'text' | 'form' | 'attachmentIds' | 'seenMessageId' | 'writtenAt' | 'savedAt'
>;

export async function updateDraft(tx: Tx, id: number, draft: Content): Promise<void> {
  await tx
    .updateTable('message_draft')
    .set((eb) => ({ ...contentOf(draft), revision: eb('revision', '+', 1) }))
    .where('id', '=', id)
    .execute();
}

const contentOf = (draft: Content) => ({
  body_text: draft.text,
  resolution_form: draft.form,
  attachment_ids: [...draft.attachmentIds],
  seen_message_id: draft.seenMessageId,
  written_at: new Date(draft.writtenAt),
  saved_at: new Date(draft.savedAt),
});

export async function countSetAside(db: Db, place: DraftPlace): Promise<number> {
  const { count } = await db
    .selectFrom('message_draft')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('person_id', '=', place.personId)
    .where('ticket_id', '=', place.ticketId)
    .where('mode', '=', place.mode)
    .where('set_aside', '=', true)
    .executeTakeFirstOrThrow();
  return Number(count);
}

/** What was being written goes on with the request; beside a draft that stands there already it is set aside. */
export async function moveDrafts(
  tx: Tx,
  { fromTicketId, toTicketId }: { readonly fromTicketId: number; readonly toTicketId: number },
): Promise<void> {
  await tx
    .updateTable('message_draft')
    .set((eb) => ({
      ticket_id: toTicketId,
      set_aside: eb
        .or([
          eb('set_aside', '=', true),
          eb.exists(
            eb
              .selectFrom('message_draft as there')
              .select('there.id')
              .where('there.ticket_id', '=', toTicketId)
              .where('there.set_aside', '=', false)
              .whereRef('there.person_id', '=', 'message_draft.person_id')
              .whereRef('there.mode', '=', 'message_draft.mode'),
          ),
        ])
        .$castTo<boolean>(),
    }))
    .where('ticket_id', '=', fromTicketId)
    .execute();
}

/** The draft became a message: what is set aside beside it stays its writer's. */
export async function endDraft(tx: Tx, place: DraftPlace): Promise<void> {
  await tx
    .deleteFrom('message_draft')
    .where('person_id', '=', place.personId)
    .where('ticket_id', '=', place.ticketId)
    .where('mode', '=', place.mode)
    .where('set_aside', '=', false)
    .execute();
}

/** False when this person has no such draft of this request. */
export async function deleteDraft(
  tx: Tx,
  { id, personId, ticketId }: Pick<Draft, 'id' | 'personId' | 'ticketId'>,
): Promise<boolean> {
  const row = await tx
    .deleteFrom('message_draft')
    .where('id', '=', id)
    .where('person_id', '=', personId)
    .where('ticket_id', '=', ticketId)
    .returning('id')
    .executeTakeFirst();
  return row !== undefined;
}

/** What nobody touched for a month, and what belongs to a request that ended and was not touched for a day. */
export async function deleteOldDrafts(tx: Tx, now: Instant): Promise<number> {
  const afterEnd = new Date(now - draftAfterEndMs);
  const rows = await tx
    .deleteFrom('message_draft')
    .where('saved_at', '<', afterEnd)
    .where((eb) =>
      eb.or([
        eb('saved_at', '<', new Date(now - draftLifetimeMs)),
        eb.exists(
          eb
            .selectFrom('ticket')
            .select('ticket.id')
            .whereRef('ticket.id', '=', 'message_draft.ticket_id')
            .where('ticket.closed_at', '<', afterEnd),
        ),
      ]),
    )
    .returning('id')
    .execute();
  return rows.length;
}

const toDraft = (row: Selectable<MessageDraft>): Draft => ({
  id: row.id,
  personId: row.person_id,
  ticketId: row.ticket_id,
  // The check constraints of these two columns allow just these.
  mode: row.mode as DraftMode,
  form: row.resolution_form as Draft['form'],
  setAside: row.set_aside,
  text: row.body_text,
  attachmentIds: row.attachment_ids,
  seenMessageId: row.seen_message_id,
  revision: row.revision,
  writtenAt: row.written_at.getTime(),
  savedAt: row.saved_at.getTime(),
});
