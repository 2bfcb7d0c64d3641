import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdtempSync,
  openSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { systemClock } from '../../../kernel/clock.ts';
import { StartProblem } from '../../start-problem.ts';
import { type ClusterFolders, giveTo } from './cluster-folder.ts';
import { isWindows, programFile } from './find-binaries.ts';
import type { RunnableBinaries } from './prepare-binaries.ts';
import { runProgram } from './run-program.ts';
import type { ServerUser } from './server-user.ts';

export const superuser = 'atenta';

/** initdb leaves a temporary folder of this name when it is killed. */
const temporaryPrefix = 'init-';
const abandonedAfterMs = 10 * 60 * 1000;

export const isInitialised = (clusterFolder: string): boolean =>
  existsSync(path.join(clusterFolder, 'PG_VERSION'));

/**
 * Makes the cluster in a temporary folder and renames it: a killed initdb leaves a half-made folder that could even
 * start. Of several processes at once the first rename wins and the others use its cluster.
 */
export async function initialiseCluster(
  binaries: RunnableBinaries,
  folders: ClusterFolders,
  password: string,
  user: ServerUser | null,
): Promise<void> {
  removeAbandoned(folders.base);
  const work = mkdtempSync(path.join(folders.base, temporaryPrefix));
  try {
    giveTo(work, user, 0o700);
    const passwordFile = path.join(work, 'password');
    writeFileSync(passwordFile, `${password}\n`, { mode: 0o600 });
    giveTo(passwordFile, user, 0o600);
    const made = path.join(work, 'cluster');
    const { code, stdout, stderr } = await runProgram(
      programFile(binaries.binFolder, 'initdb'),
      initdbArguments(made, passwordFile, Number(binaries.major)),
      { user, folder: work },
    );
    if (code !== 0) {
      throw new StartProblem(
        'DATABASE_INIT_FAILED',
        `the database could not be created in ${folders.base}: ${stderr || stdout}`,
      );
    }
    moveIntoPlace(made, folders);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

function initdbArguments(cluster: string, passwordFile: string, major: number): string[] {
  // Byte order for everything that the database compares, the same on every machine and after every system
  // upgrade; Spanish order is asked for where people read a list (COLLATE "es-x-icu").
  const locale =
    major >= 17
      ? ['--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--locale=C']
      : ['--locale-provider=icu', '--icu-locale=und', '--locale=C'];
  return [
    `--pgdata=${cluster}`,
    `--username=${superuser}`,
    '--auth=scram-sha-256',
    `--pwfile=${passwordFile}`,
    '--encoding=UTF8',
    ...locale,
    '--data-checksums',
    '--no-instructions',
  ];
}

function moveIntoPlace(made: string, folders: ClusterFolders): void {
  try {
    renameSync(made, folders.cluster);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code !== 'ENOTEMPTY' && code !== 'EEXIST' && !(isWindows && code === 'EPERM')) throw error;
    if (!isInitialised(folders.cluster)) throw error;
  }
  if (!isWindows) flushFolder(folders.base);
}

function flushFolder(folder: string): void {
  const handle = openSync(folder, 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

function removeAbandoned(base: string): void {
  const present = systemClock.now();
  for (const name of readdirSync(base).filter((entry) => entry.startsWith(temporaryPrefix))) {
    const folder = path.join(base, name);
    const stat = statSync(folder, { throwIfNoEntry: false });
    if (stat && present - stat.mtimeMs > abandonedAfterMs) {
      rmSync(folder, { recursive: true, force: true });
    }
  }
}
