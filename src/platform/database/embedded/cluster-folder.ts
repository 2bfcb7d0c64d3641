import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
} from 'node:fs';
import path from 'node:path';
import { createSecret } from '../../secret-file.ts';
import { StartProblem } from '../../start-problem.ts';
import { isWindows } from './find-binaries.ts';
import { blockedAncestor, type ServerUser } from './server-user.ts';

/** Where everything of the embedded server lies under the data folder. */
export interface ClusterFolders {
  dataFolder: string;
  /** Holds the clusters, one per PostgreSQL major, and what belongs to all of them. */
  base: string;
  cluster: string;
  socketFolder: string;
  /** What the server says before its own log is open. */
  startLog: string;
  secretFile: string;
}

export function clusterFolders(dataFolder: string, major: string): ClusterFolders {
  const base = path.join(dataFolder, 'pg');
  return {
    dataFolder,
    base,
    cluster: path.join(base, major),
    socketFolder: path.join(base, 'run'),
    startLog: path.join(base, 'start.log'),
    secretFile: path.join(dataFolder, 'db.secret'),
  };
}

/** Makes the folders that are missing; throws a StartProblem when the server's user cannot reach them. */
export function makeFolders(folders: ClusterFolders, user: ServerUser | null): void {
  mkdirSync(folders.dataFolder, { recursive: true, mode: 0o755 });
  openOwnFolder(folders.dataFolder, user);
  const blocked = blockedAncestor(folders.dataFolder, user);
  if (blocked !== null) {
    throw new StartProblem(
      'DATA_DIR_UNREACHABLE',
      `running as root, PostgreSQL runs as "${user?.name}", which may not enter ${blocked}. Set DATA_DIR to a folder that it can reach (for example /var/lib/atenta), start as a normal user, or set DATABASE_URL`,
    );
  }
  for (const folder of [folders.base, folders.socketFolder]) {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    giveTo(folder, user, 0o700);
  }
}

/** A data folder of our own may be entered, not read, by the server's user: what lies in it has its own rights. */
function openOwnFolder(dataFolder: string, user: ServerUser | null): void {
  if (user === null) return;
  const { uid, mode } = statSync(dataFolder);
  if (uid === 0 && (mode & 0o011) !== 0o011) chmodSync(dataFolder, (mode & 0o777) | 0o011);
}

/** Hands a path that we made to the server's user. */
export function giveTo(target: string, user: ServerUser | null, mode: number): void {
  if (user !== null) chownSync(target, user.uid, user.gid);
  if (!isWindows) chmodSync(target, mode);
}

/** Majors of the clusters that are there, newest last. */
export function existingMajors(base: string): string[] {
  if (!existsSync(base)) return [];
  return ownedByUs(base, () => readdirSync(base))
    .filter((name) => /^\d+$/.test(name))
    .sort((a, b) => Number(a) - Number(b));
}

function ownedByUs<T>(target: string, read: () => T): T {
  try {
    return read();
  } catch (cause) {
    throw new StartProblem(
      'DATA_DIR_FOREIGN',
      `${target} cannot be read: the data folder belongs to another user. Start as that user, or name another DATA_DIR`,
      { cause },
    );
  }
}

/** The password of the embedded server: made once, then the same for every process that shares it. */
export function databasePassword(secretFile: string): string {
  if (!existsSync(secretFile)) createSecret(secretFile);
  return ownedByUs(secretFile, () => readFileSync(secretFile, 'utf8')).trim();
}
