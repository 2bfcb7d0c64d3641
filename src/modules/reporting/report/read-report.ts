import type { Db } from '../../../platform/database/index.ts';
import { attainmentOf, spentIn } from './add-up.ts';
import type { Report, ReportQuestion } from './model.ts';
import { selectGroups, selectProgress, selectWeeks } from './store.ts';

/** What the requests of a span came to, as far as they are summarised. */
export async function readReport(db: Db, question: ReportQuestion): Promise<Report> {
  const [progress, groups, weeks] = await Promise.all([
    selectProgress(db),
    selectGroups(db, question),
    selectWeeks(db, question),
  ]);
  return {
    summarisedAt: progress?.summarisedAt ?? null,
    requests: groups.reduce((sum, { requests }) => sum + requests, 0),
    attainment: attainmentOf(groups, question.months),
    weeks,
    spent: spentIn(groups),
  };
}
