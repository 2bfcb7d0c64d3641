import { formatCalendarDay, formatCount } from '../../ui/format.ts';
import * as m from '../../ui/words/generated/messages.js';
import type { Report } from '../../web/contract.ts';
import { Columns, Figure } from '../parts/figure.tsx';
import { Cell, Row, Table } from '../parts/table.tsx';
import { useSession } from '../session/session.tsx';

const kinds = ['registered', 'resolved', 'ended'] as const;
const colours = { registered: 'bg-edge', resolved: 'bg-brand', ended: 'bg-hold' } as const;

/** What came in and what went out, week by week. */
export function FlowPart({ weeks }: { weeks: Report['weeks'] }) {
  const { reader } = useSession();
  const count = (n: number) => formatCount(n, reader.language);
  const day = (week: string) => formatCalendarDay(week, reader.language);
  const words = {
    registered: m.reports_registered(),
    resolved: m.reports_resolved(),
    ended: m.reports_ended(),
  };
  const sum = (kind: (typeof kinds)[number]) =>
    count(weeks.reduce((total, week) => total + week[kind], 0));
  return (
    <Figure
      title={m.reports_flow()}
      series={kinds.map((kind) => ({ words: words[kind], className: colours[kind] }))}
      table={
        <Table
          label={m.reports_flow()}
          columns={[
            { words: m.reports_week() },
            ...kinds.map((kind) => ({ words: words[kind], right: true })),
          ]}
        >
          {weeks.toReversed().map((week) => (
            <Row key={week.week}>
              <Cell>{day(week.week)}</Cell>
              {kinds.map((kind) => (
                <Cell key={kind} right>
                  {count(week[kind])}
                </Cell>
              ))}
            </Row>
          ))}
        </Table>
      }
    >
      <Columns
        label={m.reports_flow_words({
          registered: sum('registered'),
          resolved: sum('resolved'),
          ended: sum('ended'),
        })}
        groups={weeks.map((week) => ({
          name: day(week.week).replace(/,? \d{4}$/, ''),
          bars: kinds.map((kind) => ({ value: week[kind], className: colours[kind] })),
        }))}
      />
    </Figure>
  );
}
