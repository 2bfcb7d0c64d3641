import { expect, it } from 'vitest';
import { freshKey } from './question-keys.ts';

it('a new question never takes the key, and so the answers, of another', () => {
  expect(freshKey([])).toBe('question_1');
  expect(freshKey(['question_2'])).toBe('question_3');
  expect(freshKey(['serial', 'question_3'])).toBe('question_4');
});
