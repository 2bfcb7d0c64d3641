import type { Instant } from '../../kernel/clock.ts';
import type { Tx } from '../../platform/database/index.ts';
import { hitBreaker, selectRecentMail } from './storm-store.ts';

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
  const sender = { kind: 'sender', subject: mail.senderAddress.toLowerCase() } as const;
  const about = { address: sender.subject, mailboxId: mailbox?.id ?? null, until: receivedAt };
  const recent = await selectRecentMail(tx, about, limits, at);
  if (mailbox !== null && recent.toMailbox >= limits.toMailbox) {
    const mails = recent.toMailbox + 1;
    await hitBreaker(tx, { kind: 'mailbox', subject: mailbox.address, mails }, at);
  }
  const isStorm = recent.ofSender >= limits.ofSender || recent.senderStopped;
  if (isStorm) await hitBreaker(tx, { ...sender, mails: recent.ofSender + 1 }, at);
  return isStorm;
}
