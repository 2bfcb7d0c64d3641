import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import { describe, expect, it } from 'vitest';
import { StartProblem } from '../platform/start-problem.ts';
import type { Command, CommandRun } from './command.ts';
import { commands } from './commands.ts';
import { runCommand } from './run-command.ts';

async function run(table: readonly Command[], ...args: string[]) {
  const stdout = new PassThrough();
  const stderr = new PassThrough();
  const code = await runCommand(table, {
    args,
    checkout: '/nowhere',
    environment: {},
    stdin: new PassThrough(),
    stdout,
    stderr,
  });
  stdout.end();
  stderr.end();
  return { code, stdout: await text(stdout), stderr: await text(stderr) };
}

const command = (name: string, work: CommandRun): Command => ({
  name,
  summary: `does ${name}`,
  load: async () => work,
});
const saysItsArguments = (name: string) =>
  command(name, async ({ args, stdout }) => {
    stdout.write(`${name}:${args.join(',')}`);
    return 3;
  });

describe('the command line', () => {
  const table = ['all', 'clocks', 'clocks explain'].map(saysItsArguments);

  it.each([
    [['clocks', 'explain', '--proof'], 'clocks explain:--proof'],
    [['clocks', 'other'], 'clocks:other'],
    [[], 'all:'],
    [['--demo'], 'all:--demo'],
  ])('%j', async (args, output) => {
    expect(await run(table, ...args)).toEqual({ code: 3, stdout: output, stderr: '' });
  });

  it('an unknown command is said on stderr, with what there is', async () => {
    const { code, stdout, stderr } = await run(table, 'nonsense');
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(/unknown command: nonsense(.|\n)*does clocks explain/);
  });

  it('what the person can put right is one line without a stack; a bug rises', async () => {
    const problem = command('fail', async () => {
      throw new StartProblem('PORT_TAKEN', 'port 1 is taken');
    });
    expect(await run([problem], 'fail')).toEqual({
      code: 1,
      stdout: '',
      stderr: 'atenta: port 1 is taken\n',
    });
    const bug = command('bug', async () => {
      throw new TypeError('a bug');
    });
    await expect(run([bug], 'bug')).rejects.toThrow(TypeError);
  });

  it('help lists every command, and each of them loads', async () => {
    const { code, stdout } = await run(commands, '--help');
    expect(code).toBe(0);
    for (const { name, load } of commands) {
      expect(stdout).toContain(`  ${name}`);
      expect(await load()).toBeTypeOf('function');
    }
  });

  it('a wrong setting is named, and nothing is started', async () => {
    const stderr = new PassThrough();
    const code = await runCommand(commands, {
      args: ['web'],
      checkout: '/nowhere',
      environment: { PORT: 'eighty' },
      stdin: new PassThrough(),
      stdout: new PassThrough(),
      stderr,
    });
    stderr.end();
    expect(code).toBe(1);
    expect(await text(stderr)).toContain('PORT: expected a whole number');
  });
});
