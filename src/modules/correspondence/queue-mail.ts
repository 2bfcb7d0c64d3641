import type { Instant } from '../../kernel/clock.ts';
import type { Tx } from '../../platform/database/index.ts';
import { enqueue } from '../../platform/jobs.ts';
import { clearUndelivered } from '../people/index.ts';
import { sendMailJob } from './jobs.ts';
import type { NewMail } from './model.ts';
import { insertMailFiles, insertOutgoingMail, requeueMail } from './store.ts';

/**
 * Puts a mail in the outbox, with the job that sends it, in the caller's transaction: it leaves if and only if what
 * it tells of was committed. The same mail (by Message-ID) queued twice is queued once; answers whether it is new.
 */
export async function queueMail(tx: Tx, mail: NewMail): Promise<boolean> {
  const mailId = await insertOutgoingMail(tx, mail);
  if (mailId === null) return false;
  await insertMailFiles(tx, mailId, mail.files ?? []);
  await enqueue(tx, sendMailJob, { mailId }, { key: `send:${mailId}` });
  return true;
}

/**
 * Sends a mail again that did not arrive or was kept for want of a relay: the same mail with the same Message-ID, so
 * that the conversation has it once. Whoever sends it again has reason to think that the address works: what came
 * back from it before is forgotten. False when there is nothing to send again.
 */
export async function resendMail(tx: Tx, mailId: number, at: Instant): Promise<boolean> {
  const address = await requeueMail(tx, mailId, at);
  if (address === null) return false;
  await clearUndelivered(tx, address);
  await enqueue(tx, sendMailJob, { mailId }, { key: `send:${mailId}` });
  return true;
}
