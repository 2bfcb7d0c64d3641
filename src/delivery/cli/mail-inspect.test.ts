import { Readable, Writable } from 'node:stream';
import { expect, test } from 'vitest';
import { mailInspect } from './mail-inspect.ts';

async function inspect(
  args: readonly string[],
  input: string,
): Promise<{ code: number; output: string }> {
  let output = '';
  const stdout = new Writable({
    write: (chunk, _encoding, done) => {
      output += String(chunk);
      done();
    },
  });
  const code = await mailInspect(args, { stdin: Readable.from([input]), stdout });
  return { code, output };
}

const raw = 'From: Luis <luis@tienda.example>\r\nSubject: Caja\r\n\r\nno enciende';

test('one message on stdin: what the desk makes of it', async () => {
  const { code, output } = await inspect([], raw);
  expect(code).toBe(0);
  expect(JSON.parse(output)).toMatchObject({
    from: { address: 'luis@tienda.example', name: 'Luis' },
    subject: 'Caja',
    visibleText: 'no enciende',
    autoRespond: true,
  });
});

test('a batch answers each line by its id, in order', async () => {
  const lines = ['uno', 'dos'].map((id) =>
    JSON.stringify({ id, raw: Buffer.from(raw).toString('base64') }),
  );
  const { output } = await inspect(['--batch'], `${lines.join('\n')}\n`);
  expect(
    output
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line).id),
  ).toEqual(['uno', 'dos']);
});
