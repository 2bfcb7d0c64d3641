// Sends mails that were made to hurt, all at once, to the built product, and proves that it goes on serving: /readyz
// answers, a good mail in between becomes a request, and each poison is one request, message, report or quarantine entry
// with its reason. As a command: node test/chaos/poison-intake.ts [folder of .eml or cases.jsonl ...]; without any, the
// desk's own poison mails. A cases.jsonl sends the mails of its category `hostile`.
import { readdirSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { type Database, openDatabase } from '../../src/platform/database/index.ts';
import { silentLog } from '../../src/platform/log.ts';
import { deskWorld } from '../support/desk-world.ts';
import { inParallel, sendOnce } from '../support/mail-sender.ts';
import { startDesk } from '../support/running-desk.ts';
import { testClock } from '../support/test-clock.ts';
import { untilProcessed } from './intake-proof.ts';
import { type PoisonMail, poisonMails } from './poison-mails.ts';

export interface PoisonReport {
  readonly sent: number;
  readonly accepted: number;
  /** Refused at the door for good, for example over the size limit. */
  readonly refused: number;
  /** Outcome and reason, counted. */
  readonly became: Readonly<Record<string, number>>;
  readonly readyzSlowestMs: number;
  readonly readyzAsked: number;
  /** From the moment the good mail was accepted until it was a request, while the poison poured in. */
  readonly goodMailMs: number;
  readonly allProcessedMs: number;
  /** The longest turn of the desk's own event loop, by its metrics. */
  readonly longestStallMs: number;
  readonly faults: readonly string[];
}

const lanes = 6;

export async function poisonIntake(folders: readonly string[]): Promise<PoisonReport> {
  const dataDir = await mkdtemp(path.join(tmpdir(), 'atenta-poison-'));
  const metricsPort = 20_000 + (process.pid % 20_000);
  const environment = { METRICS_PORT: String(metricsPort) };
  const desk = await startDesk({ dataDir, environment });
  const database = await openDatabase({ dataDir, log: silentLog, poolSize: 4 });
  const faults: string[] = [];
  try {
    const world = await deskWorld(database, testClock(new Date().toISOString()));
    await world.buy(world.orinoco.organizationId, 1000);
    const from = world.orinoco.email;
    const poison = poisonIn(folders, from);
    const ready = askReadiness(desk.url, faults);
    let accepted = 0;
    let refused = 0;
    const began = performance.now();
    const good = sendGoodMail();
    await inParallel(poison, lanes, async ({ name, raw }) => {
      const outcome = await sendOnce(
        desk.smtpPort,
        { from: world.orinoco.email, to: ['mesa@desk.example'] },
        raw,
        60_000,
      );
      if (outcome.kind === 'accepted') accepted += 1;
      else if (outcome.kind === 'refused' && outcome.code >= 500) refused += 1;
      else faults.push(`${name}: ${JSON.stringify(outcome)}`);
    });
    const goodMailMs = await good;
    await untilProcessed(database);
    const allProcessedMs = performance.now() - began;
    const { slowestMs, asked } = await ready.stop();
    faults.push(...(await unaccounted(database, accepted + 1)));
    return {
      sent: poison.length,
      accepted,
      refused,
      became: await countOutcomes(database),
      readyzSlowestMs: Math.round(slowestMs),
      readyzAsked: asked,
      goodMailMs: Math.round(goodMailMs),
      allProcessedMs: Math.round(allProcessedMs),
      longestStallMs: await longestStall(metricsPort),
      faults,
    };

    async function sendGoodMail(): Promise<number> {
      await pause(300);
      const raw = Buffer.from(
        `From: ${from}\r\nTo: mesa@desk.example\r\nSubject: Una buena\r\nMessage-ID: <buena@orinoco.example>\r\n\r\nHola\r\n`,
      );
      const sentAt = performance.now();
      const outcome = await sendOnce(desk.smtpPort, { from, to: ['mesa@desk.example'] }, raw);
      if (outcome.kind !== 'accepted') faults.push(`the good mail: ${JSON.stringify(outcome)}`);
      while (performance.now() - sentAt < 60_000) {
        const { rows } = await database.pool.query(
          "select 1 from ticket where subject = 'Una buena'",
        );
        if (rows.length > 0) return performance.now() - sentAt;
        await pause(50);
      }
      faults.push('the good mail became no request within a minute');
      return performance.now() - sentAt;
    }
  } finally {
    await database.stop();
    await desk.end('SIGTERM');
    await rm(dataDir, { recursive: true, force: true });
  }
}

function poisonIn(folders: readonly string[], from: string): readonly PoisonMail[] {
  if (folders.length === 0) return poisonMails(from);
  return folders.flatMap(filesIn).flatMap((file) => {
    const raw = readFileSync(file);
    const name = path.basename(file);
    // As it is, and as if a customer had sent it, so that it goes all the way into a request.
    return [
      { name, raw },
      { name: `${name} of a customer`, raw: fromCustomer(raw, from) },
    ];
  });
}

function filesIn(place: string): readonly string[] {
  if (!place.endsWith('.jsonl'))
    return readdirSync(place)
      .filter((file) => file.endsWith('.eml'))
      .map((file) => path.join(place, file));
  return readFileSync(place, 'utf8')
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line): { category: string; file: string } => JSON.parse(line))
    .filter(({ category }) => category === 'hostile')
    .map(({ file }) => path.join(path.dirname(place), file));
}

