import { createHmac } from 'node:crypto';
import type { Clock } from '../../../kernel/clock.ts';
import { appointmentUid } from '../../../modules/appointments/index.ts';
import type { Post } from '../../../modules/notifications/index.ts';
import { replyAddress } from '../reply-address.ts';
import { describeEvent } from './appointment-letter.ts';
import { renderLetter } from './letters.ts';

export interface PostOptions {
  readonly publicUrl: string;
  /** The domain of our Message-IDs, and of the sender while there is no mailbox. */
  readonly domain: string;
  readonly secret: string;
  readonly clock: Clock;
}

/** The desk's post: words, addresses and Message-IDs for the letters that the notifications decide on. */
export const openPost = ({ publicUrl, domain, secret, clock }: PostOptions): Post => ({
  render: (letter, recipient, firmName) => renderLetter({ publicUrl }, letter, recipient, firmName),
  describeEvent: (letter, recipient) => describeEvent(letter, recipient, publicUrl),
  eventUid: (appointmentId) => appointmentUid(appointmentId, domain),
  messageId: ({ key, personId }) => {
    const named = `${key}.${personId}`;
    const signature = createHmac('sha256', secret).update(`message-id:${named}`).digest('hex');
    return `${named}.${signature.slice(0, 20)}@${domain}`;
  },
  replyTo: (mailbox, token) => replyAddress(mailbox, token, secret),
  senderWithoutMailbox: `desk@${domain}`,
  now: () => clock.now(),
});
