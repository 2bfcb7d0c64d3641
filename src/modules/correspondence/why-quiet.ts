import type { Instant } from '../../kernel/clock.ts';
import type { Tx } from '../../platform/database/index.ts';
import { type QuietReason, whyNotAnswer } from '../../policy/automatic-answers.ts';
import { selectAnswersSent } from './storm-store.ts';

/**
 * V.a: why no letter may go out in answer to a mail, by what went out before and by what is going on; null: it may.
 * Asked in the transaction that writes the letter, one at a time, so that the count is true.
 */
export async function whyQuiet(
  tx: Tx,
  toAddress: string,
  at: Instant,
): Promise<QuietReason | null> {
  return whyNotAnswer(await selectAnswersSent(tx, toAddress.toLowerCase(), at));
}
