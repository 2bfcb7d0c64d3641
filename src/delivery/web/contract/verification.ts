import { z } from 'zod';
import { Time } from './common.ts';

export const VerificationParams = z.object({ code: z.string().max(100) });
export const VerificationQuery = z.strictObject({
  /** The hash of a statement's last line, to be compared with the one that was issued. */
  hash: z.string().trim().max(200).optional(),
});

/** What anyone may know who has a code: that this desk issued it, when, and the number. Nothing else. */
export const Verification = z
  .object({
    issued: z.boolean(),
    kind: z.enum(['acknowledgement', 'statement']).nullable(),
    issuedAt: Time.nullable(),
    /** The request that was acknowledged. */
    ticketNumber: z.int().nullable(),
    /** Whether the hash that was sent along is the one that was issued; null when none was. */
    matches: z.boolean().nullable(),
  })
  .meta({ id: 'Verification' });
export type Verification = z.infer<typeof Verification>;

/** A whole statement, as CSV or JSON. */
export const VerifyStatement = z.strictObject({ text: z.string().min(1).max(900_000) });
export const StatementVerification = z
  .object({
    /** `not-ours`: its sums hold together, but this desk has not issued it. */
    verdict: z.enum(['ours', 'altered', 'not-ours', 'not-a-statement']),
    issuedAt: Time.nullable(),
    faults: z.array(z.object({ sequence: z.int(), fault: z.string() })),
  })
  .meta({ id: 'StatementVerification' });
export type StatementVerification = z.infer<typeof StatementVerification>;
