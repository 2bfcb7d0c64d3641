import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { memoryAnchors } from '../../../../test/support/memory-anchors.ts';
import { testClock } from '../../../../test/support/test-clock.ts';
import { testDatabase } from '../../../../test/support/test-database.ts';
import { testWeb } from '../../../../test/support/test-web.ts';
import { personActor } from '../../../kernel/actor.ts';
import { recordAdjustment, recordPurchase, verifyLedger } from '../../../modules/credits/index.ts';
import { inTransaction } from '../../../platform/database/index.ts';
import { csvRow } from '../csv.ts';
import { createHandlers } from '../handlers.ts';
import { mountVerification } from '../routes/verification.ts';
import { checkStatement } from './check-statement.ts';

const handlers = createHandlers();
mountVerification(handlers);
const database = await testDatabase();
const clock = testClock();
const anchorLines: string[] = [];
const anchors = memoryAnchors(anchorLines);
const { send, world, url } = await testWeb(database, clock, { handlers, anchors });
const { organizationId } = world.acme;
let administrator = '';
const folder = mkdtempSync(path.join(tmpdir(), 'atenta-statement-'));
afterAll(() => rmSync(folder, { recursive: true }));

const dangerous = '=cmd|"/c calc"!A1';
const lines = 60;
beforeAll(async () => {
  for (let n = 1; n <= lines; n += 1) {
    clock.advance(60 * 60_000);
    const command = { organizationId, key: `test:${n}`, at: clock.now() };
    await inTransaction(database, (tx) =>
      n % 3 === 0
        ? recordAdjustment(tx, {
            ...command,
            actor: personActor(world.agents.billing),
            units: n % 2 === 0 ? 1 : -1,
            reason: n === 3 ? dangerous : 'Cortesía por la espera de Łukasz',
          })
        : recordPurchase(tx, {
            ...command,
            actor: personActor(world.agents.billing),
            units: n,
            reference: n === 1 ? '+58 212 555 1234' : `Factura ${n}; serie "A"`,
          }),
    );
  }
  administrator = await world.signIn(world.acme.people.customer_administrator);
});

const download = (format: string, query = '', headers: Record<string, string> = {}) =>
  send('GET', `/organizations/${organizationId}/statement.${format}${query}`, {
    as: administrator,
    headers,
  });

const fetchFile = (format: string) =>
  fetch(`${url}/organizations/${organizationId}/statement.${format}`, {
    headers: { cookie: `atenta_session=${administrator}` },
  });

/** The command that a customer keeps, on a file of its own. */
async function runVerifier(text: string, extension: string) {
  const file = path.join(folder, `statement.${extension}`);
  writeFileSync(file, text);
  const command = path.join(import.meta.dirname, 'verify-statement.ts');
  return promisify(execFile)(process.execPath, [command, file]).then(
    ({ stdout }) => ({ code: 0, stdout }),
    (error: { code: number; stdout: string }) => ({ code: error.code, stdout: error.stdout }),
  );
}

