/**
 * What a try of the agreement over many past requests costs, and whether the desk goes on serving meanwhile.
 *
 *   node bench/what-if.ts [--tickets=100000] [--folder=FOLDER] [--write]
 *
 * On the built product (dist), with a draft that changes hours, units and closing. The folder is thrown away, or kept
 * when named: a named one that holds as many requests already is used as it is. A second try is killed half way and gone
 * on with by the next process. `--write` writes its section of docs/BENCHMARKS.md. Linux only (/proc).
 */
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { personActor } from '../src/kernel/actor.ts';
import { systemClock } from '../src/kernel/clock.ts';
import { createApiKey, listAgents } from '../src/modules/people/index.ts';
import { openDatabase } from '../src/platform/database/index.ts';
import { freePort } from '../src/platform/free-port.ts';
import { silentLog } from '../src/platform/log.ts';
import { type RunningDesk, startDesk } from '../test/support/running-desk.ts';
import { writeSection } from './desk/benchmarks-file.ts';
import { memoryMib, postmasterOf, readCpuTime, since } from './desk/cpu-time.ts';
import { call, get } from './desk/http.ts';
import { multiplyTickets } from './desk/multiply-tickets.ts';

const { values: options } = parseArgs({
  options: {
    tickets: { type: 'string', default: '100000' },
    folder: { type: 'string' },
    write: { type: 'boolean', default: false },
  },
});
const ticketsWanted = Number(options.tickets);
const dataDir = options.folder ?? mkdtempSync(path.join(tmpdir(), 'atenta-bench-'));
const say = (line: string) => process.stderr.write(`${line}\n`);

/** Other hours, smaller units, more patience and less: every rule that a try replays has something to do. */
const changes = {
  'targets.p2.firstResponseMinutes': 8 * 60,
  'targets.p3.firstResponseMinutes': 12 * 60,
  'targets.p3.resolutionMinutes': 48 * 60,
  'credits.minutesPerUnit': 30,
  'closing.attemptSpacingHours': 12,
  'closing.graceHours': 24,
  'closing.automaticCloseDays': 3,
  'closing.reopeningDays': 7,
};

let written = 0;

try {
  await makeBase();
  const { tickets, key } = await prepare();
  const whole = await measure(key);
  const killed = await measureKilled(key);
  const section = sectionOf(tickets, whole, killed);
  process.stdout.write(`${section}\n`);
  if (options.write) say(`written: ${writeSection('what-if', section)}`);
} finally {
  if (options.folder === undefined) rmSync(dataDir, { recursive: true, force: true });
}

async function makeBase(): Promise<void> {
  if (existsSync(path.join(dataDir, 'pg'))) return;
  say('the demo world ...');
  const desk = await startDesk({ dataDir, args: ['all', '--demo'], readyWithinMs: 300_000 });
  await desk.end('SIGTERM');
}

/** The requests, and a key of somebody who may try the agreement. The present schema is brought about by a start. */
async function prepare(): Promise<{ readonly tickets: number; readonly key: string }> {
  await (await startDesk({ dataDir })).end('SIGTERM');
  const database = await openDatabase({ dataDir, log: silentLog, poolSize: 4 });
  const client = await database.pool.connect();
  try {
    const tickets = await multiplyTickets(database.db, client, ticketsWanted, say);
    const at = systemClock.now();
    const agents = await listAgents(database.db, at);
    const administrator = agents.find(({ roles }) => roles.includes('administrator'));
    if (administrator === undefined) throw new Error('the demo world has an administrator');
    const made = await createApiKey(
      database,
      { name: 'bench', personId: administrator.personId, scopes: ['read', 'write'] },
      { actor: personActor(administrator.personId), at, ipAddress: null },
    );
    if (!('key' in made)) throw new Error(`no key: ${made.reason}`);
    return { tickets, key: made.key };
  } finally {
    client.release();
    await database.stop();
  }
}

