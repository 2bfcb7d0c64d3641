import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import {
  claimImapSources,
  type ImapLease,
  ImapLeaseLost,
  readImapSource,
  readMailbox,
  recordImapState,
  releaseImapSources,
  replaceImapSecret,
  tellOfMailboxes,
} from '../../../../modules/correspondence/index.ts';
import { inTransaction } from '../../../../platform/database/index.ts';
import { ImapFailure, openImap } from '../../../../platform/imap.ts';
import { OAuth2Failure } from '../../../../platform/oauth2.ts';
import { readHold } from '../../../../platform/restored-hold.ts';
import { SealBroken, type Sealer } from '../../../../platform/sealed-secret.ts';
import { type MailTaking, NoRoomForMail } from '../take-mail.ts';
import { fetchMailbox } from './fetch-mailbox.ts';
import { type AskForToken, askProvider, openCredential } from './sign-in.ts';

export interface MailboxWatch extends MailTaking {
  readonly sealer: Sealer;
  readonly askForToken?: AskForToken;
  /** Shorter in tests. */
  readonly times?: Partial<WatchTimes>;
}

export interface WatchTimes {
  /** How often each process looks for mailboxes to read, and keeps its own. */
  readonly claimMs: number;
  /** A process that is silent for so long loses its mailboxes: with a claim this is how long mail waits after a crash. */
  readonly leaseSeconds: number;
  /** Looked at so often even when the server says nothing: a dead connection says nothing, too. */
  readonly pollMs: number;
  readonly retryMinMs: number;
  readonly retryMaxMs: number;
  /** A server that refuses a password soon locks the account. */
  readonly retryRefusedMs: number;
}

const usualTimes: WatchTimes = {
  claimMs: 5_000,
  leaseSeconds: 20,
  pollMs: 60_000,
  retryMinMs: 1_000,
  retryMaxMs: 60_000,
  retryRefusedMs: 60_000,
};

export interface Watching {
  /** Ends every round after the message under way, and leaves the mailboxes to others. */
  stop(): Promise<void>;
}

interface Watcher {
  readonly version: number;
  readonly stopping: AbortController;
  readonly ended: Promise<void>;
}

/** III: reads every mailbox that has an IMAP source, each in one process only; none while a restored desk is held. */
export async function watchMailboxes(options: MailboxWatch): Promise<Watching> {
  const { database, log } = options;
  const times = { ...usualTimes, ...options.times };
  const holder = randomUUID();
  const watchers = new Map<number, Watcher>();
  const stopping = new AbortController();
  const claiming = keepClaiming();

  async function keepClaiming(): Promise<void> {
    while (!stopping.signal.aborted) {
      try {
        const held = (await readHold(database.db)) !== null;
        await follow(held ? [] : await claimImapSources(database.db, holder, times.leaseSeconds));
      } catch (err) {
        log.warn({ err }, 'mailboxes to read could not be looked for');
      }
      await pause(times.claimMs, undefined, { signal: stopping.signal }).catch(() => undefined);
    }
  }

  /** Begins what is ours now, ends what no longer is, and begins anew what a person changed. */
  async function follow(leases: readonly ImapLease[]): Promise<void> {
    const held = new Map(leases.map((lease) => [lease.mailboxId, lease]));
    for (const [mailboxId, watcher] of watchers) {
      if (held.get(mailboxId)?.version === watcher.version) continue;
      watcher.stopping.abort();
      watchers.delete(mailboxId);
      await watcher.ended;
    }
    for (const lease of leases) {
      if (stopping.signal.aborted || watchers.has(lease.mailboxId)) continue;
      const stop = new AbortController();
      const ended = watchMailbox(options, times, { ...lease, holder }, stop.signal);
      const watcher = { version: lease.version, stopping: stop, ended };
      watchers.set(lease.mailboxId, watcher);
      // It ends by itself when the mailbox was lost; should it be ours again, it begins again.
      void ended.then(() => {
        if (watchers.get(lease.mailboxId) === watcher) watchers.delete(lease.mailboxId);
      });
    }
  }

  return {
    async stop() {
      stopping.abort();
      for (const watcher of watchers.values()) watcher.stopping.abort();
      await claiming;
      await Promise.all([...watchers.values()].map(({ ended }) => ended));
      await releaseImapSources(database.db, holder).catch(() => undefined);
    },
  };
}

