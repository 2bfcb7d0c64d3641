import {
  checkMailboxJob,
  readMailbox,
  readMailboxCheck,
} from '../../../modules/correspondence/index.ts';
import { handleJob, type JobHandler } from '../../../platform/jobs.ts';
import { checkMailbox, type MailboxDoctor } from './check-mailbox.ts';

/** The mailbox doctor, asked from the console. */
export const doctorJobs = (doctor: MailboxDoctor): readonly JobHandler[] => [
  handleJob(checkMailboxJob, async ({ checkId }) => {
    const check = await readMailboxCheck(doctor.database.db, checkId);
    const mailbox = check && (await readMailbox(doctor.database.db, check.mailboxId));
    if (check === undefined || mailbox === undefined || check.finishedAt !== null) return;
    await checkMailbox(doctor, check, mailbox);
  }),
];
