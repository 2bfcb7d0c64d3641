import { createHash, type Hash } from 'node:crypto';
import { cleanLine } from '../understand/clean-text.ts';

/** Headers that servers on the way add: the same mail through another hop differs only in these. */
const traceHeaders = new Set([
  'received',
  'return-path',
  'delivered-to',
  'x-delivered-to',
  'x-original-to',
  'envelope-to',
  'x-envelope-to',
  'x-envelope-from',
  'authentication-results',
  'received-spf',
  'x-spam-status',
  'x-spam-score',
  'x-spam-level',
  'x-spam-flag',
  'x-spam-checker-version',
  'x-virus-scanned',
]);

/** A head larger than this is hashed as it comes: nobody writes one, and it must not fill the memory. */
const headBytesMax = 256 * 1024;

/** What is known of a message once its bytes have gone by. */
export interface Fingerprint {
  /** SHA-256 in hex over what the sender wrote: headers without those of the way, and the body. */
  readonly fingerprint: string;
  /** Without brackets; null when there is none that can be read. */
  readonly messageId: string | null;
}

/**
 * Passes a message on, chunk by chunk, and takes its fingerprint. The same Message-ID with other contents is another
 * fingerprint, so nobody can make a mail vanish by using its Message-ID first.
 */
export function fingerprinting(source: AsyncIterable<Uint8Array>): {
  readonly chunks: AsyncIterable<Uint8Array>;
  readonly result: () => Fingerprint;
} {
  const hash = createHash('sha256');
  let head: Buffer[] | null = [];
  let headBytes = 0;
  let messageId: string | null = null;

  function take(chunk: Buffer): void {
    if (head === null) {
      hash.update(chunk);
      return;
    }
    head.push(chunk);
    headBytes += chunk.length;
    const joined = head.length === 1 ? chunk : Buffer.concat(head);
    head = [joined];
    const end = endOfHead(joined);
    if (end === null && headBytes <= headBytesMax) return;
    flushHead(joined, end ?? 0);
  }

  function flushHead(joined: Buffer, end: number): void {
    messageId = hashHead(joined.subarray(0, end), hash);
    hash.update(joined.subarray(end));
    head = null;
  }

  return {
    chunks: (async function* () {
      for await (const chunk of source) {
        take(Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength));
        yield chunk;
      }
      if (head !== null) flushHead(head[0] ?? Buffer.alloc(0), headBytes);
    })(),
    result: () => ({ fingerprint: hash.digest('hex'), messageId }),
  };
}

/** Where the body begins: after the first empty line. */
function endOfHead(bytes: Buffer): number | null {
  const crlf = bytes.indexOf('\r\n\r\n');
  const lf = bytes.indexOf('\n\n');
  const ends = [crlf < 0 ? null : crlf + 4, lf < 0 ? null : lf + 2].filter((end) => end !== null);
  return ends.length === 0 ? null : Math.min(...ends);
}

/** Hashes the lines of the head that the sender wrote; answers the first Message-ID. */
function hashHead(head: Buffer, hash: Hash): string | null {
  let messageId: string | null = null;
  let skipping = false;
  for (const line of head.toString('latin1').split(/\r?\n/)) {
    const continues = line.startsWith(' ') || line.startsWith('\t');
    if (!continues) {
      const name = line
        .slice(0, Math.max(0, line.indexOf(':')))
        .trim()
        .toLowerCase();
      skipping = traceHeaders.has(name) || name.startsWith('arc-');
      if (name === 'message-id' && messageId === null) messageId = readMessageId(line);
    }
    if (!skipping && line !== '') hash.update(`${line}\n`);
  }
  return messageId;
}

/** Without control characters: a database takes no NUL, and what cannot be stored would be sent again for days. */
function readMessageId(line: string): string | null {
  const value = cleanLine(line.slice(line.indexOf(':') + 1));
  const inner = /<([^<>\s]{1,900})>/.exec(value)?.[1] ?? value;
  return inner === '' || inner.length > 900 ? null : inner;
}
