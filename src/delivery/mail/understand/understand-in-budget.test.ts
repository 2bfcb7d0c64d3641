import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, it } from 'vitest';
import { silentLog } from '../../../platform/log.ts';
import { openUnderstanding, understandBudget } from './understand-in-budget.ts';
import { understandMail } from './understand-mail.ts';

const script = new URL('./understand-worker.ts', import.meta.url);
const scriptOf = (code: string): URL =>
  new URL(
    `data:text/javascript,${encodeURIComponent(`
    import { parentPort } from 'node:worker_threads';
    ${code}
    parentPort.postMessage('ready');`)}`,
  );
const raw = Buffer.from(
  'From: Luis <luis@tienda.example>\r\nSubject: Caja\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\nhola\r\n--b\r\nContent-Type: image/png; name=a.png\r\n\r\nxyz\r\n--b--\r\n',
);

it('the thread makes of a mail what the desk makes of it', async () => {
  const understand = openUnderstanding({ script, log: silentLog });
  const [here, there] = await Promise.all([understandMail(raw), understand(raw)]);
  const plain = (mail: object): unknown => JSON.parse(JSON.stringify(mail));
  if (here.rejected || there.rejected) throw new Error('it is read');
  // What was a Buffer here comes over as plain bytes.
  const bytes = ({ attachments }: typeof here) =>
    attachments.map(({ content }) => Buffer.from(content).toString());
  expect(bytes(there)).toEqual(bytes(here));
  expect(plain({ ...there, attachments: [] })).toEqual(plain({ ...here, attachments: [] }));
});

it('one that takes too long is over a limit, with its bytes named, and the next is read', async () => {
  const understand = openUnderstanding({
    script: scriptOf(`
      parentPort.on('message', (raw) => {
        if (raw.length > 3) for (;;);
        parentPort.postMessage({ rejected: false, sizeBytes: raw.length });
      });`),
    log: silentLog,
    budget: { ...understandBudget, budgetMs: 200 },
  });
  const [bad, good] = await Promise.all([understand(raw), understand(Buffer.from('abc'))]);
  expect(bad).toMatchObject({ rejected: true, reason: 'time', sizeBytes: raw.length });
  expect(bad.sha256).toHaveLength(64);
  expect(good).toEqual({ rejected: false, sizeBytes: 3 });
});

it('one that breaks its reader is unreadable, not the end of the desk', async () => {
  const understand = openUnderstanding({
    script: scriptOf(`parentPort.on('message', () => { throw new Error('broken'); });`),
    log: silentLog,
  });
  expect(await understand(raw)).toMatchObject({ rejected: true, reason: 'unreadable' });
});

it('a machine that was busy once is asked again', async () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'atenta-busy-'));
  const marker = path.join(folder, 'was-here');
  const understand = openUnderstanding({
    script: scriptOf(`
      import { existsSync, writeFileSync } from 'node:fs';
      const marker = ${JSON.stringify(marker)};
      parentPort.on('message', () => {
        if (!existsSync(marker)) { writeFileSync(marker, ''); for (;;); }
        parentPort.postMessage({ rejected: false });
      });`),
    log: silentLog,
    budget: { ...understandBudget, budgetMs: 300 },
  });
  expect(await understand(raw)).toEqual({ rejected: false });
  rmSync(folder, { recursive: true });
});
