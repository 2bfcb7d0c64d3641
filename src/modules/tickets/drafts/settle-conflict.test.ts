import { describe, expect, it } from 'vitest';
import { saysTheSame, settleConflict, type Written } from './settle-conflict.ts';

const at = (writtenAt: number, text: string, attachmentIds: number[] = []): Written => ({
  text,
  form: null,
  attachmentIds,
  writtenAt,
});

describe('two drafts, each written without the other', () => {
  it.each([
    ['the newer one comes', at(1, 'uno'), at(2, 'dos'), 'coming', false],
    ['the older one comes', at(2, 'dos'), at(1, 'uno'), 'kept', false],
    ['at the same moment, what comes goes on', at(1, 'uno'), at(1, 'dos'), 'coming', false],
    ['the newer one goes on from the older', at(1, 'Ya va'), at(2, 'Ya va, Ana'), 'coming', true],
    ['the older one says more', at(1, 'Ya va, Ana'), at(2, 'Ya va'), 'coming', false],
    ['the older one has a file more', at(1, 'Ya va', [7]), at(2, 'Ya va, Ana'), 'coming', false],
    ['the newer one has both files', at(1, 'a', [7]), at(2, 'a', [8, 7]), 'coming', true],
    ['space alone is nothing', at(1, ' \n'), at(2, 'Ya va'), 'coming', true],
  ] as const)('%s', (_what, kept, coming, wins, losesNothing) => {
    expect(settleConflict(kept, coming)).toEqual({ wins, losesNothing });
  });

  it('what says the same is no second draft', () => {
    expect(saysTheSame(at(1, 'uno', [7]), at(2, 'uno', [7]))).toBe(true);
    expect(saysTheSame(at(1, 'uno'), at(1, 'uno '))).toBe(false);
    expect(saysTheSame(at(1, 'uno', [7]), at(1, 'uno'))).toBe(false);
    expect(saysTheSame(at(1, 'uno'), { ...at(1, 'uno'), form: 'solution' })).toBe(false);
  });
});
