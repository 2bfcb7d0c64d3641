import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import Fastify from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { compressAnswer, preferredEncoding } from './compress-answer.ts';

const long = JSON.stringify({ words: 'una solicitud y su respuesta '.repeat(200) });
const app = Fastify();

beforeAll(async () => {
  app.addHook('onSend', compressAnswer);
  app.get('/json', async () => JSON.parse(long));
  app.get('/short', async () => ({ ok: true }));
  app.get('/bytes', async (_, reply) => reply.type('image/png').send(Buffer.alloc(5000)));
  app.get('/picture', async (_, reply) => reply.type('image/png').send('x'.repeat(5000)));
  await app.ready();
});
afterAll(() => app.close());

const get = (url: string, accepted: string) =>
  app.inject({ url, headers: { 'accept-encoding': accepted } });

describe('an answer', () => {
  it('goes as brotli to who takes it, and says what it depends on', async () => {
    const answer = await get('/json', 'gzip, deflate, br, zstd');
    expect(answer.headers['content-encoding']).toBe('br');
    expect(answer.headers.vary).toBe('accept-encoding');
    expect(Number(answer.headers['content-length'])).toBe(answer.rawPayload.length);
    expect(answer.rawPayload.length).toBeLessThan(long.length / 10);
    expect(brotliDecompressSync(answer.rawPayload).toString()).toBe(long);
  });

  it('goes as gzip to who takes only that, and as it is to who takes neither', async () => {
    const zipped = await get('/json', 'gzip');
    expect(gunzipSync(zipped.rawPayload).toString()).toBe(long);
    const plain = await get('/json', 'identity');
    expect(plain.headers['content-encoding']).toBeUndefined();
    expect(plain.headers.vary).toBe('accept-encoding');
    expect(plain.body).toBe(long);
  });

  it.each(['/short', '/bytes', '/picture'])('%s goes as it is', async (url) => {
    expect((await get(url, 'br')).headers['content-encoding']).toBeUndefined();
  });
});

it.each([
  ['br;q=0, gzip', 'gzip'],
  ['BR', 'br'],
  ['gzip;q=0.5,br;q=0.1', 'br'],
  ['*', null],
  ['gzip;q=nonsense', null],
  [undefined, null],
])('of %j it chooses %j', (accepted, chosen) => {
  expect(preferredEncoding(accepted)).toBe(chosen);
});
