import type { Instant } from '../../kernel/clock.ts';
import type { Tx } from '../../platform/database/index.ts';
import {
  automaticCloseDueAt,
  presenceLinkEndsAt,
  presencesLeft,
  reopeningEndsAt,
} from '../../policy/closing.ts';
import { understoodIn } from '../../policy/understood.ts';
import { chargeableMinutes } from '../../policy/units.ts';
import { agreementByVersion, readDecisions } from '../agreements/index.ts';
import type { CalendarUser } from '../appointments/index.ts';
import { readClocks } from '../clocks/index.ts';
import {
  appendMessage,
  type MailCalendarPart,
  outgoingMailByMessageId,
  readMessage,
} from '../correspondence/index.ts';
import { readAvailableUnits, readTicketUnits } from '../credits/index.ts';
import { readAgent } from '../people/index.ts';
import {
  absorbedBy,
  announceTicket,
  findTicketById,
  missingSuggestionOf,
  participantsOf,
  readQuestion,
  type Ticket,
} from '../tickets/index.ts';
import { whoWants } from './letter-choices.ts';
import type { Letter, LetterAttempt, Recipient } from './model.ts';
import type { Post } from './post.ts';
import { postTicketLetter, recipientInTicket, requesterOf, writeLetter } from './post-letter.ts';
import { scopeTold } from './scope-told.ts';

/** V.c: what a person of the desk, or the desk itself, wrote goes to the customer by mail. */
export async function tellOfMessage(tx: Tx, post: Post, messageId: number): Promise<void> {
  const message = await readMessage(tx, messageId);
  if (message === undefined || message.visibility !== 'public') return;
  const ticket = await findTicketById(tx, message.ticketId);
  if (ticket === undefined) return;
  const byDesk = message.author === 'desk';
  const askers = await askersOf(tx, ticket);
  // What the desk reminds of by itself is owed by whoever was asked; followers get what people write (V.c).
  const followers = byDesk ? [] : await followersOf(tx, ticket, askers);
  for (const recipient of [...askers, ...followers]) {
    const purpose = followers.includes(recipient) ? 'copy' : byDesk ? 'reminder' : 'message';
    const letter = byDesk
      ? await reminder(tx, post, ticket, { message, recipient })
      : await agentMessage(tx, post, ticket, message);
    await postTicketLetter(tx, post, {
      key: `message.${message.id}`,
      purpose,
      ticket,
      written: await writeLetter(tx, post, { letter, recipient, mailbox: ticket.mailboxId }),
      messageId,
      automatic: byDesk,
    });
  }
}

/** Who follows the request and wants letters of it: the new message alone, with an address of their own to answer to. */
async function followersOf(
  tx: Tx,
  ticket: Ticket,
  askers: readonly Recipient[],
): Promise<readonly Recipient[]> {
  const asked = new Set(askers.map(({ personId }) => personId));
  const followers: Recipient[] = [];
  for (const { personId } of await participantsOf(tx, ticket.id)) {
    const recipient = asked.has(personId) ? null : await recipientInTicket(tx, ticket, personId);
    if (recipient !== null) followers.push(recipient);
  }
  return whoWants(tx, 'followed-request', followers);
}

/** The requester, and after a merge who asked for the same: each once, and only who can be written to. */
export async function askersOf(tx: Tx, ticket: Ticket): Promise<readonly Recipient[]> {
  const askers = new Map<number, Recipient>();
  for (const asked of [ticket, ...(await absorbedBy(tx, ticket.id))]) {
    const recipient = await requesterOf(tx, asked);
    if (recipient !== null && !askers.has(recipient.personId)) {
      askers.set(recipient.personId, recipient);
    }
  }
  return [...askers.values()];
}

async function agentMessage(
  tx: Tx,
  post: Post,
  ticket: Ticket,
  message: { readonly authorPersonId: number | null; readonly text: string },
): Promise<Letter> {
  const author =
    message.authorPersonId === null
      ? null
      : await readAgent(tx, message.authorPersonId, post.now());
  const { terms } = await agreementByVersion(tx, ticket.agreementVersion);
  const purposes = { waiting: 'question', resolved: 'resolution' } as const;
  const purpose =
    ticket.status === 'waiting' || ticket.status === 'resolved' ? purposes[ticket.status] : 'reply';
  const resolvedAt = purpose === 'resolution' ? ticket.resolvedAt : null;
  return {
    kind: 'message',
    ticket: summary(ticket),
    purpose,
    text: message.text,
    author: author?.name ?? '',
    signature: author?.signature ?? '',
    closesAt: resolvedAt === null ? null : automaticCloseDueAt(terms, resolvedAt),
    reopenableUntil: resolvedAt === null ? null : reopeningEndsAt(terms, resolvedAt),
  };
}

