import { z } from 'zod';
import { Agreement } from './agreement.ts';
import { Time } from './common.ts';

export const MailActToken = z.strictObject({ token: z.string().min(20).max(300) });
export const DoMailAct = MailActToken.extend({
  /** T4: an approval is answered in so many words; without an answer nothing is decided. */
  answer: z.enum(['yes', 'no']).optional(),
  /** T7: the version that was read and is accepted; without one, or of one that was replaced, nothing is accepted. */
  version: z.int().positive().optional(),
});

/** What a link in a letter lets its reader do, before and after it was done. Opening it does nothing. */
export const MailAct = z
  .object({
    /** VIII.b: "I am still here". T4: approving further units, or not. T7: accepting the terms. */
    act: z.enum(['still-here', 'next-unit', 'accept-terms']),
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
    /** T7: the terms in force, to be read before they are accepted, and when this person accepted them. */
    terms: Agreement.pick({ version: true, clauses: true })
      .extend({ acceptedAt: Time.nullable() })
      .nullable(),
    /** `over`: there is nothing to do any more. */
    state: z.enum(['open', 'done', 'declined', 'over']),
    /** In the reader's language: why there is nothing to do any more, or why it could not be done now; else null. */
    words: z.string().nullable(),
  })
  .meta({ id: 'MailAct' });
export type MailAct = z.infer<typeof MailAct>;
