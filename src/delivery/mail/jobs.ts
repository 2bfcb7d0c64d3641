import { z } from 'zod';
import {
  listDueMail,
  listReceivedMail,
  processMailJob,
  sendMailJob,
} from '../../modules/correspondence/index.ts';
import { inTransaction } from '../../platform/database/index.ts';
import {
  defineJob,
  enqueue,
  handleJob,
  type JobHandler,
  type RecurringJob,
} from '../../platform/jobs.ts';
import { readHold } from '../../platform/restored-hold.ts';
import type { MailProcessing } from './in/mail-processing.ts';
import { processMail } from './in/process-mail.ts';
import { type MailSending, sendMail } from './out/send-mail.ts';

/** Mail that lost its job: accepted and not processed, or due and not sent. */
const recoverMail = defineJob('mail.recover', z.looseObject({}));

export const mailRecurring: readonly RecurringJob[] = [{ job: recoverMail, at: '* * * * *' }];

const batch = 500;

/** What the worker does about mail. */
export function mailJobs(desk: MailProcessing & MailSending): readonly JobHandler[] {
  const { database, clock } = desk;
  return [
    handleJob(processMailJob, ({ mailId }) => processMail(desk, mailId)),
    handleJob(sendMailJob, ({ mailId }) => sendMail(desk, mailId)),
    handleJob(recoverMail, async () => {
      const held = (await readHold(database.db)) !== null;
      const due = held ? [] : await listDueMail(database.db, clock.now(), batch);
      const received = await listReceivedMail(database.db, batch, clock.now());
      await inTransaction(database, async (tx) => {
        // A key of its own for each mail: what waits already is not doubled.
        for (const mailId of due)
          await enqueue(tx, sendMailJob, { mailId }, { key: `send:${mailId}` });
        for (const mailId of received) {
          await enqueue(tx, processMailJob, { mailId }, { key: `process:${mailId}` });
        }
      });
    }),
  ];
}
