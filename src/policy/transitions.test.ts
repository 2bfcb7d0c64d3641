import { fc, test } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import type { Admission } from './admission.ts';
import {
  actingKinds,
  actsOffered,
  firstStatus,
  mayTransition,
  type TicketAct,
  type TicketStatus,
  ticketActs,
  ticketStatuses,
} from './transitions.ts';
import { isRefusal, refuse } from './verdict.ts';

/**
 * The life of a ticket as a person would draw it, apart from the table under test: a line is
 * `act | by | from -> to`; what no line says is refused.
 */
const life = `
  admit           | system          | held -> open
  reply           | agent           | all stay
  answer          | customer agent  | held open resolved closed referred rejected withdrawn stay
  answer          | customer agent  | waiting -> open
  note            | agent           | all stay
  assign          | agent system    | held open waiting resolved referred stay
  snooze          | agent           | open waiting stay
  follow          | agent           | all stay
  verify-priority | agent           | held open waiting stay
  log-work        | agent           | open waiting resolved stay
  ask-units       | agent system    | open waiting resolved stay
  decide-units    | customer        | open waiting resolved stay
  schedule        | agent customer  | open waiting stay
  record-no-show  | agent           | open waiting stay
  ask-information | agent           | open waiting -> waiting
  remind          | agent system    | waiting stay
  confirm-presence | customer       | waiting stay
  abandon         | agent system    | waiting -> closed
  resolve         | agent           | open waiting -> resolved
  confirm         | customer        | resolved -> closed
  close           | agent system    | resolved -> closed
  reopen          | customer agent  | resolved closed -> open
  refer           | agent system    | held open waiting -> referred
  reject          | agent system    | held open waiting -> rejected
  claim-scope     | customer        | rejected stay
  decide-scope    | agent           | rejected -> open
  withdraw        | customer agent  | held open waiting -> withdrawn
  split           | customer agent  | all stay
  merge           | agent           | held open waiting -> rejected
  link            | agent           | all stay
  add-participant | customer agent  | all stay
`;

const drawn = new Map<string, string>();
for (const line of life.trim().split('\n')) {
  const [act = '', by = '', path = ''] = line.split('|').map((cell) => cell.trim());
  const to = /-> (\w+)$/.exec(path)?.[1];
  const from = path.replace(/(-> \w+|stay)$/, '').trim();
  for (const status of from === 'all' ? ticketStatuses : from.split(' ')) {
    for (const actor of by.split(' ')) drawn.set(`${status} ${act} ${actor}`, to ?? status);
  }
}

const everyCase = ticketStatuses.flatMap((status) =>
  ticketActs.flatMap((act) => actingKinds.map((by) => ({ status, act, by }))),
);

describe('the life of a ticket', () => {
  it('the drawing names only statuses, acts and actors that exist', () => {
    const known = new Set(everyCase.map(({ status, act, by }) => `${status} ${act} ${by}`));
    expect([...drawn.keys()].filter((key) => !known.has(key))).toEqual([]);
    expect(everyCase).toHaveLength(8 * ticketActs.length * 3);
  });

  it.each(everyCase)('$status, $act by the $by', ({ status, act, by }) => {
    const verdict = mayTransition(status, act, by);
    const expected = drawn.get(`${status} ${act} ${by}`);
    if (expected !== undefined) return expect(verdict).toBe(expected);
    const somebodyMay = actingKinds.some((other) => drawn.has(`${status} ${act} ${other}`));
    const actorEverMay = ticketStatuses.some((other) => drawn.has(`${other} ${act} ${by}`));
    expect(verdict).toMatchObject({
      refused: true,
      reason: actorEverMay ? 'act-not-from-status' : 'act-not-by-actor',
      facts: { act, status, by },
    });
    if (actorEverMay) expect(somebodyMay).toBe(false);
  });

  it('what is offered is exactly what may be done', () => {
    for (const status of ticketStatuses) {
      for (const by of actingKinds) {
        const may = ticketActs.filter((act) => !isRefusal(mayTransition(status, act, by)));
        expect(actsOffered(status, by)).toEqual(may);
      }
    }
  });

  it('every status can be reached, and nothing leads back to held', () => {
    const targets = new Set(drawn.values());
    for (const status of ticketStatuses) expect(targets).toContain(status);
    const intoHeld = [...drawn].filter(([key, to]) => to === 'held' && !key.startsWith('held '));
    expect(intoHeld).toEqual([]);
  });

  const anyWalk = fc.array(
    fc.record({ act: fc.constantFrom(...ticketActs), by: fc.constantFrom(...actingKinds) }),
    { maxLength: 40 },
  );

  test.prop([fc.constantFrom<TicketStatus>('held', 'open', 'rejected', 'referred'), anyWalk])(
    'whatever is tried, referred and withdrawn are for ever, rejected until an agent decides on its scope',
    (first, walk) => {
      let status = first;
      let ended: TicketStatus | null = null;
      for (const { act, by } of walk) {
        if (act === 'decide-scope') continue;
        const next = mayTransition(status, act, by);
        if (!isRefusal(next)) status = next;
        if (ended !== null) expect(status).toBe(ended);
        if (['referred', 'rejected', 'withdrawn'].includes(status)) ended = status;
      }
    },
  );

  test.prop([anyWalk])('no work is logged before admission (T1)', (walk) => {
    let status: TicketStatus = 'held';
    const worked: TicketAct[] = ['log-work', 'resolve', 'ask-information', 'schedule'];
    for (const { act, by } of walk) {
      const next = mayTransition(status, act, by);
      if (isRefusal(next)) continue;
      if (status === 'held') expect(worked).not.toContain(act);
      status = next;
    }
  });
});

describe('the first status', () => {
  const admitted: Admission = { admitted: true, conditions: [] };
  const refused: Admission = {
    admitted: false,
    conditions: [],
    refusals: [refuse('T1', 'credit-insufficient')],
  };

  it.each([
    ['support, admitted: open', { outcome: 'support' }, admitted, 'open'],
    ['support, not admitted: held', { outcome: 'support' }, refused, 'held'],
    ['I a project, admitted: referred', { outcome: 'refer', clause: 'I' }, admitted, 'referred'],
    ['I a project, not admitted: held', { outcome: 'refer', clause: 'I' }, refused, 'held'],
    ['I out of scope: rejected', { outcome: 'reject', clause: 'I' }, admitted, 'rejected'],
  ] as const)('%s', (_, scope, admission, status) => {
    expect(firstStatus(scope, admission)).toBe(status);
  });
});
