import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { formatCount } from '../../ui/format.ts';
import * as m from '../../ui/words/generated/messages.js';
import type { Board } from '../../web/contract.ts';
import { Clause } from '../parts/clause.tsx';
import { Sheet } from '../parts/screen.tsx';
import { useSession } from '../session/session.tsx';
import type { Mark } from '../tickets/search-words.ts';
import { queueOf } from './board-links.ts';

const conditionWords: Readonly<Record<Board['held']['conditions'][number]['key'], () => string>> = {
  standing: m.board_condition_standing,
  contract: m.board_condition_contract,
  contact: m.board_condition_contact,
  credit: m.board_condition_credit,
  terms: m.board_condition_terms,
};

/** What goes no further until somebody decides, with the clause that asks for it; and why requests are held. */
export function WaitingList({ board }: { board: Board }) {
  const marked: readonly (readonly [Mark, string, number, string | null])[] = [
    ['unverified', m.board_unverified(), board.unverified, 'V.b'],
    ['abandonment-proposed', m.board_abandonment(), board.abandonmentProposed, 'VIII.b'],
    ['grace', m.board_grace(), board.grace, 'VIII.b'],
    ['reopened', m.board_reopened(), board.reopened, 'VIII.c'],
    ['reprioritised', m.board_reprioritised(), board.reprioritised, 'V.b'],
  ];
  const lines = [
    ...marked
      .filter(([, , count]) => count > 0)
      .map(([mark, words, count, clause]) => (
        <Line key={mark} count={count} clause={clause}>
          <Link to="/tickets" search={queueOf({ mark })} className={lineClass}>
            {words}
          </Link>
        </Line>
      )),
    board.scopeClaims > 0 && (
      <Line key="scope" count={board.scopeClaims} clause="I">
        <Link to="/tickets" search={{ view: 'scope' }} className={lineClass}>
          {m.board_scope()}
        </Link>
      </Line>
    ),
    board.objections > 0 && (
      <Line key="objections" count={board.objections} clause="T4">
        <Link to="/organizations" className={lineClass}>
          {m.board_objections()}
        </Link>
      </Line>
    ),
    board.quarantined > 0 && (
      <Line key="quarantined" count={board.quarantined}>
        <Link to="/mail/$section" params={{ section: 'quarantine' }} className={lineClass}>
          {m.board_quarantined()}
        </Link>
      </Line>
    ),
    board.undelivered > 0 && (
      <Line key="undelivered" count={board.undelivered}>
        <Link to="/mail/$section" params={{ section: 'outgoing' }} className={lineClass}>
          {m.board_undelivered()}
        </Link>
      </Line>
    ),
  ].filter((line) => line !== false);
  return (
    <div className="flex flex-col gap-4">
      <Sheet title={m.board_waits()}>
        {lines.length === 0 ? (
          <p className="px-4 py-4 text-soft">{m.board_waits_nothing()}</p>
        ) : (
          <ul>{lines}</ul>
        )}
      </Sheet>
      {board.held.conditions.length > 0 && (
        <Sheet title={m.board_held_for()}>
          <ul>
            {board.held.conditions.map(({ key, clause, count }) => (
              <Line key={key} count={count} clause={clause}>
                <Link to="/tickets" search={{ view: 'held' }} className={lineClass}>
                  {conditionWords[key]()}
                </Link>
              </Line>
            ))}
          </ul>
        </Sheet>
      )}
    </div>
  );
}

const lineClass = 'inline-flex min-h-9 items-center text-m hover:underline pointer-coarse:min-h-11';

function Line({
  count,
  clause = null,
  children,
}: {
  count: number;
  clause?: string | null;
  children: ReactNode;
}) {
  const { reader } = useSession();
  return (
    <li className="flex items-center gap-3 border-b border-line px-4 py-0.5 last:border-b-0">
      <span className="w-12 shrink-0 text-right text-xl font-heading tabular">
        {formatCount(count, reader.language)}
      </span>
      <span className="min-w-0 grow">{children}</span>
      {clause !== null && <Clause id={clause} />}
    </li>
  );
}
