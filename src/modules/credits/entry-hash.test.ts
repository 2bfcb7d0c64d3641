import { describe, expect, it } from 'vitest';
import { canonicalForm, entryHash, genesisHash, requestHash } from './entry-hash.ts';
import type { Entry } from './model.ts';

const charge: Omit<Entry, 'hash'> = {
  organizationId: 7,
  sequence: 3,
  kind: 'charge',
  change: { available: -1, held: -1, consumed: 2, expired: 0, issued: 0 },
  availableAfter: 8,
  heldAfter: 0,
  ticketId: 42,
  holdSequence: 2,
  correctsSequence: null,
  clause: 'T4',
  agreementVersion: 1,
  workMinutes: 70,
  idempotencyKey: 'ticket:42:charge',
  requestSha256: 'ab'.repeat(32),
  actorPersonId: 5,
  secondPersonId: null,
  expiresAt: null,
  at: 1_772_456_400_000,
  previousHash: 'cd'.repeat(32),
};

const expectedForm = `["atenta-credit-entry-1","${'cd'.repeat(32)}",7,3,"charge",-1,-1,2,0,0,8,0,42,2,null,"T4",1,70,"ticket:42:charge","${'ab'.repeat(32)}",5,null,null,1772456400000]`;

describe('the hash of an entry', () => {
  it('covers exactly the documented canonical form', () => {
    expect(canonicalForm(charge)).toBe(expectedForm);
  });

  it('is the SHA-256 of that form, as any other tool computes it', () => {
    // sha256sum of expectedForm.
    expect(entryHash(charge)).toBe(
      '68a5cd03ffa64353bae4a3b15ef77ceb616ecc76ff1722b430bb5fe1c07c9956',
    );
  });

  it.each(Object.keys(charge) as (keyof typeof charge)[])('changes when %s changes', (field) => {
    const changed = { ...charge, [field]: otherValue(charge[field]) };
    expect(entryHash(changed)).not.toBe(entryHash(charge));
  });

  it.each(Object.keys(charge.change))('changes when the movement of %s units changes', (pot) => {
    const changed = { ...charge, change: { ...charge.change, [pot]: 9 } };
    expect(entryHash(changed)).not.toBe(entryHash(charge));
  });

  it('leaves names and free text out', () => {
    const withText = { ...charge, reference: 'Factura 1', reason: 'Ana asked for it' };
    expect(entryHash(withText)).toBe(entryHash(charge));
  });

  it('begins a chain with a hash that no entry can have', () => {
    expect(genesisHash).toHaveLength(2);
  });
});

describe('the digest of a request', () => {
  it('does not depend on the order in which its parameters are named', () => {
    expect(requestHash('hold', { a: 1, b: 2 })).toBe(requestHash('hold', { b: 2, a: 1 }));
  });

  it.each([
    ['another command', requestHash('charge', { units: 1 })],
    ['another value', requestHash('hold', { units: 2 })],
    ['another name', requestHash('hold', { unit: 1 })],
    ['the same digits as text', requestHash('hold', { units: '1' })],
    ['one more parameter', requestHash('hold', { units: 1, ticketId: null })],
  ])('is another one for %s', (_, digest) => {
    expect(digest).not.toBe(requestHash('hold', { units: 1 }));
  });
});

function otherValue(value: unknown): unknown {
  if (typeof value === 'number') return value + 1;
  if (typeof value === 'string') return `${value}0`;
  if (value === null) return 1;
  return { available: 0, held: 0, consumed: 0, expired: 0, issued: 0 };
}
