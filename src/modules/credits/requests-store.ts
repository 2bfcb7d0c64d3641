import { type Selectable, sql } from 'kysely';
import type { Instant } from '../../kernel/clock.ts';
import type { DB, Db, Tx } from '../../platform/database/index.ts';
import type { ObjectionStep } from '../../policy/objection-hours.ts';
import type { AdjustmentRequest, DisputedCharge, Objection, TopUp } from './requests.ts';

/** What billing is asked: of one customer, or of all. */
export interface RequestQuery {
  readonly organizationId?: number | undefined;
  readonly open?: boolean;
  readonly limit: number;
}

// Objections

/** Null when the charge has been objected to before. */
export async function insertObjection(
  tx: Tx,
  objection: Omit<Objection, 'id' | 'state' | 'answer' | 'givenBackUnits' | 'decidedAt'>,
): Promise<number | null> {
  const row = await tx
    .insertInto('credit_objection')
    .values({
      organization_id: objection.organizationId,
      entry_sequence: objection.entrySequence,
      ticket_id: objection.ticketId,
      units: objection.units,
      reason: objection.reason,
      raised_by_person_id: objection.raisedByPersonId,
      raised_at: new Date(objection.raisedAt),
      due_at: new Date(objection.dueAt),
      next_step_at: objection.nextStepAt === null ? null : new Date(objection.nextStepAt),
    })
    .onConflict((conflict) => conflict.columns(['organization_id', 'entry_sequence']).doNothing())
    .returning('id')
    .executeTakeFirst();
  return row?.id ?? null;
}

export async function lockObjection(tx: Tx, id: number): Promise<Objection | null> {
  const row = await objections(tx).where('id', '=', id).forNoKeyUpdate().executeTakeFirst();
  return row === undefined ? null : objectionOf(row);
}

export async function updateObjection(
  tx: Tx,
  id: number,
  decided: {
    readonly state: 'accepted' | 'rejected' | 'withdrawn';
    readonly answer: string | null;
    readonly byPersonId: number | null;
    readonly at: Instant;
    readonly correctionSequence: number | null;
  },
): Promise<void> {
  await tx
    .updateTable('credit_objection')
    .set({
      state: decided.state,
      answer: decided.answer,
      decided_by_person_id: decided.byPersonId,
      decided_at: new Date(decided.at),
      correction_sequence: decided.correctionSequence,
    })
    .where('id', '=', id)
    .execute();
}

/** The open objections whose hours are to be looked at by now, the earliest first. */
export async function selectDueObjections(db: Db, now: Instant, limit: number): Promise<number[]> {
  const rows = await db
    .selectFrom('credit_objection')
    .select('id')
    .where('state', '=', 'open')
    .where('next_step_at', '<=', new Date(now))
    .orderBy('next_step_at')
    .orderBy('id')
    .limit(limit)
    .execute();
  return rows.map(({ id }) => id);
}

/** Whether an open objection has reached this step for the first time; writes down that it has, and when to look next. */
export async function insertObjectionStep(
  tx: Tx,
  reached: {
    readonly objectionId: number;
    readonly step: ObjectionStep;
    readonly at: Instant;
    readonly nextStepAt: Instant | null;
  },
): Promise<boolean> {
  const { objectionId, step, at, nextStepAt } = reached;
  const row = await tx
    .insertInto('credit_objection_step')
    .values({ objection_id: objectionId, step, reached_at: new Date(at) })
    .onConflict((conflict) => conflict.doNothing())
    .returning('step')
    .executeTakeFirst();
  await tx
    .updateTable('credit_objection')
    .set({ next_step_at: nextStepAt === null ? null : new Date(nextStepAt) })
    .where('id', '=', objectionId)
    .execute();
  return row !== undefined;
}

/** The open ones by when they are due; all of them newest first. */
export async function selectObjections(db: Db, query: RequestQuery): Promise<Objection[]> {
  let found = objections(db).limit(query.limit);
  const { organizationId } = query;
  if (organizationId !== undefined) found = found.where('organization_id', '=', organizationId);
  found = query.open
    ? found.where('state', '=', 'open').orderBy('due_at').orderBy('id')
    : found.orderBy('id', 'desc');
  return (await found.execute()).map(objectionOf);
}

export async function selectObjection(db: Db, id: number): Promise<Objection | null> {
  const row = await objections(db).where('id', '=', id).executeTakeFirst();
  return row === undefined ? null : objectionOf(row);
}

