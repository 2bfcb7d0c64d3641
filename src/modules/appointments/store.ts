import { type Selectable, sql } from 'kysely';
import type { Instant } from '../../kernel/clock.ts';
import type { Db, Tx } from '../../platform/database/index.ts';
import type {
  Appointment as AppointmentRow,
  AppointmentSlot as SlotRow,
} from '../../platform/database/schema.gen.ts';
import type { Reader } from '../tickets/index.ts';
import type {
  Acceptance,
  Appointment,
  AppointmentChange,
  AppointmentView,
  Place,
  Slot,
} from './model.ts';

const date = (instant: Instant): Date => new Date(instant);
const dateOrNull = (instant: Instant | null): Date | null =>
  instant === null ? null : new Date(instant);
const instant = (value: Date | null): Instant | null => (value === null ? null : value.getTime());

export async function insertAppointment(
  tx: Tx,
  appointment: Pick<
    Appointment,
    | 'ticketId'
    | 'organizationId'
    | 'agentPersonId'
    | 'subject'
    | 'place'
    | 'location'
    | 'durationMinutes'
    | 'surchargeUnits'
    | 'surchargeNote'
    | 'invited'
    | 'createdAt'
  >,
): Promise<Appointment> {
  const row = await tx
    .insertInto('appointment')
    .values({
      ticket_id: appointment.ticketId,
      organization_id: appointment.organizationId,
      agent_person_id: appointment.agentPersonId,
      state: 'offered',
      subject: appointment.subject,
      place: appointment.place,
      location: appointment.location,
      duration_minutes: appointment.durationMinutes,
      surcharge_units: appointment.surchargeUnits,
      surcharge_note: appointment.surchargeNote,
      invited: appointment.invited,
      created_at: date(appointment.createdAt),
    })
    .returningAll()
    .executeTakeFirstOrThrow();
  return toAppointment(row);
}

export async function updateAppointment(
  tx: Tx,
  appointmentId: number,
  change: AppointmentChange,
): Promise<Appointment> {
  const row = await tx
    .updateTable('appointment')
    .set({
      ...(change.state === undefined ? {} : { state: change.state }),
      ...(change.startsAt === undefined ? {} : { starts_at: dateOrNull(change.startsAt) }),
      ...(change.sequence === undefined ? {} : { sequence: change.sequence }),
      ...(change.invited === undefined ? {} : { invited: change.invited }),
      ...(change.acceptedAt === undefined ? {} : { accepted_at: dateOrNull(change.acceptedAt) }),
      ...(change.endedAt === undefined ? {} : { ended_at: dateOrNull(change.endedAt) }),
      ...(change.outcomeNote === undefined ? {} : { outcome_note: change.outcomeNote }),
      ...(change.attemptsNote === undefined ? {} : { attempts_note: change.attemptsNote }),
      ...(change.chargedUnits === undefined ? {} : { charged_units: change.chargedUnits }),
      ...(change.nextAt === undefined ? {} : { next_at: dateOrNull(change.nextAt) }),
    })
    .where('id', '=', appointmentId)
    .returningAll()
    .executeTakeFirstOrThrow();
  return toAppointment(row);
}

/** Of this ticket, which the caller has locked: whoever changes an appointment holds its ticket. */
export async function selectAppointment(
  db: Db,
  ticketId: number,
  appointmentId: number,
): Promise<Appointment | undefined> {
  const row = await db
    .selectFrom('appointment')
    .selectAll()
    .where('id', '=', appointmentId)
    .where('ticket_id', '=', ticketId)
    .executeTakeFirst();
  return row && toAppointment(row);
}

export async function selectAppointmentById(
  db: Db,
  appointmentId: number,
): Promise<Appointment | undefined> {
  const row = await db
    .selectFrom('appointment')
    .selectAll()
    .where('id', '=', appointmentId)
    .executeTakeFirst();
  return row && toAppointment(row);
}

/** Those of a ticket that are neither over nor cancelled. */
export async function selectOpenAppointments(db: Db, ticketId: number): Promise<Appointment[]> {
  const rows = await db
    .selectFrom('appointment')
    .selectAll()
    .where('ticket_id', '=', ticketId)
    .where('state', 'in', ['offered', 'accepted'])
    .orderBy('id')
    .execute();
  return rows.map(toAppointment);
}

