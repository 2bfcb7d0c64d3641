import { closeSync, existsSync, openSync, readSync, rmSync, statSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import type { Log } from '../../log.ts';
import { StartProblem } from '../../start-problem.ts';
import type { ClusterFolders } from './cluster-folder.ts';
import { programFile } from './find-binaries.ts';
import { findServer, neutraliseLockFile, type Postmaster } from './postmaster.ts';
import type { RunnableBinaries } from './prepare-binaries.ts';
import { runProgram } from './run-program.ts';
import { type ServerSettings, writeSettings } from './server-settings.ts';
import type { ServerUser } from './server-user.ts';

export interface StartOptions {
  folders: ClusterFolders;
  user: ServerUser | null;
  settings: ServerSettings;
  log: Log;
  /** Called only when a start is needed: adopting a running server needs no programs. */
  binaries(): Promise<RunnableBinaries>;
}

const pollMs = 50;
const retryMs = 300;
const startAttemptsMax = 20;
/** Recovery after a crash may replay a lot; as long as the server is alive we wait this long for it. */
const busyLimitMs = 10 * 60 * 1000;
const pgCtlTimeoutSeconds = 120;
const startLogLimitBytes = 1_000_000;

/** Another process is starting the same cluster, or the last server's processes are still on their way out. */
const passingTrouble = /lock file|shared memory block|still in use|Address already in use/;

/**
 * A ready server for the cluster: the one that runs already (adopted), or one that we start. Many processes may call
 * it at the same moment; PostgreSQL's lock file decides, and the losers adopt.
 */
export async function startOrAdopt(
  options: StartOptions,
): Promise<{ postmaster: Postmaster; adopted: boolean }> {
  const { folders, log } = options;
  const busySince = performance.now();
  let started = false;
  for (let attempts = 0; attempts < startAttemptsMax; ) {
    const state = await findServer(folders.cluster);
    if (state.kind === 'ready') return { postmaster: state.postmaster, adopted: !started };
    if (state.kind === 'busy') {
      if (performance.now() - busySince > busyLimitMs) throw neverReady(folders);
      await pause(pollMs);
      continue;
    }
    attempts += 1;
    const failure = await tryToStart(options);
    started = failure === null;
    if (failure === null) continue;
    if (/lock file/.test(failure) && (await findServer(folders.cluster)).kind === 'stale') {
      log.warn('postmaster.pid names a process that is not our database server; starting past it');
      neutraliseLockFile(folders.cluster);
      continue;
    }
    if (!passingTrouble.test(failure)) throw notStarted(folders, failure);
    await pause(retryMs);
  }
  throw notStarted(folders, readFrom(folders.startLog, 0).slice(-2000));
}

/** Null when it started, else what the server said. */
async function tryToStart({
  folders,
  user,
  settings,
  binaries,
}: StartOptions): Promise<string | null> {
  const { binFolder } = await binaries();
  await writeSettings(folders, user, settings);
  const logged = trimStartLog(folders.startLog);
  // pg_ctl gives the server a session of its own: Ctrl-C at the terminal reaches us, not it, so that we drain first.
  const { code, stderr } = await runProgram(
    programFile(binFolder, 'pg_ctl'),
    [
      `--pgdata=${folders.cluster}`,
      '--wait',
      `--timeout=${pgCtlTimeoutSeconds}`,
      '--silent',
      `--log=${folders.startLog}`,
      'start',
    ],
    { user, folder: folders.base },
  );
  return code === 0 ? null : `${readFrom(folders.startLog, logged)}\n${stderr}`;
}

/** The size up to which the file was written before this start. */
function trimStartLog(file: string): number {
  const size = existsSync(file) ? statSync(file).size : 0;
  if (size < startLogLimitBytes) return size;
  rmSync(file, { force: true });
  return 0;
}

function readFrom(file: string, offset: number): string {
  if (!existsSync(file)) return '';
  const handle = openSync(file, 'r');
  try {
    const buffer = Buffer.alloc(Math.max(0, Math.min(statSync(file).size - offset, 64_000)));
    return buffer.toString('utf8', 0, readSync(handle, buffer, 0, buffer.length, offset));
  } finally {
    closeSync(handle);
  }
}

const notStarted = ({ cluster }: ClusterFolders, said: string): StartProblem =>
  new StartProblem(
    'DATABASE_NOT_STARTED',
    `the embedded PostgreSQL did not start (its own log is in ${cluster}/log): ${said.trim()}`,
  );

const neverReady = ({ cluster }: ClusterFolders): StartProblem =>
  new StartProblem(
    'DATABASE_NOT_READY',
    `the embedded PostgreSQL runs but did not become ready; its log is in ${cluster}/log`,
  );
