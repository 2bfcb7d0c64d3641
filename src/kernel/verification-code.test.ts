import { expect, it } from 'vitest';
import {
  groupVerificationCode,
  newVerificationCode,
  readVerificationCode,
} from './verification-code.ts';

it('a code has 100 bits in four groups, and is read as it was shown', () => {
  const code = newVerificationCode();
  expect(code).toMatch(/^[0-9A-HJKMNP-TV-Z]{20}$/);
  expect(groupVerificationCode(code)).toMatch(/^(\w{5}-){3}\w{5}$/);
  expect(readVerificationCode(groupVerificationCode(code))).toBe(code);
});

it('no two of a thousand codes are the same, and every character occurs', () => {
  const codes = Array.from({ length: 1000 }, newVerificationCode);
  expect(new Set(codes).size).toBe(1000);
  expect(new Set(codes.join('')).size).toBe(32);
});

it.each([
  ['small letters, spaces', '7k3qm 2zx9t 00000 11111', '7K3QM2ZX9T0000011111'],
  ['letters that look like digits', '7K3QM-2ZX9T-OOooO-IlLi1', '7K3QM2ZX9T0000011111'],
  ['too short', '7K3QM-2ZX9T-00000-1111', null],
  ['too long', '7K3QM-2ZX9T-00000-111111', null],
  ['a letter that is not in the alphabet', '7K3QM-2ZX9T-00000-1111U', null],
  ['nothing', '', null],
])('%s', (_what, written, code) => expect(readVerificationCode(written)).toBe(code));
