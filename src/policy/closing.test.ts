import { fc, test } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import { agreementVersion1 } from './agreement-version-1.ts';
import {
  type Attempt,
  abandonmentDueAt,
  automaticCloseDueAt,
  countedAttempts,
  type Inquiry,
  mayAbandon,
  mayConfirmPresence,
  mayReopen,
  mayResolve,
  maySplit,
  nextReminderAt,
  presenceLinkEndsAt,
  reopeningEndsAt,
  resolutionForms,
} from './closing.ts';
import { isRefusal } from './verdict.ts';

const { terms } = agreementVersion1;
const start = Date.UTC(2026, 2, 2, 14);
const hours = (count: number): number => count * 3_600_000;
const at = (hour: number): number => start + hours(hour);
const hourOf = (instant: number | null): number | null =>
  instant === null ? null : (instant - start) / hours(1);

const delivered = (...hoursAfterStart: number[]): Attempt[] =>
  hoursAfterStart.map((hour) => ({ at: at(hour), delivered: true }));
const bounced = (hour: number): Attempt => ({ at: at(hour), delivered: false });
const inquiry = (
  attempts: readonly Attempt[],
  answeredAtHour: number | null = null,
  presentAtHours: readonly number[] = [],
): Inquiry => ({
  attempts,
  lastAnswerAt: answeredAtHour === null ? null : at(answeredAtHour),
  presences: presentAtHours.map(at),
});

describe('VIII.b attempts', () => {
  it.each<[string, Inquiry, number, number | null, number | null]>([
    // name, inquiry, counted, next reminder (hours), abandonment due (hours)
    ['nothing asked', inquiry([]), 0, null, null],
    ['one attempt', inquiry(delivered(0)), 1, 24, null],
    ['two attempts 24 h apart', inquiry(delivered(0, 24)), 2, null, 72],
    ['two attempts a moment less than 24 h apart', inquiry(delivered(0, 23.999)), 1, 47.999, null],
    ['a bounced first attempt does not count', inquiry([bounced(0)]), 0, 24, null],
    ['a bounced reminder does not count', inquiry([...delivered(0), bounced(24)]), 1, 48, null],
    [
      'delivered, bounced, delivered',
      inquiry([...delivered(0), bounced(24), ...delivered(48)]),
      2,
      null,
      96,
    ],
    [
      'a hurried reminder neither counts nor moves the spacing',
      inquiry(delivered(0, 2, 24)),
      2,
      null,
      72,
    ],
    ['a third attempt gives its own grace', inquiry(delivered(0, 24, 60)), 3, null, 108],
    [
      'a question asked again in the grace time gives its own grace',
      inquiry(delivered(0, 24, 30)),
      2,
      null,
      78,
    ],
    ['an answer forgets what was asked before', inquiry(delivered(0, 24), 30), 0, null, null],
    ['an answer between forgets the first', inquiry(delivered(0, 24), 12), 1, 48, null],
    ['an answer in the same millisecond answers it', inquiry(delivered(0), 0), 0, null, null],
    ['asked again after an answer, it starts anew', inquiry(delivered(0, 24, 40), 30), 1, 64, null],
    [
      '"I am still here": reminded again after the spacing',
      inquiry(delivered(0, 24), null, [30]),
      0,
      54,
      null,
    ],
    [
      'two attempts after it abandon again',
      inquiry(delivered(0, 24, 54, 78), null, [30]),
      2,
      null,
      126,
    ],
    [
      'a bounced attempt after it counts no more than before',
      inquiry([...delivered(0), bounced(54)], null, [30]),
      0,
      78,
      null,
    ],
    ['an answer ends what was said before it', inquiry(delivered(0, 24), 40, [30]), 0, null, null],
  ])('%s', (_, asked, counted, reminder, abandonment) => {
    expect(countedAttempts(terms, asked)).toHaveLength(counted);
    expect(hourOf(nextReminderAt(terms, asked))).toBe(reminder);
    expect(hourOf(abandonmentDueAt(terms, asked))).toBe(abandonment);
  });

  it('all three numbers are terms', () => {
    const quicker = {
      ...terms,
      closing: { ...terms.closing, attemptsMin: 3, attemptSpacingHours: 1, graceHours: 2 },
    };
    expect(hourOf(nextReminderAt(quicker, inquiry(delivered(0, 1))))).toBe(2);
    expect(hourOf(abandonmentDueAt(quicker, inquiry(delivered(0, 1, 2))))).toBe(4);
  });

  const anyInquiry = fc
    .record({
      steps: fc.array(
        fc.record({ hoursLater: fc.integer({ min: 0, max: 60 }), delivered: fc.boolean() }),
        { maxLength: 8 },
      ),
      answeredAtHour: fc.option(fc.integer({ min: 0, max: 200 })),
      presentAtHours: fc.array(fc.integer({ min: 0, max: 500 }), { maxLength: 3 }),
    })
    .map(({ steps, answeredAtHour, presentAtHours }) => {
      let hour = 0;
      const attempts = steps.map((step) => {
        hour += step.hoursLater;
        return { at: at(hour), delivered: step.delivered };
      });
      const asked = attempts[0]?.at ?? Infinity;
      const present = presentAtHours.filter((hour_) => at(hour_) > asked).toSorted((a, b) => a - b);
      return inquiry(attempts, answeredAtHour, present);
    });

  test.prop([anyInquiry])(
    'never abandoned before the attempts, their spacing and the grace',
    (asked) => {
      const dueAt = abandonmentDueAt(terms, asked);
      if (dueAt === null) return;
      const unanswered = asked.attempts.filter(
        (attempt) =>
          attempt.delivered &&
          attempt.at > Math.max(asked.lastAnswerAt ?? -Infinity, ...asked.presences),
      );
      const first = unanswered[0]?.at ?? Number.NaN;
      const last = unanswered.at(-1)?.at ?? Number.NaN;
      expect(unanswered.length).toBeGreaterThanOrEqual(2);
      expect(last - first).toBeGreaterThanOrEqual(hours(24));
      expect(dueAt - last).toBe(hours(48));
    },
  );

  test.prop([anyInquiry])('an answer now leaves nothing to remind or abandon', (asked) => {
    const answered = { ...asked, lastAnswerAt: at(1_000) };
    expect(nextReminderAt(terms, answered)).toBeNull();
    expect(abandonmentDueAt(terms, answered)).toBeNull();
  });

  test.prop([anyInquiry])(
    'what is asked and unanswered has either a reminder or an end',
    (asked) => {
      const open = [...asked.attempts.map((attempt) => attempt.at), ...asked.presences].some(
        (moment) => moment > (asked.lastAnswerAt ?? -Infinity),
      );
      const ahead = [nextReminderAt(terms, asked), abandonmentDueAt(terms, asked)];
      expect(ahead.filter((moment) => moment !== null)).toHaveLength(open ? 1 : 0);
    },
  );
});