type Held = ImapLease & { readonly holder: string };

/** Reads one mailbox until it is told to stop: connects, takes what is there, waits, and connects again when it breaks. */
async function watchMailbox(
  options: MailboxWatch,
  times: WatchTimes,
  lease: Held,
  signal: AbortSignal,
): Promise<void> {
  const { log } = options;
  const { mailboxId } = lease;
  const attempts = new Map<string, number>();
  let retryMs = times.retryMinMs;
  while (!signal.aborted) {
    try {
      await readMailboxOnce(options, times, lease, attempts, signal, () => {
        retryMs = times.retryMinMs;
      });
    } catch (error) {
      if (error instanceof ImapLeaseLost) return;
      const failure = describeFailure(error);
      log.warn({ mailboxId, failure: failure.key, words: failure.words }, 'a mailbox is not read');
      await say(options, lease, 'failing', failure).catch(() => undefined);
      const waitMs = failure.key === 'sign-in' ? Math.max(retryMs, times.retryRefusedMs) : retryMs;
      await pause(waitMs, undefined, { signal }).catch(() => undefined);
      retryMs = Math.min(retryMs * 2, times.retryMaxMs);
    }
  }
}

/** One connection, for as long as it holds. */
async function readMailboxOnce(
  options: MailboxWatch,
  times: WatchTimes,
  lease: Held,
  attempts: Map<string, number>,
  signal: AbortSignal,
  onGoesWell: () => void,
): Promise<void> {
  const { database, sealer, askForToken = askProvider } = options;
  const source = await readImapSource(database.db, lease.mailboxId);
  const mailbox = await readMailbox(database.db, lease.mailboxId);
  if (source === undefined || mailbox === undefined || source.version !== lease.version) {
    throw new ImapLeaseLost();
  }
  const credential = await openCredential(source, sealer, askForToken, (sealed) =>
    inTransaction(database, (tx) => replaceImapSecret(tx, lease, sealed)),
  );
  const session = await openImap({ ...source, credential });
  const { doneFolder, since } = source;
  const reading = { lease, mailbox, doneFolder, since, attempts };
  try {
    while (!signal.aborted) {
      const { taken, unmoved } = await fetchMailbox(options, reading, session, signal);
      if (taken > 0) await inTransaction(database, tellOfMailboxes);
      if (unmoved === null) await say(options, lease, 'connected', null);
      else await say(options, lease, 'failing', { key: 'done-folder', words: unmoved.words });
      onGoesWell();
      await session.waitForChange(times.pollMs, signal);
    }
  } finally {
    await session.close();
  }
}

interface Failure {
  readonly key: string;
  readonly words: string;
}

const say = (
  { database, clock }: MailboxWatch,
  lease: Held,
  state: 'connected' | 'failing',
  failure: Failure | null,
): Promise<boolean> =>
  inTransaction(database, (tx) =>
    recordImapState(tx, lease, {
      state,
      failure: failure?.key ?? null,
      failureWords: failure?.words ?? null,
      at: clock.now(),
    }),
  );

/** The stable key that people are told about in words, and what the other side said. */
export function describeFailure(error: unknown): Failure {
  if (error instanceof ImapFailure) return { key: error.kind, words: error.words };
  if (error instanceof SealBroken) return { key: `secret-${error.reason}`, words: '' };
  if (error instanceof OAuth2Failure) {
    return { key: error.kind === 'refused' ? 'grant' : 'provider', words: error.message };
  }
  if (error instanceof NoRoomForMail) return { key: 'no-room', words: '' };
  return { key: 'internal', words: '' };
}
