import type { MailProcessing } from '../delivery/mail/in/process-mail.ts';
import type { Runtime } from '../platform/runtime.ts';

/** What the mail delivery needs of the running product. */
export const mailDesk = ({
  blobs,
  clock,
  database,
  keys,
  log,
}: Pick<
  Runtime,
  'addresses' | 'blobs' | 'clock' | 'database' | 'keys' | 'log'
>): MailProcessing => ({
  database,
  blobs,
  clock,
  log,
  secret: keys.key('mail addresses').toString('hex'),
});
