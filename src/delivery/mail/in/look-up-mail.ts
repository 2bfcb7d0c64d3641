import type { Instant } from '../../../kernel/clock.ts';
import { readFirm } from '../../../modules/agreements/index.ts';
import {
  countAutomaticInARow,
  findThread,
  type InboundMail,
  type OutgoingMail,
  outgoingMailByMessageId,
  readOutgoingMail,
  watchStorm,
} from '../../../modules/correspondence/index.ts';
import type { Correspondent, Person } from '../../../modules/people/index.ts';
import {
  findTicketById,
  mayReadTicket,
  standingOf,
  type Ticket,
} from '../../../modules/tickets/index.ts';
import { type Tx, together } from '../../../platform/database/index.ts';
import { handlingOf } from '../../../policy/mail-trust.ts';
import { isReplyAddressExpired } from '../../../policy/reply-address.ts';
import { readBounceAddress, readReplyAddress } from '../reply-address.ts';
import type { ReadMail } from '../understand/model.ts';
import type { MailContext } from './judge-mail.ts';
import type { MailProcessing } from './mail-processing.ts';
import type { AuthorProof, Prepared } from './prepare-mail.ts';

/** What judging needs, and what becomes of an answer that came too late. */
export interface LookedUp extends MailContext {
  readonly expired: ExpiredAddress | null;
}

/** Looks up whom and what a mail concerns: its thread, its sender's place in it, the mail of ours that it is about. */
export async function lookUp(
  tx: Tx,
  desk: MailProcessing,
  inbound: InboundMail,
  { understood, proof, mailbox, author: person }: Prepared,
): Promise<LookedUp> {
  if (understood.rejected) {
    const nobody = { sender: null, trust: null, thread: null, bounced: null };
    const calm = { isOurs: false, isStorm: false, automaticInARow: 0, place: null };
    return { ...nobody, ...calm, mailboxId: null, expired: null };
  }
  const [{ thread, expired }, handling, bounced, isOurs] = await together(
    findThreadOf(tx, desk, inbound, understood),
    handlingFor(tx, proof, person),
    findBounced(tx, desk, inbound, understood),
    isOurOwn(tx, understood),
  );
  return {
    mailboxId: mailbox?.id ?? null,
    sender: person && {
      personId: person.personId,
      disabled: person.disabled,
      isAgent: person.roles.length > 0,
      organizationId: person.contact?.organizationId ?? null,
      handling,
    },
    trust: proof?.trust ?? null,
    thread,
    expired,
    bounced,
    isOurs,
    isStorm: false,
    automaticInARow:
      thread === null || person === null
        ? 0
        : await countAutomaticInARow(tx, thread.ticketId, person.personId),
    place: thread === null || person === null ? null : await placeOf(tx, thread.ticketId, person),
  };
}

/** Rule 4: what the author of a mail has to do with the request that it answers. */
export async function placeOf(
  tx: Tx,
  ticketId: number,
  { personId, contact }: Person,
): Promise<MailContext['place']> {
  if (contact === null) return 'stranger';
  if ((await standingOf(tx, ticketId, personId)) === 'removed') return 'removed';
  const reader = {
    kind: 'customer',
    personId,
    organizationId: contact.organizationId,
    administrator: contact.role === 'customer_administrator',
  } as const;
  return (await mayReadTicket(tx, ticketId, reader)) ? 'follows' : 'stranger';
}

/** Mail that the desk might answer makes a storm; that of strangers and forgers waits anyway and is never answered. */
export async function stormOf(
  tx: Tx,
  { clock, storms }: MailProcessing,
  inbound: InboundMail,
  { understood, mailbox }: Prepared,
  { sender: contact }: MailContext,
): Promise<boolean> {
  if (storms === undefined || understood.rejected) return false;
  if (understood.from === null || understood.bounce !== null) return false;
  if (contact === null || contact.organizationId === null || contact.handling === 'hold') {
    return false;
  }
  const { receivedAt } = inbound;
  const senderAddress = understood.from.address;
  return watchStorm(tx, { senderAddress, mailbox, receivedAt }, storms, clock.now());
}

/** As the customer wants unproven mail of its people to be handled, else as the firm does. */
async function handlingFor(tx: Tx, proof: AuthorProof | null, author: Correspondent | null) {
  if (proof === null || author === null || author.contact === null) return 'hold';
  const terms = author.unverifiedMail ?? (await readFirm(tx)).unverifiedMail;
  return handlingOf(proof.trust, terms);
}

