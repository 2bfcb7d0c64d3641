import type { Instant } from '../../../kernel/clock.ts';
import type { Db } from '../../../platform/database/index.ts';
import type { ClockKind } from '../../../policy/clocks/reading.ts';
import { agreementByVersion } from '../../agreements/index.ts';
import { openClocksOf } from '../../clocks/index.ts';
import { layOutBoard } from './lay-out-board.ts';
import { isMarked } from './marks.ts';
import type { Board, BoardRequest, Mark } from './model.ts';
import { countOpenAttempts, countScopeClaims, selectActive, selectHeld } from './store.ts';

/**
 * A desk has a few hundred requests under way, however many it has ended. What is due soonest is read first, so that a
 * desk that has more still sees every promise that is near or broken and runs.
 */
const activeMax = 3000;
const heldMax = 1000;

/** What the desk has now. Never a scan of a table: each part is read from a partial index, up to a bound. */
export async function readBoard(db: Db, now: Instant): Promise<Board> {
  const [active, held, scopeClaims] = await Promise.all([
    readActive(db),
    selectHeld(db, heldMax),
    countScopeClaims(db, heldMax),
  ]);
  const isComplete = active.length < activeMax && held.length < heldMax && scopeClaims < heldMax;
  return layOutBoard({ at: now, active, held, scopeClaims, isComplete });
}

/** The requests that a mark of the board counts: the list and the number say the same, by the same rule. */
export async function ticketsMarked(
  db: Db,
  marked: { readonly mark: Mark; readonly kind?: ClockKind; readonly now: Instant },
): Promise<readonly number[]> {
  const active = await readActive(db);
  return active.filter((request) => isMarked(request, marked)).map(({ id }) => id);
}

async function readActive(db: Db): Promise<readonly BoardRequest[]> {
  const rows = await selectActive(db, activeMax);
  const waiting = rows.filter(({ status }) => status === 'waiting');
  const versions = [...new Set(waiting.map(({ agreementVersion }) => agreementVersion))];
  const [clocks, attempts, agreements] = await Promise.all([
    openClocksOf(
      db,
      rows.map(({ id }) => id),
    ),
    countOpenAttempts(
      db,
      waiting.map(({ id }) => id),
    ),
    Promise.all(versions.map((version) => agreementByVersion(db, version))),
  ]);
  const attemptsMin = new Map(
    agreements.map(({ version, terms }) => [version, terms.closing.attemptsMin]),
  );
  return rows.map(({ agreementVersion, ...request }) => ({
    ...request,
    askedEnough: (attempts.get(request.id) ?? 0) >= (attemptsMin.get(agreementVersion) ?? Infinity),
    clocks: clocks.get(request.id) ?? [],
  }));
}
