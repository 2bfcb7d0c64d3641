import type { Clock, Instant } from '../../../kernel/clock.ts';
import type { Language } from '../../../kernel/language.ts';
import { readFirm } from '../../../modules/agreements/index.ts';
import {
  answerByCalendar,
  type CalendarAnswer,
  readUid,
} from '../../../modules/appointments/index.ts';
import {
  type AttachmentRole,
  addAttachment,
  addBlob,
  countAutomaticInARow,
  findThread,
  type InboundMail,
  listMailboxes,
  lockReceivedMail,
  type Mailbox,
  type MailWaitsForWord,
  type OutgoingMail,
  outgoingMailByMessageId,
  putOffChecking,
  readInboundMail,
  readOutgoingMail,
  recordBounce,
  recordInboundOutcome,
  recordMailFacts,
  recordProbeArrival,
  rememberThread,
  type StormLimits,
  watchStorm,
} from '../../../modules/correspondence/index.ts';
import {
  acknowledgeTicket,
  type Post,
  type Receipt,
  recipientOf,
} from '../../../modules/notifications/index.ts';
import {
  type Correspondent,
  clearUndelivered,
  findPersonByAddress,
  type Person,
  readPerson,
} from '../../../modules/people/index.ts';
import {
  addParticipant,
  claimScope,
  decideUnits,
  findTicketById,
  isNotDone,
  lockGoingTicket,
  logDecision,
  mayReadTicket,
  noteUndelivered,
  readUnitApprovals,
  registerTicket,
  reopenTicket,
  standingOf,
  type Ticket,
  type TicketReceived,
  takeCopied,
  writeAsCustomer,
} from '../../../modules/tickets/index.ts';
import type { BlobStore } from '../../../platform/blobs.ts';
import { type Database, inTransaction, type Tx } from '../../../platform/database/index.ts';
import { sniffMediaType } from '../../../platform/http/media-type.ts';
import { emit } from '../../../platform/jobs.ts';
import type { Log } from '../../../platform/log.ts';
import { decide } from '../../../policy/decisions.ts';
import {
  handlingOf,
  type MailAuthentication,
  type MailTrust,
  mailTrust,
} from '../../../policy/mail-trust.ts';
import { suggestionSource } from '../../../policy/priority-from-mail.ts';
import { readsAsApproval } from '../../../policy/reads-as-approval.ts';
import { readsAsThanks } from '../../../policy/reads-as-thanks.ts';
import { isReplyAddressExpired } from '../../../policy/reply-address.ts';
import { readBounceAddress, readReplyAddress, withoutTag } from '../reply-address.ts';
import { isMachineAddress } from '../understand/automatic.ts';
import { readInvitationAnswer } from '../understand/calendar-answer.ts';
import type { MailAttachment, ReadMail, UnderstoodMail } from '../understand/model.ts';
import type { UnderstandMail } from '../understand/understand-in-budget.ts';
import { type AuthenticationGround, authenticateMail } from './authenticate-mail.ts';
import { isFailureOfTheWorld } from './failure-of-the-world.ts';
import { judgeMail, type MailContext, type MailVerdict } from './judge-mail.ts';
import { factsOf, isRepeatedCalendar, isShownInPlace, roleOfFile } from './mail-facts.ts';

export interface MailProcessing {
  readonly database: Database;
  readonly blobs: BlobStore;
  readonly clock: Clock;
  readonly log: Log;
  readonly understand: UnderstandMail;
  /** Signs the addresses to which answers go. */
  readonly secret: string;
  /** The desk's own domain: nobody outside writes from it without proof. */
  readonly domain: string;
  /** Writes acknowledgements, where letters are written; elsewhere that is left to a job. */
  readonly post?: Post;
  /** How much mail within a minute is a storm; left out, nothing is. */
  readonly storms?: StormLimits;
  readonly authentication: AuthenticationGround & {
    /** Domains whose seal on mail of others is believed (ARC). */
    readonly trustedSealers: readonly string[];
  };
}

