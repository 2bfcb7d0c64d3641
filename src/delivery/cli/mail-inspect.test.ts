import { Readable, Writable } from 'node:stream';
import { expect, test } from 'vitest';
import { mailInspect } from './mail-inspect.ts';

async function run(
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
  const inspect = async (raw: Uint8Array) => ({ rejected: raw.length > 20, sizeBytes: raw.length });
  const code = await mailInspect(args, { stdin: Readable.from([input]), stdout }, inspect);
  return { code, output };
}

test('one message on stdin: what was made of it, and the exit code says when it is for quarantine', async () => {
  const good = await run([], 'Subject: x\r\n\r\ny');
  expect(good.code).toBe(0);
  expect(JSON.parse(good.output)).toEqual({ rejected: false, sizeBytes: 15 });
  expect((await run([], 'Subject: x\r\n\r\ndemasiado largo')).code).toBe(1);
});

test('a batch answers each line by its id, in order', async () => {
  const lines = ['uno', 'dos'].map((id) =>
    JSON.stringify({ id, raw: Buffer.from(id.repeat(2)).toString('base64') }),
  );
  const { output } = await run(['--batch'], `${lines.join('\n')}\n\n`);
  const answers = output
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  expect(answers.map(({ id, out }) => [id, out.sizeBytes])).toEqual([
    ['uno', 6],
    ['dos', 6],
  ]);
});