describe('VIII.b "I am still here"', () => {
  const say = (asked: Inquiry, hour: number) => mayConfirmPresence(terms, asked, at(hour));

  it('the attempts start over, and the next reminder is the spacing away', () => {
    expect(say(inquiry(delivered(0, 24)), 30)).toEqual({
      attempts: 2,
      left: 1,
      nextReminderAt: at(54),
    });
  });

  it.each<[string, Inquiry, string]>([
    ['nothing asked', inquiry([]), 'nothing-asked'],
    ['answered', inquiry(delivered(0), 1), 'nothing-asked'],
    ['said since the newest attempt', inquiry(delivered(0), null, [1]), 'presence-known'],
    [
      'said as often as the terms allow',
      inquiry(delivered(0, 24, 48), null, [1, 30]),
      'presences-used-up',
    ],
  ])('%s: refused', (_, asked, reason) => {
    expect(say(asked, 90)).toMatchObject({ refused: true, clause: 'VIII.b', reason });
  });

  it('keeps no question open for ever: every round ends, and there are only so many', () => {
    // The most patient way to say it: at the last moment of each round.
    let asked = inquiry(delivered(0));
    let rounds = 0;
    for (;;) {
      const next = nextReminderAt(terms, asked);
      if (next !== null) {
        asked = { ...asked, attempts: [...asked.attempts, { at: next, delivered: true }] };
        continue;
      }
      const end = abandonmentDueAt(terms, asked) ?? Number.NaN;
      if (isRefusal(mayConfirmPresence(terms, asked, end - 1))) break;
      asked = { ...asked, presences: [...asked.presences, end - 1] };
      rounds += 1;
    }
    expect(rounds).toBe(terms.closing.presencesMax);
    // 72 h to the first end, and 24 + 24 + 48 h for each time that it was said, less the moment.
    expect(hourOf(abandonmentDueAt(terms, asked))).toBeCloseTo(72 + 2 * 96, 3);
  });

  it('zero in the terms: it is never offered', () => {
    const without = { ...terms, closing: { ...terms.closing, presencesMax: 0 } };
    expect(mayConfirmPresence(without, inquiry(delivered(0)), at(1))).toMatchObject({
      reason: 'presences-used-up',
    });
  });

  it('the link of a reminder works until the question would be over, and not longer', () => {
    expect(hourOf(presenceLinkEndsAt(terms, at(24)))).toBe(24 + 2 * 24 + 48);
  });
});

