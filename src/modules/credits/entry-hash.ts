import { hash } from 'node:crypto';
import type { Entry } from './model.ts';

/** What stands as `previousHash` of an account's first entry. */
export const genesisHash = '00';

/**
 * The hash of one entry, in hex: SHA-256 of its canonical form in UTF-8. Writer, nightly proof and any verifier outside
 * the product use this one function.
 *
 * The canonical form is one JSON array without white space, in this order: the format's name, the previous hash in hex,
 * then the fields below. Every field is an integer, null, lower-case hex, a key of a closed list, or an idempotency key
 * (`[A-Za-z0-9:._-]`), so JSON has only one way to write it. Moments are milliseconds since 1970 UTC. Names and free
 * text (reference, reason) are not part of it: people can be forgotten and the chain still holds.
 */
export const entryHash = (entry: Omit<Entry, 'hash'>): string =>
  hash('sha256', canonicalForm(entry), 'hex');

export function canonicalForm(entry: Omit<Entry, 'hash'>): string {
  const { change } = entry;
  return JSON.stringify([
    'atenta-credit-entry-1',
    entry.previousHash,
    entry.organizationId,
    entry.sequence,
    entry.kind,
    change.available,
    change.held,
    change.consumed,
    change.expired,
    change.issued,
    entry.availableAfter,
    entry.heldAfter,
    entry.ticketId,
    entry.holdSequence,
    entry.correctsSequence,
    entry.clause,
    entry.agreementVersion,
    entry.workMinutes,
    entry.idempotencyKey,
    entry.requestSha256,
    entry.actorPersonId,
    entry.secondPersonId,
    entry.expiresAt,
    entry.at,
  ]);
}

/**
 * The digest of what a command asked for, in hex. Who asked and when stay outside: the same command repeated later, or
 * by a job on somebody's behalf, is the same command.
 */
export const requestHash = (
  command: string,
  parameters: Readonly<Record<string, string | number | null>>,
): string =>
  hash(
    'sha256',
    JSON.stringify([
      'atenta-credit-request-1',
      command,
      ...Object.entries(parameters).sort(([a], [b]) => (a < b ? -1 : 1)),
    ]),
    'hex',
  );
