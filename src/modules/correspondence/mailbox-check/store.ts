import type { Selectable } from 'kysely';
import type { Instant } from '../../../kernel/clock.ts';
import type { Db, Tx } from '../../../platform/database/index.ts';
import type { MailboxCheck as MailboxCheckRow } from '../../../platform/database/schema.gen.ts';
import type { CheckFinding, CheckStep, MailboxCheck } from './model.ts';

export async function insertMailboxCheck(
  tx: Tx,
  check: {
    readonly mailboxId: number;
    readonly sendTo: string;
    readonly probeMark: string;
    readonly startedByPersonId: number | null;
    readonly at: Instant;
  },
): Promise<MailboxCheck> {
  const row = await tx
    .insertInto('mailbox_check')
    .values({
      mailbox_id: check.mailboxId,
      send_to: check.sendTo,
      probe_mark: check.probeMark,
      started_by_person_id: check.startedByPersonId,
      started_at: new Date(check.at),
    })
    .returningAll()
    .executeTakeFirstOrThrow();
  return toCheck(row);
}

export async function selectMailboxCheck(
  db: Db,
  checkId: number,
): Promise<MailboxCheck | undefined> {
  const row = await db
    .selectFrom('mailbox_check')
    .selectAll()
    .where('id', '=', checkId)
    .executeTakeFirst();
  return row && toCheck(row);
}

export async function updateMailboxCheck(
  db: Db,
  checkId: number,
  progress: {
    readonly step: CheckStep | null;
    readonly findings: readonly CheckFinding[];
    readonly finishedAt: Instant | null;
  },
): Promise<void> {
  await db
    .updateTable('mailbox_check')
    .set({
      step: progress.step,
      findings: JSON.stringify(progress.findings),
      finished_at: progress.finishedAt === null ? null : new Date(progress.finishedAt),
    })
    .where('id', '=', checkId)
    .execute();
}

/** True when a check waits for a test mail with this mark: it is good once. */
export async function updateProbeArrival(
  tx: Tx,
  probeMark: string,
  inboundMailId: number,
): Promise<boolean> {
  const rows = await tx
    .updateTable('mailbox_check')
    .set({ probe_mail_id: inboundMailId })
    .where('probe_mark', '=', probeMark)
    .where('probe_mail_id', 'is', null)
    .returning('id')
    .execute();
  return rows.length > 0;
}

const toCheck = (row: Selectable<MailboxCheckRow>): MailboxCheck => ({
  id: row.id,
  mailboxId: row.mailbox_id,
  sendTo: row.send_to,
  probeMark: row.probe_mark,
  probeMailId: row.probe_mail_id,
  startedAt: row.started_at.getTime(),
  // Both are written by updateMailboxCheck only.
  step: row.step as MailboxCheck['step'],
  findings: row.findings as unknown as MailboxCheck['findings'],
  finishedAt: row.finished_at === null ? null : row.finished_at.getTime(),
});
