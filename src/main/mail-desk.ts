import type { MailProcessing } from '../delivery/mail/in/process-mail.ts';
import type { Runtime } from '../platform/runtime.ts';

/** What the mail delivery needs of the running product. */
export const mailDesk = ({
  addresses,
  blobs,
  clock,
  config,
  database,
  dns,
  keys,
  log,
}: MailRuntime): MailProcessing => ({
  database,
  blobs,
  clock,
  log,
  secret: keys.key('mail addresses').toString('hex'),
  domain: addresses.mailDomain,
  authentication: {
    dns,
    relays: config.mailRelays,
    trustedSealers: config.mailTrustedSealers,
  },
});

export type MailRuntime = Pick<
  Runtime,
  'addresses' | 'blobs' | 'clock' | 'config' | 'database' | 'dns' | 'keys' | 'log'
>;
