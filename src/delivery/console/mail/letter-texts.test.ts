import { expect, it } from 'vitest';
import { differentParts, shownTexts, textsWritten } from './letter-texts.ts';

const letter = { own: { subject: '[#{ticket}]', opening: 'Hola, {contact}:', closing: '' } };
const none = { subject: null, opening: null, closing: null };

it('what nobody changed stays the product’s own', () => {
  expect(textsWritten(letter, shownTexts(letter, none))).toEqual(none);
  expect(textsWritten(letter, { ...letter.own, opening: 'Hola, {contact}: \r\n' })).toEqual(none);
});

it('a text that was emptied is empty, not the product’s own', () => {
  const shown = { ...letter.own, opening: '' };
  expect(textsWritten(letter, shown)).toEqual({ ...none, opening: '' });
  expect(shownTexts(letter, { ...none, opening: '' })).toEqual(shown);
});

it('only the parts that differ are compared', () => {
  const other = { ...none, closing: 'Gracias' };
  expect(differentParts(none, other)).toEqual(['closing']);
  expect(differentParts(other, other)).toEqual([]);
});
