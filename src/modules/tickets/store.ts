import { type Expression, type Selectable, type SqlBool, sql } from 'kysely';
import { assert } from '../../kernel/assert.ts';
import type { Instant } from '../../kernel/clock.ts';
import type { Db, Tx } from '../../platform/database/index.ts';
import type {
  InformationRequest as InformationRequestRow,
  PendingReply as PendingReplyRow,
  Ticket as TicketRow,
} from '../../platform/database/schema.gen.ts';
import type { Priority } from '../../policy/terms.ts';
import type { TicketStatus } from '../../policy/transitions.ts';
import type {
  InformationRequest,
  LinkKind,
  PendingReply,
  Reader,
  Ticket,
  TicketChange,
  TicketEvent,
  TicketEventType,
  TicketLink,
  WorkEntry,
} from './model.ts';
import type { NotDone } from './not-done.ts';

const date = (instant: Instant): Date => new Date(instant);
const dateOrNull = (instant: Instant | null): Date | null =>
  instant === null ? null : new Date(instant);
const instant = (value: Date | null): Instant | null => (value === null ? null : value.getTime());

/** How much of one text is indexed: a tsvector holds 1 MB at most, and nobody searches a log file's tail. */
const indexedCharacters = 50_000;

export type TicketInsert = Omit<
  Ticket,
  | 'id'
  | 'number'
  | 'version'
  | 'priorityVerifiedAt'
  | 'priorityVerifiedByPersonId'
  | 'assigneePersonId'
  | 'resolvedAt'
  | 'closedAt'
  | 'resolutionForm'
  | 'billableMinutes'
  | 'approvedUnits'
  | 'absenceUnits'
  | 'surchargeUnits'
  | 'surchargeChargedUnits'
  | 'chargedUnits'
  | 'mergedIntoTicketId'
  | 'scopeClaimedAt'
  | 'nextClosingAt'
>;

export async function insertTicket(tx: Tx, ticket: TicketInsert, at: Instant): Promise<Ticket> {
  const row = await tx
    .insertInto('ticket')
    .values({
      organization_id: ticket.organizationId,
      requester_person_id: ticket.requesterPersonId,
      registered_by_person_id: ticket.registeredByPersonId,
      subject: ticket.subject,
      expected_result: ticket.expectedResult,
      status: ticket.status,
      held_for: ticket.heldFor === null ? null : JSON.stringify(ticket.heldFor),
      priority: ticket.priority,
      priority_suggested: ticket.prioritySuggested,
      priority_source: ticket.prioritySource,
      category_id: ticket.categoryId,
      service_id: ticket.serviceId,
      answers: JSON.stringify(ticket.answers),
      team_id: ticket.teamId,
      mailbox_id: ticket.mailboxId,
      channel: ticket.channel,
      agreement_version: ticket.agreementVersion,
      split_from_message_id: ticket.splitFromMessageId,
      received_at: date(ticket.receivedAt),
      registered_at: dateOrNull(ticket.registeredAt),
      next_due_at: dateOrNull(ticket.nextDueAt),
      last_message_at: date(ticket.lastMessageAt),
      updated_at: date(at),
    })
    .returningAll()
    .executeTakeFirstOrThrow();
  return toTicket(row);
}

/**
 * Locks the ticket for this transaction, when the reader may act on it: `asker` for everything that moves or ends it,
 * `follower` for what whoever follows it may do, too.
 */
export async function lockTicket(
  tx: Tx,
  number: number,
  reader: Reader,
  as: Standing = 'asker',
): Promise<Ticket | undefined> {
  const row = await visibleTo(tx, reader, as)
    .selectAll('ticket')
    .where('ticket.number', '=', number)
    .forNoKeyUpdate()
    .executeTakeFirst();
  return row && toTicket(row);
}

export async function lockTicketById(tx: Tx, ticketId: number): Promise<Ticket | undefined> {
  const row = await tx
    .selectFrom('ticket')
    .selectAll()
    .where('id', '=', ticketId)
    .forNoKeyUpdate()
    .executeTakeFirst();
  return row && toTicket(row);
}

/** In the order of their ids, so that two who lock several never wait for each other. */
export async function lockTicketsById(tx: Tx, ticketIds: readonly number[]): Promise<Ticket[]> {
  if (ticketIds.length === 0) return [];
  const rows = await tx
    .selectFrom('ticket')
    .selectAll()
    .where('id', 'in', [...ticketIds])
    .orderBy('id')
    .forNoKeyUpdate()
    .execute();
  return rows.map(toTicket);
}

export async function selectTicket(
  db: Db,
  number: number,
  reader: Reader,
): Promise<Ticket | undefined> {
  const row = await visibleTo(db, reader)
    .selectAll('ticket')
    .where('ticket.number', '=', number)
    .executeTakeFirst();
  return row && toTicket(row);
}

export async function selectTicketById(db: Db, ticketId: number): Promise<Ticket | undefined> {
  const row = await db
    .selectFrom('ticket')
    .selectAll()
    .where('id', '=', ticketId)
    .executeTakeFirst();
  return row && toTicket(row);
}

/** Whether this reader sees it. */
export const isFollower = (db: Db, ticketId: number, reader: Reader): Promise<boolean> =>
  isAmong(db, ticketId, reader, 'follower');

/** Whether this reader asked for it, or administers who did; false for whoever only follows it (V.c). */
export const isAsker = (db: Db, ticketId: number, reader: Reader): Promise<boolean> =>
  isAmong(db, ticketId, reader, 'asker');

