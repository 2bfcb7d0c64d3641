import { createHash } from 'node:crypto';
import {
  chmodSync,
  cpSync,
  existsSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
} from 'node:fs';
import path from 'node:path';
import { StartProblem } from '../../start-problem.ts';
import { type InstalledBinaries, isWindows, programFile } from './find-binaries.ts';
import { runProgram } from './run-program.ts';
import type { ServerUser } from './server-user.ts';

/** PostgreSQL's programs that the server's user can run. */
export interface RunnableBinaries {
  binFolder: string;
  /** "18.4" */
  version: string;
  /** "18" */
  major: string;
}

/**
 * Makes the installed programs runnable by the server's user. npm packages carry no symbolic links and install
 * scripts may be switched off, so the links are made here; when the package is read-only or lies where the user
 * cannot go (a checkout under /root), a private copy under the data folder is used.
 */
export async function prepareBinaries(
  installed: InstalledBinaries,
  dataFolder: string,
  user: ServerUser | null,
): Promise<RunnableBinaries> {
  const { binFolder, packageFolder } = installed;
  if (packageFolder !== null) repairInPlace(packageFolder);
  const first = await tryToRun(binFolder, user);
  if (typeof first !== 'string') return first;
  if (packageFolder === null) throw cannotRun(binFolder, first);
  const copy = copyPackage(packageFolder, dataFolder);
  const second = await tryToRun(path.join(copy, 'native', 'bin'), user);
  if (typeof second !== 'string') return second;
  throw cannotRun(binFolder, second);
}

const cannotRun = (binFolder: string, why: string): StartProblem =>
  new StartProblem(
    'DATABASE_BINARIES_BROKEN',
    `the embedded PostgreSQL in ${binFolder} cannot be run on this machine (${why.trim()}): set DATABASE_URL to a PostgreSQL server (15 or newer), or ATENTA_POSTGRES_BIN to the folder of its programs`,
  );

/** The version when it runs, else why not. */
async function tryToRun(
  binFolder: string,
  user: ServerUser | null,
): Promise<RunnableBinaries | string> {
  try {
    const file = programFile(binFolder, 'postgres');
    const { code, stdout, stderr } = await runProgram(file, ['--version'], { user, folder: '/' });
    const found = /(\d+)\.(\d+)/.exec(stdout);
    if (code !== 0 || found === null) return stderr || `exit code ${code}`;
    return { binFolder, version: found[0], major: String(found[1]) };
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/** Failing is no error yet: the copy is the second way. */
function repairInPlace(packageFolder: string): void {
  try {
    makeLinks(packageFolder);
    makeExecutable(packageFolder);
  } catch {
    // A read-only package: tryToRun decides whether anything was missing.
  }
}

function makeLinks(packageFolder: string): void {
  const list = path.join(packageFolder, 'native', 'pg-symlinks.json');
  if (!existsSync(list)) return;
  const links = JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[];
  for (const { source, target } of links) {
    const link = path.join(packageFolder, target);
    if (existsSync(link)) continue;
    try {
      symlinkSync(path.relative(path.dirname(target), source), link);
    } catch (error) {
      if (!isAlreadyThere(error)) throw error;
    }
  }
}

function makeExecutable(packageFolder: string): void {
  if (isWindows) return;
  const folder = path.join(packageFolder, 'native', 'bin');
  for (const name of readdirSync(folder)) {
    const file = path.join(folder, name);
    const { mode } = statSync(file);
    if ((mode & 0o111) !== 0o111) chmodSync(file, (mode & 0o777) | 0o555);
  }
}

/** One copy per package version; the rename makes it whole or absent, also when several processes make it at once. */
function copyPackage(packageFolder: string, dataFolder: string): string {
  const manifest = readFileSync(path.join(packageFolder, 'package.json'));
  const hash = createHash('sha256').update(manifest).digest('hex').slice(0, 12);
  const copy = path.join(dataFolder, `postgresql-${hash}`);
  if (existsSync(copy)) return copy;
  const temporary = `${copy}.${process.pid}`;
  try {
    cpSync(packageFolder, temporary, { recursive: true, verbatimSymlinks: true });
    makeLinks(temporary);
    makeExecutable(temporary);
    renameSync(temporary, copy);
  } catch (error) {
    if (!isAlreadyThere(error)) throw error;
  } finally {
    rmSync(temporary, { recursive: true, force: true });
  }
  return copy;
}

function isAlreadyThere(error: unknown): boolean {
  const code = (error as NodeJS.ErrnoException).code;
  return code === 'EEXIST' || code === 'ENOTEMPTY' || (isWindows && code === 'EPERM');
}
