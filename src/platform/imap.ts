import { setTimeout as pause } from 'node:timers/promises';
import { ImapFlow, type MailboxObject } from 'imapflow';

/** How to reach a folder of an IMAP server, and as whom. */
export interface ImapAccess {
  readonly host: string;
  readonly port: number;
  /** `tls` from the first byte, `starttls` before anything is said, `none` for a server on this machine. */
  readonly security: 'tls' | 'starttls' | 'none';
  readonly user: string;
  readonly credential: { readonly password: string } | { readonly accessToken: string };
  readonly folder: string;
  /** PEM of an authority to trust beside those of Node.js; for tests. */
  readonly trust?: string;
}

export const imapFailures = ['unreachable', 'certificate', 'sign-in', 'folder', 'broken'] as const;
export type ImapFailureKind = (typeof imapFailures)[number];

/** Why a mailbox cannot be read now; `words` are the server's own, cut short. */
export class ImapFailure extends Error {
  override name = 'ImapFailure';
  readonly kind: ImapFailureKind;
  readonly words: string;
  constructor(kind: ImapFailureKind, words: string) {
    super(`${kind}: ${words}`);
    this.kind = kind;
    this.words = words;
  }
}

/** A message in the folder, before it is fetched. */
export interface ListedMessage {
  readonly uid: number;
  readonly sizeBytes: number;
  /** INTERNALDATE: when that server had it. */
  readonly receivedAt: number;
}

/** The folder as it is now. UIDs mean the same message for as long as `uidValidity` stays the same. */
export interface ImapFolder {
  readonly uidValidity: string;
  readonly uidNext: number;
  readonly messages: number;
}

export interface ImapSession {
  /** Selects the folder anew: the only way to see it as it is now, and whether its UIDs still mean the same. */
  select(): Promise<ImapFolder>;
  /** The messages above this UID, in the order of their UIDs; those since that moment only, when one is given. */
  list(aboveUid: number, since: number | null): Promise<ListedMessage[]>;
  /** The whole message; null when it is gone. */
  fetch(uid: number): Promise<Buffer | null>;
  /** Its headers; null when it is gone. */
  fetchHead(uid: number): Promise<Buffer | null>;
  /** UIDs that are gone are passed over. Makes the folder when it is not there. */
  move(uids: readonly number[], folder: string): Promise<void>;
  markSeen(uids: readonly number[]): Promise<void>;
  /** Waits until something changed in the folder, or so long, or the signal; throws when the connection is gone. */
  waitForChange(longestMs: number, signal: AbortSignal): Promise<void>;
  isAlive(): boolean;
  close(): Promise<void>;
}

/** No single command takes longer on a connection that is alive. */
const commandMs = 60_000;
const wordsMax = 200;
/** Messages looked at with one command. */
const listBatch = 500;
/** Above every message that is taken; a server that announces more is not believed. */
const literalBytesMax = 64 * 1024 * 1024;

/**
 * Connects, signs in and opens the folder, on a connection that serves once: when it breaks, every call throws, and
 * whoever needs it opens a new one. Throws ImapFailure.
 */
