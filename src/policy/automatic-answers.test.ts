import { expect, it } from 'vitest';
import { type AnswerFacts, isMuted, type QuietReason, whyNotAnswer } from './automatic-answers.ts';

const quiet: AnswerFacts = { stopped: false, toSender: 0, toSenderHourly: 0, toDomainDaily: 0 };

it.each<[string, Partial<AnswerFacts>, QuietReason | null]>([
  ['nothing went out yet', {}, null],
  ['one answer a moment ago', { toSender: 1, toSenderHourly: 1, toDomainDaily: 1 }, null],
  [
    'two answers a moment ago',
    { toSender: 2, toSenderHourly: 2, toDomainDaily: 2 },
    'sender-often',
  ],
  ['nine within the hour', { toSenderHourly: 9 }, null],
  ['ten within the hour', { toSenderHourly: 10 }, 'sender-hourly'],
  ['199 to the domain today', { toDomainDaily: 199 }, null],
  ['200 to the domain today', { toDomainDaily: 200 }, 'domain-daily'],
  ['a storm', { stopped: true }, 'storm'],
])('V.a %s', (_, facts, expected) => {
  expect(whyNotAnswer({ ...quiet, ...facts })).toBe(expected);
});

it('the third automatic mail in a row waits', () => {
  expect([0, 1, 2, 3].map(isMuted)).toEqual([false, false, true, true]);
});