const objections = (db: Db) =>
  db
    .selectFrom('credit_objection')
    .selectAll()
    .select(
      sql<number | null>`(
        select available_change from credit_entry as correction
         where correction.organization_id = credit_objection.organization_id
           and correction.sequence = credit_objection.correction_sequence
      )`.as('given_back_units'),
    );

/** The charges of an account that are disputed now, oldest first. Few: each waits for a person. */
export async function selectDisputedCharges(
  db: Db,
  organizationId: number,
): Promise<DisputedCharge[]> {
  return (await disputed(db).where('entry.organization_id', '=', organizationId).execute()).map(
    disputedOf,
  );
}

/** The same, of one ticket. */
export async function selectDisputedOfTicket(db: Db, ticketId: number): Promise<DisputedCharge[]> {
  return (await disputed(db).where('entry.ticket_id', '=', ticketId).execute()).map(disputedOf);
}

const disputed = (db: Db) =>
  db
    .selectFrom('credit_objection as objection')
    .innerJoin('credit_entry as entry', (join) =>
      join
        .onRef('entry.organization_id', '=', 'objection.organization_id')
        .onRef('entry.sequence', '=', 'objection.entry_sequence'),
    )
    .select([
      'objection.id',
      'entry.sequence',
      'objection.ticket_id',
      'objection.units',
      'entry.at',
      'entry.work_minutes',
      'objection.due_at',
    ])
    .where('objection.state', '=', 'open')
    .orderBy('entry.sequence');

const disputedOf = (
  row: Awaited<ReturnType<ReturnType<typeof disputed>['execute']>>[number],
): DisputedCharge => ({
  objectionId: row.id,
  sequence: row.sequence,
  ticketId: row.ticket_id,
  units: row.units,
  chargedAt: row.at.getTime(),
  workMinutes: row.work_minutes ?? 0,
  dueAt: row.due_at.getTime(),
});

const objectionOf = (
  row: Selectable<DB['credit_objection']> & { readonly given_back_units: number | null },
): Objection => ({
  id: row.id,
  organizationId: row.organization_id,
  entrySequence: row.entry_sequence,
  ticketId: row.ticket_id,
  units: row.units,
  reason: row.reason,
  givenBackUnits: row.given_back_units,
  raisedByPersonId: row.raised_by_person_id,
  raisedAt: row.raised_at.getTime(),
  dueAt: row.due_at.getTime(),
  nextStepAt: row.next_step_at === null ? null : row.next_step_at.getTime(),
  // The table's check allows only these.
  state: row.state as Objection['state'],
  answer: row.answer,
  decidedAt: row.decided_at === null ? null : row.decided_at.getTime(),
});

// Adjustments that wait for a second person

