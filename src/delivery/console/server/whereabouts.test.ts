import { expect, it } from 'vitest';
import { readWhereabouts } from './whereabouts.ts';

const people = [{ personId: 3, doing: 'reply' }];

it('who is at which request is read as it was told', () => {
  const told = { all: true, tickets: [{ number: 1001, people }] };
  expect(readWhereabouts(JSON.stringify(told))).toEqual({
    all: true,
    tickets: new Map([[1001, people]]),
  });
});

it.each([
  '',
  'null',
  '{"all":true}',
  '{"all":true,"tickets":[{"number":"1001","people":[]}]}',
  '{"all":false,"tickets":[{"number":1001,"people":[{"personId":3,"doing":"dancing"}]}]}',
])('what is not understood changes nothing: %s', (data) => {
  expect(readWhereabouts(data)).toBeNull();
});
