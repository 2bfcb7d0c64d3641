import type { Event } from '../../platform/jobs.ts';

/** A mail of ours is known not to have arrived: bounced, refused for good, or given up. */
export interface MailUndelivered extends Event {
  readonly type: 'mail.undelivered';
  readonly mailId: number;
}
