import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { deskWorld, done } from '../../test/support/desk-world.ts';
import { openMailSink } from '../../test/support/mail-sink.ts';
import { memoryAnchors } from '../../test/support/memory-anchors.ts';
import { testClock } from '../../test/support/test-clock.ts';
import { testDatabase } from '../../test/support/test-database.ts';
import { openPost } from '../delivery/mail/out/post.ts';
import { renderReminder } from '../delivery/mail/out/reminder-text.ts';
import { openRelay, sendMail } from '../delivery/mail/out/send-mail.ts';
import { statementPrinter } from '../delivery/web/statement/print-statement.ts';
import { scheduledJobs } from '../delivery/worker/schedule.ts';
import { systemActor } from '../kernel/actor.ts';
import type { Language } from '../kernel/language.ts';
import { readVerificationCode } from '../kernel/verification-code.ts';
import { filesOfMail, listDueMail, listOutgoingMail } from '../modules/correspondence/index.ts';
import {
  findStatement,
  issueMonthlyStatements,
  readAccount,
  recordPurchase,
  sendMonthlyStatement,
  setStatementByMail,
} from '../modules/credits/index.ts';
import { chooseLetters } from '../modules/notifications/index.ts';
import { addContact, updateOrganization } from '../modules/people/index.ts';
import { openBlobStore } from '../platform/blobs.ts';
import { inTransaction } from '../platform/database/index.ts';
import { runWaitingJobs } from '../platform/jobs.ts';
import { silentLog } from '../platform/log.ts';
import { openSealer } from '../platform/sealed-secret.ts';

const database = await testDatabase();
// The last morning of a month in Caracas.
const clock = testClock('2026-03-31T09:00:00-04:00');
const world = await deskWorld(database, clock);
const folder = await mkdtemp(path.join(tmpdir(), 'atenta-statements-'));
const blobs = await openBlobStore(folder);
const publicUrl = 'https://desk.example';
const secret = 's'.repeat(32);
const post = openPost({ publicUrl, domain: 'desk.example', secret, clock });
const anchored: string[] = [];
const handlers = scheduledJobs({
  database,
  clock,
  post,
  anchors: memoryAnchors(anchored),
  renderReminder,
  printStatement: statementPrinter({ database, blobs, publicUrl }),
});
afterAll(() => rm(folder, { recursive: true }));

const { orinoco, apure } = world;
const by = () => ({ actor: systemActor, at: clock.now(), ipAddress: null });
const administrators = await Promise.all(
  (
    [
      ['ana', 'es', orinoco.organizationId],
      ['bob', 'en', orinoco.organizationId],
      ['luz', 'es', apure.organizationId],
    ] as const
  ).map(([name, language, organizationId]) => addAdministrator(name, language, organizationId)),
);

async function addAdministrator(name: string, language: Language, organizationId: number) {
  const personId = done(
    await addContact(
      database,
      organizationId,
      {
        name,
        email: `${name}@cliente.example`,
        role: 'customer_administrator',
        authorised: true,
        invite: false,
      },
      by(),
    ),
  );
  await database.pool.query('update person set language = $2 where id = $1', [personId, language]);
  return personId;
}

/** One more look by two processes at once, and everything that they left to do. */
async function look(): Promise<void> {
  await Promise.all([
    issueMonthlyStatements(database, clock.now()),
    issueMonthlyStatements(database, clock.now()),
  ]);
  await inTransaction(database, (tx) => runWaitingJobs(tx, handlers, silentLog));
}
const statements = async () =>
  (await listOutgoingMail(database.db, { limit: 100 }))
    .filter(({ purpose }) => purpose === 'statement')
    .toSorted((a, b) => a.id - b.id);
const addressed = async () => (await statements()).map(({ toAddress }) => toAddress).toSorted();
const codeIn = (text: string): string =>
  readVerificationCode(/: ((?:[0-9A-Z]{4,5}-)+[0-9A-Z]{4,5})/.exec(text)?.[1] ?? '') ?? '';

const sendAgain = (month: string) =>
  inTransaction(database, (tx) =>
    sendMonthlyStatement(tx, {
      organizationId: orinoco.organizationId,
      timeZone: 'America/Caracas',
      month,
      issuedByPersonId: world.braulio,
      at: clock.now(),
    }),
  );

it('a month that ended goes to every administrator, once, by the customer’s own calendar and choice', async () => {
  await inTransaction(database, (tx) => setStatementByMail(tx, apure.organizationId, false));
  await look();
  expect(await addressed()).toEqual([]);
  // Midnight has passed in Caracas; the letters leave at six.
  clock.set(Date.parse('2026-04-01T05:59:00-04:00'));
  await look();
  expect(await addressed()).toEqual([]);
  clock.set(Date.parse('2026-04-01T06:00:00-04:00'));
  await look();
  expect(await addressed()).toEqual(['ana@cliente.example', 'bob@cliente.example']);
  await look();
  expect(await addressed()).toHaveLength(2);
});

