import { formatCount, formatMinutes } from '../../ui/format.ts';
import * as m from '../../ui/words/generated/messages.js';
import type { Report } from '../../web/contract.ts';
import { Clause } from '../parts/clause.tsx';
import { Bars, Figure } from '../parts/figure.tsx';
import { Cell, Row, Table } from '../parts/table.tsx';
import { useSession } from '../session/session.tsx';

type Time = Report['time'][number];

const reasonWords: Readonly<Record<Time['reason'], () => string>> = {
  counted: m.reports_time_counted,
  held: m.reports_time_held,
  'outside-hours': m.reports_time_outside_hours,
  waiting: m.reports_time_waiting,
  'no-show': m.reports_time_no_show,
  appointment: m.reports_time_appointment,
  untimed: m.reports_time_untimed,
  resolved: m.reports_time_resolved,
};

/** Where the time from arrival to resolution went: what ran, what stood, and by which clause. */
export function TimePart({ time }: { time: readonly Time[] }) {
  const { reader } = useSession();
  const share = (permille: number) =>
    m.reports_share({ percent: formatCount(permille / 10, reader.language) });
  const most = time.toSorted((a, b) => b.minutes - a.minutes);
  return (
    <Figure
      title={m.reports_time()}
      series={[
        { words: m.reports_time_ran(), className: 'bg-brand' },
        { words: m.reports_time_stood(), className: 'bg-clock-paused' },
      ]}
      table={
        <Table
          label={m.reports_time()}
          columns={[
            { words: m.reports_time_reason() },
            { words: m.reports_time_share(), right: true },
            { words: m.reports_time_length(), right: true },
            { words: m.reports_clause(), right: true },
          ]}
        >
          {most.map(({ reason, clause, minutes, permille }) => (
            <Row key={reason}>
              <Cell>{reasonWords[reason]()}</Cell>
              <Cell right>{share(permille)}</Cell>
              <Cell right>{formatMinutes(minutes)}</Cell>
              <Cell right>
                <Clause id={clause} />
              </Cell>
            </Row>
          ))}
        </Table>
      }
    >
      <Bars
        groups={most.map(({ reason, permille }) => ({
          name: reasonWords[reason](),
          bars: [
            {
              percent: permille / 10,
              words: share(permille),
              className: reason === 'counted' ? 'bg-brand' : 'bg-clock-paused',
            },
          ],
        }))}
      />
    </Figure>
  );
}
