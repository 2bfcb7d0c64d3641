/**
 * The idempotency key of each write that a person intends. The same write sent again after a failure carries the same
 * key, so that a lost answer never makes the thing happen twice; once it is answered, doing it again is a new intent.
 */
export interface Intents {
  keyFor(operation: string, input: unknown): string;
  answered(operation: string, input: unknown): void;
}

export function createIntents(newKey: () => string): Intents {
  const pending = new Map<string, string>();
  const name = (operation: string, input: unknown) => `${operation} ${JSON.stringify(input)}`;
  return {
    keyFor(operation, input) {
      const intent = name(operation, input);
      const key = pending.get(intent) ?? newKey();
      pending.set(intent, key);
      return key;
    },
    answered(operation, input) {
      pending.delete(name(operation, input));
    },
  };
}

/** `crypto.randomUUID` exists only on https and localhost; a desk on a plain office network has neither. */
export function randomKey(source: Crypto): string {
  if (typeof source.randomUUID === 'function') return source.randomUUID();
  const bytes = source.getRandomValues(new Uint8Array(16));
  return [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}
