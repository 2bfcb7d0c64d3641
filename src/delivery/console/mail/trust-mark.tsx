import { iconShieldAlert, iconShieldCheck, iconShieldQuestionMark } from '../../ui/icons.gen.ts';
import * as m from '../../ui/words/generated/messages.js';
import type { Api, CallOutput } from '../../web/contract.ts';
import { Icon } from '../parts/icon.tsx';

type Trust = NonNullable<CallOutput<Api['getQuarantined']>['trust']>;

/** What a mail proves about its sender: by shape, by words, and by colour last. */
export function TrustMark({ trust }: { trust: Trust }) {
  const { icon, words, tone } = marks[trust];
  return (
    <span className={`inline-flex items-center gap-1 font-medium ${tone}`}>
      <Icon of={icon} size={14} />
      {words()}
    </span>
  );
}

const marks = {
  verified: {
    icon: iconShieldCheck,
    words: m.console_quarantine_trust_verified,
    tone: 'text-good',
  },
  unverified: {
    icon: iconShieldQuestionMark,
    words: m.console_quarantine_trust_unverified,
    tone: 'text-turn',
  },
  failed: {
    icon: iconShieldAlert,
    words: m.console_quarantine_trust_failed,
    tone: 'text-bad',
  },
} as const;
