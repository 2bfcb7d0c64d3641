import type { Instant } from '../../../kernel/clock.ts';
import type { Language } from '../../../kernel/language.ts';
import {
  answerByCalendar,
  type CalendarAnswer,
  readUid,
} from '../../../modules/appointments/index.ts';
import {
  addAttachment,
  addBlob,
  type InboundMail,
  type MailWaitsForWord,
  outgoingMailByMessageId,
  recordBounce,
  recordInboundOutcome,
  recordMailFacts,
  rememberThread,
} from '../../../modules/correspondence/index.ts';
import {
  acknowledgeTicket,
  type Receipt,
  recipientOf,
} from '../../../modules/notifications/index.ts';
import { clearUndelivered, readPerson } from '../../../modules/people/index.ts';
import {
  claimScope,
  decideUnits,
  findTicketById,
  isNotDone,
  lockGoingTicket,
  logDecision,
  noteUndelivered,
  readUnitApprovals,
  registerTicket,
  reopenTicket,
  type Ticket,
  type TicketReceived,
  takeCopied,
  writeAsCustomer,
} from '../../../modules/tickets/index.ts';
import { type Tx, together } from '../../../platform/database/index.ts';
import { emit } from '../../../platform/jobs.ts';
import { decide } from '../../../policy/decisions.ts';
import { suggestionSource } from '../../../policy/priority-from-mail.ts';
import { readsAsApproval } from '../../../policy/reads-as-approval.ts';
import { readsAsThanks } from '../../../policy/reads-as-thanks.ts';
import { withoutTag } from '../reply-address.ts';
import { isMachineAddress } from '../understand/automatic.ts';
import { readInvitationAnswer } from '../understand/calendar-answer.ts';
import type { MailAttachment, ReadMail } from '../understand/model.ts';
import { isFailureOfTheWorld } from './failure-of-the-world.ts';
import type { MailVerdict } from './judge-mail.ts';
import type { ExpiredAddress, LookedUp } from './look-up-mail.ts';
import { factsOf } from './mail-facts.ts';
import type { MailProcessing } from './mail-processing.ts';
import { domainOf, type Prepared } from './prepare-mail.ts';

/** Writes what the verdict says; answers the ticket it concerns, null when none. */
export async function carryOut(
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
      await takeOthers(tx, desk, ticketId, verdict, prepared, isProven);
      const receipt = {
        ticketId,
        byMail: verdict.mail.automatic.mayAcknowledge,
        ...knownOf(ticket, verdict.mail, prepared),
      };
      await together(
        // Before the letter: it answers this mail.
        remember(tx, ticketId, inbound, verdict.mail),
        takeForDeliverable(tx, prepared),
        recordInboundOutcome(tx, inbound.id, { ...known, outcome: 'ticket', ticketId }),
        acknowledge(tx, desk, receipt),
      );
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

/** The letter of an acknowledgement could not be written: the mail is processed again, and it is left to a job. */
export class NotAcknowledged extends Error {
  override name = 'NotAcknowledged';
}

/**
 * V.a: at once, with what registered it: this is a job already, and another one would only cost. A letter that cannot
 * be written takes the request back no more than one of another door. Throws NotAcknowledged.
 */
async function acknowledge(tx: Tx, { post }: MailProcessing, receipt: Receipt): Promise<void> {
  const { ticketId, byMail } = receipt;
  if (post === undefined) return emit<TicketReceived>(tx, 'ticket.received', { ticketId, byMail });
  try {
    await acknowledgeTicket(tx, post, receipt);
  } catch (error) {
    if (isFailureOfTheWorld(error)) throw error;
    throw new NotAcknowledged('an acknowledgement could not be written', { cause: error });
  }
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
  const { messageId } = mail.thread;
  await together(
    recordMailFacts(tx, inbound.id, factsOf(mail)),
    messageId === null ? Promise.resolve() : rememberThread(tx, ticketId, messageId),
  );
}

const mayBeAnswered = ({ understood }: Prepared): boolean =>
  !understood.rejected && understood.automatic.mayAcknowledge;

/** Who writes from an address reads there, too: what came back from it before says nothing any more. */
async function takeForDeliverable(tx: Tx, { understood, author }: Prepared): Promise<void> {
  if (understood.rejected || understood.from === null || author === null) return;
  if (author.mailCameBack) await clearUndelivered(tx, understood.from.address);
}

/** Who wrote it and what that proves, as it is kept with the mail. */
export function sender({ understood, proof }: Prepared) {
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
