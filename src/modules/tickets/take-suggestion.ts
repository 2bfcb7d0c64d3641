import { type Actor, personActor, systemActor } from '../../kernel/actor.ts';
import type { Instant } from '../../kernel/clock.ts';
import type { Tx } from '../../platform/database/index.ts';
import { emit } from '../../platform/jobs.ts';
import { type Decision, decide } from '../../policy/decisions.ts';
import { initialPriority } from '../../policy/priority.ts';
import {
  laterSuggestion,
  type MailSuggestion,
  missingSuggestion,
  suggestionFromMail,
  suggestionSource,
} from '../../policy/priority-from-mail.ts';
import type { Priority } from '../../policy/terms.ts';
import { agreementByVersion } from '../agreements/index.ts';
import { readService } from '../catalog/index.ts';
import { changeClockPriority } from '../clocks/index.ts';
import type { SuggestionRead } from './events.ts';
import { tellFollowers } from './following/tell-followers.ts';
import type { Ticket } from './model.ts';
import { announceTicket, logDecision } from './record.ts';
import { updateTicket } from './store.ts';

/** IV.d: what was understood and from which words; null when nothing was. */
export function decideSuggestion(
  { priority, impact }: MailSuggestion,
  origin: 'request' | 'answer',
): Decision | null {
  if (priority === null && impact === null) return null;
  return decide('suggestion-read', {
    origin,
    priority: priority?.value ?? null,
    priorityReadIn: priority?.readIn ?? null,
    priorityWords: priority?.words ?? null,
    impact: impact?.text ?? null,
    impactReadIn: impact?.readIn ?? null,
  });
}

/** IV.d: what the request still lacks; the acknowledgement asks for it. */
export const missingSuggestionOf = (ticket: Ticket) =>
  missingSuggestion({
    channel: ticket.channel,
    impact: impactOf(ticket),
    prioritySuggested: ticket.prioritySuggested,
  });

const impactOf = (ticket: Ticket): string | null => ticket.answers['impact'] ?? null;

/** Before anybody worked on it, or while it is worked on: afterwards a level changes nothing. */
const readable: ReadonlySet<Ticket['status']> = new Set(['held', 'open', 'waiting']);

/**
 * IV.d: reads impact and priority from what a customer wrote after the request, by mail or in the portal. What it
 * says counts until an agent verified the priority (V.b): it becomes the suggestion and, where the service leaves it
 * to the customer (VI.e), the running priority, counted from registration as every change of priority is (VII). The
 * customer is told what was understood. The caller holds the ticket's lock, and leaves out what a machine wrote.
 */
export async function takeSuggestion(
  tx: Tx,
  ticket: Ticket,
  message: {
    readonly personId: number;
    /** Only what the customer wrote now: no quoted text. */
    readonly ownText: string;
    readonly importance: readonly string[];
    /** False for a mail that no machine may answer (RFC 3834): the portal shows what was understood all the same. */
    readonly mayBeAnswered: boolean;
    readonly at: Instant;
  },
): Promise<Ticket> {
  const { at } = message;
  if (ticket.channel !== 'email' || !readable.has(ticket.status)) return ticket;
  const read = laterSuggestion(
    suggestionFromMail({
      // "Re: URGENTE" was written before.
      subject: '',
      text: message.ownText,
      importance: message.importance,
      asked: missingSuggestionOf(ticket),
    }),
    {
      verified: ticket.priorityVerifiedAt !== null,
      impact: impactOf(ticket),
      prioritySuggested: ticket.prioritySuggested,
      prioritySource: ticket.prioritySource,
    },
  );
  const understood = decideSuggestion(read, 'answer');
  if (understood === null) return ticket;
  const decisionId = await logDecision(tx, ticket, understood, at);

  const { priority, impact } = read;
  const noted = await updateTicket(
    tx,
    ticket,
    {
      ...(impact === null ? {} : { answers: { ...ticket.answers, impact: impact.text } }),
      ...(priority === null
        ? {}
        : { prioritySuggested: priority.value, prioritySource: suggestionSource(priority) }),
    },
    at,
  );
  const running =
    priority === null
      ? noted
      : await runPriority(tx, noted, priority.value, personActor(message.personId), at);
  if (message.mayBeAnswered) {
    await emit<SuggestionRead>(tx, 'ticket.suggestion-read', {
      ticketId: ticket.id,
      decisionId,
      priorityBefore: ticket.priority,
    });
  }
  await announceTicket(tx, running);
  return running;
}

/** VII: the clocks are judged anew from registration; a held request has none yet. */
async function runPriority(
  tx: Tx,
  ticket: Ticket,
  suggested: Priority,
  actor: Actor,
  at: Instant,
): Promise<Ticket> {
  const agreement = await agreementByVersion(tx, ticket.agreementVersion);
  const service = ticket.serviceId === null ? null : await readService(tx, ticket.serviceId);
  const { priority } = initialPriority(agreement.terms, {
    service: {
      sharedResponsibility: service?.sharedResponsibility ?? false,
      defaultPriority: service?.priorityDefault ?? null,
    },
    suggestion: { priority: suggested, from: 'message' },
  });
  if (priority === ticket.priority) return ticket;
  const changed = decide('priority-suggested-later', { from: ticket.priority, to: priority });
  const decisionId = await logDecision(tx, ticket, changed, at, systemActor);
  const byPersonId = actor.kind === 'person' ? actor.personId : null;
  await tellFollowers(tx, ticket, { about: { decisionId }, byPersonId });
  if (ticket.registeredAt === null) return updateTicket(tx, ticket, { priority }, at);
  const clocks = await changeClockPriority(tx, { ticket, agreement, priority, actor, at });
  return updateTicket(tx, ticket, { priority, nextDueAt: clocks.nextDueAt }, at);
}
