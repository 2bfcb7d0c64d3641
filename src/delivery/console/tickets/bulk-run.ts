/** Puts back what was before an act on one of many. */
type Undo<Item> = { readonly item: Item; readonly run: () => Promise<unknown> };

interface Outcome<Item> {
  /** In the order in which they were given. */
  readonly refused: readonly { readonly item: Item; readonly error: unknown }[];
  readonly undo: readonly Undo<Item>[];
}

/** Several at a time are quick, and leave the desk room for everybody else. */
const atOnce = 3;

/**
 * The same act on each of many, each by itself: what is refused for one says nothing of the others. The act answers how
 * it is undone.
 */
export async function runOnEach<Item>(
  items: readonly Item[],
  act: (item: Item) => Promise<() => Promise<unknown>>,
  onProgress: (done: number) => void,
): Promise<Outcome<Item>> {
  const outcomes: ({ undo: Undo<Item> } | { error: unknown })[] = [];
  let next = 0;
  let done = 0;
  const work = async () => {
    for (let index = next++; index < items.length; index = next++) {
      const item = items[index] as Item; // Within the bounds of the loop.
      try {
        outcomes[index] = { undo: { item, run: await act(item) } };
      } catch (error) {
        outcomes[index] = { error };
      }
      onProgress(++done);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  return {
    refused: items.flatMap((item, index) => {
      const outcome = outcomes[index];
      return outcome !== undefined && 'error' in outcome ? [{ item, error: outcome.error }] : [];
    }),
    undo: outcomes.flatMap((outcome) => ('undo' in outcome ? [outcome.undo] : [])),
  };
}
