import { createHmac, timingSafeEqual } from 'node:crypto';

/** 80 bits: nobody guesses one, and the local part of the address stays under its 64 characters. */
const signatureCharacters = 16;

export interface ReplyToken {
  readonly ticketId: number;
  /** For whom the address was made: the token names the ticket; it never proves who writes. */
  readonly personId: number;
}

/**
 * The address to which an answer to this ticket goes: `mesa+t7k.3f.<signature>@firm.example`. It tells which request
 * an answer belongs to; who may write to it is asked of the sender (EMAIL.md rule 4).
 */
export function replyAddress(mailbox: string, token: ReplyToken, secret: string): string {
  const at = mailbox.lastIndexOf('@');
  const named = `${token.ticketId.toString(36)}.${token.personId.toString(36)}`;
  return `${mailbox.slice(0, at)}+t${named}.${sign(named, secret)}${mailbox.slice(at)}`;
}

/** The ticket that an address of ours names; null when it names none or the signature is not ours. */
export function readReplyAddress(address: string, secret: string): ReplyToken | null {
  const match = /\+t([0-9a-z]{1,11})\.([0-9a-z]{1,11})\.([a-z2-7]{16})@/i.exec(address);
  if (match === null) return null;
  const [, ticket = '', person = '', signature = ''] = match;
  if (!isSignature(signature, `${ticket}.${person}`.toLowerCase(), secret)) return null;
  return { ticketId: Number.parseInt(ticket, 36), personId: Number.parseInt(person, 36) };
}

/**
 * The envelope sender of one mail (VERP): `mesa+b5x.<signature>@firm.example`. A report comes back to it, and so finds
 * its mail whatever the other server writes into it (EMAIL.md rules 12, 13). The mailbox is one that the firm reads
 * anyway: an address of its own would have to be made on every mail server in between.
 */
export function bounceAddress(mailbox: string, mailId: number, secret: string): string {
  const at = mailbox.lastIndexOf('@');
  const named = mailId.toString(36);
  return `${mailbox.slice(0, at)}+b${named}.${sign(`bounce:${named}`, secret)}${mailbox.slice(at)}`;
}

/** The mail of ours whose envelope sender this is; null when it is none, or the signature is not ours. */
export function readBounceAddress(address: string, secret: string): number | null {
  const match = /\+b([0-9a-z]{1,11})\.([a-z2-7]{16})@/i.exec(address);
  if (match === null) return null;
  const [, mail = '', signature = ''] = match;
  return isSignature(signature, `bounce:${mail.toLowerCase()}`, secret)
    ? Number.parseInt(mail, 36)
    : null;
}

/** The mailbox behind an address of ours, without what was added to it. */
export function withoutTag(address: string): string {
  const lower = address.toLowerCase();
  const at = lower.lastIndexOf('@');
  const plus = lower.indexOf('+');
  return plus >= 0 && plus < at ? lower.slice(0, plus) + lower.slice(at) : lower;
}

const alphabet = 'abcdefghijklmnopqrstuvwxyz234567';

function isSignature(given: string, named: string, secret: string): boolean {
  const expected = Buffer.from(sign(named, secret));
  const written = Buffer.from(given.toLowerCase());
  return expected.length === written.length && timingSafeEqual(expected, written);
}

function sign(named: string, secret: string): string {
  const digest = createHmac('sha256', secret).update(`reply-address:${named}`).digest();
  let signature = '';
  for (let index = 0; index < signatureCharacters; index += 1) {
    // Five bits of each byte: the digest has more bytes than we need.
    signature += alphabet[(digest[index] ?? 0) & 31];
  }
  return signature;
}
