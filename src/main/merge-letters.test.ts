import { afterAll, expect, it } from 'vitest';
import { deskWorld, done } from '../../test/support/desk-world.ts';
import { mailWorld } from '../../test/support/mail-world.ts';
import { testClock } from '../../test/support/test-clock.ts';
import { testDatabase } from '../../test/support/test-database.ts';
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
import { readConversation } from '../modules/correspondence/index.ts';
import { addContact, updateContact } from '../modules/people/index.ts';
import {
  closeTicket,
  lockTicketPair,
  mergeTickets,
  resolveTicket,
  verifyTicketPriority,
  writeAsAgent,
} from '../modules/tickets/index.ts';
import { inTransaction } from '../platform/database/index.ts';
import { runWaitingJobs } from '../platform/jobs.ts';
import { silentLog } from '../platform/log.ts';

const database = await testDatabase();
const clock = testClock();
const world = await deskWorld(database, clock);
const mail = await mailWorld(database, clock, world);
afterAll(() => mail.close());
const handlers = subscriptions({ database, clock, post: mail.post });
const settle = () => inTransaction(database, (tx) => runWaitingJobs(tx, handlers, silentLog));
const lettersFor = async (purpose: string) =>
  (
    await database.db
      .selectFrom('outgoing_mail')
      .select(['to_person_id', 'body_text', 'reply_to'])
      .where('purpose', '=', purpose)
      .orderBy('id')
      .execute()
  ).map(({ to_person_id, body_text, reply_to }) => ({
    to: to_person_id,
    text: body_text,
    replyTo: reply_to,
  }));

const { orinoco, carmen } = world;
const ana = { email: 'ana@orinoco.example', personId: await addColleague('Ana') };
const hers = await world.register({ ...orinoco, personId: ana.personId });
const his = await world.register(orinoco);
const both = [orinoco.personId, ana.personId].toSorted();

async function addColleague(name: string): Promise<number> {
  const email = `${name.toLowerCase()}@orinoco.example`;
  const contact = { name, email, role: 'customer', authorised: true, invite: false } as const;
  const by = { actor: systemActor, at: clock.now(), ipAddress: null };
  return done(await addContact(database, orinoco.organizationId, contact, by));
}
async function merge(absorbedNumber: number, survivorNumber: number): Promise<void> {
  const by = { kind: 'agent', personId: carmen } as const;
  await inTransaction(database, async (tx) => {
    const pair = await lockTicketPair(tx, [absorbedNumber, survivorNumber], by);
    const [absorbed, survivor] = [done(pair[0] ?? null), done(pair[1] ?? null)];
    done(await mergeTickets(tx, { absorbed, survivor }, { by, reason: '', at: clock.now() }));
  });
  await settle();
  await settle();
}
const addressees = async (purpose: string) =>
  (await lettersFor(purpose)).map(({ to }) => to ?? 0).toSorted();
const conversation = async () =>
  (
    await readConversation(database.db, {
      ticketIds: [his.id],
      includeInternal: false,
      limit: 100,
    })
  ).messages;
const messagesOf = async (template: string) =>
  (await conversation()).filter((message) => message.template === template);

it('I: who asked for what was merged is told where it goes on, and gets the answers from then on', async () => {
  await merge(hers.number, his.number);
  const told = await lettersFor('merged');
  expect(told.map(({ to }) => to)).toEqual([ana.personId]);
  expect(told[0]?.text).toContain(`#${his.number}`);

  await world.act(his.id, async (tx, ticket) =>
    done(
      await writeAsAgent(tx, ticket, {
        personId: world.carmen,
        visibility: 'public',
        text: 'Ya está en marcha.',
        attachmentIds: [],
        at: clock.now(),
      }),
    ),
  );
  await settle();
  const answers = await lettersFor('message');
  expect(answers.map(({ to }) => to).toSorted()).toEqual(both);
  for (const { text } of answers) expect(text).toContain('Ya está en marcha.');
});

it('V.b, VIII: is told of a changed priority, the resolution and the end, as its requester is, in one conversation', async () => {
  const at = clock.now();
  await world.act(his.id, async (tx, ticket) =>
    done(
      await verifyTicketPriority(tx, ticket, {
        personId: carmen,
        priority: 'p4',
        reason: 'Hay otra forma de facturar',
        at,
      }),
    ),
  );
  await settle();
  expect(await addressees('priority-changed')).toEqual(both);
  expect(await messagesOf('priority-changed')).toHaveLength(1);
  const text = 'Listo: ya factura.';
  await world.act(his.id, async (tx, ticket) =>
    done(
      await resolveTicket(tx, ticket, {
        personId: carmen,
        form: 'solution',
        text,
        attachmentIds: [],
        at,
      }),
    ),
  );
  await settle();
  const resolutions = (await lettersFor('message')).filter((letter) => letter.text.includes(text));
  expect(resolutions.map(({ to }) => to ?? 0).toSorted()).toEqual(both);
  await world.act(his.id, async (tx, ticket) =>
    done(await closeTicket(tx, ticket, { by: 'system', at })),
  );
  await settle();
  expect(await addressees('closed')).toEqual(both);
  expect(await messagesOf('closed')).toHaveLength(1);
});

