import { Readable } from 'node:stream';
import { expect, it } from 'vitest';
import { fingerprinting } from './fingerprint.ts';

async function printOf(...pieces: readonly string[]) {
  const { chunks, result } = fingerprinting(
    Readable.from(pieces.map((piece) => Buffer.from(piece, 'latin1'))),
  );
  for await (const _ of chunks);
  return result();
}

it('headers of the way do not change it, a letter of the body does', async () => {
  const mail = 'From: a@b.example\r\nMessage-ID: <1@b.example>\r\n\r\nhola\r\n';
  const one = await printOf(mail);
  expect(await printOf(`Received: from x\r\n by y\r\n${mail}`)).toEqual(one);
  expect(await printOf(mail.slice(0, 20), mail.slice(20))).toEqual(one);
  expect((await printOf(mail.replace('hola', 'Hola'))).fingerprint).not.toBe(one.fingerprint);
});

it.each([
  ['<a\0b@orinoco.example>', 'ab@orinoco.example'],
  ['\u0007<a@orinoco.example>', 'a@orinoco.example'],
  ['sin-corchetes@orinoco.example', 'sin-corchetes@orinoco.example'],
  ['\0', null],
])('a Message-ID of %j can be stored: refused, it would come again for days', async (id, read) => {
  expect((await printOf(`Message-ID: ${id}\r\n\r\nx`)).messageId).toBe(read);
});
