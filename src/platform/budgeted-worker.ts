import { Worker } from 'node:worker_threads';

/** Work on what strangers sent, beside the thread that serves everybody, for a limited time and in limited memory. */
export interface BudgetedWorker<Input, Output> {
  /** What the worker answered; why there is no answer when it took too long, too much, or broke. */
  run(input: Input): Promise<WorkOutcome<Output>>;
  close(): Promise<void>;
}

export type WorkOutcome<Output> =
  | { readonly done: true; readonly output: Output }
  | { readonly done: false; readonly reason: 'over-budget' | 'broken' };

export interface BudgetedWorkerOptions {
  /** The worker's script: it says `ready` once, and then answers each message of its `parentPort` with one. */
  readonly script: URL;
  /** Of the clock on the wall, for one input, without the time that it waited for others or for its thread. */
  readonly budgetMs: number;
  readonly memoryMegabytesMax: number;
}

/** One thread, made when it is first needed and again after it was stopped; one input after the other. */
export function openBudgetedWorker<Input, Output>(
  options: BudgetedWorkerOptions,
): BudgetedWorker<Input, Output> {
  let worker: Worker | null = null;
  let last: Promise<unknown> = Promise.resolve();

  async function stop(): Promise<void> {
    const stopped = worker;
    worker = null;
    await stopped?.terminate();
  }

  async function work(input: Input): Promise<WorkOutcome<Output>> {
    worker ??= startWorker(options);
    const thread = worker;
    if (!(await isReady(thread))) {
      await stop();
      return { done: false, reason: 'broken' };
    }
    const outcome = await outcomeOf<Input, Output>(thread, input, options.budgetMs);
    if (!outcome.done) await stop();
    return outcome;
  }

  return {
    run(input) {
      const outcome = last.then(() => work(input));
      last = outcome;
      return outcome;
    },
    close: stop,
  };
}

/** How long a thread may take to load its script, on the busiest of machines. */
const startMsMax = 60_000;

const readiness = new WeakMap<Worker, Promise<boolean>>();
const isReady = (worker: Worker): Promise<boolean> =>
  readiness.get(worker) ?? Promise.resolve(false);

function startWorker({ script, memoryMegabytesMax }: BudgetedWorkerOptions): Worker {
  const worker = new Worker(script, {
    resourceLimits: { maxOldGenerationSizeMb: memoryMegabytesMax },
    // Nothing of the process is its business.
    env: {},
  });
  // It never keeps the process alive, and what it dies of is told to whoever waits for it.
  worker.unref();
  worker.on('error', () => undefined);
  readiness.set(worker, firstWord(worker));
  return worker;
}

function firstWord(worker: Worker): Promise<boolean> {
  const { promise, resolve } = Promise.withResolvers<boolean>();
  const over = setTimeout(() => resolve(false), startMsMax);
  worker.once('message', (word) => resolve(word === 'ready'));
  worker.once('error', () => resolve(false)).once('exit', () => resolve(false));
  return promise.finally(() => clearTimeout(over));
}

function outcomeOf<Input, Output>(
  worker: Worker,
  input: Input,
  budgetMs: number,
): Promise<WorkOutcome<Output>> {
  const { promise, resolve } = Promise.withResolvers<WorkOutcome<Output>>();
  const over = setTimeout(() => resolve({ done: false, reason: 'over-budget' }), budgetMs);
  const answered = (output: Output) => resolve({ done: true, output });
  const broke = () => resolve({ done: false, reason: 'broken' });
  worker.once('message', answered).once('error', broke).once('exit', broke);
  worker.postMessage(input);
  return promise.finally(() => {
    clearTimeout(over);
    worker.off('message', answered).off('error', broke).off('exit', broke);
  });
}
