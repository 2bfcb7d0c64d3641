import {
  type Icon as IconShapes,
  iconCheck,
  iconClock,
  iconInbox,
  iconMailWarning,
  iconSend,
} from '../../ui/icons.gen.ts';
import { undeliveredWords } from '../../ui/undelivered-words.ts';
import * as m from '../../ui/words/generated/messages.js';
import type { Message } from '../../web/contract.ts';

type State = Message['deliveries'][number]['state'];

export const deliveryWords: Readonly<Record<State, () => string>> = {
  queued: m.console_delivery_queued,
  sending: m.console_delivery_sending,
  sent: m.console_delivery_sent,
  deferred: m.console_delivery_deferred,
  bounced: m.console_delivery_bounced,
  failed: m.console_delivery_failed,
  local: m.console_delivery_local,
};
/** Where a mail stands and, when it did not arrive, why. */
export function deliveryStateWords(
  mail: Pick<Message['deliveries'][number], 'state' | 'undeliveredReason' | 'undeliveredStatus'>,
): string {
  const state = deliveryWords[mail.state]();
  if (mail.undeliveredReason === null) return state;
  const why = { reason: mail.undeliveredReason, status: mail.undeliveredStatus };
  return m.console_delivery_reason({ state, reason: undeliveredWords(why) });
}

export const deliveryIcons: Readonly<Record<State, IconShapes>> = {
  queued: iconClock,
  sending: iconSend,
  sent: iconCheck,
  deferred: iconClock,
  bounced: iconMailWarning,
  failed: iconMailWarning,
  local: iconInbox,
};
export const deliveryTone: Readonly<Record<State, string>> = {
  queued: '',
  sending: '',
  sent: '',
  deferred: 'text-turn',
  bounced: 'text-bad',
  failed: 'text-bad',
  local: '',
};
/** What can be sent again: what did not arrive, and what is kept here for want of a relay. */
export const mayResend = (state: State): boolean => notArrived(state) || state === 'local';

export const notArrived = (state: State): boolean =>
  ['deferred', 'bounced', 'failed'].includes(state);