/** Rule 3: the token in the address, then the Message-IDs that the mail names. Never the subject. */
async function findThreadOf(
  tx: Tx,
  desk: MailProcessing,
  inbound: InboundMail,
  mail: ReadMail,
): Promise<{ readonly thread: MailContext['thread']; readonly expired: ExpiredAddress | null }> {
  let expired: ExpiredAddress | null = null;
  const addresses = [
    ...inbound.envelopeTo,
    ...mail.deliveredTo,
    ...mail.to.map((to) => to.address),
  ];
  for (const address of addresses) {
    const token = readReplyAddress(address, desk.secret);
    const ticket = token && (await findTicketById(tx, token.ticketId));
    if (!ticket) continue;
    const tooLate = await expiredAddress(tx, ticket, inbound.receivedAt);
    if (tooLate === null) {
      return {
        thread: { ticketId: ticket.id, organizationId: ticket.organizationId },
        expired: null,
      };
    }
    expired ??= tooLate;
  }
  // RFC 3834: a machine answers to the envelope sender, which names the mail it answers.
  const returned = await findReturned(tx, desk, [...inbound.envelopeTo, ...mail.deliveredTo]);
  const ticketId = returned?.ticketId ?? (await findThread(tx, mail.thread.lookup));
  const ticket = ticketId === null ? undefined : await findTicketById(tx, ticketId);
  const thread =
    ticket === undefined ? null : { ticketId: ticket.id, organizationId: ticket.organizationId };
  return { thread, expired };
}

/** VIII.c: the request whose address a mail came to, too late for the address alone to mean it. */
export interface ExpiredAddress {
  readonly ticketId: number;
  readonly number: number;
  readonly organizationId: number;
  readonly endedAt: Instant;
  readonly days: number;
}

/** Null while the address works. What was merged into another goes on as long as that one. */
async function expiredAddress(
  tx: Tx,
  named: Ticket,
  arrivedAt: Instant,
): Promise<ExpiredAddress | null> {
  const into = named.mergedIntoTicketId;
  const ticket = into === null ? named : await findTicketById(tx, into);
  if (ticket === undefined || ticket.closedAt === null) return null;
  const { replyAddressDays: days } = await readFirm(tx);
  if (!isReplyAddressExpired(ticket.closedAt, days, arrivedAt)) return null;
  const { id: ticketId, number, organizationId, closedAt: endedAt } = ticket;
  return { ticketId, number, organizationId, endedAt, days };
}

/** A mail that carries the Message-ID of one that we sent went round: it is not answered and makes nothing. */
async function isOurOwn(tx: Tx, { thread }: ReadMail): Promise<boolean> {
  if (thread.messageId === null) return false;
  return (await outgoingMailByMessageId(tx, thread.messageId)) !== undefined;
}

/**
 * Rule 13: a report finds its mail by the address it came back to, which is that mail's own. One that comes to another
 * address counts only for a mail that we sent to an address it names: whoever knows a Message-ID proves nothing.
 */
async function findBounced(
  tx: Tx,
  desk: MailProcessing,
  inbound: InboundMail,
  mail: ReadMail,
): Promise<MailContext['bounced']> {
  if (mail.bounce === null) return null;
  const verp = await findReturned(tx, desk, [...inbound.envelopeTo, ...mail.deliveredTo]);
  if (verp !== undefined) return { mailId: verp.id, ticketId: verp.ticketId };
  const ids = [mail.bounce.originalMessageId, ...mail.thread.lookup].filter((id) => id !== null);
  const named = new Set(mail.bounce.recipients.map((address) => address.toLowerCase()));
  for (const id of ids) {
    const sent = await outgoingMailByMessageId(tx, id);
    if (sent !== undefined && named.has(sent.toAddress.toLowerCase())) {
      return { mailId: sent.id, ticketId: sent.ticketId };
    }
  }
  return null;
}

/** The mail of ours that came back to one of these addresses: only that mail's recipient was ever told it. */
async function findReturned(
  tx: Tx,
  desk: MailProcessing,
  addresses: readonly string[],
): Promise<OutgoingMail | undefined> {
  for (const address of addresses) {
    const mailId = readBounceAddress(address, desk.secret);
    const sent = mailId === null ? undefined : await readOutgoingMail(tx, mailId);
    if (sent !== undefined) return sent;
  }
  return undefined;
}
