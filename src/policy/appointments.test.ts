import { describe, expect, it } from 'vitest';
import { hourMs, minuteMs } from '../kernel/duration.ts';
import { agreementVersion1 } from './agreement-version-1.ts';
import {
  type AcceptanceFacts,
  cancellationUnits,
  freeCancellationUntil,
  mayAccept,
  mayCancel,
  mayPropose,
  mayRecordOutcome,
  nextLookAt,
  reminderDue,
} from './appointments.ts';

const { terms } = agreementVersion1;
const now = Date.parse('2026-11-23T13:00:00Z');
const startsAt = now + 48 * hourMs;

describe('T6 proposing times', () => {
  it.each([
    ['one', [startsAt], null],
    ['five', [1, 2, 3, 4, 5].map((day) => startsAt + day * hourMs), null],
    ['none', [], 'slots-out-of-range'],
    ['six', [1, 2, 3, 4, 5, 6].map((day) => startsAt + day * hourMs), 'slots-out-of-range'],
    ['the same twice', [startsAt, startsAt], 'slots-out-of-range'],
    ['this very moment', [now], 'slot-in-the-past'],
    ['one in the past among others', [startsAt, now - 1], 'slot-in-the-past'],
  ])('%s', (_, slots, reason) => {
    const verdict = mayPropose(terms, slots, now);
    expect(verdict?.reason ?? null).toBe(reason);
  });
});

describe('T5, T6 accepting a time', () => {
  const remote: AcceptanceFacts = {
    startsAt,
    proposedBy: 'agent',
    by: 'customer',
    absenceAccepted: true,
    availableUnits: 0,
    place: 'remote',
    surchargeUnits: null,
    surchargeAccepted: false,
  };
  const visit: AcceptanceFacts = {
    ...remote,
    place: 'onsite',
    surchargeUnits: 2,
    surchargeAccepted: true,
    availableUnits: 2,
  };
  it.each<[string, AcceptanceFacts, object]>([
    ['remote, knowing what absence costs', remote, { absenceUnits: 1, surchargeUnits: 0 }],
    [
      'without accepting what absence costs',
      { ...remote, absenceAccepted: false },
      { clause: 'T6', reason: 'absence-terms-not-accepted' },
    ],
    ['the own proposal', { ...remote, by: 'agent' }, { reason: 'slot-of-own-side' }],
    ['a time that has come', { ...remote, startsAt: now }, { reason: 'slot-in-the-past' }],
    ['a visit with its charge accepted', visit, { surchargeUnits: 2 }],
    [
      'a visit without its charge accepted',
      { ...visit, surchargeAccepted: false },
      { clause: 'T5', reason: 'surcharge-not-accepted' },
    ],
    [
      'a visit that the account cannot bear',
      { ...visit, availableUnits: 1 },
      { clause: 'T5', reason: 'surcharge-units-missing' },
    ],
  ])('%s', (_, facts, verdict) => {
    expect(mayAccept(terms, facts, now)).toMatchObject(verdict);
  });
});

describe('T6 what cancelling costs', () => {
  const agreed = { state: 'accepted', startsAt } as const;
  const notice = freeCancellationUntil(terms, startsAt);
  it.each([
    ['the customer, four hours before', agreed, 'customer', notice, 0],
    ['the customer, one millisecond later', agreed, 'customer', notice + 1, 1],
    ['the customer, after the start', agreed, 'customer', startsAt + 1, 1],
    ['the agent, at any moment', agreed, 'agent', startsAt - 1, 0],
    ['the system, at any moment', agreed, 'system', startsAt - 1, 0],
    [
      'the customer, what was only offered',
      { state: 'offered', startsAt: null },
      'customer',
      startsAt,
      0,
    ],
  ] as const)('%s', (_, appointment, by, at, units) => {
    expect(cancellationUnits(terms, appointment, by, at)).toBe(units);
  });

  it('is told before it is done', () => {
    const cancel = (chargeAccepted: boolean) =>
      mayCancel(terms, agreed, { by: 'customer', chargeAccepted }, startsAt - hourMs);
    expect(cancel(false)).toMatchObject({
      reason: 'cancellation-costs',
      facts: { units: 1, noticeMinutes: 240 },
    });
    expect(cancel(true)).toEqual({ units: 1 });
  });
});

describe('T6 the outcome', () => {
  it.each([
    ['done at the start', 'done', 0, 'Se configuró', { absenceUnits: 0 }],
    ['done before the start', 'done', -1, 'Se configuró', { reason: 'outcome-too-early' }],
    ['absent after the wait', 'no-show', 15 * minuteMs, 'Dos llamadas', { absenceUnits: 1 }],
    [
      'absent before the wait is over',
      'no-show',
      15 * minuteMs - 1,
      'Dos llamadas',
      { reason: 'outcome-too-early' },
    ],
    ['absent without evidence', 'no-show', hourMs, '  ', { reason: 'outcome-note-missing' }],
  ] as const)('%s', (_, outcome, after, note, verdict) => {
    expect(mayRecordOutcome(terms, { outcome, startsAt, note }, startsAt + after)).toMatchObject(
      verdict,
    );
  });
});

describe('reminders of an agreed activity', () => {
  const agreed = { startsAt, acceptedAt: now, reminded: [] as number[] };
  const day = startsAt - 24 * hourMs;
  const hour = startsAt - hourMs;
  it.each([
    ['before the first', day - 1, [], null],
    ['a day before', day, [], 1440],
    ['once only', day + 1, [1440], null],
    ['an hour before', hour, [1440], 60],
    ['after a stop of the desk: the nearest only', hour + minuteMs, [], 60],
    ['after the start: none', startsAt, [], null],
  ])('%s', (_, at, reminded, minutesBefore) => {
    expect(reminderDue(terms, { ...agreed, reminded }, at)).toBe(minutesBefore);
  });

  it('what lay before the acceptance is not reminded of', () => {
    const late = { startsAt, acceptedAt: day + 1, reminded: [] };
    expect(reminderDue(terms, late, day + minuteMs)).toBeNull();
    expect(nextLookAt(terms, late, day + 1)).toBe(hour);
  });

  it.each([
    ['first the day before', now, day],
    ['then the hour before', day, hour],
    ['then the start', hour, startsAt],
    ['then never', startsAt, null],
  ])('the desk looks again: %s', (_, at, next) => {
    expect(nextLookAt(terms, agreed, at)).toBe(next);
  });
});
