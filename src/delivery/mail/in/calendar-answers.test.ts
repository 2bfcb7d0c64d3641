import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import ICAL from 'ical.js';
import { createTransport } from 'nodemailer';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { deskWorld, done, type WorldCustomer } from '../../../../test/support/desk-world.ts';
import { openMailSink, type TakenMail } from '../../../../test/support/mail-sink.ts';
import { testClock } from '../../../../test/support/test-clock.ts';
import { testDatabase } from '../../../../test/support/test-database.ts';
import { noNames } from '../../../../test/support/test-dns.ts';
import { systemActor } from '../../../kernel/actor.ts';
import { readDecisions } from '../../../modules/agreements/index.ts';
import {
  type AppointmentNews,
  acceptSlot,
  appointmentsOfTicket,
  offerAppointment,
  openSlots,
  proposeTimes,
} from '../../../modules/appointments/index.ts';
import {
  listOutgoingMail,
  listReceivedMail,
  readConversation,
} from '../../../modules/correspondence/index.ts';
import { tellOfAppointment } from '../../../modules/notifications/index.ts';
import { addContact } from '../../../modules/people/index.ts';
import { askForInformation, findTicketById, type Ticket } from '../../../modules/tickets/index.ts';
import { openBlobStore } from '../../../platform/blobs.ts';
import { inTransaction } from '../../../platform/database/index.ts';
import { onEvent, runWaitingJobs } from '../../../platform/jobs.ts';
import { silentLog } from '../../../platform/log.ts';
import { openSealer } from '../../../platform/sealed-secret.ts';
import type { SmtpDoor } from '../../../platform/smtp.ts';
import { openPost } from '../out/post.ts';
import { openRelay, sendMail } from '../out/send-mail.ts';
import { understandMail } from '../understand/understand-mail.ts';
import { openMailDoor } from './mail-door.ts';
import { processMail } from './process-mail.ts';

const database = await testDatabase();
const clock = testClock();
const world = await deskWorld(database, clock);
const folder = await mkdtemp(path.join(tmpdir(), 'atenta-calendar-'));
const blobs = await openBlobStore(folder);
const domain = 'desk.example';
const secret = 'a secret of this test alone';
const authentication = { dns: noNames, relays: [], trustedSealers: [] };
const desk = {
  database,
  blobs,
  clock,
  log: silentLog,
  understand: understandMail,
  secret,
  domain,
  authentication,
};
const post = openPost({ publicUrl: 'https://desk.example', domain, secret, clock });
const hour = 3_600_000;
const agent = { kind: 'agent', personId: world.carmen } as const;

let door: SmtpDoor;
beforeAll(async () => {
  door = await openMailDoor({ ...desk, host: '127.0.0.1', port: 0 });
});
afterAll(async () => {
  await door.close(1000);
  await rm(folder, { recursive: true });
});

let customer: WorldCustomer;
let ticket: Ticket;
let customers = 0;
beforeEach(async () => {
  customers += 1;
  customer = await world.addCustomer(`Calendario${customers}`, 10);
  ticket = await world.register(customer);
});

/** The letters that wait to be written. */
const settle = () =>
  inTransaction(database, (tx) =>
    runWaitingJobs(
      tx,
      [onEvent<AppointmentNews>('appointment.news', (news) => tellOfAppointment(tx, post, news))],
      silentLog,
    ),
  );

const lettersOf = async () =>
  (await listOutgoingMail(database.db, { limit: 100 }))
    .filter(({ ticketId, purpose }) => ticketId === ticket.id && purpose === 'appointment')
    .toReversed();

/** What an independent parser reads of the newest invitation. */
async function invitation() {
  await settle();
  const mail = (await lettersOf()).findLast(({ calendar }) => calendar !== null);
  const text = mail?.calendar?.text ?? '';
  const event = new ICAL.Component(ICAL.parse(text)).getFirstSubcomponent('vevent');
  if (!mail || event === null) throw new Error('there is no invitation');
  return { mail, event, read: new ICAL.Event(event) };
}

