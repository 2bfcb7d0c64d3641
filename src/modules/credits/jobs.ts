import { z } from 'zod';
import { defineJob } from '../../platform/jobs.ts';

/** Writes the letter with a month's statement; `send` counts from 1, so that sending again is another letter. */
export const mailStatementJob = defineJob(
  'credits.mail-statement',
  z.strictObject({ organizationId: z.int(), month: z.string(), send: z.int() }),
);
