// The product that the journeys walk through: the built one, on free ports, with data that is thrown away.
import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';

export const root = path.resolve(import.meta.dirname, '../..');
export const mainFile = path.join(root, 'dist/main.js');

/** Chosen by playwright.config.ts before anything starts. */
export const journeyDataDir = chosen('JOURNEY_DATA_DIR');
export const journeyPort = Number(chosen('JOURNEY_PORT'));
export const journeySmtpPort = Number(chosen('JOURNEY_SMTP_PORT'));

/** The settings of that product, for it and for commands beside it. */
export const journeyEnvironment: NodeJS.ProcessEnv = {
  ...process.env,
  PORT: String(journeyPort),
  // Browsers have passkeys under a name alone; by number it is the same desk.
  PUBLIC_URL: `http://localhost:${journeyPort}`,
  // Who comes from where is for the journeys to say (`ownAddress`).
  TRUSTED_PROXIES: '127.0.0.1',
  SMTP_PORT: String(journeySmtpPort),
  DATA_DIR: journeyDataDir,
  DATABASE_URL: process.env['JOURNEY_DATABASE_URL'] ?? '',
  LOG_LEVEL: 'warn',
};

/** Runs `atenta` beside the running product and returns what it wrote. */
export async function atenta(...args: string[]): Promise<string> {
  const { stdout } = await promisify(execFile)(process.execPath, [mainFile, ...args], {
    env: journeyEnvironment,
  });
  return stdout;
}

function chosen(name: string): string {
  const value = process.env[name];
  if (value === undefined) throw new Error(`${name} is set by playwright.config.ts`);
  return value;
}
