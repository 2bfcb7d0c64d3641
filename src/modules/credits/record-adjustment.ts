import { assert } from '../../kernel/assert.ts';
import type { Tx } from '../../platform/database/index.ts';
import { type Refusal, refuse } from '../../policy/verdict.ts';
import { agreementInForce } from '../agreements/index.ts';
import type { Command, Recorded } from './model.ts';
import { planAdjustment } from './plan-entry.ts';
import { recordEntry } from './record-entry.ts';

export interface Adjustment extends Command {
  /** Above zero the customer gets units, below zero it gives some. Never zero. */
  readonly units: number;
  readonly reason: string;
  /** The entry that this one puts right. */
  readonly correctsSequence?: number | undefined;
  /** Who agreed to it besides the actor; who asks has made sure that this person really did. */
  readonly secondPersonId?: number | undefined;
  /** The objection that this correction accepts: the one thing that may correct a disputed charge. */
  readonly acceptsObjectionId?: number | undefined;
}

/**
 * Puts an account right with a new entry. Above the agreement's limit it takes two people, so that no one alone can
 * make or lose money. Refusals: `adjustment-needs-second-person`, `entry-not-correctable`, `charge-disputed`,
 * `correction-too-large`, `units-not-available`. Throws KeyReused.
 */
export async function recordAdjustment(
  tx: Tx,
  adjustment: Adjustment,
): Promise<Recorded | Refusal> {
  const { units, reason, correctsSequence, secondPersonId, acceptsObjectionId, ...command } =
    adjustment;
  const { actor, at } = command;
  assert(actor.kind === 'person', 'an adjustment is the act of a person');
  assert(secondPersonId !== actor.personId, 'the second person is another one');

  const { terms } = await agreementInForce(tx, at);
  const { adjustmentUnitsAloneMax } = terms.credits;
  if (Math.abs(units) > adjustmentUnitsAloneMax && secondPersonId === undefined) {
    return refuse('T1', 'adjustment-needs-second-person', {
      units,
      unitsAloneMax: adjustmentUnitsAloneMax,
    });
  }
  return recordEntry(tx, {
    ...command,
    command: 'adjustment',
    parameters: {
      units,
      reason,
      correctsSequence: correctsSequence ?? null,
      secondPersonId: secondPersonId ?? null,
    },
    names: { reason, secondPersonId: secondPersonId ?? null },
    ...(correctsSequence === undefined ? {} : { correctsSequence }),
    plan: (account, { corrects }) =>
      planAdjustment(
        account,
        units,
        correctsSequence === undefined ? null : (corrects ?? 'unknown'),
        acceptsObjectionId,
      ),
  });
}
