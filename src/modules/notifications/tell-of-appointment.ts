import { minuteMs } from '../../kernel/duration.ts';
import type { Tx } from '../../platform/database/index.ts';
import { noShowUnits } from '../../policy/units.ts';
import { agreementByVersion, readDecisions } from '../agreements/index.ts';
import {
  type Appointment,
  type AppointmentNews,
  type CalendarNotice,
  type CalendarUser,
  findAppointment,
  openSlots,
  writeCalendar,
} from '../appointments/index.ts';
import type { MailCalendarPart } from '../correspondence/index.ts';
import { readAvailableUnits } from '../credits/index.ts';
import { readAgent } from '../people/index.ts';
import { findTicketById, type Ticket } from '../tickets/index.ts';
import type { Letter, Recipient } from './model.ts';
import type { Post } from './post.ts';
import { summary, tellByDesk } from './tell-customer.ts';
import { tellAgent } from './tell-desk.ts';

/** How long before the start the customer's own calendar calls. */
const alarmMinutes = 30;

type AppointmentLetter = Extract<Letter, { kind: 'appointment' }>;

/** T5, T6: what was offered, agreed, moved, cancelled or missed, with the invitation for the customer's calendar. */
export async function tellOfAppointment(
  tx: Tx,
  post: Post,
  news: Omit<AppointmentNews, 'type'>,
): Promise<void> {
  const appointment = await findAppointment(tx, news.appointmentId);
  const ticket = appointment && (await findTicketById(tx, appointment.ticketId));
  if (!appointment || !ticket) return;
  const letter = await letterOf(tx, post, ticket, appointment, news);
  const { calendar } = news;
  await tellByDesk(tx, post, ticket, {
    template: 'appointment',
    ...(news.toPersonId === null ? { toAskers: true } : { toPersonId: news.toPersonId }),
    key: `appointment.${appointment.id}.${news.news}.${news.at}`,
    letter,
    ...(calendar === null
      ? {}
      : {
          calendar: (recipient, organizer) =>
            calendarPart(post, letter, appointment, calendar, recipient, organizer),
        }),
  });
}

const answers: Readonly<Record<string, Extract<Letter, { kind: 'appointment-answered' }>['news']>> =
  {
    'appointment-accepted': 'accepted',
    'appointment-proposed': 'proposed',
    'appointment-cancelled': 'cancelled',
    'appointment-tentative': 'tentative',
    refused: 'refused',
  };

/** T6: the customer answered, in the portal, by mail or from a calendar: whose activity it is, and who attends the request. */
export async function tellOfAnswer(
  tx: Tx,
  post: Post,
  answered: { readonly appointmentId: number; readonly decisionId: number },
): Promise<void> {
  const appointment = await findAppointment(tx, answered.appointmentId);
  const ticket = appointment && (await findTicketById(tx, appointment.ticketId));
  if (!appointment || !ticket) return;
  const decisions = await readDecisions(tx, ticket.id);
  const decision = decisions.find(({ id }) => id === answered.decisionId);
  const news = answers[decision?.kind ?? ''];
  if (decision === undefined || news === undefined) return;
  const slots = news === 'proposed' ? await openSlots(tx, appointment.id) : [];
  const letter = {
    kind: 'appointment-answered' as const,
    news,
    ticket: summary(ticket),
    decision,
    activity: appointment.subject,
    slots: slots.flatMap(({ proposedBy, startsAt }) => (proposedBy === 'customer' ? startsAt : [])),
    note: news === 'cancelled' ? appointment.outcomeNote : '',
  };
  for (const personId of new Set([appointment.agentPersonId, ticket.assigneePersonId])) {
    if (personId !== null) await tellAgent(tx, post, ticket, { personId, decision, letter });
  }
}

async function letterOf(
  tx: Tx,
  post: Post,
  ticket: Ticket,
  appointment: Appointment,
  { news, calendar, refusal }: Omit<AppointmentNews, 'type'>,
): Promise<AppointmentLetter> {
  const { terms } = await agreementByVersion(tx, ticket.agreementVersion);
  const agent = await readAgent(tx, appointment.agentPersonId, post.now());
  const availableUnits = await readAvailableUnits(tx, ticket.organizationId);
  const slots = await openSlots(tx, appointment.id);
  return {
    kind: 'appointment',
    news,
    ticket: summary(ticket),
    subject: appointment.subject,
    place: appointment.place,
    location: appointment.location,
    agent: agent?.name ?? '',
    durationMinutes: appointment.durationMinutes,
    startsAt: appointment.startsAt,
    slots: slots.flatMap(({ proposedBy, startsAt }) => (proposedBy === 'agent' ? startsAt : [])),
    surcharge:
      appointment.surchargeUnits === null
        ? null
        : { units: appointment.surchargeUnits, note: appointment.surchargeNote },
    absenceUnits: noShowUnits(terms),
    noticeMinutes: terms.appointments.noticeMinutes,
    chargedUnits: appointment.chargedUnits,
    availableUnits,
    note: appointment.outcomeNote,
    attemptsNote: appointment.attemptsNote,
    answerable: calendar?.method === 'REQUEST' && !calendar.agreed,
    refusal,
  };
}

function calendarPart(
  post: Post,
  letter: AppointmentLetter,
  appointment: Appointment,
  notice: CalendarNotice,
  recipient: Recipient,
  organizer: CalendarUser,
): MailCalendarPart {
  const { method, sequence, startsAt, agreed } = notice;
  const cancelled = method === 'CANCEL';
  return {
    method,
    text: writeCalendar({
      method,
      uid: post.eventUid(appointment.id),
      sequence,
      status: cancelled ? 'CANCELLED' : agreed ? 'CONFIRMED' : 'TENTATIVE',
      startsAt,
      endsAt: startsAt + appointment.durationMinutes * minuteMs,
      stampedAt: post.now(),
      ...post.describeEvent(letter, recipient),
      location: appointment.location,
      organizer,
      attendee: { name: recipient.name, address: recipient.address, accepted: agreed },
      alarmMinutes: cancelled ? null : alarmMinutes,
    }),
  };
}
