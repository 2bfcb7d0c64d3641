import { Link } from '@tanstack/react-router';
import { formatCount } from '../../ui/format.ts';
import { iconClock, iconOctagonAlert } from '../../ui/icons.gen.ts';
import * as m from '../../ui/words/generated/messages.js';
import type { Board } from '../../web/contract.ts';
import { cx } from '../parts/class-names.ts';
import { Icon } from '../parts/icon.tsx';
import { priorityWords } from '../parts/marks.tsx';
import { Empty } from '../parts/notice.tsx';
import { Sheet } from '../parts/screen.tsx';
import { useSession } from '../session/session.tsx';
import { clockWords } from '../tickets/next-clock.tsx';
import { queueOf } from './board-links.ts';

type ClockCell = Board['clocks'][number];

const kinds = ['firstResponse', 'resolution', 'nextResponse'] as const;
const priorities = ['p1', 'p2', 'p3', 'p4', 'agreed'] as const;

/** VII: what is promised and not over, by clock and priority. */
export function ClockTable({ clocks }: { clocks: readonly ClockCell[] }) {
  const shown = kinds.flatMap((kind) => {
    const cells = clocks.filter((cell) => cell.kind === kind);
    return cells.length === 0 ? [] : [{ kind, cells }];
  });
  return (
    <Sheet title={m.board_clocks()}>
      {shown.length === 0 ? (
        <Empty icon={iconClock} title={m.board_clocks_empty()}>
          {m.board_clocks_empty_detail()}
        </Empty>
      ) : (
        <div className="overflow-x-auto">
          <table className="w-full border-collapse text-left">
            <caption className="sr-only">{m.board_clocks()}</caption>
            <thead className="text-xs text-soft">
              <tr>
                <Heading left>{m.board_clock_priority()}</Heading>
                <Heading>{m.board_breached()}</Heading>
                <Heading>{m.board_clock_soon()}</Heading>
                <Heading>{m.board_clock_running()}</Heading>
                <Heading wide>{m.board_clock_paused()}</Heading>
              </tr>
            </thead>
            {shown.map(({ kind, cells }) => (
              <tbody key={kind}>
                <tr>
                  <th
                    scope="rowgroup"
                    colSpan={5}
                    className="border-t border-line bg-page px-4 py-1.5 text-s font-strong"
                  >
                    {clockWords[kind]()}
                  </th>
                </tr>
                {priorities.flatMap((priority) => {
                  const cell = cells.find((each) => each.priority === priority);
                  return cell === undefined ? [] : <ClockRow key={priority} cell={cell} />;
                })}
              </tbody>
            ))}
          </table>
        </div>
      )}
    </Sheet>
  );
}

function Heading({
  left = false,
  wide = false,
  children,
}: {
  left?: boolean;
  wide?: boolean;
  children: string;
}) {
  return (
    <th
      scope="col"
      className={cx(
        'px-3 py-2 font-medium whitespace-nowrap first:pl-4 last:pr-4',
        !left && 'text-right',
        wide && 'max-tablet:hidden',
      )}
    >
      {children}
    </th>
  );
}

const priorityColours: Readonly<Record<ClockCell['priority'], string>> = {
  p1: 'text-priority-p1',
  p2: 'text-priority-p2',
  p3: 'text-priority-p3',
  p4: 'text-priority-p4',
  agreed: 'text-priority-agreed',
};

function ClockRow({ cell }: { cell: ClockCell }) {
  const { reader } = useSession();
  const plain = 'border-t border-line px-3 py-1.5 text-right text-l tabular last:pr-4';
  return (
    <tr>
      <th
        scope="row"
        className={cx(
          'border-t border-line py-1.5 pr-3 pl-4 text-m font-strong',
          priorityColours[cell.priority],
        )}
      >
        {priorityWords[cell.priority]()}
      </th>
      <Marked cell={cell} mark="breached" />
      <Marked cell={cell} mark="soon" />
      <td className={plain}>{formatCount(cell.running, reader.language)}</td>
      <td className={cx(plain, 'text-soft max-tablet:hidden')}>
        {formatCount(cell.paused, reader.language)}
      </td>
    </tr>
  );
}

/** A number that somebody acts on: it leads to the requests that it counts. Zero leads nowhere. */
function Marked({ cell, mark }: { cell: ClockCell; mark: 'breached' | 'soon' }) {
  const { reader } = useSession();
  const count = formatCount(cell[mark], reader.language);
  const bad = mark === 'breached';
  return (
    <td className="border-t border-line px-1.5 py-1 text-right">
      {cell[mark] === 0 ? (
        <span className="px-2 text-l text-soft tabular">0</span>
      ) : (
        <Link
          to="/tickets"
          search={queueOf({ mark, clock: cell.kind, priority: cell.priority })}
          aria-label={m.board_clock_cell({
            count,
            what: bad ? m.board_breached() : m.board_soon(),
            priority: priorityWords[cell.priority](),
            clock: clockWords[cell.kind](),
          })}
          className={cx(
            'inline-flex min-h-9 min-w-14 items-center justify-end gap-1.5 rounded-s px-2 text-xl font-heading tabular hover:underline pointer-coarse:min-h-11',
            bad ? 'bg-bad-tint text-on-bad-tint' : 'bg-turn-tint text-on-turn-tint',
          )}
        >
          <Icon of={bad ? iconOctagonAlert : iconClock} size={15} />
          {count}
        </Link>
      )}
    </td>
  );
}
