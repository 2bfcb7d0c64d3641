import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';

/** Reads one raw message and says what it made of it; `main.ts` hands in the mail door's own reading. */
export type InspectMail = (raw: Uint8Array) => Promise<{ readonly rejected: boolean }>;

/**
 * `atenta mail inspect`: one raw message on stdin, what the desk makes of it as JSON on stdout. Operators use it to
 * see why a mail was handled as it was. With `--batch` each line of stdin is `{"id", "raw": base64}` and each line
 * of stdout `{"id", "ms", "out"}`. Returns the exit code: 1 when the message would be quarantined.
 */
export async function mailInspect(
  args: readonly string[],
  streams: { readonly stdin: Readable; readonly stdout: Writable },
  inspect: InspectMail,
): Promise<number> {
  if (args.includes('--batch')) {
    const lines = createInterface({ input: streams.stdin, crlfDelay: Number.POSITIVE_INFINITY });
    for await (const line of lines) {
      if (line.trim() !== '')
        streams.stdout.write(`${JSON.stringify(await answer(line, inspect))}\n`);
    }
    return 0;
  }
  const chunks: Buffer[] = [];
  for await (const chunk of streams.stdin) chunks.push(Buffer.from(chunk));
  const mail = await inspect(Buffer.concat(chunks));
  streams.stdout.write(`${JSON.stringify(mail, null, 2)}\n`);
  return mail.rejected ? 1 : 0;
}

async function answer(line: string, inspect: InspectMail): Promise<object> {
  const { id, raw } = requestIn(line);
  const bytes = Buffer.from(raw, 'base64');
  const before = performance.now();
  const out = await inspect(bytes);
  return { id, ms: performance.now() - before, out };
}

function requestIn(line: string): { id: string; raw: string } {
  const value: unknown = JSON.parse(line);
  if (typeof value !== 'object' || value === null || !('id' in value) || !('raw' in value))
    throw new Error('each line needs "id" and "raw"');
  return { id: String(value.id), raw: String(value.raw) };
}
