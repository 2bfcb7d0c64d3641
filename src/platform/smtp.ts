import { isIP } from 'node:net';
import type { PassThrough } from 'node:stream';
import { SMTPServer, type SMTPServerAddress, type SMTPServerSession } from 'smtp-server';
import type { Log } from './log.ts';
import { readTlsFiles, type TlsFiles, watchTlsFiles } from './smtp/tls-files.ts';
import { type Patience, type Visit, watchVisits } from './smtp/visits.ts';

export type { TlsFiles } from './smtp/tls-files.ts';

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
  /** LMTP (RFC 2033) answers for each recipient after the message; it has no STARTTLS here. */
  readonly protocol: 'smtp' | 'lmtp';
  /** For STARTTLS; null: it is not offered. Files that are renewed are taken up without a restart. */
  readonly tls: TlsFiles | null;
  readonly host: string;
  readonly port: number;
  /** What we call ourselves. */
  readonly name: string;
  readonly sizeLimitBytes: number;
  readonly connectionsMax: number;
  readonly connectionsPerAddressMax: number;
  /** Without a byte for so long, the connection ends. */
  readonly idleTimeoutMs: number;
  /** Slower than this, it is cut, however often it sends a byte. */
  readonly patience: Patience;
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
  const { log, tls } = options;
  const lmtp = options.protocol === 'lmtp';
  const server = new SMTPServer({
    lmtp,
    ...(tls === null ? {} : readTlsFiles(tls)),
    name: options.name,
    banner: 'Atenta',
    size: options.sizeLimitBytes,
    authOptional: true,
    disabledCommands: tls === null ? ['AUTH', 'STARTTLS'] : ['AUTH'],
    disableReverseLookup: true,
    logger: false,
    maxClients: options.connectionsMax,
    socketTimeout: options.idleTimeoutMs,
    closeTimeout: 5_000,
    onConnect(session, done) {
      const others = visitOf(session)?.others ?? 0;
      done(others < options.connectionsPerAddressMax ? null : tooManyConnections());
    },
    onRcptTo(address, session, done) {
      if (lmtp && isNamed(address.address, session)) return done(namedTwice());
      const work = options.acceptRecipient(address.address, envelopeOf(session));
      visitOf(session)?.working(work);
      settle(work, done);
    },
    onData(stream, session, done) {
      settle(receive(stream, session), done);
    },
  });
  server.on('error', (error) => log.warn({ error: error.message }, 'a mail connection broke'));
  const visits = watchVisits(server.server, options.patience, () =>
    log.warn('a mail connection was slower than it may be and was cut'),
  );
  const renewal =
    tls === null ? null : watchTlsFiles(tls, (fresh) => server.updateSecureContext(fresh), log);

  const visitOf = (session: SMTPServerSession): Visit | undefined =>
    visits.find(session.remoteAddress, session.remotePort);

  async function receive(
    stream: PassThrough & { sizeExceeded?: boolean },
    session: SMTPServerSession,
  ): Promise<void> {
    const visit = visitOf(session);
    const work = options.acceptMessage(stream, envelopeOf(session));
    // As long as the message comes in, the time is that of its sender; then it is ours.
    stream.once('end', () => visit?.working(work));
    try {
      await work;
      visit?.answered();
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
        visits.stop();
        renewal?.stop();
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

const tooManyConnections = (): SmtpRefusal =>
  new SmtpRefusal(421, '4.7.0 Too many connections from your address, try again in a moment');

/** The mail library keeps one of two equal recipients; LMTP would then wait for an answer that never comes. */
const namedTwice = (): SmtpRefusal =>
  new SmtpRefusal(452, '4.5.3 This recipient was named already, send to it once more');

const isNamed = (address: string, session: SMTPServerSession): boolean =>
  session.envelope.rcptTo.some((named) => named.address.toLowerCase() === address.toLowerCase());

const envelopeOf = (session: SMTPServerSession): Envelope => ({
  from: addressOf(session.envelope.mailFrom),
  to: session.envelope.rcptTo.map(addressOf),
  remoteAddress: isIP(session.remoteAddress) === 0 ? '' : session.remoteAddress,
  greeting: session.hostNameAppearsAs || '',
});

const addressOf = (address: SMTPServerAddress | false): string =>
  address === false ? '' : address.address;
