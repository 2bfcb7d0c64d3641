import * as m from '../../ui/words/generated/messages.js';
import type { Contact } from '../../web/contract.ts';

export const invitationWords: Readonly<Record<Contact['invitation'], () => string>> = {
  none: m.console_invitation_none,
  sent: m.console_invitation_sent,
  accepted: m.console_invitation_accepted,
  expired: m.console_invitation_expired,
};
