import { Link } from '@tanstack/react-router';
import { formatCount } from '../../ui/format.ts';
import * as m from '../../ui/words/generated/messages.js';
import type { WhatIfResult as Result } from '../../web/contract.ts';
import { priorityWords } from '../parts/marks.tsx';
import { Notice } from '../parts/notice.tsx';
import { Cell, Row, Table } from '../parts/table.tsx';
import { useSession } from '../session/session.tsx';
import { type ClockCounts, keptPercent } from './kept-percent.ts';

type Totals = Result['before'];
type Outcome = keyof ClockCounts;

/** The answer of a what-if: as it was beside as it would have been, in words, bars and lists. */
export function WhatIfResult({ result }: { result: Result }) {
  const { reader } = useSession();
  const count = (n: number) => formatCount(n, reader.language);
  if (result.requests === 0) return <Notice tone="note">{m.agreement_what_if_empty()}</Notice>;
  if (result.requestsChanged === 0) {
    return (
      <>
        <Notice tone="good">{m.agreement_what_if_same({ count: count(result.requests) })}</Notice>
        <Measures result={result} />
      </>
    );
  }
  return (
    <div className="flex flex-col gap-4">
      <Notice tone="note">
        {m.agreement_what_if_changed({
          changed: count(result.requestsChanged),
          count: count(result.requests),
          customers: count(result.customersAffected),
        })}
      </Notice>
      <Measures result={result} />
      <div className="grid gap-4 desk:grid-cols-2">
        <Bars
          title={m.agreement_what_if_by_priority()}
          rows={result.priorities.map(({ priority, before, after }) => ({
            name: priorityWords[priority](),
            before,
            after,
          }))}
        />
        <Bars
          title={m.agreement_what_if_by_month()}
          rows={result.months.map(({ month, before, after }) => ({ name: month, before, after }))}
        />
      </div>
      <Customers result={result} />
      <Changed result={result} />
    </div>
  );
}

function Measures({ result }: { result: Result }) {
  const { reader } = useSession();
  const clocks = [
    ['firstResponse', m.console_clock_first_response()],
    ['resolution', m.console_clock_resolution()],
  ] as const;
  const rows: readonly (readonly [string, (totals: Totals) => number])[] = [
    ...clocks.flatMap(([kind, clock]) => [
      [m.agreement_what_if_kept({ clock }), (totals: Totals) => totals[kind].met] as const,
      [m.agreement_what_if_broken({ clock }), (totals: Totals) => totals[kind].breached] as const,
    ]),
    [m.agreement_what_if_units(), ({ units }) => units],
    [m.agreement_what_if_held(), ({ held }) => held],
  ];
  return (
    <Table
      label={m.agreement_what_if()}
      columns={[
        { words: m.agreement_what_if_measure() },
        { words: m.agreement_what_if_as_was(), right: true },
        { words: m.agreement_what_if_would_be(), right: true },
      ]}
    >
      {rows.map(([name, of]) => {
        const [before, after] = [of(result.before), of(result.after)];
        return (
          <Row key={name}>
            <Cell>{name}</Cell>
            <Cell right>{formatCount(before, reader.language)}</Cell>
            <Cell right className={before === after ? 'text-soft' : 'font-strong'}>
              {formatCount(after, reader.language)}
            </Cell>
          </Row>
        );
      })}
    </Table>
  );
}

interface BarsProps {
  readonly title: string;
  readonly rows: readonly {
    readonly name: string;
    readonly before: Totals;
    readonly after: Totals;
  }[];
}

/** How much of what was promised was kept, both clocks together: as it was above, as it would have been below. */
function Bars({ title, rows }: BarsProps) {
  return (
    <figure className="rounded-m border border-line p-4">
      <figcaption className="mb-3 flex flex-wrap items-center gap-x-4 gap-y-1">
        <span className="grow font-strong">{title}</span>
        <span className="flex items-center gap-1.5 text-xs text-soft">
          <i className="size-2.5 rounded-xs bg-edge" />
          {m.agreement_what_if_as_was()}
        </span>
        <span className="flex items-center gap-1.5 text-xs text-soft">
          <i className="size-2.5 rounded-xs bg-brand" />
          {m.agreement_what_if_would_be()}
        </span>
      </figcaption>
      <ul className="flex flex-col gap-3">
        {rows.map(({ name, before, after }) => (
          <Pair key={name} name={name} before={keptOf(before)} after={keptOf(after)} />
        ))}
      </ul>
    </figure>
  );
}

