import { expect, it } from 'vitest';
import { snoozeMoments } from './snooze-moments.ts';

/** 2026-11-23 is a Monday. */
const at = (written: string, zone = 'America/Caracas') =>
  snoozeMoments(Date.parse(written), zone).map(
    ({ choice, at: moment }) => `${choice} ${new Date(moment).toISOString().slice(0, 16)}`,
  );

it('a working morning offers the hour, the afternoon, tomorrow and the next Monday', () => {
  expect(at('2026-11-24T09:30-04:00')).toEqual([
    'hour 2026-11-24T14:30',
    'afternoon 2026-11-24T19:00',
    'tomorrow 2026-11-25T12:00',
    'monday 2026-11-30T12:00',
  ]);
});

it('the afternoon is offered until two', () => {
  expect(at('2026-11-24T13:59-04:00').join()).toContain('afternoon');
  expect(at('2026-11-24T14:00-04:00').join()).not.toContain('afternoon');
});

it('on Friday and Saturday the next morning is Monday’s; on Sunday it is tomorrow', () => {
  expect(at('2026-11-27T16:00-04:00')).toEqual([
    'hour 2026-11-27T21:00',
    'monday 2026-11-30T12:00',
  ]);
  expect(at('2026-11-28T09:00-04:00')).toEqual([
    'hour 2026-11-28T14:00',
    'monday 2026-11-30T12:00',
  ]);
  expect(at('2026-11-29T09:00-04:00')).toEqual([
    'hour 2026-11-29T14:00',
    'tomorrow 2026-11-30T12:00',
  ]);
});

it('on Monday, Monday is the next one', () => {
  expect(at('2026-11-23T07:00-04:00').at(-1)).toBe('monday 2026-11-30T12:00');
});

it('mornings are those of the wall, also over a change of the clocks', () => {
  // Madrid goes back to UTC+1 on 2026-10-25.
  expect(at('2026-10-23T16:00+02:00', 'Europe/Madrid').at(-1)).toBe('monday 2026-10-26T07:00');
});