/** All of a ticket, the newest first. */
export async function selectAppointmentsOfTicket(
  db: Db,
  ticketId: number,
): Promise<AppointmentView[]> {
  const rows = await db
    .selectFrom('appointment')
    .selectAll()
    .where('ticket_id', '=', ticketId)
    .orderBy('id', 'desc')
    .execute();
  return withParts(db, rows.map(toAppointment));
}

/** Where a page of the agenda goes on: after this start and id. */
export interface AgendaCursor {
  readonly startsAt: Instant;
  readonly id: number;
}

export interface AgendaQuery {
  readonly reader: Reader;
  /** Agreed ones that start from here on, or only those that wait for somebody's answer. */
  readonly view: 'agreed' | 'offered';
  readonly agentPersonId?: number;
  readonly from: Instant;
  readonly after?: AgendaCursor;
  readonly limit: number;
}

/** What is agreed, by its start; or what is offered, the oldest first. */
export async function selectAgenda(db: Db, query: AgendaQuery): Promise<AppointmentView[]> {
  const { reader, after } = query;
  let select = db.selectFrom('appointment').selectAll('appointment');
  if (reader.kind === 'customer') {
    select = select.where('appointment.organization_id', '=', reader.organizationId);
    if (!reader.administrator) {
      select = select
        .innerJoin('ticket', 'ticket.id', 'appointment.ticket_id')
        .where('ticket.requester_person_id', '=', reader.personId);
    }
  }
  if (query.agentPersonId !== undefined) {
    select = select.where('appointment.agent_person_id', '=', query.agentPersonId);
  }
  const moment = query.view === 'agreed' ? 'appointment.starts_at' : 'appointment.created_at';
  select =
    query.view === 'agreed'
      ? select
          .where('appointment.state', '=', 'accepted')
          .where('appointment.starts_at', '>=', date(query.from))
      : select.where('appointment.state', '=', 'offered');
  if (after !== undefined) {
    select = select.where(
      sql<boolean>`(${sql.ref(moment)}, appointment.id) > (${date(after.startsAt)}, ${after.id})`,
    );
  }
  const rows = await select.orderBy(moment).orderBy('appointment.id').limit(query.limit).execute();
  return withParts(db, rows.map(toAppointment));
}

async function withParts(db: Db, appointments: readonly Appointment[]): Promise<AppointmentView[]> {
  const ids = appointments.map(({ id }) => id);
  if (ids.length === 0) return [];
  const slots = await selectSlotsOf(db, ids);
  const acceptances = await db
    .selectFrom('appointment_acceptance')
    .selectAll()
    .where('appointment_id', 'in', ids)
    .orderBy('id')
    .execute();
  return appointments.map((appointment) => ({
    ...appointment,
    slots: slots.filter(({ appointmentId }) => appointmentId === appointment.id),
    acceptances: acceptances
      .filter((row) => row.appointment_id === appointment.id)
      .map((row) => ({
        appointmentId: row.appointment_id,
        personId: row.person_id,
        // The check of the column allows just these.
        clause: row.clause as Acceptance['clause'],
        agreementVersion: row.agreement_version,
        startsAt: row.starts_at.getTime(),
        units: row.units,
        channel: row.channel,
        acceptedAt: row.accepted_at.getTime(),
      })),
  }));
}

async function selectSlotsOf(db: Db, appointmentIds: readonly number[]): Promise<Slot[]> {
  const rows = await db
    .selectFrom('appointment_slot')
    .selectAll()
    .where('appointment_id', 'in', [...appointmentIds])
    .where('closed_at', 'is', null)
    .orderBy('starts_at')
    .execute();
  return rows.map(toSlot);
}

/** The times that wait for an answer, the earliest first. */
export const selectSlots = (db: Db, appointmentId: number): Promise<Slot[]> =>
  selectSlotsOf(db, [appointmentId]);

