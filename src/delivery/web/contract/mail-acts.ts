import { z } from 'zod';

export const MailActToken = z.strictObject({ token: z.string().min(20).max(300) });

/** What a link in a letter lets its reader do, before and after it was done. Opening it does nothing. */
export const MailAct = z
  .object({
    /** VIII.b: "I am still here". */
    act: z.enum(['still-here']),
    ticket: z.object({ number: z.int(), subject: z.string() }),
    /** `over`: there is nothing to do any more. */
    state: z.enum(['open', 'done', 'over']),
    /** In the reader's language: why there is nothing to do any more; null while there is, and when it was done. */
    words: z.string().nullable(),
  })
  .meta({ id: 'MailAct' });
export type MailAct = z.infer<typeof MailAct>;
