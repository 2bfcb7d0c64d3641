import { createHash } from 'node:crypto';
import { openBudgetedWorker } from '../../../platform/budgeted-worker.ts';
import type { Log } from '../../../platform/log.ts';
import type { UnderstoodMail } from './model.ts';

/** A letter takes milliseconds, the largest that a server lets through less than a second (docs/BENCHMARKS.md). */
export const understandBudget = { budgetMs: 2_000, memoryMegabytesMax: 512 };

/** Raw bytes in, facts out; never throws for what a message contains. */
export type UnderstandMail = (raw: Uint8Array) => Promise<UnderstoodMail>;

/**
 * Understanding behind a budget: whatever a stranger wrote, the thread that serves everybody goes on. A mail that takes
 * too long or too much memory is rejected like one over any other limit, and waits in the quarantine with its raw
 * bytes. It is tried twice, because on a busy machine the first time may have gone to others.
 */
export function openUnderstanding({
  script,
  log,
  budget = understandBudget,
}: {
  readonly script: URL;
  readonly log: Log;
  readonly budget?: typeof understandBudget;
}): UnderstandMail {
  const worker = openBudgetedWorker<Uint8Array, UnderstoodMail>({ script, ...budget });
  return async (raw) => {
    const first = await worker.run(raw);
    const outcome = first.done ? first : await worker.run(raw);
    if (outcome.done) return outcome.output;
    log.warn(
      { reason: outcome.reason, byteSize: raw.length },
      'a mail could not be understood in its budget; it is treated as over a limit',
    );
    return {
      rejected: true,
      reason: outcome.reason === 'over-budget' ? 'time' : 'unreadable',
      detail:
        outcome.reason === 'over-budget'
          ? `reading it took longer than ${budget.budgetMs} ms, twice`
          : 'reading it took more memory than allowed, or broke the reader',
      sizeBytes: raw.length,
      sha256: createHash('sha256').update(raw).digest('hex'),
    };
  };
}