interface Measured {
  readonly requests: number;
  readonly changed: number;
  readonly wallMs: number;
  readonly productMs: number;
  readonly databaseMs: number;
  readonly memoryBeforeMib: number;
  /** At most, in the first half of the time and in the whole of it. */
  readonly memoryHalfMib: number;
  readonly memoryMostMib: number;
  /** Latency of /readyz, asked again and again from another process. */
  readonly readyMedianMs: number;
  readonly readyMostMs: number;
  readonly readyAsked: number;
  /** As the product itself measures it. */
  readonly stallMs: number;
}

async function measure(key: string): Promise<Measured> {
  const metricsPort = (await freePort('127.0.0.1', 0)) ?? 0;
  const desk = await startDesk({ dataDir, environment: { METRICS_PORT: String(metricsPort) } });
  try {
    await draftOf(desk, key);
    await settle(desk);
    await stallOf(metricsPort);
    const memoryBeforeMib = memoryMib(desk.pid);
    const postmaster = postmasterOf(dataDir);
    const before = readCpuTime(desk.pid, postmaster);
    const watch = watchReadiness(desk);
    const began = performance.now();
    const id = await start(desk, key);
    const done = await waitFor(desk, key, id, ({ state }) => state === 'done');
    const wallMs = performance.now() - began;
    const used = since(before, readCpuTime(desk.pid, postmaster));
    const watched = await watch.end();
    return {
      requests: done.requestsDone,
      changed: done.result?.requestsChanged ?? 0,
      wallMs,
      ...used,
      memoryBeforeMib,
      ...watched,
      stallMs: await stallOf(metricsPort),
    };
  } catch (error) {
    say(desk.output());
    throw error;
  } finally {
    await desk.end('SIGTERM');
  }
}

/** Killed half way without a word: how much was done by then, and how long the next process takes for what is left. */
async function measureKilled(
  key: string,
): Promise<{ readonly doneBefore: number; readonly wallMs: number }> {
  const first = await startDesk({ dataDir });
  const id = await start(first, key);
  const half = await waitFor(
    first,
    key,
    id,
    ({ requestsDone, requestsTotal }) => requestsDone * 2 >= requestsTotal,
  );
  await first.end('SIGKILL');
  const began = performance.now();
  const second = await startDesk({ dataDir });
  try {
    await waitFor(second, key, id, ({ state }) => state === 'done');
    return { doneBefore: half.requestsDone, wallMs: performance.now() - began };
  } catch (error) {
    say(second.output());
    throw error;
  } finally {
    await second.end('SIGTERM');
  }
}

interface Draft {
  readonly revision: number;
}
interface Try {
  readonly id: number;
  readonly state: string;
  readonly requestsTotal: number;
  readonly requestsDone: number;
  readonly result: { readonly requestsChanged: number } | null;
}

async function write<Body>(
  desk: RunningDesk,
  key: string,
  method: 'POST' | 'PATCH',
  url: string,
  body: unknown,
): Promise<Body> {
  written += 1;
  const idempotencyKey = `what-if-${process.pid}-${Date.now()}-${written}`;
  const answer = await call(method, `${desk.url}${url}`, { key, idempotencyKey, body });
  if (answer.status >= 300) throw new Error(`${url} answered ${answer.status}: ${answer.body}`);
  return JSON.parse(answer.body) as Body;
}

async function draftOf(desk: RunningDesk, key: string): Promise<void> {
  const url = '/api/v1/agreement-draft';
  const { draft } = await get<{ draft: Draft | null }>(`${desk.url}${url}`, key);
  const { revision } = draft ?? (await write<Draft>(desk, key, 'POST', url, {}));
  await write(desk, key, 'PATCH', url, { revision, terms: changes });
}

async function start(desk: RunningDesk, key: string): Promise<number> {
  const day = (at: number) => new Date(at).toISOString().slice(0, 10);
  const { id } = await write<Try>(desk, key, 'POST', '/api/v1/what-ifs', {
    subject: 'draft',
    fromDay: day(Date.now() - 400 * 86_400_000),
    untilDay: day(Date.now()),
  });
  return id;
}

