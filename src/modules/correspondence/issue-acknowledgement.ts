import { createHash } from 'node:crypto';
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
  const issued = await selectAcknowledgementOfTicket(tx, ticketId);
  if (issued !== null) return issued;
  const acknowledgement = { ticketId, code: newVerificationCode(), issuedAt: at };
  await insertAcknowledgement(tx, acknowledgement, sha256(acknowledgement.code));
  return acknowledgement;
}

/** The acknowledgement that carries this code, or null: a wrong code costs the same single look as a right one. */
export const findAcknowledgement = (db: Db, code: string): Promise<IssuedAcknowledgement | null> =>
  selectAcknowledgementByHash(db, sha256(code));

const sha256 = (code: string): Buffer => createHash('sha256').update(code).digest();
