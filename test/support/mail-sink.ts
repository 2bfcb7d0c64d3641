// The mail server to which the desk hands its mail: it takes what it is told to take, and keeps every byte.
import type { Readable } from 'node:stream';
import { SMTPServer } from 'smtp-server';

export interface TakenMail {
  readonly from: string;
  readonly to: readonly string[];
  readonly raw: string;
}

/** What it answers to a recipient (RCPT) or to a whole message: null takes it. */
export type Answer = { readonly code: number; readonly words: string } | null;

export interface MailSink {
  readonly port: number;
  readonly url: string;
  readonly taken: TakenMail[];
  answerRecipient: (address: string) => Answer;
  /** Asked after the message was read whole; one that never resolves is a relay that hangs. */
  answerMessage: (mail: TakenMail) => Answer | Promise<Answer>;
  close(): Promise<void>;
}

export async function openMailSink(port = 0): Promise<MailSink> {
  const taken: TakenMail[] = [];
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['AUTH', 'STARTTLS'],
    disableReverseLookup: true,
    logger: false,
    onRcptTo(address, _session, done) {
      done(failure(sink.answerRecipient(address.address)));
    },
    onData(stream, session, done) {
      read(stream).then(async (raw) => {
        const { mailFrom, rcptTo } = session.envelope;
        const mail = {
          from: mailFrom === false ? '' : mailFrom.address,
          to: rcptTo.map(({ address }) => address),
          raw,
        };
        const refused = failure(await sink.answerMessage(mail));
        if (refused === null) taken.push(mail);
        done(refused);
      }, done);
    },
  });
  server.on('error', () => undefined);
  const listening = await new Promise<number>((resolve, reject) => {
    server.server.once('error', reject);
    const open = server.listen(port, '127.0.0.1', () => {
      const address = open.address();
      resolve(address !== null && typeof address === 'object' ? address.port : port);
    });
  });
  const sink: MailSink = {
    port: listening,
    url: `smtp://127.0.0.1:${listening}`,
    taken,
    answerRecipient: () => null,
    answerMessage: () => null,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
  return sink;
}

function failure(answer: Answer): Error | null {
  return answer === null
    ? null
    : Object.assign(new Error(answer.words), { responseCode: answer.code });
}

async function read(stream: Readable): Promise<string> {
  const chunks: Buffer[] = [];
  // A stream of bytes: SMTPServer sets no encoding.
  for await (const chunk of stream) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('latin1');
}

/** The header fields of a raw mail, unfolded, in their order. */
export function headersOf(raw: string): readonly (readonly [name: string, value: string])[] {
  const head = raw.slice(0, raw.indexOf('\r\n\r\n')).replace(/\r\n[ \t]+/g, ' ');
  return head.split('\r\n').map((line) => {
    const colon = line.indexOf(':');
    return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()] as const;
  });
}
