import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { clocksExplain } from './clocks-explain.ts';
import type { Answer } from './clocks-explain-answer.ts';

const office = {
  timezone: 'America/Caracas',
  hours: {
    mon: [['08:00', '17:00']],
    tue: [['08:00', '17:00']],
    wed: [['08:00', '17:00']],
    thu: [['08:00', '17:00']],
    fri: [['08:00', '17:00']],
  },
  holidays: ['2026-03-10'],
};
const targets = {
  high: { attention_min: 240, resolution_min: 540 },
  agreed: {},
  urgent: { attention_min: 60, resolution_min: 120, hours: 'calendar' },
};

async function explain(pieces: readonly string[], proof = false): Promise<readonly Answer[]> {
  const lines: string[] = [];
  async function* input() {
    yield* pieces;
  }
  await clocksExplain(input(), (line) => lines.push(line), { proof });
  return lines.map((line) => JSON.parse(line));
}

async function answerTo(question: object, proof = false): Promise<Answer> {
  const [answer] = await explain([JSON.stringify({ id: 'q', ...question })], proof);
  return answer ?? {};
}

const worktime = (question: object, proof = false) =>
  answerTo({ kind: 'worktime', calendar: office, ...question }, proof);

async function check(question: object, proof = false): Promise<Record<string, unknown>> {
  const { checks } = await answerTo({ kind: 'sla', calendar: office, targets, ...question }, proof);
  if (!Array.isArray(checks)) throw new Error('no checks');
  return checks[0];
}

describe('questions about service time', () => {
  it.each<[string, object, object]>([
    [
      'adding up to a closing has two ends',
      { op: 'add', start: '2026-03-09T12:00:00Z', seconds: 9 * 3600 },
      { near: '2026-03-09T21:00:00.000Z', far: '2026-03-11T12:00:00.000Z' },
    ],
    [
      'taking away down to an opening has two ends',
      { op: 'sub', start: '2026-03-11T13:00:00Z', seconds: 3600 },
      { near: '2026-03-11T12:00:00.000Z', far: '2026-03-09T21:00:00.000Z' },
    ],
    [
      'instants may be given in any zone',
      { op: 'diff', start: '2026-03-09T08:00:00-04:00', end: '2026-03-09T09:30:00.250-04:00' },
      { seconds: 5400.25 },
    ],
    ['whether it is open', { op: 'is_open', start: '2026-03-10T13:00:00Z' }, { open: false }],
    [
      'the next windows',
      { op: 'windows', start: '2026-03-09T20:00:00Z', n: 2 },
      {
        windows: [
          ['2026-03-09T20:00:00.000Z', '2026-03-09T21:00:00.000Z'],
          ['2026-03-11T12:00:00.000Z', '2026-03-11T21:00:00.000Z'],
        ],
      },
    ],
    [
      'a window that never closes has no end',
      {
        op: 'windows',
        start: '2026-03-09T20:00:00Z',
        n: 2,
        calendar: { timezone: 'UTC', always_open: true },
      },
      { windows: [['2026-03-09T20:00:00.000Z', null]] },
    ],
    [
      'a wall time',
      { op: 'wall_to_utc', timezone: 'America/Caracas', date: '2016-05-01', time: '02:45' },
      { instant: '2016-05-01T07:15:00.000Z' },
    ],
  ])('%s', async (_, question, expected) => {
    expect(await worktime(question)).toEqual({ id: 'q', ...expected });
  });

  it('a calendar that asks a question is answered with it', async () => {
    const calendar = { ...office, hours: { mon: [['08:00', '23:59']] } };
    const answer = await worktime({ op: 'is_open', start: '2026-03-09T13:00:00Z', calendar });
    expect(answer).toEqual({
      id: 'q',
      open: true,
      warnings: ['last-minute-left-out weekday monday from 08:00 to 23:59'],
    });
  });

  it('the proof of a length is its pieces', async () => {
    const span = { op: 'diff', start: '2026-03-09T20:00:00Z', end: '2026-03-11T13:00:00Z' };
    expect(await worktime(span, true)).toMatchObject({
      seconds: 7200,
      counted: [
        ['2026-03-09T20:00:00.000Z', '2026-03-09T21:00:00.000Z'],
        ['2026-03-11T12:00:00.000Z', '2026-03-11T13:00:00.000Z'],
      ],
    });
  });
});

