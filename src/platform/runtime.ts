import type { Clock } from '../kernel/clock.ts';
import type { BlobStore } from './blobs.ts';
import type { Config, Keys } from './config.ts';
import type { Database } from './database/index.ts';
import type { DnsLookup } from './dns.ts';
import type { Log } from './log.ts';
import type { Telemetry } from './telemetry.ts';

/** What every part of the running product is handed. */
export interface Runtime {
  readonly config: Config;
  /** The folder of the product: dist, db and docs lie in it. */
  readonly checkout: string;
  readonly clock: Clock;
  readonly log: Log;
  readonly database: Database;
  readonly blobs: BlobStore;
  readonly keys: Keys;
  readonly dns: DnsLookup;
  readonly telemetry: Telemetry;
  readonly addresses: Addresses;
}

/** Where the product is reached, settled before any part starts. */
export interface Addresses {
  /** What the web part listens on. */
  readonly port: number;
  /** What the mail part listens on. */
  readonly smtpPort: number;
  /** Where the mail part takes LMTP; null: nowhere. */
  readonly lmtpPort: number | null;
  /** Begins every link, without a slash at its end: https://support.example.com */
  readonly publicUrl: string;
  /** Of our own mail addresses and Message-IDs. */
  readonly mailDomain: string;
}
