import { paths } from '../delivery/ui/paths.ts';
import { systemClock } from '../kernel/clock.ts';
import { issueSetUpToken } from '../modules/people/index.ts';
import type { Database } from '../platform/database/index.ts';
import type { CommandRun } from './command.ts';
import { publicUrlOf } from './settle-addresses.ts';
import { withDatabase } from './with-database.ts';

/** The link with which the first administrator is made, once; null when there is one. An earlier link stops working. */
export async function firstSignInLink(
  database: Pick<Database, 'db'>,
  publicUrl: string,
): Promise<string | null> {
  const token = await issueSetUpToken(database, systemClock.now());
  return token === null ? null : `${publicUrl}${paths.setUp(token)}`;
}

export const firstSignInCommand: CommandRun = (context) =>
  withDatabase(context, async ({ config, database }) => {
    const link = await firstSignInLink(database, publicUrlOf(config, config.port));
    if (link === null) {
      context.stderr.write(
        'there is an administrator already: sign in, or ask for a sign-in link\n',
      );
      return 1;
    }
    context.stdout.write(`${link}\n`);
    return 0;
  });