/** A time that the other side has proposed already stays that side's. */
export async function insertSlots(tx: Tx, slots: readonly Omit<Slot, 'id'>[]): Promise<void> {
  await tx
    .insertInto('appointment_slot')
    .values(
      slots.map((slot) => ({
        appointment_id: slot.appointmentId,
        starts_at: date(slot.startsAt),
        proposed_by: slot.proposedBy,
        person_id: slot.personId,
        channel: slot.channel,
        surcharge_accepted: slot.surchargeAccepted,
        proposed_at: date(slot.proposedAt),
      })),
    )
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

/** Closes the open times of one side, or of both. */
export async function closeSlots(
  tx: Tx,
  appointmentId: number,
  at: Instant,
  side?: Slot['proposedBy'],
): Promise<void> {
  let update = tx
    .updateTable('appointment_slot')
    .set({ closed_at: date(at) })
    .where('appointment_id', '=', appointmentId)
    .where('closed_at', 'is', null);
  if (side !== undefined) update = update.where('proposed_by', '=', side);
  await update.execute();
}

export async function insertAcceptance(tx: Tx, acceptance: Acceptance): Promise<void> {
  await tx
    .insertInto('appointment_acceptance')
    .values({
      appointment_id: acceptance.appointmentId,
      person_id: acceptance.personId,
      clause: acceptance.clause,
      agreement_version: acceptance.agreementVersion,
      starts_at: date(acceptance.startsAt),
      units: acceptance.units,
      channel: acceptance.channel,
      accepted_at: date(acceptance.acceptedAt),
    })
    .execute();
}

/** T5: whether the additional charge of this appointment was accepted with an earlier time. */
export async function selectSurchargeAccepted(db: Db, appointmentId: number): Promise<boolean> {
  const row = await db
    .selectFrom('appointment_acceptance')
    .select('id')
    .where('appointment_id', '=', appointmentId)
    .where('clause', '=', 'T5')
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

/** When the next reminder or start of an agreed appointment falls due. */
export async function selectNextAppointment(db: Db): Promise<Instant | null> {
  const row = await db
    .selectFrom('appointment')
    .select('next_at')
    .where('next_at', 'is not', null)
    .orderBy('next_at')
    .limit(1)
    .executeTakeFirst();
  return instant(row?.next_at ?? null);
}

/** Agreed appointments with a reminder or their start due. */
export async function selectDueAppointments(
  db: Db,
  now: Instant,
  limit: number,
): Promise<{ id: number; ticketId: number }[]> {
  return db
    .selectFrom('appointment')
    .select(['id', 'ticket_id as ticketId'])
    .where('next_at', '<=', date(now))
    .orderBy('next_at')
    .limit(limit)
    .execute();
}

/** How many minutes ahead of this start the customer was reminded already. */
export async function selectReminded(
  db: Db,
  appointmentId: number,
  startsAt: Instant,
): Promise<number[]> {
  const rows = await db
    .selectFrom('appointment_reminder')
    .select('minutes_before')
    .where('appointment_id', '=', appointmentId)
    .where('starts_at', '=', date(startsAt))
    .execute();
  return rows.map((row) => row.minutes_before);
}

export async function insertReminder(
  tx: Tx,
  reminder: {
    readonly appointmentId: number;
    readonly startsAt: Instant;
    readonly minutesBefore: number;
    readonly at: Instant;
  },
): Promise<void> {
  await tx
    .insertInto('appointment_reminder')
    .values({
      appointment_id: reminder.appointmentId,
      starts_at: date(reminder.startsAt),
      minutes_before: reminder.minutesBefore,
      reminded_at: date(reminder.at),
    })
    .execute();
}

const toAppointment = (row: Selectable<AppointmentRow>): Appointment => ({
  id: row.id,
  ticketId: row.ticket_id,
  organizationId: row.organization_id,
  agentPersonId: row.agent_person_id,
  state: row.state,
  subject: row.subject,
  // The check of the column allows just these.
  place: row.place as Place,
  location: row.location,
  durationMinutes: row.duration_minutes,
  surchargeUnits: row.surcharge_units,
  surchargeNote: row.surcharge_note,
  startsAt: instant(row.starts_at),
  sequence: row.sequence,
  invited: row.invited,
  acceptedAt: instant(row.accepted_at),
  endedAt: instant(row.ended_at),
  outcomeNote: row.outcome_note,
  attemptsNote: row.attempts_note,
  chargedUnits: row.charged_units,
  nextAt: instant(row.next_at),
  createdAt: row.created_at.getTime(),
});

const toSlot = (row: Selectable<SlotRow>): Slot => ({
  id: row.id,
  appointmentId: row.appointment_id,
  startsAt: row.starts_at.getTime(),
  // The check of the column allows just these.
  proposedBy: row.proposed_by as Slot['proposedBy'],
  personId: row.person_id,
  channel: row.channel,
  surchargeAccepted: row.surcharge_accepted,
  proposedAt: row.proposed_at.getTime(),
});
