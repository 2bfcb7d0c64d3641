import type { FastifyInstance } from 'fastify';
import type { Clock } from '../../kernel/clock.ts';
import { minuteMs } from '../../kernel/duration.ts';
import { readFirm } from '../../modules/agreements/index.ts';
import {
  appointmentUid,
  findAppointment,
  writeCalendar,
} from '../../modules/appointments/index.ts';
import { listMailboxes } from '../../modules/correspondence/index.ts';
import { findTicket, findTicketById } from '../../modules/tickets/index.ts';
import type { Database } from '../../platform/database/index.ts';
import { contentDisposition } from '../../platform/http.ts';
import { paths } from '../ui/paths.ts';
import * as m from '../ui/words/generated/messages.js';
import { principalOrProblem, sendProblem } from './api-routes.ts';
import { readerOf } from './describe-ticket.ts';
import { toId } from './files.ts';
import type { Identify } from './identify-caller.ts';
import { webProblem } from './problems.ts';

export interface CalendarFileOptions {
  readonly identify: Identify;
  readonly database: Database;
  readonly clock: Clock;
  readonly publicUrl: () => string;
  /** Of our Message-IDs and of the names of events in calendars. */
  readonly mailDomain: string;
}

const alarmMinutes = 30;

/** T6: an agreed activity as a file for any calendar, for whoever may see its request. It asks nobody for an answer. */
export function serveCalendarFile(app: FastifyInstance, options: CalendarFileOptions): void {
  const { identify, database, clock, publicUrl, mailDomain } = options;
  app.get<{ Params: { id: string } }>('/appointments/:id/calendar.ics', async (request, reply) => {
    const signedIn = await principalOrProblem(request, reply, identify);
    if (signedIn === null) return reply;
    const { caller, principal } = signedIn;
    const { db } = database;
    const id = toId(request.params.id);
    const appointment = id === null ? undefined : await findAppointment(db, id);
    const named = appointment && (await findTicketById(db, appointment.ticketId));
    const ticket = named && (await findTicket(db, named.number, readerOf(principal)));
    if (
      !appointment ||
      !ticket ||
      appointment.state !== 'accepted' ||
      appointment.startsAt === null
    ) {
      return sendProblem(reply, webProblem('not-found', caller));
    }
    const firm = await readFirm(db);
    const mailbox = (await listMailboxes(db)).find(({ active }) => active);
    const { startsAt, subject, location } = appointment;
    const text = writeCalendar({
      method: 'PUBLISH',
      uid: appointmentUid(appointment.id, mailDomain),
      sequence: appointment.sequence,
      status: 'CONFIRMED',
      startsAt,
      endsAt: startsAt + appointment.durationMinutes * minuteMs,
      stampedAt: clock.now(),
      summary: m.mail_appointment_event(
        { subject, number: ticket.number },
        { locale: caller.language },
      ),
      description: ticket.subject,
      location,
      url: new URL(paths.ticket(ticket.number), publicUrl()).href,
      organizer: { name: firm.name, address: mailbox?.address ?? `desk@${mailDomain}` },
      attendee: null,
      alarmMinutes,
    });
    return reply
      .header('content-type', 'text/calendar; charset=utf-8')
      .header('content-disposition', contentDisposition('attachment', `${ticket.number}.ics`))
      .header('cache-control', 'private, no-store')
      .send(text);
  });
}
