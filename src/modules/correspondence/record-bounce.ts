import type { Instant } from '../../kernel/clock.ts';
import type { Tx } from '../../platform/database/index.ts';
import { emit } from '../../platform/jobs.ts';
import {
  enhancedStatus,
  type UndeliveredReason,
  undeliveredReason,
} from '../../policy/undelivered.ts';
import { recordUndelivered } from '../people/index.ts';
import type { MailUndelivered } from './events.ts';
import type { OutgoingMail } from './model.ts';
import { lockOutgoingMail, updateDelivery, updateLastReply } from './store.ts';

/** What another server says became of a mail of ours (RFC 3464). */
export interface DeliveryReport {
  readonly action: 'failed' | 'delayed' | 'delivered';
  readonly status: string | null;
  readonly diagnostic: string | null;
}

/**
 * Shows on the mail what became of it. Only a failure changes its state: a delay may still arrive, and success was
 * what we knew. A bounce is no answer of the customer and touches no clock. Answers the mail when it is one that is
 * now known not to have arrived; null when nothing is new.
 */
export async function recordBounce(
  tx: Tx,
  mailId: number,
  report: DeliveryReport,
  at: Instant,
): Promise<OutgoingMail | null> {
  const mail = await lockOutgoingMail(tx, mailId);
  // A second report about the same mail, or one about a mail that an agent has sent again meanwhile.
  if (mail === undefined || mail.state !== 'sent') return null;
  const reply = [report.status, report.diagnostic].filter(Boolean).join(' ').slice(0, 1000);
  if (report.action !== 'failed') {
    await updateLastReply(tx, mailId, reply === '' ? report.action : reply);
    return null;
  }
  const { status } = report;
  const reason = undeliveredReason({ status, reply: report.diagnostic ?? '' });
  return settleUndelivered(tx, mail, { state: 'bounced', reason, status, reply, at });
}

/** Our relay refused the mail for good, or it was tried for as long as mail is tried. */
export async function recordRefusal(
  tx: Tx,
  mailId: number,
  refusal: { readonly reply: string; readonly permanent: boolean; readonly at: Instant },
): Promise<OutgoingMail | null> {
  const mail = await lockOutgoingMail(tx, mailId);
  if (mail === undefined) return null;
  const { reply, at } = refusal;
  const reason = refusal.permanent ? undeliveredReason({ status: null, reply }) : 'given-up';
  const status = enhancedStatus(reply);
  return settleUndelivered(tx, mail, { state: 'failed', reason, status, reply, at });
}

/** Mail to this address came back before: this one is not even tried, and says so. */
export async function recordStopped(
  tx: Tx,
  mailId: number,
  at: Instant,
): Promise<OutgoingMail | null> {
  const mail = await lockOutgoingMail(tx, mailId);
  if (mail === undefined) return null;
  const stopped = { state: 'failed', reason: 'stopped', status: null, reply: null, at } as const;
  return settleUndelivered(tx, mail, stopped);
}

async function settleUndelivered(
  tx: Tx,
  mail: OutgoingMail,
  end: {
    readonly state: 'bounced' | 'failed';
    readonly reason: UndeliveredReason;
    readonly status: string | null;
    readonly reply: string | null;
    readonly at: Instant;
  },
): Promise<OutgoingMail> {
  const { reason, status, reply, at } = end;
  await updateDelivery(tx, mail.id, {
    state: end.state,
    reply,
    nextAttemptAt: null,
    sentAt: null,
    undelivered: { reason, status, at },
  });
  await recordUndelivered(tx, { address: mail.toAddress, reason, status, at });
  await emit<MailUndelivered>(tx, 'mail.undelivered', { mailId: mail.id });
  return { ...mail, state: end.state, undeliveredReason: reason, undeliveredStatus: status };
}