describe('VIII.b abandonment', () => {
  const asked = inquiry(delivered(0, 24));

  it('one attempt: refused', () => {
    expect(mayAbandon(terms, inquiry(delivered(0)), at(1_000))).toMatchObject({
      reason: 'attempts-too-few',
      clause: 'VIII.b',
      facts: { attempts: 1, attemptsMin: 2 },
    });
  });

  it('a moment before the grace time is over: refused', () => {
    expect(mayAbandon(terms, asked, at(72) - 1)).toMatchObject({
      reason: 'grace-not-over',
      facts: { attempts: 2, dueAt: at(72) },
    });
  });

  it('at the very moment: closed by the desk', () => {
    expect(mayAbandon(terms, asked, at(72))).toEqual({
      act: 'close',
      attempts: 2,
      lastAttemptAt: at(24),
      dueAt: at(72),
    });
  });

  it('where the agreement says so it is proposed to the agent', () => {
    const proposing = { ...terms, closing: { ...terms.closing, abandonment: 'propose' as const } };
    expect(mayAbandon(proposing, asked, at(72))).toMatchObject({ act: 'propose' });
  });
});

describe('VIII.a resolution', () => {
  it.each(resolutionForms)('%s with a text', (form) => {
    expect(mayResolve({ form, text: '  Se reinició el servidor.\n' })).toEqual({
      form,
      text: 'Se reinició el servidor.',
    });
  });
  it.each(['', ' \n\t'])('without a text (%j): refused', (text) => {
    expect(mayResolve({ form: 'solution', text })).toMatchObject({
      clause: 'VIII.a',
      reason: 'resolution-text-missing',
    });
  });
});

describe('VIII closing by itself', () => {
  it('five days after the resolution', () => {
    expect(hourOf(automaticCloseDueAt(terms, start))).toBe(5 * 24);
  });
});

describe('VIII.c reopening', () => {
  const request = { endedAt: start, reason: ' Sigue sin imprimir ' };

  it('the window is fourteen days', () => {
    expect(hourOf(reopeningEndsAt(terms, start))).toBe(14 * 24);
  });
  it.each([
    ['at once', 0, 'reopen'],
    ['at the last moment', 14 * 24, 'reopen'],
  ])('%s: it reopens', (_, hour, outcome) => {
    expect(mayReopen(terms, request, at(hour))).toEqual({ outcome, reason: 'Sigue sin imprimir' });
  });
  it('a millisecond later: a new linked request', () => {
    expect(mayReopen(terms, request, at(14 * 24) + 1)).toMatchObject({
      outcome: 'new-linked-request',
    });
  });
  it('without a reason: refused', () => {
    expect(mayReopen(terms, { ...request, reason: ' ' }, start)).toMatchObject({
      clause: 'VIII.c',
      reason: 'reopening-reason-missing',
    });
  });
});

describe('T2 a new need', () => {
  const message = { visibility: 'public' as const, arrivedAt: start, splitInto: null };

  it('is received when its message arrived', () => {
    expect(maySplit(message)).toEqual({ receivedAt: start });
  });
  it('is not made from an internal note', () => {
    expect(maySplit({ ...message, visibility: 'internal' })).toMatchObject({
      clause: 'T2',
      reason: 'split-internal-note',
    });
  });
  it('is made once from a message', () => {
    const again = maySplit({ ...message, splitInto: 1043 });
    expect(isRefusal(again)).toBe(true);
    expect(again).toMatchObject({ reason: 'split-already', facts: { number: 1043 } });
  });
});
