import { type CompiledQuery, Kysely, PostgresDialect } from 'kysely';
import type { Database, DB } from '../../src/platform/database/index.ts';

/** Runs a reader, and returns the plans of every statement that it sent, as text. */
export async function plansOf(
  database: Pick<Database, 'pool'>,
  read: (db: Kysely<DB>) => Promise<unknown>,
): Promise<string> {
  const sent: CompiledQuery[] = [];
  const watched = new Kysely<DB>({
    dialect: new PostgresDialect({ pool: database.pool }),
    log: ({ query }) => {
      sent.push(query);
    },
  });
  await read(watched);
  const plans = await Promise.all(
    sent.map(({ sql, parameters }) =>
      database.pool.query<{ 'QUERY PLAN': string }>(`explain ${sql}`, [...parameters]),
    ),
  );
  return plans.flatMap(({ rows }) => rows.map((row) => row['QUERY PLAN'])).join('\n');
}
