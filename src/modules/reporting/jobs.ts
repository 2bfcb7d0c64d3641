import { z } from 'zod';
import { defineJob } from '../../platform/jobs.ts';

/** Works out what past requests would have come to. */
export const runWhatIfJob = defineJob('reporting.run-what-if', z.object({ whatIfId: z.int() }));
