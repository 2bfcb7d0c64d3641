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
  const expected = Buffer.from(sign(`${ticket}.${person}`.toLowerCase(), secret));
  const given = Buffer.from(signature.toLowerCase());
  if (expected.length !== given.length || !timingSafeEqual(expected, given)) return null;
  return { ticketId: Number.parseInt(ticket, 36), personId: Number.parseInt(person, 36) };
}

/** The mailbox behind an address of ours, without what was added to it. */
export function withoutTag(address: string): string {
  const lower = address.toLowerCase();
  const at = lower.lastIndexOf('@');
  const plus = lower.indexOf('+');
  return plus >= 0 && plus < at ? lower.slice(0, plus) + lower.slice(at) : lower;
}

const alphabet = 'abcdefghijklmnopqrstuvwxyz234567';

function sign(named: string, secret: string): string {
  const digest = createHmac('sha256', secret).update(`reply-address:${named}`).digest();
  let signature = '';
  for (let index = 0; index < signatureCharacters; index += 1) {
    // Five bits of each byte: the digest has more bytes than we need.
    signature += alphabet[(digest[index] ?? 0) & 31];
  }
  return signature;
}
