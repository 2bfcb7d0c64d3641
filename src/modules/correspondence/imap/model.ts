import type { Instant } from '../../../kernel/clock.ts';

/** A password, or a grant of one of these providers (OAuth2). */
export type ImapSignIn = 'password' | 'microsoft' | 'google';
export type ImapSecurity = 'tls' | 'starttls' | 'none';

/** Where the mail of a mailbox is fetched, as a person set it. The secrets are sealed. */
export interface ImapSource {
  readonly mailboxId: number;
  readonly host: string;
  readonly port: number;
  readonly security: ImapSecurity;
  readonly user: string;
  readonly signIn: ImapSignIn;
  /** The password, or the refresh token of the provider. */
  readonly sealedSecret: string;
  /** Of Microsoft's directory; '' is any. */
  readonly oauthTenant: string;
  readonly oauthClientId: string;
  readonly sealedClientSecret: string | null;
  readonly folder: string;
  readonly doneFolder: string | null;
  /** Mail that was there before this is left alone; null: none is. */
  readonly since: Instant | null;
  readonly version: number;
}

/** How the fetching goes, for people. */
export interface ImapState {
  readonly mailboxId: number;
  readonly state: 'new' | 'connected' | 'failing';
  readonly stateSince: Instant | null;
  /** A stable key; null unless failing. */
  readonly failure: string | null;
  /** What the other server said. */
  readonly failureWords: string | null;
  readonly lastMailAt: Instant | null;
}

/** A mailbox that this process reads, and until when nobody else may. */
export interface ImapLease {
  readonly mailboxId: number;
  readonly version: number;
}

/** How far the folder was read, in UIDs of one validity. */
export interface ImapProgress {
  readonly lastUid: number;
  /** True: these UIDs are new to us, so the moment since which mail counts is asked, too. */
  readonly fresh: boolean;
}

/** Another process reads this mailbox now, or a person changed it: whoever gets this stops reading. */
export class ImapLeaseLost extends Error {
  override name = 'ImapLeaseLost';
  constructor() {
    super('another process reads this mailbox now');
  }
}
