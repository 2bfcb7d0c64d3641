/**
 * What looking at the whole desk costs: the board, the reports, and what keeps the reports' summary, at several sizes.
 *
 *   node bench/board.ts [--sizes=20000,200000] [--folder=FOLDER]
 *
 * Builds on the built product (dist) in a folder that is thrown away, or kept when named. Milliseconds of a quiet machine.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { systemClock } from '../src/kernel/clock.ts';
import {
  monthsUntil,
  readReport,
  reportSpan,
  summariseRequests,
} from '../src/modules/reporting/index.ts';
import { readBoard, ticketsMarked } from '../src/modules/tickets/index.ts';
import { openDatabase } from '../src/platform/database/index.ts';
import { silentLog } from '../src/platform/log.ts';
import { startDesk } from '../test/support/running-desk.ts';
import { multiplyTickets } from './desk/multiply-tickets.ts';

const { values: options } = parseArgs({
  options: {
    sizes: { type: 'string', default: '20000,200000' },
    folder: { type: 'string' },
  },
});
const dataDir = options.folder ?? mkdtempSync(path.join(tmpdir(), 'atenta-bench-'));
const say = (line: string) => process.stderr.write(`${line}\n`);
const rounds = 15;

try {
  say('the demo world ...');
  const desk = await startDesk({ dataDir, args: ['all', '--demo'], readyWithinMs: 300_000 });
  await desk.end('SIGTERM');
  for (const size of options.sizes.split(',').map(Number)) await measureAt(size);
} finally {
  if (options.folder === undefined) rmSync(dataDir, { recursive: true, force: true });
}

async function measureAt(size: number): Promise<void> {
  const database = await openDatabase({ dataDir, log: silentLog, poolSize: 4 });
  try {
    const client = await database.pool.connect();
    const tickets = await multiplyTickets(database.db, client, size, say);
    await client.query('vacuum analyze');
    client.release();
    const now = systemClock.now();
    const { active, isComplete } = await readBoard(database.db, now);
    process.stdout.write(`${tickets} requests, ${active} under way, all counted: ${isComplete}\n`);
    await timed('the board', rounds, () => readBoard(database.db, now));
    await timed('the requests that one of its numbers counts', rounds, () =>
      ticketsMarked(database.db, { mark: 'breached', now }),
    );
    await timed('summarising all of them, once', 1, () => summariseRequests(database, now));
    await database.pool.query('vacuum analyze report_request');
    await timed('summarising what may have changed', 3, () => summariseRequests(database, now));
    const [from, to] = monthsUntil(now, 6, 'America/Caracas');
    const asked = {
      ...reportSpan(from, to, 'America/Caracas'),
      organizationId: null,
      serviceId: null,
    };
    await timed('a report over all of them', rounds, () => readReport(database.db, asked));
  } finally {
    await database.stop();
  }
}

async function timed(name: string, times: number, work: () => Promise<unknown>): Promise<void> {
  const took: number[] = [];
  for (let round = 0; round < times; round += 1) {
    const begun = performance.now();
    await work();
    took.push(performance.now() - begun);
  }
  const sorted = took.toSorted((a, b) => a - b);
  const [median, worst] = [sorted[Math.floor(sorted.length / 2)] ?? 0, sorted.at(-1) ?? 0];
  process.stdout.write(`  ${name}: ${median.toFixed(1)} ms (at worst ${worst.toFixed(1)})\n`);
}
