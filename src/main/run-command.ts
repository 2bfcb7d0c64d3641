import { StartProblem } from '../platform/start-problem.ts';
import type { Command, CommandContext } from './command.ts';

/** The command that runs when none is named. */
const defaultName = 'all';

const usageCode = 2;

/** Finds the command that the arguments begin with, runs it, and returns its exit code. */
export async function runCommand(
  commands: readonly Command[],
  context: CommandContext,
): Promise<number> {
  const { args, stdout, stderr } = context;
  if (args.includes('--help') || args.includes('-h') || args[0] === 'help') {
    stdout.write(listOf(commands));
    return 0;
  }
  const named = args[0] === undefined || args[0].startsWith('-') ? [defaultName, ...args] : args;
  const command = longestMatch(commands, named);
  if (command === undefined) {
    stderr.write(`unknown command: ${named.join(' ')}\n\n${listOf(commands)}`);
    return usageCode;
  }
  try {
    const run = await command.load();
    return await run({ ...context, args: named.slice(wordsOf(command).length) });
  } catch (error) {
    if (!(error instanceof StartProblem)) throw error;
    stderr.write(`atenta: ${error.message}\n`);
    return 1;
  }
}

const wordsOf = (command: Command): string[] => command.name.split(' ');

function longestMatch(commands: readonly Command[], args: readonly string[]): Command | undefined {
  return commands
    .filter((command) => wordsOf(command).every((word, index) => args[index] === word))
    .sort((a, b) => wordsOf(b).length - wordsOf(a).length)[0];
}

function listOf(commands: readonly Command[]): string {
  const rows = commands.map(({ name, parameters, summary }) => {
    const left = parameters === undefined ? name : `${name} ${parameters}`;
    return `  ${left.padEnd(26)} ${summary}`;
  });
  return `Usage: atenta COMMAND\n\n${rows.join('\n')}\n\nSettings are environment variables: docs/OPERATING.md.\n`;
}
