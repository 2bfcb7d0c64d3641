import { describe, expect, it } from 'vitest';
import { hourMs } from '../../../kernel/duration.ts';
import type { OpenClock } from '../../clocks/index.ts';
import { layOutBoard } from './lay-out-board.ts';
import { isBreached, isMarked, isSoon, soonMs } from './marks.ts';
import type { BoardRequest, Desk, Mark } from './model.ts';

const now = Date.parse('2026-03-02T12:00:00-04:00');

const clock = (more: Partial<OpenClock> = {}): OpenClock => ({
  kind: 'resolution',
  state: 'running',
  cycle: 1,
  dueAt: now + 10 * hourMs,
  breachAt: now + 10 * hourMs,
  isKnownBreach: false,
  ...more,
});
const due = (at: number, more: Partial<OpenClock> = {}) =>
  clock({ dueAt: at, breachAt: at, ...more });

const request = (more: Partial<BoardRequest> = {}): BoardRequest => ({
  id: 1,
  status: 'open',
  priority: 'p3',
  isVerified: true,
  isReprioritised: false,
  teamId: null,
  assigneePersonId: null,
  nextDueAt: now + 10 * hourMs,
  nextClosingAt: null,
  askedEnough: false,
  clocks: [clock()],
  ...more,
});

const desk = (active: readonly BoardRequest[], more: Partial<Desk> = {}) =>
  layOutBoard({ at: now, active, held: [], scopeClaims: 0, isComplete: true, ...more });

describe('VII near or broken', () => {
  it.each<[string, OpenClock, boolean, boolean]>([
    ['due at this moment', due(now), false, true],
    ['due a moment ago', due(now - 1), true, false],
    ['due in two hours', due(now + soonMs), false, true],
    ['due after them', due(now + soonMs + 1), false, false],
    ['paused: nothing falls due', due(now - 1, { state: 'paused' }), false, false],
    [
      'paused since it broke: a pause cures nothing',
      clock({ state: 'paused', dueAt: null, breachAt: null, isKnownBreach: true }),
      true,
      false,
    ],
    [
      'due at a closing, kept until the next opening',
      clock({ dueAt: now - hourMs, breachAt: now + hourMs }),
      false,
      true,
    ],
  ])('%s', (_, reading, breached, soon) => {
    expect([isBreached(reading, now), isSoon(reading, now)]).toEqual([breached, soon]);
  });
});

describe('what is looked for', () => {
  it.each<[Mark, Partial<BoardRequest>, Partial<BoardRequest>]>([
    ['breached', { clocks: [clock(), due(now - 1)] }, { clocks: [due(now)] }],
    ['soon', { clocks: [due(now + 1)] }, { clocks: [clock()] }],
    ['unverified', { isVerified: false }, {}],
    ['reprioritised', { isReprioritised: true }, {}],
    ['reopened', { clocks: [clock({ cycle: 2 })] }, { clocks: [clock()] }],
    [
      'grace',
      { status: 'waiting', askedEnough: true, nextClosingAt: now + 1 },
      { status: 'waiting', askedEnough: false, nextClosingAt: now + 1 },
    ],
    [
      'abandonment-proposed',
      { status: 'waiting', askedEnough: true, nextClosingAt: null },
      { status: 'open', askedEnough: true, nextClosingAt: null },
    ],
  ])('%s', (mark, yes, no) => {
    expect(isMarked(request(yes), { mark, now })).toBe(true);
    expect(isMarked(request(no), { mark, now })).toBe(false);
  });

  it('of one clock alone, when it is named', () => {
    const late = request({ clocks: [clock(), due(now - 1, { kind: 'firstResponse' })] });
    const marked = { mark: 'breached', now } as const;
    expect(isMarked(late, { ...marked, kind: 'firstResponse' })).toBe(true);
    expect(isMarked(late, { ...marked, kind: 'resolution' })).toBe(false);
  });
});

describe('the board', () => {
  it('adds clocks up by what they promise', () => {
    const { clocks } = desk([
      request({ priority: 'p1', clocks: [due(now - 1), due(now + 1, { kind: 'firstResponse' })] }),
      request({ priority: 'p1', clocks: [due(now + 1), clock({ kind: 'firstResponse' })] }),
      request({ priority: 'p1', clocks: [clock({ state: 'paused', isKnownBreach: true })] }),
      request({ priority: 'agreed', clocks: [] }),
    ]);
    expect(clocks).toHaveLength(2);
    expect(clocks).toContainEqual({
      ...{ kind: 'resolution', priority: 'p1' },
      ...{ breached: 2, soon: 1, running: 2, paused: 1 },
    });
    expect(clocks).toContainEqual({
      ...{ kind: 'firstResponse', priority: 'p1' },
      ...{ breached: 0, soon: 1, running: 2, paused: 0 },
    });
  });

  it('says who has what, and what nobody has', () => {
    const [carmen, equipo] = [7, 3];
    const board = desk([
      request({ assigneePersonId: carmen, teamId: equipo, priority: 'p1', nextDueAt: now + 5 }),
      request({ assigneePersonId: carmen, status: 'waiting', nextDueAt: null, nextClosingAt: now }),
      request({ teamId: equipo, clocks: [due(now - 1)], nextDueAt: now - 1 }),
    ]);
    expect(board.agents.get(carmen)).toEqual({
      byPriority: { p1: 1, p2: 0, p3: 1, p4: 0, agreed: 0 },
      ...{ total: 2, waiting: 1, breached: 0, soon: 0, nextDueAt: now + 5 },
    });
    expect(board.teams.get(equipo)).toMatchObject({ total: 2, breached: 1, nextDueAt: now - 1 });
    expect(board.unassigned).toMatchObject({ total: 1, breached: 1 });
    expect([...board.agents.keys()]).toEqual([carmen]);
  });

  it('counts a held request under each condition that fails', () => {
    const { held } = desk([], {
      held: [
        { receivedAt: 1, conditions: ['credit', 'terms'] },
        { receivedAt: 2, conditions: ['credit'] },
      ],
    });
    expect(held).toEqual({
      total: 2,
      oldestReceivedAt: 1,
      byCondition: { standing: 0, contract: 0, contact: 0, credit: 2, terms: 1 },
    });
  });

  it('of an empty desk is empty', () => {
    const { active, clocks, unassigned, held } = desk([]);
    expect({ active, clocks, total: unassigned.total, held: held.total }).toEqual({
      ...{ active: 0, clocks: [], total: 0, held: 0 },
    });
  });
});
