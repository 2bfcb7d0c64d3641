import { type QueryCreator, type Selectable, sql } from 'kysely';
import type { Instant } from '../../kernel/clock.ts';
import type { Db, Tx } from '../../platform/database/index.ts';
import type {
  Attachment as AttachmentRow,
  DB,
  DkimKey as DkimKeyRow,
  InboundMail as InboundMailRow,
  OutgoingMail as OutgoingMailRow,
} from '../../platform/database/schema.gen.ts';
import type { MailAuthentication, TrustLevel } from '../../policy/mail-trust.ts';
import type { UndeliveredReason } from '../../policy/undelivered.ts';
import type {
  ArrivedMail,
  Attachment,
  Delivery,
  DeliveryState,
  DkimKey,
  DomainTraffic,
  InboundMail,
  InboundOutcome,
  IssuedAcknowledgement,
  Mailbox,
  MailCalendarPart,
  MailFacts,
  MailFile,
  Message,
  NewAttachment,
  NewMail,
  NewMessage,
  OutgoingMail,
  SentFile,
  Visibility,
} from './model.ts';

const bytes = (hex: string): Buffer => Buffer.from(hex, 'hex');
/** Longer ones are left out of what an answer refers to: a line of mail holds 998 characters (RFC 5322 2.1.1). */
const messageIdMax = 300;

const instant = (date: Date | null): Instant | null => (date === null ? null : date.getTime());

// Acknowledgements (V.a)

const acknowledgements = (db: Db) =>
  db
    .selectFrom('acknowledgement')
    .select(['ticket_id as ticketId', 'code', 'issued_at as issuedAt']);

const acknowledgementOf = (
  row: { ticketId: number; code: string; issuedAt: Date } | undefined,
): IssuedAcknowledgement | null =>
  row === undefined ? null : { ...row, issuedAt: row.issuedAt.getTime() };

export const selectAcknowledgementOfTicket = async (
  db: Db,
  ticketId: number,
): Promise<IssuedAcknowledgement | null> =>
  acknowledgementOf(
    await acknowledgements(db).where('ticket_id', '=', ticketId).executeTakeFirst(),
  );

export const selectAcknowledgementByHash = async (
  db: Db,
  codeSha256: Buffer,
): Promise<IssuedAcknowledgement | null> =>
  acknowledgementOf(
    await acknowledgements(db).where('code_sha256', '=', codeSha256).executeTakeFirst(),
  );

/** False where the ticket has one already. */
export async function insertAcknowledgement(
  tx: Tx,
  { ticketId, code, issuedAt }: IssuedAcknowledgement,
  codeSha256: Buffer,
): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await tx
    .insertInto('acknowledgement')
    .values({
      ticket_id: ticketId,
      code,
      code_sha256: codeSha256,
      issued_at: new Date(issuedAt),
    })
    .onConflict((conflict) => conflict.column('ticket_id').doNothing())
    .executeTakeFirst();
  return numInsertedOrUpdatedRows === 1n;
}

// Mailboxes (III)

const mailboxes = (db: Db) =>
  db
    .selectFrom('mailbox')
    .select([
      'id',
      'address',
      'name',
      'team_id as teamId',
      'service_id as serviceId',
      'language',
      'signature',
      'active',
      'trusted_authserv_id as trustedAuthservId',
    ]);

export const selectMailboxes = (db: Db): Promise<Mailbox[]> =>
  mailboxes(db).orderBy('address').execute();

export const selectMailbox = (db: Db, mailboxId: number): Promise<Mailbox | undefined> =>
  mailboxes(db).where('id', '=', mailboxId).executeTakeFirst();

export const selectMailboxesByAddress = (
  db: Db,
  addresses: readonly string[],
): Promise<Mailbox[]> =>
  mailboxes(db)
    .where('active', '=', true)
    .where('address', 'in', addresses.length === 0 ? [''] : [...addresses])
    .orderBy('id')
    .execute();

