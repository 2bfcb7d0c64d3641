import type { Language } from '../../kernel/language.ts';
import type { UndeliveredReason } from '../../policy/undelivered.ts';
import { undeliveredWords } from './undelivered-words.ts';
import * as m from './words/generated/messages.js';

/** Where one mail of an attempt stands. */
interface AttemptDelivery {
  readonly address: string;
  readonly state: 'queued' | 'sending' | 'sent' | 'deferred' | 'bounced' | 'failed' | 'local';
  readonly undeliveredReason: UndeliveredReason | null;
  readonly undeliveredStatus: string | null;
}

/** VIII.b: to whom an attempt went and whether it arrived: "a ana@x.example: entregado". */
export function attemptWords(
  deliveries: readonly AttemptDelivery[],
  say: { readonly locale?: Language } = {},
): string {
  if (deliveries.length === 0) return m.common_attempt_in_portal({}, say);
  return deliveries.map((delivery) => deliveryWords(delivery, say)).join('; ');
}

function deliveryWords(
  { address, state, undeliveredReason, undeliveredStatus }: AttemptDelivery,
  say: { readonly locale?: Language },
): string {
  switch (state) {
    case 'sent':
      return m.common_attempt_delivered({ address }, say);
    case 'local':
      return m.common_attempt_local({ address }, say);
    case 'bounced':
    case 'failed': {
      const why = { reason: undeliveredReason, status: undeliveredStatus };
      return m.common_attempt_undelivered({ address, reason: undeliveredWords(why, say) }, say);
    }
    default:
      return m.common_attempt_on_its_way({ address }, say);
  }
}