export async function insertAdjustmentRequest(
  tx: Tx,
  request: Omit<AdjustmentRequest, 'id' | 'state'>,
): Promise<number> {
  const { id } = await tx
    .insertInto('credit_adjustment_request')
    .values({
      organization_id: request.organizationId,
      units: request.units,
      reason: request.reason,
      corrects_sequence: request.correctsSequence,
      objection_id: request.objectionId,
      requested_by_person_id: request.requestedByPersonId,
      requested_at: new Date(request.requestedAt),
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  return id;
}

export async function lockAdjustmentRequest(tx: Tx, id: number): Promise<AdjustmentRequest | null> {
  const row = await tx
    .selectFrom('credit_adjustment_request')
    .selectAll()
    .where('id', '=', id)
    .forNoKeyUpdate()
    .executeTakeFirst();
  return row === undefined ? null : adjustmentRequestOf(row);
}

export async function updateAdjustmentRequest(
  tx: Tx,
  id: number,
  decided: {
    readonly state: 'confirmed' | 'declined';
    readonly byPersonId: number;
    readonly at: Instant;
    readonly entrySequence: number | null;
  },
): Promise<void> {
  await tx
    .updateTable('credit_adjustment_request')
    .set({
      state: decided.state,
      decided_by_person_id: decided.byPersonId,
      decided_at: new Date(decided.at),
      entry_sequence: decided.entrySequence,
    })
    .where('id', '=', id)
    .execute();
}

export async function selectAdjustmentRequests(
  db: Db,
  { organizationId, limit }: RequestQuery,
): Promise<AdjustmentRequest[]> {
  let requests = db
    .selectFrom('credit_adjustment_request')
    .selectAll()
    .where('state', '=', 'open')
    .orderBy('id')
    .limit(limit);
  if (organizationId !== undefined) {
    requests = requests.where('organization_id', '=', organizationId);
  }
  return (await requests.execute()).map(adjustmentRequestOf);
}

/** The request of a second person by which an objection waits to be accepted; null when there is none. */
export async function selectRequestOfObjection(
  tx: Tx,
  objectionId: number,
): Promise<number | null> {
  const row = await tx
    .selectFrom('credit_adjustment_request')
    .select('id')
    .where('objection_id', '=', objectionId)
    .where('state', '=', 'open')
    .executeTakeFirst();
  return row?.id ?? null;
}

export async function selectAdjustmentRequest(
  db: Db,
  id: number,
): Promise<AdjustmentRequest | null> {
  const row = await db
    .selectFrom('credit_adjustment_request')
    .selectAll()
    .where('id', '=', id)
    .executeTakeFirst();
  return row === undefined ? null : adjustmentRequestOf(row);
}

const adjustmentRequestOf = (
  row: Selectable<DB['credit_adjustment_request']>,
): AdjustmentRequest => ({
  id: row.id,
  organizationId: row.organization_id,
  units: row.units,
  reason: row.reason,
  correctsSequence: row.corrects_sequence,
  objectionId: row.objection_id,
  requestedByPersonId: row.requested_by_person_id,
  requestedAt: row.requested_at.getTime(),
  state: row.state as AdjustmentRequest['state'],
});

// Units that customers ask for

export async function insertTopUp(
  tx: Tx,
  topUp: Pick<TopUp, 'organizationId' | 'units' | 'note' | 'requestedByPersonId' | 'requestedAt'>,
): Promise<number> {
  const { id } = await tx
    .insertInto('credit_top_up')
    .values({
      organization_id: topUp.organizationId,
      units: topUp.units,
      note: topUp.note,
      requested_by_person_id: topUp.requestedByPersonId,
      requested_at: new Date(topUp.requestedAt),
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  return id;
}

export async function lockTopUp(tx: Tx, id: number): Promise<TopUp | null> {
  const row = await tx
    .selectFrom('credit_top_up')
    .selectAll()
    .where('id', '=', id)
    .forNoKeyUpdate()
    .executeTakeFirst();
  return row === undefined ? null : topUpOf(row);
}

export async function updateTopUp(
  tx: Tx,
  id: number,
  decided: {
    readonly state: 'recorded' | 'declined';
    readonly answer: string | null;
    readonly byPersonId: number | null;
    readonly at: Instant;
    readonly entrySequence: number | null;
  },
): Promise<void> {
  await tx
    .updateTable('credit_top_up')
    .set({
      state: decided.state,
      answer: decided.answer,
      decided_by_person_id: decided.byPersonId,
      decided_at: new Date(decided.at),
      entry_sequence: decided.entrySequence,
    })
    .where('id', '=', id)
    .execute();
}

/** The open ones oldest first; all of them newest first. */
export async function selectTopUps(db: Db, query: RequestQuery): Promise<TopUp[]> {
  let topUps = db.selectFrom('credit_top_up').selectAll().limit(query.limit);
  const { organizationId } = query;
  if (organizationId !== undefined) topUps = topUps.where('organization_id', '=', organizationId);
  topUps = query.open
    ? topUps.where('state', '=', 'open').orderBy('id')
    : topUps.orderBy('id', 'desc');
  return (await topUps.execute()).map(topUpOf);
}

export async function selectTopUp(db: Db, id: number): Promise<TopUp | null> {
  const row = await db
    .selectFrom('credit_top_up')
    .selectAll()
    .where('id', '=', id)
    .executeTakeFirst();
  return row === undefined ? null : topUpOf(row);
}

const topUpOf = (row: Selectable<DB['credit_top_up']>): TopUp => ({
  id: row.id,
  organizationId: row.organization_id,
  units: row.units,
  note: row.note,
  requestedByPersonId: row.requested_by_person_id,
  requestedAt: row.requested_at.getTime(),
  state: row.state as TopUp['state'],
  answer: row.answer,
  decidedAt: row.decided_at === null ? null : row.decided_at.getTime(),
});
