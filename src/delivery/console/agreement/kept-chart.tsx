import { formatCount } from '../../ui/format.ts';
import * as m from '../../ui/words/generated/messages.js';
import type { WhatIfResult } from '../../web/contract.ts';
import { Cell, Row, Table } from '../parts/table.tsx';
import { useSession } from '../session/session.tsx';
import { type ClockCounts, keptPercent } from './kept-percent.ts';

type Totals = WhatIfResult['before'];

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
    <figure className="min-w-0 rounded-m border border-line p-4">
      <figcaption className="mb-3 flex flex-wrap items-center gap-x-4 gap-y-1">
        <span className="grow font-strong">{title}</span>
        <span className="flex gap-x-4">
          <Key className="bg-edge">{m.agreement_what_if_as_was()}</Key>
          <Key className="bg-brand">{m.agreement_what_if_would_be()}</Key>
        </span>
      </figcaption>
      <ul className="flex flex-col gap-3">
        {rows.map(({ name, before, after }) => (
          <Pair key={name} name={name} before={before[clock]} after={after[clock]} />
        ))}
      </ul>
      <details className="mt-3">
        <summary className="flex min-h-8 items-center text-s text-soft pointer-coarse:min-h-11">
          {m.agreement_what_if_as_table()}
        </summary>
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
      </details>
    </figure>
  );
}

const Key = ({ className, children }: { className: string; children: string }) => (
  <span className="flex items-center gap-1.5 text-xs text-soft">
    <i className={`size-2.5 rounded-xs ${className}`} />
    {children}
  </span>
);

function Pair({ name, before, after }: { name: string; before: ClockCounts; after: ClockCounts }) {
  return (
    <li className="grid grid-cols-[minmax(0,1fr)_4.5rem] items-center gap-x-3 text-s tablet:grid-cols-[8.5rem_minmax(0,1fr)_4.5rem]">
      <span className="max-tablet:col-span-2 tablet:row-span-2">{name}</span>
      <Bar counts={before} className="bg-edge" soft />
      <Bar counts={after} className="bg-brand" />
    </li>
  );
}

function Bar({ counts, className, soft }: { counts: ClockCounts; className: string; soft?: true }) {
  const percent = keptPercent(counts);
  return (
    <>
      <span aria-hidden="true" className="my-0.5 block h-2 overflow-hidden rounded-full bg-sunken">
        <span className={`block h-full ${className}`} style={{ width: `${percent ?? 0}%` }} />
      </span>
      <span className={`text-right tabular ${soft ? 'text-soft' : ''}`}>
        {percent === null
          ? m.agreement_what_if_no_clock()
          : m.agreement_what_if_rate({ percent: String(percent) })}
      </span>
    </>
  );
}
