import type { Tx } from '../../platform/database/index.ts';
import type { Refusal } from '../../policy/verdict.ts';
import type { Command, Recorded } from './model.ts';
import { planRefund } from './plan-entry.ts';
import { recordEntry } from './record-entry.ts';

export interface Refund extends Command {
  readonly units: number;
  /** Credit note or receipt. */
  readonly reference: string;
}

/** Takes units out of the account that are paid back to the customer. Refusal `units-not-available`. Throws KeyReused. */
export function recordRefund(tx: Tx, refund: Refund): Promise<Recorded | Refusal> {
  const { units, reference, ...command } = refund;
  return recordEntry(tx, {
    ...command,
    command: 'refund',
    parameters: { units, reference },
    names: { reference },
    plan: (account) => planRefund(account, units),
  });
}
