import { randomBytes } from 'node:crypto';
import {
  cp,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rm,
  stat,
  utimes,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { PassThrough, Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { dumpSchema } from '../../scripts/dump-schema.mjs';
import { deskWorld, done } from '../../test/support/desk-world.ts';
import { type MailSink, openMailSink } from '../../test/support/mail-sink.ts';
import { memoryAnchors } from '../../test/support/memory-anchors.ts';
import { testClock } from '../../test/support/test-clock.ts';
import { emptyDatabase, testDatabase } from '../../test/support/test-database.ts';
import { watchMailboxes } from '../delivery/mail/in/imap/watch-mailboxes.ts';
import { openPost } from '../delivery/mail/out/post.ts';
import { renderReminder } from '../delivery/mail/out/reminder-text.ts';
import { openRelay, sendMail } from '../delivery/mail/out/send-mail.ts';
import { scheduledJobs } from '../delivery/worker/schedule.ts';
import { dayMs } from '../kernel/duration.ts';
import { pollClocks } from '../modules/clocks/index.ts';
import { queueMail } from '../modules/correspondence/index.ts';
import { askForInformation } from '../modules/tickets/index.ts';
import { readBackup, writeBackup } from '../platform/backup.ts';
import { openBlobStore } from '../platform/blobs.ts';
import { type Database, inTransaction } from '../platform/database/index.ts';
import { enqueue } from '../platform/jobs.ts';
import { silentLog } from '../platform/log.ts';
import { isTimeHeld, readHold, settlingMs } from '../platform/restored-hold.ts';
import { openSealer } from '../platform/sealed-secret.ts';
import { commands } from './commands.ts';
import { runCommand } from './run-command.ts';

const checkout = path.resolve(import.meta.dirname, '../..');
const database = await testDatabase();
const clock = testClock();
const world = await deskWorld(database, clock);
const root = await mkdtemp(path.join(tmpdir(), 'atenta-backup-'));
const dataDir = path.join(root, 'desk');
const folder = path.join(root, 'backups');
afterAll(() => rm(root, { recursive: true }));

interface Place {
  readonly database: Database;
  readonly dataDir: string;
  readonly checkout?: string;
}
const desk: Place = { database, dataDir };

async function atenta(at: Place, args: readonly string[], stdin = '') {
  const [stdout, stderr] = [new PassThrough(), new PassThrough()];
  const code = await runCommand(commands, {
    args,
    checkout: at.checkout ?? checkout,
    environment: { DATABASE_URL: at.database.url, DATA_DIR: at.dataDir },
    stdin: Readable.from([stdin]),
    stdout,
    stderr,
  });
  stdout.end();
  stderr.end();
  return { code, out: await text(stdout), words: await text(stderr) };
}

const mailOf = (name: string): string =>
  `From: ${world.orinoco.email}\r\nTo: mesa@desk.example\r\nSubject: ${name}\r\nMessage-ID: <${name}@orinoco.example>\r\n\r\nHola\r\n`;
const receive = async (at: Place, name: string): Promise<void> => {
  const taken = await atenta(at, ['mail', 'receive', '--to', 'mesa@desk.example'], mailOf(name));
  expect(taken).toMatchObject({ code: 0, words: '' });
};

const queuedMail = (messageIdHeader: string, purpose = 'message') => ({
  messageId: null,
  ticketId: null,
  purpose,
  toPersonId: null,
  toAddress: 'ana@cliente.example',
  toName: 'Ana',
  fromAddress: 'mesa@desk.example',
  fromName: 'Mesa de soporte',
  replyTo: null,
  envelopeFrom: 'mesa@desk.example',
  subject: 'Prueba',
  bodyText: 'Hola\tcon \\ y\nsaltos',
  bodyHtml: null,
  messageIdHeader,
  autoSubmitted: false,
  at: clock.now(),
});

const count = async ({ database: { pool } }: Place, table: string): Promise<number> => {
  const { rows } = await pool.query<{ count: number }>(`select count(*) from ${table}`);
  return rows[0]?.count ?? -1;
};

/** A product whose schema is one migration further. */
async function newerCheckout(): Promise<string> {
  const newer = path.join(root, 'newer');
  await mkdir(path.join(newer, 'db'), { recursive: true });
  await cp(path.join(checkout, 'db/migrations'), path.join(newer, 'db/migrations'), {
    recursive: true,
  });
  await writeFile(
    path.join(newer, 'db/migrations/9999-later.sql'),
    `-- module: platform\nalter table firm add column motto text not null default 'siempre atenta';\n`,
  );
  await writeFile(path.join(newer, 'package.json'), '{ "version": "9.9.9" }');
  return newer;
}

async function newPlace(name: string, more: Partial<Place> = {}): Promise<Place> {
  return { database: await emptyDatabase(), dataDir: path.join(root, name), ...more };
}

const anything = z.looseObject({});
let file = '';
let restored: Place;
let newer: Place;
let registeredMeanwhile = 0;

beforeAll(async () => {
  await mkdir(folder);
  await receive(desk, 'antes');
  await receive(desk, 'con-adjunto');
  // One whose clocks run, and one that waits for its customer.
  await world.register(world.orinoco);
  const asked = await world.register(world.orinoco);
  await world.act(asked.id, (tx, ticket) =>
    askForInformation(tx, ticket, {
      personId: world.carmen,
      text: '¿Qué versión usa?',
      attachmentIds: [],
      at: clock.now(),
    }),
  );
  await database.pool.query(
    `insert into session (person_id, token_sha256, created_at, last_used_at, idle_seconds, expires_at)
     values ($1, sha256('x'), now(), now(), 3600, now() + interval '1 day')`,
    [world.carmen],
  );
  await inTransaction(database, async (tx) => {
    await queueMail(tx, queuedMail('antes@desk.example'));
    await enqueue(tx, { id: 'a.job', payload: anything }, { text: 'áé\\n\t"' }, { key: 'one' });
  });
  await atenta(desk, ['ledger', 'verify']);

  // Somebody asks for support for as long as the backup takes.
  let ended = false;
  const asking = (async () => {
    while (!ended) {
      await world.register(world.orinoco, { subject: `Durante ${registeredMeanwhile}` });
      registeredMeanwhile += 1;
    }
  })();
  const backup = await atenta(desk, ['backup', folder, '--with-secret']);
  ended = true;
  await asking;
  expect(backup.code, backup.words).toBe(0);
  file = backup.out.trim();

  restored = await newPlace('restored');
  const restoring = await atenta(restored, ['restore', file]);
  expect(restoring.code, restoring.words).toBe(0);
  expect(restoring.out).toMatch(/2 accounts, \d+ entries, 0 not sound\n/);
  expect(restoring.out).toMatch(/\n[1-9]\d* requests: clocks as their events say, 0 mended\n/);
}, 60_000);

describe('I9 a backup during writes, restored into an empty desk', () => {
  it('F23 has every row of one moment, every file, and the same schema', async () => {
    expect(await count(desk, 'ticket')).toBeGreaterThan(await count(restored, 'ticket'));
    const before = await readBackup(file);
    const again = await atenta(restored, ['backup', path.join(root, 'again.tar')]);
    expect(again.code, again.words).toBe(0);
    const { manifest } = await readBackup(path.join(root, 'again.tar'));
    const { restoration, audit_entry: audit, session, ...tables } = manifest.tables;
    const {
      restoration: none,
      audit_entry: audited,
      session: signedIn,
      ...expected
    } = before.manifest.tables;
    expect(tables).toEqual(expected);
    expect([none?.rows, restoration?.rows]).toEqual([0, 1]);
    expect(audit?.rows).toBe((audited?.rows ?? 0) + 1);
    // Who was signed in signs in again: what ended since the backup must not live again.
    expect([signedIn?.rows, session?.rows]).toEqual([1, 0]);
    expect(manifest.blobs).toEqual({ ...before.manifest.blobs, count: 2, missing: 0 });
    expect(manifest.jobs.rows).toBe(before.manifest.jobs.rows);
    expect(await jobNamed(restored, 'one')).toEqual(await jobNamed(desk, 'one'));
    expect(await schemaOf(restored)).toBe(await schemaOf(desk));
    // Two rows that one transaction wrote are both there or neither.
    const { rows } = await restored.database.pool.query(
      `select id from ticket where status <> 'held' and not exists (
        select 1 from credit_entry where ticket_id = ticket.id and kind = 'hold')`,
    );
    expect(rows).toEqual([]);
  });

  it('what is written once cannot be changed there either', async () => {
    await expect(restored.database.pool.query('delete from credit_entry')).rejects.toThrow(
      'append-only',
    );
  });

  it('brings the secret that it was asked to, and the hashes of the ledgers', async () => {
    for (const name of ['secret', 'ledger-anchors.txt']) {
      const [was, is] = await Promise.all(
        [dataDir, restored.dataDir].map((place) =>
          readFile(path.join(place, name), 'utf8').catch(() => ''),
        ),
      );
      expect(is, name).toBe(was);
    }
    expect((await stat(path.join(restored.dataDir, 'secret'))).mode & 0o777).toBe(0o600);
  });

  it('F24 mail fetched again is known, other mail is taken, and no number is given out twice', async () => {
    const mails = await count(restored, 'inbound_mail');
    await receive(restored, 'antes');
    expect(await count(restored, 'inbound_mail')).toBe(mails);
    await receive(restored, 'despues');
    expect(await count(restored, 'inbound_mail')).toBe(mails + 1);
    const { rows } = await database.pool.query<{ id: number; number: number }>(
      'select max(id) as id, max(number) as number from ticket',
    );
    const next = await restored.database.pool.query<{ id: number; number: number }>(
      `select nextval(pg_get_serial_sequence('ticket', 'id')) as id, nextval('ticket_number') as number`,
    );
    expect(next.rows[0]?.id).toBeGreaterThan(rows[0]?.id ?? 0);
    expect(next.rows[0]?.number).toBeGreaterThan((rows[0]?.number ?? 0) + 500);
  });

  it('is refused where a desk is, and changes nothing there', async () => {
    const tickets = await count(desk, 'ticket');
    const refused = await atenta(desk, ['restore', file]);
    expect(refused.code).toBe(1);
    expect(refused.words).toContain('there is a desk already, and nothing was done');
    expect(await count(desk, 'ticket')).toBe(tickets);
    expect(await readHold(database.db)).toBeNull();
  });
});

describe('a backup of another version', () => {
  beforeAll(async () => {
    newer = await newPlace('newer-desk', { checkout: await newerCheckout() });
  });

  it('an older one is migrated forward, and without its secret that is said', async () => {
    const older = path.join(root, 'older.tar');
    expect((await atenta(desk, ['backup', older])).code).toBe(0);
    const { code, words } = await atenta(newer, ['restore', older]);
    expect(code, words).toBe(0);
    expect(words).toContain('migrated   9999-later.sql');
    expect(words).toContain('This desk has not the secret that the backup was taken with');
    expect(await count(newer, 'ticket')).toBe(await count(desk, 'ticket'));
    await newer.database.pool.query('select motto from firm');
  });

  it('a newer one is refused before anything is done', async () => {
    const target = path.join(root, 'newer.tar');
    expect((await atenta(newer, ['backup', target])).code).toBe(0);
    const empty = await newPlace('too-old');
    const { code, words } = await atenta(empty, ['restore', target]);
    expect(code).toBe(1);
    expect(words).toMatch(/newer version of the product \(9\.9\.9, 9999-later\.sql\)/);
    const { rows } = await empty.database.pool.query(
      `select to_regclass('schema_migration') as there`,
    );
    expect(rows).toEqual([{ there: null }]);
  });
});

describe('a restored desk is held until it is released', () => {
  let sink: MailSink;
  beforeAll(async () => {
    sink = await openMailSink();
  });
  afterAll(() => sink.close());

  it('sends nothing but a sign-in link asked for now, fetches nothing, decides nothing by time', async () => {
    const { db, pool } = restored.database;
    const relay = openRelay(sink.url);
    const blobs = await openBlobStore(path.join(restored.dataDir, 'blobs'));
    const sealer = openSealer(randomBytes(32));
    const secret = 's'.repeat(32);
    const sending = {
      database: restored.database,
      blobs,
      clock,
      log: silentLog,
      secret,
      sealer,
      relay,
    };
    const hold = done(await readHold(db));
    clock.set(hold.restoredAt + 10 * dayMs);
    await inTransaction(restored.database, async (tx) => {
      await queueMail(tx, queuedMail('despues@desk.example'));
      await queueMail(tx, queuedMail('entrar@desk.example', 'sign-in-link'));
    });
    const sendAll = async () => {
      const { rows } = await pool.query<{ id: number }>('select id from outgoing_mail order by id');
      for (const { id } of rows) await sendMail(sending, id);
      return sink.taken
        .splice(0)
        .map(({ raw }) => /^Message-ID: <(.+)>/im.exec(raw)?.[1])
        .filter((id) => id !== undefined);
    };
    const closings = scheduledJobs({
      database: restored.database,
      clock,
      post: openPost({ publicUrl: 'https://desk.example', domain: 'desk.example', secret, clock }),
      anchors: memoryAnchors(),
      renderReminder,
      printStatement: async () => Promise.reject(new Error('none is printed here')),
    }).find(({ job }) => job.id === 'tickets.run-due-closings');
    const runClosings = async () => {
      const before = await count(restored, 'message');
      await done(closings ?? null).run(
        {},
        { signal: new AbortController().signal, log: silentLog },
      );
      return (await count(restored, 'message')) - before;
    };
    /** Polls clocks until it has looked at the database, or until some have fired. */
    const firedWhen = async (isEnough: (looks: number, fired: number) => boolean) => {
      const looks = countQueries(restored.database);
      const poller = await pollClocks(looks.database, { clock, log: silentLog });
      const fired = () => count(restored, 'clock_fired');
      await expect
        .poll(async () => isEnough(looks.seen(), await fired()), { timeout: 10_000 })
        .toBe(true);
      await poller.stop();
      return fired();
    };
    await pool.query(
      `insert into imap_source (mailbox_id, host, port, security, user_name, sign_in, secret_sealed, folder)
       select id, '127.0.0.1', 1, 'none', 'mesa', 'password', 'x', 'INBOX' from mailbox`,
    );
    const heldBy = async () =>
      (await pool.query('select held_by from imap_source')).rows[0]?.held_by;
    const looks = countQueries(restored.database);
    const watching = await watchMailboxes({
      ...sending,
      database: looks.database,
      times: { claimMs: 20 },
    });
    try {
      await expect.poll(looks.seen, { timeout: 10_000 }).toBeGreaterThan(2);
      expect(await heldBy()).toBeNull();
      expect(await sendAll()).toEqual(['entrar@desk.example']);
      expect(await runClosings()).toBe(0);
      expect(await firedWhen((looks) => looks > 0)).toBe(0);

      const released = await atenta(restored, ['restore', 'release']);
      expect(released).toMatchObject({ code: 0, words: '' });
      expect(await readHold(db)).toBeNull();
      expect(await sendAll()).toEqual(
        expect.arrayContaining(['antes@desk.example', 'despues@desk.example']),
      );
      expect(await runClosings()).toBeGreaterThan(0);
      expect(await firedWhen((_, fired) => fired > 0)).toBeGreaterThan(0);
      await expect.poll(heldBy, { timeout: 10_000 }).not.toBeNull();
      expect((await atenta(restored, ['restore', 'release'])).code).toBe(1);
    } finally {
      await watching.stop();
      relay.close();
    }
  }, 40_000);

  it('time decides again only a while after the release, so that waiting mail comes first', async () => {
    const { rows } = await restored.database.pool.query<{ at: Date }>(
      'select released_at as at from restoration',
    );
    const releasedAt = rows[0]?.at.getTime() ?? 0;
    const { db } = restored.database;
    expect(await isTimeHeld(db, releasedAt + settlingMs - 1)).toBe(true);
    expect(await isTimeHeld(db, releasedAt + settlingMs)).toBe(false);
  });

  it('may be released without the mail that the backup still had to send', async () => {
    const released = await atenta(newer, ['restore', 'release', '--keep-mail']);
    expect(released.out).toMatch(/^released; [1-9]\d* mails stay in the outbox/);
    const { rows } = await newer.database.pool.query(
      `select distinct state from outgoing_mail where sent_at is null`,
    );
    expect(rows).toEqual([{ state: 'local' }]);
  });
});

describe('F34 a backup that cannot be trusted', () => {
  const verify = (name: string) => atenta(desk, ['backup', 'verify', name]);

  it('a sound one is proved from its bytes alone', async () => {
    const nowhere = { database: { ...database, url: 'postgres://nobody@127.0.0.1:1/x' }, dataDir };
    const { code, out } = await atenta(nowhere, ['backup', 'verify', file]);
    expect({ code, out }).toMatchObject({
      code: 0,
      out: expect.stringContaining('secret     is in it'),
    });
  });

  it('one altered byte is found, wherever it stands; so is one that is missing or added', async () => {
    const whole = await readFile(file);
    const altered = path.join(root, 'altered.tar');
    const places = Array.from({ length: 40 }, (_, index) =>
      Math.floor((whole.length * index) / 40),
    );
    for (const place of [...places, whole.length - 1, whole.length - 1600]) {
      const bytes = Buffer.from(whole);
      bytes[place] = (bytes[place] ?? 0) ^ 1;
      await writeFile(altered, bytes);
      const { code, words } = await verify(altered);
      expect({ place, code, words }).toMatchObject({
        code: 1,
        words: expect.stringContaining('this backup cannot be trusted'),
      });
    }
    for (const bytes of [
      whole.subarray(0, -512),
      whole.subarray(0, 2000),
      Buffer.concat([whole, whole]),
    ]) {
      await writeFile(altered, bytes);
      expect((await verify(altered)).code).toBe(1);
    }
    const empty = await newPlace('from-altered');
    expect((await atenta(empty, ['restore', altered])).code).toBe(1);
    expect(await readdir(empty.dataDir).catch(() => [])).toEqual([]);
  });
});

describe('a backup that breaks off', () => {
  const source = (read: () => Promise<Buffer>) => ({
    url: database.url,
    blobs: { read },
    files: {},
    version: '0',
    secretId: '',
    onProgress: () => undefined,
  });

  it('never looks like one, and says what to do', async () => {
    const target = path.join(root, 'broken-off.tar');
    const full = Object.assign(new Error('no space'), { code: 'ENOSPC' });
    const names = await readdir(root);
    await expect(
      writeBackup(
        source(() => Promise.reject(full)),
        target,
      ),
    ).rejects.toThrow(/is full: make room, or choose another folder\. No backup was written/);
    expect(await readdir(root)).toEqual(names);
  });

  it('while it is written, it has no name that anybody takes for a backup', async () => {
    const target = path.join(root, 'killed.tar');
    let names: string[] = [];
    const killed = writeBackup(
      source(async () => {
        names = await readdir(root);
        throw new Error('the power is gone');
      }),
      target,
    );
    await expect(killed).rejects.toThrow('the power is gone');
    expect(names.filter((name) => name.startsWith('killed'))).toEqual([
      expect.stringMatching(/^killed\.tar\.\d+\.partial$/),
    ]);
  });

  it.each([
    ['/nowhere/at/all.tar', 'there is no folder /nowhere/at: make it first'],
    ['', 'name one folder or file'],
  ])('%j is answered with what to do', async (target, words) => {
    const { code, words: said } = await atenta(desk, [
      'backup',
      ...(target === '' ? [] : [target]),
    ]);
    expect(code).toBe(1);
    expect(said).toContain(words);
  });

  it('an existing file is left as it was', async () => {
    const target = path.join(root, 'mine.txt');
    await writeFile(target, 'mine');
    expect((await atenta(desk, ['backup', target])).words).toContain('is there already');
    expect(await readFile(target, 'utf8')).toBe('mine');
  });
});

describe('the folder of a nightly backup', () => {
  it('keeps the newest of ours, clears what broke off, and leaves what others put there', async () => {
    const nightly = path.join(root, 'nightly');
    await mkdir(nightly);
    const partial = path.join(nightly, 'atenta-20200103T030000Z.tar.1.partial');
    for (const name of [
      'atenta-20200101T030000Z.tar',
      'atenta-20200102T030000Z.tar',
      'other.tar',
    ]) {
      await writeFile(path.join(nightly, name), '');
    }
    await writeFile(partial, '');
    await utimes(partial, 0, 0);
    const { code, out } = await atenta(desk, ['backup', nightly, '--keep', '2']);
    expect(code).toBe(0);
    expect(await readdir(nightly)).toEqual([
      'atenta-20200102T030000Z.tar',
      path.basename(out.trim()),
      'other.tar',
    ]);
  });

  it('F31 a file that the desk has lost is told of, and the rest is backed up', async () => {
    const blobs = await openBlobStore(path.join(dataDir, 'blobs'));
    const [lost = ''] = await Array.fromAsync(blobs.list());
    const content = await blobs.read(lost);
    await blobs.remove(lost);
    const target = path.join(root, 'lost.tar');
    const { code, words } = await atenta(desk, ['backup', target]);
    await blobs.put([content], { sizeLimitBytes: content.length });
    expect({ code, words }).toMatchObject({ code: 1, words: expect.stringContaining(lost) });
    expect((await readBackup(target)).manifest.blobs).toMatchObject({ count: 1, missing: 1 });
  });
});

async function jobNamed({ database: { pool } }: Place, key: string) {
  const { rows } = await pool.query(
    `select task_identifier, payload, job.run_at, job.max_attempts, job.attempts
       from graphile_worker.jobs job join graphile_worker._private_jobs own using (id)
      where job.key = $1`,
    [key],
  );
  return rows;
}

async function schemaOf({ database: { url } }: Place): Promise<string> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const { rows } = await client.query(`select tgname from pg_trigger where tgenabled <> 'O'`);
    expect(rows).toEqual([]);
    return await dumpSchema(client);
  } finally {
    await client.end();
  }
}

/** The same database, and how many queries were built on it. */
function countQueries(from: Database): {
  readonly database: Database;
  readonly seen: () => number;
} {
  let seen = 0;
  const db = from.db.withPlugin({
    transformQuery({ node }) {
      seen += 1;
      return node;
    },
    transformResult: async ({ result }) => result,
  });
  return { database: { ...from, db }, seen: () => seen };
}
