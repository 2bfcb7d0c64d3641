import { z } from 'zod';
import { ChannelKey, ClauseKey, Id, PageQuery, PathId, PersonName, page, Time } from './common.ts';

/** T5, T6: an activity scheduled with the customer. */
export const Appointment = z
  .object({
    id: Id,
    ticket: z.object({ number: z.int(), subject: z.string() }),
    organization: z.object({ id: Id, name: z.string() }),
    state: z.enum(['offered', 'accepted', 'done', 'no-show', 'cancelled']),
    subject: z.string(),
    place: z.enum(['remote', 'onsite']),
    /** The address of a visit; how to connect to a remote session, when that is known. */
    location: z.string(),
    durationMinutes: z.int(),
    /** Who attends. */
    agent: PersonName,
    /** The agreed time; null until one was accepted. */
    startsAt: Time.nullable(),
    endsAt: Time.nullable(),
    /** Times that one side proposed and the other has not answered, the earliest first. */
    slots: z.array(
      z.object({
        id: Id,
        startsAt: Time,
        endsAt: Time,
        proposedBy: z.enum(['agent', 'customer']),
        person: PersonName,
      }),
    ),
    /** T5: null for remote work. */
    surcharge: z.object({ units: z.int(), note: z.string(), accepted: z.boolean() }).nullable(),
    /** T6: what being absent costs. */
    absenceUnits: z.int(),
    /** T6: cancelling with at least this much notice costs nothing. */
    noticeMinutes: z.int(),
    freeUntil: Time.nullable(),
    /** T6: what it would cost the customer to cancel it now. */
    cancellationUnits: z.int(),
    /** What the customer accepted with the time: who, when, which version, by which clause. */
    acceptances: z.array(
      z.object({
        clause: ClauseKey,
        person: PersonName,
        agreementVersion: z.int(),
        startsAt: Time,
        units: z.int(),
        channel: ChannelKey,
        acceptedAt: Time,
      }),
    ),
    /** From when each outcome can be recorded; null while no time is agreed. */
    outcomeFrom: z.object({ done: Time, noShow: Time }).nullable(),
    /** What came of it: why it was cancelled, what was done, what shows the absence. */
    outcomeNote: z.string(),
    /** T6: how the absent customer was waited for and sought. */
    attemptsNote: z.string(),
    /** T6: what its absence or late cancellation cost. */
    chargedUnits: z.int(),
    endedAt: Time.nullable(),
    /** Where its agreed time can be fetched for a calendar. */
    calendarUrl: z.string().nullable(),
  })
  .meta({ id: 'Appointment' });
export type Appointment = z.infer<typeof Appointment>;
export const AppointmentPage = page(Appointment, 'AppointmentPage');
export const AppointmentParams = z.object({ number: PathId, appointmentId: PathId });

export const ListAppointments = PageQuery.extend({
  /** What is agreed and to come, or began within a day, by its start; or what waits for an answer, the oldest first. */
  view: z.enum(['agreed', 'offered']).default('agreed'),
  /** Only those that this agent attends. */
  agentPersonId: PathId.optional(),
});

const Slots = z.array(Time).min(1).max(20);
export const OfferAppointment = z
  .strictObject({
    subject: z.string().trim().min(3).max(200),
    place: z.enum(['remote', 'onsite']).default('remote'),
    location: z.string().trim().max(500).default(''),
    durationMinutes: z.int().min(5).max(1440),
    /** Who attends; the caller when left out. */
    agentPersonId: Id.optional(),
    /** T5: of a visit, zero or more. */
    surchargeUnits: z.int().min(0).max(1000).optional(),
    surchargeNote: z.string().trim().max(500).default(''),
    slots: Slots,
  })
  .refine(({ place, location }) => place === 'remote' || location !== '', {
    path: ['location'],
    message: 'a visit has an address',
  });
export const ProposeTimes = z.strictObject({
  slots: Slots,
  /** T6: of a customer: knows and accepts what being absent costs. */
  acceptsAbsenceTerms: z.boolean().default(false),
  /** T5: of a customer: accepts the additional charge of the visit. */
  acceptsSurcharge: z.boolean().default(false),
});
export const AcceptSlot = z.strictObject({
  slotId: Id,
  acceptsAbsenceTerms: z.boolean().default(false),
  acceptsSurcharge: z.boolean().default(false),
});
export const CancelAppointment = z.strictObject({
  reason: z.string().trim().max(2000).default(''),
  /** T6: knows what it costs to cancel so late, and wants it. */
  acceptsCharge: z.boolean().default(false),
});
export const RecordOutcome = z.strictObject({
  outcome: z.enum(['done', 'no-show']),
  /** What was done, or what shows that the customer was absent; the customer reads it. */
  note: z.string().trim().max(5000),
  /** T6: how the absent customer was waited for and sought. */
  attemptsNote: z.string().trim().max(5000).default(''),
  attachmentIds: z.array(Id).max(20).default([]),
});
