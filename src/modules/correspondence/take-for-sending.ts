import type { Instant } from '../../kernel/clock.ts';
import { minuteMs, secondMs } from '../../kernel/duration.ts';
import type { Tx } from '../../platform/database/index.ts';
import { enqueue } from '../../platform/jobs.ts';
import { sendMailJob } from './jobs.ts';
import type { DomainTraffic, OutgoingMail } from './model.ts';
import { leaseOutgoingMail, lockDomainOf, postponeMail } from './store.ts';

/** So many mails to one domain at the same time, by all processes together. */
const concurrentPerDomainMax = 2;
/** So many in one minute: large providers put off or block who sends more at a time. */
export const perMinutePerDomainMax = 60;

/**
 * Takes a mail for one attempt, until the lease ends: a crash in between frees it again by itself. Undefined when it
 * is not due, or when enough goes to its domain already: then it is put off, with a job for its turn.
 */
export async function takeForSending(
  tx: Tx,
  mailId: number,
  lease: { readonly at: Instant; readonly until: Instant },
): Promise<OutgoingMail | undefined> {
  const { at } = lease;
  const traffic = await lockDomainOf(tx, mailId, { at, since: at - minuteMs });
  if (traffic === null) return undefined;
  const wait = waitFor(traffic);
  if (wait === 0) return leaseOutgoingMail(tx, mailId, lease);
  if (await postponeMail(tx, mailId, { at, until: at + wait })) {
    await enqueue(tx, sendMailJob, { mailId }, { key: `send:${mailId}`, runAt: at + wait });
  }
  return undefined;
}

/** How long a mail waits for its turn, in milliseconds; 0 when it may leave. */
export function waitFor({ underWay, lastMinute, ahead }: DomainTraffic): number {
  if (lastMinute + underWay >= perMinutePerDomainMax) {
    return minuteMs * (1 + Math.floor(ahead / perMinutePerDomainMax));
  }
  return underWay >= concurrentPerDomainMax ? 2 * secondMs : 0;
}
