import type { Keys } from '../platform/config.ts';
import { openSealer, type Sealer } from '../platform/sealed-secret.ts';

/** Seals the passwords and refresh tokens with which mailboxes are read. */
export const mailboxSealer = (keys: Keys): Sealer => openSealer(keys.key('mailbox secrets'));
