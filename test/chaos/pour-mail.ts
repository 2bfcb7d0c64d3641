// Pours a folder of real mails (*.eml) over SMTP into the built product, twice, and prints what became of them: each is
// exactly one ticket, message, delivery report or quarantine entry, and the second time makes nothing new. Half of the
// senders are made authorised contacts first, so that both kinds are seen.
//   node test/chaos/pour-mail.ts FOLDER
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { understandMail } from '../../src/delivery/mail/understand/understand-mail.ts';
import { systemActor } from '../../src/kernel/actor.ts';
import { addContact } from '../../src/modules/people/index.ts';
import { type Database, openDatabase } from '../../src/platform/database/index.ts';
import { silentLog } from '../../src/platform/log.ts';
import { type DeskWorld, deskWorld } from '../support/desk-world.ts';
import { inParallel, type Outcome, sendUntilTaken } from '../support/mail-sender.ts';
import { startDesk, stormyTraffic } from '../support/running-desk.ts';
import { testClock } from '../support/test-clock.ts';
import { countIntake, type IntakeCounts, intakeFaults, untilProcessed } from './intake-proof.ts';

export interface PouredMail {
  readonly name: string;
  readonly raw: Buffer;
  /** Whoever it says that it is from; null when nobody can tell. */
  readonly from: string | null;
}

export interface PourReport {
  readonly mails: number;
  readonly authorisedSenders: number;
  readonly first: Round;
  readonly second: Round;
  readonly refused: readonly string[];
  readonly faults: readonly string[];
}

interface Round extends IntakeCounts {
  readonly accepted: number;
  readonly seconds: number;
}

/** Reads every *.eml of a folder, with the sender that it names. */
export async function readMails(folder: string): Promise<PouredMail[]> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.eml')).sort();
  const mails: PouredMail[] = [];
  for (const name of names) {
    const raw = await readFile(path.join(folder, name));
    const understood = await understandMail(raw);
    mails.push({
      name,
      raw,
      from: understood.rejected ? null : (understood.from?.address ?? null),
    });
  }
  return mails;
}

export async function pourMail(mails: readonly PouredMail[]): Promise<PourReport> {
  const dataDir = await mkdtemp(path.join(tmpdir(), 'atenta-pour-'));
  const desk = await startDesk({ dataDir, environment: stormyTraffic });
  const database = await openDatabase({ dataDir, log: silentLog, poolSize: 4 });
  try {
    const world = await deskWorld(database, testClock(new Date().toISOString()));
    await world.buy(world.orinoco.organizationId, 10_000);
    const authorisedSenders = await authoriseHalf(database, world, mails);
    const refused: string[] = [];
    const pour = async (): Promise<Round> => {
      const began = performance.now();
      let accepted = 0;
      await inParallel(mails, 6, async ({ name, raw }) => {
        // Not the sender that the mail names: many of those could not stand in an envelope.
        const envelope = { from: 'cartero@mta.example', to: ['mesa@desk.example'] };
        const retry = { attemptsMax: 20, pauseMs: 100 };
        const { outcome } = await sendUntilTaken(desk.smtpPort, envelope, raw, retry);
        if (outcome.kind === 'accepted') accepted += 1;
        else refused.push(`${name}: ${answerOf(outcome)}`);
      });
      await untilProcessed(database, 600_000);
      const seconds = Math.round((performance.now() - began) / 100) / 10;
      return { ...(await countIntake(database)), accepted, seconds };
    };
    const first = await pour();
    const second = await pour();
    const faults = await intakeFaults(database, []);
    for (const kind of ['rows', 'tickets', 'messages', 'reports', 'quarantined'] as const) {
      if (first[kind] !== second[kind]) faults.push(`the second time made new ${kind}`);
    }
    if (first.rows + first.copies !== first.accepted) faults.push('not every mail has its row');
    return { mails: mails.length, authorisedSenders, first, second, refused, faults };
  } finally {
    await database.stop();
    await desk.end('SIGTERM');
    await rm(dataDir, { recursive: true, force: true });
  }
}

/** Every second sender becomes an authorised contact of a customer with units; answers how many there are. */
async function authoriseHalf(
  database: Database,
  world: DeskWorld,
  mails: readonly PouredMail[],
): Promise<number> {
  const by = { actor: systemActor, at: Date.now(), ipAddress: null };
  const senders = [
    ...new Set(mails.flatMap(({ from }) => (from === null ? [] : [from.toLowerCase()]))),
  ];
  let authorised = 0;
  for (const email of senders.filter((_, index) => index % 2 === 0)) {
    const contact = {
      name: email.slice(0, 200),
      email,
      role: 'customer',
      authorised: true,
    } as const;
    const added = await addContact(
      database,
      world.orinoco.organizationId,
      { ...contact, invite: false },
      by,
    );
    if (typeof added === 'number') authorised += 1;
  }
  return authorised;
}

const answerOf = (outcome: Outcome): string =>
  outcome.kind === 'refused' ? `${outcome.code} ${outcome.answer}` : JSON.stringify(outcome);

if (import.meta.main) {
  const [folder] = process.argv.slice(2);
  if (folder === undefined) throw new Error('usage: node test/chaos/pour-mail.ts FOLDER');
  const report = await pourMail(await readMails(folder));
  console.log(JSON.stringify(report, null, 2));
  process.exitCode = report.faults.length === 0 ? 0 : 1;
}
