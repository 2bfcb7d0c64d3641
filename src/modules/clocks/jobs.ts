import { z } from 'zod';
import { defineJob } from '../../platform/jobs.ts';

/** VII: an edit of the service calendar reaches the open clocks. */
export const rollOutCalendar = defineJob(
  'clocks.roll-out-calendar',
  z.object({ calendarId: z.int(), version: z.int() }),
);
