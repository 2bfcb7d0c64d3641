import { randomBytes } from 'node:crypto';
import {
  chmodSync,
  chownSync,
  readFileSync,
  realpathSync,
  renameSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { readlink } from 'node:fs/promises';
import path from 'node:path';
import { systemClock } from '../../../kernel/clock.ts';
import { isWindows, programFile } from './find-binaries.ts';
import { runProgram } from './run-program.ts';

/** What postmaster.pid says about the server of a cluster. */
export interface Postmaster {
  pid: number;
  port: number;
  /** Empty when the server listens on TCP only. */
  socketFolder: string;
  ready: boolean;
}

/**
 * What stands behind postmaster.pid. `busy`: the server is starting, recovering or stopping. `absent`: no file, or its
 * process is gone. `stale`: the number now belongs to a process that is not our server (recycled, or a zombie).
 */
export type ServerState =
  | { kind: 'ready'; postmaster: Postmaster }
  | { kind: 'busy' }
  | { kind: 'absent' }
  | { kind: 'stale' };

const lockFileName = 'postmaster.pid';

/** A file that is still empty after this was left by a crash between its creation and its first write. */
const emptyFileAgeMs = 10_000;

/** No process can have it: above every pid_max. */
const impossiblePid = 99_999_999;

export async function findServer(cluster: string): Promise<ServerState> {
  const lines = readLockFile(cluster);
  if (lines === null) return { kind: 'absent' };
  const pid = Math.abs(Number(lines[0]));
  if (!Number.isSafeInteger(pid) || pid === 0) {
    return isOldEmptyFile(cluster) ? { kind: 'stale' } : { kind: 'busy' };
  }
  if (!isAlive(pid)) return { kind: 'absent' };
  if (!(await isServerOf(cluster, pid))) return { kind: 'stale' };
  const [, , , port, socketFolder, , , status] = lines;
  if (status?.trim() !== 'ready') return { kind: 'busy' };
  return {
    kind: 'ready',
    postmaster: { pid, port: Number(port), socketFolder: socketFolder ?? '', ready: true },
  };
}

/**
 * Lets a start go past a stale file without deleting it: only the process number is replaced, by one that cannot
 * exist. The shared-memory key stays, and with it PostgreSQL's own guard against server processes that survived.
 */
export function neutraliseLockFile(cluster: string): void {
  const file = path.join(cluster, lockFileName);
  const { uid, gid, mode } = statSync(file);
  const [, ...rest] = readFileSync(file, 'utf8').split('\n');
  const temporary = `${file}.${randomBytes(4).toString('hex')}`;
  writeFileSync(temporary, [String(impossiblePid), ...rest].join('\n'), { mode });
  if (!isWindows) {
    chownSync(temporary, uid, gid);
    chmodSync(temporary, mode & 0o777);
  }
  renameSync(temporary, file);
}

function readLockFile(cluster: string): string[] | null {
  try {
    return readFileSync(path.join(cluster, lockFileName), 'utf8').split('\n');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

function isOldEmptyFile(cluster: string): boolean {
  const stat = statSync(path.join(cluster, lockFileName), { throwIfNoEntry: false });
  return stat !== undefined && systemClock.now() - stat.mtimeMs > emptyFileAgeMs;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** Is that process the server of this cluster? A postmaster works in its cluster's folder before it writes its number. */
async function isServerOf(cluster: string, pid: number): Promise<boolean> {
  if (process.platform === 'linux') {
    // A zombie has no working folder, and one of another user is not ours: ours runs as us or as the cluster's owner.
    const folder = await readlink(`/proc/${pid}/cwd`).catch(() => null);
    return folder !== null && folder === realpathSync(cluster);
  }
  if (isWindows) return true;
  const { code, stdout } = await runProgram('ps', ['-p', String(pid), '-o', 'command='], {
    user: null,
    folder: '/',
  });
  return code === 0 && stdout.includes(programFile('', 'postgres')) && stdout.includes(cluster);
}
