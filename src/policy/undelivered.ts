import type { Instant } from '../kernel/clock.ts';
import { dayMs } from '../kernel/duration.ts';

/**
 * Why a mail of ours did not arrive. `stopped`: it was not even tried, since earlier mail to the address came back.
 * VIII.b: whatever the reason, a mail that did not arrive asked nobody anything.
 */
export const undeliveredReasons = [
  'no-such-address',
  'no-such-domain',
  'mailbox-disabled',
  'mailbox-full',
  'too-large',
  'refused',
  'given-up',
  'stopped',
  'other',
] as const;
export type UndeliveredReason = (typeof undeliveredReasons)[number];

/** Reads the reason out of what the other server said: its status (RFC 3463) first, then its words. */
export function undeliveredReason(said: {
  readonly status: string | null;
  readonly reply: string;
}): UndeliveredReason {
  const status = said.status ?? enhancedStatus(said.reply);
  const byStatus = status === null ? null : reasonOfStatus(status);
  if (byStatus !== null && byStatus !== 'other') return byStatus;
  const words = said.reply.slice(0, 1000).toLowerCase();
  const byWords = wording.find(([, signs]) => signs.some((sign) => words.includes(sign)))?.[0];
  return byWords ?? (status?.startsWith('4') === true ? 'given-up' : 'other');
}

/** The first status of RFC 3463 in a server's answer; null when it gave none. */
export const enhancedStatus = (reply: string): string | null =>
  /(?<![\d.])[45]\.\d{1,3}\.\d{1,3}(?![\d.])/.exec(reply)?.[0] ?? null;

function reasonOfStatus(status: string): UndeliveredReason {
  const [level = '', subject = '', detail = ''] = status.split('.');
  const kind = `${subject}.${detail}`;
  if (kind === '2.2') return 'mailbox-full';
  if (kind === '2.3' || kind === '3.4') return 'too-large';
  if (level === '4') return 'given-up';
  if (kind === '1.2' || kind === '1.10' || kind === '4.4') return 'no-such-domain';
  // 5.1.7 and 5.1.8 are about the sender: our address, not theirs.
  if (kind === '1.7' || kind === '1.8' || subject === '7') return 'refused';
  if (subject === '1') return 'no-such-address';
  if (kind === '2.1') return 'mailbox-disabled';
  return 'other';
}

/** What servers write that give no status, or a general one. */
const wording: readonly (readonly [UndeliveredReason, readonly string[]])[] = [
  [
    'mailbox-full',
    ['mailbox full', 'mailbox is full', 'over quota', 'quota exceeded', 'buzón lleno'],
  ],
  ['no-such-domain', ['host not found', 'domain not found', 'no such domain', 'null mx']],
  [
    'mailbox-disabled',
    ['account disabled', 'mailbox disabled', 'account is disabled', 'inactive user'],
  ],
  [
    'no-such-address',
    [
      'user unknown',
      'unknown user',
      'no such user',
      'no such mailbox',
      'no such recipient',
      'does not exist',
      'recipient not found',
      'invalid recipient',
      'invalid mailbox',
    ],
  ],
  ['too-large', ['message too large', 'size limit', 'exceeds size']],
  ['refused', ['spam', 'blocked', 'blacklist', 'policy', 'relay access denied', 'not permitted']],
];

/** What an address has been through: mails in a row that did not arrive. */
export interface AddressRecord {
  readonly undelivered: number;
  readonly undeliveredAt: Instant | null;
}

/** So many in a row that may pass by themselves, and the address is taken for one that nobody reads. */
export const undeliveredMax = 3;
/** A failure this old says nothing about the next one. */
export const undeliveredMemoryMs = 30 * dayMs;

/**
 * What follows for the address: an address that is none is written to no more at once; a full mailbox or a server
 * that cannot be reached only after several in a row; a message that was refused for itself says nothing about it.
 */
export function addressAfter(
  record: AddressRecord,
  reason: UndeliveredReason,
  at: Instant,
): { readonly undelivered: number; readonly stop: boolean } {
  if (reason === 'too-large' || reason === 'refused' || reason === 'stopped') {
    return { undelivered: record.undelivered, stop: false };
  }
  const remembered =
    record.undeliveredAt !== null && at - record.undeliveredAt <= undeliveredMemoryMs;
  const undelivered = (remembered ? record.undelivered : 0) + 1;
  const final =
    reason === 'no-such-address' || reason === 'no-such-domain' || reason === 'mailbox-disabled';
  return { undelivered, stop: final || undelivered >= undeliveredMax };
}