async function isAmong(db: Db, ticketId: number, reader: Reader, as: Standing): Promise<boolean> {
  const row = await visibleTo(db, reader, as)
    .select('ticket.id')
    .where('ticket.id', '=', ticketId)
    .executeTakeFirst();
  return row !== undefined;
}

type Standing = 'asker' | 'follower';

/**
 * The only way to a ticket for a person: nobody reads past this scope. Who asked for the same as a colleague reads what
 * both were merged into, and a follower what it was added to; the customer is the wall that no merge and no copy moves.
 */
const visibleTo = (db: Db, reader: Reader, as: Standing = 'follower') =>
  db.selectFrom('ticket').where((eb) => {
    if (reader.kind === 'agent') return eb.lit(true);
    const own = eb('ticket.organization_id', '=', reader.organizationId);
    if (reader.administrator) return own;
    const mine = eb('ticket.requester_person_id', '=', reader.personId);
    const followed =
      as === 'asker'
        ? sql``
        : sql`union all select participant.ticket_id from participant
               where participant.person_id = ${reader.personId} and participant.removed_at is null`;
    // An array, asked for once, so that the indexes of the list itself still serve.
    const shared = sql`array(select absorbed.merged_into_ticket_id
      from ticket absorbed join ticket survivor on survivor.id = absorbed.merged_into_ticket_id
      where absorbed.organization_id = ${reader.organizationId}
        and absorbed.merged_into_ticket_id is not null
        and ${reader.personId} in (absorbed.requester_person_id, survivor.requester_person_id)
      ${followed})`;
    return eb.and([
      own,
      eb.or([
        mine,
        sql<boolean>`ticket.id = any(${shared})`,
        sql<boolean>`ticket.merged_into_ticket_id = any(${shared})`,
      ]),
    ]);
  });

/** Locks both, the lower id first, so that two who merge at once never wait for each other. */
export async function lockTicketPair(
  tx: Tx,
  numbers: readonly [number, number],
  reader: Reader,
): Promise<readonly [Ticket | undefined, Ticket | undefined]> {
  const rows = await visibleTo(tx, reader)
    .selectAll('ticket')
    .where('ticket.number', 'in', [...numbers])
    .orderBy('ticket.id')
    .forNoKeyUpdate()
    .execute();
  const tickets = rows.map(toTicket);
  const numbered = (number: number) => tickets.find((ticket) => ticket.number === number);
  return [numbered(numbers[0]), numbered(numbers[1])];
}

/** The request that goes on for this one, locked: itself, unless it was merged into another. */
export async function lockGoingTicket(tx: Tx, ticketId: number): Promise<Ticket | undefined> {
  const ticket = await lockTicketById(tx, ticketId);
  const into = ticket?.mergedIntoTicketId ?? null;
  return into === null ? ticket : lockTicketById(tx, into);
}

/** What was merged into this ticket, the earliest first. */
export async function selectAbsorbed(db: Db, ticketId: number): Promise<Ticket[]> {
  const rows = await db
    .selectFrom('ticket')
    .selectAll()
    .where('merged_into_ticket_id', '=', ticketId)
    .orderBy('id')
    .limit(50)
    .execute();
  return rows.map(toTicket);
}

/** What was merged into one that is merged now goes with it: there is one step to the request that goes on. */
export async function updateMergedInto(
  tx: Tx,
  { from, to }: { readonly from: number; readonly to: number },
): Promise<void> {
  await tx
    .updateTable('ticket')
    .set((eb) => ({ merged_into_ticket_id: to, version: eb('version', '+', 1) }))
    .where('merged_into_ticket_id', '=', from)
    .execute();
}

/** T2: the number of the request that was split out of this message; null when none was. */
export async function selectSplitNumber(db: Db, messageId: number): Promise<number | null> {
  const row = await db
    .selectFrom('ticket')
    .select('number')
    .where('split_from_message_id', '=', messageId)
    .executeTakeFirst();
  return row?.number ?? null;
}

/** T2: the numbers of the requests that were split out of these messages. */
export async function selectSplitNumbers(
  db: Db,
  messageIds: readonly number[],
): Promise<ReadonlyMap<number, number>> {
  if (messageIds.length === 0) return new Map();
  const rows = await db
    .selectFrom('ticket')
    .select(['number', 'split_from_message_id'])
    .where('split_from_message_id', 'in', [...messageIds])
    .execute();
  return new Map(
    rows.flatMap(({ number, split_from_message_id }) =>
      split_from_message_id === null ? [] : [[split_from_message_id, number] as const],
    ),
  );
}

