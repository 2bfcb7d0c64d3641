import { StartProblem } from '../start-problem.ts';

/** What is read is no whole backup of ours; nothing of it is to be trusted. `what` says what was found. */
export const brokenBackup = (what: string, cause?: unknown): StartProblem =>
  new StartProblem(
    'BACKUP_BROKEN',
    `this backup cannot be trusted: ${what}. Nothing was restored from it; take another one`,
    { cause },
  );
