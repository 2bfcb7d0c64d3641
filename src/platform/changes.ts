import { setTimeout as pause } from 'node:timers/promises';
import { sql } from 'kysely';
import pg from 'pg';
import { leaveForLast, type Tx } from './database/in-transaction.ts';
import type { Database } from './database/open-database.ts';
import type { Log } from './log.ts';

/** What changed, by ids only: whoever hears of it fetches what it may see. */
export type Change = Readonly<Record<string, string | number | boolean | null>>;

const channel = 'atenta_change';

/** PostgreSQL's limit of a notification is 8000 bytes; ids need a fraction of it. */
const payloadLimitBytes = 7900;

/** Tells every process that listens, at the moment when the transaction commits and only then. */
export async function announce(tx: Tx, change: Change): Promise<void> {
  const payload = JSON.stringify(change);
  if (Buffer.byteLength(payload) > payloadLimitBytes) {
    throw new RangeError('a change carries ids only: this one is too long to announce');
  }
  if (!leaveForLast(tx, notify, payload)) await notify([payload]).execute(tx);
}

/** One statement for all that a transaction tells. */
const notify = (payloads: readonly string[]) =>
  sql`select pg_notify(${channel}, payload) from unnest(${[...payloads]}::text[]) payload`;

export interface ChangeListener {
  onChange(change: Change): void;
  /** The connection was lost for a while: anything may have changed meanwhile. */
  onGap(): void;
}

export interface Listening {
  stop(): Promise<void>;
}

const reconnectPauseMaxMs = 10_000;

/**
 * Hears the changes of all processes on a connection of its own, and connects again when it breaks. Resolves when it
 * hears; throws when the first connection fails.
 */
export async function listenForChanges(
  database: Pick<Database, 'url'>,
  listener: ChangeListener,
  log: Log,
): Promise<Listening> {
  const stopping = new AbortController();
  let client = await hear();

  async function hear(): Promise<pg.Client> {
    const fresh = new pg.Client({
      connectionString: database.url,
      application_name: 'atenta changes',
      keepAlive: true,
    });
    // An error of the idle connection is followed by 'end', which is what we act on.
    fresh.on('error', () => undefined);
    fresh.on('notification', ({ payload }) => listener.onChange(JSON.parse(payload ?? '{}')));
    try {
      await fresh.connect();
      await fresh.query(`listen ${channel}`);
    } catch (error) {
      await fresh.end().catch(() => undefined);
      throw error;
    }
    fresh.once('end', () => void hearAgain());
    return fresh;
  }

  async function hearAgain(): Promise<void> {
    for (let pauseMs = 100; !stopping.signal.aborted; ) {
      try {
        client = await hear();
        if (stopping.signal.aborted) return await client.end();
        return listener.onGap();
      } catch (err) {
        log.warn({ err }, 'changes cannot be heard; connecting again');
        await pause(pauseMs, undefined, { signal: stopping.signal }).catch(() => undefined);
        pauseMs = Math.min(pauseMs * 2, reconnectPauseMaxMs);
      }
    }
  }

  return {
    async stop() {
      stopping.abort();
      await client.end().catch(() => undefined);
    },
  };
}
