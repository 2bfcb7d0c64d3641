import type { PageContext } from '../page-context.ts';
import { timeLeft } from '../time-left.ts';

/** "quedan 3 h 12 min" to a moment around the clock; it goes on by itself where the page has script. */
export const TimeLeft = ({
  context,
  at,
}: {
  readonly context: PageContext;
  readonly at: string;
}) => (
  <span class="time-left">
    (<span data-due={at}>{timeLeft(Date.parse(at) - context.now, context.language)}</span>)
  </span>
);
