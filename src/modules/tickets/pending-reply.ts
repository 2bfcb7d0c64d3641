import type { Instant } from '../../kernel/clock.ts';
import { type Declined, decline } from '../../kernel/declined.ts';
import { secondMs } from '../../kernel/duration.ts';
import { type Database, inTransaction, type Tx } from '../../platform/database/index.ts';
import { enqueue } from '../../platform/jobs.ts';
import { mayResolve, type ResolutionForm } from '../../policy/closing.ts';
import { mayTransition } from '../../policy/transitions.ts';
import { isRefusal } from '../../policy/verdict.ts';
import { AttachmentsUnavailable } from '../correspondence/index.ts';
import { askForInformation } from './ask-for-information.ts';
import { publishReplyJob } from './jobs.ts';
import type { PendingReply, Ticket } from './model.ts';
import { isNotDone, type NotDone } from './not-done.ts';
import { announceTicket } from './record.ts';
import { resolveTicket } from './resolve-ticket.ts';
import {
  insertPendingReply,
  lockPendingReply,
  lockTicketById,
  selectDuePendingReplies,
  selectPendingReply,
  settlePendingReply,
} from './store.ts';
import { refuseStale, type Written, writeAsAgent } from './write-message.ts';

export interface ReplyToQueue {
  readonly personId: number;
  readonly act: PendingReply['act'];
  readonly text: string;
  /** Only for `resolve` (VIII.a). */
  readonly form: ResolutionForm | null;
  readonly attachmentIds: readonly number[];
  readonly lastSeenMessageId?: number;
  /** How long it can be taken back. */
  readonly undoSeconds: number;
  readonly at: Instant;
}

/**
 * Keeps what an agent writes to the customer until it can no longer be taken back. V.c: it is no message and edits
 * none; VII: the contact is made, and the clock met, at the moment it is published. Refusals as for the act itself.
 */
export async function queueReply(
  tx: Tx,
  ticket: Ticket,
  reply: ReplyToQueue,
): Promise<PendingReply | NotDone> {
  const status = mayTransition(ticket.status, reply.act, 'agent');
  if (isRefusal(status)) return status;
  if (reply.form !== null) {
    const accepted = mayResolve({ form: reply.form, text: reply.text });
    if (isRefusal(accepted)) return accepted;
  }
  const stale = await refuseStale(tx, ticket, reply.lastSeenMessageId, {
    othersThan: reply.personId,
  });
  if (stale !== null) return stale;
  const publishAt = reply.at + reply.undoSeconds * secondMs;
  const pending = await insertPendingReply(tx, ticket.id, { ...reply, publishAt });
  await enqueue(
    tx,
    publishReplyJob,
    { pendingReplyId: pending.id },
    { key: `publish:${pending.id}`, runAt: publishAt },
  );
  await announceTicket(tx, ticket, 'internal');
  return pending;
}

/**
 * Takes it back: it was never sent, and its words are its writer's again. Undefined when this ticket has none of this
 * writer; `reply-already-sent` when its moment has passed.
 */
export async function takeBackReply(
  tx: Tx,
  ticket: Ticket,
  reply: { readonly id: number; readonly personId: number; readonly at: Instant },
): Promise<PendingReply | Declined | undefined> {
  const pending = await lockPendingReply(tx, reply.id);
  if (pending?.ticketId !== ticket.id || pending.personId !== reply.personId) return undefined;
  if (pending.state === 'published') return decline('reply-already-sent');
  await settlePendingReply(tx, pending.id, { state: 'taken-back', at: reply.at });
  await announceTicket(tx, ticket, 'internal');
  return pending;
}

/**
 * Publishes it when its moment has come, in one transaction with the row that says so: exactly once, whoever runs this
 * and however often. What can no longer be done (somebody else wrote meanwhile, the request was closed) stays with its
 * writer, with the reason.
 */
export async function publishReply(database: Database, id: number, now: Instant): Promise<void> {
  try {
    await inTransaction(database, (tx) => publish(tx, id, now));
  } catch (error) {
    if (!(error instanceof AttachmentsUnavailable)) throw error;
    await inTransaction(database, (tx) => refuse(tx, id, error.declined, now));
  }
}

async function publish(tx: Tx, id: number, now: Instant): Promise<void> {
  const queued = await selectPendingReply(tx, id);
  const ticket = queued && (await lockTicketById(tx, queued.ticketId));
  const pending = await lockPendingReply(tx, id);
  if (!ticket || pending === undefined) return;
  if (pending.state !== 'pending' || pending.publishAt > now) return;
  const written = await carryOut(tx, ticket, pending, now);
  if (isNotDone(written)) return settleRefused(tx, ticket, pending, written, now);
  const { messageId } = written;
  await settlePendingReply(tx, id, { state: 'published', messageId, at: now });
}

function carryOut(
  tx: Tx,
  ticket: Ticket,
  pending: PendingReply,
  at: Instant,
): Promise<Written | NotDone> {
  const { personId, text, attachmentIds, form, lastSeenMessageId } = pending;
  const seen = lastSeenMessageId === null ? {} : { lastSeenMessageId };
  const message = { personId, text, attachmentIds, ...seen, at };
  if (pending.act === 'ask-information') return askForInformation(tx, ticket, message);
  if (form !== null) return resolveTicket(tx, ticket, { ...message, form });
  return writeAsAgent(tx, ticket, { ...message, visibility: 'public' });
}

async function refuse(tx: Tx, id: number, why: NotDone, at: Instant): Promise<void> {
  const queued = await selectPendingReply(tx, id);
  const ticket = queued && (await lockTicketById(tx, queued.ticketId));
  const pending = await lockPendingReply(tx, id);
  if (ticket && pending?.state === 'pending') await settleRefused(tx, ticket, pending, why, at);
}

async function settleRefused(
  tx: Tx,
  ticket: Ticket,
  pending: PendingReply,
  refusal: NotDone,
  at: Instant,
): Promise<void> {
  await settlePendingReply(tx, pending.id, { state: 'refused', refusal, at });
  await announceTicket(tx, ticket, 'internal');
}

const batch = 200;

/** What a lost job would have published. */
export async function publishDueReplies(database: Database, now: Instant): Promise<void> {
  for (const id of await selectDuePendingReplies(database.db, now, batch)) {
    await publishReply(database, id, now);
  }
}
