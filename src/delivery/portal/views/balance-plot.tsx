import { formatCount, formatDay } from '../../ui/format.ts';
import * as m from '../../ui/words/generated/messages.js';
import type { StatementEntry } from '../../web/contract.ts';
import type { PageContext } from '../page-context.ts';

const width = 640;
const height = 120;

/** Available units over the lines shown. Who does not see it has the same numbers in the list below. */
export const BalancePlot = ({
  context,
  entries,
}: {
  readonly context: PageContext;
  readonly entries: readonly StatementEntry[];
}) => {
  const oldestFirst = entries.toSorted((a, b) => a.sequence - b.sequence);
  const [first, last] = [oldestFirst[0], oldestFirst.at(-1)];
  if (first === undefined || last === undefined || oldestFirst.length < 3) return null;
  const [from, to] = [Date.parse(first.at), Date.parse(last.at)];
  const amounts = oldestFirst.map((entry) => entry.availableAfter);
  const most = Math.max(1, ...amounts);
  const least = Math.min(0, ...amounts);
  const x = (at: string) => (to === from ? width : ((Date.parse(at) - from) / (to - from)) * width);
  const y = (units: number) => height - ((units - least) / (most - least)) * height;
  const steps = oldestFirst.map(
    (entry) => `H${x(entry.at).toFixed(1)}V${y(entry.availableAfter).toFixed(1)}`,
  );
  const start = `M0 ${y(first.availableAfter - first.availableChange).toFixed(1)}`;
  const { say, language } = context;
  return (
    <figure class="plot">
      <svg viewBox={`0 -4 ${width} ${height + 8}`} preserveAspectRatio="none" aria-hidden="true">
        <path class="plot-area" d={`${start}${steps.join('')}H${width}V${y(least)}H0Z`} />
        <path class="plot-line" d={`${start}${steps.join('')}H${width}`} />
        <path class="plot-zero" d={`M0 ${y(0)}H${width}`} />
      </svg>
      <figcaption>
        <span>{formatDay(first.at, context)}</span>
        <span>
          {m.portal_plot_range(
            {
              least: formatCount(Math.min(...amounts), language),
              most: formatCount(most, language),
            },
            say,
          )}
        </span>
        <span>{formatDay(last.at, context)}</span>
      </figcaption>
    </figure>
  );
};
