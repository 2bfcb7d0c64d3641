import { createHash } from 'node:crypto';
import { assert } from '../../kernel/assert.ts';
import type { Instant } from '../../kernel/clock.ts';
import { newVerificationCode } from '../../kernel/verification-code.ts';
import type { Db, Tx } from '../../platform/database/index.ts';
import type { IssuedAcknowledgement } from './model.ts';
import {
  insertAcknowledgement,
  selectAcknowledgementByHash,
  selectAcknowledgementOfTicket,
} from './store.ts';

/** V.a: gives the request's acknowledgement its code, once: asked again it answers the same one. */
export async function issueAcknowledgement(
  tx: Tx,
  ticketId: number,
  at: Instant,
): Promise<IssuedAcknowledgement> {
  const fresh = { ticketId, code: newVerificationCode(), issuedAt: at };
  if (await insertAcknowledgement(tx, fresh, sha256(fresh.code))) return fresh;
  const issued = await selectAcknowledgementOfTicket(tx, ticketId);
  assert(issued !== null, 'what stands in the way of a second acknowledgement is the first');
  return issued;
}

/** The acknowledgement that carries this code, or null: a wrong code costs the same single look as a right one. */
export const findAcknowledgement = (db: Db, code: string): Promise<IssuedAcknowledgement | null> =>
  selectAcknowledgementByHash(db, sha256(code));

const sha256 = (code: string): Buffer => createHash('sha256').update(code).digest();
