import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { afterAll, describe, expect, it } from 'vitest';
import { hastySettings } from '../../../../test/support/throw-away-server.ts';
import { silentLog } from '../../log.ts';
import { findBinaries } from './find-binaries.ts';
import { openEmbeddedServer } from './open-embedded-server.ts';
import { findServer } from './postmaster.ts';
import { prepareBinaries } from './prepare-binaries.ts';
import { serverUser } from './server-user.ts';

const holder = path.resolve(import.meta.dirname, '../../../../test/support/hold-server.ts');
const work = mkdtempSync(path.join(tmpdir(), `atenta-test-${process.pid}-embedded-`));
// For root: the database's account must be able to pass.
chmodSync(work, 0o755);
const holders = new Set<ChildProcess>();
afterAll(async () => {
  await Promise.all([...holders].map(release));
  rmSync(work, { recursive: true, force: true });
});

let folders = 0;
function freshFolder(): string {
  folders += 1;
  return path.join(work, `data-${folders}`);
}
const open = (dataDir: string) =>
  openEmbeddedServer({ dataDir, log: silentLog, settings: hastySettings });

/** The one cluster of a data folder, whatever its major. */
function clusterOf(dataDir: string): string {
  const major = readdirSync(path.join(dataDir, 'pg')).find((name) => /^\d+$/.test(name));
  return path.join(dataDir, 'pg', String(major));
}
const postmasterOf = (dataDir: string): number =>
  Number(readFileSync(path.join(clusterOf(dataDir), 'postmaster.pid'), 'utf8').split('\n')[0]);

/** Another process that uses the server of the folder. */
async function hold(
  dataDir: string,
): Promise<{ process: ChildProcess; adopted: boolean; url: string }> {
  const child = spawn(process.execPath, [holder, dataDir], { stdio: ['pipe', 'pipe', 'inherit'] });
  holders.add(child);
  const [line] = (await Promise.race([
    once(createInterface(child.stdout), 'line'),
    once(child, 'exit').then(([code]) => {
      throw new Error(`the other process ended with ${code}`);
    }),
  ])) as [string];
  const { adopted, url } = JSON.parse(line) as { adopted: boolean; url: string };
  return { process: child, adopted, url };
}

async function release(child: ChildProcess): Promise<void> {
  holders.delete(child);
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.stdin?.end();
  await ended;
}

async function kill(child: ChildProcess): Promise<void> {
  holders.delete(child);
  const ended = once(child, 'exit');
  child.kill('SIGKILL');
  await ended;
}

async function query<T>(url: string, text: string): Promise<T[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(text)).rows as T[];
  } finally {
    await client.end();
  }
}

/** Waits for what another process does; the test's own time limit ends it. */
async function becomes(condition: () => Promise<boolean>): Promise<void> {
  while (!(await condition().catch(() => false))) await pause(20);
}

