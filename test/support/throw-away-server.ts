import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import {
  type EmbeddedServer,
  openEmbeddedServer,
} from '../../src/platform/database/embedded/open-embedded-server.ts';
import { silentLog } from '../../src/platform/log.ts';

const folderPrefix = 'atenta-test-';

/** What a server that nobody will miss may leave out: nothing of it has to survive a power cut. */
export const hastySettings = {
  fsync: 'off',
  synchronous_commit: 'off',
  full_page_writes: 'off',
  autovacuum: 'off',
  wal_level: 'minimal',
  max_wal_senders: '0',
  max_connections: '300',
  deadlock_timeout: '100ms',
};

/** A PostgreSQL server in a temporary folder; `stop` removes both. */
export async function startThrowAwayServer(): Promise<EmbeddedServer> {
  removeAbandonedServers();
  const dataDir = mkdtempSync(path.join(tmpdir(), `${folderPrefix}${process.pid}-`));
  const server = await openEmbeddedServer({ dataDir, log: silentLog, settings: hastySettings });
  return {
    ...server,
    async stop() {
      await server.stop();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

/** A test run that was killed leaves its server behind: the next one ends exactly that, by the run's process number. */
function removeAbandonedServers(): void {
  for (const name of readdirSync(tmpdir())) {
    const runner = new RegExp(`^${folderPrefix}(\\d+)-`).exec(name)?.[1];
    if (runner === undefined || isRunning(Number(runner))) continue;
    const folder = path.join(tmpdir(), name);
    try {
      endServerIn(folder);
      rmSync(folder, { recursive: true, force: true });
    } catch {
      // Of another user, or gone meanwhile.
    }
  }
}

function endServerIn(folder: string): void {
  for (const major of readdirSync(path.join(folder, 'pg')).filter((name) => /^\d+$/.test(name))) {
    const lockFile = path.join(folder, 'pg', major, 'postmaster.pid');
    const [pid, cluster] = readFileSync(lockFile, 'utf8').split('\n');
    // The whole server process group goes; SIGQUIT is PostgreSQL's "stop as you stand".
    if (cluster === path.join(folder, 'pg', major)) process.kill(Number(pid), 'SIGQUIT');
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
