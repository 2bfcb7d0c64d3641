import { spawn } from 'node:child_process';
import { asServerUser, type ServerUser } from './server-user.ts';

export interface ProgramResult {
  /** Exit code; null when a signal ended it. */
  code: number | null;
  stdout: string;
  stderr: string;
}

const lateOutputMs = 1000;

/**
 * Runs one of PostgreSQL's programs as the server's user with a clean environment: PG* variables of the shell that
 * started us must not redirect it, and messages must come in the language that we read.
 * Throws when the program cannot be started at all.
 */
export function runProgram(
  file: string,
  args: readonly string[],
  { user, folder }: { user: ServerUser | null; folder: string },
): Promise<ProgramResult> {
  return new Promise((resolve, reject) => {
    const child = spawn(file, args, {
      ...asServerUser(user),
      cwd: folder,
      env: cleanEnvironment(folder),
      stdio: ['ignore', 'pipe', 'pipe'],
      windowsHide: true,
    });
    const output = { stdout: '', stderr: '' };
    child.stdout.on('data', (chunk: Buffer) => (output.stdout += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (output.stderr += chunk.toString()));
    child.on('error', reject);
    const end = (code: number | null) => resolve({ code, ...output });
    // What was written is whole when the pipes are closed; a server that was left behind may hold them open.
    child.on('close', end);
    child.on('exit', (code) => setTimeout(end, lateOutputMs, code).unref());
  });
}

function cleanEnvironment(home: string): NodeJS.ProcessEnv {
  const inherited = ['PATH', 'SystemRoot', 'TEMP', 'TMP'].flatMap((name) => {
    const value = process.env[name];
    return value === undefined ? [] : [[name, value]];
  });
  return { ...Object.fromEntries(inherited), HOME: home, LC_ALL: 'C', TZ: 'UTC' };
}
