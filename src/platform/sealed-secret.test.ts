import { randomBytes } from 'node:crypto';
import { expect, it } from 'vitest';
import { openSealer, SealBroken } from './sealed-secret.ts';

const sealer = openSealer(randomBytes(32));
const place = 'imap 12 password';

function whyNot(work: () => unknown): unknown {
  try {
    work();
  } catch (error) {
    return error instanceof SealBroken ? error.reason : error;
  }
  return 'opened';
}

it('a sealed secret shows nothing of itself, opens again, and is another text each time', () => {
  const secret = 'contraseña muy larga 🔑';
  const sealed = sealer.seal(secret, place);
  expect(sealed).not.toContain('contra');
  expect(sealer.open(sealed, place)).toBe(secret);
  expect(sealer.seal(secret, place)).not.toBe(sealed);
  expect(sealer.open(sealer.seal('', place), place)).toBe('');
});

it('with another key it is said that the key is another one, without a crash', () => {
  const sealed = sealer.seal('secreta', place);
  expect(whyNot(() => openSealer(randomBytes(32)).open(sealed, place))).toBe('other-key');
});

it('for another place, or altered in any byte, it does not open', () => {
  const sealed = sealer.seal('secreta', place);
  expect(whyNot(() => sealer.open(sealed, 'imap 13 password'))).toBe('altered');
  const head = sealed.lastIndexOf('.') + 1;
  for (let index = head; index < sealed.length - 1; index += 1) {
    const other = sealed[index] === 'A' ? 'B' : 'A';
    const altered = sealed.slice(0, index) + other + sealed.slice(index + 1);
    expect(whyNot(() => sealer.open(altered, place))).toBe('altered');
  }
  for (const broken of ['', 's1', 's1.x.', 's2.00000000.AAAA', 'secreta']) {
    expect(whyNot(() => sealer.open(broken, place))).toBe('altered');
  }
});
