import { z } from 'zod';
import { ClauseKey, Id, page, Time } from './common.ts';

/** What an agent was told: of a clock (V.d), of what they follow, or that a note names them. */
export const Notice = z
  .object({
    id: Id,
    /** `mentioned`, `customer-wrote`, or the kind of the decision or of the line in the log that it is about. */
    kind: z.string(),
    ticket: z.object({ number: z.int(), subject: z.string() }),
    /** In the reader's language. */
    words: z.string(),
    /** Of a decision; else null. */
    clause: ClauseKey.nullable(),
    agreementVersion: z.int().nullable(),
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
