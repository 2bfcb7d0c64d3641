import { Link } from '@tanstack/react-router';
import { formatAgo, formatCount } from '../../ui/format.ts';
import {
  type Icon as IconShapes,
  iconCirclePause,
  iconClock,
  iconInbox,
  iconLock,
  iconOctagonAlert,
  iconUserRound,
} from '../../ui/icons.gen.ts';
import * as m from '../../ui/words/generated/messages.js';
import type { Board } from '../../web/contract.ts';
import { cx } from '../parts/class-names.ts';
import { Icon } from '../parts/icon.tsx';
import { useTicking } from '../parts/ticking.ts';
import type { QueueFilter } from '../server/queries.ts';
import { useSession } from '../session/session.tsx';
import { queueOf } from './board-links.ts';

type Tone = 'bad' | 'turn' | 'hold' | 'plain';

const tones: Readonly<Record<Tone, string>> = {
  bad: 'border-bad bg-bad-tint text-on-bad-tint',
  turn: 'border-turn bg-turn-tint text-on-turn-tint',
  hold: 'border-line bg-surface text-ink',
  plain: 'border-line bg-surface text-ink',
};

/** The numbers that are read across the room. Each leads to the very requests that it counts. */
export function NowTiles({ board, soon }: { board: Board; soon: string }) {
  const { reader } = useSession();
  const oldest = useTicking((now) =>
    board.held.oldestReceivedAt === null
      ? ''
      : m.board_held_since({ ago: formatAgo(board.held.oldestReceivedAt, now, reader) }),
  );
  return (
    <section aria-label={m.board_now()}>
      <ul className="grid grid-cols-2 gap-3 tablet:grid-cols-3 desk:grid-cols-6">
        <Tile
          words={m.board_breached()}
          count={board.breached}
          icon={iconOctagonAlert}
          tone={board.breached > 0 ? 'bad' : 'plain'}
          search={queueOf({ mark: 'breached' })}
        />
        <Tile
          words={m.board_soon()}
          detail={m.board_soon_detail({ span: soon })}
          count={board.soon}
          icon={iconClock}
          tone={board.soon > 0 ? 'turn' : 'plain'}
          search={queueOf({ mark: 'soon' })}
        />
        <Tile
          words={m.board_unassigned()}
          count={board.unassigned.total}
          icon={iconUserRound}
          tone={board.unassigned.breached + board.unassigned.soon > 0 ? 'turn' : 'plain'}
          search={{ view: 'unassigned' }}
        />
        <Tile
          words={m.board_waiting()}
          count={board.waiting}
          icon={iconCirclePause}
          search={{ view: 'waiting' }}
        />
        <Tile
          words={m.board_held()}
          {...(oldest === '' ? {} : { detail: oldest })}
          count={board.held.total}
          icon={iconLock}
          search={{ view: 'held' }}
        />
        <Tile
          words={m.board_active()}
          count={board.active}
          icon={iconInbox}
          search={{ view: 'active' }}
        />
      </ul>
    </section>
  );
}

function Tile({
  words,
  detail,
  count,
  icon,
  tone = 'plain',
  search,
}: {
  words: string;
  detail?: string;
  count: number;
  icon: IconShapes;
  tone?: Tone;
  search: QueueFilter;
}) {
  const { reader } = useSession();
  return (
    <li className="contents">
      <Link
        to="/tickets"
        search={search}
        className={cx(
          'flex min-h-28 flex-col rounded-m border px-4 py-3 hover:border-edge',
          tones[tone],
        )}
      >
        <span className="flex items-center gap-1.5 text-m font-strong">
          <Icon of={icon} size={16} />
          {words}
        </span>
        <span className="mt-1.5 text-[2.75rem] leading-none font-heading tabular">
          {formatCount(count, reader.language)}
        </span>
        <span className="mt-1 min-h-4 text-xs">{detail}</span>
      </Link>
    </li>
  );
}