export async function insertMailbox(
  tx: Tx,
  mailbox: Omit<Mailbox, 'id' | 'trustedAuthservId'> & Partial<Pick<Mailbox, 'trustedAuthservId'>>,
): Promise<Mailbox> {
  const { trustedAuthservId = null } = mailbox;
  const { id } = await tx
    .insertInto('mailbox')
    .values({
      address: mailbox.address,
      name: mailbox.name,
      team_id: mailbox.teamId,
      service_id: mailbox.serviceId,
      language: mailbox.language,
      signature: mailbox.signature,
      active: mailbox.active,
      trusted_authserv_id: trustedAuthservId,
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  return { ...mailbox, trustedAuthservId, id };
}

export async function updateMailboxRow(tx: Tx, mailbox: Mailbox): Promise<void> {
  await tx
    .updateTable('mailbox')
    .set({
      name: mailbox.name,
      team_id: mailbox.teamId,
      service_id: mailbox.serviceId,
      language: mailbox.language,
      signature: mailbox.signature,
      active: mailbox.active,
      trusted_authserv_id: mailbox.trustedAuthservId,
    })
    .where('id', '=', mailbox.id)
    .execute();
}

/** Throws when something refers to it. */
export async function deleteMailbox(tx: Tx, mailboxId: number): Promise<void> {
  await tx.deleteFrom('imap_source').where('mailbox_id', '=', mailboxId).execute();
  await tx.deleteFrom('mailbox').where('id', '=', mailboxId).execute();
}

// Messages (V.c)

/** Null when it is an acknowledgement and the ticket has one already, or a mail that is a message already. */
export async function insertMessage(tx: Tx, message: NewMessage): Promise<number | null> {
  const visible = message.visibleText ?? null;
  const row = await tx
    .insertInto('message')
    .values({
      ticket_id: message.ticketId,
      visibility: message.visibility,
      author: message.author,
      author_person_id: message.authorPersonId,
      channel: message.channel,
      template: message.template ?? null,
      automatic: message.automatic ?? false,
      body_text: message.bodyText,
      body_html: message.bodyHtml ?? null,
      visible_text: visible === message.bodyText ? null : visible,
      visible_html: message.visibleHtml ?? null,
      inbound_mail_id: message.inboundMailId ?? null,
      created_at: new Date(message.at),
    })
    .onConflict((conflict) => conflict.doNothing())
    .returning('id')
    .executeTakeFirst();
  return row?.id ?? null;
}

type BareMessage = Omit<Message, 'attachments' | 'deliveries' | 'mail'>;

/** The newest `limit` messages before `beforeId`, newest first. */
export async function selectMessages(
  db: Db,
  query: {
    readonly ticketIds: readonly number[];
    readonly includeInternal: boolean;
    readonly beforeId?: number;
    readonly limit: number;
  },
): Promise<BareMessage[]> {
  let select = bareMessages(db).where('ticket_id', 'in', [...query.ticketIds]);
  if (!query.includeInternal) select = select.where('visibility', '=', 'public');
  if (query.beforeId !== undefined) select = select.where('id', '<', query.beforeId);
  const rows = await select.orderBy('id', 'desc').limit(query.limit).execute();
  return rows.map(toMessage);
}

export async function selectMessage(db: Db, messageId: number): Promise<BareMessage | undefined> {
  const row = await bareMessages(db).where('id', '=', messageId).executeTakeFirst();
  return row && toMessage(row);
}

const bareMessages = (db: Db) =>
  db
    .selectFrom('message')
    .select([
      'id',
      'ticket_id',
      'visibility',
      'author',
      'author_person_id',
      'channel',
      'template',
      'automatic',
      'body_text',
      'visible_text',
      'inbound_mail_id',
      'created_at',
    ])
    .select([
      sql<boolean>`body_html is not null`.as('has_html'),
      sql<boolean>`visible_html is not null`.as('has_visible_html'),
    ]);

const toMessage = (
  row: Awaited<ReturnType<ReturnType<typeof bareMessages>['execute']>>[number],
): BareMessage => ({
  id: row.id,
  ticketId: row.ticket_id,
  visibility: row.visibility,
  author: row.author,
  authorPersonId: row.author_person_id,
  channel: row.channel,
  template: row.template,
  automatic: row.automatic,
  text: row.visible_text ?? row.body_text,
  fullText: row.visible_text === null ? null : row.body_text,
  hasHtml: row.has_html,
  hasVisibleHtml: row.has_visible_html,
  isMail: row.inbound_mail_id !== null,
  createdAt: row.created_at.getTime(),
});

/** What a message is shown by when it is shown as it was formatted: the whole, and what was new. */
export const selectMessageHtml = (
  db: Db,
  messageId: number,
): Promise<
  | {
      ticketId: number;
      visibility: Visibility;
      html: string | null;
      visibleHtml: string | null;
      text: string;
      visibleText: string | null;
    }
  | undefined
> =>
  db
    .selectFrom('message')
    .select([
      'ticket_id as ticketId',
      'visibility',
      'body_html as html',
      'visible_html as visibleHtml',
      'body_text as text',
      'visible_text as visibleText',
    ])
    .where('id', '=', messageId)
    .executeTakeFirst();

/** The mail that a message came as, byte by byte; undefined when it came by another door. */
export async function selectRawMail(
  db: Db,
  messageId: number,
): Promise<
  | {
      readonly ticketId: number;
      readonly visibility: Visibility;
      readonly sha256: string;
      readonly byteSize: number;
    }
  | undefined
> {
  const row = await db
    .selectFrom('message')
    .innerJoin('inbound_mail', 'inbound_mail.id', 'message.inbound_mail_id')
    .select([
      'message.ticket_id',
      'message.visibility',
      'inbound_mail.raw_sha256',
      'inbound_mail.byte_size',
    ])
    .where('message.id', '=', messageId)
    .executeTakeFirst();
  return (
    row && {
      ticketId: row.ticket_id,
      visibility: row.visibility,
      sha256: row.raw_sha256.toString('hex'),
      byteSize: row.byte_size,
    }
  );
}

/** The newest public message by a person other than its reader, by its id: of the desk, or of anybody who is not this agent. */
export async function selectLatestMessageId(
  db: Db,
  ticketId: number,
  from: 'agents' | { readonly othersThan: number },
): Promise<number | null> {
  const row = await db
    .selectFrom('message')
    .select('id')
    .where('ticket_id', '=', ticketId)
    .where('visibility', '=', 'public')
    .where((eb) =>
      from === 'agents'
        ? eb('author', '=', 'agent')
        : eb.or([
            eb('author', '=', 'customer'),
            eb.and([
              eb('author', '=', 'agent'),
              eb('author_person_id', 'is distinct from', from.othersThan),
            ]),
          ]),
    )
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row?.id ?? null;
}

// What mails were besides their text

export async function insertMailFacts(
  tx: Tx,
  inboundMailId: number,
  facts: MailFacts,
): Promise<void> {
  await tx
    .insertInto('mail_facts')
    .values({
      inbound_mail_id: inboundMailId,
      pictures_in_place: facts.picturesInPlace,
      remote_pictures: facts.remotePictures,
      signed: facts.signed,
      encrypted: facts.encrypted,
      forwarded_letters: JSON.stringify(facts.forwardedLetters),
      invitations: JSON.stringify(facts.invitations),
    })
    .execute();
}

export async function selectMailFacts(
  db: Db,
  messageIds: readonly number[],
): Promise<ReadonlyMap<number, MailFacts>> {
  if (messageIds.length === 0) return new Map();
  const rows = await db
    .selectFrom('mail_facts')
    .innerJoin('message', 'message.inbound_mail_id', 'mail_facts.inbound_mail_id')
    .selectAll('mail_facts')
    .select('message.id as message_id')
    .where('message.id', 'in', [...messageIds])
    .execute();
  return new Map(
    rows.map((row) => [
      row.message_id,
      {
        picturesInPlace: row.pictures_in_place,
        remotePictures: row.remote_pictures,
        // The check constraints of the columns allow just these.
        signed: row.signed as MailFacts['signed'],
        encrypted: row.encrypted as MailFacts['encrypted'],
        // Written by insertMailFacts only.
        forwardedLetters: row.forwarded_letters as unknown as MailFacts['forwardedLetters'],
        invitations: row.invitations as unknown as MailFacts['invitations'],
      },
    ]),
  );
}

// Attachments

interface NewBlob {
  readonly sha256: string;
  readonly byteSize: number;
  readonly at: Instant;
}

export async function insertBlob(tx: Tx, blob: NewBlob): Promise<void> {
  await newBlob(tx, blob).execute();
}

const newBlob = (db: QueryCreator<DB>, { sha256, byteSize, at }: NewBlob) =>
  db
    .insertInto('blob')
    .values({ sha256: bytes(sha256), byte_size: byteSize, created_at: new Date(at) })
    .onConflict((conflict) => conflict.doNothing());

export async function insertAttachment(tx: Tx, attachment: NewAttachment): Promise<Attachment> {
  const row = await tx
    .insertInto('attachment')
    .values({
      message_id: attachment.messageId,
      ticket_id: attachment.ticketId,
      uploaded_by_person_id: attachment.uploadedByPersonId,
      blob_sha256: bytes(attachment.sha256),
      file_name: attachment.fileName,
      media_type: attachment.mediaType,
      byte_size: attachment.byteSize,
      content_id: attachment.contentId,
      inline: attachment.inline,
      role: attachment.role,
      created_at: new Date(attachment.at),
    })
    .returningAll()
    .executeTakeFirstOrThrow();
  return toAttachment(row);
}

export async function selectAttachments(
  db: Db,
  messageIds: readonly number[],
): Promise<Attachment[]> {
  if (messageIds.length === 0) return [];
  const rows = await db
    .selectFrom('attachment')
    .selectAll()
    .where('message_id', 'in', [...messageIds])
    .orderBy('id')
    .execute();
  return rows.map(toAttachment);
}

export async function selectAttachmentsById(
  db: Db,
  attachmentIds: readonly number[],
): Promise<Attachment[]> {
  if (attachmentIds.length === 0) return [];
  const rows = await db
    .selectFrom('attachment')
    .selectAll()
    .where('id', 'in', [...attachmentIds])
    .orderBy('id')
    .execute();
  return rows.map(toAttachment);
}

export async function selectAttachment(
  db: Db,
  attachmentId: number,
): Promise<(Attachment & { readonly visibility: Visibility | null }) | undefined> {
  const row = await db
    .selectFrom('attachment')
    .leftJoin('message', 'message.id', 'attachment.message_id')
    .selectAll('attachment')
    .select('message.visibility')
    .where('attachment.id', '=', attachmentId)
    .executeTakeFirst();
  return row && { ...toAttachment(row), visibility: row.visibility };
}

/** Attaches files that this person uploaded and nobody sent yet; answers how many there were. */
/** T2: the files of a message, for another one that a person is about to write; the content is the same. */
export async function copyAttachments(
  tx: Tx,
  copy: { readonly messageId: number; readonly personId: number; readonly at: Instant },
): Promise<number[]> {
  const { rows } = await sql<{ id: number }>`
    insert into attachment (uploaded_by_person_id, blob_sha256, file_name, media_type, byte_size,
                            content_id, inline, role, created_at)
    select ${copy.personId}::bigint, blob_sha256, file_name, media_type, byte_size, content_id, inline, role,
           ${new Date(copy.at)}::timestamptz
      from attachment where message_id = ${copy.messageId}
     order by id
    returning id`.execute(tx);
  return rows.map(({ id }) => id);
}

export async function claimAttachments(
  tx: Tx,
  claim: {
    readonly attachmentIds: readonly number[];
    readonly personId: number;
    readonly messageId: number;
    readonly ticketId: number;
  },
): Promise<number> {
  const rows = await tx
    .updateTable('attachment')
    .set({ message_id: claim.messageId, ticket_id: claim.ticketId })
    .where('id', 'in', [...claim.attachmentIds])
    .where('uploaded_by_person_id', '=', claim.personId)
    .where('message_id', 'is', null)
    .returning('id')
    .execute();
  return rows.length;
}

export async function deleteUnsentAttachment(
  tx: Tx,
  attachmentId: number,
  personId: number,
): Promise<boolean> {
  const rows = await tx
    .deleteFrom('attachment')
    .where('id', '=', attachmentId)
    .where('uploaded_by_person_id', '=', personId)
    .where('message_id', 'is', null)
    .returning('id')
    .execute();
  return rows.length > 0;
}

/** Of these files those that this person uploaded and did not send, kept until then although they grow old. */
export async function keepUnsentAttachments(
  tx: Tx,
  keeping: {
    readonly attachmentIds: readonly number[];
    readonly personId: number;
    readonly until: Instant;
  },
): Promise<readonly number[]> {
  if (keeping.attachmentIds.length === 0) return [];
  const rows = await tx
    .updateTable('attachment')
    .set({ kept_until: new Date(keeping.until) })
    .where('id', 'in', [...keeping.attachmentIds])
    .where('uploaded_by_person_id', '=', keeping.personId)
    .where('message_id', 'is', null)
    .returning('id')
    .execute();
  const kept = new Set(rows.map(({ id }) => id));
  return keeping.attachmentIds.filter((id) => kept.has(id));
}

/** Those uploaded before, and kept by nobody at this moment. */
export async function deleteUnsentAttachmentsBefore(
  tx: Tx,
  before: Instant,
  now: Instant,
): Promise<number> {
  const rows = await tx
    .deleteFrom('attachment')
    .where('message_id', 'is', null)
    .where('created_at', '<', new Date(before))
    .where((eb) => eb.or([eb('kept_until', 'is', null), eb('kept_until', '<', new Date(now))]))
    .returning('id')
    .execute();
  return rows.length;
}

const toAttachment = (row: Selectable<AttachmentRow>): Attachment => ({
  id: row.id,
  messageId: row.message_id,
  ticketId: row.ticket_id,
  uploadedByPersonId: row.uploaded_by_person_id,
  sha256: row.blob_sha256.toString('hex'),
  fileName: row.file_name,
  mediaType: row.media_type,
  byteSize: row.byte_size,
  contentId: row.content_id,
  inline: row.inline,
  // The check constraint of the column allows just these.
  role: row.role as Attachment['role'],
});

// The outbox

/** Whether a mail was written, by its Message-ID, whatever became of it. */
export async function isMailQueued(db: Db, messageIdHeader: string): Promise<boolean> {
  const row = await db
    .selectFrom('outgoing_mail')
    .select('id')
    .where('message_id_header', '=', messageIdHeader)
    .executeTakeFirst();
  return row !== undefined;
}

/** Null when the same mail (by its Message-ID) is queued already. */
export async function insertOutgoingMail(tx: Tx, mail: NewMail): Promise<number | null> {
  const row = await tx
    .insertInto('outgoing_mail')
    .values({
      message_id: mail.messageId,
      ticket_id: mail.ticketId,
      purpose: mail.purpose,
      to_person_id: mail.toPersonId,
      to_address: mail.toAddress,
      to_name: mail.toName,
      from_address: mail.fromAddress,
      from_name: mail.fromName,
      reply_to: mail.replyTo,
      envelope_from: mail.envelopeFrom,
      subject: mail.subject,
      body_text: mail.bodyText,
      body_html: mail.bodyHtml,
      message_id_header: mail.messageIdHeader,
      in_reply_to_header: mail.inReplyToHeader ?? null,
      references_header: mail.referencesHeader ?? null,
      auto_submitted: mail.autoSubmitted,
      sensitive: mail.sensitive ?? false,
      calendar_method: mail.calendar?.method ?? null,
      calendar_text: mail.calendar?.text ?? null,
      letter_template_id: mail.letterTemplateId ?? null,
      next_attempt_at: new Date(mail.at),
      created_at: new Date(mail.at),
    })
    .onConflict((conflict) => conflict.column('message_id_header').doNothing())
    .returning('id')
    .executeTakeFirst();
  return row?.id ?? null;
}

export async function insertMailFiles(
  tx: Tx,
  mailId: number,
  files: readonly MailFile[],
): Promise<void> {
  if (files.length === 0) return;
  await tx
    .insertInto('outgoing_mail_file')
    .values(
      files.map(({ sha256, fileName, mediaType }) => ({
        mail_id: mailId,
        blob_sha256: bytes(sha256),
        file_name: fileName,
        media_type: mediaType,
      })),
    )
    .execute();
}

/** What goes with a mail besides the files of its message. */
export async function selectMailFiles(db: Db, mailId: number): Promise<SentFile[]> {
  const rows = await db
    .selectFrom('outgoing_mail_file')
    .innerJoin('blob', 'blob.sha256', 'outgoing_mail_file.blob_sha256')
    .selectAll('outgoing_mail_file')
    .select('blob.byte_size')
    .where('mail_id', '=', mailId)
    .orderBy('file_name')
    .execute();
  return rows.map((row) => ({
    sha256: row.blob_sha256.toString('hex'),
    fileName: row.file_name,
    mediaType: row.media_type,
    byteSize: row.byte_size,
  }));
}

/**
 * Counts what goes to the mail's domain, and keeps all other mail to it from being counted until the transaction
 * ends. Null when there is no such mail.
 */
export async function lockDomainOf(
  tx: Tx,
  mailId: number,
  moment: { readonly at: Instant; readonly since: Instant },
): Promise<DomainTraffic | null> {
  const locked = await sql<{ domain: string }>`
    select to_domain as domain, pg_advisory_xact_lock(hashtextextended('mail to ' || to_domain, 0))
      from outgoing_mail where id = ${mailId}`.execute(tx);
  const domain = locked.rows[0]?.domain;
  if (domain === undefined) return null;
  const at = new Date(moment.at);
  const { rows } = await sql<DomainTraffic>`
    select
      (select count(*) from outgoing_mail
        where to_domain = ${domain} and state = 'sending' and next_attempt_at > ${at}
          and id <> ${mailId})::int as "underWay",
      (select count(*) from (select from outgoing_mail
        where to_domain = ${domain} and sent_at > ${new Date(moment.since)} limit 1000) recent)::int as "lastMinute",
      (select count(*) from (select from outgoing_mail
        where to_domain = ${domain} and state in ('queued', 'deferred') and id < ${mailId}
        limit 10000) waiting)::int as "ahead"`.execute(tx);
  return rows[0] ?? null;
}

/** Its turn comes later; no attempt was made. False when it is not due. */
export async function postponeMail(
  tx: Tx,
  mailId: number,
  turn: { readonly at: Instant; readonly until: Instant },
): Promise<boolean> {
  const rows = await tx
    .updateTable('outgoing_mail')
    .set({ next_attempt_at: new Date(turn.until) })
    .where('id', '=', mailId)
    .where('state', 'in', ['queued', 'sending', 'deferred'])
    .where('next_attempt_at', '<=', new Date(turn.at))
    .returning('id')
    .execute();
  return rows.length > 0;
}

/** Takes the mail for one attempt; undefined when it is not due. */
export async function leaseOutgoingMail(
  tx: Tx,
  mailId: number,
  lease: { readonly at: Instant; readonly until: Instant },
): Promise<OutgoingMail | undefined> {
  const row = await tx
    .updateTable('outgoing_mail')
    .set({
      state: 'sending',
      attempts: (eb) => eb('attempts', '+', 1),
      next_attempt_at: new Date(lease.until),
    })
    .where('id', '=', mailId)
    .where('state', 'in', ['queued', 'sending', 'deferred'])
    .where('next_attempt_at', '<=', new Date(lease.at))
    .returningAll()
    .executeTakeFirst();
  return row && toOutgoingMail(row);
}

/** With no relay: the mail stays in the outbox, to be read there. Undefined when it is not due. */
export async function keepInOutbox(
  tx: Tx,
  mailId: number,
  at: Instant,
): Promise<OutgoingMail | undefined> {
  const row = await tx
    .updateTable('outgoing_mail')
    .set({ state: 'local', attempts: (eb) => eb('attempts', '+', 1), next_attempt_at: null })
    .where('id', '=', mailId)
    .where('state', 'in', ['queued', 'sending', 'deferred'])
    .where('next_attempt_at', '<=', new Date(at))
    .returningAll()
    .executeTakeFirst();
  return row && toOutgoingMail(row);
}

/** How many wait to be sent and were written before. */
export async function countQueuedMail(db: Db, writtenBefore: Instant): Promise<number> {
  const { count } = await db
    .selectFrom('outgoing_mail')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('state', 'in', ['queued', 'sending', 'deferred'])
    .where('created_at', '<=', new Date(writtenBefore))
    .executeTakeFirstOrThrow();
  return count;
}

/** All that waits to be sent and was written before: it stays in the outbox, to be sent again by hand. Answers how many. */
export async function keepQueuedInOutbox(tx: Tx, writtenBefore: Instant): Promise<number> {
  const { numUpdatedRows } = await tx
    .updateTable('outgoing_mail')
    .set({ state: 'local', next_attempt_at: null })
    .where('state', 'in', ['queued', 'sending', 'deferred'])
    .where('created_at', '<=', new Date(writtenBefore))
    .executeTakeFirst();
  return Number(numUpdatedRows);
}

export async function updateDelivery(
  tx: Tx,
  mailId: number,
  delivery: {
    readonly state: DeliveryState;
    readonly reply: string | null;
    readonly nextAttemptAt: Instant | null;
    readonly sentAt: Instant | null;
    readonly undelivered?: {
      readonly reason: UndeliveredReason;
      readonly status: string | null;
      readonly at: Instant;
    };
  },
): Promise<void> {
  const { undelivered } = delivery;
  await tx
    .updateTable('outgoing_mail')
    .set({
      state: delivery.state,
      last_reply: delivery.reply,
      next_attempt_at: delivery.nextAttemptAt === null ? null : new Date(delivery.nextAttemptAt),
      undelivered_reason: undelivered?.reason ?? null,
      undelivered_status: undelivered?.status ?? null,
      undelivered_at: undelivered === undefined ? null : new Date(undelivered.at),
      ...(delivery.sentAt === null ? {} : { sent_at: new Date(delivery.sentAt) }),
    })
    .where('id', '=', mailId)
    .execute();
}

/** What the other server said meanwhile; the mail stays where it stands. */
export async function updateLastReply(tx: Tx, mailId: number, reply: string): Promise<void> {
  await tx
    .updateTable('outgoing_mail')
    .set({ last_reply: reply })
    .where('id', '=', mailId)
    .execute();
}

/** A secret is of no use to anybody once its mail left. */
export async function forgetSentSecret(tx: Tx, mailId: number): Promise<void> {
  await tx
    .updateTable('outgoing_mail')
    .set({ body_text: '', body_html: null })
    .where('id', '=', mailId)
    .where('sensitive', '=', true)
    .execute();
}

/** Mails whose moment has come (or whose lease ran out): what a lost job would have sent. */
export async function selectDueMailIds(db: Db, at: Instant, limit: number): Promise<number[]> {
  const rows = await db
    .selectFrom('outgoing_mail')
    .select('id')
    .where('state', 'in', ['queued', 'sending', 'deferred'])
    .where('next_attempt_at', '<=', new Date(at))
    .orderBy('next_attempt_at')
    .limit(limit)
    .execute();
  return rows.map((row) => row.id);
}

/** Begins anew with a mail that did not arrive; answers to whom, null when there is nothing to send again. */
export async function requeueMail(tx: Tx, mailId: number, at: Instant): Promise<string | null> {
  const rows = await tx
    .updateTable('outgoing_mail')
    .set({
      state: 'queued',
      attempts: 0,
      next_attempt_at: new Date(at),
      undelivered_reason: null,
      undelivered_status: null,
      undelivered_at: null,
    })
    .where('id', '=', mailId)
    .where('state', 'in', ['deferred', 'failed', 'bounced', 'local'])
    .where((eb) => eb.or([eb('sensitive', '=', false), eb('sent_at', 'is', null)]))
    .returning('to_address')
    .execute();
  return rows[0]?.to_address ?? null;
}

export async function selectOutgoingMail(
  db: Db,
  mailId: number,
): Promise<OutgoingMail | undefined> {
  const row = await db
    .selectFrom('outgoing_mail')
    .selectAll()
    .where('id', '=', mailId)
    .executeTakeFirst();
  return row && toOutgoingMail(row);
}

/** Keeps the mail until the transaction ends. */
export async function lockOutgoingMail(tx: Tx, mailId: number): Promise<OutgoingMail | undefined> {
  const row = await tx
    .selectFrom('outgoing_mail')
    .selectAll()
    .where('id', '=', mailId)
    .forNoKeyUpdate()
    .executeTakeFirst();
  return row && toOutgoingMail(row);
}

/** Which of these tickets have mail that did not arrive, and none to the same person that left after it. */
export async function selectTicketsWithUndelivered(
  db: Db,
  ticketIds: readonly number[],
): Promise<ReadonlySet<number>> {
  if (ticketIds.length === 0) return new Set();
  const { rows } = await sql<{ ticket_id: number }>`
    select distinct mail.ticket_id from outgoing_mail mail
     where mail.ticket_id = any(${[...ticketIds]}) and mail.state in ('bounced', 'failed')
       and not exists (select from outgoing_mail later
                        where later.ticket_id = mail.ticket_id and later.id > mail.id
                          and later.to_person_id = mail.to_person_id and later.state = 'sent')`.execute(
    db,
  );
  return new Set(rows.map((row) => row.ticket_id));
}

export async function selectOutgoingMails(
  db: Db,
  query: { readonly state?: DeliveryState; readonly beforeId?: number; readonly limit: number },
): Promise<OutgoingMail[]> {
  let select = db.selectFrom('outgoing_mail').selectAll();
  if (query.state !== undefined) select = select.where('state', '=', query.state);
  if (query.beforeId !== undefined) select = select.where('id', '<', query.beforeId);
  const rows = await select.orderBy('id', 'desc').limit(query.limit).execute();
  return rows.map(toOutgoingMail);
}

export async function selectDeliveries(
  db: Db,
  messageIds: readonly number[],
  copies: 'with-copies' | 'without-copies' = 'with-copies',
): Promise<Delivery[]> {
  if (messageIds.length === 0) return [];
  const rows = await db
    .selectFrom('outgoing_mail')
    .select([
      'id',
      'message_id',
      'to_address',
      'state',
      'last_reply',
      'undelivered_reason',
      'undelivered_status',
      'sent_at',
    ])
    .where('message_id', 'in', [...messageIds])
    .$if(copies === 'without-copies', (query) => query.where('purpose', '<>', 'copy'))
    .orderBy('id')
    .execute();
  return rows.map((row) => ({
    mailId: row.id,
    messageId: row.message_id,
    address: row.to_address,
    state: row.state,
    reply: row.last_reply,
    undeliveredReason: reasonOf(row),
    undeliveredStatus: row.undelivered_status,
    at: instant(row.sent_at),
  }));
}

export async function selectOutgoingMailByMessageId(
  db: Db,
  messageIdHeader: string,
): Promise<OutgoingMail | undefined> {
  const row = await db
    .selectFrom('outgoing_mail')
    .selectAll()
    .where('message_id_header', '=', messageIdHeader)
    .executeTakeFirst();
  return row && toOutgoingMail(row);
}

/** The ticket that one of these Message-IDs of ours belongs to, in the order given. */
export async function selectTicketByOwnMessageIds(
  db: Db,
  messageIds: readonly string[],
): Promise<{ ticketId: number; messageIdHeader: string }[]> {
  if (messageIds.length === 0) return [];
  const rows = await db
    .selectFrom('outgoing_mail')
    .select(['ticket_id', 'message_id_header'])
    .where('message_id_header', 'in', [...messageIds])
    .where('ticket_id', 'is not', null)
    .execute();
  return rows.flatMap((row) =>
    row.ticket_id === null
      ? []
      : [{ ticketId: row.ticket_id, messageIdHeader: row.message_id_header }],
  );
}

export async function selectTicketsByThreadReference(
  db: Db,
  messageIds: readonly string[],
): Promise<{ ticketId: number; messageIdHeader: string }[]> {
  if (messageIds.length === 0) return [];
  return db
    .selectFrom('thread_reference')
    .select(['ticket_id as ticketId', 'message_id_header as messageIdHeader'])
    .where('message_id_header', 'in', [...messageIds])
    .execute();
}

export async function insertThreadReference(
  tx: Tx,
  ticketId: number,
  messageIdHeader: string,
): Promise<void> {
  await tx
    .insertInto('thread_reference')
    .values({ ticket_id: ticketId, message_id_header: messageIdHeader })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

/** The address from which this person wrote to the ticket last; null when it never did by mail. */
export async function selectLastAddress(
  db: Db,
  ticketId: number,
  personId: number,
): Promise<string | null> {
  const row = await db
    .selectFrom('message')
    .innerJoin('inbound_mail', 'inbound_mail.id', 'message.inbound_mail_id')
    .select('inbound_mail.from_address')
    .where('message.ticket_id', '=', ticketId)
    .where('message.author_person_id', '=', personId)
    .orderBy('message.id', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row?.from_address ?? null;
}

/**
 * Message-IDs of the ticket's thread for an answer to refer to, oldest first: the one that began it and the newest
 * `limit`. Others may have made ids as long as a line of mail may be; those are left out.
 */
export async function selectThread(db: Db, ticketId: number, limit: number): Promise<string[]> {
  const { rows } = await sql<{ message_id_header: string }>`
    with sent as not materialized (
      select message_id_header, created_at as at, id from outgoing_mail
       where ticket_id = ${ticketId} and length(message_id_header) <= ${messageIdMax}
    ), received as not materialized (
      select message_id_header, received_at as at, id from inbound_mail
       where ticket_id = ${ticketId} and length(message_id_header) <= ${messageIdMax}
    ), ends as (
      (select message_id_header, at from sent order by id limit 1)
      union (select message_id_header, at from received order by id limit 1)
      union (select message_id_header, at from sent order by id desc limit ${limit})
      union (select message_id_header, at from received order by id desc limit ${limit})
    ), placed as (
      select message_id_header, at, row_number() over (order by at, message_id_header) as place,
             count(*) over () as among from ends
    )
    select message_id_header from placed
     where place = 1 or place > among - ${limit} order by place`.execute(db);
  return rows.map((row) => row.message_id_header);
}

/** Written by updateDelivery only, from this very type. */
const reasonOf = (row: { undelivered_reason: string | null }): UndeliveredReason | null =>
  row.undelivered_reason as UndeliveredReason | null;

const toOutgoingMail = (row: Selectable<OutgoingMailRow>): OutgoingMail => ({
  id: row.id,
  messageId: row.message_id,
  ticketId: row.ticket_id,
  purpose: row.purpose,
  toPersonId: row.to_person_id,
  toAddress: row.to_address,
  toName: row.to_name,
  fromAddress: row.from_address,
  fromName: row.from_name,
  replyTo: row.reply_to,
  envelopeFrom: row.envelope_from,
  subject: row.subject,
  bodyText: row.body_text,
  bodyHtml: row.body_html,
  messageIdHeader: row.message_id_header,
  inReplyToHeader: row.in_reply_to_header,
  referencesHeader: row.references_header,
  autoSubmitted: row.auto_submitted,
  sensitive: row.sensitive,
  calendar:
    row.calendar_text === null
      ? null
      : {
          // The check of the column allows just these.
          method: row.calendar_method as MailCalendarPart['method'],
          text: row.calendar_text,
        },
  letterTemplateId: row.letter_template_id,
  state: row.state,
  attempts: row.attempts,
  lastReply: row.last_reply,
  undeliveredReason: reasonOf(row),
  undeliveredStatus: row.undelivered_status,
  undeliveredAt: instant(row.undelivered_at),
  createdAt: row.created_at.getTime(),
  sentAt: instant(row.sent_at),
});

/** Mail that did not arrive, and still has not: newest first. Notices about such mail are left out. */
export async function selectUndelivered(
  db: Db,
  query: { readonly since: Instant; readonly until: Instant; readonly limit: number },
): Promise<OutgoingMail[]> {
  const rows = await db
    .selectFrom('outgoing_mail')
    .selectAll()
    .where('undelivered_at', '>', new Date(query.since))
    .where('undelivered_at', '<=', new Date(query.until))
    .where('purpose', 'not in', ['undelivered', 'undelivered-digest'])
    .orderBy('undelivered_at', 'desc')
    .limit(query.limit)
    .execute();
  return rows.map(toOutgoingMail);
}

// Keys that sign mail (RFC 6376)

export async function insertDkimKey(
  tx: Tx,
  key: {
    readonly domain: string;
    readonly selector: string;
    readonly publicKey: string;
    readonly sealedPrivateKey: string;
    readonly personId: number;
    readonly at: Instant;
  },
): Promise<DkimKey> {
  const row = await tx
    .insertInto('dkim_key')
    .values({
      domain: key.domain,
      selector: key.selector,
      public_key: key.publicKey,
      sealed_private_key: key.sealedPrivateKey,
      created_by_person_id: key.personId,
      created_at: new Date(key.at),
    })
    .returningAll()
    .executeTakeFirstOrThrow();
  return toDkimKey(row);
}

/** Those that may sign one day or do, newest first. */
export async function selectDkimKeys(db: Db): Promise<DkimKey[]> {
  const rows = await db
    .selectFrom('dkim_key')
    .selectAll()
    .where('retired_at', 'is', null)
    .orderBy('id', 'desc')
    .limit(200)
    .execute();
  return rows.map(toDkimKey);
}

export async function selectDkimKey(db: Db, keyId: number): Promise<DkimKey | undefined> {
  const row = await db
    .selectFrom('dkim_key')
    .selectAll()
    .where('id', '=', keyId)
    .executeTakeFirst();
  return row && toDkimKey(row);
}

export async function selectActiveDkimKey(
  db: Db,
  domain: string,
): Promise<(DkimKey & { readonly sealedPrivateKey: string }) | null> {
  const row = await db
    .selectFrom('dkim_key')
    .selectAll()
    .where('domain', '=', domain)
    .where('active_since', 'is not', null)
    .where('retired_at', 'is', null)
    .executeTakeFirst();
  return row === undefined ? null : { ...toDkimKey(row), sealedPrivateKey: row.sealed_private_key };
}

export async function updateDkimKey(
  tx: Tx,
  keyId: number,
  change: { readonly activeSince?: Instant; readonly retiredAt?: Instant },
): Promise<void> {
  await tx
    .updateTable('dkim_key')
    .set({
      ...(change.activeSince === undefined ? {} : { active_since: new Date(change.activeSince) }),
      ...(change.retiredAt === undefined ? {} : { retired_at: new Date(change.retiredAt) }),
    })
    .where('id', '=', keyId)
    .execute();
}

export async function retireActiveDkimKey(tx: Tx, domain: string, at: Instant): Promise<void> {
  await tx
    .updateTable('dkim_key')
    .set({ retired_at: new Date(at) })
    .where('domain', '=', domain)
    .where('active_since', 'is not', null)
    .where('retired_at', 'is', null)
    .execute();
}

const toDkimKey = (row: Selectable<DkimKeyRow>): DkimKey => ({
  id: row.id,
  domain: row.domain,
  selector: row.selector,
  publicKey: row.public_key,
  createdAt: row.created_at.getTime(),
  activeSince: instant(row.active_since),
  retiredAt: instant(row.retired_at),
});

// Mail that came in

/** The row, and whether this very mail was accepted before (then nothing new is written but the count). */
/** Its row and that of its bytes, in one statement; the same mail again is one copy more. */
export async function insertInboundMail(
  tx: Tx,
  mail: ArrivedMail,
): Promise<{ readonly id: number; readonly copies: number }> {
  const row = await tx
    .with('raw', (db) => newBlob(db, { ...mail, sha256: mail.rawSha256 }))
    .insertInto('inbound_mail')
    .values({
      source: mail.source,
      envelope_from: mail.envelopeFrom,
      envelope_to: [...mail.envelopeTo],
      remote_address: mail.remoteAddress,
      greeting: mail.greeting,
      raw_sha256: bytes(mail.rawSha256),
      byte_size: mail.byteSize,
      fingerprint: bytes(mail.fingerprint),
      message_id_header: mail.messageIdHeader,
      received_at: new Date(mail.receivedAt),
    })
    .onConflict((conflict) =>
      conflict.column('fingerprint').doUpdateSet((eb) => ({
        copies: eb('inbound_mail.copies', '+', 1),
        envelope_to: sql`(select array_agg(distinct address) from unnest(inbound_mail.envelope_to || excluded.envelope_to) address)`,
      })),
    )
    .returning(['id', 'copies'])
    .executeTakeFirstOrThrow();
  return row;
}

/** Locks the mail for its one processing; false when it was processed already. */
export async function lockReceivedMail(tx: Tx, mailId: number): Promise<boolean> {
  const row = await tx
    .selectFrom('inbound_mail')
    .select('id')
    .where('id', '=', mailId)
    .where('outcome', '=', 'received')
    .forUpdate()
    .executeTakeFirst();
  return row !== undefined;
}

export async function lockQuarantinedMail(
  tx: Tx,
  mailId: number,
): Promise<InboundMail | undefined> {
  const row = await tx
    .selectFrom('inbound_mail')
    .selectAll()
    .where('id', '=', mailId)
    .where('outcome', '=', 'quarantined')
    .forUpdate()
    .executeTakeFirst();
  return row && toInboundMail(row);
}

export async function updateInboundOutcome(
  tx: Tx,
  mailId: number,
  outcome: {
    readonly outcome: InboundOutcome;
    readonly ticketId?: number;
    readonly mailboxId?: number | null;
    readonly fromAddress?: string | null;
    readonly fromName?: string | null;
    readonly subject?: string | null;
    readonly trust?: TrustLevel | null;
    readonly authentication?: MailAuthentication | null;
    readonly quarantineReason?: string;
    readonly quarantineFacts?: Readonly<Record<string, unknown>>;
    readonly handledByPersonId?: number;
    readonly at: Instant;
  },
): Promise<void> {
  await tx
    .updateTable('inbound_mail')
    .set({
      outcome: outcome.outcome,
      processed_at: new Date(outcome.at),
      ...(outcome.ticketId === undefined ? {} : { ticket_id: outcome.ticketId }),
      ...(outcome.mailboxId === undefined ? {} : { mailbox_id: outcome.mailboxId }),
      ...(outcome.fromAddress === undefined ? {} : { from_address: outcome.fromAddress }),
      ...(outcome.fromName === undefined ? {} : { from_name: outcome.fromName }),
      ...(outcome.subject === undefined ? {} : { subject: outcome.subject }),
      ...(outcome.trust === undefined ? {} : { trust: outcome.trust }),
      ...(outcome.authentication === undefined
        ? {}
        : { authentication: JSON.stringify(outcome.authentication) }),
      ...(outcome.quarantineReason === undefined
        ? {}
        : { quarantine_reason: outcome.quarantineReason }),
      ...(outcome.quarantineFacts === undefined
        ? {}
        : { quarantine_facts: JSON.stringify(outcome.quarantineFacts) }),
      ...(outcome.handledByPersonId === undefined
        ? {}
        : {
            handled_by_person_id: outcome.handledByPersonId,
            handled_at: new Date(outcome.at),
          }),
    })
    .where('id', '=', mailId)
    .execute();
}

/**
 * Accepted and not yet processed: what a crash between the 250 and the processing left behind. With a moment, what
 * waits beyond it for the network to answer is left out.
 */
export async function selectReceivedMailIds(
  db: Db,
  limit: number,
  dueAt?: Instant,
): Promise<number[]> {
  let select = db.selectFrom('inbound_mail').select('id').where('outcome', '=', 'received');
  if (dueAt !== undefined) {
    select = select.where((eb) =>
      eb.or([eb('check_again_at', 'is', null), eb('check_again_at', '<=', new Date(dueAt))]),
    );
  }
  const rows = await select.orderBy('id').limit(limit).execute();
  return rows.map((row) => row.id);
}

/** The network did not tell who wrote it: it is asked again at that moment. */
export async function updateCheckAgain(
  tx: Tx,
  mailId: number,
  checkAgainAt: Instant,
): Promise<void> {
  await tx
    .updateTable('inbound_mail')
    .set((eb) => ({
      check_attempts: eb('check_attempts', '+', 1),
      check_again_at: new Date(checkAgainAt),
    }))
    .where('id', '=', mailId)
    .where('outcome', '=', 'received')
    .execute();
}

export async function selectInboundMail(db: Db, mailId: number): Promise<InboundMail | undefined> {
  const row = await db
    .selectFrom('inbound_mail')
    .selectAll()
    .where('id', '=', mailId)
    .executeTakeFirst();
  return row && toInboundMail(row);
}

export async function selectQuarantine(
  db: Db,
  query: { readonly beforeId?: number; readonly words?: string; readonly limit: number },
): Promise<InboundMail[]> {
  let select = db.selectFrom('inbound_mail').selectAll().where('outcome', '=', 'quarantined');
  if (query.words !== undefined) {
    const like = `%${query.words.replace(/[\\%_]/g, '\\$&')}%`;
    select = select.where((eb) =>
      eb.or([
        eb('from_address', 'ilike', like),
        eb('from_name', 'ilike', like),
        eb('subject', 'ilike', like),
      ]),
    );
  }
  if (query.beforeId !== undefined) select = select.where('id', '<', query.beforeId);
  const rows = await select.orderBy('id', 'desc').limit(query.limit).execute();
  return rows.map(toInboundMail);
}

/** Counted up to the limit each: quarantined mail, and mail of ours that did not arrive. */
export async function countMailTrouble(
  db: Db,
  limit: number,
): Promise<{ quarantined: number; undelivered: number }> {
  const counts = await sql<{ quarantined: number; undelivered: number }>`
    select
      (select count(*) from (select 1 from inbound_mail where outcome = 'quarantined' limit ${limit}) q)::int as quarantined,
      (select count(*) from (select 1 from outgoing_mail where state in ('failed', 'bounced') limit ${limit}) u)::int as undelivered`.execute(
    db,
  );
  const [row] = counts.rows;
  return row ?? { quarantined: 0, undelivered: 0 };
}

export const toInboundMail = (row: Selectable<InboundMailRow>): InboundMail => ({
  id: row.id,
  // The check constraint of the column allows just these.
  source: row.source as InboundMail['source'],
  envelopeFrom: row.envelope_from,
  envelopeTo: row.envelope_to,
  remoteAddress: row.remote_address,
  greeting: row.greeting,
  rawSha256: row.raw_sha256.toString('hex'),
  byteSize: row.byte_size,
  messageIdHeader: row.message_id_header,
  fromAddress: row.from_address,
  fromName: row.from_name,
  subject: row.subject,
  mailboxId: row.mailbox_id,
  outcome: row.outcome,
  // The check constraint of the column allows just these.
  trust: row.trust as InboundMail['trust'],
  // Written by updateInboundOutcome only.
  authentication: row.authentication as InboundMail['authentication'],
  checkAttempts: row.check_attempts,
  quarantineReason: row.quarantine_reason,
  // Written by updateInboundOutcome only, always an object.
  quarantineFacts: row.quarantine_facts as InboundMail['quarantineFacts'],
  ticketId: row.ticket_id,
  handledByPersonId: row.handled_by_person_id,
  receivedAt: row.received_at.getTime(),
  copies: row.copies,
});