it('each in the own language, all with one code that the desk knows, and with the last hash outside the database', async () => {
  const [first, second] = await statements();
  const letters = [first, second].map((mail) => mail?.bodyText ?? '');
  expect(letters.filter((text) => text.includes('Saldo final'))).toHaveLength(1);
  expect(letters.filter((text) => text.includes('Closing balance'))).toHaveLength(1);
  const codes = letters.map(codeIn);
  expect(new Set(codes).size).toBe(1);
  const { lastHash } = await readAccount(database.db, orinoco.organizationId);
  expect(await findStatement(database.db, codes[0] ?? '')).toMatchObject({
    organizationId: orinoco.organizationId,
    format: 'pdf',
    closingHash: lastHash,
  });
  for (const text of letters) expect(text).toContain(lastHash);
  expect(anchored.join('\n')).toContain(lastHash);
});

it('leaves with the PDF attached', async () => {
  const sink = await openMailSink();
  const relay = openRelay(sink.url);
  const sealer = openSealer(Buffer.alloc(32, 1));
  for (const mailId of await listDueMail(database.db, clock.now(), 100)) {
    await sendMail({ database, blobs, clock, log: silentLog, secret, sealer, relay }, mailId);
  }
  relay.close();
  await sink.close();
  const { raw = '' } = sink.taken.find(({ to }) => to.includes('ana@cliente.example')) ?? {};
  expect(raw).toMatch(/Content-Type: application\/pdf; name=estado-de-cuenta-2026-03\.pdf/i);
  const [, attached = ''] = /application\/pdf[\s\S]*?\r\n\r\n([A-Za-z0-9+/=\r\n]+)/.exec(raw) ?? [];
  const pdf = Buffer.from(attached, 'base64');
  expect(pdf.subarray(0, 5).toString('latin1')).toBe('%PDF-');
});

it('sent again by hand it is the same statement in another letter; a month that is not over is refused', async () => {
  const before = await statements();
  expect(await sendAgain('2026-03')).toBeNull();
  await look();
  const again = (await statements()).slice(before.length);
  expect(again).toHaveLength(2);
  expect(new Set([...before, ...again].map(({ bodyText }) => codeIn(bodyText))).size).toBe(1);
  expect(await sendAgain('2026-04')).toMatchObject({ reason: 'statement-month-open' });
});

it('where nothing moved and nothing is left it is quiet; where something is left it is not', async () => {
  const quiet = await world.addCustomer('Meta', 0);
  await addAdministrator('sol', 'es', quiet.organizationId);
  const before = (await statements()).length;
  clock.set(Date.parse('2026-05-01T12:00:00-04:00'));
  await look();
  const sent = (await statements()).slice(before);
  expect(sent.map(({ toAddress }) => toAddress).toSorted()).toEqual([
    'ana@cliente.example',
    'bob@cliente.example',
  ]);
  expect(sent[0]?.bodyText).toMatch(/(?:Movimientos|Entries): 0/);
});

it('a customer far away has its month when it is over there, with what moved until then', async () => {
  const { organizationId } = apure;
  await updateOrganization(database, organizationId, { timeZone: 'Pacific/Auckland' }, by());
  await inTransaction(database, (tx) => setStatementByMail(tx, organizationId, true));
  const buy = (key: string, units: number) =>
    inTransaction(database, (tx) =>
      recordPurchase(tx, {
        organizationId,
        key,
        actor: systemActor,
        at: clock.now(),
        units,
        reference: key,
      }),
    );
  clock.set(Date.parse('2026-05-31T23:59:00+12:00'));
  await buy('in-may', 3);
  clock.set(Date.parse('2026-06-01T00:01:00+12:00'));
  await buy('in-june', 7);
  clock.set(Date.parse('2026-06-01T06:00:00+12:00'));
  const before = (await statements()).length;
  await look();
  const [sent, ...others] = (await statements()).slice(before);
  expect(others).toEqual([]);
  expect(sent).toMatchObject({ toAddress: 'luz@cliente.example', toPersonId: administrators[2] });
  expect(sent?.bodyText).toMatch(/Saldo inicial: 1 unidad\n/);
  expect(sent?.bodyText).toMatch(/Saldo final: 4 unidades\n/);
  const files = sent && (await filesOfMail(database.db, sent));
  expect(files).toMatchObject([{ fileName: 'estado-de-cuenta-2026-05.pdf' }]);
});

it('who turned it off gets none by itself, and still the one that billing sends again', async () => {
  const [ana = 0] = administrators;
  const person = { personId: ana, administers: true };
  await chooseLetters(database, person, ['statement'], clock.now());
  clock.set(Date.parse('2026-07-01T12:00:00-04:00'));
  const before = (await statements()).length;
  await look();
  const byItself = (await statements()).slice(before).map(({ toAddress }) => toAddress);
  expect(byItself).toContain('bob@cliente.example');
  expect(byItself).not.toContain('ana@cliente.example');
  expect(await sendAgain('2026-06')).toBeNull();
  await look();
  const asked = (await statements()).slice(before + byItself.length);
  expect(asked.map(({ toAddress }) => toAddress).toSorted()).toEqual([
    'ana@cliente.example',
    'bob@cliente.example',
  ]);
});
