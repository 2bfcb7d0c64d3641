import {
  type Envelope,
  openSmtpDoor,
  type SmtpDoor,
  SmtpRefusal,
  type TlsFiles,
  tooLarge,
} from '../../../platform/smtp.ts';
import { mayReceive } from './recipients.ts';
import {
  type MailTaking,
  MailTooLarge,
  mailSizeLimitBytes,
  NoRoomForMail,
  takeMail,
} from './take-mail.ts';

export interface MailDoorOptions extends MailTaking {
  readonly host: string;
  readonly port: number;
  /** LMTP (RFC 2033) is for the mail server of this house: it gets an answer for each recipient. */
  readonly protocol?: 'smtp' | 'lmtp';
  /** The domain under which the desk receives; postmaster@ and abuse@ of it reach people (RFC 2142). */
  readonly domain: string;
  /** Certificate and key for STARTTLS; without them it is not offered. */
  readonly tls?: TlsFiles | null;
}

/** III: opens a door for mail. A message gets its 250 when its bytes, its row and its job are committed. */
export function openMailDoor(options: MailDoorOptions): Promise<SmtpDoor> {
  const { protocol = 'smtp', tls = null, database, domain, log } = options;

  async function acceptRecipient(address: string): Promise<void> {
    switch (await mayReceive(database.db, address, domain)) {
      case 'yes':
        return;
      case 'no-mailbox-yet':
        throw new SmtpRefusal(450, '4.2.1 This desk has no mailbox yet, try again later');
      case 'no':
        throw new SmtpRefusal(550, '5.1.1 There is no such mailbox here');
    }
  }

  async function acceptMessage(source: AsyncIterable<Uint8Array>, envelope: Envelope) {
    try {
      await takeMail(options, source, {
        source: protocol,
        envelopeFrom: envelope.from,
        envelopeTo: envelope.to,
        remoteAddress: envelope.remoteAddress === '' ? null : envelope.remoteAddress,
        greeting: envelope.greeting === '' ? null : envelope.greeting,
      });
    } catch (error) {
      if (error instanceof MailTooLarge) throw tooLarge(mailSizeLimitBytes);
      if (!(error instanceof NoRoomForMail)) throw error;
      throw new SmtpRefusal(452, '4.3.1 Not enough room to take the message, try again later');
    }
  }

  return openSmtpDoor({
    protocol,
    tls,
    host: options.host,
    port: options.port,
    name: domain,
    sizeLimitBytes: mailSizeLimitBytes,
    connectionsMax: 200,
    connectionsPerAddressMax: 50,
    idleTimeoutMs: 60_000,
    patience: { graceMs: 60_000, bytesPerSecondMin: 1024 },
    log,
    acceptRecipient,
    acceptMessage,
  });
}
