import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { sharedReading } from './shared-reading.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

describe('a shared reading', () => {
  it('who asks together is answered by one reading, and who asks later by a later one', async () => {
    let readings = 0;
    const ask = sharedReading(async () => {
      readings += 1;
      return readings;
    }, 1000);
    expect(await Promise.all([ask(null), ask(null), ask(null)])).toEqual([1, 1, 1]);

    // Asked after the first began: it may have missed what this one heard of.
    const later = Promise.all([ask(null), ask(null)]);
    await vi.advanceTimersByTimeAsync(999);
    expect(readings).toBe(1);
    await vi.advanceTimersByTimeAsync(1);
    expect(await later).toEqual([2, 2]);
  });

  it('one that fails fails for those who waited for it alone', async () => {
    let readings = 0;
    const ask = sharedReading(async () => {
      readings += 1;
      if (readings === 1) throw new RangeError('no database');
      return readings;
    }, 1000);
    await expect(ask(null)).rejects.toThrow('no database');
    const again = ask(null);
    await vi.advanceTimersByTimeAsync(1000);
    expect(await again).toBe(2);
  });
});
