import { createHash } from 'node:crypto';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, it } from 'vitest';
import { lookAtMail } from '../../src/delivery/mail/in/look-at-mail.ts';
import { understandMail } from '../../src/delivery/mail/understand/understand-mail.ts';
import {
  acceptMail,
  readInboundMail,
  recordInboundOutcome,
} from '../../src/modules/correspondence/index.ts';
import { openBlobStore } from '../../src/platform/blobs.ts';
import { inTransaction } from '../../src/platform/database/index.ts';
import { testClock } from '../support/test-clock.ts';
import { testDatabase } from '../support/test-database.ts';
import { testWeb } from '../support/test-web.ts';

const png = Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex');
const database = await testDatabase();
const clock = testClock();
const blobs = await openBlobStore(mkdtempSync(path.join(tmpdir(), 'atenta-waiting-')));
const asked: string[] = [];
const { send, world } = await testWeb(database, clock, {
  blobs,
  quarantined: (mail) => lookAtMail({ blobs, understand: understandMail }, mail),
  outbound: {
    send: async ({ url }) => {
      asked.push(url);
      return { reached: true, status: 200, headers: {}, body: png };
    },
  },
});
const as = await world.signIn(world.agents.agent);

/** A stranger's mail with a picture of its own, one that lies about what it is, and one on another machine. */
async function waitingMail(): Promise<number> {
  const part = (type: string, cid: string, content: Buffer) =>
    `--b\r\nContent-Type: ${type}\r\nContent-ID: <${cid}>\r\nContent-Transfer-Encoding: base64\r\n\r\n${content.toString('base64')}\r\n`;
  const raw = [
    'From: eva@stranger.example',
    'Subject: Hola',
    'Content-Type: multipart/related; boundary=b',
    '',
    '--b',
    'Content-Type: text/html; charset=utf-8',
    '',
    '<p>Vea:</p><img src="cid:logo@x" alt="propia"><img src="cid:lie@x" alt="mentira"><img src="https://pictures.example/p.png" alt="ajena">',
    `${part('image/png', 'logo@x', png)}${part('image/png', 'lie@x', Buffer.from('<svg onload="x()"/>'))}--b--`,
    '',
  ].join('\r\n');
  const blob = await blobs.put([Buffer.from(raw)], { sizeLimitBytes: 10_000 });
  return inTransaction(database, async (tx) => {
    const { mailId } = await acceptMail(tx, {
      source: 'smtp',
      envelopeFrom: 'eva@stranger.example',
      envelopeTo: ['soporte@desk.example'],
      remoteAddress: null,
      greeting: null,
      rawSha256: blob.sha256,
      byteSize: blob.sizeBytes,
      fingerprint: createHash('sha256').update(`${raw}${Math.random()}`).digest('hex'),
      messageIdHeader: null,
      receivedAt: clock.now(),
      at: clock.now(),
    });
    await recordInboundOutcome(tx, mailId, {
      outcome: 'quarantined',
      quarantineReason: 'sender-unknown',
      at: clock.now(),
    });
    return mailId;
  });
}

const sources = (page: { readonly text: string }): string[] =>
  [...page.text.matchAll(/<img [^>]*?src="([^"]*)"/g)].map(([, address = '']) =>
    address.replaceAll('&amp;', '&'),
  );

it('a waiting mail shows its own pictures in place, and asks no other machine for anything', async () => {
  const page = await send('GET', `/quarantine/${await waitingMail()}/html`, { as });
  expect(sources(page)).toEqual([`data:image/png;base64,${png.toString('base64')}`]);
  // What is no picture by its bytes leaves its description.
  expect(page.text).toMatch(/<span [^>]*>mentira<\/span>/);
  expect(page.text).toMatch(/html\?pictures=shown" target="_self"/);
  expect(asked).toEqual([]);
});

it('what the letter shows in place is no file beside it; what only says that it is a picture is one', async () => {
  const mail = await readInboundMail(database.db, await waitingMail());
  if (mail === undefined) throw new Error('a mail that was accepted can be read');
  const { attachments } = await lookAtMail({ blobs, understand: understandMail }, mail);
  expect(attachments.map(({ byteSize }) => byteSize)).toEqual([19]);
});

it('shows those of other machines when an agent asks, through the desk, each for its mail alone', async () => {
  const [id, other] = [await waitingMail(), await waitingMail()];
  const page = await send('GET', `/quarantine/${id}/html?pictures=shown`, { as });
  const good = sources(page).at(-1) ?? '';
  expect(good).toMatch(new RegExp(`^/quarantine/${id}/picture\\?`));
  expect(page.text).not.toContain('src="https:');
  for (const bad of [
    good.replace(`/${id}/`, `/${other}/`),
    good.replace(`/quarantine/${id}/`, `/messages/${id}/`),
    good.replace('p.png', 'otra.png'),
    good.replace(/&mark=.*/, ''),
  ]) {
    expect([bad, (await send('GET', bad, { as })).status]).toEqual([bad, 404]);
  }
  expect((await send('GET', good)).status).toBe(401);
  const customer = await world.signIn(world.acme.people.customer_administrator);
  expect((await send('GET', good, { as: customer })).status).toBe(403);
  expect(asked).toEqual([]);
  const picture = await send('GET', good, { as });
  expect(picture.status).toBe(200);
  expect(picture.headers.get('content-security-policy')).toMatch(/default-src 'none'; sandbox/);
  expect(asked).toEqual(['https://pictures.example/p.png']);
});
