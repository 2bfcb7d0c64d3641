import { type Refusal, refuse } from './verdict.ts';

/** T5: where a scheduled activity takes place, and what was agreed about its cost. */
export interface PlaceFacts {
  readonly place: 'remote' | 'onsite';
  /** Units proposed on top of the work; null while nothing was proposed. */
  readonly surchargeUnits: number | null;
  readonly surchargeAccepted: boolean;
}

/**
 * T5: support is remote; a visit is confirmed only when its additional charge was proposed and the
 * customer accepted it. Answers the units to add to the charge. Refusal reasons:
 * `surcharge-not-agreed`, `surcharge-not-accepted`.
 */
export function mayConfirmPlace(facts: PlaceFacts): { readonly surchargeUnits: number } | Refusal {
  if (facts.place === 'remote') return { surchargeUnits: 0 };
  const { surchargeUnits } = facts;
  if (surchargeUnits === null) return refuse('T5', 'surcharge-not-agreed');
  if (!facts.surchargeAccepted) return refuse('T5', 'surcharge-not-accepted', { surchargeUnits });
  return { surchargeUnits };
}
