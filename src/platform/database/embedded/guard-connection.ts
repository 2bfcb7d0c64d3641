import pg from 'pg';
import { superuser } from './initialise-cluster.ts';
import type { Postmaster } from './postmaster.ts';

/** Where and as whom to connect to the embedded server. */
export interface ServerAddress {
  host: string;
  port: number;
  user: string;
  password: string;
}

/**
 * One connection that every process using the embedded server holds for as long as it uses it, with a shared lock:
 * it tells at once when the server is lost, and the last process to leave knows that it is the last, whatever was
 * killed before. (A file with process numbers would lie after kill -9; a lock dies with its connection.)
 */
export interface GuardConnection {
  /** Settles when the connection ends without our doing. */
  lost: Promise<void>;
  /** Makes the database when it is missing. */
  ensureDatabase(name: string): Promise<void>;
  /** Gives up the shared lock; true when nobody else holds it, and then nobody can take it until the server is down. */
  isLast(): Promise<boolean>;
  close(): Promise<void>;
}

/** The key of the lock, in the database `postgres`: advisory locks count per database. */
const useLockKey = 7_283_682_101;

export const addressOf = (postmaster: Postmaster, password: string): ServerAddress => ({
  host: postmaster.socketFolder === '' ? '127.0.0.1' : postmaster.socketFolder,
  port: postmaster.port,
  user: superuser,
  password,
});

export function urlOf({ host, port, user, password }: ServerAddress, database: string): string {
  return `postgres://${user}:${encodeURIComponent(password)}@${encodeURIComponent(host)}:${port}/${database}`;
}

/** Throws what the server says: it may be on its way down, or refuse the password. */
export async function openGuard(address: ServerAddress): Promise<GuardConnection> {
  const client = new pg.Client({
    ...address,
    database: 'postgres',
    application_name: 'atenta guard',
    connectionTimeoutMillis: 10_000,
    keepAlive: true,
  });
  const ended = new Promise<void>((resolve) => client.once('end', resolve));
  // Without a listener an error of an idle connection would end the process; 'end' follows and is what we act on.
  client.on('error', () => undefined);
  await client.connect();
  await client.query('select pg_advisory_lock_shared($1)', [useLockKey]);
  return {
    lost: ended,
    ensureDatabase: (name) => ensureDatabase(client, name),
    async isLast() {
      await client.query('select pg_advisory_unlock_shared($1)', [useLockKey]);
      const { rows } = await client.query<{ taken: boolean }>(
        'select pg_try_advisory_lock($1) as taken',
        [useLockKey],
      );
      return rows[0]?.taken === true;
    },
    close: () => client.end(),
  };
}

async function ensureDatabase(client: pg.Client, name: string): Promise<void> {
  const { rowCount } = await client.query('select 1 from pg_database where datname = $1', [name]);
  if (rowCount !== 0) return;
  try {
    await client.query(`create database ${client.escapeIdentifier(name)}`);
  } catch (error) {
    // Another process made it between the look and the act.
    const { code } = error as pg.DatabaseError;
    if (code !== '42P04' && code !== '23505') throw error;
  }
}
