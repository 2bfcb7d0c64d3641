import type { Language } from '../../kernel/language.ts';
import type { UndeliveredReason } from '../../policy/undelivered.ts';
import * as m from './words/generated/messages.js';

type Say = { readonly locale?: Language };

const words: Readonly<Record<UndeliveredReason, (none: object, say: Say) => string>> = {
  'no-such-address': m.common_undelivered_no_such_address,
  'no-such-domain': m.common_undelivered_no_such_domain,
  'mailbox-disabled': m.common_undelivered_mailbox_disabled,
  'mailbox-full': m.common_undelivered_mailbox_full,
  'too-large': m.common_undelivered_too_large,
  refused: m.common_undelivered_refused,
  'given-up': m.common_undelivered_given_up,
  stopped: m.common_undelivered_stopped,
  other: m.common_undelivered_other,
};

/** Why a mail did not arrive, as a part of a sentence, with the status of RFC 3463 when there is one. */
export function undeliveredWords(
  undelivered: { readonly reason: UndeliveredReason | null; readonly status: string | null },
  say: Say = {},
): string {
  const told = words[undelivered.reason ?? 'other']({}, say);
  return undelivered.status === null ? told : `${told} (${undelivered.status})`;
}
