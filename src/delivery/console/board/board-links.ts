import * as m from '../../ui/words/generated/messages.js';
import type { QueueFilter } from '../server/queries.ts';
import type { ClockKind, Mark } from '../tickets/search-words.ts';

const markSearch: Readonly<Record<Mark, () => string>> = {
  breached: m.board_search_breached,
  soon: m.board_search_soon,
  unverified: m.board_search_unverified,
  reprioritised: m.board_search_reprioritised,
  reopened: m.board_search_reopened,
  grace: m.board_search_grace,
  'abandonment-proposed': m.board_search_abandonment,
};
const clockSearch: Readonly<Record<ClockKind, () => string>> = {
  firstResponse: m.board_search_first_response,
  resolution: m.board_search_resolution,
  nextResponse: m.board_search_next_response,
};

/** The queue narrowed to what a number of the board counts, in the words that a person could have written there. */
export function queueOf({
  mark,
  clock,
  priority,
}: {
  readonly mark: Mark;
  readonly clock?: ClockKind;
  readonly priority?: NonNullable<QueueFilter['priority']>;
}): QueueFilter {
  const q = [markSearch[mark](), ...(clock === undefined ? [] : [clockSearch[clock]()])].join(' ');
  return { view: 'active', q, ...(priority === undefined ? {} : { priority }) };
}

/** What one agent or team has under way. A name in quotes is one piece, whatever it holds. */
export const queueOfAgent = (name: string): QueueFilter => ({
  view: 'active',
  q: m.board_search_agent({ name: plain(name) }),
});
export const queueOfTeam = (name: string): QueueFilter => ({
  view: 'active',
  q: m.board_search_team({ name: plain(name) }),
});

const plain = (name: string): string => name.replaceAll('"', ' ').trim();
