import { createHash, randomUUID } from 'node:crypto';
import { understandMail } from '../../src/delivery/mail/understand/understand-mail.ts';
import type { Handlers } from '../../src/delivery/web/handlers.ts';
import type { MovableClock } from '../../src/kernel/clock.ts';
import { mailDesk } from '../../src/main/mail-desk.ts';
import { mountAll } from '../../src/main/web-part.ts';
import {
  acceptMail,
  addBlob,
  queueMail,
  recordInboundOutcome,
} from '../../src/modules/correspondence/index.ts';
import type { BlobStore } from '../../src/platform/blobs.ts';
import { openKeys, readConfig } from '../../src/platform/config.ts';
import { type Database, inTransaction } from '../../src/platform/database/index.ts';
import { silentLog } from '../../src/platform/log.ts';
import { startTelemetry } from '../../src/platform/telemetry.ts';
import { noNames } from '../support/test-dns.ts';
import type { TestAnswer, TestWeb } from '../support/test-web.ts';
import type { TestedRole } from './expected.ts';

/** Every operation of the product, as main mounts them. */
export function allHandlers(
  database: Database,
  clock: MovableClock,
  blobs: BlobStore,
  dataDir: string,
): Handlers {
  const checkout = process.cwd();
  const config = readConfig({ DATA_DIR: dataDir }, checkout);
  const telemetry = startTelemetry(silentLog);
  telemetry.stop();
  const runtime = {
    config,
    checkout,
    clock,
    log: silentLog,
    database,
    blobs,
    keys: openKeys(config),
    dns: noNames,
    telemetry,
    addresses: {
      lmtpPort: null,
      port: 0,
      smtpPort: 0,
      publicUrl: 'https://desk.example',
      mailDomain: 'desk.example',
    },
  };
  return mountAll(runtime, mailDesk(runtime, understandMail));
}

/** What stands in every text of the other customer: it must not appear in any answer to Acme's people. */
export const canary = 'Borneo';

/** What the firm writes for itself alone: it must not appear in any answer to a customer, its own administrators included. */
export const firmOnly = 'Solo para la firma';

export interface Belongings {
  readonly organizationId: number;
  readonly contractId: number;
  readonly personId: number;
  readonly ticketNumber: number;
  readonly workId: number;
  /** Agreed: it can be fetched for a calendar. */
  readonly appointmentId: number;
  readonly attachmentId: number;
  readonly internalAttachmentId: number;
  readonly unsentAttachmentId: number;
  readonly messageId: number;
  readonly internalMessageId: number;
  /** Of the appointment. */
  readonly slotId: number;
  /** That came by mail. */
  readonly mailId: number;
}

export interface OfferedAppointment {
  readonly appointmentId: number;
  readonly slotId: number;
}

export interface AccessWorld {
  sessionOf(role: TestedRole): Promise<string | undefined>;
  readonly acme: Belongings;
  readonly borneo: Belongings;
  /** A request of Acme's that came while Acme was suspended; it has been in good standing since. */
  readonly heldTicketNumber: number;
  /** A request of Acme's that its administrator made: not its other contact's to see. */
  readonly colleaguesTicketNumber: number;
  newTicketOfColleague(): Promise<number>;
  /** A fresh, open request of Acme's contact; resolved when asked. */
  newTicket(resolved?: boolean): Promise<number>;
  /** Offered on this request by an agent, with one time. */
  newAppointment(number: number): Promise<OfferedAppointment>;
  readonly mailId: number;
  /** A moment that is still to come. */
  readonly tomorrow: string;
  /** Of somebody at the firm who is none of those who ask. */
  readonly another: {
    readonly macroId: number;
    readonly savedViewId: number;
    readonly draftId: number;
  };
  newQuarantinedMail(): Promise<number>;
  readonly mailboxId: number;
  /** A mailbox that nothing came to, read by IMAP. */
  newMailbox(): Promise<number>;
  newMailboxCheck(): Promise<number>;
}

