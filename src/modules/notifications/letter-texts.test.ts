import { describe, expect, it } from 'vitest';
import { letterNames, variablesOf } from './letter-names.ts';
import {
  type AdjustedTexts,
  fillText,
  type LetterVariable,
  letterTextMax,
  letterVariables,
  ownTextOnly,
  textProblems,
} from './letter-texts.ts';

const permitted = ['contact', 'firm', 'ticket'] as const;
const problems = (texts: Partial<AdjustedTexts>) =>
  textProblems({ ...ownTextOnly, ...texts }, permitted).map(({ part, problem, found }) =>
    [part, problem, found].join(' '),
  );

describe('the texts of a letter', () => {
  it.each<[string, Partial<AdjustedTexts>, readonly string[]]>([
    ['the product’s own', {}, []],
    ['permitted variables', { opening: 'Hola {contact}, de {firm}' }, []],
    ['nothing at all before the facts', { opening: '' }, []],
    ['paragraphs', { closing: 'Uno\n\nDos\r\n\tTres' }, []],
    ['an emoji of several', { closing: 'Gracias 👩‍💻' }, []],
    ['a variable of another letter', { opening: '{agent}' }, ['opening unknown-variable {agent}']],
    ['another spelling', { opening: '{Ticket}' }, ['opening unknown-variable {Ticket}']],
    [
      'a name that objects have',
      { opening: '{toString}' },
      ['opening unknown-variable {toString}'],
    ],
    ['spaces in it', { opening: '{ ticket }' }, ['opening malformed-variable { ticket }']],
    ['nothing in it', { closing: '{}' }, ['closing malformed-variable {}']],
    ['a brace alone', { closing: 'a { b' }, ['closing malformed-variable {']],
    [
      'another program’s braces',
      { closing: '{{7*7}}' },
      [
        'closing malformed-variable {',
        'closing malformed-variable {7*7}',
        'closing malformed-variable }',
      ],
    ],
    ['a subject without the number', { subject: 'Hola' }, ['subject ticket-missing {ticket}']],
    ['a subject with it', { subject: 'Caso {ticket}' }, []],
    [
      'an empty subject',
      { subject: ' ' },
      ['subject subject-empty ', 'subject ticket-missing {ticket}'],
    ],
    ['a second header', { subject: '{ticket}\r\nBcc: otro@example.com' }, ['subject line-break ']],
    ['a line separator', { subject: '{ticket}\u2028x' }, ['subject line-break ']],
    ['text that turns around', { opening: 'a\u202eb' }, ['opening invisible-character U+202E']],
    ['a null', { closing: 'a\0b' }, ['closing invisible-character U+0000']],
  ])('%s', (_, texts, expected) => {
    expect(problems(texts)).toEqual(expected);
  });

  it.each(['opening', 'closing'] as const)('%s up to its bound, not over it', (part) => {
    expect(problems({ [part]: 'a'.repeat(letterTextMax[part]) })).toEqual([]);
    expect(problems({ [part]: 'a'.repeat(letterTextMax[part] + 1) })).toEqual([
      `${part} too-long `,
    ]);
  });

  it('are filled in once: what a customer wrote stays what it is, on one line', () => {
    const values = Object.fromEntries(letterVariables.map((name) => [name, '']));
    const filled = fillText('{subject} · {firm} · {else}', {
      ...(values as Record<LetterVariable, string>),
      subject: 'Ver {firm}\r\nBcc: x',
      firm: 'Servicios $& $1',
    });
    expect(filled).toBe('Ver {firm} Bcc: x · Servicios $& $1 · {else}');
  });

  it('may name the person and the firm in every letter', () => {
    for (const name of letterNames) {
      expect(variablesOf(name).slice(0, 2), name).toEqual(['contact', 'firm']);
    }
  });
});
