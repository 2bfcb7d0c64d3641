import { assert } from '../../kernel/assert.ts';
import type { Instant } from '../../kernel/clock.ts';
import { dayMs } from '../../kernel/duration.ts';
import type { Db, Tx } from '../../platform/database/index.ts';
import type { Event } from '../../platform/jobs.ts';
import { hashSecret, newSecret } from '../people/index.ts';
import {
  insertConfirmation,
  selectOpenConfirmation,
  takeConfirmationRow,
} from './confirmation-store.ts';
import type { MailConfirmation } from './model.ts';

/** A mail in a contact's name waits until its owner says that it is genuine. */
export interface MailWaitsForWord extends Event {
  readonly type: 'mail.waits-for-word';
  readonly mailId: number;
}

/** Somebody on holiday still finds the letter; a link found much later opens nothing. */
const lifetimeDays = 3;

export interface IssuedConfirmation {
  /** Told once, in the letter; what is kept is its hash. */
  readonly token: string;
  readonly expiresAt: Instant;
}

/** II: makes the link of one letter. Null when this address was asked within the last day: whoever forges a sender
 *  must not be able to flood the owner's mailbox by it. */
export async function issueConfirmation(
  tx: Tx,
  { address, personId, at }: MailConfirmation & { readonly at: Instant },
): Promise<IssuedConfirmation | null> {
  const token = newSecret();
  const tokenSha256 = hashSecret(token);
  assert(tokenSha256 !== null, 'a new secret is not empty');
  const expiresAt = at + lifetimeDays * dayMs;
  const isNew = await insertConfirmation(tx, {
    address,
    personId,
    tokenSha256,
    at,
    expiresAt,
    notSince: at - dayMs,
  });
  return isNew ? { token, expiresAt } : null;
}

/** Whose word the link asks for; null when it was used, is too old, or never was one. Changes nothing. */
export async function readConfirmation(
  db: Db,
  token: string,
  at: Instant,
): Promise<MailConfirmation | null> {
  const tokenSha256 = hashSecret(token);
  return tokenSha256 === null ? null : selectOpenConfirmation(db, tokenSha256, at);
}

/** The same, once: the link answers nothing any more. */
export async function takeConfirmation(
  tx: Tx,
  token: string,
  at: Instant,
): Promise<MailConfirmation | null> {
  const tokenSha256 = hashSecret(token);
  return tokenSha256 === null ? null : takeConfirmationRow(tx, tokenSha256, at);
}
