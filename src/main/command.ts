import type { Readable, Writable } from 'node:stream';
import type { Environment } from '../platform/config.ts';

/** What a command is given by the process around it. */
export interface CommandContext {
  /** What follows the name of the command. */
  readonly args: readonly string[];
  /** The folder of the product: dist, db and docs lie in it. */
  readonly checkout: string;
  readonly environment: Environment;
  readonly stdin: Readable;
  readonly stdout: Writable;
  /** For the log and for what goes wrong; stdout is the command's answer. */
  readonly stderr: Writable & { readonly isTTY?: boolean };
}

/** Returns the exit code. Throws a StartProblem for what the person at the terminal can put right. */
export type CommandRun = (context: CommandContext) => Promise<number>;

export interface Command {
  /** One or more words: `clocks explain`. */
  readonly name: string;
  /** What may follow the name, for the list of commands. */
  readonly parameters?: string;
  readonly summary: string;
  /** Loaded when it is asked for: the command line must not wait for the whole product. */
  readonly load: () => Promise<CommandRun>;
}
