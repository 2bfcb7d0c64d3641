import { assert } from '../../kernel/assert.ts';
import type { Instant } from '../../kernel/clock.ts';
import { hourMs } from '../../kernel/duration.ts';
import { type Database, inTransaction, type Tx } from '../../platform/database/index.ts';
import { emit } from '../../platform/jobs.ts';
import { mayAbandon, nextReminderAt } from '../../policy/closing.ts';
import { decide } from '../../policy/decisions.ts';
import { isRefusal } from '../../policy/verdict.ts';
import { agreementByVersion } from '../agreements/index.ts';
import { appendMessage } from '../correspondence/index.ts';
import { abandonTicket, closeTicket } from './end-ticket.ts';
import type { MessageWritten } from './events.ts';
import type { Ticket } from './model.ts';
import { nextClosingMoment } from './next-closing.ts';
import { isNotDone } from './not-done.ts';
import { announceTicket, logDecision } from './record.ts';
import { wakeSnoozed } from './snoozes/wake-snoozed.ts';
import {
  insertInformationAttempt,
  lockTicketById,
  selectDueClosings,
  selectOpenInformationRequest,
  updateTicket,
} from './store.ts';

const batch = 200;
const minute = 60_000;

/**
 * VIII: what falls due without anybody doing anything: reminders of an open question, abandonment, and the closing of
 * what was resolved without objection. One transaction a ticket, the state looked at again under its lock; may run in
 * several processes and may run late. Answers how many tickets it looked at.
 */
export async function runDueClosings(
  database: Database,
  now: Instant,
  renderReminder: RenderReminder,
): Promise<number> {
  const due = await selectDueClosings(database.db, now, batch);
  for (const ticketId of due) {
    await inTransaction(database, (tx) => runDueClosing(tx, ticketId, now, renderReminder));
  }
  return due.length;
}

/** The reminder's words, in the customer's language: they live with the interface's words, not here. */
export type RenderReminder = (
  tx: Tx,
  ticket: Ticket,
  reminder: { readonly attempt: number; readonly askedMessageId: number },
) => Promise<string>;

async function runDueClosing(
  tx: Tx,
  ticketId: number,
  now: Instant,
  renderReminder: RenderReminder,
): Promise<void> {
  const ticket = await lockTicketById(tx, ticketId);
  if (ticket === undefined || ticket.nextClosingAt === null || ticket.nextClosingAt > now) return;
  if (ticket.status === 'resolved') {
    const closed = await closeTicket(tx, ticket, { by: 'system', at: now });
    assert(!isNotDone(closed), 'the desk may close what is resolved');
    return;
  }
  if (ticket.status === 'waiting') return runOpenQuestion(tx, ticket, now, renderReminder);
  await updateTicket(tx, ticket, { nextClosingAt: null }, now);
}

async function runOpenQuestion(
  tx: Tx,
  ticket: Ticket,
  now: Instant,
  renderReminder: RenderReminder,
): Promise<void> {
  const { terms } = await agreementByVersion(tx, ticket.agreementVersion);
  const question = await selectOpenInformationRequest(tx, ticket.id);
  assert(question !== null, 'a waiting ticket has an open question');

  const abandonment = mayAbandon(terms, question, now);
  if (!isRefusal(abandonment)) {
    const { attempts, lastAttemptAt } = abandonment;
    if (abandonment.act === 'close') {
      await abandonTicket(tx, ticket, { attempts, lastAttemptAt, by: 'system', at: now });
      return;
    }
    await logDecision(tx, ticket, decide('abandonment-proposed', { attempts, lastAttemptAt }), now);
    await announceTicket(tx, ticket, 'internal');
    await wakeSnoozed(tx, ticket);
    await updateTicket(tx, ticket, { nextClosingAt: null }, now);
    return;
  }
  const reminderAt = nextReminderAt(terms, question);
  const newest = question.attempts.at(-1);
  if (newest?.cameBack === true && newest.at > (question.presences.at(-1) ?? -Infinity)) {
    // Asking again where nothing arrives is no attempt: an agent was told, and the desk looks again after the spacing.
    const spacing = terms.closing.attemptSpacingHours * hourMs;
    await updateTicket(tx, ticket, { nextClosingAt: now + spacing }, now);
    return;
  }
  if (reminderAt !== null && reminderAt <= now) {
    await remind(tx, ticket, question, now, renderReminder);
    return;
  }
  // The last attempt has not arrived yet, or its grace goes on: look again when something can have changed.
  const next = nextClosingMoment(terms, question);
  await updateTicket(tx, ticket, { nextClosingAt: Math.max(next ?? 0, now + minute) }, now);
}

async function remind(
  tx: Tx,
  ticket: Ticket,
  question: NonNullable<Awaited<ReturnType<typeof selectOpenInformationRequest>>>,
  now: Instant,
  renderReminder: RenderReminder,
): Promise<void> {
  const { terms } = await agreementByVersion(tx, ticket.agreementVersion);
  const attempts = [...question.attempts, { at: now, delivered: true }];
  // Which one it is since the contact was last heard.
  const attempt = attempts.filter(({ at }) => at > (question.presences.at(-1) ?? -Infinity)).length;
  const asked = question.attempts[0];
  assert(asked !== undefined, 'a question was asked at least once');
  const messageId = await appendMessage(tx, {
    ticketId: ticket.id,
    visibility: 'public',
    author: 'desk',
    authorPersonId: null,
    channel: 'portal',
    template: 'reminder',
    automatic: true,
    bodyText: await renderReminder(tx, ticket, { attempt, askedMessageId: asked.messageId }),
    at: now,
  });
  assert(messageId !== null, 'a reminder is a message of its own');
  await insertInformationAttempt(tx, { informationRequestId: question.id, messageId, at: now });
  const next = nextClosingMoment(terms, { ...question, attempts });
  await logDecision(
    tx,
    ticket,
    decide('reminded', {
      attempt,
      attemptsMin: terms.closing.attemptsMin,
      abandonmentDueAt: attempt >= terms.closing.attemptsMin ? next : null,
    }),
    now,
  );
  await emit<MessageWritten>(tx, 'ticket.message-written', { messageId });
  await announceTicket(tx, ticket);
  await updateTicket(tx, ticket, { nextClosingAt: next, lastMessageAt: now }, now);
}