describe('the embedded server', () => {
  it('is made with checksums and byte order, kept from everybody else, and stops with its only user', async () => {
    const dataDir = freshFolder();
    const server = await open(dataDir);
    await server.ensureDatabase('atenta');
    await server.ensureDatabase('atenta');
    const [settings] = await query<object>(
      server.url('atenta'),
      `select current_setting('data_checksums') as checksums, pg_encoding_to_char(encoding) as encoding,
              datcollate as collation, current_setting('listen_addresses') as listens
         from pg_database where datname = current_database()`,
    );
    expect(settings).toEqual({ checksums: 'on', encoding: 'UTF8', collation: 'C', listens: '' });
    expect(statSync(path.join(dataDir, 'db.secret')).mode & 0o777).toBe(0o600);
    expect(statSync(clusterOf(dataDir)).mode & 0o777).toBe(0o700);
    expect(statSync(path.join(dataDir, 'pg/run')).mode & 0o777).toBe(0o700);
    await server.stop();
    expect(await findServer(clusterOf(dataDir))).toEqual({ kind: 'absent' });
  });

  it('goes on for whoever still uses it: the last one to leave stops it', async () => {
    const dataDir = freshFolder();
    const starter = await open(dataDir);
    const other = await hold(dataDir);
    expect([starter.adopted, other.adopted]).toEqual([false, true]);
    await starter.stop();
    expect(await query(other.url, 'select 1 as one')).toEqual([{ one: 1 }]);
    await release(other.process);
    expect(await findServer(clusterOf(dataDir))).toEqual({ kind: 'absent' });
  });

  it('is adopted after kill -9 of its starter, with everything that was committed, and then stopped', async () => {
    const dataDir = freshFolder();
    const killed = await hold(dataDir);
    await query(killed.url, `create table kept as select 42 as answer`);
    await kill(killed.process);
    const next = await open(dataDir);
    expect(next.adopted).toBe(true);
    expect(await query(next.url('atenta'), 'select answer from kept')).toEqual([{ answer: 42 }]);
    await next.stop();
    expect(await findServer(clusterOf(dataDir))).toEqual({ kind: 'absent' });
  });

  it('three processes that start at once on a fresh folder share one', async () => {
    const dataDir = freshFolder();
    const all = await Promise.all([hold(dataDir), hold(dataDir), hold(dataDir)]);
    expect(new Set(all.map(({ url }) => url)).size).toBe(1);
    expect(all.filter(({ adopted }) => !adopted)).toHaveLength(1);
    expect(
      readdirSync(path.join(dataDir, 'pg')).filter((name) => name.startsWith('init-')),
    ).toEqual([]);
    await Promise.all(all.map(({ process }) => release(process)));
    expect(await findServer(clusterOf(dataDir))).toEqual({ kind: 'absent' });
  });

  it('is brought back when it is killed under its users, on the same address', async () => {
    const dataDir = freshFolder();
    const server = await open(dataDir);
    const before = postmasterOf(dataDir);
    process.kill(before, 'SIGKILL');
    await becomes(async () => {
      const state = await findServer(clusterOf(dataDir));
      return state.kind === 'ready' && state.postmaster.pid !== before;
    });
    expect(await query(server.url('postgres'), 'select 1 as one')).toEqual([{ one: 1 }]);
    // Brought back and watched again: leaving it now stops it.
    await becomes(async () => {
      const guards = await query(
        server.url('postgres'),
        `select 1 from pg_stat_activity where application_name = 'atenta guard'`,
      );
      return guards.length === 1;
    });
    await server.stop();
    expect(await findServer(clusterOf(dataDir))).toEqual({ kind: 'absent' });
  });

  it('starts past a process number that now belongs to somebody else, and never deletes the file', async () => {
    const dataDir = freshFolder();
    const held = await hold(dataDir);
    await query(held.url, `create table kept as select 42 as answer`);
    const lockFile = path.join(clusterOf(dataDir), 'postmaster.pid');
    const left = readFileSync(lockFile, 'utf8');
    await release(held.process);
    // The file of a server that died, with the number of a process that is alive and of the server's own account.
    const owner = statSync(clusterOf(dataDir));
    const asOwner = process.getuid?.() === 0 ? { uid: owner.uid, gid: owner.gid } : {};
    const stranger = spawn('sleep', ['60'], { cwd: '/', ...asOwner });
    try {
      const recycled = left.replace(/^\d+/, String(stranger.pid));
      writeFileSync(lockFile, recycled, { mode: 0o600 });
      if (process.getuid?.() === 0) chownSync(lockFile, owner.uid, owner.gid);
      expect(await findServer(clusterOf(dataDir))).toEqual({ kind: 'stale' });
      const server = await open(dataDir);
      expect(await query(server.url('atenta'), 'select answer from kept')).toEqual([
        { answer: 42 },
      ]);
      await server.stop();
    } finally {
      stranger.kill('SIGKILL');
    }
  });

  it('a first creation that was killed is no cluster, and nothing that it left is used', async () => {
    const dataDir = freshFolder();
    const half = path.join(dataDir, 'pg', 'init-killed', 'cluster');
    mkdirSync(half, { recursive: true });
    writeFileSync(path.join(half, 'PG_VERSION'), '18\n');
    const server = await open(dataDir);
    expect(clusterOf(dataDir)).not.toContain('init-');
    await server.stop();
  });

  it('a cluster of another PostgreSQL stops the start with a clear code', async () => {
    const dataDir = freshFolder();
    mkdirSync(path.join(dataDir, 'pg', '14'), { recursive: true });
    await expect(open(dataDir)).rejects.toMatchObject({
      code: 'DATABASE_MAJOR',
      message: expect.stringMatching(/PostgreSQL 14.*docs\/OPERATING\.md/),
    });
  });

  it('another password file is not taken for the right one', async () => {
    const dataDir = freshFolder();
    await (await open(dataDir)).stop();
    writeFileSync(path.join(dataDir, 'db.secret'), 'another\n');
    await expect(open(dataDir)).rejects.toMatchObject({ code: 'DATABASE_PASSWORD' });
    expect(await findServer(clusterOf(dataDir))).toEqual({ kind: 'absent' });
  });

  it.runIf(process.getuid?.() === 0)(
    'for root, a folder that the database account cannot enter is refused with the ways out',
    async () => {
      const closed = path.join(work, 'closed');
      mkdirSync(closed, { mode: 0o700 });
      await expect(open(path.join(closed, 'data'))).rejects.toMatchObject({
        code: 'DATA_DIR_UNREACHABLE',
        message: expect.stringMatching(
          new RegExp(`may not enter ${closed}.*DATA_DIR.*DATABASE_URL`),
        ),
      });
    },
  );

  it.runIf(process.getuid?.() === 0 && findBinaries().packageFolder !== null)(
    'for root, programs that the database account cannot reach are run from a copy',
    async () => {
      const closed = path.join(work, 'closed-package');
      mkdirSync(closed, { mode: 0o700 });
      const { packageFolder, version } = findBinaries();
      const unreachable = path.join(closed, 'package');
      cpSync(String(packageFolder), unreachable, {
        recursive: true,
        // As npm unpacks it: without any symbolic link.
        filter: (file) => !lstatSync(file).isSymbolicLink(),
      });
      const dataDir = freshFolder();
      mkdirSync(dataDir);
      const runnable = await prepareBinaries(
        { binFolder: path.join(unreachable, 'native/bin'), packageFolder: unreachable, version },
        dataDir,
        serverUser(dataDir),
      );
      expect(runnable.binFolder.startsWith(path.join(dataDir, 'postgresql-'))).toBe(true);
      expect(runnable.version).toMatch(/^\d+\.\d+$/);
      expect(existsSync(path.join(runnable.binFolder, 'initdb'))).toBe(true);
    },
  );
});
