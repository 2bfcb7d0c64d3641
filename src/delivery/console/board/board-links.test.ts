import { expect, it } from 'vitest';
import { locales, setLocale } from '../../ui/words/generated/runtime.js';
import { type ClockKind, type Mark, readSearch } from '../tickets/search-words.ts';
import { queueOf, queueOfAgent, queueOfTeam } from './board-links.ts';

const marks: readonly Mark[] = [
  'breached',
  'soon',
  'unverified',
  'reprioritised',
  'reopened',
  'grace',
  'abandonment-proposed',
];
const clocks: readonly ClockKind[] = ['firstResponse', 'resolution', 'nextResponse'];

it.each(locales)('the queue understands every link of the board (%s)', async (locale) => {
  await setLocale(locale, { reload: false });
  for (const mark of marks) {
    for (const clock of clocks) {
      const { q = '' } = queueOf({ mark, clock });
      expect(readSearch(q), q).toMatchObject({ q: '', mark, clock });
    }
  }
  expect(readSearch(queueOfAgent('Ana "Nana" Rojas').q ?? '').assignee).toBe('Ana  Nana  Rojas');
  expect(readSearch(queueOfTeam('Primera línea').q ?? '').team).toBe('Primera línea');
});
