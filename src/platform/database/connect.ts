import { Kysely, PostgresDialect } from 'kysely';
import pg from 'pg';
import type { Log } from '../log.ts';
import { PreparingClient } from './preparing-client.ts';
import type { DB } from './schema.gen.ts';

export interface Connection {
  pool: pg.Pool;
  db: Kysely<DB>;
}

export interface ConnectOptions {
  url: string;
  log: Log;
  /** Connections at most; jobs and requests share them. */
  poolSize?: number;
}

const defaultPoolSize = 12;
/** A full pool is an error that the caller answers with 503, not a request that hangs. */
const connectTimeoutMs = 10_000;
/** No statement of a person's request may run longer; migrations and backups lift it for themselves. */
const statementTimeoutMs = 30_000;
/** A transaction that was forgotten open gives its locks back. */
const idleTransactionTimeoutMs = 60_000;

/** Opens a pool and the query builder on it. It connects on first use. */
export function connect({ url, log, poolSize = defaultPoolSize }: ConnectOptions): Connection {
  const pool = new pg.Pool({
    Client: PreparingClient,
    connectionString: url,
    max: poolSize,
    application_name: 'atenta',
    connectionTimeoutMillis: connectTimeoutMs,
    statement_timeout: statementTimeoutMs,
    idle_in_transaction_session_timeout: idleTransactionTimeoutMs,
    // Days and hours are computed by the policy with the agreement's zone; in the database they are UTC everywhere.
    options: '-c TimeZone=UTC',
    keepAlive: true,
    // What is asked at the same time is sent in a row, without waiting for the answer to what came before.
    pipeline: true,
    types: { getTypeParser },
  });
  // A connection that breaks while it is idle is replaced by the pool; one in use fails its query.
  // The error that comes carries the whole connection, with every statement that it knows.
  pool.on('error', ({ message: reason }) =>
    log.warn({ reason }, 'an idle database connection was lost'),
  );
  pool.on('connect', (client) => client.on('error', () => undefined));
  return { pool, db: new Kysely<DB>({ dialect: new PostgresDialect({ pool }) }) };
}

/** Ids and counts are numbers in our types: one that a number cannot hold exactly must never become another one. */
export function parseInt8(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value)) throw new RangeError(`bigint out of the safe range: ${text}`);
  return value;
}

const { builtins } = pg.types;
// The type list of pg stops at the scalar types; its parsers know the arrays too.
const int8ArrayOid = 1016 as Parameters<typeof pg.types.getTypeParser>[0];
const parseInt8Array = (text: string): (number | null)[] =>
  (pg.types.getTypeParser(int8ArrayOid)(text) as (string | null)[]).map((item) =>
    item === null ? null : parseInt8(item),
  );

/** Ours for int8 and date, pg's for the rest. A date is a day without a zone: as a Date it would move with the machine. */
const getTypeParser: pg.CustomTypesConfig['getTypeParser'] = (oid, format) => {
  if (format !== 'binary') {
    if (oid === builtins.INT8) return parseInt8;
    if (oid === int8ArrayOid) return parseInt8Array;
    if (oid === builtins.DATE) return (text: string) => text;
  }
  return pg.types.getTypeParser(oid, format);
};
