import { expect, it } from 'vitest';
import { newsOf, type Other } from './others-news.ts';

const carmen = (doing: Other['doing']): Other => ({ personId: 1, name: 'Carmen', doing });
const ramon = (doing: Other['doing']): Other => ({ personId: 2, name: 'Ramón', doing });

it.each([
  ['somebody comes', [], [carmen('reading')], ['Carmen']],
  ['somebody begins to write', [carmen('reading')], [carmen('reply')], ['Carmen']],
  ['a note becomes a reply', [carmen('note')], [carmen('reply')], ['Carmen']],
  ['somebody stops writing', [carmen('reply')], [carmen('reading')], []],
  ['somebody goes', [carmen('reply'), ramon('note')], [ramon('note')], []],
  [
    'one comes while another writes on',
    [carmen('reply')],
    [carmen('reply'), ramon('reading')],
    ['Ramón'],
  ],
] as const)('what is said aloud when %s', (_what, before, now, said) => {
  expect(newsOf(before, now).map(({ name }) => name)).toEqual(said);
});
