import type { Instant } from '../../kernel/clock.ts';
import type { Tx } from '../../platform/database/index.ts';
import { countMailOfSender, countMailToMailbox, hitBreaker, isBreakerOpen } from './storm-store.ts';

/** How many mails within a minute are a storm. */
export interface StormLimits {
  readonly ofSender: number;
  readonly toMailbox: number;
}

/**
 * Counts one mail of a known sender, and opens a breaker when it is one too many. Answers whether the sender is in a
 * storm: then its mail waits. A flooded mailbox goes on taking mail in, but nothing is answered by machine.
 */
export async function watchStorm(
  tx: Tx,
  mail: {
    readonly senderAddress: string;
    readonly mailbox: { readonly id: number; readonly address: string } | null;
    readonly receivedAt: Instant;
  },
  limits: StormLimits,
  at: Instant,
): Promise<boolean> {
  const { mailbox, receivedAt } = mail;
  if (mailbox !== null) {
    const mails = await countMailToMailbox(tx, mailbox.id, receivedAt, limits.toMailbox);
    if (mails >= limits.toMailbox) {
      await hitBreaker(tx, { kind: 'mailbox', subject: mailbox.address, mails: mails + 1 }, at);
    }
  }
  const sender = { kind: 'sender', subject: mail.senderAddress.toLowerCase() } as const;
  const mails = await countMailOfSender(tx, sender.subject, receivedAt, limits.ofSender);
  const isStorm = mails >= limits.ofSender || (await isBreakerOpen(tx, sender, at));
  if (isStorm) await hitBreaker(tx, { ...sender, mails: mails + 1 }, at);
  return isStorm;
}
