import type { Kysely } from 'kysely';
import type pg from 'pg';
import type { Log } from '../log.ts';
import { connect } from './connect.ts';
import { openEmbeddedServer } from './embedded/open-embedded-server.ts';
import type { DB } from './schema.gen.ts';

/** The database of the product, opened: one pool that requests, jobs and queries share. */
export interface Database {
  readonly pool: pg.Pool;
  readonly db: Kysely<DB>;
  /** Password included: for tools that connect by themselves, never for a log. */
  readonly url: string;
  /** True when we run the server ourselves. */
  readonly embedded: boolean;
  /** Ends the pool, and the embedded server when nobody else uses it. */
  stop(): Promise<void>;
}

export interface OpenDatabaseOptions {
  /** Where the embedded server keeps its data. */
  dataDir: string;
  /** A PostgreSQL server of your own; then no embedded server is run. */
  databaseUrl?: string | undefined;
  log: Log;
  poolSize?: number;
}

const databaseName = 'atenta';

/** Opens the database without migrating it. Throws a StartProblem when the machine does not allow it. */
export async function openDatabase(options: OpenDatabaseOptions): Promise<Database> {
  const { databaseUrl, dataDir, log, ...pool } = options;
  if (databaseUrl !== undefined) return openAt(databaseUrl, false, async () => undefined);
  const server = await openEmbeddedServer({ dataDir, log });
  await server.ensureDatabase(databaseName);
  return openAt(server.url(databaseName), true, () => server.stop());

  function openAt(url: string, embedded: boolean, leave: () => Promise<void>): Database {
    const connection = connect({ url, log, ...pool });
    let stopped: Promise<void> | undefined;
    const stop = () => (stopped ??= endPool(connection.pool).then(leave));
    return { ...connection, url, embedded, stop };
  }
}

/** A connection that somebody forgot to give back must not keep the product from ending. */
const endPoolLimitMs = 3000;

async function endPool(pool: pg.Pool): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, endPoolLimitMs);
  });
  await Promise.race([pool.end(), limit]);
  clearTimeout(timer);
}
