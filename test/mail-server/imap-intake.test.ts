// III: mail fetched from a real Dovecot. Skipped, with the reason, where Debian's packages are missing.
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { fetchMailbox, type Reading } from '../../src/delivery/mail/in/imap/fetch-mailbox.ts';
import { secretPlace } from '../../src/delivery/mail/in/imap/sign-in.ts';
import {
  type MailboxWatch,
  type Watching,
  watchMailboxes,
} from '../../src/delivery/mail/in/imap/watch-mailboxes.ts';
import { processMail } from '../../src/delivery/mail/in/process-mail.ts';
import { mailSizeLimitBytes } from '../../src/delivery/mail/in/take-mail.ts';
import { understandMail } from '../../src/delivery/mail/understand/understand-mail.ts';
import { systemClock } from '../../src/kernel/clock.ts';
import {
  addMailbox,
  claimImapSources,
  ImapLeaseLost,
  type ImapSource,
  listImapSources,
  listQuarantine,
  listReceivedMail,
  readInboundMail,
  setImapSource,
} from '../../src/modules/correspondence/index.ts';
import { openBlobStore } from '../../src/platform/blobs.ts';
import { inTransaction } from '../../src/platform/database/index.ts';
import { ImapFailure, type ImapSession, openImap } from '../../src/platform/imap.ts';
import { silentLog } from '../../src/platform/log.ts';
import { openSealer } from '../../src/platform/sealed-secret.ts';
import { deskWorld } from '../support/desk-world.ts';
import {
  type ImapServer,
  mailPassword,
  mailServerMissing,
  startDovecot,
} from '../support/mail-server.ts';
import { testClock } from '../support/test-clock.ts';
import { testDatabase } from '../support/test-database.ts';
import { noNames } from '../support/test-dns.ts';

const missing = mailServerMissing(['dovecot']);
if (missing !== null) console.warn(`the intake by IMAP is not tested against a server: ${missing}`);

const within = { timeout: 20_000, interval: 50 };

