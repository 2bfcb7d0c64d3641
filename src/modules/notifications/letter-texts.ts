import { invisibleCharacterIn } from '../../kernel/invisible-character.ts';

/** The texts of a letter around what the agreement decides; that itself is no text and stays as it is. */
export interface LetterTexts {
  /** One line. */
  readonly subject: string;
  /** Before and after the facts: paragraphs apart by an empty line; '' for none. */
  readonly opening: string;
  readonly closing: string;
}

export const letterParts = [
  'subject',
  'opening',
  'closing',
] as const satisfies readonly (keyof LetterTexts)[];
export type LetterPart = (typeof letterParts)[number];

/** What an administrator wrote instead of the product's own text; null: the product's own. */
export type AdjustedTexts = { readonly [Part in LetterPart]: string | null };

export const ownTextOnly: AdjustedTexts = { subject: null, opening: null, closing: null };

export const isAdjusted = (texts: AdjustedTexts): boolean =>
  letterParts.some((part) => texts[part] !== null);

export const isSameText = (one: AdjustedTexts, other: AdjustedTexts): boolean =>
  letterParts.every((part) => one[part] === other[part]);

/** What may stand in braces in a text, in the order in which it is offered. */
export const letterVariables = [
  'contact',
  'firm',
  'ticket',
  'subject',
  'agent',
  'activity',
  'customer',
  'units',
  'month',
  'count',
] as const;
export type LetterVariable = (typeof letterVariables)[number];

/** Characters of each text. A subject of this length leaves room for what its variables become. */
export const letterTextMax: Readonly<Record<LetterPart, number>> = {
  subject: 150,
  opening: 2000,
  closing: 2000,
};

export const textProblemKinds = [
  'unknown-variable',
  'malformed-variable',
  'ticket-missing',
  'subject-empty',
  'line-break',
  'invisible-character',
  'too-long',
] as const;

/** Why a text cannot be a letter's. `found` is what was written, as it was written. */
export interface TextProblem {
  readonly part: LetterPart;
  readonly problem: (typeof textProblemKinds)[number];
  readonly found: string;
}

/**
 * What is wrong with adjusted texts, in the order in which it stands in them. A brace is a variable's and nothing
 * else, so that a slip never reaches a customer. A subject is one line; about a request it carries its number.
 */
export function textProblems(
  texts: AdjustedTexts,
  permitted: readonly LetterVariable[],
): readonly TextProblem[] {
  return letterParts.flatMap((part) => {
    const text = texts[part];
    return text === null ? [] : problemsOf(part, text, permitted);
  });
}

function problemsOf(
  part: LetterPart,
  text: string,
  permitted: readonly LetterVariable[],
): readonly TextProblem[] {
  const found = (problem: TextProblem['problem'], words = ''): TextProblem => ({
    part,
    problem,
    found: words,
  });
  const problems: TextProblem[] = [];
  if (text.length > letterTextMax[part]) problems.push(found('too-long'));
  if (part === 'subject') {
    if (text.trim() === '') problems.push(found('subject-empty'));
    if (/[\r\n\u2028\u2029]/.test(text)) problems.push(found('line-break'));
  }
  const invisible = invisibleCharacterIn(text);
  if (invisible !== null) problems.push(found('invisible-character', invisible));
  for (const [written, name] of text.matchAll(braces)) {
    if (name === undefined) problems.push(found('malformed-variable', written));
    else if (permitted.some((variable) => variable === name)) continue;
    else if (/^[\p{L}\p{N}_.-]+$/u.test(name)) problems.push(found('unknown-variable', written));
    else problems.push(found('malformed-variable', written.slice(0, 40)));
  }
  if (part === 'subject' && permitted.includes('ticket') && !text.includes('{ticket}')) {
    problems.push(found('ticket-missing', '{ticket}'));
  }
  return problems;
}

/** A text with its variables filled in, once: braces in a value stay what they are. A value is one line. */
export const fillText = (text: string, values: Readonly<Record<LetterVariable, string>>): string =>
  text.replace(braces, (written, name: string | undefined) => {
    const variable = letterVariables.find((each) => each === name);
    return variable === undefined ? written : values[variable].replace(/\s+/g, ' ').trim();
  });

/** A pair of braces with what stands in it, or a brace alone. */
const braces = /\{([^{}]*)\}|[{}]/g;
