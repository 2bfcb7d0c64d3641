import { isIP } from 'node:net';
import type { PassThrough } from 'node:stream';
import { SMTPServer, type SMTPServerAddress, type SMTPServerSession } from 'smtp-server';
import type { Log } from './log.ts';

/** What the other mail server said before the message itself. */
export interface Envelope {
  readonly from: string;
  readonly to: readonly string[];
  readonly remoteAddress: string;
  /** What it called itself in HELO or EHLO. */
  readonly greeting: string;
}

/** An answer of SMTP: 4xx makes the other server try again, 5xx makes it give the mail back to its sender. */
export class SmtpRefusal extends Error {
  override name = 'SmtpRefusal';
  readonly responseCode: number;
  constructor(responseCode: number, words: string) {
    super(words);
    this.responseCode = responseCode;
  }
}

export interface SmtpDoorOptions {
  readonly host: string;
  readonly port: number;
  /** What we call ourselves. */
  readonly name: string;
  readonly sizeLimitBytes: number;
  readonly connectionsMax: number;
  readonly idleTimeoutMs: number;
  readonly log: Log;
  /** May this address be written to? Throws SmtpRefusal when not. */
  readonly acceptRecipient: (address: string, envelope: Envelope) => Promise<void>;
  /**
   * Takes the message. 250 is said when this resolves, so it resolves only when the message is committed; whatever it
   * throws becomes 451 and the other server keeps the mail, unless it is an SmtpRefusal with its own answer.
   */
  readonly acceptMessage: (source: AsyncIterable<Uint8Array>, envelope: Envelope) => Promise<void>;
}

export interface SmtpDoor {
  readonly port: number;
  /** No new connection; those under way get their answer, for so long. */
  close(graceMs: number): Promise<void>;
}

/** Listens for mail (RFC 5321). One message is in memory only as far as the store has not taken it yet. */
export async function openSmtpDoor(options: SmtpDoorOptions): Promise<SmtpDoor> {
  const { log } = options;
  const server = new SMTPServer({
    name: options.name,
    banner: 'Atenta',
    size: options.sizeLimitBytes,
    authOptional: true,
    disabledCommands: ['AUTH', 'STARTTLS'],
    disableReverseLookup: true,
    logger: false,
    maxClients: options.connectionsMax,
    socketTimeout: options.idleTimeoutMs,
    closeTimeout: 5_000,
    onRcptTo(address, session, done) {
      settle(options.acceptRecipient(address.address, envelopeOf(session)), done);
    },
    onData(stream, session, done) {
      settle(receive(stream, session), done);
    },
  });
  server.on('error', (error) => log.warn({ error: error.message }, 'a mail connection broke'));

  async function receive(
    stream: PassThrough & { sizeExceeded?: boolean },
    session: SMTPServerSession,
  ): Promise<void> {
    try {
      await options.acceptMessage(stream, envelopeOf(session));
    } catch (error) {
      // The end of the message must be read before an answer to it can be given.
      stream.resume();
      throw stream.sizeExceeded === true ? tooLarge(options.sizeLimitBytes) : error;
    }
  }

  function settle(work: Promise<void>, done: (error?: Error | null) => void): void {
    work.then(
      () => done(),
      (error: unknown) => {
        if (error instanceof SmtpRefusal) return done(error);
        log.error({ error }, 'a mail could not be taken; the other server keeps it');
        done(new SmtpRefusal(451, '4.3.0 The message could not be stored, try again later'));
      },
    );
  }

  const port = await new Promise<number>((resolve, reject) => {
    server.server.once('error', reject);
    const listening = server.listen(options.port, options.host, () => {
      server.server.off('error', reject);
      const address = listening.address();
      resolve(address !== null && typeof address === 'object' ? address.port : options.port);
    });
  });
  return {
    port,
    close: (graceMs) =>
      new Promise((resolve) => {
        const timer = setTimeout(resolve, graceMs);
        server.close(() => {
          clearTimeout(timer);
          resolve();
        });
      }),
  };
}

export const tooLarge = (limitBytes: number): SmtpRefusal =>
  new SmtpRefusal(552, `5.3.4 The message is larger than ${limitBytes} bytes`);

const envelopeOf = (session: SMTPServerSession): Envelope => ({
  from: addressOf(session.envelope.mailFrom),
  to: session.envelope.rcptTo.map(addressOf),
  remoteAddress: isIP(session.remoteAddress) === 0 ? '' : session.remoteAddress,
  greeting: session.hostNameAppearsAs || '',
});

const addressOf = (address: SMTPServerAddress | false): string =>
  address === false ? '' : address.address;
