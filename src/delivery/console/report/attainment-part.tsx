import { formatCount, formatMonth } from '../../ui/format.ts';
import * as m from '../../ui/words/generated/messages.js';
import type { Report } from '../../web/contract.ts';
import { Clause } from '../parts/clause.tsx';
import { type Bar, Bars, Figure } from '../parts/figure.tsx';
import { priorityShort, priorityWords } from '../parts/marks.tsx';
import { Sheet } from '../parts/screen.tsx';
import { Cell, Row, Table } from '../parts/table.tsx';
import { useSession } from '../session/session.tsx';
import { clockWords } from '../tickets/next-clock.tsx';

type Attainment = Report['attainment'][number];

const clocks = ['firstResponse', 'resolution'] as const;
/** What is agreed case by case promises no time (VI.e). */
const priorities = ['p1', 'p2', 'p3', 'p4'] as const;

const colours: Readonly<Record<(typeof priorities)[number], string>> = {
  p1: 'bg-priority-p1',
  p2: 'bg-priority-p2',
  p3: 'bg-priority-p3',
  p4: 'bg-priority-p4',
};

/** VII: how much of what was promised was kept, in all and month by month; and what does not count, and why. */
export function AttainmentPart({ report: { attainment } }: { report: Report }) {
  return (
    <section aria-label={m.reports_attainment()} className="flex flex-col gap-4">
      <WholeTable attainment={attainment} />
      <div className="grid items-start gap-4 desk:grid-cols-2">
        {clocks.map((clock) => (
          <MonthsFigure key={clock} clock={clock} attainment={attainment} />
        ))}
      </div>
      <NotCounted attainment={attainment} />
    </section>
  );
}

function WholeTable({ attainment }: { attainment: readonly Attainment[] }) {
  const { reader } = useSession();
  const count = (n: number) => formatCount(n, reader.language);
  const whole = attainment.filter(({ month }) => month === null);
  return (
    <div className="flex flex-col gap-2">
      <h2 className="text-m font-strong">{m.reports_attainment()}</h2>
      <Table
        label={m.reports_attainment()}
        columns={[
          { words: m.reports_priority() },
          ...clocks.flatMap((clock) => [
            { words: clockWords[clock](), right: true },
            { words: m.reports_judged_of({ clock: clockWords[clock]() }), right: true, wide: true },
          ]),
        ]}
      >
        {[null, ...priorities].map((priority) => {
          const cells = clocks.map((clock) =>
            whole.find((each) => each.clock === clock && each.priority === priority),
          );
          if (cells.every((cell) => cell === undefined)) return null;
          return (
            <Row key={priority}>
              <Cell className="font-medium">
                {priority === null ? m.reports_all_priorities() : priorityWords[priority]()}
              </Cell>
              {cells.map((cell, index) => (
                <WholeCells key={clocks[index]} cell={cell} count={count} />
              ))}
            </Row>
          );
        })}
      </Table>
    </div>
  );
}

function WholeCells({
  cell,
  count,
}: {
  cell: Attainment | undefined;
  count: (n: number) => string;
}) {
  return (
    <>
      <Cell right className="text-l font-strong">
        {percentWords(cell?.percent ?? null)}
      </Cell>
      <Cell right wide className="text-soft">
        {cell === undefined
          ? ''
          : m.reports_kept_of({ met: count(cell.met), judged: count(cell.met + cell.breached) })}
      </Cell>
    </>
  );
}

function MonthsFigure({
  clock,
  attainment,
}: {
  clock: Attainment['clock'];
  attainment: readonly Attainment[];
}) {
  const { reader } = useSession();
  const count = (n: number) => formatCount(n, reader.language);
  const cells = attainment.filter((each) => each.clock === clock && each.month !== null);
  const months = [...new Set(cells.flatMap(({ month }) => month ?? []))].toReversed();
  const cellOf = (month: string, priority: Attainment['priority']) =>
    cells.find((each) => each.month === month && each.priority === priority);
  const title = m.reports_by_month({ clock: clockWords[clock]() });
  return (
    <Figure
      title={title}
      series={priorities.map((priority) => ({
        words: priorityShort[priority](),
        className: colours[priority],
      }))}
      table={
        <Table
          label={title}
          columns={[
            { words: m.reports_month() },
            ...priorities.map((priority) => ({ words: priorityShort[priority](), right: true })),
            { words: m.reports_all_priorities(), right: true },
          ]}
        >
          {months.map((month) => (
            <Row key={month}>
              <Cell>{formatMonth(month, reader.language)}</Cell>
              {[...priorities, null].map((priority) => {
                const cell = cellOf(month, priority);
                return (
                  <Cell key={priority} right>
                    {cell === undefined || cell.percent === null
                      ? percentWords(null)
                      : `${percentWords(cell.percent)} (${count(cell.met + cell.breached)})`}
                  </Cell>
                );
              })}
            </Row>
          ))}
        </Table>
      }
    >
      <Bars
        groups={months.map((month) => ({
          name: formatMonth(month, reader.language),
          bars: priorities.flatMap((priority): Bar[] => {
            const cell = cellOf(month, priority);
            if (cell === undefined || cell.percent === null) return [];
            return [
              {
                name: priorityShort[priority](),
                percent: cell.percent,
                words: `${percentWords(cell.percent)} (${count(cell.met + cell.breached)})`,
                className: colours[priority],
              },
            ];
          }),
        }))}
      />
    </Figure>
  );
}

/** Promises that are in no percentage, each with the clause by which it is not judged. */
function NotCounted({ attainment }: { attainment: readonly Attainment[] }) {
  const { reader } = useSession();
  const whole = clocks.flatMap(
    (clock) =>
      attainment.find(
        (each) => each.clock === clock && each.month === null && each.priority === null,
      ) ?? [],
  );
  const lines = [
    { words: m.reports_not_running(), clause: 'VII', of: ({ running }: Attainment) => running },
    { words: m.reports_not_promised(), clause: 'VI.e', of: ({ none }: Attainment) => none },
    { words: m.reports_not_cancelled(), clause: 'I', of: ({ cancelled }: Attainment) => cancelled },
    { words: m.reports_by_change(), clause: 'V.b', of: ({ byChange }: Attainment) => byChange },
  ];
  return (
    <Sheet title={m.reports_not_counted()}>
      <p className="px-4 pt-3 text-soft">{m.reports_not_counted_detail()}</p>
      <ul className="p-2">
        {lines.map(({ words, clause, of }) => (
          <li key={words} className="flex flex-wrap items-center gap-x-3 gap-y-1 px-2 py-1.5">
            <span className="min-w-0 grow basis-72">{words}</span>
            {whole.map((each) => (
              <span key={each.clock} className="whitespace-nowrap text-soft">
                {clockWords[each.clock]()}{' '}
                <b className="font-strong text-ink tabular">
                  {formatCount(of(each), reader.language)}
                </b>
              </span>
            ))}
            <Clause id={clause} />
          </li>
        ))}
      </ul>
    </Sheet>
  );
}

const percentWords = (percent: number | null): string =>
  percent === null ? m.reports_none() : m.agreement_what_if_rate({ percent: String(percent) });
