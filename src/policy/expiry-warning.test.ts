import { describe, expect, it } from 'vitest';
import { dayMs } from '../kernel/duration.ts';
import { agreementVersion1 } from './agreement-version-1.ts';
import { expiryWarningDue } from './expiry-warning.ts';

const { terms } = agreementVersion1;
const expiresAt = 100 * dayMs;

describe('T1: the warning of units that expire', () => {
  it.each([
    ['a moment before the first span', 30 * dayMs + 1, null],
    ['30 days before', 30 * dayMs, 30],
    ['a moment before the second span', 7 * dayMs + 1, 30],
    ['7 days before', 7 * dayMs, 7],
    ['a moment before', 1, 7],
    ['at the moment itself', 0, null],
    ['afterwards', -1, null],
  ])('%s', (_when, before, days) =>
    expect(expiryWarningDue(terms, expiresAt, expiresAt - before)).toBe(days),
  );

  it('where the agreement names no span: never', () => {
    const none = { ...terms, credits: { ...terms.credits, expiryWarningDays: [] } };
    expect(expiryWarningDue(none, expiresAt, expiresAt - 1)).toBeNull();
  });
});
