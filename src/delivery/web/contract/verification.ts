import { z } from 'zod';
import { Time } from './common.ts';

export const VerificationParams = z.object({ code: z.string().max(100) });

/** What anyone may know who has a code: that this desk issued it, when, and the number. Nothing else. */
export const Verification = z
  .object({
    issued: z.boolean(),
    kind: z.enum(['acknowledgement']).nullable(),
    issuedAt: Time.nullable(),
    /** The request that was acknowledged. */
    ticketNumber: z.int().nullable(),
  })
  .meta({ id: 'Verification' });
export type Verification = z.infer<typeof Verification>;