/** What a person decided about a mail that waited: who wrote it, or which request it belongs to. */
export interface MailRelease {
  readonly personId: number;
  readonly ticketId: number | null;
  readonly releasedByPersonId: number;
}

/**
 * Understands one accepted mail and does what it asks, in one transaction with the row that says so: it becomes a
 * ticket, a message, a delivery report on a mail of ours, or a quarantine entry. May run twice; the second run finds
 * it done. A mail that breaks our own code is quarantined too, so that it never stops the others.
 */
export async function processMail(desk: MailProcessing, mailId: number): Promise<void> {
  const waiting = await readInboundMail(desk.database.db, mailId);
  if (waiting === undefined || waiting.outcome !== 'received') return;
  const prepared = await prepare(desk, waiting);
  const pause = prepared.proof?.mayBeAskedAgain ? pausesMs[waiting.checkAttempts] : undefined;
  if (pause !== undefined) {
    const until = desk.clock.now() + pause;
    await inTransaction(desk.database, (tx) => putOffChecking(tx, mailId, until));
    return;
  }
  try {
    await inTransaction(desk.database, async (tx) => {
      const inbound = await lockReceivedMail(tx, mailId);
      if (inbound === undefined) return;
      if (await recordProbeArrival(tx, inbound)) {
        await recordInboundOutcome(tx, mailId, { outcome: 'discarded', at: desk.clock.now() });
        return;
      }
      const context = await lookUp(tx, desk, inbound, prepared);
      const isStorm = await stormOf(tx, desk, inbound, prepared, context);
      const verdict = judgeMail(prepared.understood, { ...context, isStorm });
      await carryOut(tx, desk, inbound, verdict, { ...prepared, expired: context.expired });
    });
  } catch (error) {
    if (isFailureOfTheWorld(error)) throw error;
    desk.log.error({ error, mailId }, 'a mail could not be processed; it waits in the quarantine');
    await inTransaction(desk.database, (tx) =>
      recordInboundOutcome(tx, mailId, {
        outcome: 'quarantined',
        quarantineReason: 'processing-failed',
        quarantineFacts: {},
        ...sender(prepared),
        at: desk.clock.now(),
      }),
    );
  }
}

/**
 * II: the owner of the address said that the waiting mail is genuine: it does what it would have done. Answers the
 * ticket's number; null when something else than its author stands in its way, and it waits for that.
 */
export async function confirmMail(
  tx: Tx,
  desk: MailProcessing,
  inbound: InboundMail,
  personId: number,
): Promise<number | null> {
  const prepared = await prepare(desk, inbound);
  const context = await lookUp(tx, desk, inbound, prepared);
  const sender = context.sender && { ...context.sender, handling: 'take' as const };
  const verdict = judgeMail(prepared.understood, { ...context, sender });
  const ticketId = await carryOut(
    tx,
    desk,
    inbound,
    verdict,
    { ...prepared, expired: context.expired },
    true,
  );
  if (verdict.outcome !== 'register' && verdict.outcome !== 'append') return null;
  await recordInboundOutcome(tx, inbound.id, {
    outcome: verdict.outcome === 'register' ? 'ticket' : 'message',
    handledByPersonId: personId,
    at: desk.clock.now(),
  });
  return ticketId === null ? null : ((await findTicketById(tx, ticketId))?.number ?? null);
}

/** Does with a quarantined mail what a person decided; answers the ticket's number. */
export async function releaseMail(
  tx: Tx,
  desk: MailProcessing,
  inbound: InboundMail,
  release: MailRelease,
): Promise<number | null> {
  const prepared = await prepare(desk, inbound);
  if (prepared.understood.rejected) return null;
  const mail = prepared.understood;
  const context = await lookUp(tx, desk, inbound, prepared);
  const verdict: MailVerdict =
    release.ticketId === null
      ? {
          outcome: 'register',
          mail,
          personId: release.personId,
          organizationId: context.sender?.organizationId ?? (await organizationOf(tx, release)),
        }
      : {
          outcome: 'append',
          mail,
          personId: release.personId,
          ticketId: release.ticketId,
          automatic: mail.automatic.isAutoReply,
        };
  const ticketId = await carryOut(tx, desk, inbound, verdict, {
    ...prepared,
    expired: context.expired,
  });
  if (release.ticketId !== null) await followOn(tx, release.ticketId, release, desk.clock.now());
  await recordInboundOutcome(tx, inbound.id, {
    outcome: release.ticketId === null ? 'ticket' : 'message',
    handledByPersonId: release.releasedByPersonId,
    at: desk.clock.now(),
  });
  return ticketId === null ? null : ((await findTicketById(tx, ticketId))?.number ?? null);
}