it('I: the answer of who asked for the same to such a letter lands on the request that goes on', async () => {
  const toAna = (await lettersFor('closed')).find(({ to }) => to === ana.personId);
  await mail.send({ from: ana.email, to: toAna?.replyTo ?? '', text: 'Sigue igual para mí.' });
  const answers = (await conversation()).filter(({ author }) => author === 'customer');
  expect(answers).toContainEqual(
    expect.objectContaining({
      authorPersonId: ana.personId,
      text: expect.stringContaining('Sigue igual para mí.'),
    }),
  );
});

it('I: who asked twice for the same gets one letter', async () => {
  const first = await world.register({ ...orinoco, personId: ana.personId });
  const second = await world.register({ ...orinoco, personId: ana.personId });
  await merge(second.number, first.number);
  const before = (await lettersFor('priority-changed')).length;
  await world.act(first.id, async (tx, ticket) =>
    done(
      await verifyTicketPriority(tx, ticket, {
        personId: carmen,
        priority: 'p4',
        reason: 'Hay otra forma de facturar',
        at: clock.now(),
      }),
    ),
  );
  await settle();
  const told = (await lettersFor('priority-changed')).slice(before);
  expect(told.map(({ to }) => to)).toEqual([ana.personId]);
});

it('T5, T6: who asked for the same is told of an activity offered, agreed, moved and given up, each once, with the own invitation', async () => {
  const start = clock.now() + 2 * dayMs;
  const offer = (appointmentId: number | null, slots: readonly number[]) =>
    world.act(going.id, async (tx, ticket) =>
      appointmentId === null
        ? done(
            await offerAppointment(tx, ticket, {
              personId: carmen,
              agentPersonId: carmen,
              subject: 'Configurar la impresora fiscal',
              place: 'remote',
              location: '',
              durationMinutes: 60,
              surchargeUnits: null,
              surchargeNote: '',
              slots,
              at: clock.now(),
            }),
          )
        : done(
            await proposeTimes(tx, ticket, {
              appointmentId,
              by: { kind: 'agent', personId: carmen },
              slots,
              absenceAccepted: true,
              surchargeAccepted: false,
              channel: 'portal',
              at: clock.now(),
            }),
          ),
    );
  /** What was written since the last look, by person. */
  let seen = 0;
  const news = async () => {
    clock.advance(hourMs);
    await settle();
    await settle();
    const mails = await database.db
      .selectFrom('outgoing_mail')
      .select(['id', 'to_person_id', 'to_address', 'calendar_text'])
      .where('purpose', '=', 'appointment')
      .where('id', '>', seen)
      .orderBy('id')
      .execute();
    seen = mails.at(-1)?.id ?? seen;
    for (const { to_address, calendar_text } of mails) {
      if (calendar_text !== null) expect(unfold(calendar_text)).toContain(`mailto:${to_address}`);
    }
    return mails.map(({ to_person_id }) => to_person_id ?? 0).toSorted();
  };
  const going = await world.register(orinoco);
  const hersAgain = await world.register({ ...orinoco, personId: ana.personId });
  await merge(hersAgain.number, going.number);
  const { id } = await offer(null, [start]);
  expect(await news()).toEqual(both);
  const by = { kind: 'customer', personId: ana.personId } as const;
  const accept = () =>
    world.act(going.id, async (tx, ticket) => {
      const [slot] = await openSlots(tx, id);
      return done(
        await acceptSlot(tx, ticket, {
          appointmentId: id,
          slotId: slot?.id ?? 0,
          by,
          absenceAccepted: true,
          surchargeAccepted: false,
          channel: 'portal',
          at: clock.now(),
        }),
      );
    });
  await accept();
  expect(await news()).toEqual(both);
  await offer(id, [start + dayMs]);
  expect(await news()).toEqual(both);
  await accept();
  expect(await news()).toEqual(both);
  clock.advance(start + dayMs - hourMs - clock.now());
  // Now it would cost something: told to who declined, and to nobody else.
  await world.act(going.id, (tx, ticket) =>
    answerByCalendar(tx, ticket, {
      answer: { appointmentId: id, response: 'declined', sequence: null, startsAt: null },
      personId: ana.personId,
      at: clock.now(),
    }),
  );
  expect(await news()).toEqual([ana.personId]);
  await world.act(going.id, async (tx, ticket) =>
    done(
      await cancelAppointment(tx, ticket, {
        appointmentId: id,
        by: { kind: 'agent', personId: carmen },
        reason: '',
        chargeAccepted: false,
        at: clock.now(),
      }),
    ),
  );
  expect(await news()).toEqual(both);
  expect(await news()).toEqual([]);
});

it('II: who lost access is told no more of what goes on', async () => {
  const going = await world.register(orinoco);
  const hersAgain = await world.register({ ...orinoco, personId: ana.personId });
  await merge(hersAgain.number, going.number);
  const key = { organizationId: orinoco.organizationId, personId: ana.personId };
  const by = { actor: systemActor, at: clock.now(), ipAddress: null };
  done(await updateContact(database, key, { disabled: true }, by));
  const before = (await lettersFor('appointment')).length;
  await world.act(going.id, async (tx, ticket) =>
    done(
      await offerAppointment(tx, ticket, {
        personId: carmen,
        agentPersonId: carmen,
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
  await settle();
  const told = (await lettersFor('appointment')).slice(before);
  expect(told.map(({ to }) => to)).toEqual([orinoco.personId]);
});

/** RFC 5545: a line that is too long goes on in the next one. */
const unfold = (calendar: string) => calendar.replaceAll(/\r?\n[ \t]/g, '');
