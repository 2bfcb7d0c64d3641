// Pours mail into the built product while it is killed with SIGKILL at odd moments, and proves that nothing accepted is
// lost and nothing is doubled. As a command: node test/chaos/kill-during-intake.ts [kills] [mails]
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { openDatabase } from '../../src/platform/database/index.ts';
import { choosePort } from '../../src/platform/free-port.ts';
import { silentLog } from '../../src/platform/log.ts';
import { deskWorld } from '../support/desk-world.ts';
import { sendUntilTaken } from '../support/mail-sender.ts';
import { startDesk, stormyTraffic } from '../support/running-desk.ts';
import { testClock } from '../support/test-clock.ts';
import { countIntake, type IntakeCounts, intakeFaults, untilProcessed } from './intake-proof.ts';

export interface ChaosReport extends IntakeCounts {
  readonly kills: number;
  readonly sent: number;
  readonly accepted: number;
  readonly attempts: number;
  readonly faults: readonly string[];
}

/** Connections at once. */
const lanes = 6;
const sizes = [1_000, 60_000, 2_000_000];

export async function killDuringIntake(plan: {
  readonly kills: number;
  /** At least so many. */
  readonly mails: number;
}): Promise<ChaosReport> {
  const dataDir = await mkdtemp(path.join(tmpdir(), 'atenta-chaos-'));
  const wish = (setting: string) => ({ setting, asked: 0, preferred: 0 });
  const port = await choosePort('127.0.0.1', wish('PORT'));
  const smtpPort = await choosePort('127.0.0.1', wish('SMTP_PORT'));
  const start = () => startDesk({ dataDir, port, smtpPort, environment: stormyTraffic });
  let desk = await start();
  const database = await openDatabase({ dataDir, log: silentLog, poolSize: 4 });
  try {
    const world = await deskWorld(database, testClock(new Date().toISOString()));
    await world.buy(world.orinoco.organizationId, 1000);

    const accepted: string[] = [];
    let sent = 0;
    let attempts = 0;
    let kills = 0;
    const killing = killOften();
    // Pours until the last kill, so that every one of them falls into the intake.
    await Promise.all(Array.from({ length: lanes }, pour));
    await killing;
    await untilProcessed(database);
    return {
      ...(await countIntake(database)),
      kills,
      sent,
      accepted: accepted.length,
      attempts,
      faults: await intakeFaults(database, accepted),
    };

    async function pour(): Promise<void> {
      while (kills < plan.kills || sent < plan.mails) {
        const id = `chaos-${sent}@orinoco.example`;
        const raw = mailOf(world.orinoco.email, id, sizes[sent % sizes.length] ?? 0);
        sent += 1;
        const envelope = { from: world.orinoco.email, to: ['mesa@desk.example'] };
        const taken = await sendUntilTaken(smtpPort, envelope, raw, {
          attemptsMax: 200,
          pauseMs: 150,
        });
        attempts += taken.attempts;
        if (taken.outcome.kind === 'accepted') accepted.push(id);
      }
    }

    /** At odd moments, some of them before the first mail was answered; each time it starts again. */
    async function killOften(): Promise<void> {
      while (kills < plan.kills) {
        await pause(150 + ((kills * 613) % 900));
        await killAndRestart();
      }
    }

    async function killAndRestart(): Promise<void> {
      await desk.end('SIGKILL');
      kills += 1;
      desk = await start();
    }
  } finally {
    await database.stop();
    // It adopted the server and stops it.
    await desk.end('SIGTERM');
    await rm(dataDir, { recursive: true, force: true });
  }
}

function mailOf(from: string, id: string, bytes: number): Buffer {
  const line = `${'lorem '.repeat(12)}\r\n`;
  return Buffer.from(
    [
      `From: ${from}`,
      'To: mesa@desk.example',
      `Subject: ${id}`,
      `Message-ID: <${id}>`,
      'MIME-Version: 1.0',
      'Content-Type: text/plain; charset=utf-8',
      '',
      line.repeat(Math.ceil(bytes / line.length)),
    ].join('\r\n'),
  );
}

if (import.meta.main) {
  const [kills = '10', mails = '200'] = process.argv.slice(2);
  const report = await killDuringIntake({ kills: Number(kills), mails: Number(mails) });
  console.log(JSON.stringify(report, null, 2));
  process.exitCode = report.faults.length === 0 && report.accepted === report.sent ? 0 : 1;
}