/** Rule 4: who was let into a request gets what is answered there. Of another customer nobody does, whatever was let in. */
async function followOn(
  tx: Tx,
  ticketId: number,
  { personId, releasedByPersonId }: MailRelease,
  at: Instant,
): Promise<void> {
  const author = await readPerson(tx, personId);
  const ticket = await lockGoingTicket(tx, ticketId);
  if (author === null || ticket === undefined) return;
  if ((await placeOf(tx, ticket.id, author)) === 'follows') return;
  const by = { kind: 'agent', personId: releasedByPersonId } as const;
  await addParticipant(tx, ticket, { by, address: author.email, at });
}

/** The network did not answer: F32, it is asked again after these, and then the mail counts as unproven. */
const pausesMs = [30_000, 2 * 60_000, 5 * 60_000];

interface Prepared {
  /** All of ours, and the one to which it came. */
  readonly mailboxes: readonly Mailbox[];
  readonly mailbox: Mailbox | null;
  /** Whose address it names as its author's. What the person may do is judged again where it is done. */
  readonly author: Correspondent | null;
  readonly understood: UnderstoodMail;
  readonly proof: AuthorProof | null;
  /** The files a person attached, stored already: no transaction waits for a disk. */
  readonly files: readonly StoredFile[];
}

/** What a mail proves about its author, found out before any transaction begins: no lock waits for the network. */
interface AuthorProof {
  readonly authentication: MailAuthentication;
  readonly trust: MailTrust;
  /** A known contact wrote it, or somebody says so, and the network may yet tell. */
  readonly mayBeAskedAgain: boolean;
}

interface StoredFile {
  readonly file: MailAttachment;
  readonly sha256: string;
  readonly byteSize: number;
  readonly mediaType: string;
  readonly role: AttachmentRole;
  readonly inPlace: boolean;
}

async function prepare(desk: MailProcessing, inbound: InboundMail): Promise<Prepared> {
  const raw = await desk.blobs.read(inbound.rawSha256);
  const understood = await desk.understand(raw);
  const mailboxes = await listMailboxes(desk.database.db);
  const mailbox = mailboxOf(mailboxes, inbound, understood);
  if (understood.rejected || understood.from === null) {
    return { understood, mailboxes, mailbox, author: null, proof: null, files: [] };
  }
  const author = await findPersonByAddress(desk.database.db, understood.from.address);
  const proof = await proveAuthor(desk, inbound, {
    raw,
    understood,
    isKnown: author !== null,
    mailbox,
    mailboxes,
  });
  const released = inbound.outcome === 'quarantined';
  const files = author === null && !released ? [] : await storeFiles(desk.blobs, understood);
  return { understood, mailboxes, mailbox, author, proof, files };
}

/** II, III: what the mail proves about who wrote it. What was proved once is not asked again. */
async function proveAuthor(
  { domain, authentication: ground }: MailProcessing,
  inbound: InboundMail,
  mail: {
    readonly raw: Buffer;
    readonly understood: ReadMail;
    readonly isKnown: boolean;
    readonly mailbox: Mailbox | null;
    readonly mailboxes: readonly Mailbox[];
  },
): Promise<AuthorProof> {
  const { raw, understood, isKnown, mailbox, mailboxes } = mail;
  const authentication =
    inbound.authentication ??
    (await authenticateMail(
      raw,
      { authorDomain: domainOf(understood.from?.address ?? ''), headers: understood.headers },
      { ...inbound, trustedAuthservId: mailbox?.trustedAuthservId ?? null },
      ground,
    ));
  const trust = mailTrust(authentication, {
    ownDomains: [domain, ...mailboxes.map(({ address }) => domainOf(address))],
    trustedSealers: ground.trustedSealers,
  });
  return { authentication, trust, mayBeAskedAgain: isKnown && trust.reason === 'dns-unavailable' };
}

