import path from 'node:path';
import { migrate } from '../platform/database/index.ts';
import type { CommandRun } from './command.ts';
import { withDatabase } from './with-database.ts';

/** Where the schema's migrations lie. */
export const migrationsFolder = (checkout: string): string =>
  path.join(checkout, 'db', 'migrations');

export const migrateCommand: CommandRun = (context) =>
  withDatabase(context, async ({ database, log }) => {
    const folder = migrationsFolder(context.checkout);
    const applied = await migrate({ url: database.url, folder, log });
    for (const name of applied) context.stdout.write(`${name}\n`);
    if (applied.length === 0) context.stdout.write('nothing to migrate\n');
    return 0;
  });