/** The mail as it left, byte by byte. */
async function sent(mailId: number): Promise<TakenMail> {
  const sink = await openMailSink();
  const relay = openRelay(sink.url);
  try {
    await sendMail({ ...desk, relay, sealer: openSealer(randomBytes(32)) }, mailId);
  } finally {
    relay.close();
    await sink.close();
  }
  return done(sink.taken[0] ?? null);
}

/** Taken apart by hand (RFC 2045, 6.7): what our own reader of mail makes of it is shown elsewhere. */
function calendarPartOf(raw: string): { readonly type: string; readonly text: string } {
  const part = raw.split('\r\n--').find((one) => /^content-type: text\/calendar/im.test(one)) ?? '';
  const blank = part.indexOf('\r\n\r\n');
  const head = part.slice(0, blank).replace(/\r\n[ \t]+/g, ' ');
  const [, type = ''] = /^content-type: (.*)$/im.exec(head) ?? [];
  expect(head).toMatch(/^content-transfer-encoding: quoted-printable$/im);
  const decoded = part
    .slice(blank + 4)
    .replace(/=\r\n/g, '')
    .replace(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  return { type, text: Buffer.from(decoded, 'latin1').toString('utf8') };
}

async function offer(hours: readonly number[], more: { onsite?: number } = {}): Promise<number> {
  const { id } = await world.act(ticket.id, (tx, locked) =>
    offerAppointment(tx, locked, {
      personId: world.carmen,
      agentPersonId: world.carmen,
      subject: 'Configurar la impresora fiscal',
      place: more.onsite === undefined ? 'remote' : 'onsite',
      location: more.onsite === undefined ? '' : 'Av. Principal 1',
      durationMinutes: 60,
      surchargeUnits: more.onsite ?? null,
      surchargeNote: '',
      slots: hours.map((each) => clock.now() + each * hour),
      at: clock.now(),
    }).then(done),
  );
  return id;
}

/** As a calendar program answers: the event of the invitation, with the one attendee who answers. */
async function answer(
  method: 'REPLY' | 'COUNTER',
  partstat: string,
  more: { sequence?: number; startsAt?: number; from?: string } = {},
): Promise<void> {
  const { event, mail } = await invitation();
  const organizer = String(event.getFirstPropertyValue('organizer'));
  const from = more.from ?? mail.toAddress;
  const copy = new ICAL.Component(['vevent', [], []]);
  for (const name of ['uid', 'summary', 'organizer', 'dtstart', 'dtend']) {
    const property = event.getFirstProperty(name);
    if (property) copy.addProperty(property);
  }
  copy.addPropertyWithValue(
    'sequence',
    more.sequence ?? Number(event.getFirstPropertyValue('sequence')),
  );
  if (more.startsAt !== undefined) {
    copy.updatePropertyWithValue('dtstart', ICAL.Time.fromJSDate(new Date(more.startsAt), true));
  }
  const attendee = copy.addPropertyWithValue('attendee', `mailto:${from}`);
  attendee.setParameter('partstat', partstat);
  const calendar = new ICAL.Component(['vcalendar', [], []]);
  calendar.updatePropertyWithValue('version', '2.0');
  calendar.updatePropertyWithValue('prodid', '-//Test//EN');
  calendar.updatePropertyWithValue('method', method);
  calendar.addSubcomponent(copy);

  const transport = createTransport({ host: '127.0.0.1', port: door.port, ignoreTLS: true });
  const to = organizer.replace('mailto:', '');
  await transport.sendMail({
    envelope: { from, to: [to] },
    from,
    to,
    subject: 'Re: Configurar la impresora fiscal',
    text: '',
    icalEvent: { method, content: calendar.toString() },
  });
  transport.close();
  for (const mailId of await listReceivedMail(database.db, 100)) await processMail(desk, mailId);
}

const appointment = async (id: number) =>
  done((await appointmentsOfTicket(database.db, ticket.id)).find((one) => one.id === id) ?? null);
const lastLetter = async () => {
  await settle();
  return (await lettersOf()).at(-1);
};

describe('T6 the invitation', () => {
  it('of one single time asks for an answer, to the tokenised address, and says what absence costs', async () => {
    const id = await offer([48]);
    const { mail, event, read } = await invitation();
    expect(mail.calendar?.method).toBe('REQUEST');
    expect(read.uid).toBe(`appointment-${id}@${domain}`);
    expect(read.sequence).toBe(0);
    expect(event.getFirstPropertyValue('status')).toBe('TENTATIVE');
    expect(event.getFirstPropertyValue('organizer')).toBe(`mailto:${mail.replyTo}`);
    expect(mail.replyTo).toMatch(/^mesa\+t.*@desk\.example$/);
    expect(read.description).toContain('cláusula T6');
    expect(mail.bodyText).toContain('cláusula T6');
    expect(mail.bodyText).toContain('hora de Venezuela');
    expect(read.startDate.toJSDate().getTime()).toBe(clock.now() + 48 * hour);
  });

  it('as it leaves: one part with its method, which an independent parser reads whole', async () => {
    const id = await offer([48]);
    const { mail } = await invitation();
    const { raw } = await sent(mail.id);
    const { type, text } = calendarPartOf(raw);
    expect(type).toContain('method=REQUEST');
    expect(type).toMatch(/charset="?utf-8"?/i);
    const calendar = new ICAL.Component(ICAL.parse(text));
    expect(calendar.getFirstPropertyValue('method')).toBe('REQUEST');
    expect(calendar.getAllSubcomponents('vevent')).toHaveLength(1);
    const read = new ICAL.Event(done(calendar.getFirstSubcomponent('vevent')));
    expect(read.uid).toBe(`appointment-${id}@${domain}`);
    expect(read.summary).toContain('Configurar la impresora fiscal');
    expect(read.description).toContain('cláusula T6');
    expect(read.startDate.toJSDate().getTime()).toBe(clock.now() + 48 * hour);
    expect(read.endDate.toJSDate().getTime()).toBe(clock.now() + 49 * hour);
    // RFC 5545, 3.1: lines end with CRLF, and none is longer than 75 octets.
    const lines = text.split('\r\n');
    expect(lines.filter((line) => line.includes('\n') || Buffer.byteLength(line) > 75)).toEqual([]);
  });

  it('of several times, or of a visit, there is none before one is agreed', async () => {
    await offer([48, 72]);
    await offer([48], { onsite: 2 });
    await settle();
    const letters = await lettersOf();
    expect(letters).toHaveLength(2);
    expect(letters.every(({ calendar }) => calendar === null)).toBe(true);
    expect(letters[1]?.bodyText).toContain('cláusula T5');
  });

  it('ACCEPTED agrees to the time and the condition, and answers no question of the desk', async () => {
    await world.act(ticket.id, (tx, locked) =>
      askForInformation(tx, locked, {
        personId: world.carmen,
        text: '¿Qué modelo es?',
        attachmentIds: [],
        at: clock.now(),
      }).then(done),
    );
    const id = await offer([48]);
    await answer('REPLY', 'ACCEPTED');
    expect(await appointment(id)).toMatchObject({
      state: 'accepted',
      acceptances: [{ clause: 'T6', personId: customer.personId, channel: 'email' }],
    });
    expect((await findTicketById(database.db, ticket.id))?.status).toBe('waiting');
    const { event, read } = await invitation();
    expect(event.getFirstPropertyValue('status')).toBe('CONFIRMED');
    expect(event.getFirstProperty('attendee')?.getParameter('partstat')).toBe('ACCEPTED');
    expect(read.sequence).toBe(0);
  });

  it('from a colleague who may write there it is a message and no answer', async () => {
    const id = await offer([48]);
    const from = `colega@calendario${customers}.example`;
    done(
      await addContact(
        database,
        customer.organizationId,
        {
          name: 'Colega',
          email: from,
          role: 'customer_administrator',
          authorised: true,
          invite: false,
        },
        { actor: systemActor, at: clock.now(), ipAddress: null },
      ),
    );
    await answer('REPLY', 'ACCEPTED', { from });
    expect((await appointment(id)).state).toBe('offered');
  });

  it('an answer to an invitation that was replaced agrees to nothing, and is told so', async () => {
    const id = await offer([48]);
    const [first] = await openSlots(database.db, id);
    done(
      await world.act(ticket.id, (tx, locked) =>
        acceptSlot(tx, locked, {
          appointmentId: id,
          slotId: first?.id ?? 0,
          by: { kind: 'customer', personId: customer.personId },
          absenceAccepted: true,
          surchargeAccepted: false,
          channel: 'portal',
          at: clock.now(),
        }),
      ),
    );
    done(
      await world.act(ticket.id, (tx, locked) =>
        proposeTimes(tx, locked, {
          appointmentId: id,
          by: { kind: 'customer', personId: customer.personId },
          slots: [clock.now() + 60 * hour],
          absenceAccepted: true,
          surchargeAccepted: false,
          channel: 'portal',
          at: clock.now(),
        }),
      ),
    );
    const [proposed] = await openSlots(database.db, id);
    done(
      await world.act(ticket.id, (tx, locked) =>
        acceptSlot(tx, locked, {
          appointmentId: id,
          slotId: proposed?.id ?? 0,
          by: agent,
          absenceAccepted: true,
          surchargeAccepted: false,
          channel: 'portal',
          at: clock.now(),
        }),
      ),
    );
    expect((await invitation()).read.sequence).toBe(1);
    await answer('REPLY', 'DECLINED', { sequence: 0 });
    expect((await appointment(id)).state).toBe('accepted');
    expect((await lastLetter())?.bodyText).toContain('no se pudo aplicar');
    await answer('REPLY', 'DECLINED');
    expect((await appointment(id)).state).toBe('cancelled');
    const { mail, event, read } = await invitation();
    expect(mail.calendar?.method).toBe('CANCEL');
    expect(event.getFirstPropertyValue('status')).toBe('CANCELLED');
    expect(read.sequence).toBe(2);
  });

  it('a decline that would cost is not done: the letter says what it costs', async () => {
    const id = await offer([48]);
    await answer('REPLY', 'ACCEPTED');
    await settle();
    clock.advance(47 * hour);
    await answer('REPLY', 'DECLINED');
    expect((await appointment(id)).state).toBe('accepted');
    const letter = await lastLetter();
    expect(letter?.bodyText).toContain('se cobra el mínimo, 1 unidad de crédito');
    clock.advance(-47 * hour);
  });

  it('TENTATIVE changes nothing', async () => {
    const id = await offer([48]);
    await answer('REPLY', 'TENTATIVE');
    expect((await appointment(id)).state).toBe('offered');
    const decisions = await readDecisions(database.db, ticket.id);
    expect(decisions.at(-1)).toMatchObject({ kind: 'appointment-tentative', clause: 'T6' });
  });

  it('COUNTER proposes the other time, with the condition of the invitation', async () => {
    const id = await offer([48]);
    const startsAt = clock.now() + 50 * hour;
    await answer('COUNTER', 'TENTATIVE', { startsAt });
    const slots = (await appointment(id)).slots.filter((slot) => slot.proposedBy === 'customer');
    expect(slots).toMatchObject([{ startsAt, personId: customer.personId, channel: 'email' }]);
  });

  it('the answer stays in the conversation', async () => {
    await offer([48]);
    await answer('REPLY', 'ACCEPTED');
    const { messages } = await readConversation(database.db, {
      ticketIds: [ticket.id],
      includeInternal: true,
      limit: 100,
    });
    expect(
      messages.some(({ channel, text }) => channel === 'email' && text.startsWith('Re:')),
    ).toBe(true);
  });
});