describe.skipIf(missing !== null)('III mail fetched by IMAP from Dovecot', async () => {
  const database = await testDatabase();
  const world = await deskWorld(database, testClock());
  const folder = await mkdtemp(path.join(tmpdir(), 'atenta-imap-'));
  const blobs = await openBlobStore(folder);
  const sealer = openSealer(randomBytes(32));
  const times = { claimMs: 100, leaseSeconds: 2, pollMs: 1000, retryMinMs: 100, retryMaxMs: 300 };
  const desk = { database, blobs, clock: systemClock, log: silentLog, sealer };
  const watches: Watching[] = [];
  const users = Array.from({ length: 20 }, (_, index) => `buzon${index}`);
  let server: ImapServer;
  let boxes = 0;

  beforeAll(async () => {
    server = await startDovecot(users);
  });
  afterEach(async () => {
    await Promise.all(watches.splice(0).map((watching) => watching.stop()));
    // What is left of one test is not watched by the next.
    await database.pool.query('delete from imap_source');
  });
  afterAll(async () => {
    await server?.remove();
    await rm(folder, { recursive: true });
  });

  const watch = async (more: Partial<MailboxWatch> = {}): Promise<Watching> => {
    const watching = await watchMailboxes({
      ...desk,
      times: { ...times, retryRefusedMs: 100 },
      ...more,
    });
    watches.push(watching);
    return watching;
  };

  /** A mailbox of the desk with an account of its own on the server. */
  async function newBox(more: Partial<ImapSource> = {}) {
    const user = users[boxes] ?? '';
    boxes += 1;
    const address = `${user}@desk.example`;
    const source = {
      host: '127.0.0.1',
      port: server.port,
      security: 'none' as const,
      user,
      signIn: 'password' as const,
      oauthTenant: '',
      oauthClientId: '',
      sealedClientSecret: null,
      folder: 'INBOX',
      doneFolder: 'Procesados',
      since: null,
    };
    return inTransaction(database, async (tx) => {
      const mailbox = await addMailbox(tx, {
        address,
        name: user,
        teamId: null,
        serviceId: null,
        language: 'es',
        signature: '',
        active: true,
      });
      const sealedSecret = sealer.seal(mailPassword, secretPlace(mailbox.id));
      const set = { ...source, mailboxId: mailbox.id, sealedSecret, ...more };
      await setImapSource(tx, set);
      return { id: mailbox.id, address, user, source: set };
    });
  }
  type Box = Awaited<ReturnType<typeof newBox>>;

  const rawMail = (id: string, more: readonly string[] = []): string =>
    [
      `From: ${world.orinoco.email}`,
      'To: <otra@desk.example>',
      `Subject: ${id}`,
      `Message-ID: <${id}@orinoco.example>`,
      ...more,
      '',
      `Texto de ${id}`,
      '',
    ].join('\r\n');

  async function rowsOf(id: string): Promise<{ id: number; copies: number }[]> {
    const { rows } = await database.pool.query(
      'select id::int, copies from inbound_mail where message_id_header = $1',
      [`${id}@orinoco.example`],
    );
    return rows;
  }
  const taken = (id: string, copies = 1) =>
    vi.waitFor(async () => {
      expect(await rowsOf(id)).toMatchObject([{ copies }]);
    }, within);
  const inFolder = (box: Box, name: string, count: number) =>
    vi.waitFor(async () => {
      expect(await server.messages(box.user, name)).toHaveLength(count);
    }, within);
  const stateOf = async (box: Box) =>
    (await listImapSources(database.db)).find(({ mailboxId }) => mailboxId === box.id);
  const saysThat = (box: Box, what: object) =>
    vi.waitFor(async () => {
      expect(await stateOf(box)).toMatchObject(what);
    }, within);

  /** Reads the folder once, on a connection that a test may tamper with. */
  async function readOnce(
    box: Box,
    tamper: (session: ImapSession) => Partial<ImapSession> = () => ({}),
  ) {
    const holder = 'this test';
    const leases = await claimImapSources(database.db, holder, 30);
    const lease = leases.find(({ mailboxId }) => mailboxId === box.id);
    if (lease === undefined) throw new Error('the mailbox is read by somebody else');
    const session = await openImap({ ...box.source, credential: { password: mailPassword } });
    const reading: Reading = {
      lease: { ...lease, holder },
      mailbox: box,
      doneFolder: box.source.doneFolder,
      since: box.source.since,
      attempts: attemptsOf(box),
    };
    const signal = new AbortController().signal;
    try {
      return await fetchMailbox(desk, reading, { ...session, ...tamper(session) }, signal);
    } finally {
      await session.close();
    }
  }
  const allAttempts = new Map<number, Map<string, number>>();
  function attemptsOf(box: Box): Map<string, number> {
    const attempts = allAttempts.get(box.id) ?? new Map<string, number>();
    allAttempts.set(box.id, attempts);
    return attempts;
  }

  it('is taken once, as its server had it, and moved after that; a push brings the next one at once', async () => {
    const box = await newBox();
    await server.deliver(box.address, rawMail('primero'));
    const watching = await watch({ times: { ...times, pollMs: 60_000 } });
    await taken('primero');
    await inFolder(box, 'Procesados', 1);
    await inFolder(box, 'INBOX', 0);
    await saysThat(box, { state: 'connected', failure: null });
    const pushed = performance.now();
    await server.deliver(box.address, rawMail('empujado'));
    await taken('empujado');
    // The next look by itself would be after a minute.
    expect(performance.now() - pushed).toBeLessThan(10_000);
    await inFolder(box, 'Procesados', 2);
    await watching.stop();
    const [{ id = 0 } = {}] = await rowsOf('primero');
    const mail = await readInboundMail(database.db, id);
    expect(mail).toMatchObject({ source: 'imap', envelopeTo: [box.address] });
    expect((await blobs.read(mail?.rawSha256 ?? '')).toString()).toContain('Texto de primero');
    expect((await stateOf(box))?.lastMailAt).not.toBeNull();
  });

  it('received at what the server says, and for the mailbox that the server delivered it to', async () => {
    const box = await newBox();
    const other = await newBox();
    const threeHoursAgo = new Date(Math.floor(Date.now() / 1000) * 1000 - 3 * 60 * 60 * 1000);
    // The account of one mailbox also gets the mail of another: its server says whose it is.
    const raw = rawMail('reenviado', [`X-Original-To: ${other.address}`]);
    const { ImapFlow } = await import('imapflow');
    const client = new ImapFlow({
      host: '127.0.0.1',
      port: server.port,
      secure: false,
      auth: { user: box.user, pass: mailPassword },
      logger: false,
    });
    await client.connect();
    await client.append('INBOX', raw, [], threeHoursAgo);
    await client.logout();
    await readOnce(box);
    const [{ id = 0 } = {}] = await rowsOf('reenviado');
    expect((await readInboundMail(database.db, id))?.receivedAt).toBe(threeHoursAgo.getTime());
    const authentication = { dns: noNames, relays: [], trustedSealers: [] };
    await processMail(
      {
        ...desk,
        understand: understandMail,
        secret: 'a secret of this test',
        domain: 'desk.example',
        authentication,
      },
      id,
    );
    expect(await readInboundMail(database.db, id)).toMatchObject({ mailboxId: other.id });
  });

  it('a server that stops is said to be out of reach since then, and is read again when it is back', async () => {
    const box = await newBox();
    await watch();
    await saysThat(box, { state: 'connected' });
    await server.stop();
    await saysThat(box, { state: 'failing', failure: 'unreachable' });
    const since = (await stateOf(box))?.stateSince;
    await server.start();
    await saysThat(box, { state: 'connected', failure: null });
    expect((await stateOf(box))?.stateSince).toBeGreaterThan(since ?? 0);
    await server.deliver(box.address, rawMail('tras-la-caida'));
    await taken('tras-la-caida');
  });

  it('a wrong password is said to be refused, and the right one is taken up at once', async () => {
    const box = await newBox();
    const wrong = sealer.seal('no es esta', secretPlace(box.id));
    await inTransaction(database, (tx) =>
      setImapSource(tx, { ...box.source, sealedSecret: wrong }),
    );
    await watch();
    await saysThat(box, { state: 'failing', failure: 'sign-in' });
    expect(JSON.stringify(await stateOf(box))).not.toContain('no es esta');
    await inTransaction(database, (tx) => setImapSource(tx, box.source));
    await saysThat(box, { state: 'connected' });
  });

  it('a secret that was sealed with another key, and a folder that is not there, are each said', async () => {
    const foreign = openSealer(randomBytes(32)).seal(mailPassword, 'any place');
    const sealedElsewhere = await newBox({ sealedSecret: foreign });
    const noFolder = await newBox({ folder: 'No existe' });
    await watch();
    await saysThat(sealedElsewhere, { state: 'failing', failure: 'secret-other-key' });
    await saysThat(noFolder, { state: 'failing', failure: 'folder' });
  });

  it('killed between the commit and the move: nothing is taken again, and the move is made up for', async () => {
    const box = await newBox();
    for (const id of ['corte-1', 'corte-2', 'corte-3'])
      await server.deliver(box.address, rawMail(id));
    const killed = new Error('killed here');
    const dying = readOnce(box, () => ({
      move: async () => {
        throw killed;
      },
    }));
    await expect(dying).rejects.toBe(killed);
    await inFolder(box, 'INBOX', 3);
    for (const id of ['corte-1', 'corte-2', 'corte-3']) await taken(id);
    expect((await readOnce(box)).taken).toBe(0);
    await inFolder(box, 'INBOX', 0);
    await inFolder(box, 'Procesados', 3);
    for (const id of ['corte-1', 'corte-2', 'corte-3']) await taken(id, 1);
  });

  it('UIDVALIDITY changes: what was taken is known by its contents, what is new is taken', async () => {
    const box = await newBox({ doneFolder: null });
    await server.deliver(box.address, rawMail('antes-del-cambio'));
    await readOnce(box);
    await taken('antes-del-cambio');
    const before = await database.pool.query(
      'select uid_validity from imap_source where mailbox_id = $1',
      [box.id],
    );
    const [kept = ''] = await server.messages(box.user);
    await server.administer([
      'mailbox',
      'update',
      '-u',
      box.user,
      '--uid-validity',
      '4242',
      'INBOX',
    ]);
    await server.administer(['expunge', '-u', box.user, 'mailbox', 'INBOX', 'all']);
    await server.deliver(box.address, kept);
    await server.deliver(box.address, rawMail('tras-el-cambio'));
    await readOnce(box);
    const after = await database.pool.query(
      'select uid_validity from imap_source where mailbox_id = $1',
      [box.id],
    );
    expect(after.rows).not.toEqual(before.rows);
    await taken('antes-del-cambio', 2);
    await taken('tras-el-cambio', 1);
  });

  it('a folder that is read for the first time gives only what came since then, and later everything', async () => {
    const old = await newBox({ since: Date.now() + 60 * 60 * 1000 });
    await server.deliver(old.address, rawMail('de-antes'));
    expect((await readOnce(old)).taken).toBe(0);
    expect(await rowsOf('de-antes')).toEqual([]);
    await inFolder(old, 'INBOX', 1);
  });

  it('a message that is too large stays, is shown in the quarantine with its head, and the next one comes in', async () => {
    const box = await newBox();
    const large = `${rawMail('enorme')}${'relleno de un mensaje enorme\r\n'.repeat(mailSizeLimitBytes / 30 + 1)}`;
    await server.deliver(box.address, large);
    await server.deliver(box.address, rawMail('tras-el-enorme'));
    await readOnce(box);
    await taken('tras-el-enorme');
    await inFolder(box, 'INBOX', 1);
    const waiting = await listQuarantine(database.db, { limit: 100 });
    expect(
      waiting.find(({ messageIdHeader }) => messageIdHeader === 'enorme@orinoco.example'),
    ).toMatchObject({
      quarantineReason: 'left-on-server',
      quarantineFacts: { why: 'too-large' },
      fromAddress: world.orinoco.email,
      subject: 'enorme',
      mailboxId: box.id,
    });
    expect((await readOnce(box)).taken).toBe(0);
  });

  it('a message that cannot be fetched is tried three times and then left; the others come in', async () => {
    const box = await newBox();
    await server.deliver(box.address, rawMail('bien-1'));
    await server.deliver(box.address, rawMail('envenenado'));
    await server.deliver(box.address, rawMail('bien-2'));
    const poisoned = (session: ImapSession) => ({
      fetch: (uid: number) =>
        uid === 2 ? Promise.reject(new ImapFailure('broken', 'cannot parse')) : session.fetch(uid),
    });
    await expect(readOnce(box, poisoned)).rejects.toThrow('cannot parse');
    await expect(readOnce(box, poisoned)).rejects.toThrow('cannot parse');
    expect((await readOnce(box, poisoned)).taken).toBe(1);
    await taken('bien-1');
    await taken('bien-2');
    const waiting = await listQuarantine(database.db, { limit: 100 });
    expect(
      waiting.filter(({ quarantineFacts }) => quarantineFacts?.['why'] === 'unreadable'),
    ).toHaveLength(1);
    await inFolder(box, 'INBOX', 1);
  });

  it('F20 two processes: one reads, and when it goes silent the other one takes over', async () => {
    const box = await newBox();
    const claim = (holder: string) => claimImapSources(database.db, holder, 1);
    expect(await claim('one')).toHaveLength(1);
    expect(await claim('two')).toHaveLength(0);
    await watch();
    await server.deliver(box.address, rawMail('relevo'));
    await taken('relevo');
    await inFolder(box, 'Procesados', 1);
  });

  it('F21 a process that was frozen and has lost the mailbox writes nothing', async () => {
    const box = await newBox();
    await server.deliver(box.address, rawMail('zombi'));
    const frozen = readOnce(box, (session) => ({
      async fetch(uid) {
        const raw = await session.fetch(uid);
        await database.pool.query(
          `update imap_source set held_by = 'another', held_until = now() + interval '1 minute'`,
        );
        return raw;
      },
    }));
    await expect(frozen).rejects.toThrow(ImapLeaseLost);
    expect(await rowsOf('zombi')).toEqual([]);
    await inFolder(box, 'INBOX', 1);
  });

  it('a burst: nothing lost, nothing doubled', async () => {
    const burst = Number(process.env['MAIL_BURST'] ?? 300);
    const box = await newBox();
    const lanes = Array.from({ length: 8 }, async (_, lane) => {
      for (let index = lane; index < burst; index += 8) {
        await server.deliver(box.address, rawMail(`rafaga-${index}`));
      }
    });
    await Promise.all(lanes);
    const began = performance.now();
    const cpu = process.cpuUsage();
    await watch({ times: { ...times, pollMs: 500 } });
    // Twenty a second at the least (I8), whatever the size of the burst.
    const drained = { timeout: 20_000 + burst * 50, interval: 200 };
    await vi.waitFor(async () => {
      expect((await server.messages(box.user, 'Procesados')).length).toBe(burst);
    }, drained);
    const used = process.cpuUsage(cpu);
    const { rows } = await database.pool.query<{ rows: number; copies: number }>(
      `select count(*)::int as rows, sum(copies)::int as copies from inbound_mail where message_id_header like 'rafaga-%'`,
    );
    expect(rows).toEqual([{ rows: burst, copies: burst }]);
    await inFolder(box, 'INBOX', 0);
    const seconds = (performance.now() - began) / 1000;
    const cpuMs = (used.user + used.system) / 1000 / burst;
    console.info(
      `${burst} mails fetched in ${seconds.toFixed(1)} s (${(burst / seconds).toFixed(0)} a second), ${cpuMs.toFixed(1)} ms of CPU each`,
    );
    expect((await listReceivedMail(database.db, 10_000)).length).toBeGreaterThanOrEqual(burst);
  }, 180_000);
});