async function waitFor(
  desk: RunningDesk,
  key: string,
  id: number,
  isThere: (tried: Try) => boolean,
): Promise<Try> {
  for (;;) {
    const tried = await get<Try>(`${desk.url}/api/v1/what-ifs/${id}`, key);
    if (tried.state === 'failed') throw new Error('the try failed');
    if (isThere(tried)) return tried;
    await pause(250);
  }
}

/** Asks again and again whether the desk is ready, and how much memory it uses, until it is ended. */
function watchReadiness(desk: RunningDesk) {
  const latencies: number[] = [];
  const memory: number[] = [];
  let going = true;
  const watching = (async () => {
    while (going) {
      const began = performance.now();
      await get(`${desk.url}/readyz`, '');
      latencies.push(performance.now() - began);
      if (latencies.length % 10 === 0) memory.push(memoryMib(desk.pid));
      await pause(10);
    }
  })();
  return {
    async end() {
      going = false;
      await watching;
      const sorted = latencies.toSorted((a, b) => a - b);
      return {
        memoryHalfMib: Math.max(...memory.slice(0, Math.ceil(memory.length / 2))),
        memoryMostMib: Math.max(...memory),
        readyMedianMs: sorted[Math.floor(sorted.length / 2)] ?? 0,
        readyMostMs: sorted.at(-1) ?? 0,
        readyAsked: sorted.length,
      };
    },
  };
}

/** The longest turn of the event loop since this was asked last. */
async function stallOf(metricsPort: number): Promise<number> {
  const { body } = await call('GET', `http://127.0.0.1:${metricsPort}/metrics`, { key: '' });
  return Number(/^atenta_event_loop_longest_stall_seconds (\S+)/m.exec(body)?.[1] ?? 0) * 1000;
}

/** Waits until nothing is done any more: jobs of the start, autovacuum, compiled code. */
async function settle(desk: RunningDesk): Promise<void> {
  const postmaster = postmasterOf(dataDir);
  for (let quiet = 0; quiet < 3; ) {
    const before = readCpuTime(desk.pid, postmaster);
    await pause(1000);
    const used = since(before, readCpuTime(desk.pid, postmaster));
    quiet = used.productMs + used.databaseMs < 60 ? quiet + 1 : 0;
  }
}

function sectionOf(
  tickets: number,
  whole: Measured,
  killed: { readonly doneBefore: number; readonly wallMs: number },
): string {
  const count = (n: number) => n.toLocaleString('en');
  const seconds = (ms: number) => `${(ms / 1000).toFixed(1)} s`;
  const ms = (n: number) => `${n.toFixed(1)} ms`;
  const mib = (n: number) => `${Math.round(n)} MiB`;
  const rows = [
    ['requests replayed', count(whole.requests), ''],
    ['of these come out otherwise', count(whole.changed), ''],
    ['wall time', seconds(whole.wallMs), '< 60 s for 100,000'],
    ['CPU of the product', seconds(whole.productMs), ''],
    ['CPU of the database', seconds(whole.databaseMs), ''],
    [
      'memory of the product (PSS): before, at most in the first half, at most',
      `${mib(whole.memoryBeforeMib)}, ${mib(whole.memoryHalfMib)}, ${mib(whole.memoryMostMib)}`,
      'does not grow with the number',
    ],
    [`/readyz meanwhile, median of ${count(whole.readyAsked)}`, ms(whole.readyMedianMs), ''],
    ['/readyz meanwhile, slowest', ms(whole.readyMostMs), ''],
    ['longest turn of the event loop', ms(whole.stallMs), '< 200 ms'],
    [
      `killed after ${count(killed.doneBefore)}, until the next process had the answer`,
      seconds(killed.wallMs),
      '',
    ],
  ];
  return `## A try of the agreement over past requests

Made by \`node bench/what-if.ts --write\`: a draft with other hours, units and closing over ${count(tickets)} requests of
the demo world, copied with their whole histories; every one is replayed twice, as it was promised and as the draft would
have had it. The desk serves meanwhile, with one process for everything and its embedded database.

| | measured | target |
| --- | --: | --: |
${rows.map((cells) => `| ${cells.join(' | ')} |`).join('\n')}`;
}