describe('questions about a request', () => {
  const created = { at: '2026-03-09T12:00:00Z', type: 'created', priority: 'high' };

  it('due moments, what has passed and what is left', async () => {
    expect(
      await check({ events: [created], checks: [{ now: '2026-03-09T13:00:00Z' }] }),
    ).toMatchObject({
      attention_state: 'running',
      attention_due: '2026-03-09T16:00:00.000Z',
      attention_remaining_s: 10800,
      resolution_due: '2026-03-09T21:00:00.000Z',
      resolution_due_far: '2026-03-11T12:00:00.000Z',
      resolution_elapsed_s: 3600,
      resolution_breached: false,
    });
  });

  it('a breach says when and why, and a cleared one is not lost', async () => {
    const events = [
      created,
      { at: '2026-03-09T15:00:00Z', type: 'priority_changed', priority: 'urgent' },
      { at: '2026-03-09T15:30:00Z', type: 'priority_changed', priority: 'agreed' },
    ];
    const { checks } = await answerTo({
      kind: 'sla',
      calendar: office,
      targets,
      events,
      checks: [{ now: '2026-03-09T15:00:00Z', upto: 2 }, { now: '2026-03-09T16:00:00Z' }],
    });
    expect(checks).toMatchObject([
      {
        resolution_breached_at: '2026-03-09T14:00:00.000Z',
        resolution_breach_cause: 'priority-changed',
      },
      {
        resolution_state: 'none',
        resolution_breached: false,
        resolution_breaches_cleared: [
          { cleared_at: '2026-03-09T15:30:00.000Z', cleared_by: 'priority-changed' },
        ],
      },
    ]);
  });

  it('offsets around the due moment are asked for in minutes', async () => {
    const question = {
      events: [created],
      escalations_min: { attention: [-60], resolution: [60, -600] },
      checks: [{ now: '2026-03-09T13:00:00Z' }],
    };
    expect(await check(question)).toMatchObject({
      attention_escalations: ['2026-03-09T15:00:00.000Z'],
      resolution_escalations: ['2026-03-11T13:00:00.000Z', null],
    });
  });

  it.each([
    ['auto_reply', false],
    ['agent_note', false],
    ['assigned', false],
    ['bounced', false],
    ['customer_auto_reply', false],
    ['agent_replied', true],
    ['agent_called', true],
    ['agent_visited', true],
    ['resolved', true],
  ])('3.3 %s is attention: %s', async (type, met) => {
    const events = [created, { at: '2026-03-09T13:00:00Z', type }];
    const answer = await check({ events, checks: [{ now: '2026-03-09T14:00:00Z' }] });
    expect(answer['attention_met']).toBe(met);
  });

  it.each([
    ['pending_customer', {}, 'paused'],
    ['pending_vendor', {}, 'running'],
    ['appointment_agreed', { starts_at: '2026-03-12T12:00:00Z' }, 'paused'],
    ['no_show', {}, 'paused'],
    ['cancelled', {}, 'cancelled'],
  ])('3.4 after %s the resolution is %s %s', async (type, facts, state) => {
    const events = [created, { at: '2026-03-09T13:00:00Z', type, ...facts }];
    const answer = await check({ events, checks: [{ now: '2026-03-09T14:00:00Z' }] });
    expect(answer['resolution_state']).toBe(state);
  });

  it('the proof names every stretch, its clause and its holidays', async () => {
    const question = {
      events: [{ at: '2026-03-09T11:00:00Z', type: 'received' }, created],
      checks: [{ now: '2026-03-11T12:30:00Z' }],
    };
    const answer = await check(question, true);
    expect(answer['resolution_proof']).toEqual([
      {
        from: '2026-03-09T11:00:00.000Z',
        to: '2026-03-09T12:00:00.000Z',
        counted: false,
        counted_s: 0,
        reason: 'held',
        clause: 'VII',
      },
      {
        from: '2026-03-09T12:00:00.000Z',
        to: '2026-03-09T21:00:00.000Z',
        counted: true,
        counted_s: 32400,
        reason: 'counted',
        clause: 'VII',
      },
      {
        from: '2026-03-09T21:00:00.000Z',
        to: '2026-03-11T12:00:00.000Z',
        counted: false,
        counted_s: 0,
        reason: 'outside-hours',
        clause: 'VII',
        holidays: ['2026-03-10'],
      },
      {
        from: '2026-03-11T12:00:00.000Z',
        to: '2026-03-11T12:30:00.000Z',
        counted: true,
        counted_s: 1800,
        reason: 'counted',
        clause: 'VII',
      },
    ]);
  });
});

