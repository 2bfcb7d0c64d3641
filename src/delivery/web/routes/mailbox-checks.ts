import type { Language } from '../../../kernel/language.ts';
import {
  type MailboxCheck,
  readMailbox,
  readMailboxCheck,
  startMailboxCheck,
} from '../../../modules/correspondence/index.ts';
import { recordAudit } from '../../../modules/people/index.ts';
import { inTransaction } from '../../../platform/database/index.ts';
import { findingWords, stepWords } from '../../ui/check-words.ts';
import { type Mounting, notFound } from '../handlers.ts';

export function mountMailboxChecks({ mount }: Mounting): void {
  mount('startMailboxCheck', async ({ params }, { database, acting, principal, language, at }) =>
    inTransaction(database, async (tx) => {
      const mailbox = await readMailbox(tx, params.mailboxId);
      if (mailbox === undefined) return notFound;
      const check = await startMailboxCheck(tx, {
        mailboxId: mailbox.id,
        sendTo: mailbox.address,
        startedByPersonId: principal.personId,
        at,
      });
      await recordAudit(tx, acting, {
        action: 'mailbox.checked',
        subject: `mailbox:${mailbox.id}`,
        detail: { address: mailbox.address },
      });
      return describeCheck(check, language, at);
    }),
  );

  mount('getMailboxCheck', async ({ params }, { database, language, at }) => {
    const check = await readMailboxCheck(database.db, params.checkId);
    return check === undefined ? notFound : describeCheck(check, language, at);
  });
}

/** Longer than a check can take: its process ended before it did. */
const abandonedAfterMs = 5 * 60_000;

const describeCheck = (check: MailboxCheck, language: Language, at: number) => ({
  id: check.id,
  startedAt: new Date(check.startedAt).toISOString(),
  running: check.finishedAt === null && at - check.startedAt < abandonedAfterMs,
  step: check.step === null ? null : stepWords(check.step, language),
  findings: check.findings.map((finding) => ({
    step: stepWords(finding.step, language),
    key: finding.key,
    verdict: finding.verdict,
    words: findingWords(finding, language),
    record: finding.record,
  })),
});
