import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { testClock } from '../../../test/support/test-clock.ts';
import { testDatabase } from '../../../test/support/test-database.ts';
import { testWeb } from '../../../test/support/test-web.ts';
import { addAttachment } from '../../modules/correspondence/index.ts';
import { openBlobStore } from '../../platform/blobs.ts';
import { inTransaction } from '../../platform/database/index.ts';

const database = await testDatabase();
const clock = testClock();
const blobs = await openBlobStore(
  path.join(mkdtempSync(path.join(tmpdir(), 'atenta-files-')), 'b'),
);
const { send, world, url } = await testWeb(database, clock, { blobs });
const { customer } = world.acme.people;
const as = await world.signIn(customer);

const upload = (content: Buffer | string, name: string, type = 'image/png') => {
  const form = new FormData();
  form.append('file', new Blob([content as BlobPart], { type }), name);
  return send('POST', '/api/v1/attachments', { as, form });
};
const download = (answer: { readonly json: unknown }) =>
  send('GET', (answer.json as { url: string }).url, { as });

const png = Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex');

describe('a file', () => {
  it('is what its bytes say, whatever its sender says', async () => {
    const claims = [
      ['page.png', '<html><script>alert(1)</script></html>', 'application/octet-stream'],
      [
        'image.svg',
        '<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>',
        'application/octet-stream',
      ],
      ['data.xml', '<?xml version="1.0"?><a/>', 'application/octet-stream'],
      ['notes.txt', 'línea uno\nlínea dos', 'text/plain'],
      ['real.bin', png, 'image/png'],
      ['report.txt', '%PDF-1.7 …', 'application/pdf'],
      ['empty.txt', '', 'text/plain'],
    ] as const;
    for (const [name, content, mediaType] of claims) {
      const uploaded = await upload(content, name);
      expect(uploaded.json, name).toMatchObject({ name, mediaType });
    }
  });

  it.each([
    ['<b>hola</b>', 'a.html'],
    ['<svg/>', 'a.svg'],
    ['%PDF-1.7', 'a.pdf'],
    ['PK\u0003\u0004', 'a.docx'],
  ])('that a browser could act on is saved, never shown: %s', async (content, name) => {
    const { headers } = await download(await upload(content, name, 'text/html'));
    expect(headers.get('content-type')).toBe('application/octet-stream');
    expect(headers.get('content-disposition')).toMatch(/^attachment; /);
    expect(headers.get('content-security-policy')).toMatch(/sandbox/);
    expect(headers.get('x-content-type-options')).toBe('nosniff');
  });

  it('of an image type is shown, and nothing in it can act', async () => {
    const answer = await download(await upload(png, 'captura.png'));
    expect(answer.headers.get('content-type')).toBe('image/png');
    expect(answer.headers.get('content-disposition')).toMatch(/^inline; /);
    expect(answer.headers.get('content-security-policy')).toMatch(/default-src 'none'; sandbox/);
    expect(answer.headers.get('cache-control')).toBe('private, no-store');
  });

  it('that the mail brought as SVG, under any spelling, is saved', async () => {
    const { sha256, sizeBytes } = await blobs.put([Buffer.from('<svg onload="x"/>')], {
      sizeLimitBytes: 100,
    });
    for (const mediaType of ['image/svg+xml', 'image/svg+xml; x', 'IMAGE/SVG+XML', 'text/xml']) {
      const { id } = await inTransaction(database, async (tx) => {
        await tx
          .insertInto('blob')
          .values({
            sha256: Buffer.from(sha256, 'hex'),
            byte_size: sizeBytes,
            created_at: new Date(clock.now()),
          })
          .onConflict((conflict) => conflict.doNothing())
          .execute();
        return addAttachment(tx, {
          messageId: null,
          ticketId: null,
          uploadedByPersonId: customer,
          sha256,
          fileName: 'x.svg',
          mediaType,
          byteSize: sizeBytes,
          contentId: null,
          inline: false,
          role: 'file',
          at: clock.now(),
        });
      });
      const { headers } = await send('GET', `/attachments/${id}`, { as });
      expect(headers.get('content-type')).toBe('application/octet-stream');
    }
  });

  it('keeps its name, and its name does nothing else', async () => {
    const names = [
      ['informe año 2026.txt', 'informe año 2026.txt'],
      ['../../etc/passwd', 'passwd'],
      ['a"; filename="evil.exe', 'a%22; filename=%22evil.exe'],
      ['factura\u202Etxt.exe', 'facturatxt.exe'],
      ['日本語.txt', '日本語.txt'],
      ['.htaccess', 'htaccess'],
    ] as const;
    for (const [given, kept] of names) {
      const uploaded = await upload('hola', given);
      expect(uploaded.json).toMatchObject({ name: kept });
      const disposition = (await download(uploaded)).headers.get('content-disposition') ?? '';
      const encoded = /filename\*=UTF-8''(.*)$/.exec(disposition)?.[1] ?? '';
      expect(decodeURIComponent(encoded)).toBe(kept);
      expect(disposition).toMatch(/^[\x20-\x7e]*$/);
    }
  });

  it('comes back as it was, byte by byte', async () => {
    const bytes = Buffer.from(Array.from({ length: 70_000 }, (_, index) => (index * 31) % 256));
    const uploaded = await upload(bytes, 'raw.bin');
    const { url: place } = uploaded.json as { url: string };
    const answer = await fetch(url + place, { headers: { cookie: `atenta_session=${as}` } });
    expect(Buffer.from(await answer.arrayBuffer()).equals(bytes)).toBe(true);
  });

  it('that nobody sent yet is its uploader’s only', async () => {
    const uploaded = await upload('borrador', 'borrador.txt');
    const { url: place } = uploaded.json as { url: string };
    const colleague = await world.signIn(world.acme.people.customer_administrator);
    for (const other of [colleague, await world.signIn(world.agents.administrator)]) {
      expect((await send('GET', place, { as: other })).status).toBe(404);
    }
    expect((await send('GET', place)).status).toBe(401);
  });
});

describe('the limit of 25 MB', () => {
  it('takes 25 MB and refuses one byte more, while it streams', async () => {
    const megabytes = 25 * 1024 * 1024;
    expect((await upload(Buffer.alloc(megabytes, 7), 'full.bin')).status).toBe(201);
    const over = await upload(Buffer.alloc(megabytes + 1, 7), 'over.bin');
    expect(over.json).toMatchObject({ status: 413, reason: 'file-too-large' });
    expect(over.text).toContain('25 MB');
  });
});

describe('an upload', () => {
  it('without a file is told so', async () => {
    const form = new FormData();
    form.append('note', 'no file');
    expect((await send('POST', '/api/v1/attachments', { as, form })).status).toBe(422);
  });

  it('from a page that is not ours is turned away before its bytes', async () => {
    const form = new FormData();
    form.append('file', new Blob(['x']), 'x.txt');
    const headers = { origin: 'https://evil.example' };
    expect((await send('POST', '/api/v1/attachments', { as, form, headers })).status).toBe(403);
  });
});