describe('what cannot be answered says why', () => {
  const start = '2026-03-09T12:00:00Z';
  const created = { at: start, type: 'created', priority: 'high' };
  const sla = { kind: 'sla', calendar: office, targets, checks: [{ now: start }] };

  it.each<[string, object, RegExp]>([
    [
      'an empty calendar',
      { kind: 'worktime', op: 'is_open', start, calendar: { timezone: 'UTC' } },
      /no-service-hours/,
    ],
    [
      'a negative length',
      { kind: 'worktime', op: 'add', start, calendar: office, seconds: -1 },
      /seconds/,
    ],
    [
      'a time without a zone',
      { kind: 'worktime', op: 'is_open', start: '2026-03-09T12:00:00', calendar: office },
      /start/,
    ],
    [
      'a year out of reach',
      { kind: 'worktime', op: 'is_open', start: '2300-01-01T00:00:00Z', calendar: office },
      /1970/,
    ],
    ['an unknown operation', { kind: 'worktime', op: 'guess', start, calendar: office }, /op/],
    [
      'a wall in no zone',
      {
        kind: 'worktime',
        op: 'wall_to_utc',
        timezone: 'Nowhere',
        date: '2026-03-09',
        time: '08:00',
      },
      /unknown-time-zone/,
    ],
    [
      'a wall on no date',
      { kind: 'worktime', op: 'wall_to_utc', timezone: 'UTC', date: '2026-02-30', time: '08:00' },
      /not-a-date/,
    ],
    [
      'a priority without target',
      { ...sla, events: [{ ...created, priority: 'low' }] },
      /no target for priority low/,
    ],
    [
      'a zero target',
      { ...sla, targets: { high: { attention_min: 0 } }, events: [created] },
      /attention_min/,
    ],
    [
      'an edit to a bad calendar',
      {
        ...sla,
        events: [created, { at: start, type: 'calendar_changed', calendar: { timezone: 'UTC' } }],
      },
      /no-service-hours/,
    ],
    [
      'an unknown event',
      { ...sla, events: [created, { at: start, type: 'sneezed' }] },
      /events\.1/,
    ],
  ])('%s', async (_, question, reason) => {
    expect((await answerTo(question))['error']).toMatch(reason);
  });

  it.each([
    ['never created', []],
    ['created twice', [created, created]],
  ])('a request that was %s', async (_, events) => {
    const received = { at: start, type: 'received' };
    const answer = await check({ ...sla, events: [received, ...events] });
    expect(answer['error']).toBe('a request is created exactly once');
  });

  it('days have no length', async () => {
    expect(await answerTo({ kind: 'worktime', op: 'add_days', days: 2 })).toHaveProperty(
      'unsupported',
    );
    expect(await answerTo({ kind: 'weather' })).toHaveProperty('unsupported');
  });

  it('a line that is no question does not stop the next ones, however the stream is cut', async () => {
    const good = JSON.stringify({
      id: 7,
      kind: 'worktime',
      op: 'is_open',
      start,
      calendar: office,
    });
    const text = `nonsense\n\n${good}\n[]\n${good}`;
    const answers = await explain([...text]);
    expect(answers.map(({ id, open }) => open ?? id)).toEqual([null, true, null, true]);
  });
});

/** The field's own cases lie beside the project while it is built; the product is complete without them. */
const vectors = path.resolve(import.meta.dirname, '../../../../shared/vectors/clocks');

describe.skipIf(!existsSync(path.join(vectors, 'score.mjs')))("the field's cases", () => {
  it.each(['cases.jsonl', 'agreement.jsonl'])('%s all pass', { timeout: 60_000 }, async (file) => {
    const main = path.resolve(import.meta.dirname, '../../main.ts');
    const { stdout } = await promisify(execFile)(process.execPath, [
      path.join(vectors, 'score.mjs'),
      '--vectors',
      path.join(vectors, file),
      '--status',
      'core,policy',
      '--cmd',
      `"${process.execPath}" "${main}" clocks explain`,
    ]);
    const [, passed, total] = /TOTAL (\d+)\/(\d+)/.exec(stdout) ?? [];
    expect(Number(total)).toBeGreaterThan(40);
    expect(passed).toBe(total);
  });
});
