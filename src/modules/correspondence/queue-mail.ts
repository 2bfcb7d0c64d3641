import type { Instant } from '../../kernel/clock.ts';
import type { Tx } from '../../platform/database/index.ts';
import { enqueue } from '../../platform/jobs.ts';
import { sendMailJob } from './jobs.ts';
import type { NewMail } from './model.ts';
import { insertOutgoingMail, requeueMail } from './store.ts';

/**
 * Puts a mail in the outbox, with the job that sends it, in the caller's transaction: it leaves if and only if what
 * it tells of was committed. The same mail (by Message-ID) queued twice is queued once; answers whether it is new.
 */
export async function queueMail(tx: Tx, mail: NewMail): Promise<boolean> {
  const mailId = await insertOutgoingMail(tx, mail);
  if (mailId === null) return false;
  await enqueue(tx, sendMailJob, { mailId }, { key: `send:${mailId}` });
  return true;
}

/** Sends a mail again that did not arrive or was kept for want of a relay. False when there is nothing to send again. */
export async function resendMail(tx: Tx, mailId: number, at: Instant): Promise<boolean> {
  const queued = await requeueMail(tx, mailId, at);
  if (queued) await enqueue(tx, sendMailJob, { mailId }, { key: `send:${mailId}` });
  return queued;
}
