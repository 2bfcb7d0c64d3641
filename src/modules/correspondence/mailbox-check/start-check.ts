import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import type { Instant } from '../../../kernel/clock.ts';
import type { Tx } from '../../../platform/database/index.ts';
import { defineJob, enqueue } from '../../../platform/jobs.ts';
import type { MailboxCheck } from './model.ts';
import { insertMailboxCheck, updateProbeArrival } from './store.ts';

/** Examines a mailbox; a check that a crash cut off is not begun again: its person looks again. */
export const checkMailboxJob = defineJob('mail.check', z.strictObject({ checkId: z.int() }));

interface NewCheck {
  readonly mailboxId: number;
  readonly sendTo: string;
  readonly startedByPersonId: number | null;
  readonly at: Instant;
}

/** Begins a check that whoever calls this carries out. */
export const openMailboxCheck = (tx: Tx, check: NewCheck): Promise<MailboxCheck> =>
  insertMailboxCheck(tx, { ...check, probeMark: randomBytes(16).toString('hex') });

/** Begins a check that a job carries out. */
export async function startMailboxCheck(tx: Tx, check: NewCheck): Promise<MailboxCheck> {
  const opened = await openMailboxCheck(tx, check);
  await enqueue(tx, checkMailboxJob, { checkId: opened.id }, { attemptsMax: 1 });
  return opened;
}

/** The Message-ID of the test mail, without brackets. */
export const probeMessageId = (probeMark: string, domain: string): string =>
  `probe.${probeMark}@${domain}`;

/** Whether this mail is the test mail of a check that waits for it: then it becomes nothing else. */
export async function recordProbeArrival(
  tx: Tx,
  mail: { readonly id: number; readonly messageIdHeader: string | null },
): Promise<boolean> {
  const mark = /^probe\.([0-9a-f]{32})@/.exec(mail.messageIdHeader ?? '')?.[1];
  return mark !== undefined && updateProbeArrival(tx, mark, mail.id);
}
