import type { Clock } from '../../../kernel/clock.ts';
import type { StormLimits } from '../../../modules/correspondence/index.ts';
import type { Post } from '../../../modules/notifications/index.ts';
import type { BlobStore } from '../../../platform/blobs.ts';
import type { Database } from '../../../platform/database/index.ts';
import type { Log } from '../../../platform/log.ts';
import type { UnderstandMail } from '../understand/understand-in-budget.ts';
import type { AuthenticationGround } from './authenticate-mail.ts';

/** What processing a mail takes. */
export interface MailProcessing {
  readonly database: Database;
  readonly blobs: BlobStore;
  readonly clock: Clock;
  readonly log: Log;
  readonly understand: UnderstandMail;
  /** Signs the addresses to which answers go. */
  readonly secret: string;
  /** The desk's own domain: nobody outside writes from it without proof. */
  readonly domain: string;
  /** Writes acknowledgements, where letters are written; elsewhere that is left to a job. */
  readonly post?: Post | undefined;
  /** How much mail within a minute is a storm; left out, nothing is. */
  readonly storms?: StormLimits;
  readonly authentication: AuthenticationGround & {
    /** Domains whose seal on mail of others is believed (ARC). */
    readonly trustedSealers: readonly string[];
  };
}
