import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Instant } from '../kernel/clock.ts';

/** What a link allows: one purpose, on what these numbers name, until a moment. */
export interface SignedToken {
  readonly purpose: string;
  /** Whole numbers, zero or more; their order belongs to the purpose. */
  readonly subjects: readonly number[];
  readonly expiresAt: Instant;
}

/**
 * `still-here.2s.1f.9k.t6gk00.<signature>`: everything in it can be read, nothing in it can be changed. It proves that
 * whoever holds it was given it; it signs nobody in.
 */
export function signToken({ purpose, subjects, expiresAt }: SignedToken, secret: string): string {
  const numbers = [...subjects, Math.ceil(expiresAt / 1000)].map((each) => each.toString(36));
  const named = [purpose, ...numbers].join('.');
  return `${named}.${signatureOf(named, secret)}`;
}

/** Null when it was not signed by us, was changed, or is too old. */
export function readToken(token: string, secret: string, now: Instant): SignedToken | null {
  const end = token.lastIndexOf('.');
  const named = token.slice(0, Math.max(end, 0));
  if (!isSame(token.slice(end + 1), signatureOf(named, secret))) return null;
  const [purpose = '', ...numbers] = named.split('.');
  const subjects = numbers.map((each) => Number.parseInt(each, 36));
  const expiresAt = (subjects.pop() ?? 0) * 1000;
  return now < expiresAt ? { purpose, subjects, expiresAt } : null;
}

/** 192 bits, as 32 characters that a link carries as they are. */
const signatureOf = (named: string, secret: string): string =>
  createHmac('sha256', secret).update(`signed-token:${named}`).digest('base64url').slice(0, 32);

function isSame(given: string, expected: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(expected)];
  return a.length === b.length && timingSafeEqual(a, b);
}
