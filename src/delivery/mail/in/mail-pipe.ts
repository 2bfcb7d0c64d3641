import type { Readable } from 'node:stream';
import { mayReceive } from './recipients.ts';
import { type MailTaking, MailTooLarge, takeMail } from './take-mail.ts';

/**
 * What a mail server makes of the end of a delivery command (sysexits.h). Only `tempfail` makes it keep the mail and
 * try again: whatever is not certain is that.
 */
export const exitCodes = { ok: 0, usage: 64, dataerr: 65, nouser: 67, tempfail: 75 } as const;

/** What the mail server put on the command line. */
export interface PipeEnvelope {
  readonly from: string;
  /** Empty: the head says to whom it was delivered. */
  readonly to: readonly string[];
}

export interface PipeAnswer {
  readonly code: (typeof exitCodes)[keyof typeof exitCodes];
  /** For the mail server's log; empty when all is well. */
  readonly words: string;
}

const answer = (code: PipeAnswer['code'], words: string): PipeAnswer => ({ code, words });

/** Takes one message from a mail server's delivery command. Throws what is worth another try, as `takeMail` does. */
export async function takePipedMail(
  desk: MailTaking & { readonly domain: string },
  message: Readable,
  { from, to }: PipeEnvelope,
): Promise<PipeAnswer> {
  for (const address of to) {
    const may = await mayReceive(desk.database.db, address, desk.domain);
    if (may === 'no-mailbox-yet') return answer(exitCodes.tempfail, 'this desk has no mailbox yet');
    if (may === 'no') return answer(exitCodes.nouser, `there is no mailbox ${address} here`);
  }
  try {
    await takeMail(desk, withoutPostmark(message), {
      source: 'pipe',
      envelopeFrom: from,
      envelopeTo: to,
      remoteAddress: null,
      greeting: null,
    });
    return answer(exitCodes.ok, '');
  } catch (error) {
    if (error instanceof MailTooLarge) return answer(exitCodes.dataerr, error.message);
    if (error instanceof EmptyMessage) return answer(exitCodes.dataerr, error.message);
    throw error;
  }
}

class EmptyMessage extends Error {
  override name = 'EmptyMessage';
}

/** `From ana@example.com Sat Nov 28 …`: the mark that procmail and mbox put before a message; it is no header. */
async function* withoutPostmark(message: Readable): AsyncIterable<Uint8Array> {
  let start: Buffer | null = Buffer.alloc(0);
  for await (const chunk of message) {
    const bytes: Buffer = Buffer.from(chunk);
    if (start === null) {
      yield bytes;
      continue;
    }
    start = Buffer.concat([start, bytes]);
    const end = endOfPostmark(start);
    if (end === null) continue;
    if (end < start.length) yield start.subarray(end);
    start = null;
  }
  if (start === null) return;
  if (start.length === 0) throw new EmptyMessage('there was no message on stdin');
  yield start;
}

const postmark = Buffer.from('From ');
const postmarkLengthMax = 1000;

/** Where the message begins; null while that cannot be said yet. */
function endOfPostmark(start: Buffer): number | null {
  const compared = Math.min(start.length, postmark.length);
  if (!start.subarray(0, compared).equals(postmark.subarray(0, compared))) return 0;
  const lineEnd = start.indexOf('\n');
  if (lineEnd >= 0) return lineEnd + 1;
  return start.length > postmarkLengthMax ? 0 : null;
}
