import path from 'node:path';
import { commands } from './main/commands.ts';
import { runCommand } from './main/run-command.ts';

// The built file lies in dist, this one in src: the product's folder is above both.
process.exitCode = await runCommand(commands, {
  args: process.argv.slice(2),
  checkout: path.resolve(import.meta.dirname, '..'),
  environment: process.env,
  stdin: process.stdin,
  stdout: process.stdout,
  stderr: process.stderr,
});
