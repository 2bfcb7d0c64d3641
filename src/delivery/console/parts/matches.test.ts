import { expect, it } from 'vitest';
import { matches } from './matches.ts';

it.each([
  ['Pedir información', 'informacion', true],
  ['Pedir información', 'INFO pedir', true],
  ['Verificar la prioridad', 'prior x', false],
  ['Año nuevo', 'ano', true],
  ['Resolver', '', true],
])('%s for "%s": %s', (text, written, found) => {
  expect(matches(text, written)).toBe(found);
});