describe('a statement to keep', () => {
  it.each(['csv', 'json'])('as %s is proven offline by the command alone', async (format) => {
    const { text, status } = await download(format);
    expect(status).toBe(200);
    const proven = await runVerifier(text, format);
    expect(proven.stdout).toContain(`SOUND  ${lines} l`);
    expect(proven.code).toBe(0);
    expect(checkStatement(text)).toMatchObject({ sound: true, statement: { entries: lines } });
  });

  it.each(['csv', 'json'])('as %s, with one unit changed, names the line', async (format) => {
    const { text } = await download(format);
    const forged =
      format === 'csv'
        ? text.replace(/;2;2;0;3;3;0;/, ';9;9;0;3;3;0;')
        : text.replace('"availableChange":2,', '"availableChange":9,');
    expect(forged).not.toBe(text);
    const check = checkStatement(forged);
    expect(check).toMatchObject({
      sound: false,
      faults: [{ sequence: 2, fault: 'shown-differs' }],
    });
    expect((await runVerifier(forged, format)).code).toBe(1);
  });

  it('whose seal was changed with what it shows does not fit its hash', async () => {
    const { text } = await download('json');
    const entry = text.split('\n').find((line) => line.includes('"sequence":2,')) ?? '';
    const forged = entry.replaceAll(/\b2,0,0,0,2,3,0\b/g, '9,0,0,0,9,10,0');
    expect(forged).not.toBe(entry);
    const check = checkStatement(text.replace(entry, forged));
    expect(check.sound ? [] : check.faults.map(({ fault }) => fault)).toContain('hash-wrong');
  });

  it('with lines cut off at the end, or in the middle, does not close', async () => {
    const { text } = await download('csv');
    const rows = text.split('\r\n');
    const without = (index: number) => rows.toSpliced(index, 1).join('\r\n');
    expect(checkStatement(without(lines + 1))).toMatchObject({
      faults: [{ fault: 'closing-differs' }],
    });
    const middle = checkStatement(without(30));
    expect(middle.sound ? [] : middle.faults.map(({ fault }) => fault)).toContain('chain-broken');
  });

  it('of some days opens and closes with the balances of the whole ledger', async () => {
    const { text } = await download('json', '?from=2000-01-01&to=2000-01-02');
    expect(JSON.parse(text)).toMatchObject({ opening: { sequence: 0 }, closing: { sequence: 0 } });
    const day = new Date(clock.now() - 24 * 3_600_000).toISOString().slice(0, 10);
    const { text: some } = await download('csv', `?from=${day}`);
    const check = checkStatement(some);
    expect(check.sound && check.statement.entries).toBeGreaterThan(0);
    expect(check.sound && check.statement.entries).toBeLessThan(lines);
  });

  it('V1.2.10: no cell of the CSV is a formula, and numbers stay numbers', async () => {
    const { text, headers } = await download('csv');
    expect(headers.get('content-type')).toContain('text/csv');
    // Reading an answer as text takes the byte order mark away.
    expect(text.startsWith('N.º;Fecha;')).toBe(true);
    const bytes = await (await fetchFile('csv')).bytes();
    expect([...bytes.subarray(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
    expect(text).toContain(`"'=cmd|""/c calc""!A1"`);
    expect(text).toContain(`"'+58 212 555 1234"`);
    expect(text).toContain(';-1;-1;0;');
    expect(text).toContain('"Factura 2; serie ""A"""');
    const english = await download('csv', '', { 'accept-language': 'en' });
    expect(english.status).toBe(200);
  });

  it.each(['=1+1', '+1', '-1', '@SUM(1)', '\t=1', '  =1', '＝1', '\u200B=1', '\r\n=1', '＠x'])(
    'V1.2.10: %j as a text is no formula',
    (text) => expect(csvRow([text], 'en')).toMatch(/^"'/),
  );

  it('as PDF is tagged, in the reader’s language, with its fonts inside', async () => {
    const begun = performance.now();
    const answer = await fetchFile('pdf');
    const bytes = Buffer.from(await answer.arrayBuffer());
    const spent = performance.now() - begun;
    expect(answer.headers.get('content-type')).toBe('application/pdf');
    if (process.env['CREDITS_PDF']) writeFileSync(process.env['CREDITS_PDF'], bytes);
    const raw = bytes.toString('latin1');
    expect(raw.startsWith('%PDF-1.7')).toBe(true);
    expect(raw.includes('/Marked true')).toBe(true);
    expect(raw.includes('/Lang (es)')).toBe(true);
    expect(/\/FontFile[23]/.test(raw)).toBe(true);
    expect(raw.includes('/S /TH')).toBe(true);
    expect(raw.includes('Helvetica')).toBe(false);
    // 60 lines: about 150 ms of work; loose, for a machine with other things to do.
    expect(spent).toBeLessThan(5000);
  });

  it('is anchored outside the database: newest entries that were cut off are found', async () => {
    await download('csv');
    expect(anchorLines.at(-1)).toMatch(
      new RegExp(`^atenta-anchor-1 ${organizationId} ${lines} [0-9a-f]{64}$`),
    );
    const count = anchorLines.length;
    await download('csv');
    expect(anchorLines).toHaveLength(count);
    const known = await anchors.of(organizationId);
    expect(await verifyLedger(database.db, organizationId, known)).toMatchObject({ sound: true });
    const shorter = memoryAnchors([
      `atenta-anchor-1 ${organizationId} ${lines + 1} ${'a'.repeat(64)}`,
    ]);
    expect(
      await verifyLedger(database.db, organizationId, await shorter.of(organizationId)),
    ).toMatchObject({
      sound: false,
      problems: [{ sequence: lines + 1, problem: 'anchored-entry-missing' }],
    });
    const other = memoryAnchors([`atenta-anchor-1 ${organizationId} 5 ${'a'.repeat(64)}`]);
    expect(
      await verifyLedger(database.db, organizationId, await other.of(organizationId)),
    ).toMatchObject({
      sound: false,
      problems: [{ sequence: 5, problem: 'anchored-hash-differs' }],
    });
  });
});

describe('who asks whether a statement is ours', () => {
  const ask = (text: string) => send('POST', '/api/v1/verifications', { body: { text } });

  it('is told that it is, and nothing of what stands in it', async () => {
    const { text } = await download('csv');
    const { json, text: answered } = await ask(text);
    expect(json).toMatchObject({ verdict: 'ours', faults: [] });
    expect(answered).not.toMatch(/Acme|Factura|balance/i);
  });

  it('is told that it was altered, is none, or is not ours', async () => {
    const { text } = await download('json');
    expect(
      (await ask(text.replace('"availableAfter":3,', '"availableAfter":4,'))).json,
    ).toMatchObject({ verdict: 'altered' });
    expect((await ask('hola')).json).toMatchObject({ verdict: 'not-a-statement' });
    const code = /"code": "([^"]+)"/.exec(text)?.[1] ?? '';
    const other = text.replace(code, '00000-00000-00000-00000');
    expect((await ask(other)).json).toMatchObject({ verdict: 'not-ours' });
  });

  it('has only its code and last hash: issued, and whether it matches', async () => {
    const { text } = await download('json');
    const { code, closing } = JSON.parse(text);
    const look = async (hash: string) =>
      (await send('GET', `/api/v1/verifications/${code}${hash}`)).json;
    expect(await look('')).toMatchObject({ issued: true, kind: 'statement', matches: null });
    expect(await look(`?hash=${closing.hash}`)).toMatchObject({ issued: true, matches: true });
    expect(await look(`?hash=${'0'.repeat(64)}`)).toMatchObject({ issued: true, matches: false });
  });

  it('another customer’s is not there', async () => {
    const stranger = await world.signIn(world.borneo.people.customer_administrator);
    const path = `/organizations/${organizationId}/statement.csv`;
    expect((await send('GET', path, { as: stranger })).status).toBe(404);
    const colleague = await world.signIn(world.acme.people.customer);
    expect((await send('GET', path, { as: colleague })).status).toBe(403);
  });
});
