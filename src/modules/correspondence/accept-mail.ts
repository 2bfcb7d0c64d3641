import type { Tx } from '../../platform/database/index.ts';
import { enqueue } from '../../platform/jobs.ts';
import { processMailJob } from './jobs.ts';
import type { ArrivedMail } from './model.ts';
import { insertInboundMail } from './store.ts';

/**
 * Takes responsibility for a mail (RFC 5321 6.1): its row, its blob's row and the job that processes it. The raw
 * bytes are in the blob store before this is called; the door says 250 only after this is committed. The same mail
 * again is counted, not processed again.
 */
export async function acceptMail(
  tx: Tx,
  mail: ArrivedMail,
): Promise<{ readonly mailId: number; readonly duplicate: boolean }> {
  const { id, copies } = await insertInboundMail(tx, mail);
  if (copies > 1) return { mailId: id, duplicate: true };
  await enqueue(tx, processMailJob, { mailId: id }, { key: `process:${id}` });
  return { mailId: id, duplicate: false };
}
