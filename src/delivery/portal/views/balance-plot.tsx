import { formatCount, formatDay } from '../../ui/format.ts';
import * as m from '../../ui/words/generated/messages.js';
import type { BalanceHistory } from '../../web/contract.ts';
import type { PageContext } from '../page-context.ts';

const width = 640;
const height = 120;

/** Available units at the end of each day, as a line and as a table for who reads rather than sees. */
export const BalancePlot = ({
  context,
  history: { daysApart, points },
}: {
  readonly context: PageContext;
  readonly history: BalanceHistory;
}) => {
  const [first, last] = [points[0], points.at(-1)];
  if (first === undefined || last === undefined || points.length < 3) return null;
  const { say, language } = context;
  const [from, to] = [Date.parse(first.at), Date.parse(last.at)];
  const amounts = points.map((point) => point.availableUnits);
  const [least, most] = [Math.min(...amounts), Math.max(...amounts)];
  const [bottom, top] = [Math.min(0, least), Math.max(1, most)];
  const x = (at: string) => ((Date.parse(at) - from) / Math.max(1, to - from)) * width;
  const y = (units: number) => height - ((units - bottom) / (top - bottom)) * height;
  const line = points
    .map(({ at, availableUnits }) => `${x(at).toFixed(1)} ${y(availableUnits).toFixed(1)}`)
    .join('L');
  const count = (units: number) => formatCount(units, language);
  return (
    <figure class="plot">
      <svg viewBox={`0 -4 ${width} ${height + 8}`} preserveAspectRatio="none" aria-hidden="true">
        <path class="plot-area" d={`M${line}V${y(bottom)}H0Z`} />
        <path class="plot-line" d={`M${line}`} />
        <path class="plot-zero" d={`M0 ${y(0)}H${width}`} />
      </svg>
      <figcaption>
        <span>{formatDay(first.at, context)}</span>
        <span>{m.portal_plot_range({ least: count(least), most: count(most) }, say)}</span>
        <span>{formatDay(last.at, context)}</span>
      </figcaption>
      <details class="plot-table">
        <summary>{m.portal_plot_table({}, say)}</summary>
        <table>
          <caption>
            {daysApart === 1
              ? m.portal_plot_daily({}, say)
              : m.portal_plot_every({ days: count(daysApart) }, say)}
          </caption>
          <thead>
            <tr>
              <th scope="col">{m.portal_plot_day({}, say)}</th>
              <th scope="col">{m.portal_entry_available({}, say)}</th>
              <th scope="col">{m.portal_entry_balance({}, say)}</th>
            </tr>
          </thead>
          <tbody>
            {points.toReversed().map(({ at, availableUnits, balanceUnits }) => (
              <tr key={at}>
                <th scope="row">{formatDay(at, context)}</th>
                <td>{count(availableUnits)}</td>
                <td>{count(balanceUnits)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </details>
    </figure>
  );
};
