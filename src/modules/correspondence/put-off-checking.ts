import type { Instant } from '../../kernel/clock.ts';
import type { Tx } from '../../platform/database/index.ts';
import { enqueue } from '../../platform/jobs.ts';
import { processMailJob } from './jobs.ts';
import { updateCheckAgain } from './store.ts';

/** The network did not tell who wrote a mail: it waits and is processed again at that moment. */
export async function putOffChecking(tx: Tx, mailId: number, until: Instant): Promise<void> {
  await updateCheckAgain(tx, mailId, until);
  await enqueue(tx, processMailJob, { mailId }, { key: `process:${mailId}`, runAt: until });
}
