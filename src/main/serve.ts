import path from 'node:path';
import { systemClock } from '../kernel/clock.ts';
import { ensureFirstAgreement } from '../modules/agreements/index.ts';
import { openBlobStore } from '../platform/blobs.ts';
import { type Config, openKeys, readConfig } from '../platform/config.ts';
import { inTransaction, migrate, openDatabase } from '../platform/database/index.ts';
import { openDns } from '../platform/dns.ts';
import { createLog, type Log } from '../platform/log.ts';
import { startParts } from '../platform/part.ts';
import { readHold } from '../platform/restored-hold.ts';
import type { Runtime } from '../platform/runtime.ts';
import { startTelemetry } from '../platform/telemetry.ts';
import type { CommandContext, CommandRun } from './command.ts';
import { firstSignInLink } from './first-sign-in-command.ts';
import { migrationsFolder } from './migrate-command.ts';
import { partsOf } from './parts.ts';
import { heldWords } from './restore-words.ts';
import { type Role, reachableHost, settleAddresses } from './settle-addresses.ts';
import { untilStopped } from './until-stopped.ts';

/** Runs a role until it is told to stop: opens what it needs, starts its parts, and undoes both in order. */
export const serve =
  (role: Role): CommandRun =>
  async (context) => {
    const demo = context.args.includes('--demo');
    const config = configOf(context, demo);
    const log = serverLog(config, context);
    const stopping = untilStopped(log);
    const closing: (() => Promise<void> | void)[] = [];
    try {
      const runtime = await openRuntime(role, config, context, log, closing);
      if (demo) await (await import('./demo/load-demo.ts')).loadDemo(runtime, context.stdout);
      await inTransaction(runtime.database, (tx) => ensureFirstAgreement(tx, systemClock.now()));
      const parts = await startParts(partsOf(role, runtime), log);
      closing.push(() => parts.stop());
      await greet(role, runtime, context);
      if (demo) await greetDemo(context);
      return await stopping.asked;
    } finally {
      stopping.begin();
      for (const close of closing.reverse()) await close();
      log.info('stopped');
      stopping.done();
    }
  };

/** The demo world has a data folder of its own, so that it never stands in the way of a real desk. */
function configOf({ environment, checkout }: CommandContext, demo: boolean): Config {
  const config = readConfig(environment, checkout);
  const named = (environment['DATA_DIR'] ?? '').trim() !== '';
  return demo && !named ? { ...config, dataDir: `${config.dataDir}-demo` } : config;
}

async function openRuntime(
  role: Role,
  config: Config,
  { checkout }: CommandContext,
  log: Log,
  closing: (() => Promise<void> | void)[],
): Promise<Runtime> {
  const addresses = await settleAddresses(config, role);
  const { dataDir, databaseUrl, databasePoolSize } = config;
  const database = await openDatabase({ dataDir, databaseUrl, log, poolSize: databasePoolSize });
  closing.push(() => database.stop());
  await migrate({ url: database.url, folder: migrationsFolder(checkout), log });
  const telemetry = startTelemetry(log);
  closing.push(() => telemetry.stop());
  const { pool } = database;
  telemetry.gauge('database_connections', 'Connections of the pool.', () => pool.totalCount);
  telemetry.gauge('database_waiting', 'Callers that wait for one.', () => pool.waitingCount);
  return {
    config,
    checkout,
    clock: systemClock,
    log,
    database,
    blobs: await openBlobStore(path.join(dataDir, 'blobs')),
    keys: openKeys(config),
    dns: openDns({ clock: systemClock }),
    telemetry,
    addresses,
  };
}

/** Lines for people at a terminal, JSON for a collector; always on stderr, so that stdout keeps the addresses. */
const serverLog = (config: Config, { stderr }: CommandContext): Log =>
  createLog({
    level: config.logLevel,
    human: config.logFormat === null ? stderr.isTTY === true : config.logFormat === 'human',
    destination: stderr,
  });

async function greet(role: Role, runtime: Runtime, { stdout }: CommandContext): Promise<void> {
  const { addresses, config, database } = runtime;
  const serves = (door: Role) => role === 'all' || role === door;
  const lines = [`Atenta is ready (${role}).`];
  if (serves('web')) {
    lines.push(
      `  Portal    ${addresses.publicUrl}/`,
      `  Console   ${addresses.publicUrl}/console`,
      `  API       ${addresses.publicUrl}/api`,
    );
  }
  if (serves('mail')) {
    const host = reachableHost(config.host);
    lines.push(`  Mail in   smtp://${host}:${addresses.smtpPort}`);
    if (addresses.lmtpPort !== null) lines.push(`            lmtp://${host}:${addresses.lmtpPort}`);
  }
  if (config.smtpRelayUrl === null) {
    lines.push('  Mail out  stays in the outbox of the console: set SMTP_RELAY_URL to send it');
  }
  lines.push(
    `  Data      ${database.embedded ? config.dataDir : `DATABASE_URL, files in ${config.dataDir}`}`,
  );
  if ((await readHold(database.db)) !== null) lines.push('', heldWords);
  const link = serves('web') ? await firstSignInLink(database, addresses.publicUrl) : null;
  if (link !== null) {
    lines.push('', 'There is no administrator yet. Begin here (the link works once):', `  ${link}`);
  }
  stdout.write(`${lines.join('\n')}\n\nCtrl-C stops.\n`);
}

async function greetDemo({ stdout }: CommandContext): Promise<void> {
  const { demoSignIns } = await import('./demo/load-demo.ts');
  stdout.write(`\n${demoSignIns().join('\n')}\n`);
}
