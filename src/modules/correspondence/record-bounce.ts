import type { Instant } from '../../kernel/clock.ts';
import type { Tx } from '../../platform/database/index.ts';
import { selectOutgoingMail, updateDelivery } from './store.ts';

/** What another server says became of a mail of ours (RFC 3464). */
export interface DeliveryReport {
  readonly action: 'failed' | 'delayed' | 'delivered';
  readonly status: string | null;
  readonly diagnostic: string | null;
}

/**
 * Shows on the mail what became of it. Only a failure changes its state: a delay may still arrive, and success was
 * what we knew. A bounce is no answer of the customer and touches no clock.
 */
export async function recordBounce(
  tx: Tx,
  mailId: number,
  report: DeliveryReport | null,
  at: Instant,
): Promise<void> {
  if (report === null) return;
  const mail = await selectOutgoingMail(tx, mailId);
  if (mail === undefined) return;
  const reply = [report.status, report.diagnostic].filter(Boolean).join(' ').slice(0, 1000);
  await updateDelivery(tx, mailId, {
    state: report.action === 'failed' ? 'bounced' : mail.state,
    reply: reply === '' ? report.action : reply,
    nextAttemptAt: null,
    sentAt: mail.sentAt ?? at,
  });
}
