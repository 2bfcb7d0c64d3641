import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { formatCount } from '../../ui/format.ts';
import { iconOctagonAlert, iconUserPlus, iconUsersRound } from '../../ui/icons.gen.ts';
import * as m from '../../ui/words/generated/messages.js';
import type { Board } from '../../web/contract.ts';
import { Button } from '../parts/button.tsx';
import { cx } from '../parts/class-names.ts';
import { Icon } from '../parts/icon.tsx';
import { priorityShort } from '../parts/marks.tsx';
import { Empty } from '../parts/notice.tsx';
import { Cell, type Column, Row, Table } from '../parts/table.tsx';
import { useTicking } from '../parts/ticking.ts';
import type { QueueFilter } from '../server/queries.ts';
import { useSession } from '../session/session.tsx';
import { countDown } from '../tickets/countdown.ts';
import { phaseText } from '../tickets/next-clock.tsx';
import { queueOfAgent, queueOfTeam } from './board-links.ts';
import { type Holder, ReassignDialog } from './reassign-dialog.tsx';

type Load = Board['unassigned'];

const priorities = ['p1', 'p2', 'p3', 'p4', 'agreed'] as const;

/** Who has how much, what of it is due next, and a way to give it to somebody else. */
export function Workload({ board }: { board: Board }) {
  const { rights } = useSession();
  const [holder, setHolder] = useState<Holder | null>(null);
  const columns = (who: string): readonly Column[] => [
    { words: who },
    ...priorities.map((priority) => ({
      words: priorityShort[priority](),
      right: true,
      wide: true,
    })),
    { words: m.board_workload_total(), right: true },
    { words: m.board_workload_waiting(), right: true, wide: true },
    { words: m.board_breached(), right: true },
    { words: m.board_workload_due(), right: true, wide: true },
  ];
  const acts: readonly Column[] = rights.desk
    ? [{ words: m.board_workload_acts(), right: true, acts: true }]
    : [];
  const byLoad = (a: Load, b: Load) => b.total - a.total;
  return (
    <section aria-label={m.board_workload()} className="flex flex-col gap-3">
      <h2 className="text-m font-strong">{m.board_workload()}</h2>
      {board.agents.length === 0 ? (
        <Empty icon={iconUsersRound} title={m.board_workload_empty()}>
          {m.board_workload_empty_detail()}
        </Empty>
      ) : (
        <Table
          label={m.board_workload_agents()}
          columns={[...columns(m.board_workload_who()), ...acts]}
        >
          <Row>
            <NameCell
              name={m.board_unassigned()}
              load={board.unassigned}
              search={{ view: 'unassigned' }}
            />
            <LoadCells load={board.unassigned} />
            {rights.desk && (
              <ActCell
                load={board.unassigned}
                act={m.board_assign()}
                words={m.board_reassign_unassigned()}
                onReassign={() => setHolder({ agent: null })}
              />
            )}
          </Row>
          {board.agents.toSorted(byLoad).map(({ agent, ...load }) => (
            <Row key={agent.personId}>
              <NameCell name={agent.name} load={load} search={queueOfAgent(agent.name)} />
              <LoadCells load={load} />
              {rights.desk && (
                <ActCell
                  load={load}
                  act={m.board_reassign()}
                  words={m.board_reassign_of({ name: agent.name })}
                  onReassign={() => setHolder({ agent })}
                />
              )}
            </Row>
          ))}
        </Table>
      )}
      {board.teams.length === 0 ? (
        <p className="text-soft">{m.board_workload_empty_teams()}</p>
      ) : (
        <Table label={m.board_workload_teams()} columns={columns(m.board_workload_team())}>
          {board.teams.toSorted(byLoad).map(({ team, ...load }) => (
            <Row key={team.id}>
              <NameCell name={team.name} load={load} search={queueOfTeam(team.name)} />
              <LoadCells load={load} />
            </Row>
          ))}
        </Table>
      )}
      {holder !== null && <ReassignDialog holder={holder} onClose={() => setHolder(null)} />}
    </section>
  );
}

const NameCell = ({ name, load, search }: { name: string; load: Load; search: QueueFilter }) => (
  <Cell className="font-medium">
    {load.total === 0 ? (
      name
    ) : (
      <Link to="/tickets" search={search} className="hover:underline">
        {name}
      </Link>
    )}
    {/* A phone has no room for a column of its own. */}
    <span className="block text-xs tablet:hidden">
      <DueIn at={load.nextDueAt} />
    </span>
  </Cell>
);

function LoadCells({ load }: { load: Load }) {
  const { reader } = useSession();
  const count = (n: number) => formatCount(n, reader.language);
  return (
    <>
      {priorities.map((priority) => (
        <Cell
          key={priority}
          right
          wide
          className={load.byPriority[priority] === 0 ? 'text-soft' : ''}
        >
          {count(load.byPriority[priority])}
        </Cell>
      ))}
      <Cell right className="text-l font-strong">
        {count(load.total)}
      </Cell>
      <Cell right wide>
        {count(load.waiting)}
      </Cell>
      <Cell right className={load.breached === 0 ? 'text-soft' : 'text-l font-strong text-bad'}>
        <span className="inline-flex items-center gap-1">
          {load.breached > 0 && <Icon of={iconOctagonAlert} size={13} />}
          {count(load.breached)}
        </span>
      </Cell>
      <Cell right wide>
        <DueIn at={load.nextDueAt} />
      </Cell>
    </>
  );
}

/** How far the next due moment is, counting down by itself. */
function DueIn({ at }: { at: string | null }) {
  const shown = useTicking((now) => {
    if (at === null) return '';
    const { phase, distance } = countDown(Date.parse(at), now);
    return `${phase} ${distance}`;
  });
  if (at === null) return <span className="text-soft">{m.board_workload_none()}</span>;
  const [phase = 'far', distance = ''] = shown.split(/ (.*)/s);
  // The first word is one of the phases, written above.
  const colour = phaseText[phase as keyof typeof phaseText];
  return (
    <span className={cx('whitespace-nowrap', colour, phase !== 'far' && 'font-strong')}>
      {phase === 'late' ? m.console_clock_late({ distance }) : distance}
    </span>
  );
}

const ActCell = ({
  load,
  act,
  words,
  onReassign,
}: {
  load: Load;
  act: string;
  /** Whose: the name of the button for those who listen. */
  words: string;
  onReassign: () => void;
}) => (
  <Cell right>
    {load.total > 0 && (
      <Button icon={iconUserPlus} aria-label={words} onClick={onReassign}>
        <span className="max-tablet:sr-only">{act}</span>
      </Button>
    )}
  </Cell>
);
