import { expect, it } from 'vitest';
import { deskWorld, done } from '../../test/support/desk-world.ts';
import { testClock } from '../../test/support/test-clock.ts';
import { testDatabase } from '../../test/support/test-database.ts';
import { openPost } from '../delivery/mail/out/post.ts';
import { subscriptions } from '../delivery/worker/subscriptions.ts';
import { systemActor } from '../kernel/actor.ts';
import { dayMs, hourMs } from '../kernel/duration.ts';
import {
  acceptSlot,
  answerByCalendar,
  cancelAppointment,
  offerAppointment,
  openSlots,
  proposeTimes,
} from '../modules/appointments/index.ts';
import { listOutgoingMail } from '../modules/correspondence/index.ts';
import { listNotices } from '../modules/notifications/index.ts';
import { addAgent } from '../modules/people/index.ts';
import { assignTicket } from '../modules/tickets/index.ts';
import { inTransaction } from '../platform/database/index.ts';
import { runWaitingJobs } from '../platform/jobs.ts';
import { silentLog } from '../platform/log.ts';

const database = await testDatabase();
const clock = testClock();
const world = await deskWorld(database, clock);
const post = openPost({
  publicUrl: 'https://desk.example',
  domain: 'desk.example',
  secret: 's'.repeat(32),
  clock,
});
const handlers = subscriptions({ database, clock, post });
const customer = { kind: 'customer', personId: world.orinoco.personId } as const;
const { carmen } = world;
const luis = done(
  await addAgent(
    database,
    {
      name: 'Luis',
      email: 'luis@desk.example',
      roles: ['agent'],
      teamIds: [],
      language: 'en',
      timeZone: 'Europe/Madrid',
    },
    { actor: systemActor, at: clock.now(), ipAddress: null },
  ),
);

/** A request that Carmen attends, with an activity of Luis offered for two days from now. */
async function offered() {
  const ticket = await world.register(world.orinoco);
  await world.act(ticket.id, async (tx, locked) =>
    done(
      await assignTicket(tx, locked, {
        personId: carmen,
        assigneePersonId: carmen,
        teamId: null,
        at: clock.now(),
      }),
    ),
  );
  const { id: appointmentId } = await world.act(ticket.id, async (tx, locked) =>
    done(
      await offerAppointment(tx, locked, {
        personId: carmen,
        agentPersonId: luis,
        subject: 'Configurar la impresora fiscal',
        place: 'remote',
        location: '',
        durationMinutes: 60,
        surchargeUnits: null,
        surchargeNote: '',
        slots: [clock.now() + 2 * dayMs],
        at: clock.now(),
      }),
    ),
  );
  const accept = () =>
    world.act(ticket.id, async (tx, locked) => {
      const [slot] = await openSlots(tx, appointmentId);
      const slotId = slot?.id ?? 0;
      const accepted = { absenceAccepted: true, surchargeAccepted: false } as const;
      const channel = 'portal' as const;
      const acceptance = {
        appointmentId,
        slotId,
        by: customer,
        ...accepted,
        channel,
        at: clock.now(),
      };
      return done(await acceptSlot(tx, locked, acceptance));
    });
  const answer = (
    response: 'accepted' | 'declined' | 'counter' | 'tentative',
    startsAt: number | null = null,
  ) =>
    world.act(ticket.id, (tx, locked) =>
      answerByCalendar(tx, locked, {
        answer: { appointmentId, response, sequence: null, startsAt },
        personId: customer.personId,
        at: clock.now(),
      }),
    );
  return { ticket, appointmentId, accept, answer };
}

/** What each was told of a request, in the console and by mail, after all that waits was done, twice. */
async function told(ticketNumber: number) {
  await inTransaction(database, (tx) => runWaitingJobs(tx, handlers, silentLog));
  const mails = (await listOutgoingMail(database.db, { limit: 1000 })).filter(
    (mail) =>
      mail.purpose === 'appointment-answered' && mail.subject.startsWith(`[#${ticketNumber}] `),
  );
  const notices = await Promise.all(
    [carmen, luis].map(async (personId) =>
      (await listNotices(database.db, personId, { before: null, limit: 100 }))
        .filter(({ ticket }) => ticket.number === ticketNumber)
        .flatMap(({ about }) => (about.kind === 'decision' ? about.decision.kind : [])),
    ),
  );
  return {
    mails: mails.map(({ toAddress }) => toAddress).toSorted(),
    texts: mails.map(({ bodyText }) => bodyText),
    carmen: notices[0] ?? [],
    luis: notices[1] ?? [],
  };
}
const both = ['carmen@desk.example', 'luis@desk.example'];

