import type { ConditionKey } from '../../../policy/admission.ts';
import { conditionKeys } from '../../../policy/admission.ts';
import type { ClockKind } from '../../../policy/clocks/reading.ts';
import { type Priority, priorities } from '../../../policy/terms.ts';
import { isBreached, isMarked, isSoon } from './marks.ts';
import {
  type Board,
  type BoardRequest,
  type ClockCell,
  type Desk,
  type Load,
  type Mark,
  marks,
} from './model.ts';

/** What the desk has now, added up: by clock and priority, by what waits for somebody, by agent and by team. */
export function layOutBoard({ at, active, held, scopeClaims, isComplete }: Desk): Board {
  const agents = grouped(active, ({ assigneePersonId }) => assigneePersonId);
  const teams = grouped(active, ({ teamId }) => teamId);
  return {
    at,
    isComplete,
    active: active.length,
    waiting: active.filter(({ status }) => status === 'waiting').length,
    unassigned: loadOf(agents.get(null) ?? [], at),
    clocks: cellsOf(active, at),
    marks: Object.fromEntries(
      marks.map((mark) => [
        mark,
        active.filter((request) => isMarked(request, { mark, now: at })).length,
      ]),
    ) as Record<Mark, number>, // Object.fromEntries forgets the keys' type.
    held: {
      total: held.length,
      oldestReceivedAt: held[0]?.receivedAt ?? null,
      byCondition: Object.fromEntries(
        conditionKeys.map((key) => [
          key,
          held.filter(({ conditions }) => conditions.includes(key)).length,
        ]),
      ) as Record<ConditionKey, number>, // As above.
    },
    scopeClaims,
    agents: loads(agents, at),
    teams: loads(teams, at),
  };
}

function cellsOf(active: readonly BoardRequest[], now: number): readonly ClockCell[] {
  const cells = new Map<string, { -readonly [Key in keyof ClockCell]: ClockCell[Key] }>();
  for (const { priority, clocks } of active) {
    for (const clock of clocks) {
      const cell = cellOf(clock.kind, priority);
      if (isBreached(clock, now)) cell.breached += 1;
      else if (isSoon(clock, now)) cell.soon += 1;
      if (clock.state === 'running') cell.running += 1;
      else cell.paused += 1;
    }
  }
  return [...cells.values()];

  function cellOf(kind: ClockKind, priority: Priority) {
    const key = `${kind} ${priority}`;
    const known = cells.get(key);
    if (known !== undefined) return known;
    const cell = { kind, priority, breached: 0, soon: 0, running: 0, paused: 0 };
    cells.set(key, cell);
    return cell;
  }
}

function grouped(
  active: readonly BoardRequest[],
  keyOf: (request: BoardRequest) => number | null,
): ReadonlyMap<number | null, readonly BoardRequest[]> {
  const groups = new Map<number | null, BoardRequest[]>();
  for (const request of active) {
    const group = groups.get(keyOf(request));
    if (group === undefined) groups.set(keyOf(request), [request]);
    else group.push(request);
  }
  return groups;
}

const loads = (
  groups: ReadonlyMap<number | null, readonly BoardRequest[]>,
  now: number,
): ReadonlyMap<number, Load> =>
  new Map(
    [...groups].flatMap(([key, requests]) =>
      key === null ? [] : [[key, loadOf(requests, now)] as const],
    ),
  );

function loadOf(requests: readonly BoardRequest[], now: number): Load {
  const due = requests.flatMap(({ nextDueAt }) => nextDueAt ?? []);
  const marked = (mark: Mark) =>
    requests.filter((request) => isMarked(request, { mark, now })).length;
  return {
    byPriority: Object.fromEntries(
      priorities.map((priority) => [
        priority,
        requests.filter((request) => request.priority === priority).length,
      ]),
    ) as Record<Priority, number>, // Object.fromEntries forgets the keys' type.
    total: requests.length,
    waiting: requests.filter(({ status }) => status === 'waiting').length,
    breached: marked('breached'),
    soon: marked('soon'),
    nextDueAt: due.length === 0 ? null : Math.min(...due),
  };
}
