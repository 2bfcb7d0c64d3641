import { z } from 'zod';

export const TellWhereabouts = z.strictObject({
  /** Of the browser's choosing: one for each window, so that two of one person do not hide each other. */
  window: z.string().regex(/^[\w-]{8,64}$/),
  /** The request that the window has open; null when it has none any more. */
  ticketNumber: z.int().positive().nullable(),
  /** `reply`: writing something that goes to the customer. */
  doing: z.enum(['reading', 'note', 'reply']).default('reading'),
});
export const Whereabouts = z
  .object({
    /** Said again within this time, or it is over. */
    leaseSeconds: z.int(),
  })
  .meta({ id: 'Whereabouts' });
