import { z } from 'zod';
import { defineJob } from '../../platform/jobs.ts';

const mailId = z.strictObject({ mailId: z.int() });

/** Sends one mail of the outbox. */
export const sendMailJob = defineJob('mail.send', mailId);

/** Understands one accepted mail and does what it asks. */
export const processMailJob = defineJob('mail.process', mailId);
