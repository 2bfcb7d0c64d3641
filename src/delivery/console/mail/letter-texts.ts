import type { Api, CallOutput } from '../../web/contract.ts';

export type Letter = CallOutput<Api['getLetter']>;
export type Texts = Letter['texts'];
export type Part = keyof Letter['own'];

export const parts = ['subject', 'opening', 'closing'] as const satisfies readonly Part[];

/** What stands in the fields: the product's own text where nobody wrote another. */
export const shownTexts = ({ own }: Pick<Letter, 'own'>, texts: Texts): Letter['own'] => ({
  subject: texts.subject ?? own.subject,
  opening: texts.opening ?? own.opening,
  closing: texts.closing ?? own.closing,
});

/** What is saved: a field that says what the product says is the product's, also when that changes one day. */
export const textsWritten = ({ own }: Pick<Letter, 'own'>, shown: Letter['own']): Texts => ({
  subject: adjusted(own.subject, shown.subject),
  opening: adjusted(own.opening, shown.opening),
  closing: adjusted(own.closing, shown.closing),
});

const adjusted = (own: string, written: string): string | null => {
  const text = written.replaceAll('\r\n', '\n').trim();
  return text === own.trim() ? null : text;
};

/** The parts in which two versions say different things. */
export const differentParts = (one: Texts, other: Texts): readonly Part[] =>
  parts.filter((part) => one[part] !== other[part]);