function Pair({
  name,
  before,
  after,
}: {
  name: string;
  before: number | null;
  after: number | null;
}) {
  const words = (percent: number | null) =>
    percent === null
      ? m.agreement_what_if_no_clock()
      : m.agreement_what_if_rate({ percent: String(percent) });
  return (
    <li className="grid grid-cols-[7.5rem_minmax(0,1fr)_4rem] items-center gap-x-3 text-s">
      <span className="row-span-2">{name}</span>
      <Bar percent={before} className="bg-edge" />
      <span className="text-right text-soft tabular">{words(before)}</span>
      <Bar percent={after} className="bg-brand" />
      <span className="text-right tabular">{words(after)}</span>
    </li>
  );
}

const Bar = ({ percent, className }: { percent: number | null; className: string }) => (
  <span aria-hidden="true" className="my-0.5 block h-2 overflow-hidden rounded-full bg-sunken">
    <span className={`block h-full ${className}`} style={{ width: `${percent ?? 0}%` }} />
  </span>
);

const keptOf = ({ firstResponse, resolution }: Totals): number | null =>
  keptPercent([firstResponse, resolution]);

function Customers({ result }: { result: Result }) {
  const { reader } = useSession();
  const count = (n: number) => formatCount(n, reader.language);
  const broken = ({ firstResponse, resolution }: Totals) =>
    firstResponse.breached + resolution.breached;
  return (
    <Table
      label={m.agreement_what_if_by_customer()}
      columns={[
        { words: m.agreement_what_if_by_customer() },
        { words: m.agreement_what_if_units(), right: true },
        { words: m.agreement_outcome_breached(), right: true },
        { words: m.agreement_what_if_held(), right: true, wide: true },
      ]}
    >
      {result.customers.slice(0, 10).map(({ customer, before, after }) => (
        <Row key={customer.id}>
          <Cell>
            <Link
              to="/organizations/$organizationId"
              params={{ organizationId: customer.id }}
              className="hover:underline"
            >
              {customer.name}
            </Link>
          </Cell>
          <Cell right>
            {count(before.units)} → {count(after.units)}
          </Cell>
          <Cell right>
            {count(broken(before))} → {count(broken(after))}
          </Cell>
          <Cell right wide>
            {count(before.held)} → {count(after.held)}
          </Cell>
        </Row>
      ))}
    </Table>
  );
}

const outcomes: Readonly<Record<Outcome, () => string>> = {
  none: m.agreement_outcome_none,
  met: m.agreement_outcome_met,
  breached: m.agreement_outcome_breached,
  running: m.agreement_outcome_running,
  cancelled: m.agreement_outcome_cancelled,
};

function Changed({ result }: { result: Result }) {
  const { reader } = useSession();
  const units = (n: number | null) => (n === null ? '–' : formatCount(n, reader.language));
  const change = ({ before, after }: { before: Outcome; after: Outcome }) =>
    before === after ? outcomes[before]() : `${outcomes[before]()} → ${outcomes[after]()}`;
  return (
    <Table
      label={m.agreement_what_if_by_request()}
      columns={[
        { words: m.agreement_what_if_by_request() },
        { words: m.agreement_what_if_customer(), wide: true },
        { words: m.console_clock_first_response() },
        { words: m.console_clock_resolution() },
        { words: m.agreement_what_if_units(), right: true },
      ]}
    >
      {result.changed.slice(0, 20).map((request) => (
        <Row key={request.number}>
          <Cell>
            <Link
              to="/tickets/$number"
              params={{ number: request.number }}
              search={{}}
              className="tabular hover:underline"
            >
              #{request.number}
            </Link>
          </Cell>
          <Cell wide>{request.customer.name}</Cell>
          <Cell>{change(request.firstResponse)}</Cell>
          <Cell>{change(request.resolution)}</Cell>
          <Cell right>
            {units(request.unitsBefore)} → {units(request.unitsAfter)}
          </Cell>
        </Row>
      ))}
    </Table>
  );
}
