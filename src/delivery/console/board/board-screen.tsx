import { useQuery } from '@tanstack/react-query';
import { formatMinutes, formatTime } from '../../ui/format.ts';
import * as m from '../../ui/words/generated/messages.js';
import { Fetching } from '../parts/fetched.tsx';
import { Notice } from '../parts/notice.tsx';
import { Screen } from '../parts/screen.tsx';
import { boardQuery } from '../server/queries.ts';
import { useSession } from '../session/session.tsx';
import { ClockTable } from './clock-table.tsx';
import { NowTiles } from './now-tiles.tsx';
import { WaitingList } from './waiting-list.tsx';
import { Workload } from './workload.tsx';

/** What the desk has now, to be read across the room: what breaks, what waits for somebody, and who has how much. */
export function BoardScreen() {
  const { reader } = useSession();
  const found = useQuery(boardQuery());
  const board = found.data;
  return (
    <Screen
      title={m.board_title()}
      aside={
        board !== undefined && (
          <span className="text-xs text-soft">
            {m.board_live({ time: formatTime(board.at, reader) })}
          </span>
        )
      }
    >
      {board === undefined ? (
        <Fetching of={found} lines={12} />
      ) : (
        <div className="flex flex-col gap-4">
          {!board.complete && <Notice tone="note">{m.board_incomplete()}</Notice>}
          <NowTiles board={board} soon={formatMinutes(board.soonMinutes)} />
          <div className="grid items-start gap-4 desk:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]">
            <ClockTable clocks={board.clocks} />
            <WaitingList board={board} />
          </div>
          <Workload board={board} />
        </div>
      )}
    </Screen>
  );
}