const domainOf = (address: string): string =>
  address.slice(address.lastIndexOf('@') + 1).toLowerCase();

/** IV.c: what a person attached. Signatures and reports are machinery of the mail and stay in its raw form. */
async function storeFiles(blobs: BlobStore, mail: ReadMail): Promise<readonly StoredFile[]> {
  const stored: StoredFile[] = [];
  for (const file of mail.attachments) {
    const role = roleOfFile(file);
    if (role === null || isRepeatedCalendar(file, mail)) continue;
    const blob = await blobs.put(piecesOf(file.content), {
      sizeLimitBytes: mail.sizeBytes * 2 + 1024,
    });
    const mediaType = sniffMediaType(file.content);
    stored.push({
      file,
      role,
      sha256: blob.sha256,
      byteSize: blob.sizeBytes,
      mediaType,
      inPlace: isShownInPlace(mail, { file, mediaType }),
    });
  }
  return stored;
}

/** One huge piece would be summed in one go, and everybody else would wait. */
function* piecesOf(content: Uint8Array): Generator<Uint8Array> {
  for (let start = 0; start < content.length; start += pieceBytes)
    yield content.subarray(start, start + pieceBytes);
}

const pieceBytes = 256 * 1024;

interface LookedUp extends MailContext {
  readonly expired: ExpiredAddress | null;
}

async function lookUp(
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
  const { thread, expired } = await findThreadOf(tx, desk, inbound, understood);
  return {
    mailboxId: mailbox?.id ?? null,
    sender: person && {
      personId: person.personId,
      disabled: person.disabled,
      isAgent: person.roles.length > 0,
      organizationId: person.contact?.organizationId ?? null,
      handling: await handlingFor(tx, proof, person),
    },
    trust: proof?.trust ?? null,
    thread,
    expired,
    bounced: await findBounced(tx, desk, inbound, understood),
    isOurs: await isOurOwn(tx, understood),
    isStorm: false,
    automaticInARow:
      thread === null || person === null
        ? 0
        : await countAutomaticInARow(tx, thread.ticketId, person.personId),
    place: thread === null || person === null ? null : await placeOf(tx, thread.ticketId, person),
  };
}

