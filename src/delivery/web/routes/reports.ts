import type { Instant } from '../../../kernel/clock.ts';
import { minuteMs } from '../../../kernel/duration.ts';
import { monthsUntil, readReport, reportSpan } from '../../../modules/reporting/index.ts';
import type { Db } from '../../../platform/database/index.ts';
import { attainmentPercent } from '../../../policy/clocks/outcome.ts';
import { clauseOfReason } from '../../../policy/clocks/proof.ts';
import { timeReasons } from '../../../policy/clocks/time-spent.ts';
import type { Report, ReportQuery } from '../contract/report.ts';
import type { Mounting } from '../handlers.ts';
import { toTimeOrNull } from './as-json.ts';

const monthsShown = 6;

/** VII: what was promised and what came of it, over months. */
export function mountReports({ mount }: Mounting): void {
  mount('getReport', ({ query }, { database, timeZone, at }) =>
    reportFor(database.db, query, { timeZone, at }),
  );
}

/** Months and weeks are the reader's own. */
export async function reportFor(
  db: Db,
  asked: ReportQuery,
  { timeZone, at }: { readonly timeZone: string; readonly at: Instant },
): Promise<Report> {
  const [sixAgo, thisMonth] = monthsUntil(at, monthsShown, timeZone);
  const { from = sixAgo, to = thisMonth } = asked;
  const report = await readReport(db, {
    ...reportSpan(from, to, timeZone),
    organizationId: asked.organizationId ?? null,
    serviceId: asked.serviceId ?? null,
  });
  const whole = timeReasons.reduce((sum, reason) => sum + report.spent[reason], 0);
  return {
    from,
    to,
    summarisedAt: toTimeOrNull(report.summarisedAt),
    requests: report.requests,
    attainment: report.attainment.map((each) => ({ ...each, percent: attainmentPercent(each) })),
    weeks: [...report.weeks],
    time: timeReasons.flatMap((reason) =>
      report.spent[reason] === 0
        ? []
        : [
            {
              reason,
              clause: clauseOfReason[reason],
              minutes: Math.round(report.spent[reason] / minuteMs),
              permille: Math.round((report.spent[reason] * 1000) / whole),
            },
          ],
    ),
  };
}
