import { z } from 'zod';
import { dayMs } from '../../../kernel/duration.ts';
import {
  type Appointment,
  acceptSlot,
  cancelAppointment,
  offerAppointment,
  proposeTimes,
  readAgenda,
  recordOutcome,
} from '../../../modules/appointments/index.ts';
import { isNotDone, type NotDone, type Ticket } from '../../../modules/tickets/index.ts';
import type { Tx } from '../../../platform/database/index.ts';
import { readCursor, toPage } from '../../../platform/http.ts';
import { describeAppointments } from '../describe-appointment.ts';
import { readerOf } from '../describe-ticket.ts';
import type { Mounting } from '../handlers.ts';
import type { RequestContext } from '../request-context.ts';
import { actOn } from './tickets.ts';

/** The start or the making of the last row, whichever the list is sorted by, and its id. */
const cursorShape = z.tuple([z.int(), z.int()]);

export function mountAppointments({ mount }: Mounting): void {
  mount('listAppointments', async ({ query }, { database, principal, at }) => {
    const after = readCursor(query.cursor, cursorShape);
    const found = await readAgenda(database.db, {
      reader: readerOf(principal),
      view: query.view,
      // What began within a day may still wait for its outcome.
      from: at - dayMs,
      limit: query.limit + 1,
      ...(query.agentPersonId === undefined ? {} : { agentPersonId: query.agentPersonId }),
      ...(after === null ? {} : { after: { startsAt: after[0], id: after[1] } }),
    });
    const page = toPage(found, query.limit, ({ startsAt, createdAt, id }) => [
      query.view === 'agreed' ? (startsAt ?? createdAt) : createdAt,
      id,
    ]);
    return {
      items: await describeAppointments(database.db, page.items, at),
      nextCursor: page.nextCursor,
    };
  });

  mount('offerAppointment', ({ params, body }, context) =>
    actOnAppointment(context, params.number, (tx, ticket) =>
      offerAppointment(tx, ticket, {
        personId: context.principal.personId,
        agentPersonId: body.agentPersonId ?? context.principal.personId,
        subject: body.subject,
        place: body.place,
        location: body.location,
        durationMinutes: body.durationMinutes,
        surchargeUnits: body.surchargeUnits ?? null,
        surchargeNote: body.surchargeNote,
        slots: body.slots.map((slot) => Date.parse(slot)),
        at: context.at,
      }),
    ),
  );

  mount('proposeTimes', ({ params, body }, context) =>
    actOnAppointment(context, params.number, (tx, ticket) =>
      proposeTimes(tx, ticket, {
        appointmentId: params.appointmentId,
        by: partyOf(context),
        slots: body.slots.map((slot) => Date.parse(slot)),
        absenceAccepted: body.acceptsAbsenceTerms,
        surchargeAccepted: body.acceptsSurcharge,
        channel: channelOf(context),
        at: context.at,
      }),
    ),
  );

  mount('acceptSlot', ({ params, body }, context) =>
    actOnAppointment(context, params.number, (tx, ticket) =>
      acceptSlot(tx, ticket, {
        appointmentId: params.appointmentId,
        slotId: body.slotId,
        by: partyOf(context),
        absenceAccepted: body.acceptsAbsenceTerms,
        surchargeAccepted: body.acceptsSurcharge,
        channel: channelOf(context),
        at: context.at,
      }),
    ),
  );

  mount('cancelAppointment', ({ params, body }, context) =>
    actOnAppointment(context, params.number, (tx, ticket) =>
      cancelAppointment(tx, ticket, {
        appointmentId: params.appointmentId,
        by: partyOf(context),
        reason: body.reason,
        chargeAccepted: body.acceptsCharge,
        at: context.at,
      }),
    ),
  );

  mount('recordOutcome', ({ params, body }, context) =>
    actOnAppointment(context, params.number, (tx, ticket) =>
      recordOutcome(tx, ticket, {
        ...body,
        appointmentId: params.appointmentId,
        personId: context.principal.personId,
        at: context.at,
      }),
    ),
  );
}

/** Answered with the request as it then stands: an activity moves its clocks, its units and its log. */
const actOnAppointment = (
  context: RequestContext,
  number: number,
  work: (tx: Tx, ticket: Ticket) => Promise<Appointment | NotDone>,
) =>
  actOn(context, number, async (tx, ticket) => {
    const done = await work(tx, ticket);
    return isNotDone(done) ? done : ticket;
  });

const partyOf = ({ principal }: RequestContext) => ({
  kind: readerOf(principal).kind,
  personId: principal.personId,
});

const channelOf = ({ principal }: RequestContext): 'api' | 'portal' =>
  principal.via.kind === 'apiKey' ? 'api' : 'portal';
