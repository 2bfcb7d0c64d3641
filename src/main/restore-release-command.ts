import { systemActor } from '../kernel/actor.ts';
import { systemClock } from '../kernel/clock.ts';
import { keepQueuedInOutbox } from '../modules/correspondence/index.ts';
import { recordAudit } from '../modules/people/index.ts';
import { inTransaction } from '../platform/database/index.ts';
import { readHold, releaseHold } from '../platform/restored-hold.ts';
import { StartProblem } from '../platform/start-problem.ts';
import type { CommandRun } from './command.ts';
import { withDatabase } from './with-database.ts';

/**
 * `atenta restore release`: the restored desk is a desk as any other from here on. With `--keep-mail` what the backup
 * still had to send stays in the outbox: the desk that it came from has sent it, most likely.
 */
export const restoreReleaseCommand: CommandRun = async (context) => {
  const keepMail = context.args.includes('--keep-mail');
  if (context.args.some((arg) => arg !== '--keep-mail')) {
    throw new StartProblem('USAGE', 'usage: atenta restore release [--keep-mail]');
  }
  return withDatabase(context, ({ database }) =>
    inTransaction(database, async (tx) => {
      const at = systemClock.now();
      const hold = await readHold(tx);
      if (hold === null) {
        context.stderr.write('this desk is not held\n');
        return 1;
      }
      const kept = keepMail ? await keepQueuedInOutbox(tx, hold.restoredAt) : 0;
      await releaseHold(tx, at);
      await recordAudit(
        tx,
        { actor: systemActor, at, ipAddress: null },
        { action: 'desk.released', subject: 'desk', detail: { keptMail: kept } },
      );
      context.stdout.write(
        keepMail
          ? `released; ${kept} mails stay in the outbox, to be sent by hand from the console\n`
          : `released; what waits in the outbox is sent from now on\n`,
      );
      return 0;
    }),
  );
};
