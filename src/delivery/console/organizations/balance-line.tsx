import { formatCount } from '../../ui/format.ts';
import * as m from '../../ui/words/generated/messages.js';
import type { StatementEntry } from '../../web/contract.ts';
import { useSession } from '../session/session.tsx';
import { linePoints } from './line-points.ts';

const [width, height] = [1000, 56];

/** The balance over the lines in sight, oldest at the left. The table below says the same in numbers. */
export function BalanceLine({ entries }: { entries: readonly StatementEntry[] }) {
  const { reader } = useSession();
  const oldestFirst = entries.toReversed();
  const balances = oldestFirst.map((entry) => entry.balanceAfter);
  const [first, last] = [balances.at(0), balances.at(-1)];
  if (balances.length < 3 || first === undefined || last === undefined) return null;
  const points = linePoints(balances, width, height);
  const words = m.console_statement_line({
    first: formatCount(first, reader.language),
    last: formatCount(last, reader.language),
  });
  return (
    <svg
      role="img"
      aria-label={words}
      viewBox={`0 -4 ${width} ${height + 8}`}
      preserveAspectRatio="none"
      className="mb-3 block h-14 w-full text-brand"
    >
      <path d={`${points} V${height} H0 Z`} fill="currentColor" opacity=".1" />
      <path
        d={points}
        fill="none"
        stroke="currentColor"
        strokeWidth="2"
        vectorEffect="non-scaling-stroke"
      />
    </svg>
  );
}