export async function updateTicket(
  tx: Tx,
  ticket: Ticket,
  change: TicketChange,
  at: Instant,
): Promise<Ticket> {
  const row = await tx
    .updateTable('ticket')
    .set({
      ...(change.status === undefined ? {} : { status: change.status }),
      ...(change.heldFor === undefined
        ? {}
        : { held_for: change.heldFor === null ? null : JSON.stringify(change.heldFor) }),
      ...(change.priority === undefined ? {} : { priority: change.priority }),
      ...(change.prioritySuggested === undefined
        ? {}
        : { priority_suggested: change.prioritySuggested }),
      ...(change.prioritySource === undefined ? {} : { priority_source: change.prioritySource }),
      ...(change.priorityVerifiedAt === undefined
        ? {}
        : { priority_verified_at: dateOrNull(change.priorityVerifiedAt) }),
      ...(change.priorityVerifiedByPersonId === undefined
        ? {}
        : { priority_verified_by_person_id: change.priorityVerifiedByPersonId }),
      ...(change.categoryId === undefined ? {} : { category_id: change.categoryId }),
      ...(change.serviceId === undefined ? {} : { service_id: change.serviceId }),
      ...(change.scopeClaimedAt === undefined
        ? {}
        : { scope_claimed_at: dateOrNull(change.scopeClaimedAt) }),
      ...(change.answers === undefined ? {} : { answers: JSON.stringify(change.answers) }),
      ...(change.teamId === undefined ? {} : { team_id: change.teamId }),
      ...(change.assigneePersonId === undefined
        ? {}
        : { assignee_person_id: change.assigneePersonId }),
      ...(change.registeredAt === undefined
        ? {}
        : { registered_at: dateOrNull(change.registeredAt) }),
      ...(change.resolvedAt === undefined ? {} : { resolved_at: dateOrNull(change.resolvedAt) }),
      ...(change.closedAt === undefined ? {} : { closed_at: dateOrNull(change.closedAt) }),
      ...(change.resolutionForm === undefined ? {} : { resolution_form: change.resolutionForm }),
      ...(change.billableMinutes === undefined ? {} : { billable_minutes: change.billableMinutes }),
      ...(change.approvedUnits === undefined ? {} : { approved_units: change.approvedUnits }),
      ...(change.absenceUnits === undefined ? {} : { absence_units: change.absenceUnits }),
      ...(change.surchargeUnits === undefined ? {} : { surcharge_units: change.surchargeUnits }),
      ...(change.surchargeChargedUnits === undefined
        ? {}
        : { surcharge_charged_units: change.surchargeChargedUnits }),
      ...(change.chargedUnits === undefined ? {} : { charged_units: change.chargedUnits }),
      ...(change.mergedIntoTicketId === undefined
        ? {}
        : { merged_into_ticket_id: change.mergedIntoTicketId }),
      ...(change.nextDueAt === undefined ? {} : { next_due_at: dateOrNull(change.nextDueAt) }),
      ...(change.nextClosingAt === undefined
        ? {}
        : { next_closing_at: dateOrNull(change.nextClosingAt) }),
      ...(change.lastMessageAt === undefined
        ? {}
        : { last_message_at: date(change.lastMessageAt) }),
      version: ticket.version + 1,
      updated_at: date(at),
    })
    .where('id', '=', ticket.id)
    .where('version', '=', ticket.version)
    .returningAll()
    .executeTakeFirst();
  assert(row !== undefined, 'a ticket is locked before it is changed');
  return toTicket(row);
}

/** What the queue is sorted by, of many tickets at once; they are locked by the caller. */
export async function updateNextDue(
  tx: Tx,
  tickets: readonly { readonly ticketId: number; readonly nextDueAt: Instant | null }[],
  at: Instant,
): Promise<void> {
  if (tickets.length === 0) return;
  await sql`
    update ticket set next_due_at = moved.next_due_at, version = version + 1,
                      updated_at = ${date(at)}::timestamptz
      from unnest(${tickets.map(({ ticketId }) => ticketId)}::bigint[],
                  ${tickets.map(({ nextDueAt }) => dateOrNull(nextDueAt))}::timestamptz[])
           as moved (ticket_id, next_due_at)
     where id = moved.ticket_id
       and ticket.next_due_at is distinct from moved.next_due_at`.execute(tx);
}

const toTicket = (row: Selectable<TicketRow>): Ticket => ({
  id: row.id,
  number: row.number,
  organizationId: row.organization_id,
  requesterPersonId: row.requester_person_id,
  registeredByPersonId: row.registered_by_person_id,
  subject: row.subject,
  expectedResult: row.expected_result,
  status: row.status,
  // Written by insertTicket and updateTicket only, from this very type.
  heldFor: row.held_for as unknown as Ticket['heldFor'],
  priority: row.priority,
  prioritySuggested: row.priority_suggested,
  prioritySource: row.priority_source,
  priorityVerifiedAt: instant(row.priority_verified_at),
  priorityVerifiedByPersonId: row.priority_verified_by_person_id,
  categoryId: row.category_id,
  serviceId: row.service_id,
  answers: row.answers as unknown as Ticket['answers'],
  teamId: row.team_id,
  assigneePersonId: row.assignee_person_id,
  mailboxId: row.mailbox_id,
  channel: row.channel,
  agreementVersion: row.agreement_version,
  receivedAt: row.received_at.getTime(),
  registeredAt: instant(row.registered_at),
  resolvedAt: instant(row.resolved_at),
  closedAt: instant(row.closed_at),
  resolutionForm: row.resolution_form,
  billableMinutes: row.billable_minutes,
  approvedUnits: row.approved_units,
  absenceUnits: row.absence_units,
  surchargeUnits: row.surcharge_units,
  surchargeChargedUnits: row.surcharge_charged_units,
  chargedUnits: row.charged_units,
  mergedIntoTicketId: row.merged_into_ticket_id,
  splitFromMessageId: row.split_from_message_id,
  scopeClaimedAt: instant(row.scope_claimed_at),
  nextDueAt: instant(row.next_due_at),
  nextClosingAt: instant(row.next_closing_at),
  lastMessageAt: row.last_message_at.getTime(),
  version: row.version,
});

// The log (V.c)

/** Their ids, in the order of the lines. */
export async function insertTicketEvents(
  tx: Tx,
  events: readonly Omit<TicketEvent, 'id'>[],
): Promise<number[]> {
  const rows = await tx
    .insertInto('ticket_event')
    .values(
      events.map((event) => ({
        ticket_id: event.ticketId,
        type: event.type,
        visibility: event.visibility,
        actor_person_id: event.actorPersonId,
        data: JSON.stringify(event.data),
        at: date(event.at),
      })),
    )
    .returning('id')
    .execute();
  return rows.map(({ id }) => id).toSorted((a, b) => a - b);
}