it('T6: accepted in the portal: whose activity it is and who attends the request, each once, in the own words', async () => {
  const { ticket, accept } = await offered();
  await accept();
  const { mails, texts, ...notices } = await told(ticket.number);
  expect(mails).toEqual(both);
  expect(notices).toEqual({ carmen: ['appointment-accepted'], luis: ['appointment-accepted'] });
  expect(texts.join('\n')).toContain('El cliente aceptó la actividad pautada');
  // Nine in Caracas is two in the afternoon in Madrid.
  expect(texts.join('\n')).toMatch(/The customer accepted the appointment of .*14:00/);
  expect((await told(ticket.number)).mails).toEqual(both);
});

it('T6: another time asked for, in the portal and from a calendar, is told with the times', async () => {
  const { ticket, appointmentId, answer } = await offered();
  const slots = [clock.now() + 3 * dayMs, clock.now() + 4 * dayMs];
  await world.act(ticket.id, async (tx, locked) =>
    done(
      await proposeTimes(tx, locked, {
        appointmentId,
        by: customer,
        slots,
        absenceAccepted: true,
        surchargeAccepted: false,
        channel: 'portal',
        at: clock.now(),
      }),
    ),
  );
  const { mails, texts, luis: noticed } = await told(ticket.number);
  expect(mails).toEqual(both);
  expect(noticed).toEqual(['appointment-proposed']);
  expect(texts.join('\n')).toMatch(/Horas propuestas[\s\S]*- .*5 mar[\s\S]*- .*6 mar/);
  await answer('counter', clock.now() + 5 * dayMs);
  expect((await told(ticket.number)).luis).toEqual([
    'appointment-proposed',
    'appointment-proposed',
  ]);
});

it('T6: accepted or declined from a calendar, that comes back by mail, is told as well', async () => {
  const accepted = await offered();
  await accepted.answer('accepted');
  expect(await told(accepted.ticket.number)).toMatchObject({
    mails: both,
    luis: ['appointment-accepted'],
  });
  const declined = await offered();
  await declined.answer('declined');
  expect(await told(declined.ticket.number)).toMatchObject({
    mails: both,
    carmen: ['appointment-cancelled'],
  });
});

it('T6: "perhaps" from a calendar changes nothing and is told, so that an agent can ask', async () => {
  const { ticket, answer } = await offered();
  await answer('tentative');
  const { mails, luis: noticed, texts } = await told(ticket.number);
  expect({ mails, noticed }).toEqual({ mails: both, noticed: ['appointment-tentative'] });
  expect(texts.join('\n')).toContain('nada queda confirmado ni cambia por ello');
});

it('T6: a decline from a calendar that would cost something is not done, and told with what it costs', async () => {
  const { ticket, accept, answer } = await offered();
  await accept();
  clock.advance(2 * dayMs - hourMs);
  await answer('declined');
  const { texts, luis: noticed } = await told(ticket.number);
  expect(noticed).toEqual(['refused', 'appointment-accepted']);
  expect(texts.join('\n')).toContain('con menos de 4 h de aviso se cobra el mínimo, 1 unidad');
});

it('T6: given up by the customer, with what it wrote; given up or accepted by the desk, no agent is told', async () => {
  const given = await offered();
  await given.accept();
  const cancel = (of: Awaited<ReturnType<typeof offered>>, by: typeof customer | 'agent') =>
    world.act(of.ticket.id, async (tx, locked) =>
      done(
        await cancelAppointment(tx, locked, {
          appointmentId: of.appointmentId,
          by: by === 'agent' ? { kind: 'agent', personId: carmen } : by,
          reason: 'Ese día no hay nadie',
          chargeAccepted: false,
          at: clock.now(),
        }),
      ),
    );
  await cancel(given, customer);
  const { texts, luis: noticed } = await told(given.ticket.number);
  expect(noticed).toEqual(['appointment-cancelled', 'appointment-accepted']);
  expect(texts.join('\n')).toContain('Ese día no hay nadie');
  const byDesk = await offered();
  await cancel(byDesk, 'agent');
  expect(await told(byDesk.ticket.number)).toMatchObject({ mails: [], carmen: [], luis: [] });
});
