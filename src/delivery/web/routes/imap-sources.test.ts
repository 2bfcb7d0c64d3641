import { randomBytes } from 'node:crypto';
import { expect, it } from 'vitest';
import { testClock } from '../../../../test/support/test-clock.ts';
import { testDatabase } from '../../../../test/support/test-database.ts';
import { testWeb } from '../../../../test/support/test-web.ts';
import { readImapSource } from '../../../modules/correspondence/index.ts';
import { openSealer } from '../../../platform/sealed-secret.ts';
import { createHandlers } from '../handlers.ts';
import { mountMail } from './mail.ts';

const sealer = openSealer(randomBytes(32));
const handlers = createHandlers();
mountMail(handlers, {
  relayConfigured: false,
  dkim: {
    makePair: async () => ({ publicKey: '', seal: () => '' }),
    publishedTexts: async () => null,
  },
  look: async () => ({ text: '', html: null, attachments: [] }),
  release: async () => null,
  sealSecret: (mailboxId, which, secret) => sealer.seal(secret, `${mailboxId} ${which}`),
});
const database = await testDatabase();
const { send, world } = await testWeb(database, testClock(), { handlers });
const as = await world.signIn(world.agents.administrator);
const canary = 'clave-canario-7781';

const mailbox = await send('POST', '/api/v1/mailboxes', {
  as,
  body: { address: 'mesa@desk.example', name: 'Mesa' },
});
const { id } = mailbox.json as { id: number };
const path = `/api/v1/mailboxes/${id}/imap`;
const wanted = {
  host: 'imap.desk.example',
  port: 993,
  security: 'tls',
  user: 'mesa',
  signIn: 'password',
  secret: canary,
};
const set = (more: object) => send('POST', path, { as, body: { ...wanted, ...more } });

it('a password is stored sealed, and is in no answer and no audit entry', async () => {
  const answer = await set({ doneFolder: 'Procesados' });
  expect(answer.status).toBe(200);
  const texts = [
    answer.text,
    (await send('GET', path, { as })).text,
    (await send('GET', '/api/v1/mailboxes', { as })).text,
    JSON.stringify((await database.pool.query('select * from audit_entry')).rows),
    JSON.stringify((await database.pool.query('select * from imap_source')).rows),
  ];
  expect(texts.join()).not.toContain(canary);
  const source = await readImapSource(database.db, id);
  expect(sealer.open(source?.sealedSecret ?? '', `${id} secret`)).toBe(canary);
});

it('a stored password is kept when the form leaves it out, but never goes to another server or account', async () => {
  const { secret: _, ...without } = wanted;
  const kept = await send('POST', path, { as, body: { ...without, folder: 'Mesa' } });
  expect(kept.status).toBe(200);
  const source = await readImapSource(database.db, id);
  expect(sealer.open(source?.sealedSecret ?? '', `${id} secret`)).toBe(canary);
  for (const other of [{ host: 'imap.evil.example' }, { port: 143 }, { user: 'otro' }]) {
    const refused = await send('POST', path, { as, body: { ...without, ...other } });
    expect(refused.status).toBe(422);
    expect(refused.json).toMatchObject({ reason: 'imap-secret-missing' });
  }
});

it.each([
  [{ security: 'none' }, 'imap-not-encrypted'],
  [{ security: 'none', host: '127.0.0.1.evil.example' }, 'imap-not-encrypted'],
  [{ signIn: 'google' }, 'imap-client-missing'],
])('%j is refused: %s', async (more, reason) => {
  const answer = await set(more);
  expect(answer.status).toBe(422);
  expect(answer.json).toMatchObject({ reason });
});

it.each([
  [{ host: 'imap.example/x' }],
  [{ host: 'a b' }],
  [{ port: 70_000 }],
  [{ folder: 'a\r\nLOGOUT' }],
  [{ sealedSecret: 'x' }],
])('%j is no form of it', async (more) => {
  expect((await set(more)).status).toBe(400);
});

it('without encryption only a server on this machine is read', async () => {
  expect((await set({ security: 'none', host: '127.0.0.1' })).status).toBe(200);
});

it('says in words why no mail comes in, and since when', async () => {
  await set({});
  await database.pool.query(
    `update imap_source set state = 'failing', failure = 'sign-in', failure_words = 'AUTHENTICATIONFAILED', state_since = now()`,
  );
  const { items } = (await send('GET', '/api/v1/mailboxes', { as })).json as {
    items: { intake: { state: string; words: string } }[];
  };
  expect(items[0]?.intake).toMatchObject({ state: 'failing', serverWords: 'AUTHENTICATIONFAILED' });
  expect(items[0]?.intake.words).toMatch(/mesa/);
});

it('a mailbox that was never used is removed with what reads it; one that was used stays', async () => {
  const remove = () => send('DELETE', `/api/v1/mailboxes/${id}`, { as });
  await database.pool.query(`
    insert into blob (sha256, byte_size, created_at) values (sha256('x'), 1, now());
    insert into inbound_mail (source, envelope_from, envelope_to, raw_sha256, byte_size, fingerprint, mailbox_id, received_at)
    values ('pipe', '', '{}', sha256('x'), 1, '\\x02', ${id}, now())`);
  expect((await remove()).json).toMatchObject({ reason: 'mailbox-in-use' });
  expect((await send('GET', path, { as })).status).toBe(200);
  await database.pool.query('delete from inbound_mail');
  expect((await remove()).status).toBe(204);
  expect((await send('GET', path, { as })).status).toBe(404);
});
