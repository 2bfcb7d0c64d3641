import type { Instant } from '../kernel/clock.ts';

/** As the firm begins; it chooses another number in its rules of mail. */
export const replyAddressDaysUnlessChosen = 30;

export const replyAddressDaysMin = 1;
export const replyAddressDaysMax = 365;

const dayMs = 24 * 3_600_000;

/**
 * VIII.c: whether the address for answers to a request finds it no more. It works while the request goes on, and so many
 * days after it ended: an address that was passed on, or lies in an old mailbox, is no door for ever. `endedAt`: null
 * while it has not ended.
 */
export const isReplyAddressExpired = (
  endedAt: Instant | null,
  days: number,
  arrivedAt: Instant,
): boolean => endedAt !== null && arrivedAt > endedAt + days * dayMs;
