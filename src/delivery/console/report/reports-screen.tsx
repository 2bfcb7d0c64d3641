import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { formatCount, formatMonth } from '../../ui/format.ts';
import { iconChartColumn, iconDownload } from '../../ui/icons.gen.ts';
import { paths } from '../../ui/paths.ts';
import * as m from '../../ui/words/generated/messages.js';
import { buttonClass } from '../parts/button.tsx';
import { Fetching } from '../parts/fetched.tsx';
import { Icon } from '../parts/icon.tsx';
import { Moment } from '../parts/moment.tsx';
import { Empty } from '../parts/notice.tsx';
import { Screen } from '../parts/screen.tsx';
import { type ReportFilter, reportQuery } from '../server/queries.ts';
import { useSession } from '../session/session.tsx';
import { AttainmentPart } from './attainment-part.tsx';
import { FlowPart } from './flow-part.tsx';
import { ReportFilters } from './report-filters.tsx';
import { TimePart } from './time-part.tsx';

/** VII: what was promised and kept over months, what came in and went out, and where the time went. */
export function ReportsScreen() {
  const { reader } = useSession();
  const navigate = useNavigate();
  const search = useSearch({ strict: false });
  const filter = search as ReportFilter; // The route validates it.
  const found = useQuery(reportQuery(filter));
  const report = found.data;
  const months = (from: string, to: string) =>
    from === to
      ? formatMonth(from, reader.language)
      : `${formatMonth(from, reader.language)} – ${formatMonth(to, reader.language)}`;
  return (
    <Screen
      title={m.reports_title()}
      aside={
        report !== undefined && (
          <a
            href={paths.reportFile({ ...filter, from: report.from, to: report.to })}
            download
            className={buttonClass()}
          >
            <Icon of={iconDownload} />
            {m.reports_csv()}
          </a>
        )
      }
    >
      <div className="flex flex-col gap-4">
        <ReportFilters
          filter={filter}
          report={report}
          onFilter={(next) => void navigate({ to: '/reports', search: next, replace: true })}
        />
        <Fetching of={found} lines={10} />
        {report !== undefined && (
          <>
            <p className="text-s text-soft">
              {m.reports_about({
                number: report.requests,
                count: formatCount(report.requests, reader.language),
                months: months(report.from, report.to),
              })}{' '}
              {report.summarisedAt !== null && (
                <>
                  {m.reports_summarised()} <Moment at={report.summarisedAt} as="ago" />.
                </>
              )}
            </p>
            {report.summarisedAt === null || report.requests === 0 ? (
              <Empty
                icon={iconChartColumn}
                title={report.summarisedAt === null ? m.reports_not_yet() : m.reports_empty()}
              >
                {report.summarisedAt === null
                  ? m.reports_not_yet_detail()
                  : m.reports_empty_detail()}
              </Empty>
            ) : (
              <>
                <AttainmentPart report={report} />
                <FlowPart weeks={report.weeks} />
                <TimePart time={report.time} />
              </>
            )}
          </>
        )}
      </div>
    </Screen>
  );
}
