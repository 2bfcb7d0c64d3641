import { type Db, type Tx, together } from '../../platform/database/index.ts';
import { readFirm } from '../agreements/index.ts';
import type { CalendarUser } from '../appointments/index.ts';
import {
  lastAddressOf,
  listMailboxes,
  type Mailbox,
  type MailCalendarPart,
  type MailFile,
  queueMail,
  readThread,
} from '../correspondence/index.ts';
import { findPersonByAddress, type Person, readPerson } from '../people/index.ts';
import type { Ticket } from '../tickets/index.ts';
import { letterNameOf } from './letter-names.ts';
import { type AdjustedTexts, isAdjusted, ownTextOnly } from './letter-texts.ts';
import type { Letter, Recipient } from './model.ts';
import type { LetterHead, Post, RenderedLetter } from './post.ts';

/** How many Message-IDs an answer refers to: enough for every program to thread it, few enough for one header line. */
const referencesMax = 10;

/** A letter as its recipient will read it, and what sending it takes. */
export interface WrittenLetter extends RenderedLetter {
  readonly recipient: Recipient;
  readonly sender: Sender;
  /** The version of its texts; null: the product's own. */
  readonly templateId: number | null;
}

/** From whom a letter comes. */
interface Sender {
  readonly firmName: string;
  /** Null while the desk has none. */
  readonly mailbox: Mailbox | null;
  readonly head: LetterHead;
}

/** Writes a letter with the texts that are in force; with others it is a trial of them. */
export async function writeLetter(
  tx: Tx,
  post: Post,
  {
    letter,
    recipient,
    mailbox = null,
    texts,
  }: {
    readonly letter: Letter;
    readonly recipient: Recipient;
    /** III: the mailbox to which the request was written: one in use that the caller has at hand, or its id. */
    readonly mailbox?: Mailbox | number | null;
    readonly texts?: AdjustedTexts;
  },
): Promise<WrittenLetter> {
  const sender = await senderOf(tx, mailbox);
  const template =
    texts === undefined
      ? await post.templates.current(tx, letterNameOf(letter), recipient.language)
      : null;
  const used = texts ?? template?.texts ?? ownTextOnly;
  return {
    ...post.render(letter, recipient, sender.head, used),
    recipient,
    sender,
    templateId: template !== null && isAdjusted(template.texts) ? template.id : null,
  };
}

/** Puts a letter about a ticket in the outbox. `key` names the letter: written twice, it is sent once. */
export async function postTicketLetter(
  tx: Tx,
  post: Post,
  letter: {
    readonly key: string;
    readonly purpose: string;
    readonly ticket: Ticket;
    readonly written: WrittenLetter;
    /** The message of the conversation that this is a copy of. */
    readonly messageId: number | null;
    /** RFC 3834: written by the desk itself, so that no machine answers it. */
    readonly automatic: boolean;
    /** It carries a secret, and is emptied once it was sent. */
    readonly sensitive?: boolean;
    /** For the recipient's calendar; its answers go where answers to this mail go. */
    readonly calendar?: (organizer: CalendarUser) => MailCalendarPart;
  },
): Promise<void> {
  const { ticket, written } = letter;
  const { recipient } = written;
  const { mailbox, firmName } = written.sender;
  const thread = await readThread(tx, ticket.id, referencesMax);
  const last = thread.at(-1);
  const fromAddress = mailbox?.address ?? post.senderWithoutMailbox;
  const fromName = mailbox?.name ?? firmName;
  const replyTo =
    mailbox === null
      ? null
      : post.replyTo(mailbox.address, { ticketId: ticket.id, personId: recipient.personId });
  await queueMail(tx, {
    messageId: letter.messageId,
    ticketId: ticket.id,
    purpose: letter.purpose,
    toPersonId: recipient.personId,
    toAddress: recipient.address,
    toName: recipient.name,
    fromAddress,
    fromName,
    replyTo,
    envelopeFrom: mailbox?.address ?? '',
    subject: written.subject,
    bodyText: written.text,
    bodyHtml: written.html,
    letterTemplateId: written.templateId,
    messageIdHeader: post.messageId({ key: letter.key, personId: recipient.personId }),
    inReplyToHeader: last ?? null,
    referencesHeader: thread.length === 0 ? null : thread.map((id) => `<${id}>`).join(' '),
    autoSubmitted: letter.automatic,
    sensitive: letter.sensitive ?? false,
    calendar: letter.calendar?.({ name: fromName, address: replyTo ?? fromAddress }) ?? null,
    at: post.now(),
  });
}

/** Puts a letter to one person in the outbox that is about no ticket. Its secret is forgotten once it was sent. */
export async function postPersonalLetter(
  tx: Tx,
  post: Post,
  letter: {
    readonly key: string;
    readonly purpose: string;
    readonly written: WrittenLetter;
    readonly sensitive: boolean;
    readonly files?: readonly MailFile[];
  },
): Promise<void> {
  const { written } = letter;
  const { recipient } = written;
  const { mailbox, firmName } = written.sender;
  await queueMail(tx, {
    messageId: null,
    ticketId: null,
    purpose: letter.purpose,
    toPersonId: recipient.personId,
    toAddress: recipient.address,
    toName: recipient.name,
    fromAddress: mailbox?.address ?? post.senderWithoutMailbox,
    fromName: firmName,
    replyTo: null,
    envelopeFrom: mailbox?.address ?? '',
    subject: written.subject,
    bodyText: written.text,
    bodyHtml: written.html,
    letterTemplateId: written.templateId,
    messageIdHeader: post.messageId({ key: letter.key, personId: recipient.personId }),
    autoSubmitted: true,
    sensitive: letter.sensitive,
    files: letter.files ?? [],
    at: post.now(),
  });
}

/** The requester of a ticket, at the address from which it last wrote; null when the person cannot be written to. */
export const requesterOf = (tx: Tx, ticket: Ticket): Promise<Recipient | null> =>
  recipientInTicket(tx, ticket, ticket.requesterPersonId);

/** Whoever asked for a ticket or follows it, at the address from which that person last wrote in it. */
export async function recipientInTicket(
  tx: Tx,
  ticket: Ticket,
  personId: number,
): Promise<Recipient | null> {
  const wrote = await lastAddressOf(tx, ticket.id, personId);
  const writer = wrote === null ? null : await findPersonByAddress(tx, wrote);
  const stillTheirs = writer?.personId === personId;
  const person = stillTheirs ? writer : await readPerson(tx, personId);
  if (person === null || person.disabled) return null;
  return recipientOf(person, stillTheirs && wrote !== null ? wrote : person.email);
}

export const recipientOf = (person: Person, address = person.email): Recipient => ({
  personId: person.personId,
  name: person.name,
  address,
  language: person.language,
  timeZone: person.timeZone,
});

/** III: the mailbox to which the request was written, else the first of the desk. */
export async function senderOf(db: Db, wanted: Mailbox | number | null): Promise<Sender> {
  const [firm, mailbox] = await together(
    readFirm(db),
    typeof wanted === 'object' && wanted !== null
      ? Promise.resolve(wanted)
      : activeMailbox(db, wanted),
  );
  return {
    firmName: firm.name,
    mailbox,
    head: { firmName: firm.name, signature: mailbox?.signature ?? '' },
  };
}

async function activeMailbox(db: Db, mailboxId: number | null): Promise<Mailbox | null> {
  const active = (await listMailboxes(db)).filter((mailbox) => mailbox.active);
  return active.find(({ id }) => id === mailboxId) ?? active[0] ?? null;
}
