/** Who did it: a person signed in or writing, or the desk itself acting on the agreement. */
export type Actor =
  | { readonly kind: 'person'; readonly personId: number }
  | { readonly kind: 'system' };

export const systemActor: Actor = { kind: 'system' };

export const personActor = (personId: number): Actor => ({ kind: 'person', personId });
