import type { Tx } from '../../platform/database/index.ts';
import { readFirm } from '../agreements/index.ts';
import type { CalendarUser } from '../appointments/index.ts';
import {
  lastAddressOf,
  listMailboxes,
  type Mailbox,
  type MailCalendarPart,
  queueMail,
  readThread,
} from '../correspondence/index.ts';
import { findPersonByAddress, type Person, readPerson } from '../people/index.ts';
import type { Ticket } from '../tickets/index.ts';
import type { Letter, Post, Recipient, RenderedLetter } from './model.ts';

/** How many Message-IDs an answer refers to: enough for every program to thread it, few enough for one header line. */
const referencesMax = 10;

/** A letter as the recipient will read it. */
export async function writeLetter(
  tx: Tx,
  post: Post,
  letter: Letter,
  recipient: Recipient,
): Promise<RenderedLetter> {
  const firm = await readFirm(tx);
  return post.render(letter, recipient, firm.name);
}

/** Puts a letter about a ticket in the outbox. `key` names the letter: written twice, it is sent once. */
export async function postTicketLetter(
  tx: Tx,
  post: Post,
  letter: {
    readonly key: string;
    readonly purpose: string;
    readonly ticket: Ticket;
    readonly recipient: Recipient;
    readonly rendered: RenderedLetter;
    /** The message of the conversation that this is a copy of. */
    readonly messageId: number | null;
    /** RFC 3834: written by the desk itself, so that no machine answers it. */
    readonly automatic: boolean;
    /** For the recipient's calendar; its answers go where answers to this mail go. */
    readonly calendar?: (organizer: CalendarUser) => MailCalendarPart;
  },
): Promise<void> {
  const { ticket, recipient, rendered } = letter;
  const mailbox = await mailboxOf(tx, ticket.mailboxId);
  const thread = await readThread(tx, ticket.id, referencesMax);
  const last = thread.at(-1);
  const fromAddress = mailbox?.address ?? post.senderWithoutMailbox;
  const fromName = mailbox?.name ?? (await readFirm(tx)).name;
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
    subject: rendered.subject,
    bodyText: rendered.text,
    bodyHtml: rendered.html,
    messageIdHeader: post.messageId({ key: letter.key, personId: recipient.personId }),
    inReplyToHeader: last ?? null,
    referencesHeader: thread.length === 0 ? null : thread.map((id) => `<${id}>`).join(' '),
    autoSubmitted: letter.automatic,
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
    readonly recipient: Recipient;
    readonly rendered: RenderedLetter;
    readonly sensitive: boolean;
  },
): Promise<void> {
  const { recipient, rendered } = letter;
  const firm = await readFirm(tx);
  const mailbox = await mailboxOf(tx, null);
  await queueMail(tx, {
    messageId: null,
    ticketId: null,
    purpose: letter.purpose,
    toPersonId: recipient.personId,
    toAddress: recipient.address,
    toName: recipient.name,
    fromAddress: mailbox?.address ?? post.senderWithoutMailbox,
    fromName: firm.name,
    replyTo: null,
    envelopeFrom: mailbox?.address ?? '',
    subject: rendered.subject,
    bodyText: rendered.text,
    bodyHtml: rendered.html,
    messageIdHeader: post.messageId({ key: letter.key, personId: recipient.personId }),
    autoSubmitted: true,
    sensitive: letter.sensitive,
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
async function mailboxOf(tx: Tx, mailboxId: number | null): Promise<Mailbox | null> {
  const active = (await listMailboxes(tx)).filter((mailbox) => mailbox.active);
  return active.find(({ id }) => id === mailboxId) ?? active[0] ?? null;
}
