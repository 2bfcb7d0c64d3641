import { expect, it } from 'vitest';
import { createIntents, randomKey } from './intents.ts';

function numbered() {
  let count = 0;
  return createIntents(() => `key-${++count}`);
}

it('a write sent again after a failure carries the same key', () => {
  const intents = numbered();
  const input = { params: { number: 7 }, body: { text: 'hola' } };
  expect(intents.keyFor('addMessage', input)).toBe('key-1');
  expect(intents.keyFor('addMessage', structuredClone(input))).toBe('key-1');
});

it('a changed text is another intent', () => {
  const intents = numbered();
  expect(intents.keyFor('addMessage', { body: { text: 'hola' } })).toBe('key-1');
  expect(intents.keyFor('addMessage', { body: { text: 'hola.' } })).toBe('key-2');
});

it('the same write after its answer is a new intent: two equal purchases are two purchases', () => {
  const intents = numbered();
  const input = { body: { units: 10, reference: 'F-1' } };
  expect(intents.keyFor('recordPurchase', input)).toBe('key-1');
  intents.answered('recordPurchase', input);
  expect(intents.keyFor('recordPurchase', input)).toBe('key-2');
});

it('a key is made where randomUUID does not exist', () => {
  const plain = {
    getRandomValues: (bytes: Uint8Array) => bytes.fill(171),
  } as unknown as Crypto; // An insecure page has a Crypto without randomUUID.
  expect(randomKey(plain)).toBe('ab'.repeat(16));
});