/** VIII.b: the question again, with the link that says "I am still here" while it may still be said. */
async function reminder(
  tx: Tx,
  post: Post,
  ticket: Ticket,
  to: {
    readonly message: { readonly id: number; readonly text: string; readonly createdAt: Instant };
    readonly recipient: Recipient;
  },
): Promise<Letter> {
  const { message, recipient } = to;
  const { terms } = await agreementByVersion(tx, ticket.agreementVersion);
  const question = ticket.status === 'waiting' ? await readQuestion(tx, ticket) : null;
  const offered = question !== null && presencesLeft(terms, question.request) > 0;
  const expiresAt = presenceLinkEndsAt(terms, message.createdAt);
  return {
    kind: 'reminder',
    ticket: summary(ticket),
    text: message.text,
    stillHere: offered
      ? {
          token: post.actToken({
            act: 'still-here',
            ticketId: ticket.id,
            personId: recipient.personId,
            subjectId: message.id,
            expiresAt,
          }),
          expiresAt,
        }
      : null,
  };
}

/** II, T1, VII: a held request was admitted: what is promised from now on. */
export async function tellOfAdmission(tx: Tx, post: Post, ticketId: number): Promise<void> {
  const ticket = await findTicketById(tx, ticketId);
  if (ticket === undefined || ticket.registeredAt === null) return;
  const availableUnits = await readAvailableUnits(tx, ticket.organizationId);
  const units = (await readTicketUnits(tx, [ticket.id])).get(ticket.id);
  await tellByDesk(tx, post, ticket, {
    template: 'admitted',
    toAskers: true,
    key: `admitted.${ticket.id}`,
    letter: {
      kind: 'admitted',
      ticket: summary(ticket),
      ...(await dueTimes(tx, post, ticket)),
      heldUnits: units?.heldUnits ?? 0,
      availableUnits,
    },
  });
}

/** V.b: the customer is told of a changed priority, with the agent's reason: who asked for the same, too. */
export async function tellOfPriority(
  tx: Tx,
  post: Post,
  changed: { readonly ticketId: number; readonly decisionId: number },
): Promise<void> {
  const ticket = await findTicketById(tx, changed.ticketId);
  if (ticket === undefined) return;
  const decision = (await readDecisions(tx, ticket.id)).find(({ id }) => id === changed.decisionId);
  if (decision === undefined) return;
  await tellByDesk(tx, post, ticket, {
    template: 'priority-changed',
    toAskers: true,
    key: `priority.${changed.decisionId}`,
    letter: {
      kind: 'priority-changed',
      ticket: summary(ticket),
      // Facts of a priority-verified decision: both are priorities.
      from: decision.facts['from'] as Ticket['priority'],
      to: decision.facts['to'] as Ticket['priority'],
      reason: String(decision.facts['reason'] ?? ''),
      ...(await dueTimes(tx, post, ticket)),
    },
  });
}

/** IV.d: the customer is told what was understood of its answer, and what it changed. */
export async function tellOfSuggestion(
  tx: Tx,
  post: Post,
  read: {
    readonly ticketId: number;
    readonly decisionId: number;
    readonly priorityBefore: Ticket['priority'];
  },
): Promise<void> {
  const ticket = await findTicketById(tx, read.ticketId);
  if (ticket === undefined) return;
  const decisions = await readDecisions(tx, ticket.id);
  const understood = understoodIn(decisions.filter(({ id }) => id === read.decisionId));
  if (understood === null) return;
  await tellByDesk(tx, post, ticket, {
    template: 'suggestion-read',
    key: `suggestion.${read.decisionId}`,
    letter: {
      kind: 'suggestion-read',
      ticket: summary(ticket),
      understood,
      priorityBefore: read.priorityBefore,
      ...(await dueTimes(tx, post, ticket)),
      missing: missingSuggestionOf(ticket),
    },
  });
}

