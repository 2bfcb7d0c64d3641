import { expect, it } from 'vitest';
import { isPaced, keysTouchedBy, readChange } from './live-change.ts';

it('a message on a request makes that request and the queue stale, and no other request', () => {
  const change = readChange('{"ticketNumber":1042,"queue":true,"visibility":"public"}');
  expect(change).toEqual({ ticketNumber: 1042, queue: true });
  const keys = keysTouchedBy(change ?? {});
  expect(keys).toContainEqual(['ticket', 1042]);
  expect(keys).toContainEqual(['tickets']);
  expect(keys).not.toContainEqual(['organizations']);
});

it('a change of the queue makes the board stale, which is asked for again in a rhythm of its own', () => {
  const keys = keysTouchedBy({ queue: true });
  expect(keys.filter(isPaced)).toEqual([['board']]);
});

it('units that arrive make the account and the customer stale', () => {
  expect(keysTouchedBy({ account: 3 })).toEqual([
    ['account', 3],
    ['organization', 3],
    ['organizations'],
  ]);
});

it('what is not a change is let pass', () => {
  expect(readChange('')).toBeNull();
  expect(readChange('ping')).toBeNull();
  expect(readChange('null')).toBeNull();
  expect(keysTouchedBy(readChange('{"ticketNumber":"x"}') ?? {})).toEqual([]);
});
