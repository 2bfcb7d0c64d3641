import { attainmentPercent } from '../../../policy/clocks/outcome.ts';
import { formatCount } from '../../ui/format.ts';
import * as m from '../../ui/words/generated/messages.js';
import type { WhatIfResult } from '../../web/contract.ts';
import { Bars, Figure } from '../parts/figure.tsx';
import { Cell, Row, Table } from '../parts/table.tsx';
import { useSession } from '../session/session.tsx';

type Totals = WhatIfResult['before'];
type ClockCounts = Totals['firstResponse'];

interface Props {
  readonly clock: 'firstResponse' | 'resolution';
  readonly title: string;
  /** What the rows are: a priority, a month. */
  readonly group: string;
  readonly rows: readonly {
    readonly name: string;
    readonly before: Totals;
    readonly after: Totals;
  }[];
}

/** How much of what one clock promised was kept: as it was above, as it would have been below; and the same as a table. */
export function KeptChart({ clock, title, group, rows }: Props) {
  const { reader } = useSession();
  const count = (n: number) => formatCount(n, reader.language);
  return (
    <Figure
      title={title}
      series={[
        { words: m.agreement_what_if_as_was(), className: 'bg-edge' },
        { words: m.agreement_what_if_would_be(), className: 'bg-brand' },
      ]}
      table={
        <Table
          label={title}
          columns={[
            { words: group },
            { words: m.agreement_what_if_met_short(), right: true },
            { words: m.agreement_what_if_broken_short(), right: true },
            { words: m.agreement_what_if_units(), right: true, wide: true },
          ]}
        >
          {rows.map(({ name, before, after }) => (
            <Row key={name}>
              <Cell>{name}</Cell>
              <Cell right>
                {count(before[clock].met)} → {count(after[clock].met)}
              </Cell>
              <Cell right>
                {count(before[clock].breached)} → {count(after[clock].breached)}
              </Cell>
              <Cell right wide>
                {count(before.units)} → {count(after.units)}
              </Cell>
            </Row>
          ))}
        </Table>
      }
    >
      <Bars
        groups={rows.map(({ name, before, after }) => ({
          name,
          bars: [
            { ...keptBar(before[clock]), className: 'bg-edge', soft: true },
            { ...keptBar(after[clock]), className: 'bg-brand' },
          ],
        }))}
      />
    </Figure>
  );
}

function keptBar(counts: ClockCounts) {
  const percent = attainmentPercent(counts);
  const words =
    percent === null
      ? m.agreement_what_if_no_clock()
      : m.agreement_what_if_rate({ percent: String(percent) });
  return { percent, words };
}
