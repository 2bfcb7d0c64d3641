import { z } from 'zod';
import { defineJob } from '../../platform/jobs.ts';

const mailId = z.strictObject({ mailId: z.int() });

/** Sends one mail of the outbox. */
export const sendMail = defineJob('mail.send', mailId);

/** Understands one accepted mail and does what it asks. */
export const processMail = defineJob('mail.process', mailId);