export async function selectTicketEvents(
  db: Db,
  ticketId: number,
  includeInternal: boolean,
): Promise<TicketEvent[]> {
  let select = db
    .selectFrom('ticket_event')
    .select(['id', 'ticket_id', 'type', 'visibility', 'actor_person_id', 'data', 'at'])
    .where('ticket_id', '=', ticketId);
  if (!includeInternal) select = select.where('visibility', '=', 'public');
  const rows = await select.orderBy('id').limit(500).execute();
  return rows.map((row) => ({
    id: row.id,
    ticketId: row.ticket_id,
    // Written by insertTicketEvents only.
    type: row.type as TicketEventType,
    visibility: row.visibility,
    actorPersonId: row.actor_person_id,
    data: row.data as unknown as TicketEvent['data'],
    at: row.at.getTime(),
  }));
}

// Work (T4)

export async function insertWorkEntry(
  tx: Tx,
  entry: Omit<WorkEntry, 'id' | 'loggedAt'>,
  at: Instant,
): Promise<number> {
  const { id } = await tx
    .insertInto('work_entry')
    .values({
      ticket_id: entry.ticketId,
      agent_person_id: entry.agentPersonId,
      minutes: entry.minutes,
      billable_minutes: entry.billableMinutes,
      note: entry.note,
      reverses_id: entry.reversesId,
      worked_at: date(entry.workedAt),
      created_at: date(at),
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  return id;
}

export async function selectWorkEntries(db: Db, ticketId: number): Promise<WorkEntry[]> {
  const rows = await db
    .selectFrom('work_entry')
    .selectAll()
    .where('ticket_id', '=', ticketId)
    .orderBy('id')
    .limit(500)
    .execute();
  return rows.map((row) => ({
    id: row.id,
    ticketId: row.ticket_id,
    agentPersonId: row.agent_person_id,
    minutes: row.minutes,
    billableMinutes: row.billable_minutes,
    note: row.note,
    reversesId: row.reverses_id,
    workedAt: row.worked_at.getTime(),
    loggedAt: row.created_at.getTime(),
  }));
}

// Questions to the customer (VIII.b)

export async function selectOpenInformationRequest(
  db: Db,
  ticketId: number,
): Promise<InformationRequest | null> {
  const request = await db
    .selectFrom('information_request')
    .selectAll()
    .where('ticket_id', '=', ticketId)
    .where('ended_at', 'is', null)
    .executeTakeFirst();
  return request === undefined ? null : withAttempts(db, request);
}

/** VIII.b: the question whose abandonment closed the ticket at this moment. */
export async function selectAbandonedRequest(
  db: Db,
  ticketId: number,
  closedAt: Instant,
): Promise<InformationRequest | null> {
  const request = await db
    .selectFrom('information_request')
    .selectAll()
    .where('ticket_id', '=', ticketId)
    .where('ended_at', '=', date(closedAt))
    .where('answered_at', 'is', null)
    .orderBy('id', 'desc')
    .executeTakeFirst();
  return request === undefined ? null : withAttempts(db, request);
}

async function withAttempts(
  db: Db,
  request: Selectable<InformationRequestRow>,
): Promise<InformationRequest> {
  // An attempt reached the customer when no letter with it is on its way or came back to whoever asked; the portal shows
  // it in any case. What is sent to followers is a copy, and says nothing of it.
  const attempts = await db
    .selectFrom('information_attempt')
    .select((eb) => [
      'message_id',
      'attempted_at',
      eb
        .not(
          eb.exists(
            eb
              .selectFrom('outgoing_mail')
              .select('outgoing_mail.id')
              .whereRef('outgoing_mail.message_id', '=', 'information_attempt.message_id')
              .where('outgoing_mail.purpose', '<>', 'copy')
              .where('outgoing_mail.state', 'not in', ['sent', 'local']),
          ),
        )
        .as('delivered'),
      eb
        .exists(
          eb
            .selectFrom('outgoing_mail')
            .select('outgoing_mail.id')
            .whereRef('outgoing_mail.message_id', '=', 'information_attempt.message_id')
            .where('outgoing_mail.purpose', '<>', 'copy')
            .where('outgoing_mail.state', 'in', ['bounced', 'failed']),
        )
        .as('came_back'),
    ])
    .where('information_request_id', '=', request.id)
    .orderBy('id')
    .execute();
  const presences = await db
    .selectFrom('information_presence')
    .select('confirmed_at')
    .where('information_request_id', '=', request.id)
    .orderBy('id')
    .execute();
  return {
    id: request.id,
    ticketId: request.ticket_id,
    askedByPersonId: request.asked_by_person_id,
    askedAt: request.asked_at.getTime(),
    attempts: attempts.map((attempt) => ({
      messageId: attempt.message_id,
      at: attempt.attempted_at.getTime(),
      delivered: Boolean(attempt.delivered),
      cameBack: Boolean(attempt.came_back),
    })),
    presences: presences.map((presence) => presence.confirmed_at.getTime()),
    lastAnswerAt: null,
  };
}

export async function insertInformationRequest(
  tx: Tx,
  request: { readonly ticketId: number; readonly askedByPersonId: number; readonly at: Instant },
): Promise<number> {
  const { id } = await tx
    .insertInto('information_request')
    .values({
      ticket_id: request.ticketId,
      asked_by_person_id: request.askedByPersonId,
      asked_at: date(request.at),
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  return id;
}

export async function insertInformationAttempt(
  tx: Tx,
  attempt: {
    readonly informationRequestId: number;
    readonly messageId: number;
    readonly at: Instant;
  },
): Promise<void> {
  await tx
    .insertInto('information_attempt')
    .values({
      information_request_id: attempt.informationRequestId,
      message_id: attempt.messageId,
      attempted_at: date(attempt.at),
    })
    .execute();
}

export async function insertInformationPresence(
  tx: Tx,
  presence: {
    readonly informationRequestId: number;
    readonly personId: number;
    readonly door: 'mail' | 'portal';
    readonly at: Instant;
  },
): Promise<void> {
  await tx
    .insertInto('information_presence')
    .values({
      information_request_id: presence.informationRequestId,
      person_id: presence.personId,
      door: presence.door,
      confirmed_at: date(presence.at),
    })
    .execute();
}

export async function endInformationRequest(
  tx: Tx,
  ticketId: number,
  end: { readonly answered: boolean; readonly at: Instant },
): Promise<void> {
  await tx
    .updateTable('information_request')
    .set({ ended_at: date(end.at), ...(end.answered ? { answered_at: date(end.at) } : {}) })
    .where('ticket_id', '=', ticketId)
    .where('ended_at', 'is', null)
    .execute();
}

// Replies that can still be taken back

export async function insertPendingReply(
  tx: Tx,
  ticketId: number,
  reply: Pick<PendingReply, 'personId' | 'act' | 'text' | 'form' | 'attachmentIds'> & {
    readonly lastSeenMessageId?: number;
    readonly publishAt: Instant;
    readonly at: Instant;
  },
): Promise<PendingReply> {
  const row = await tx
    .insertInto('pending_reply')
    .values({
      ticket_id: ticketId,
      person_id: reply.personId,
      act: reply.act,
      body_text: reply.text,
      resolution_form: reply.form,
      attachment_ids: [...reply.attachmentIds],
      last_seen_message_id: reply.lastSeenMessageId ?? null,
      created_at: date(reply.at),
      publish_at: date(reply.publishAt),
    })
    .returningAll()
    .executeTakeFirstOrThrow();
  return toPendingReply(row);
}

export async function selectPendingReply(db: Db, id: number): Promise<PendingReply | undefined> {
  const row = await db
    .selectFrom('pending_reply')
    .selectAll()
    .where('id', '=', id)
    .executeTakeFirst();
  return row && toPendingReply(row);
}

export async function lockPendingReply(tx: Tx, id: number): Promise<PendingReply | undefined> {
  const row = await tx
    .selectFrom('pending_reply')
    .selectAll()
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst();
  return row && toPendingReply(row);
}

/** Those that wait, and those that came back to their writer. */
export async function selectPendingReplies(db: Db, ticketId: number): Promise<PendingReply[]> {
  const rows = await db
    .selectFrom('pending_reply')
    .selectAll()
    .where('ticket_id', '=', ticketId)
    .where('state', 'in', ['pending', 'refused'])
    .orderBy('id')
    .limit(20)
    .execute();
  return rows.map(toPendingReply);
}

export async function selectDuePendingReplies(
  db: Db,
  at: Instant,
  limit: number,
): Promise<number[]> {
  const rows = await db
    .selectFrom('pending_reply')
    .select('id')
    .where('state', '=', 'pending')
    .where('publish_at', '<=', date(at))
    .orderBy('publish_at')
    .limit(limit)
    .execute();
  return rows.map((row) => row.id);
}

export async function settlePendingReply(
  tx: Tx,
  id: number,
  end: {
    readonly state: 'published' | 'taken-back' | 'refused';
    readonly messageId?: number;
    readonly refusal?: NotDone;
    readonly at: Instant;
  },
): Promise<void> {
  await tx
    .updateTable('pending_reply')
    .set({
      state: end.state,
      message_id: end.messageId ?? null,
      refusal: end.refusal === undefined ? null : JSON.stringify(end.refusal),
      settled_at: date(end.at),
    })
    .where('id', '=', id)
    .execute();
}

const toPendingReply = (row: Selectable<PendingReplyRow>): PendingReply => ({
  id: row.id,
  ticketId: row.ticket_id,
  personId: row.person_id,
  // The check constraints allow just these.
  act: row.act as PendingReply['act'],
  text: row.body_text,
  form: row.resolution_form as PendingReply['form'],
  attachmentIds: row.attachment_ids,
  lastSeenMessageId: row.last_seen_message_id,
  publishAt: row.publish_at.getTime(),
  state: row.state as PendingReply['state'],
  // Written by settlePendingReply only, from this very type.
  refusal: row.refusal as unknown as PendingReply['refusal'],
});

// Links

export async function insertTicketLink(
  tx: Tx,
  link: {
    readonly fromTicketId: number;
    readonly toTicketId: number;
    readonly kind: LinkKind;
    readonly at: Instant;
  },
): Promise<void> {
  await tx
    .insertInto('ticket_link')
    .values({
      from_ticket_id: link.fromTicketId,
      to_ticket_id: link.toTicketId,
      kind: link.kind,
      created_at: date(link.at),
    })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

/** Takes away the link between two tickets that is of one of these kinds; answers its kind, null when there is none. */
export async function deleteTicketLink(
  tx: Tx,
  [one, other]: readonly [number, number],
  kinds: readonly LinkKind[],
): Promise<string | null> {
  const row = await tx
    .deleteFrom('ticket_link')
    .where((eb) =>
      eb.or([
        eb.and([eb('from_ticket_id', '=', one), eb('to_ticket_id', '=', other)]),
        eb.and([eb('from_ticket_id', '=', other), eb('to_ticket_id', '=', one)]),
      ]),
    )
    .where('kind', 'in', [...kinds])
    .returning('kind')
    .executeTakeFirst();
  return row?.kind ?? null;
}

export async function selectTicketLinks(
  db: Db,
  ticketId: number,
  reader: Reader,
): Promise<TicketLink[]> {
  const rows = await visibleTo(db, reader)
    .innerJoin('ticket_link', (join) =>
      join.on((eb) =>
        eb.or([
          eb.and([
            eb('ticket_link.from_ticket_id', '=', ticketId),
            eb('ticket_link.to_ticket_id', '=', eb.ref('ticket.id')),
          ]),
          eb.and([
            eb('ticket_link.to_ticket_id', '=', ticketId),
            eb('ticket_link.from_ticket_id', '=', eb.ref('ticket.id')),
          ]),
        ]),
      ),
    )
    .select(['ticket.number', 'ticket.subject', 'ticket_link.kind', 'ticket_link.from_ticket_id'])
    .where(
      'ticket.id',
      'in',
      sql<number>`(select to_ticket_id from ticket_link where from_ticket_id = ${ticketId}
        union select from_ticket_id from ticket_link where to_ticket_id = ${ticketId})`,
    )
    .orderBy('ticket.number')
    .limit(50)
    .execute();
  return rows.map((row) => ({
    number: row.number,
    subject: row.subject,
    // The check constraint of the column allows just these.
    kind: row.kind as LinkKind,
    direction: row.from_ticket_id === ticketId ? 'to' : 'from',
  }));
}

// Search, written in the same transaction as what it finds

export async function insertSearchDocument(
  tx: Tx,
  ticket: Pick<Ticket, 'id' | 'number' | 'organizationId' | 'subject'>,
  text: string,
): Promise<void> {
  const indexed = text.slice(0, indexedCharacters);
  await sql`
    insert into ticket_search (ticket_id, organization_id, public_document, internal_document)
    select ${ticket.id}, ${ticket.organizationId}, document, document
    from (select setweight(to_tsvector('atenta', ${`${ticket.number} ${ticket.subject}`}), 'A')
      || to_tsvector('atenta', ${indexed}) as document) written`.execute(tx);
}

/** Adds a message to what is found. An internal note is found by agents only. */
export async function extendSearchDocument(
  tx: Tx,
  ticketId: number,
  text: string,
  visibility: 'public' | 'internal',
): Promise<void> {
  const indexed = text.slice(0, indexedCharacters);
  // A tsvector has 1 MB of room; a conversation that fills it stays found by what it said first.
  const grown = sql`to_tsvector('atenta', ${indexed})`;
  await sql`
    update ticket_search set
      internal_document = case when length(internal_document) < 20000
        then internal_document || ${grown} else internal_document end
      ${
        visibility === 'public'
          ? sql`, public_document = case when length(public_document) < 20000
        then public_document || ${grown} else public_document end`
          : sql``
      }
    where ticket_id = ${ticketId}`.execute(tx);
}

/** What finds the absorbed ticket finds the one that goes on for it. */
export async function mergeSearchDocuments(
  tx: Tx,
  { from, to }: { readonly from: number; readonly to: number },
): Promise<void> {
  await sql`
    update ticket_search set
      public_document = case when length(ticket_search.public_document) < 20000
        then ticket_search.public_document || absorbed.public_document
        else ticket_search.public_document end,
      internal_document = case when length(ticket_search.internal_document) < 20000
        then ticket_search.internal_document || absorbed.internal_document
        else ticket_search.internal_document end
    from ticket_search absorbed
    where ticket_search.ticket_id = ${to} and absorbed.ticket_id = ${from}`.execute(tx);
}

// Lists

export const queueViews = [
  'all',
  'active',
  'mine',
  'unassigned',
  'waiting',
  'snoozed',
  'held',
  'scope',
  'resolved',
  'ended',
] as const;
export type QueueView = (typeof queueViews)[number];

/** Where a page begins: after this ticket, in the order of the list. */
export interface ListCursor {
  /** Epoch milliseconds, or null for "no due moment"; only for lists sorted by the next clock. */
  readonly dueAt: Instant | null;
  readonly id: number;
}

export interface ListQuery {
  readonly reader: Reader;
  readonly view: QueueView;
  readonly organizationId?: number;
  /** Of any of these customers. */
  readonly organizationIds?: readonly number[];
  readonly priority?: Priority;
  readonly status?: TicketStatus;
  readonly requesterPersonId?: number;
  /** Assigned to any of these agents, or to nobody. */
  readonly assignees?: readonly number[] | 'none';
  /** With any of these teams. */
  readonly teamIds?: readonly number[];
  /** Any of these, as another question found them. */
  readonly ticketIds?: readonly number[];
  readonly words?: string;
  readonly after?: ListCursor;
  readonly limit: number;
}

type Ordering = Pick<ListQuery, 'reader' | 'view' | 'words'>;

/** Queues of open work are sorted by the next clock; everything else by age, newest first. */
export const sortedByClock = (query: Ordering): boolean =>
  isQueue(query) ||
  (query.reader.kind === 'agent' && query.words === undefined && query.view === 'snoozed');

/** What an agent works through. Who put a request off does not see it there; whoever searches finds it. */
const isQueue = ({ reader, view, words }: Ordering): boolean =>
  reader.kind === 'agent' &&
  words === undefined &&
  (view === 'active' || view === 'mine' || view === 'unassigned' || view === 'waiting');

/** Who has what, and what the board counts: said of everything under way, and the list says the same. */
const isOfBoard = ({ assignees, teamIds, ticketIds }: ListQuery): boolean =>
  assignees !== undefined || teamIds !== undefined || ticketIds !== undefined;

/** An array, asked for once and bounded (snooze-ticket.ts), so that the index of the queue still gives the order. */
const snoozedBy = (personId: number) =>
  sql`array(select snooze.ticket_id from snooze where snooze.person_id = ${personId})`;

export async function selectTickets(db: Db, query: ListQuery): Promise<Ticket[]> {
  const nextDue = sql<Date>`coalesce(ticket.next_due_at, 'infinity')`;
  let select = visibleTo(db, query.reader)
    .selectAll('ticket')
    .where((eb) => {
      const wanted: Expression<SqlBool>[] = [];
      if (query.view === 'active') wanted.push(eb('ticket.status', 'in', ['open', 'waiting']));
      if (query.view === 'mine') {
        wanted.push(eb('ticket.assignee_person_id', '=', query.reader.personId));
        wanted.push(eb('ticket.status', 'in', ['open', 'waiting']));
      }
      if (query.view === 'unassigned') {
        wanted.push(eb('ticket.assignee_person_id', 'is', null));
        wanted.push(eb('ticket.status', 'in', ['open', 'waiting']));
      }
      if (query.view === 'waiting') wanted.push(eb('ticket.status', '=', 'waiting'));
      if (query.view === 'snoozed') {
        wanted.push(sql`ticket.id = any(${snoozedBy(query.reader.personId)})`);
      } else if (isQueue(query) && !isOfBoard(query)) {
        wanted.push(sql`ticket.id <> all(${snoozedBy(query.reader.personId)})`);
      }
      if (query.view === 'held') wanted.push(eb('ticket.status', '=', 'held'));
      if (query.view === 'scope') wanted.push(eb('ticket.scope_claimed_at', 'is not', null));
      if (query.view === 'resolved') wanted.push(eb('ticket.status', '=', 'resolved'));
      if (query.view === 'ended') {
        wanted.push(eb('ticket.status', 'in', ['closed', 'referred', 'rejected', 'withdrawn']));
      }
      if (query.organizationId !== undefined) {
        wanted.push(eb('ticket.organization_id', '=', query.organizationId));
      }
      if (query.organizationIds !== undefined) {
        wanted.push(sql`ticket.organization_id = any(${[...query.organizationIds]})`);
      }
      if (query.priority !== undefined) wanted.push(eb('ticket.priority', '=', query.priority));
      if (query.status !== undefined) wanted.push(eb('ticket.status', '=', query.status));
      if (query.requesterPersonId !== undefined) {
        wanted.push(eb('ticket.requester_person_id', '=', query.requesterPersonId));
      }
      if (query.assignees === 'none') wanted.push(eb('ticket.assignee_person_id', 'is', null));
      else if (query.assignees !== undefined) {
        wanted.push(sql`ticket.assignee_person_id = any(${[...query.assignees]})`);
      }
      if (query.teamIds !== undefined) {
        wanted.push(sql`ticket.team_id = any(${[...query.teamIds]})`);
      }
      if (query.ticketIds !== undefined) {
        wanted.push(sql`ticket.id = any(${[...query.ticketIds]})`);
      }
      return eb.and(wanted);
    });
  if (query.words !== undefined) {
    const document = query.reader.kind === 'agent' ? 'internal_document' : 'public_document';
    select = select
      .innerJoin('ticket_search', 'ticket_search.ticket_id', 'ticket.id')
      .where(
        sql<boolean>`${sql.ref(`ticket_search.${document}`)} @@ websearch_to_tsquery('atenta', ${query.words})`,
      );
  }
  if (sortedByClock(query)) {
    if (query.after !== undefined) {
      const { dueAt, id } = query.after;
      select = select.where(
        sql<boolean>`(${nextDue}, ticket.id) > (${dueAt === null ? sql`'infinity'::timestamptz` : date(dueAt)}, ${id})`,
      );
    }
    select = select.orderBy(nextDue).orderBy('ticket.id');
  } else {
    if (query.after !== undefined) select = select.where('ticket.id', '<', query.after.id);
    select = select.orderBy('ticket.id', 'desc');
  }
  const rows = await select.limit(query.limit).execute();
  return rows.map(toTicket);
}

/** How many stand in each view, counted up to `limit` each: never a scan of the whole table. */
export async function countTicketViews(
  db: Db,
  personId: number,
  query: { readonly limit: number; readonly at: Instant },
): Promise<{
  active: number;
  mine: number;
  unassigned: number;
  waiting: number;
  snoozed: number;
  held: number;
  scope: number;
  resolved: number;
  breached: number;
}> {
  const upTo = (condition: ReturnType<typeof sql>) =>
    sql`(select count(*) from (select 1 from ticket where ${condition} limit ${query.limit}) counted)::int`;
  const open = sql`status in ('open', 'waiting')`;
  const snoozed = snoozedBy(personId);
  const queued = sql`${open} and id <> all(${snoozed})`;
  const { rows } = await sql<{
    active: number;
    mine: number;
    unassigned: number;
    waiting: number;
    snoozed: number;
    held: number;
    scope: number;
    resolved: number;
    breached: number;
  }>`select
      ${upTo(queued)} as active,
      ${upTo(sql`${queued} and assignee_person_id = ${personId}`)} as mine,
      ${upTo(sql`${queued} and assignee_person_id is null`)} as unassigned,
      ${upTo(sql`status = 'waiting' and id <> all(${snoozed})`)} as waiting,
      ${upTo(sql`id = any(${snoozed})`)} as snoozed,
      ${upTo(sql`status = 'held'`)} as held,
      ${upTo(sql`scope_claimed_at is not null`)} as scope,
      ${upTo(sql`status = 'resolved'`)} as resolved,
      ${upTo(sql`${open} and coalesce(next_due_at, 'infinity') < ${date(query.at)}`)} as breached`.execute(
    db,
  );
  const [row] = rows;
  assert(row !== undefined, 'a select of subqueries answers one row');
  return row;
}

/** II: the held requests of a customer that were admitted as of a moment. */
export async function countAdmittedAt(
  db: Db,
  organizationId: number,
  at: Instant,
): Promise<number> {
  const { admitted } = await db
    .selectFrom('ticket')
    .select((eb) => eb.fn.countAll<number>().as('admitted'))
    .where('organization_id', '=', organizationId)
    .where('registered_at', '=', new Date(at))
    .where('received_at', '<', new Date(at))
    .executeTakeFirstOrThrow();
  return Number(admitted);
}

export async function countOpenTickets(
  db: Db,
  organizationIds: readonly number[],
): Promise<ReadonlyMap<number, number>> {
  if (organizationIds.length === 0) return new Map();
  const rows = await db
    .selectFrom('ticket')
    .select((eb) => ['organization_id', eb.fn.countAll<number>().as('open')])
    .where('organization_id', 'in', [...organizationIds])
    .where('status', 'in', ['open', 'waiting'])
    .groupBy('organization_id')
    .execute();
  return new Map(rows.map((row) => [row.organization_id, Number(row.open)]));
}

/** II: the requests of a customer that are held because it is suspended, and of them those that nothing else holds. */
export async function countHeldForStanding(
  db: Db,
  organizationId: number,
): Promise<{ readonly held: number; readonly heldForThisAlone: number }> {
  const row = await db
    .selectFrom('ticket')
    .select((eb) => [
      eb.fn.countAll<number>().as('held'),
      sql<number>`count(*) filter (where jsonb_array_length(held_for) = 1)`.as('alone'),
    ])
    .where('organization_id', '=', organizationId)
    .where('status', '=', 'held')
    .where(sql<boolean>`held_for @> '[{"reason": "standing-suspended"}]'`)
    .executeTakeFirstOrThrow();
  return { held: Number(row.held), heldForThisAlone: Number(row.alone) };
}

/** Of one customer's requests those that are looked for, the newest first: by number, by who asked, by words that it may see. */
export async function selectTicketIds(
  db: Db,
  query: {
    readonly organizationId: number;
    readonly number?: number | undefined;
    readonly requesterPersonId?: number | undefined;
    readonly words?: string | undefined;
    readonly limit: number;
  },
): Promise<number[]> {
  const { organizationId, number, requesterPersonId, words } = query;
  let select = db
    .selectFrom('ticket')
    .select('ticket.id')
    .where('ticket.organization_id', '=', organizationId);
  if (number !== undefined) select = select.where('ticket.number', '=', number);
  if (requesterPersonId !== undefined) {
    select = select.where('ticket.requester_person_id', '=', requesterPersonId);
  }
  if (words !== undefined) {
    select = select
      .innerJoin('ticket_search', 'ticket_search.ticket_id', 'ticket.id')
      .where(
        sql<boolean>`ticket_search.public_document @@ websearch_to_tsquery('atenta', ${words})`,
      );
  }
  const rows = await select.orderBy('ticket.id', 'desc').limit(query.limit).execute();
  return rows.map(({ id }) => id);
}

/** Numbers and subjects for statements and lists that name tickets. */
export async function selectTicketNames(
  db: Db,
  ticketIds: readonly number[],
): Promise<ReadonlyMap<number, { readonly number: number; readonly subject: string }>> {
  if (ticketIds.length === 0) return new Map();
  const rows = await db
    .selectFrom('ticket')
    .select(['id', 'number', 'subject'])
    .where('id', 'in', [...new Set(ticketIds)])
    .execute();
  return new Map(rows.map((row) => [row.id, { number: row.number, subject: row.subject }]));
}

/** These tickets by their id, for lists of what belongs to them. */
export async function selectTicketsById(
  db: Db,
  ticketIds: readonly number[],
): Promise<ReadonlyMap<number, Ticket>> {
  if (ticketIds.length === 0) return new Map();
  const rows = await db
    .selectFrom('ticket')
    .selectAll()
    .where('id', 'in', [...new Set(ticketIds)])
    .execute();
  return new Map(rows.map((row) => [row.id, toTicket(row)]));
}

/** Held requests of a customer, oldest first: the order in which they are admitted (T1). */
export async function selectHeldTicketIds(db: Db, organizationId: number): Promise<number[]> {
  const rows = await db
    .selectFrom('ticket')
    .select('id')
    .where('organization_id', '=', organizationId)
    .where('status', '=', 'held')
    .orderBy('received_at')
    .orderBy('id')
    .execute();
  return rows.map((row) => row.id);
}

/** Tickets whose reminder, abandonment or closing has fallen due. */
export async function selectDueClosings(db: Db, at: Instant, limit: number): Promise<number[]> {
  const rows = await db
    .selectFrom('ticket')
    .select('id')
    .where('next_closing_at', '<=', date(at))
    .orderBy('next_closing_at')
    .limit(limit)
    .execute();
  return rows.map((row) => row.id);
}

/** When the next reminder, abandonment or closing falls due; null when none does. */
export async function selectNextClosing(db: Db): Promise<Instant | null> {
  const row = await db
    .selectFrom('ticket')
    .select('next_closing_at')
    .where('next_closing_at', 'is not', null)
    .orderBy('next_closing_at')
    .limit(1)
    .executeTakeFirst();
  return instant(row?.next_closing_at ?? null);
}
