import { describe, expect, it } from 'vitest';
import { dayMs } from '../kernel/duration.ts';
import { addressAfter, enhancedStatus, undeliveredReason } from './undelivered.ts';

describe('why a mail did not arrive', () => {
  it.each([
    ['5.1.1', '', 'no-such-address'],
    [null, '550 5.1.1 <a@b.example>: user unknown', 'no-such-address'],
    [null, '550 No such user here', 'no-such-address'],
    ['5.1.2', '', 'no-such-domain'],
    ['5.1.10', 'null MX', 'no-such-domain'],
    ['5.4.4', '', 'no-such-domain'],
    ['5.1.8', 'sender domain must exist', 'refused'],
    ['5.2.1', '', 'mailbox-disabled'],
    ['5.2.2', '', 'mailbox-full'],
    ['4.2.2', '', 'mailbox-full'],
    [null, '552 Mailbox is full', 'mailbox-full'],
    ['5.3.4', '', 'too-large'],
    ['5.7.1', '', 'refused'],
    [null, '554 5.7.1 Relay access denied', 'refused'],
    ['5.0.0', 'no such user', 'no-such-address'],
    ['4.4.1', 'connection timed out', 'given-up'],
    [null, '554 transaction failed', 'other'],
  ] as const)('%s %s: %s', (status, reply, reason) => {
    expect(undeliveredReason({ status, reply })).toBe(reason);
  });

  it('an address of a machine is no status', () => {
    expect(enhancedStatus('connect to 192.5.1.1 failed')).toBeNull();
    expect(enhancedStatus('451 4.3.0 try again')).toBe('4.3.0');
  });
});

describe('what follows for the address', () => {
  const now = Date.UTC(2026, 0, 31);
  const clean = { undelivered: 0, undeliveredAt: null };
  const twice = { undelivered: 2, undeliveredAt: now - dayMs };

  it('one that does not exist is written to no more, at once', () => {
    expect(addressAfter(clean, 'no-such-address', now)).toEqual({ undelivered: 1, stop: true });
  });
  it('a full mailbox is tried until the third in a row', () => {
    expect(addressAfter(clean, 'mailbox-full', now)).toEqual({ undelivered: 1, stop: false });
    expect(addressAfter(twice, 'mailbox-full', now)).toEqual({ undelivered: 3, stop: true });
  });
  it('failures of long ago are forgotten', () => {
    const longAgo = { undelivered: 2, undeliveredAt: now - 31 * dayMs };
    expect(addressAfter(longAgo, 'given-up', now)).toEqual({ undelivered: 1, stop: false });
  });
  it('a message refused for itself says nothing about the address', () => {
    expect(addressAfter(twice, 'refused', now)).toEqual({ undelivered: 2, stop: false });
    expect(addressAfter(twice, 'too-large', now).stop).toBe(false);
  });
});
