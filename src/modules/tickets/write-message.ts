import { type Actor, personActor } from '../../kernel/actor.ts';
import { assert } from '../../kernel/assert.ts';
import type { Instant } from '../../kernel/clock.ts';
import { type Declined, decline } from '../../kernel/declined.ts';
import type { Tx } from '../../platform/database/index.ts';
import { emit } from '../../platform/jobs.ts';
import { decide } from '../../policy/decisions.ts';
import { mayTransition } from '../../policy/transitions.ts';
import { isRefusal } from '../../policy/verdict.ts';
import { recordClockEvent } from '../clocks/index.ts';
import {
  appendMessage,
  attachFiles,
  type Channel,
  latestMessageId,
  type Visibility,
} from '../correspondence/index.ts';
import type { MessageWritten } from './events.ts';
import { mentionAgents, refuseMentions } from './following/mention-agents.ts';
import { tellFollowers } from './following/tell-followers.ts';
import type { Ticket } from './model.ts';
import type { NotDone } from './not-done.ts';
import { announceTicket, logDecision, logEvent } from './record.ts';
import { wakeSnoozed } from './snoozes/wake-snoozed.ts';
import {
  endInformationRequest,
  extendSearchDocument,
  selectOpenInformationRequest,
  updateTicket,
} from './store.ts';
import { takeSuggestion } from './take-suggestion.ts';

export interface Written {
  readonly ticket: Ticket;
  readonly messageId: number;
}

/**
 * V.c, VII: a person of the desk writes to the customer, or a note for the house. A public message is a contact: it
 * stops the attention clock. Declined `newer-message` when the customer or a colleague wrote after what the writer had seen.
 */
export async function writeAsAgent(
  tx: Tx,
  ticket: Ticket,
  message: {
    readonly personId: number;
    readonly visibility: Visibility;
    readonly text: string;
    readonly attachmentIds: readonly number[];
    /** The agents whom an internal note names. */
    readonly mentions?: readonly number[];
    readonly lastSeenMessageId?: number;
    readonly at: Instant;
  },
): Promise<Written | NotDone> {
  const act = message.visibility === 'public' ? 'reply' : 'note';
  const status = mayTransition(ticket.status, act, 'agent');
  if (isRefusal(status)) return status;
  const stale = await refuseStale(tx, ticket, message.lastSeenMessageId, {
    othersThan: message.personId,
  });
  if (stale !== null) return stale;

  const { mentions = [] } = message;
  if (message.visibility === 'public' && mentions.length > 0)
    return decline('mention-not-internal');
  const unknown = await refuseMentions(tx, mentions);
  if (unknown !== null) return unknown;

  const actor = personActor(message.personId);
  const messageId = await append(tx, ticket, {
    ...message,
    author: 'agent',
    channel: 'portal',
  });
  if (message.visibility === 'internal') {
    const { personId: byPersonId, at } = message;
    await mentionAgents(tx, ticket, { messageId, personIds: mentions, byPersonId, at });
    await announceTicket(tx, ticket, 'internal');
    return { ticket, messageId };
  }
  const contacted = await contact(tx, ticket, actor, message.at);
  await emit<MessageWritten>(tx, 'ticket.message-written', { messageId });
  await announceTicket(tx, ticket);
  return { ticket: contacted, messageId };
}

/** VII: a person of the desk reached the customer. */
export async function contact(tx: Tx, ticket: Ticket, actor: Actor, at: Instant): Promise<Ticket> {
  const change = { lastMessageAt: at };
  if (ticket.registeredAt === null) return updateTicket(tx, ticket, change, at);
  const clocks = await recordClockEvent(tx, { ticket, event: { type: 'contacted', at }, actor });
  return updateTicket(tx, ticket, { ...change, nextDueAt: clocks.nextDueAt }, at);
}

/**
 * V.c, VIII.b: the customer writes. What the desk waits for is answered by it: the count of attempts starts over and
 * the resolution clock runs again from the moment the message arrived. Impact and priority that it names are taken
 * (IV.d). An automatic answer does none of this.
 */
