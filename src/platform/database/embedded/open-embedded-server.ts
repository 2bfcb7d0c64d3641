import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { DatabaseError } from 'pg';
import type { Log } from '../../log.ts';
import { StartProblem } from '../../start-problem.ts';
import {
  type ClusterFolders,
  clusterFolders,
  databasePassword,
  existingMajors,
  makeFolders,
} from './cluster-folder.ts';
import { findBinaries } from './find-binaries.ts';
import {
  addressOf,
  type GuardConnection,
  openGuard,
  type ServerAddress,
  urlOf,
} from './guard-connection.ts';
import { initialiseCluster, isInitialised } from './initialise-cluster.ts';
import { prepareBinaries, type RunnableBinaries } from './prepare-binaries.ts';
import type { ServerSettings } from './server-settings.ts';
import { serverUser } from './server-user.ts';
import { type StartOptions, startOrAdopt } from './start-server.ts';
import { stopServer } from './stop-server.ts';

export interface EmbeddedServer {
  /** Address of a database of this server, password included. */
  url(database: string): string;
  /** True when the server ran already. */
  adopted: boolean;
  /** Makes the database when it is missing. */
  ensureDatabase(name: string): Promise<void>;
  /** Leaves the server; the last process to leave stops it. */
  stop(): Promise<void>;
}

export interface EmbeddedServerOptions {
  dataDir: string;
  log: Log;
  /** Beyond our own settings: tests switch fsync off. */
  settings?: ServerSettings;
}

const guardAttemptsMax = 100;
const guardRetryMs = 100;
const restartPauseMaxMs = 30_000;

/**
 * Runs real PostgreSQL for the product: makes the cluster on first use, starts it or adopts the one that runs, brings
 * it back when it dies, and stops it with the last process that uses it (docs/decisions/0004-embedded-postgresql.md).
 * Throws a StartProblem that says what to do when the machine does not allow it.
 */
export async function openEmbeddedServer(options: EmbeddedServerOptions): Promise<EmbeddedServer> {
  const { log } = options;
  const dataFolder = path.resolve(options.dataDir);
  const installed = findBinaries();
  let runnable: Promise<RunnableBinaries> | undefined;
  const base = clusterFolders(dataFolder, '').base;
  const user = serverUser(path.join(base, existingMajors(base).at(-1) ?? ''));
  const binaries = () => (runnable ??= prepareBinaries(installed, dataFolder, user));
  const major = installed.version?.split('.')[0] ?? (await binaries()).major;
  const folders = clusterFolders(dataFolder, major);
  makeFolders(folders, user);
  refuseOtherMajor(folders, major);
  const password = databasePassword(folders.secretFile);
  if (!isInitialised(folders.cluster)) {
    await initialiseCluster(await binaries(), folders, password, user);
    log.info({ folder: folders.cluster }, 'database created');
  }
  const start = { folders, user, binaries, log, settings: options.settings ?? {} };
  const first = await startAndGuard(start, password);
  const supervision = superviseServer(start, password, first.guard);
  return {
    url: (database) => urlOf(first.address, database),
    adopted: first.adopted,
    ensureDatabase: (name) => first.guard.ensureDatabase(name),
    stop: () => supervision.stop(),
  };
}

/** A cluster of another PostgreSQL is never touched and never ignored: an empty desk would look like lost data. */
function refuseOtherMajor(folders: ClusterFolders, major: string): void {
  const found = existingMajors(folders.base);
  if (found.length === 0 || found.includes(major)) return;
  throw new StartProblem(
    'DATABASE_MAJOR',
    `the data folder holds a database of PostgreSQL ${found.join(', ')}, and this version of the product runs ${major}: start the version that made it, or see "Another PostgreSQL" in docs/OPERATING.md`,
  );
}

interface GuardedServer {
  guard: GuardConnection;
  address: ServerAddress;
  adopted: boolean;
}

/** A server seen ready may be on its way down when we connect: then it is looked for, or started, again. */
async function startAndGuard(start: StartOptions, password: string): Promise<GuardedServer> {
  for (let attempt = 1; ; attempt += 1) {
    const { postmaster, adopted } = await startOrAdopt(start);
    const address = addressOf(postmaster, password);
    try {
      return { guard: await openGuard(address), address, adopted };
    } catch (error) {
      if ((error as DatabaseError).code === '28P01') {
        if (!adopted)
          await stopServer(start.folders, await start.binaries(), start.user, start.log);
        throw wrongPassword(start.folders, error);
      }
      if (attempt >= guardAttemptsMax) throw error;
      await pause(guardRetryMs);
    }
  }
}

const wrongPassword = ({ secretFile, cluster }: ClusterFolders, cause: unknown): StartProblem =>
  new StartProblem(
    'DATABASE_PASSWORD',
    `the password in ${secretFile} is not the one of the database in ${cluster}: put the original file back`,
    { cause },
  );

/** Watches the guard connection: when the server dies without our doing, it is brought back on the same address. */
function superviseServer(start: StartOptions, password: string, first: GuardConnection) {
  const { folders, user, log } = start;
  let stopping = false;
  let guard: GuardConnection | null = first;
  watch(first);

  function watch(current: GuardConnection): void {
    void current.lost.then(async () => {
      guard = null;
      if (!stopping) await bringBack();
    });
  }

  async function bringBack(): Promise<void> {
    log.error('the database server is gone; starting it again');
    for (let pauseMs = 500; !stopping; pauseMs = Math.min(pauseMs * 2, restartPauseMaxMs)) {
      try {
        const { guard: fresh } = await startAndGuard(start, password);
        if (stopping) return void (await leave(fresh));
        guard = fresh;
        watch(fresh);
        return log.info('the database server is back');
      } catch (err) {
        log.error({ err }, 'the database server could not be started; trying again');
        await pause(pauseMs, undefined, { ref: false });
      }
    }
  }

  async function leave(current: GuardConnection): Promise<void> {
    // Fails only when the connection is lost: somebody else was the last and is stopping the server this moment.
    const isLast = await current.isLast().catch(() => false);
    if (isLast) await stopServer(folders, await start.binaries(), user, log);
    else await current.close();
  }

  return {
    async stop(): Promise<void> {
      if (stopping) return;
      stopping = true;
      if (guard !== null) await leave(guard);
    },
  };
}
