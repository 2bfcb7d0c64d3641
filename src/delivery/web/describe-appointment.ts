import type { Instant } from '../../kernel/clock.ts';
import { minuteMs } from '../../kernel/duration.ts';
import { agreementByVersion } from '../../modules/agreements/index.ts';
import type { AppointmentView } from '../../modules/appointments/index.ts';
import { namesOf, namesOfOrganizations } from '../../modules/people/index.ts';
import { ticketsOf } from '../../modules/tickets/index.ts';
import type { Db } from '../../platform/database/index.ts';
import {
  cancellationUnits,
  freeCancellationUntil,
  outcomeFrom,
} from '../../policy/appointments.ts';
import type { Terms } from '../../policy/terms.ts';
import { noShowUnits } from '../../policy/units.ts';
import type * as contract from './contract/appointments.ts';

const iso = (instant: Instant): string => new Date(instant).toISOString();
const isoOrNull = (instant: Instant | null): string | null =>
  instant === null ? null : iso(instant);

/** Activities with their names and with what each act would cost, by the terms of each request. */
export async function describeAppointments(
  db: Db,
  appointments: readonly AppointmentView[],
  now: Instant,
): Promise<contract.Appointment[]> {
  if (appointments.length === 0) return [];
  const [people, organizations, tickets] = await Promise.all([
    namesOf(db, appointments.flatMap(peopleIn)),
    namesOfOrganizations(
      db,
      appointments.map(({ organizationId }) => organizationId),
    ),
    ticketsOf(
      db,
      appointments.map(({ ticketId }) => ticketId),
    ),
  ]);
  const described: contract.Appointment[] = [];
  for (const appointment of appointments) {
    const ticket = tickets.get(appointment.ticketId);
    if (ticket === undefined) throw new RangeError('an appointment is of a request');
    const { terms } = await agreementByVersion(db, ticket.agreementVersion);
    described.push({
      ...describe(appointment, terms, now, (personId) => ({
        personId,
        name: people.get(personId)?.name ?? '',
      })),
      ticket: { number: ticket.number, subject: ticket.subject },
      organization: {
        id: appointment.organizationId,
        name: organizations.get(appointment.organizationId) ?? '',
      },
    });
  }
  return described;
}

const peopleIn = ({ agentPersonId, slots, acceptances }: AppointmentView): number[] => [
  agentPersonId,
  ...slots.map(({ personId }) => personId),
  ...acceptances.map(({ personId }) => personId),
];

function describe(
  appointment: AppointmentView,
  terms: Terms,
  now: Instant,
  person: (personId: number) => { personId: number; name: string },
): Omit<contract.Appointment, 'ticket' | 'organization'> {
  const { startsAt, surchargeUnits, acceptances } = appointment;
  const endOf = (start: Instant): Instant => start + appointment.durationMinutes * minuteMs;
  return {
    id: appointment.id,
    state: appointment.state,
    subject: appointment.subject,
    place: appointment.place,
    location: appointment.location,
    durationMinutes: appointment.durationMinutes,
    agent: person(appointment.agentPersonId),
    startsAt: isoOrNull(startsAt),
    endsAt: startsAt === null ? null : iso(endOf(startsAt)),
    slots: appointment.slots.map((slot) => ({
      id: slot.id,
      startsAt: iso(slot.startsAt),
      endsAt: iso(endOf(slot.startsAt)),
      proposedBy: slot.proposedBy,
      person: person(slot.personId),
    })),
    surcharge:
      surchargeUnits === null
        ? null
        : {
            units: surchargeUnits,
            note: appointment.surchargeNote,
            accepted: acceptances.some(({ clause }) => clause === 'T5'),
          },
    absenceUnits: noShowUnits(terms),
    noticeMinutes: terms.appointments.noticeMinutes,
    freeUntil: startsAt === null ? null : iso(freeCancellationUntil(terms, startsAt)),
    cancellationUnits: cancellationUnits(terms, appointment, 'customer', now),
    acceptances: acceptances.map((acceptance) => ({
      clause: acceptance.clause,
      person: person(acceptance.personId),
      agreementVersion: acceptance.agreementVersion,
      startsAt: iso(acceptance.startsAt),
      units: acceptance.units,
      channel: acceptance.channel,
      acceptedAt: iso(acceptance.acceptedAt),
    })),
    outcomeFrom:
      startsAt === null
        ? null
        : {
            done: iso(outcomeFrom(terms, 'done', startsAt)),
            noShow: iso(outcomeFrom(terms, 'no-show', startsAt)),
          },
    outcomeNote: appointment.outcomeNote,
    attemptsNote: appointment.attemptsNote,
    chargedUnits: appointment.chargedUnits,
    endedAt: isoOrNull(appointment.endedAt),
    calendarUrl:
      appointment.state === 'accepted' ? `/appointments/${appointment.id}/calendar.ics` : null,
  };
}