/** Its sender is replaced and its Message-ID changed, so that it is another mail. */
function fromCustomer(raw: Buffer, from: string): Buffer {
  const text = raw.toString('latin1');
  const end = /\r?\n\r?\n/.exec(text)?.index ?? text.length;
  const head = text
    .slice(0, end)
    .replace(/^(?:from|message-id)\s?:[^\n]{0,2000}(?:\n[ \t][^\n]{0,2000}){0,50}\n?/gim, '');
  const own = `From: ${from}\r\nMessage-ID: <${Math.random()}@orinoco.example>\r\n`;
  return Buffer.from(own + head + text.slice(end), 'latin1');
}

/** Asks every tenth of a second whether the desk serves, until it is stopped. */
function askReadiness(url: string, faults: string[]) {
  let isStopped = false;
  let slowestMs = 0;
  let asked = 0;
  const asking = (async () => {
    while (!isStopped) {
      const began = performance.now();
      const answer = await fetch(`${url}/readyz`).catch(() => null);
      slowestMs = Math.max(slowestMs, performance.now() - began);
      asked += 1;
      if (answer?.status !== 200) faults.push(`/readyz answered ${answer?.status ?? 'nothing'}`);
      await pause(100);
    }
  })();
  return {
    async stop() {
      isStopped = true;
      await asking;
      return { slowestMs, asked };
    },
  };
}

async function unaccounted(database: Database, accepted: number): Promise<string[]> {
  const { rows } = await database.pool.query<Record<'copies' | 'without' | 'failed', number>>(`
    select coalesce(sum(copies), 0)::int as copies,
           (count(*) filter (where outcome = 'received'
              or (outcome = 'quarantined' and coalesce(quarantine_reason, '') = '')))::int as without,
           (count(*) filter (where quarantine_reason = 'processing-failed'))::int as failed
      from inbound_mail`);
  const [{ copies, without, failed } = { copies: 0, without: 0, failed: 0 }] = rows;
  return [
    ...(copies === accepted ? [] : [`${accepted} were accepted and ${copies} are known`]),
    ...(without === 0 ? [] : [`${without} have no outcome or no reason`]),
    ...(failed === 0 ? [] : [`${failed} broke our own code`]),
  ];
}

async function countOutcomes(database: Database): Promise<Record<string, number>> {
  const { rows } = await database.pool.query<{ became: string; n: number }>(`
    select concat_ws(' ', outcome::text, quarantine_reason, quarantine_facts->>'limit') as became,
           count(*)::int as n from inbound_mail group by 1 order by 2 desc`);
  return Object.fromEntries(rows.map(({ became, n }) => [became, n]));
}

async function longestStall(port: number): Promise<number> {
  const text = await fetch(`http://127.0.0.1:${port}/metrics`).then((answer) => answer.text());
  const seconds = /event_loop_longest_stall_seconds(?:\{[^}]*\})? ([\d.e-]+)/.exec(text)?.[1];
  return Math.round(Number(seconds ?? Number.NaN) * 1000);
}

if (import.meta.main) {
  const report = await poisonIntake(process.argv.slice(2));
  console.log(JSON.stringify(report, null, 2));
  process.exitCode = report.faults.length === 0 ? 0 : 1;
}