/** VIII, T3, T4, I: how a request ended and what it cost. */
export async function tellOfEnd(
  tx: Tx,
  post: Post,
  end: {
    readonly ticketId: number;
    readonly ending: Extract<Letter, { kind: 'ended' }>['ending'];
    readonly version: number;
  },
): Promise<void> {
  const ticket = await findTicketById(tx, end.ticketId);
  if (ticket === undefined) return;
  const { terms } = await agreementByVersion(tx, ticket.agreementVersion);
  const availableUnits = await readAvailableUnits(tx, ticket.organizationId);
  const charge = (await readDecisions(tx, ticket.id)).findLast(
    ({ kind }) => kind === 'units-charged',
  );
  const billableMinutes = chargeableMinutes(terms, ticket.billableMinutes, ticket);
  const endedAt = ticket.resolvedAt ?? ticket.closedAt;
  const reopenable = end.ending === 'closed' || end.ending === 'abandoned';
  await tellByDesk(tx, post, ticket, {
    template: end.ending,
    toAskers: true,
    key: `ended.${ticket.id}.${end.version}`,
    letter: {
      kind: 'ended',
      ticket: summary(ticket),
      ending: end.ending,
      chargedUnits: ticket.chargedUnits,
      billableMinutes,
      minutesNotCharged: ticket.billableMinutes - billableMinutes,
      availableUnits,
      chargeClause: charge?.clause ?? null,
      scope: end.ending === 'rejected' ? await scopeTold(tx, ticket) : null,
      attempts: end.ending === 'abandoned' ? await attemptsOf(tx, ticket) : [],
      reopenableUntil: reopenable && endedAt !== null ? reopeningEndsAt(terms, endedAt) : null,
    },
  });
}

/** VIII.b: what the closing rests on: every attempt, in the order made, with its mails. */
async function attemptsOf(tx: Tx, ticket: Ticket): Promise<readonly LetterAttempt[]> {
  const question = await readQuestion(tx, ticket);
  return (question?.request.attempts ?? []).map(({ at, messageId }) => ({
    at,
    deliveries: question?.deliveries.filter((mail) => mail.messageId === messageId) ?? [],
  }));
}

/** I: who asked for what was absorbed is told where it goes on; an answer to this letter lands there. */
export async function tellOfMerge(
  tx: Tx,
  post: Post,
  merged: { readonly ticketId: number; readonly intoTicketId: number },
): Promise<void> {
  const [ticket, into] = [
    await findTicketById(tx, merged.ticketId),
    await findTicketById(tx, merged.intoTicketId),
  ];
  if (ticket === undefined || into === undefined) return;
  await tellByDesk(tx, post, ticket, {
    template: 'merged',
    key: `merged.${ticket.id}`,
    letter: {
      kind: 'merged',
      ticket: summary(ticket),
      into: { number: into.number, subject: into.subject },
    },
  });
}

/** A letter of the desk itself: one message of the conversation, and a copy by mail to each of those it is for. */
export async function tellByDesk(
  tx: Tx,
  post: Post,
  ticket: Ticket,
  told: {
    readonly template: string;
    readonly key: string;
    readonly letter: Letter;
    /** Also to who asked for the same before a merge; else to the requester alone. */
    readonly toAskers?: true;
    /** Only to this person of the request. */
    readonly toPersonId?: number;
    readonly calendar?: (recipient: Recipient, organizer: CalendarUser) => MailCalendarPart;
  },
): Promise<void> {
  const one = await recipientInTicket(tx, ticket, told.toPersonId ?? ticket.requesterPersonId);
  const recipients = told.toAskers ? await askersOf(tx, ticket) : one === null ? [] : [one];
  if (await isTold(tx, told.key, recipients, post)) return;
  const { calendar, letter } = told;
  let messageId: number | null = null;
  for (const recipient of recipients) {
    const { mailboxId } = ticket;
    const written = await writeLetter(tx, post, { letter, recipient, mailbox: mailboxId });
    messageId ??= await appendMessage(tx, {
      ticketId: ticket.id,
      visibility: 'public',
      author: 'desk',
      authorPersonId: null,
      channel: 'portal',
      template: told.template,
      automatic: true,
      bodyText: written.text,
      at: post.now(),
    });
    await postTicketLetter(tx, post, {
      key: told.key,
      purpose: told.template,
      ticket,
      written,
      messageId,
      automatic: true,
      ...(calendar === undefined
        ? {}
        : { calendar: (organizer: CalendarUser) => calendar(recipient, organizer) }),
    });
  }
  if (messageId !== null) await announceTicket(tx, ticket);
}

/** A job may run twice: the letter's Message-ID says whether it was written, to any of them and so to all. */
export async function isTold(
  tx: Tx,
  key: string,
  recipients: readonly Recipient[],
  post: Post,
): Promise<boolean> {
  for (const { personId } of recipients) {
    const messageId = post.messageId({ key, personId });
    if ((await outgoingMailByMessageId(tx, messageId)) !== undefined) return true;
  }
  return false;
}

export const summary = ({ number, subject, priority }: Ticket) => ({ number, subject, priority });

async function dueTimes(tx: Tx, post: Post, ticket: Ticket) {
  const clocks = (await readClocks(tx, [ticket.id], post.now())).get(ticket.id);
  return {
    firstResponseDueAt: clocks?.firstResponse.dueAt ?? null,
    resolutionDueAt: clocks?.resolution.dueAt ?? null,
  };
}
