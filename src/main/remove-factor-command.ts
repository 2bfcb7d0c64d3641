import { systemActor } from '../kernel/actor.ts';
import { systemClock } from '../kernel/clock.ts';
import { findPersonByAddress, resetSecondFactor } from '../modules/people/index.ts';
import type { CommandRun } from './command.ts';
import { withDatabase } from './with-database.ts';

/** For an administrator who is alone: whoever may run commands here reads the database anyway. */
export const removeFactorCommand: CommandRun = (context) =>
  withDatabase(context, async ({ database }) => {
    const [address = ''] = context.args;
    const person = await findPersonByAddress(database.db, address.toLowerCase());
    if (person === null) {
      context.stderr.write(`nobody has the address ${JSON.stringify(address)}\n`);
      return 1;
    }
    const by = { actor: systemActor, at: systemClock.now(), ipAddress: null, userAgent: null };
    const removed = await resetSecondFactor(database, person.personId, by);
    context.stdout.write(
      removed
        ? `${person.name} signs in without a second factor now\n`
        : `${person.name} has no second factor\n`,
    );
    return 0;
  });
