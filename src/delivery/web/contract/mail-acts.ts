import { z } from 'zod';

export const MailActToken = z.strictObject({ token: z.string().min(20).max(300) });
/** T4: an approval is answered in so many words; without an answer nothing is decided. */
export const DoMailAct = MailActToken.extend({ answer: z.enum(['yes', 'no']).optional() });

/** What a link in a letter lets its reader do, before and after it was done. Opening it does nothing. */
export const MailAct = z
  .object({
    /** VIII.b: "I am still here". T4: approving further units, or not. */
    act: z.enum(['still-here', 'next-unit']),
    ticket: z.object({ number: z.int(), subject: z.string() }),
    /** T4: what is to be approved. */
    approval: z
      .object({
        units: z.int(),
        note: z.string(),
        /** Agreed to so far, the minimum included. */
        agreedUnits: z.int(),
        billableMinutes: z.int(),
        minutesPerUnit: z.int(),
      })
      .nullable(),
    /** `over`: there is nothing to do any more. */
    state: z.enum(['open', 'done', 'declined', 'over']),
    /** In the reader's language: why there is nothing to do any more, or why it could not be done now; else null. */
    words: z.string().nullable(),
  })
  .meta({ id: 'MailAct' });
export type MailAct = z.infer<typeof MailAct>;
