import { type Config, readConfig } from '../platform/config.ts';
import { type Database, openDatabase } from '../platform/database/index.ts';
import { createLog, type Log } from '../platform/log.ts';
import type { CommandContext } from './command.ts';

export interface CommandTools {
  readonly config: Config;
  readonly database: Database;
  readonly log: Log;
}

/**
 * Opens the database for one command and leaves it afterwards: the server that a running desk has started goes on,
 * one that was started for the command alone ends with it.
 */
export async function withDatabase<T>(
  context: CommandContext,
  work: (tools: CommandTools) => Promise<T>,
): Promise<T> {
  const config = readConfig(context.environment, context.checkout);
  const log = commandLog(config, context);
  const { dataDir, databaseUrl } = config;
  const database = await openDatabase({ dataDir, databaseUrl, log, poolSize: 4 });
  try {
    return await work({ config, database, log });
  } finally {
    await database.stop();
  }
}

/** On stderr: what a command answers goes to stdout, alone. */
export const commandLog = (config: Config, { stderr }: CommandContext): Log =>
  createLog({
    level: config.logLevel === 'info' ? 'warn' : config.logLevel,
    human: config.logFormat === null ? stderr.isTTY === true : config.logFormat === 'human',
    destination: stderr,
  });
