import { readMessage } from '../../../modules/correspondence/index.ts';
import { readPerson } from '../../../modules/people/index.ts';
import type { RenderReminder } from '../../../modules/tickets/index.ts';
import * as m from '../../ui/words/generated/messages.js';

/** VIII.b: the words of a reminder, in the requester's language, with what was asked in the first place. */
export const renderReminder: RenderReminder = async (tx, ticket, { attempt, askedMessageId }) => {
  const person = await readPerson(tx, ticket.requesterPersonId);
  const asked = await readMessage(tx, askedMessageId);
  return m.mail_reminder(
    { number: ticket.number, attempt, asked: asked?.text ?? '' },
    { locale: person?.language ?? 'es' },
  );
};
