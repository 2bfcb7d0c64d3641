import { z } from 'zod';
import { defineJob } from '../../platform/jobs.ts';

/** Publishes what an agent wrote, when it can no longer be taken back. */
export const publishReplyJob = defineJob(
  'tickets.publish-reply',
  z.strictObject({ pendingReplyId: z.int() }),
);

/** Brings a request back into the queue of whoever put it off. */
export const wakeSnoozedJob = defineJob(
  'tickets.wake-snoozed',
  z.strictObject({ personId: z.int(), ticketId: z.int() }),
);
