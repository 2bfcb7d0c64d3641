import { expect, it } from 'vitest';
import { runOnEach } from './bulk-run.ts';

it('does each of them once, three at a time, and tells of each that is done', async () => {
  const done: number[] = [];
  const progress: number[] = [];
  let going = 0;
  let most = 0;
  await runOnEach(
    [1, 2, 3, 4, 5, 6, 7],
    async (item) => {
      most = Math.max(most, ++going);
      await Promise.resolve();
      going -= 1;
      done.push(item);
      return async () => undefined;
    },
    (count) => progress.push(count),
  );
  expect(done.toSorted()).toEqual([1, 2, 3, 4, 5, 6, 7]);
  expect(progress).toEqual([1, 2, 3, 4, 5, 6, 7]);
  expect(most).toBe(3);
});

it('what is refused for one says nothing of the others, and only what was done is undone', async () => {
  const undone: number[] = [];
  const { refused, undo } = await runOnEach(
    [5, 4, 3, 2, 1],
    async (item) => {
      // The later ones are answered first.
      for (let turn = 0; turn < item; turn += 1) await Promise.resolve();
      if (item % 2 === 0) throw new Error(`not ${item}`);
      return async () => undone.push(item);
    },
    () => undefined,
  );
  expect(refused.map(({ item }) => item)).toEqual([4, 2]);
  expect(String(refused[0]?.error)).toBe('Error: not 4');
  for (const { run } of undo) await run();
  expect(undone).toEqual([5, 3, 1]);
});

it('of none, nothing is done', async () => {
  const outcome = await runOnEach(
    [],
    async () => async () => undefined,
    () => expect.unreachable(),
  );
  expect(outcome).toEqual({ refused: [], undo: [] });
});
