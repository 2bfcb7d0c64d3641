import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { MailProcessing } from '../delivery/mail/in/mail-processing.ts';
import {
  openUnderstanding,
  type UnderstandMail,
} from '../delivery/mail/understand/understand-in-budget.ts';
import type { Runtime } from '../platform/runtime.ts';
import { openSealer, type Sealer } from '../platform/sealed-secret.ts';

/** What the mail delivery needs of the running product. */
export const mailDesk = (
  { addresses, blobs, clock, config, database, dns, keys, log }: MailRuntime,
  understand: UnderstandMail,
): MailProcessing & { readonly sealer: Sealer } => ({
  database,
  blobs,
  clock,
  log,
  understand,
  secret: keys.key('mail addresses').toString('hex'),
  sealer: openSealer(keys.key('signing keys')),
  domain: addresses.mailDomain,
  storms: { ofSender: config.mailStormPerSender, toMailbox: config.mailStormPerMailbox },
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

/** What strangers wrote is understood in a thread of its own, one for each part that does it, from its first mail on. */
export const understanding = ({ checkout, log }: Pick<Runtime, 'checkout' | 'log'>) =>
  openUnderstanding({
    script: pathToFileURL(path.join(checkout, 'dist', 'understand-worker.js')),
    log,
  });
