import { systemActor } from '../kernel/actor.ts';
import { systemClock } from '../kernel/clock.ts';
import { releaseDesk } from '../modules/correspondence/index.ts';
import { StartProblem } from '../platform/start-problem.ts';
import type { CommandRun } from './command.ts';
import { withDatabase } from './with-database.ts';

/** `atenta restore release`: the restored desk is a desk as any other from here on. Exit code 1 when it was not held. */
export const restoreReleaseCommand: CommandRun = async (context) => {
  const keepMail = context.args.includes('--keep-mail');
  if (context.args.some((arg) => arg !== '--keep-mail')) {
    throw new StartProblem('USAGE', 'usage: atenta restore release [--keep-mail]');
  }
  return withDatabase(context, async ({ database }) => {
    const by = { actor: systemActor, at: systemClock.now(), ipAddress: null };
    const released = await releaseDesk(database, { keepMail }, by);
    if (released === null) {
      context.stderr.write('this desk is not held\n');
      return 1;
    }
    context.stdout.write(
      keepMail
        ? `released; ${released.keptMails} mails stay in the outbox, to be sent by hand from the console\n`
        : 'released; what waits in the outbox is sent from now on\n',
    );
    return 0;
  });
};
