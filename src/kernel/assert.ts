/** Stops on our own bug: an invariant that no input can break. Refusals and failures never come here. */
export function assert(condition: unknown, invariant: string): asserts condition {
  if (!condition) throw new BrokenInvariant(invariant);
}

/** Marks the branch that the types say cannot be reached. */
export function unreachable(value: never): never {
  throw new BrokenInvariant(`unreachable value ${JSON.stringify(value)}`);
}

export class BrokenInvariant extends Error {
  override name = 'BrokenInvariant';
}
