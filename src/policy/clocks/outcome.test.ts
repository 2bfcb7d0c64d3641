import { describe, expect, it } from 'vitest';
import { attainmentPercent, clockOutcome } from './outcome.ts';

const breach = { at: 1, cause: 'time-passed', since: 1 } as const;

describe('VII what became of a promise', () => {
  it.each([
    [{ state: 'met', onTime: true, breach: null }, 'met'],
    [{ state: 'met', onTime: false, breach }, 'breached'],
    // VI.e: stopped where nothing was promised.
    [{ state: 'met', onTime: null, breach: null }, 'none'],
    [{ state: 'running', onTime: null, breach: null }, 'running'],
    [{ state: 'running', onTime: null, breach }, 'breached'],
    // A pause cures nothing.
    [{ state: 'paused', onTime: null, breach }, 'breached'],
    [{ state: 'paused', onTime: null, breach: null }, 'running'],
    [{ state: 'cancelled', onTime: null, breach }, 'cancelled'],
    [{ state: 'none', onTime: null, breach: null }, 'none'],
  ] as const)('%j: %s', (reading, outcome) => {
    expect(clockOutcome(reading)).toBe(outcome);
  });
});

describe('how much was kept', () => {
  it.each([
    [{ met: 1, breached: 0 }, 100],
    // Never 100 with one broken.
    [{ met: 999, breached: 1 }, 99],
    [{ met: 3, breached: 1 }, 75],
    [{ met: 0, breached: 3 }, 0],
    [{ met: 0, breached: 0 }, null],
  ])('of %j: %s', (counts, percent) => {
    expect(attainmentPercent(counts)).toBe(percent);
  });
});
