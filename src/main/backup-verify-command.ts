import { readBackup } from '../platform/backup.ts';
import { StartProblem } from '../platform/start-problem.ts';
import { describeBackup } from './backup-words.ts';
import type { CommandContext, CommandRun } from './command.ts';

/** `atenta backup verify`: proves a backup from its bytes alone; no database is asked, and nothing is written. */
export const backupVerifyCommand: CommandRun = async (context) => {
  const backup = await readBackup(namedFile(context, 'backup verify'));
  context.stdout.write(`${describeBackup(backup).join('\n')}\nEvery part is as it was written.\n`);
  return 0;
};

/** The one file that a command is about. */
export function namedFile({ args }: CommandContext, command: string): string {
  const [file] = args;
  if (file !== undefined && args.length === 1 && !file.startsWith('-')) return file;
  throw new StartProblem('USAGE', `usage: atenta ${command} FILE`);
}