export async function writeAsCustomer(
  tx: Tx,
  ticket: Ticket,
  message: {
    readonly personId: number;
    readonly channel: Channel;
    readonly text: string;
    readonly html?: string | null;
    readonly visibleText?: string | null;
    readonly visibleHtml?: string | null;
    readonly attachmentIds: readonly number[];
    readonly inboundMailId?: number;
    readonly automatic?: boolean;
    /** IV.d: what a mail says about itself, and its words without those it quotes. */
    readonly mail?: {
      readonly ownText: string;
      readonly importance: readonly string[];
      readonly mayBeAnswered: boolean;
    };
    readonly lastSeenMessageId?: number;
    /** When it arrived; from then on the desk owes the next move. */
    readonly arrivedAt: Instant;
    readonly at: Instant;
  },
): Promise<Written | NotDone> {
  const status = mayTransition(ticket.status, 'answer', 'customer');
  if (isRefusal(status)) return status;
  const stale = await refuseStale(tx, ticket, message.lastSeenMessageId, 'agents');
  if (stale !== null) return stale;

  const { arrivedAt, at } = message;
  const messageId = await append(tx, ticket, {
    ...message,
    author: 'customer',
    visibility: 'public',
    at: arrivedAt,
  });
  const answered =
    message.automatic !== true && ticket.status === 'waiting'
      ? await answerQuestion(tx, ticket, message.personId, arrivedAt, at)
      : await updateTicket(tx, ticket, { lastMessageAt: arrivedAt }, at);
  await announceTicket(tx, answered);
  if (message.automatic === true) return { ticket: answered, messageId };
  await wakeSnoozed(tx, answered);
  await tellFollowers(tx, answered, { about: { messageId }, byPersonId: message.personId });
  const understood = await takeSuggestion(tx, answered, {
    personId: message.personId,
    ownText: message.mail?.ownText ?? message.text,
    importance: message.mail?.importance ?? [],
    mayBeAnswered: message.mail?.mayBeAnswered ?? true,
    at,
  });
  return { ticket: understood, messageId };
}

async function answerQuestion(
  tx: Tx,
  ticket: Ticket,
  personId: number,
  arrivedAt: Instant,
  at: Instant,
): Promise<Ticket> {
  const actor = personActor(personId);
  const question = await selectOpenInformationRequest(tx, ticket.id);
  await endInformationRequest(tx, ticket.id, { answered: true, at: arrivedAt });
  const clocks = await recordClockEvent(tx, {
    ticket,
    event: { type: 'waiting-ended', at: arrivedAt },
    actor,
  });
  await logEvent(tx, ticket, { type: 'answered', actor, at });
  if (question !== null) {
    const reset = { attempts: question.attempts.length, answeredAt: arrivedAt };
    await logDecision(tx, ticket, decide('attempts-reset', reset), at);
  }
  return updateTicket(
    tx,
    ticket,
    {
      status: 'open',
      nextDueAt: clocks.nextDueAt,
      nextClosingAt: null,
      lastMessageAt: arrivedAt,
    },
    at,
  );
}

async function append(
  tx: Tx,
  ticket: Ticket,
  message: {
    readonly author: 'agent' | 'customer';
    readonly visibility: Visibility;
    readonly personId: number;
    readonly channel: Channel;
    readonly text: string;
    readonly html?: string | null;
    readonly visibleText?: string | null;
    readonly visibleHtml?: string | null;
    readonly attachmentIds: readonly number[];
    readonly inboundMailId?: number;
    readonly automatic?: boolean;
    readonly at: Instant;
  },
): Promise<number> {
  const messageId = await appendMessage(tx, {
    ticketId: ticket.id,
    visibility: message.visibility,
    author: message.author,
    authorPersonId: message.personId,
    channel: message.channel,
    automatic: message.automatic ?? false,
    bodyText: message.text,
    bodyHtml: message.html ?? null,
    visibleText: message.visibleText ?? null,
    visibleHtml: message.visibleHtml ?? null,
    ...(message.inboundMailId === undefined ? {} : { inboundMailId: message.inboundMailId }),
    at: message.at,
  });
  assert(messageId !== null, 'a mail makes one message');
  await attachFiles(tx, {
    attachmentIds: message.attachmentIds,
    personId: message.personId,
    messageId,
    ticketId: ticket.id,
  });
  await extendSearchDocument(
    tx,
    ticket.id,
    message.visibleText ?? message.text,
    message.visibility,
  );
  return messageId;
}

/** Somebody else wrote after what the writer had seen: shown first, so that nobody answers past it. */
export async function refuseStale(
  tx: Tx,
  ticket: Ticket,
  lastSeenMessageId: number | undefined,
  from: Parameters<typeof latestMessageId>[2],
): Promise<Declined | null> {
  if (lastSeenMessageId === undefined) return null;
  const newest = await latestMessageId(tx, ticket.id, from);
  if (newest === null || newest <= lastSeenMessageId) return null;
  return decline('newer-message', { newestMessageId: newest, lastSeenMessageId });
}
