import { z } from 'zod';
import { ClauseKey, Id, page, Time } from './common.ts';

/** V.d: what an agent was told of a clock. */
export const Notice = z
  .object({
    id: Id,
    kind: z.string(),
    ticket: z.object({ number: z.int(), subject: z.string() }),
    /** The decision, in the reader's language. */
    words: z.string(),
    clause: ClauseKey,
    agreementVersion: z.int(),
    at: Time,
    read: z.boolean(),
  })
  .meta({ id: 'Notice' });
export const NoticePage = page(Notice, 'NoticePage');
/** Counted up to 100; 100 means that many or more. */
export const NoticeCount = z.object({ unread: z.int() }).meta({ id: 'NoticeCount' });
export const ReadNotices = z.strictObject({
  /** The newest one on the screen: what came after it stays new. */
  throughId: Id,
});
