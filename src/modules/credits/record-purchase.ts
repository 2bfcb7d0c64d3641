import { assert } from '../../kernel/assert.ts';
import type { Instant } from '../../kernel/clock.ts';
import type { Tx } from '../../platform/database/index.ts';
import { isRefusal } from '../../policy/verdict.ts';
import type { Command, Recorded } from './model.ts';
import { planPurchase } from './plan-entry.ts';
import { recordEntry } from './record-entry.ts';

export interface Purchase extends Command {
  readonly units: number;
  /** Invoice or receipt. */
  readonly reference: string;
  /** When those units expire that nobody has used or holds by then; never when absent. */
  readonly expiresAt?: Instant | undefined;
}

/** Adds bought units. Requests that wait for credit are looked at again (T1). Throws KeyReused. */
export async function recordPurchase(tx: Tx, purchase: Purchase): Promise<Recorded> {
  const { units, reference, expiresAt = null, ...command } = purchase;
  const recorded = await recordEntry(tx, {
    ...command,
    command: 'purchase',
    parameters: { units, reference, expiresAt },
    names: { reference, expiresAt },
    plan: () => planPurchase(units),
  });
  assert(!isRefusal(recorded), 'a purchase is never refused');
  return recorded;
}
