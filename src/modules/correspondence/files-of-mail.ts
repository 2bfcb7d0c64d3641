import type { Db } from '../../platform/database/index.ts';
import type { OutgoingMail, SentFile } from './model.ts';
import { selectAttachments, selectMailFiles } from './store.ts';

/** What goes with a mail, always in the same order: the files of the message that it is a copy of, or its own. */
export const filesOfMail = (
  db: Db,
  { id, messageId, purpose }: Pick<OutgoingMail, 'id' | 'messageId' | 'purpose'>,
): Promise<readonly SentFile[]> =>
  messageId === null || purpose !== 'message'
    ? selectMailFiles(db, id)
    : selectAttachments(db, [messageId]);
