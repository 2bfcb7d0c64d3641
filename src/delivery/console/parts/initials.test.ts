import { expect, it } from 'vitest';
import { initials } from './initials.ts';

it.each([
  ['Ana Rivas Contreras', 'AR'],
  ['María del Carmen Pérez', 'MC'],
  ['josé ávila', 'JÁ'],
  ['Ñandú', 'Ñ'],
  ['Ana 4c79d9', 'A'],
  ['', '·'],
])('%s is %s', (name, letters) => {
  expect(initials(name)).toBe(letters);
});
