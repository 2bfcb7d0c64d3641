import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { PassThrough, Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { afterAll, expect, it } from 'vitest';
import { deskWorld } from '../../test/support/desk-world.ts';
import { testClock } from '../../test/support/test-clock.ts';
import { testDatabase } from '../../test/support/test-database.ts';
import { listReceivedMail, readInboundMail } from '../modules/correspondence/index.ts';
import { mailReceiveCommand } from './mail-receive-command.ts';

const database = await testDatabase();
const world = await deskWorld(database, testClock());
const dataDir = await mkdtemp(path.join(tmpdir(), 'atenta-receive-'));
afterAll(() => rm(dataDir, { recursive: true }));

async function receive(args: readonly string[], environment: Record<string, string> = {}) {
  const stderr = new PassThrough();
  const code = await mailReceiveCommand({
    args,
    checkout: '/nowhere',
    environment: { DATABASE_URL: database.url, DATA_DIR: dataDir, ...environment },
    stdin: Readable.from([
      `From: ${world.orinoco.email}\r\nMessage-ID: <tubo@orinoco.example>\r\n\r\nHola\r\n`,
    ]),
    stdout: new PassThrough(),
    stderr,
  });
  stderr.end();
  return { code, words: await text(stderr) };
}

it.each([
  ['a database that cannot be reached', { DATABASE_URL: 'postgres://nobody@127.0.0.1:1/none' }],
  ['a wrong setting', { SMTP_PORT: 'abc' }],
])('%s ends with 75, so that the mail server keeps the mail', async (_, environment) => {
  const { code, words } = await receive(['--to', 'mesa@desk.example'], environment);
  expect(code).toBe(75);
  expect(words).toContain('keep it and try again');
});

it('a wrong argument ends with 64', async () => {
  expect((await receive(['--sender', 'x'])).code).toBe(64);
});

it('the mail is taken once it ends with 0, and MAILER-DAEMON is the null sender', async () => {
  const { code, words } = await receive(['--from', 'MAILER-DAEMON', '--to', 'mesa@desk.example']);
  expect({ code, words }).toEqual({ code: 0, words: '' });
  const [mailId = 0] = await listReceivedMail(database.db, 10);
  expect(await readInboundMail(database.db, mailId)).toMatchObject({
    source: 'pipe',
    envelopeFrom: '',
    envelopeTo: ['mesa@desk.example'],
    messageIdHeader: 'tubo@orinoco.example',
  });
});