/** Rule 4: what the author of a mail has to do with the request that it answers. */
async function placeOf(
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
async function stormOf(
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
async function handlingFor(tx: Tx, proof: AuthorProof | null, author: Correspondent) {
  if (proof === null || author.contact === null) return 'hold';
  const terms = author.unverifiedMail ?? (await readFirm(tx)).unverifiedMail;
  return handlingOf(proof.trust, terms);
}

/**
 * III: the envelope says to which mailbox it was sent; headers only where our own server wrote them (rule 1). Of a mail
 * that was fetched, the envelope is no more than where we found it: several addresses may end in one account.
 */
function mailboxOf(
  mailboxes: readonly Mailbox[],
  inbound: InboundMail,
  understood: UnderstoodMail,
): Mailbox | null {
  const delivered = understood.rejected ? [] : understood.deliveredTo;
  const { source, envelopeTo } = inbound;
  const named = source === 'imap' ? [...delivered, ...envelopeTo] : [...envelopeTo, ...delivered];
  const addresses = [...new Set(named.map(withoutTag))];
  for (const address of addresses) {
    const mailbox = mailboxes.find((box) => box.active && box.address === address);
    if (mailbox !== undefined) return mailbox;
  }
  return null;
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
interface ExpiredAddress {
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

/** Writes what the verdict says; answers the ticket it concerns, null when none. */
async function carryOut(
  tx: Tx,
  desk: MailProcessing,
  inbound: InboundMail,
  verdict: MailVerdict,
  prepared: Prepared & Pick<LookedUp, 'expired'>,
  isProven = prepared.proof?.trust.level === 'verified',
): Promise<number | null> {
  const at = desk.clock.now();
  const { mailbox } = prepared;
  const known = { ...sender(prepared), mailboxId: mailbox?.id ?? null, at };
  switch (verdict.outcome) {
    case 'quarantine':
      await recordInboundOutcome(tx, inbound.id, {
        ...known,
        outcome: 'quarantined',
        quarantineReason: verdict.reason,
        quarantineFacts: verdict.facts,
        ...(verdict.ticketId === null ? {} : { ticketId: verdict.ticketId }),
      });
      if (verdict.reason === 'sender-unverified' && mayBeAnswered(prepared)) {
        await emit<MailWaitsForWord>(tx, 'mail.waits-for-word', { mailId: inbound.id });
      }
      return verdict.ticketId;
    case 'report': {
      await recordReport(tx, verdict, at);
      await recordInboundOutcome(tx, inbound.id, {
        ...known,
        outcome: 'report',
        ...(verdict.ticketId === null ? {} : { ticketId: verdict.ticketId }),
      });
      return verdict.ticketId;
    }
    case 'register': {
      const { expired } = prepared;
      const late = expired?.organizationId === verdict.organizationId ? expired : null;
      const ticket = await register(tx, inbound, verdict, prepared, { late, at });
      const ticketId = ticket.id;
      await tellLate(tx, ticketId, late, { recognised: false, at });
      await remember(tx, ticketId, inbound, verdict.mail);
      await takeOthers(tx, desk, ticketId, verdict, prepared, isProven);
      await takeForDeliverable(tx, prepared);
      await recordInboundOutcome(tx, inbound.id, { ...known, outcome: 'ticket', ticketId });
      await acknowledge(tx, desk, {
        ticketId,
        byMail: verdict.mail.automatic.mayAcknowledge,
        ...knownOf(ticket, verdict.mail, prepared),
      });
      return ticketId;
    }
    case 'append': {
      const { expired } = prepared;
      const late = expired?.ticketId === verdict.ticketId ? expired : null;
      const ticketId = await append(tx, inbound, verdict, prepared, { isProven, at });
      await tellLate(tx, ticketId, late, { recognised: true, at });
      await remember(tx, ticketId, inbound, verdict.mail);
      await takeOthers(tx, desk, ticketId, verdict, prepared, isProven);
      await takeForDeliverable(tx, prepared);
      await recordInboundOutcome(tx, inbound.id, { ...known, outcome: 'message', ticketId });
      return ticketId;
    }
  }
}

/**
 * V.a: at once, with what registered it: this is a job already, and another one would only cost. A letter that cannot
 * be written takes the request back no more than one of another door: it is left to a job, which tries again.
 */
async function acknowledge(tx: Tx, { post, log }: MailProcessing, receipt: Receipt): Promise<void> {
  const received = { ticketId: receipt.ticketId, byMail: receipt.byMail };
  if (post !== undefined) {
    try {
      await inTransaction({ db: tx }, (within) => acknowledgeTicket(within, post, receipt));
      return;
    } catch (error) {
      if (isFailureOfTheWorld(error)) throw error;
      log.error({ error, ...received }, 'an acknowledgement could not be written; a job will');
    }
  }
  await emit<TicketReceived>(tx, 'ticket.received', received);
}

/** What is at hand when a person wrote for itself; of a mail that was let through for somebody else, it is looked up. */
function knownOf(
  ticket: Ticket,
  { from }: ReadMail,
  { author, mailbox }: Prepared,
): Pick<Receipt, 'known'> {
  if (author === null || from === null || author.personId !== ticket.requesterPersonId) return {};
  return { known: { ticket, recipient: recipientOf(author, from.address), mailbox } };
}

/**
 * II: whom the mail names beside the desk, in To or Cc, may follow the request (policy/participants). The addresses of
 * the desk are those of its mailboxes with whatever was added to them, and everything at its own domain.
 */
async function takeOthers(
  tx: Tx,
  { domain, clock }: MailProcessing,
  ticketId: number,
  { mail, personId }: Extract<MailVerdict, { outcome: 'register' | 'append' }>,
  { mailbox, mailboxes }: Prepared,
  isProven: boolean,
): Promise<void> {
  const others = [...mail.to, ...mail.cc];
  // Nearly every mail goes to the desk alone.
  if (others.every(({ address }) => withoutTag(address) === mailbox?.address)) return;
  const ours = new Set(mailboxes.map(({ address }) => address));
  const ticket = await findTicketById(tx, ticketId);
  if (ticket === undefined) return;
  await takeCopied(tx, ticket, {
    personId,
    isProven,
    isAutomatic: mail.automatic.isByMachine,
    copied: others.map(({ address, name }) => ({
      address,
      name,
      isDesk: ours.has(withoutTag(address)) || domainOf(address) === domain,
      isMachine: isMachineAddress(address),
    })),
    at: clock.now(),
  });
}

/** Shows the report on the mail, and what did not arrive on its request: neither an answer nor a contact. */
async function recordReport(
  tx: Tx,
  { mail, mailId }: Extract<MailVerdict, { outcome: 'report' }>,
  at: Instant,
): Promise<void> {
  if (mail.bounce === null) return;
  const undelivered = await recordBounce(tx, mailId, mail.bounce, at);
  if (undelivered !== null) await noteUndelivered(tx, undelivered, at);
}

/** VIII.c: what became of a mail to an address that had expired is said where it landed. */
async function tellLate(
  tx: Tx,
  ticketId: number,
  late: ExpiredAddress | null,
  { recognised, at }: { readonly recognised: boolean; readonly at: Instant },
): Promise<void> {
  const ticket = late && (await findTicketById(tx, ticketId));
  if (!late || !ticket) return;
  const { number, endedAt, days } = late;
  const expired = decide('reply-address-expired', { number, endedAt, days, recognised });
  await logDecision(tx, ticket, expired, at);
}

async function register(
  tx: Tx,
  inbound: InboundMail,
  verdict: Extract<MailVerdict, { outcome: 'register' }>,
  prepared: Prepared,
  { late, at }: { readonly late: ExpiredAddress | null; readonly at: Instant },
): Promise<Ticket> {
  const { mail, personId } = verdict;
  const { mailbox } = prepared;
  const priority = mail.suggestion.priority;
  const ticket = await registerTicket(tx, {
    organizationId: verdict.organizationId,
    requesterPersonId: personId,
    registeredByPersonId: null,
    channel: 'email',
    subject: subjectOf(mail, mailbox?.language ?? 'es'),
    description: mail.text,
    descriptionHtml: mail.html,
    visibleText: mail.visibleText,
    visibleHtml: mail.visibleHtml,
    expectedResult: '',
    suggestion:
      priority === null
        ? null
        : {
            priority: priority.value,
            from: 'message',
            readIn: suggestionSource(priority),
          },
    readFromMail: mail.suggestion,
    categoryId: null,
    serviceId: mailbox?.serviceId ?? null,
    answers: mail.suggestion.impact === null ? {} : { impact: mail.suggestion.impact.text },
    teamId: mailbox?.teamId ?? null,
    mailboxId: mailbox?.id ?? null,
    attachmentIds: await addFiles(tx, personId, prepared, at),
    inboundMailId: inbound.id,
    acknowledgedByCaller: true,
    ...(late === null ? {} : { follows: { ticketId: late.ticketId, kind: 'follow-up' as const } }),
    receivedAt: inbound.receivedAt,
    at,
  });
  if (isNotDone(ticket)) throw new Error(`a mail was refused as a ticket: ${ticket.reason}`);
  return ticket;
}

/** Characters of why something is in scope; the whole mail stands in the conversation. */
const claimLengthMin = 3;
const claimLengthMax = 10_000;

async function append(
  tx: Tx,
  inbound: InboundMail,
  verdict: Extract<MailVerdict, { outcome: 'append' }>,
  prepared: Prepared,
  { isProven, at }: { readonly isProven: boolean; readonly at: Instant },
): Promise<number> {
  const { mail, personId, ticketId } = verdict;
  // An answer to what was absorbed is an answer to what goes on for it.
  const ticket = await lockGoingTicket(tx, ticketId);
  if (ticket === undefined) throw new Error(`ticket ${ticketId} of a thread is gone`);
  const answer = verdict.automatic ? null : calendarAnswer(mail, personId, ticket);
  // A calendar often writes nothing but its subject: "Accepted: …".
  const wordless = answer !== null && mail.text.trim() === '';
  const written = await writeAsCustomer(tx, ticket, {
    personId,
    channel: 'email',
    text: wordless ? mail.subject : mail.text,
    html: mail.html,
    visibleText: wordless ? null : mail.visibleText,
    visibleHtml: mail.visibleHtml,
    attachmentIds: await addFiles(tx, personId, prepared, at),
    inboundMailId: inbound.id,
    // What a calendar writes answers the invitation and no question that the desk asked.
    automatic: verdict.automatic || answer !== null,
    mail: {
      ownText: mail.automatic.isByMachine || answer !== null ? '' : mail.ownText,
      importance: mail.automatic.isByMachine || answer !== null ? [] : mail.importance,
      mayBeAnswered: mail.automatic.mayAcknowledge,
    },
    arrivedAt: inbound.receivedAt,
    at,
  });
  if (isNotDone(written)) throw new Error(`a mail was refused as a message: ${written.reason}`);
  if (answer !== null) {
    await answerByCalendar(tx, written.ticket, { answer, personId, at });
    return ticketId;
  }
  if (isProven && (await answerUnits(tx, written.ticket, verdict, at))) return ticketId;
  const ended = ['resolved', 'closed', 'rejected'].includes(ticket.status);
  if (!ended || verdict.automatic || readsAsThanks(mail.visibleText)) return ticketId;
  // II: who follows it without being authorised answers; more work is asked for by who may ask.
  const author = await readPerson(tx, personId);
  if (author?.contact?.authorisedAt == null) return ticketId;
  if (ticket.status === 'rejected') {
    // I: an answer to what the catalogue rejected, that is more than thanks, says why it is in scope. Where that was said
    // already, or is not to be decided any more, it stays a message.
    const reason = mail.visibleText.trim().slice(0, claimLengthMax);
    const { messageId } = written;
    const claim = { personId, channel: 'email', reason, messageId, at } as const;
    if (reason.length >= claimLengthMin) await claimScope(tx, written.ticket, claim);
    return ticketId;
  }
  // VIII.c: an answer to what was resolved, that is more than thanks, is the request to reopen with its reason.
  const reopened = await reopenTicket(tx, written.ticket, {
    by: {
      kind: 'customer',
      personId,
      organizationId: ticket.organizationId,
      administrator: false,
    },
    channel: 'email',
    reason: mail.visibleText,
    messageId: written.messageId,
    at,
  });
  return isNotDone(reopened) ? ticketId : reopened.ticket.id;
}

/**
 * T4: a mail that answers the letter which asks for units, and says nothing but yes or no, decides about them. Only from
 * whom the letter went to, only while that question waits, and only where it is proven who wrote: units are spent on it.
 * Everything else stays a message that a person reads, and the question goes on waiting. Whether it was decided.
 */
async function answerUnits(
  tx: Tx,
  ticket: Ticket,
  { mail, personId }: Extract<MailVerdict, { outcome: 'append' }>,
  at: Instant,
): Promise<boolean> {
  const read = mail.automatic.isByMachine ? null : readsAsApproval(mail.ownText);
  const [answered] = mail.thread.inReplyTo;
  if (read === null || answered === undefined) return false;
  const letter = await outgoingMailByMessageId(tx, answered);
  if (letter?.purpose !== 'units-asked' || letter.toPersonId !== personId) return false;
  if (letter.ticketId !== ticket.id) return false;
  const question = (await readUnitApprovals(tx, ticket.id)).at(-1);
  if (question?.state !== 'asked' || letter.createdAt < question.askedAt) return false;
  if (read.units !== null && read.units !== question.units) return false;
  const { approved } = read;
  const answer = { approvalId: question.id, approved, personId, door: 'reply', at } as const;
  return !isNotDone(await decideUnits(tx, ticket, answer));
}

/** T6: only who was invited answers an invitation; from anybody else it is a message like any other. */
function calendarAnswer(mail: ReadMail, personId: number, ticket: Ticket): CalendarAnswer | null {
  const answer = readInvitationAnswer(mail.calendars);
  const appointmentId = answer === null ? null : readUid(answer.uid);
  if (answer === null || appointmentId === null) return null;
  if (personId !== ticket.requesterPersonId) return null;
  const { response, sequence, startsAt } = answer;
  return { appointmentId, response, sequence, startsAt };
}

async function addFiles(
  tx: Tx,
  personId: number,
  prepared: Prepared,
  at: Instant,
): Promise<number[]> {
  const ids: number[] = [];
  for (const { file, role, sha256, byteSize, mediaType, inPlace } of prepared.files) {
    await addBlob(tx, { sha256, byteSize, at });
    const attachment = await addAttachment(tx, {
      messageId: null,
      ticketId: null,
      uploadedByPersonId: personId,
      sha256,
      fileName: file.name === '' ? unnamed(file) : file.name,
      mediaType,
      byteSize,
      contentId: file.cid,
      inline: inPlace,
      role,
      at,
    });
    ids.push(attachment.id);
  }
  return ids;
}

/** What later mails may refer to, and what is shown with the message. */
async function remember(
  tx: Tx,
  ticketId: number,
  inbound: InboundMail,
  mail: ReadMail,
): Promise<void> {
  await recordMailFacts(tx, inbound.id, factsOf(mail));
  if (mail.thread.messageId !== null) await rememberThread(tx, ticketId, mail.thread.messageId);
}

const mayBeAnswered = ({ understood }: Prepared): boolean =>
  !understood.rejected && understood.automatic.mayAcknowledge;

/** Who writes from an address reads there, too: what came back from it before says nothing any more. */
async function takeForDeliverable(tx: Tx, { understood, author }: Prepared): Promise<void> {
  if (understood.rejected || understood.from === null || author === null) return;
  if (author.mailCameBack) await clearUndelivered(tx, understood.from.address);
}

function sender({ understood, proof }: Prepared) {
  if (understood.rejected) return {};
  return {
    trust: proof?.trust.level ?? null,
    authentication: proof?.authentication ?? null,
    fromAddress: understood.from?.address ?? null,
    fromName: understood.from?.name ?? null,
    subject: understood.subject.slice(0, 500),
  };
}

const subjectMax = 300;
const withoutSubject: Readonly<Record<Language, string>> = {
  es: '(sin asunto)',
  en: '(no subject)',
};

function subjectOf(mail: ReadMail, language: Language): string {
  const subject = mail.subject.trim();
  if (subject === '') return withoutSubject[language];
  return subject.length <= subjectMax ? subject : `${subject.slice(0, subjectMax - 1)}…`;
}

const unnamed = (file: MailAttachment): string =>
  (({ message: 'mensaje.eml', calendar: 'invitacion.ics', bundle: 'winmail.dat' }) as const)[
    file.role as string
  ] ?? `adjunto-${file.part.replaceAll('.', '-') || '1'}`;

async function organizationOf(tx: Tx, release: MailRelease): Promise<number> {
  const person = await readPerson(tx, release.personId);
  const organizationId = person?.contact?.organizationId;
  if (organizationId === undefined)
    throw new Error('a mail is released to a contact of a customer');
  return organizationId;
}
