import { expect, it } from 'vitest';
import { piecesOf } from './text-pieces.ts';

const links = (text: string) =>
  piecesOf(text).flatMap((piece) => (piece.kind === 'text' ? [] : [piece.text]));

it('the pieces together are the text, to the character', () => {
  const text = 'Vea https://a.example/x?y=1. Como en #1042 (https://b.example/c), ok.';
  expect(
    piecesOf(text)
      .map((piece) => piece.text)
      .join(''),
  ).toBe(text);
});

it('the punctuation of the sentence is not part of the address', () => {
  expect(
    links('Vea https://a.example/x?y=1. Y (https://b.example/c), o https://c.example/(d)'),
  ).toEqual(['https://a.example/x?y=1', 'https://b.example/c', 'https://c.example/(d)']);
});

it('a request number is a link to the request', () => {
  expect(piecesOf('igual que #1042')).toEqual([
    { kind: 'text', text: 'igual que ' },
    { kind: 'ticket', text: '#1042', number: 1042 },
  ]);
  expect(links('color #12345a, &#1042; página/#1042, #12')).toEqual([]);
});

it('only http and https are links', () => {
  expect(links('javascript://alert(1) data:text/html,x ftp://a.example')).toEqual([]);
});
