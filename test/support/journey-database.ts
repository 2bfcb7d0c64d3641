import { type Database, openDatabase } from '../../src/platform/database/index.ts';
import { silentLog } from '../../src/platform/log.ts';
import { journeyEnvironment } from './journey-desk.ts';

/** Looks into the database of a running desk, beside it. */
export async function withDatabase<T>(
  dataDir: string,
  work: (database: Database) => Promise<T>,
): Promise<T> {
  const databaseUrl = journeyEnvironment['DATABASE_URL'];
  const database = await openDatabase({
    dataDir,
    ...(databaseUrl ? { databaseUrl } : {}),
    log: silentLog,
    poolSize: 1,
  });
  try {
    return await work(database);
  } finally {
    await database.stop();
  }
}

/** Has the worker do now what comes back every minute. */
export const doNow = (dataDir: string, job: string): Promise<void> =>
  withDatabase(dataDir, async ({ pool }) => {
    await pool.query("select graphile_worker.add_job($1, '{}'::json)", [job]);
  });