export async function accessWorld(
  database: Database,
  clock: MovableClock,
  blobs: BlobStore,
  { send, world }: TestWeb,
): Promise<AccessWorld> {
  const asAgent = await world.signIn(world.agents.agent);
  const asAdministrator = await world.signIn(world.agents.administrator);
  const asBilling = await world.signIn(world.agents.billing);
  const call = async (as: string, method: string, path: string, body?: unknown) =>
    succeeded(await send(method, path, { as, body }));

  const mailbox = await call(asAdministrator, 'POST', '/api/v1/mailboxes', {
    address: 'soporte@desk.example',
    name: 'Soporte',
  });
  let tickets = 0;
  let mailboxes = 0;
  const acme = await belongings(world.acme, 'Acme');
  const borneo = await belongings(world.borneo, canary);
  const asColleague = await world.signIn(world.acme.people.customer_administrator);
  const standing = `/api/v1/organizations/${acme.organizationId}/standing`;
  await call(asBilling, 'POST', standing, {
    standing: 'suspended',
    reason: `${firmOnly}: mora repetida`,
    customerReason: { es: 'Dos facturas vencidas', en: 'Two invoices overdue' },
  });
  const heldTicketNumber = await addTicket(await world.signIn(world.acme.people.customer), 'Acme');
  await call(asBilling, 'POST', standing, { standing: 'good', reason: `${firmOnly}: pagó` });
  return {
    heldTicketNumber,
    acme,
    borneo,
    colleaguesTicketNumber: await addTicket(asColleague, 'Acme'),
    newTicketOfColleague: async () =>
      addTicket(await world.signIn(world.acme.people.customer_administrator), 'Acme'),
    newTicket,
    newAppointment,
    mailId: await addOutgoingMail(),
    tomorrow: new Date(clock.now() + 24 * 3_600_000).toISOString(),
    another: await keptByAnother(acme.ticketNumber),
    newQuarantinedMail,
    mailboxId: numberIn(mailbox, 'id'),
    newMailbox,
    newMailboxCheck,
    async sessionOf(role) {
      if (role === 'anonymous') return undefined;
      if (role === 'customer' || role === 'customer_administrator') {
        return world.signIn(world.acme.people[role]);
      }
      return world.signIn(world.agents[role]);
    },
  };

  async function newMailboxCheck(): Promise<number> {
    const as = await world.signIn(world.agents.administrator);
    const path = `/api/v1/mailboxes/${numberIn(mailbox, 'id')}/checks`;
    return numberIn(await call(as, 'POST', path), 'id');
  }

  async function newMailbox(): Promise<number> {
    mailboxes += 1;
    const as = await world.signIn(world.agents.administrator);
    const address = `buzon-${mailboxes}@desk.example`;
    const id = numberIn(
      await call(as, 'POST', '/api/v1/mailboxes', { address, name: 'Buzón' }),
      'id',
    );
    await call(as, 'POST', `/api/v1/mailboxes/${id}/imap`, {
      host: 'imap.desk.example',
      port: 993,
      security: 'tls',
      user: 'soporte',
      signIn: 'password',
      secret: 'una clave',
    });
    return id;
  }

  async function newTicket(resolved = false): Promise<number> {
    // Signed in each time: a changed password, which is among the calls, ends every session.
    const number = await addTicket(await world.signIn(world.acme.people.customer), 'Acme');
    if (resolved) {
      await call(
        await world.signIn(world.agents.supervisor),
        'POST',
        `/api/v1/tickets/${number}/resolution`,
        {
          form: 'solution',
          text: 'Hecho.',
        },
      );
    }
    return number;
  }

  async function newAppointment(number: number): Promise<OfferedAppointment> {
    const path = `/api/v1/tickets/${number}/appointments`;
    const as = await world.signIn(world.agents.supervisor);
    const ticket = await call(as, 'POST', path, {
      subject: 'Sesión remota',
      durationMinutes: 60,
      slots: [new Date(clock.now() + 48 * 3_600_000).toISOString()],
    });
    const appointment = firstIn(ticket, 'appointments');
    return {
      appointmentId: numberIn(appointment, 'id'),
      slotId: firstIdIn(appointment, 'slots'),
    };
  }

  async function addTicket(as: string, name: string): Promise<number> {
    tickets += 1;
    const created = await call(as, 'POST', '/api/v1/tickets', {
      subject: `${name} solicita ${tickets}`,
      description: `${name}: no abre el módulo de inventario.`,
      prioritySuggested: 'p2',
    });
    return numberIn(created, 'number');
  }

  async function upload(as: string, name: string): Promise<number> {
    const form = new FormData();
    form.append('file', new Blob([`${name} notes`]), `${name}.txt`);
    return numberIn(succeeded(await send('POST', '/api/v1/attachments', { as, form })), 'id');
  }

  async function belongings(customer: TestWeb['world']['acme'], name: string): Promise<Belongings> {
    const { organizationId, people } = customer;
    const path = `/api/v1/organizations/${organizationId}`;
    await call(asBilling, 'POST', `${path}/purchases`, { units: 400, reference: `${name}-F1` });
    for (const personId of Object.values(people)) {
      await call(await world.signIn(personId), 'POST', '/api/v1/me/terms-acceptance', {
        version: 1,
      });
    }
    const as = await world.signIn(people.customer);
    const ticketNumber = await addTicket(as, name);
    const ticketPath = `/api/v1/tickets/${ticketNumber}`;
    const attachmentId = await upload(as, name);
    const message = await call(as, 'POST', `${ticketPath}/messages`, {
      text: `${name} adjunta el registro`,
      attachmentIds: [attachmentId],
    });
    const internalAttachmentId = await upload(asAgent, `${name} internal`);
    const note = await call(asAgent, 'POST', `${ticketPath}/messages`, {
      text: `${name}: nota interna`,
      visibility: 'internal',
      attachmentIds: [internalAttachmentId],
    });
    const logged = await call(asAgent, 'POST', `${ticketPath}/work`, { minutes: 10 });
    const { appointmentId, slotId } = await newAppointment(ticketNumber);
    await call(as, 'POST', `${ticketPath}/appointments/${appointmentId}/acceptance`, {
      slotId,
      acceptsAbsenceTerms: true,
    });
    const organization = await call(asBilling, 'GET', path);
    const messageId = numberIn(message, 'id');
    const internalMessageId = numberIn(note, 'id');
    const mail = await addMailHtml(messageId, name);
    return {
      organizationId,
      contractId: firstIdIn(organization, 'contracts'),
      personId: people.customer,
      ticketNumber,
      workId: firstIdIn(logged, 'work'),
      appointmentId,
      attachmentId,
      internalAttachmentId,
      unsentAttachmentId: await upload(as, `${name} unsent`),
      messageId: mail.messageId,
      internalMessageId,
      slotId,
      mailId: mail.mailId,
    };
  }

  /** Only mails have HTML, and they come in by another door: a row like theirs, beside the message of the portal. */
  async function addMailHtml(
    messageId: number,
    name: string,
  ): Promise<{ readonly messageId: number; readonly mailId: number }> {
    const mailId = await acceptRaw(`Subject: ${name}\r\n\r\n${name}\r\n`);
    const { rows } = await database.pool.query<{ id: number }>(
      `insert into message (ticket_id, visibility, author, author_person_id, channel, body_text,
                            body_html, inbound_mail_id, created_at)
       select ticket_id, visibility, author, author_person_id, 'email', body_text, $2, $3, created_at
         from message where id = $1 returning id`,
      [messageId, `<p>${name}</p><img src="https://pictures.example/logo.png">`, mailId],
    );
    return { messageId: rows[0]?.id ?? 0, mailId };
  }

  /** What an agent keeps for itself who is none of those who ask. */
  async function keptByAnother(ticketNumber: number): Promise<AccessWorld['another']> {
    const { rows } = await database.pool.query<AccessWorld['another']>(
      `with another as (insert into person (name, email) values ('Otra', 'otra@desk.example') returning id),
            agent as (insert into agent (person_id, created_at) select id, now() from another returning person_id),
            kept as (insert into macro (owner_person_id, name, text_es, changed_by_person_id, changed_at)
                     select person_id, 'Propia', 'Texto propio', person_id, now() from agent returning id),
            draft as (insert into message_draft (person_id, ticket_id, mode, set_aside, body_text,
                                                 attachment_ids, revision, written_at, saved_at)
                      select person_id, (select id from ticket where number = $1), 'reply', false,
                             $2, '{}', 1, now(), now() from agent returning id)
       insert into saved_view (owner_person_id, name, queue_view, saved_by_person_id, saved_at)
       select person_id, 'Propia', 'all', person_id, now() from agent
       returning id as "savedViewId", (select id from kept) as "macroId",
                 (select id from draft) as "draftId"`,
      [ticketNumber, `${firmOnly}: un borrador`],
    );
    const [kept] = rows;
    if (kept === undefined) throw new Error('nothing was kept');
    return kept;
  }

  async function addOutgoingMail(): Promise<number> {
    const at = clock.now();
    const { sha256, sizeBytes: byteSize } = await blobs.put([Buffer.from('%PDF-1.7')], {
      sizeLimitBytes: 10_000,
    });
    await inTransaction(database, async (tx) => {
      await addBlob(tx, { sha256, byteSize, at });
      await queueMail(tx, {
        files: [{ sha256, fileName: 'estado.pdf', mediaType: 'application/pdf' }],
        messageId: null,
        ticketId: null,
        purpose: 'test',
        toPersonId: null,
        toAddress: 'customer@acme.example',
        toName: '',
        fromAddress: 'soporte@desk.example',
        fromName: 'Soporte',
        replyTo: null,
        envelopeFrom: '',
        subject: 'Prueba',
        bodyText: 'Prueba',
        bodyHtml: '<p>Prueba</p>',
        messageIdHeader: '<test@desk.example>',
        inReplyToHeader: null,
        referencesHeader: null,
        autoSubmitted: false,
        sensitive: false,
        at,
      });
    });
    const { rows } = await database.pool.query<{ id: number }>(
      `update outgoing_mail set state = 'failed' where purpose = 'test' returning id`,
    );
    return rows[0]?.id ?? 0;
  }

  async function acceptRaw(raw: string): Promise<number> {
    const blob = await blobs.put([Buffer.from(raw)], { sizeLimitBytes: 10_000 });
    const { mailId } = await inTransaction(database, (tx) =>
      acceptMail(tx, {
        source: 'smtp',
        envelopeFrom: 'eva@stranger.example',
        envelopeTo: ['soporte@desk.example'],
        remoteAddress: null,
        greeting: null,
        rawSha256: blob.sha256,
        byteSize: blob.sizeBytes,
        fingerprint: createHash('sha256').update(`${raw} ${randomUUID()}`).digest('hex'),
        messageIdHeader: null,
        receivedAt: clock.now(),
        at: clock.now(),
      }),
    );
    return mailId;
  }

  async function newQuarantinedMail(): Promise<number> {
    tickets += 1;
    const raw = `From: Eva <eva@stranger.example>\r\nTo: soporte@desk.example\r\nSubject: Hola ${tickets}\r\nMessage-ID: <${tickets}@stranger.example>\r\nContent-Type: text/html; charset=utf-8\r\n\r\n<p>Necesito ayuda ${tickets}</p><img src="https://pictures.example/logo.png">\r\n`;
    const mailId = await acceptRaw(raw);
    return inTransaction(database, async (tx) => {
      await recordInboundOutcome(tx, mailId, {
        outcome: 'quarantined',
        quarantineReason: 'sender-unknown',
        fromAddress: 'eva@stranger.example',
        fromName: 'Eva',
        subject: `Hola ${tickets}`,
        mailboxId: numberIn(mailbox, 'id'),
        at: clock.now(),
      });
      return mailId;
    });
  }
}

function succeeded({ status, json, text }: TestAnswer): unknown {
  if (status >= 300) throw new Error(`the world could not be made: ${status} ${text}`);
  return json;
}

function numberIn(answer: unknown, name: string): number {
  const value = new Map(Object.entries(answer ?? {})).get(name);
  if (typeof value !== 'number') throw new Error(`the answer has no ${name}`);
  return value;
}

function firstIdIn(answer: unknown, name: string): number {
  return numberIn(firstIn(answer, name), 'id');
}

function firstIn(answer: unknown, name: string): unknown {
  const list: unknown = new Map(Object.entries(answer ?? {})).get(name);
  return Array.isArray(list) ? list[0] : null;
}
