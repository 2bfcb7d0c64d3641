import { minuteMs } from '../../../kernel/duration.ts';
import { countMailTrouble } from '../../../modules/correspondence/index.ts';
import { listObjections } from '../../../modules/credits/index.ts';
import { listAgents, listTeams, namesOf } from '../../../modules/people/index.ts';
import { type Load, readBoard, soonMs } from '../../../modules/tickets/index.ts';
import { conditionClauses, conditionKeys } from '../../../policy/admission.ts';
import type { Mounting } from '../handlers.ts';
import type { RequestContext } from '../request-context.ts';
import { sharedReading } from '../shared-reading.ts';
import { toTime, toTimeOrNull } from './as-json.ts';

const countsMax = 1000;
const objectionsMax = 200;
const spacingMs = 1000;

/** What the desk has now. Everybody who works at the firm reads the same, so that one reading serves all who look. */
export function mountBoard({ mount }: Mounting): void {
  const read = sharedReading(readDesk, spacingMs);
  mount('getBoard', (_, context) => read(context));
}

async function readDesk({ database: { db }, at }: RequestContext) {
  const [board, trouble, objections, agents, teams] = await Promise.all([
    readBoard(db, at),
    countMailTrouble(db, countsMax),
    listObjections(db, { open: true, limit: objectionsMax }),
    listAgents(db, at),
    listTeams(db),
  ]);
  // Whoever attends, busy or not; and whoever left with requests in hand.
  const attending = agents.filter(
    ({ personId, roles, disabled }) =>
      board.agents.has(personId) ||
      (!disabled && (roles.includes('agent') || roles.includes('supervisor'))),
  );
  const unlisted = [...board.agents.keys()].filter((personId) =>
    agents.every((agent) => agent.personId !== personId),
  );
  const names = await namesOf(db, unlisted);
  const people = [
    ...attending.map(({ personId, name }) => ({ personId, name })),
    ...unlisted.map((personId) => ({ personId, name: names.get(personId)?.name ?? '' })),
  ];
  const { marks, held } = board;
  return {
    at: toTime(board.at),
    soonMinutes: soonMs / minuteMs,
    complete: board.isComplete,
    active: board.active,
    waiting: board.waiting,
    unassigned: loadAnswer(board.unassigned),
    clocks: [...board.clocks],
    breached: marks.breached,
    soon: marks.soon,
    unverified: marks.unverified,
    reprioritised: marks.reprioritised,
    reopened: marks.reopened,
    grace: marks.grace,
    abandonmentProposed: marks['abandonment-proposed'],
    held: {
      total: held.total,
      oldestReceivedAt: toTimeOrNull(held.oldestReceivedAt),
      conditions: conditionKeys.flatMap((key) =>
        held.byCondition[key] === 0
          ? []
          : [{ key, clause: conditionClauses[key], count: held.byCondition[key] }],
      ),
    },
    scopeClaims: board.scopeClaims,
    ...trouble,
    objections: objections.length,
    agents: people.map((agent) => ({
      agent,
      ...loadAnswer(board.agents.get(agent.personId) ?? nothing),
    })),
    teams: teams.map(({ id, name }) => ({
      team: { id, name },
      ...loadAnswer(board.teams.get(id) ?? nothing),
    })),
  };
}

const nothing: Load = {
  byPriority: { p1: 0, p2: 0, p3: 0, p4: 0, agreed: 0 },
  total: 0,
  waiting: 0,
  breached: 0,
  soon: 0,
  nextDueAt: null,
};

const loadAnswer = ({ nextDueAt, byPriority, ...load }: Load) => ({
  ...load,
  byPriority: { ...byPriority },
  nextDueAt: toTimeOrNull(nextDueAt),
});
