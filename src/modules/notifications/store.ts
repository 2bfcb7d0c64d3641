import { assert } from '../../kernel/assert.ts';
import type { Instant } from '../../kernel/clock.ts';
import type { Db, Tx } from '../../platform/database/index.ts';
import { type OptionalLetter, optionalLetters } from '../../policy/optional-letters.ts';
import type { Facts } from '../../policy/verdict.ts';
import type { TicketEvent } from '../tickets/index.ts';
import type { Notice, NoticeAbout } from './model.ts';

/** True when this is the first time that the person is told of it. */
export async function insertNotice(
  tx: Tx,
  notice: {
    readonly personId: number;
    readonly about: NoticeAbout;
    readonly ticketId: number;
    readonly at: Instant;
  },
): Promise<boolean> {
  const row = await tx
    .insertInto('notice')
    .values({
      person_id: notice.personId,
      decision_id: 'decisionId' in notice.about ? notice.about.decisionId : null,
      event_id: 'eventId' in notice.about ? notice.about.eventId : null,
      message_id: 'messageId' in notice.about ? notice.about.messageId : null,
      ticket_id: notice.ticketId,
      created_at: new Date(notice.at),
    })
    .onConflict((conflict) => conflict.doNothing())
    .returning('id')
    .executeTakeFirst();
  return row !== undefined;
}

/** What a person was told, newest first, with what it is about. */
export async function selectNotices(
  db: Db,
  personId: number,
  { before, limit }: { readonly before: number | null; readonly limit: number },
): Promise<Notice[]> {
  let select = db
    .selectFrom('notice')
    .innerJoin('ticket', 'ticket.id', 'notice.ticket_id')
    .leftJoin('decision', 'decision.id', 'notice.decision_id')
    .leftJoin('ticket_event', 'ticket_event.id', 'notice.event_id')
    .leftJoin('message', 'message.id', 'notice.message_id')
    .select([
      'notice.id',
      'notice.created_at',
      'notice.read_at',
      'ticket.id as ticket_id',
      'ticket.number',
      'ticket.subject',
      'decision.kind',
      'decision.clause',
      'decision.facts',
      'decision.agreement_version',
      'ticket_event.type',
      'ticket_event.visibility as event_visibility',
      'ticket_event.actor_person_id',
      'ticket_event.data',
      'ticket_event.at as event_at',
      'notice.decision_id',
      'notice.event_id',
      'message.visibility as message_visibility',
      'message.author_person_id',
      'message.body_text',
      'message.visible_text',
    ])
    .where('notice.person_id', '=', personId);
  if (before !== null) select = select.where('notice.id', '<', before);
  const rows = await select.orderBy('notice.id', 'desc').limit(limit).execute();
  return rows.map((row) => ({
    id: row.id,
    ticket: { id: row.ticket_id, number: row.number, subject: row.subject },
    about: aboutOf(row),
    at: row.created_at.getTime(),
    readAt: row.read_at?.getTime() ?? null,
  }));
}

interface NoticeRow {
  readonly ticket_id: number;
  readonly decision_id: number | null;
  readonly kind: string | null;
  readonly clause: string | null;
  readonly facts: unknown;
  readonly agreement_version: number | null;
  readonly type: string | null;
  readonly event_id: number | null;
  readonly event_visibility: 'public' | 'internal' | null;
  readonly actor_person_id: number | null;
  readonly data: unknown;
  readonly event_at: Date | null;
  readonly message_visibility: 'public' | 'internal' | null;
  readonly author_person_id: number | null;
  readonly body_text: string | null;
  readonly visible_text: string | null;
}

/** The check of the table: one of the three is there. */
function aboutOf(row: NoticeRow): Notice['about'] {
  if (row.decision_id !== null && row.kind !== null) {
    assert(row.clause !== null && row.agreement_version !== null, 'a decision names its clause');
    return {
      kind: 'decision',
      decisionId: row.decision_id,
      // Written from Facts by `insertDecision`; the table is append-only.
      decision: { kind: row.kind, clause: row.clause, facts: row.facts as Facts },
      agreementVersion: row.agreement_version,
    };
  }
  if (row.type !== null) {
    assert(row.event_id !== null && row.event_at !== null, 'a line of the log has its moment');
    return {
      kind: 'event',
      event: {
        id: row.event_id,
        ticketId: row.ticket_id,
        // Written by insertTicketEvents only.
        type: row.type as TicketEvent['type'],
        visibility: row.event_visibility ?? 'internal',
        actorPersonId: row.actor_person_id,
        data: row.data as TicketEvent['data'],
        at: row.event_at.getTime(),
      },
    };
  }
  return {
    kind: row.message_visibility === 'internal' ? 'mentioned' : 'customer-wrote',
    authorPersonId: row.author_person_id,
    text: row.visible_text ?? row.body_text ?? '',
  };
}

/** How many a person has not read, counted up to `limit`. */
export async function countUnreadNotices(db: Db, personId: number, limit: number): Promise<number> {
  const { unread } = await db
    .selectFrom((eb) =>
      eb
        .selectFrom('notice')
        .select('id')
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
    .where('id', '<=', through)
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
