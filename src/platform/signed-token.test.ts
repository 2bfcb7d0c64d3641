import { fc, test } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import { readToken, signToken } from './signed-token.ts';

const now = Date.UTC(2026, 2, 2, 14);
const token = { purpose: 'still-here', subjects: [100, 51, 344], expiresAt: now + 60_000 };
const signed = signToken(token, 'secret');

describe('a signed token', () => {
  it('gives back what was signed, until its moment', () => {
    expect(readToken(signed, 'secret', now)).toEqual(token);
    expect(readToken(signed, 'secret', token.expiresAt - 1)).toEqual(token);
    expect(readToken(signed, 'secret', token.expiresAt)).toBeNull();
  });

  it('is nothing to another secret', () => {
    expect(readToken(signed, 'another', now)).toBeNull();
  });

  it('of one purpose is not one of another', () => {
    expect(readToken(signed.replace('still-here', 'next-unit'), 'secret', now)).toBeNull();
  });

  test.prop([fc.nat(signed.length - 1), fc.constantFrom(...'0az._-A')])(
    'changed anywhere, it is nothing',
    (at, character) => {
      fc.pre(signed[at] !== character);
      const changed = signed.slice(0, at) + character + signed.slice(at + 1);
      expect(readToken(changed, 'secret', now)).toBeNull();
    },
  );

  it.each(['', '.', 'still-here', 'still-here.1', '.'.repeat(50)])('%j is none', (written) => {
    expect(readToken(written, 'secret', now)).toBeNull();
  });
});
