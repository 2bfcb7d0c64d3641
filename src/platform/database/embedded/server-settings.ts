import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { freePort } from '../../free-port.ts';
import { type ClusterFolders, giveTo } from './cluster-folder.ts';
import { isWindows } from './find-binaries.ts';
import type { ServerUser } from './server-user.ts';

/** Settings of postgresql.conf, by name. */
export type ServerSettings = Readonly<Record<string, string>>;

/** The longest path that a unix socket may have on every system we run on, without the closing zero. */
const socketPathLimitBytes = 103;

const socketPort = 5432;
const loopback = '127.0.0.1';

/** A socket in our own folder, or TCP on the loopback address where a socket cannot be had. */
export const needsTcp = (folders: ClusterFolders): boolean =>
  isWindows ||
  Buffer.byteLength(path.join(folders.socketFolder, `.s.PGSQL.${socketPort}`)) >
    socketPathLimitBytes;

/** Writes atenta.conf and has postgresql.conf include it. Safe when several processes do it at once. */
export async function writeSettings(
  folders: ClusterFolders,
  user: ServerUser | null,
  extra: ServerSettings,
): Promise<void> {
  const settings = { ...(await listening(folders)), ...ours, ...extra };
  const lines = Object.entries(settings).map(([name, value]) => `${name} = '${quote(value)}'`);
  replaceFile(path.join(folders.cluster, 'atenta.conf'), `${lines.join('\n')}\n`, user);
  const main = path.join(folders.cluster, 'postgresql.conf');
  const include = "include_if_exists = 'atenta.conf'";
  const current = readFileSync(main, 'utf8');
  if (!current.includes(include)) replaceFile(main, `${current}\n${include}\n`, user);
}

const ours: ServerSettings = {
  unix_socket_permissions: '0700',
  shared_preload_libraries: 'pg_stat_statements',
  timezone: 'UTC',
  lc_messages: 'C',
  random_page_cost: '1.1',
  max_parallel_workers_per_gather: '2',
  logging_collector: 'on',
  log_filename: 'postgresql-%a.log',
  log_truncate_on_rotation: 'on',
  log_rotation_age: '1d',
};

async function listening(folders: ClusterFolders): Promise<ServerSettings> {
  if (!needsTcp(folders)) {
    return {
      listen_addresses: '',
      unix_socket_directories: folders.socketFolder,
      port: String(socketPort),
    };
  }
  return {
    listen_addresses: loopback,
    unix_socket_directories: '',
    port: String(await choosePort(folders)),
  };
}

/** The port of the last time when it is free: connections that outlive a restart of the server find it again. */
async function choosePort(folders: ClusterFolders): Promise<number> {
  const last = Number(/^port = '(\d+)'$/m.exec(readSettings(folders))?.[1] ?? 0);
  return (await freePort(loopback, last)) ?? (await freePort(loopback, 0)) ?? 0;
}

function readSettings(folders: ClusterFolders): string {
  try {
    return readFileSync(path.join(folders.cluster, 'atenta.conf'), 'utf8');
  } catch {
    return '';
  }
}

const quote = (value: string): string => value.replaceAll("'", "''");

function replaceFile(file: string, text: string, user: ServerUser | null): void {
  const temporary = `${file}.${process.pid}`;
  writeFileSync(temporary, text, { mode: 0o600 });
  giveTo(temporary, user, 0o600);
  renameSync(temporary, file);
}
