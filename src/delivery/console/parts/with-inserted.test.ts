import { expect, it } from 'vitest';
import { withInserted } from './with-inserted.ts';

it('a variable goes where the cursor is, over what was selected', () => {
  expect(withInserted('Hola XX.', '{contact}', { start: 5, end: 7 })).toEqual({
    text: 'Hola {contact}.',
    cursor: 14,
  });
});