export async function openImap(access: ImapAccess): Promise<ImapSession> {
  const { security, credential } = access;
  const client = new ImapFlow({
    host: access.host,
    port: access.port,
    secure: security === 'tls',
    doSTARTTLS: security === 'starttls',
    auth:
      'password' in credential
        ? { user: access.user, pass: credential.password }
        : { user: access.user, accessToken: credential.accessToken },
    ...(access.trust === undefined ? {} : { tls: { ca: access.trust } }),
    logger: false,
    clientInfo: { name: 'Atenta' },
    // We say when to wait: its own waiting begins late and hides a dead connection.
    disableAutoIdle: true,
    maxIdleTime: 4 * 60 * 1000,
    connectionTimeout: 20_000,
    greetingTimeout: 15_000,
    socketTimeout: 5 * 60 * 1000,
    maxLiteralSize: literalBytesMax,
  });
  let broken: Error | null = null;
  // Before the first byte: an 'error' that nobody hears ends the process.
  client.on('error', (error: Error) => {
    broken ??= error;
  });
  const gone = new Promise<void>((resolve) => client.once('close', resolve));
  // What comes while we are busy is not announced again when we begin to wait.
  let arrived = false;
  let onArrival: () => void = () => undefined;
  client.on('exists', ({ count, prevCount }) => {
    if (count <= prevCount) return;
    arrived = true;
    onArrival();
  });

  /** Every command has its time, and tells what broke the connection rather than that it is broken. */
  async function command<T>(work: () => Promise<T>): Promise<T> {
    const timer = setTimeout(() => {
      broken ??= new Error('no answer in time');
      client.close();
    }, commandMs);
    try {
      if (!client.usable) throw broken ?? new Error('the connection is closed');
      // A command under way is not always told that the connection has ended.
      const cut = gone.then(() => {
        throw broken ?? new Error('the connection was closed');
      });
      return await Promise.race([work(), cut]);
    } catch (error) {
      throw failureOf(client.usable ? error : (broken ?? error), 'broken');
    } finally {
      clearTimeout(timer);
    }
  }

  try {
    await client.connect();
    await client.mailboxOpen(access.folder).catch((error: unknown) => {
      throw failureOf(error, 'folder');
    });
  } catch (error) {
    client.close();
    throw failureOf(broken ?? error, 'unreachable');
  }

  return {
    select: () =>
      command(async () => {
        arrived = false;
        return describe(await client.mailboxOpen(access.folder));
      }),
    list: (aboveUid, since) =>
      command(async () => {
        const asked = { uid: `${aboveUid + 1}:*` };
        // SEARCH knows days only, in the server's own zone: a day more, and the moment is looked at below.
        const day = since === null ? {} : { since: new Date(since - 24 * 60 * 60 * 1000) };
        const found = await client.search({ ...asked, ...day }, { uid: true });
        // `n:*` answers the last message even when it is below n.
        const uids = (Array.isArray(found) ? found : []).filter((uid) => uid > aboveUid);
        const listed: ListedMessage[] = [];
        for (let first = 0; first < uids.length; first += listBatch) {
          const some = uids.slice(first, first + listBatch).join(',');
          const query = { uid: true, size: true, internalDate: true };
          for (const { uid, size, internalDate } of await client.fetchAll(some, query, {
            uid: true,
          })) {
            const receivedAt = new Date(internalDate ?? Date.now()).getTime();
            if (since !== null && receivedAt < since) continue;
            listed.push({ uid, sizeBytes: size ?? 0, receivedAt });
          }
        }
        return listed.sort((a, b) => a.uid - b.uid);
      }),
    fetch: (uid) =>
      command(async () => {
        const found = await client.fetchOne(String(uid), { source: true }, { uid: true });
        return found === false ? null : (found.source ?? null);
      }),
    fetchHead: (uid) =>
      command(async () => {
        const found = await client.fetchOne(String(uid), { headers: true }, { uid: true });
        return found === false ? null : (found.headers ?? null);
      }),
    move: (uids, folder) =>
      command(async () => {
        const range = uids.join(',');
        const moved = await client.messageMove(range, folder, { uid: true }).catch(() => false);
        if (moved !== false) return;
        await client.mailboxCreate(folder);
        if ((await client.messageMove(range, folder, { uid: true })) === false) {
          throw new Error(`nothing could be moved to ${folder}`);
        }
      }),
    markSeen: (uids) =>
      command(async () => {
        await client.messageFlagsAdd(uids.join(','), ['\\Seen'], { uid: true });
      }),
    async waitForChange(longestMs, signal) {
      if (arrived) return;
      const changed = Promise.withResolvers<void>();
      onArrival = changed.resolve;
      const waiting = client.idle().catch(() => undefined);
      const enough = new AbortController();
      try {
        await Promise.race([
          changed.promise,
          gone,
          pause(longestMs, undefined, { signal: AbortSignal.any([signal, enough.signal]) }).catch(
            () => undefined,
          ),
        ]);
        // Ends the waiting, and finds out whether anybody is still there.
        await command(() => client.noop());
        await waiting;
      } finally {
        enough.abort();
        onArrival = () => undefined;
      }
    },
    isAlive: () => client.usable,
    async close() {
      const closing = client.logout().catch(() => undefined);
      await Promise.race([closing, gone, pause(2000, undefined, { ref: false })]);
      client.close();
    },
  };
}

const describe = ({ uidValidity, uidNext, exists }: MailboxObject): ImapFolder => ({
  uidValidity: String(uidValidity),
  uidNext,
  messages: exists,
});

const certificateCodes =
  /^(CERT_|DEPTH_ZERO|ERR_TLS|ERR_SSL|SELF_SIGNED|UNABLE_TO_(GET|VERIFY)|HOSTNAME_MISMATCH|STARTTLS)/;

/** Says in one word what a person must look at. */
function failureOf(error: unknown, otherwise: ImapFailureKind): ImapFailure {
  if (error instanceof ImapFailure) return error;
  const facts: Readonly<Record<string, unknown>> =
    typeof error === 'object' && error !== null ? { ...error } : {};
  const message = error instanceof Error ? error.message : String(error);
  const said = facts['responseText'] ?? facts['response'] ?? message;
  const words = plain(typeof said === 'string' ? said : message);
  const code = String(facts['code'] ?? '');
  if (facts['authenticationFailed'] === true) return new ImapFailure('sign-in', words);
  if (facts['tlsFailed'] === true || certificateCodes.test(code)) {
    return new ImapFailure('certificate', words);
  }
  if (/^(ECONN|ENOTFOUND|EAI_|EHOST|ENET|ETIMEDOUT|EPIPE|CONNECT_TIMEOUT)/.test(code)) {
    return new ImapFailure('unreachable', words);
  }
  return new ImapFailure(otherwise, words);
}

const plain = (text: string): string => {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is removed here.
  const line = text.replace(/[\u0000-\u001f\u007f]+/g, ' ');
  return line.trim().slice(0, wordsMax);
};
