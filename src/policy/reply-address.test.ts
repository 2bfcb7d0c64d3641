import { describe, expect, it } from 'vitest';
import { isReplyAddressExpired } from './reply-address.ts';

const endedAt = Date.UTC(2026, 2, 6);
const day = 24 * 3_600_000;

describe('VIII.c the address for answers', () => {
  it.each([
    ['while the request goes on', null, endedAt + 400 * day, false],
    ['to the last moment of the last day', endedAt, endedAt + 30 * day, false],
    ['a moment later', endedAt, endedAt + 30 * day + 1, true],
  ])('%s', (_, ended, arrivedAt, expired) => {
    expect(isReplyAddressExpired(ended, 30, arrivedAt)).toBe(expired);
  });
});
