// What the product costs: CPU time of its own process and of every process of its database, from /proc. Linux only.

import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';

/** The kernel counts in these. */
const ticksPerSecond = Number(execFileSync('getconf', ['CLK_TCK'], { encoding: 'utf8' }));

export interface CpuTime {
  /** Milliseconds of user and system time. */
  readonly productMs: number;
  readonly databaseMs: number;
}

/** The time used so far by the product and by the database server, its workers that ended included. */
export const readCpuTime = (productPid: number, postmasterPid: number): CpuTime => ({
  productMs: own(productPid),
  databaseMs:
    withReaped(postmasterPid) + childrenOf(postmasterPid).reduce((sum, pid) => sum + own(pid), 0),
});

export const since = (before: CpuTime, after: CpuTime): CpuTime => ({
  productMs: after.productMs - before.productMs,
  databaseMs: after.databaseMs - before.databaseMs,
});

/** The server's main process, as its data folder names it. */
export function postmasterOf(dataDir: string): number {
  const [major] = readdirSync(`${dataDir}/pg`).filter((name) => /^\d+$/.test(name));
  return Number(readFileSync(`${dataDir}/pg/${major}/postmaster.pid`, 'utf8').split('\n')[0]);
}

/** Memory in use, in MiB: what is shared among processes counted once, in parts (PSS). */
export function memoryMib(pid: number): number {
  const rollup = readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8');
  return Number(/^Pss:\s+(\d+) kB/m.exec(rollup)?.[1] ?? 0) / 1024;
}

function own(pid: number): number {
  const fields = stat(pid);
  return fields === null ? 0 : toMs(fields[11], fields[12]);
}

/** Its own time and that of the children that have ended. */
function withReaped(pid: number): number {
  const fields = stat(pid);
  return fields === null ? 0 : toMs(fields[11], fields[12], fields[13], fields[14]);
}

const toMs = (...ticks: (string | undefined)[]): number =>
  (ticks.reduce((sum, value) => sum + Number(value ?? 0), 0) * 1000) / ticksPerSecond;

/** The fields after the name, which may hold blanks itself; null when the process is gone. */
function stat(pid: number): string[] | null {
  try {
    const line = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return line.slice(line.lastIndexOf(')') + 2).split(' ');
  } catch {
    return null;
  }
}

function childrenOf(pid: number): number[] {
  const listed = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim();
  return listed === '' ? [] : listed.split(' ').map(Number);
}
