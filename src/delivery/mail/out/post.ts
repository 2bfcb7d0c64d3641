import { createHmac } from 'node:crypto';
import type { Clock } from '../../../kernel/clock.ts';
import { appointmentUid } from '../../../modules/appointments/index.ts';
import { keepTemplates, type Post } from '../../../modules/notifications/index.ts';
import { signToken } from '../../../platform/signed-token.ts';
import * as m from '../../ui/words/generated/messages.js';
import { replyAddress } from '../reply-address.ts';
import { describeEvent } from './appointment-letter.ts';
import { exampleLetter } from './example-letters.ts';
import { renderLetter } from './letters.ts';
import { ownTexts } from './own-texts.ts';

export interface PostOptions {
  readonly publicUrl: string;
  /** The domain of our Message-IDs, and of the sender while there is no mailbox. */
  readonly domain: string;
  readonly secret: string;
  readonly clock: Clock;
}

/** The desk's post: words, addresses and Message-IDs for the letters that the notifications decide on. */
export const openPost = ({ publicUrl, domain, secret, clock }: PostOptions): Post => ({
  render: (letter, recipient, head, texts) =>
    renderLetter(publicUrl, letter, recipient, head, texts),
  ownTexts,
  example: exampleLetter,
  previewSubject: (subject, language) => m.mail_preview_subject({ subject }, { locale: language }),
  templates: keepTemplates(() => clock.now()),
  describeEvent: (letter, recipient) => describeEvent(letter, recipient, publicUrl),
  eventUid: (appointmentId) => appointmentUid(appointmentId, domain),
  messageId: ({ key, personId }) => {
    const named = `${key}.${personId}`;
    const signature = createHmac('sha256', secret).update(`message-id:${named}`).digest('hex');
    return `${named}.${signature.slice(0, 20)}@${domain}`;
  },
  replyTo: (mailbox, token) => replyAddress(mailbox, token, secret),
  actToken: ({ act: purpose, ticketId, personId, subjectId, expiresAt }) =>
    signToken({ purpose, subjects: [ticketId, personId, subjectId], expiresAt }, secret),
  senderWithoutMailbox: `desk@${domain}`,
  now: () => clock.now(),
});
