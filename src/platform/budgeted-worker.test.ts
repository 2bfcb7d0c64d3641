import { afterAll, expect, it } from 'vitest';
import { openBudgetedWorker } from './budgeted-worker.ts';

/** Doubles numbers; other words make it misbehave. */
const script = new URL(
  `data:text/javascript,${encodeURIComponent(`
    import { parentPort } from 'node:worker_threads';
    parentPort.postMessage('ready');
    parentPort.on('message', (input) => {
      if (input === 'forever') for (;;);
      if (input === 'throw') throw new Error('broken');
      if (input === 'memory') { const all = []; for (;;) all.push(new Array(1e5).fill(all.length)); }
      parentPort.postMessage(input * 2);
    });`)}`,
);
const worker = openBudgetedWorker<number | string, number>({
  script,
  budgetMs: 500,
  memoryMegabytesMax: 32,
});
afterAll(() => worker.close());

it('answers each input with its own output, in any number at once', async () => {
  const outcomes = await Promise.all([1, 2, 3].map((input) => worker.run(input)));
  expect(outcomes).toEqual([2, 4, 6].map((output) => ({ done: true, output })));
});

it.each([
  ['forever', 'over-budget'],
  ['throw', 'broken'],
  ['memory', 'broken'],
])('%s is ended, and the next input is served', async (input, reason) => {
  const [bad, good] = await Promise.all([worker.run(input), worker.run(21)]);
  expect(bad).toEqual({ done: false, reason });
  expect(good).toEqual({ done: true, output: 42 });
});

it('a thread that cannot start breaks its input, not the process', async () => {
  const absent = openBudgetedWorker<number, number>({
    script: new URL('data:text/javascript,throw new Error("no")'),
    budgetMs: 500,
    memoryMegabytesMax: 32,
  });
  expect(await absent.run(1)).toEqual({ done: false, reason: 'broken' });
  await absent.close();
});

it('the time to load the script is not the time of the input', async () => {
  const slow = openBudgetedWorker<number, number>({
    script: new URL(
      `data:text/javascript,${encodeURIComponent(`
        import { parentPort } from 'node:worker_threads';
        const until = Date.now() + 700;
        while (Date.now() < until);
        parentPort.on('message', (input) => parentPort.postMessage(input));
        parentPort.postMessage('ready');`)}`,
    ),
    budgetMs: 500,
    memoryMegabytesMax: 32,
  });
  expect(await slow.run(1)).toEqual({ done: true, output: 1 });
  await slow.close();
});
