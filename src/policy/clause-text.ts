import type { Language, Words } from '../kernel/language.ts';
import { type ClauseId, clauseIds } from './clauses.ts';
import type { Agreement } from './terms.ts';

/** Whose agreement it is: the texts name the firm and its service mailbox (III) by placeholder. */
export interface Signatory {
  readonly firm: string;
  readonly mailbox: string;
}

/** Title and text of one clause as a person reads it, with the firm's name and mailbox filled in. */
export function clauseText(
  agreement: Agreement,
  id: ClauseId,
  language: Language,
  signatory: Signatory,
): { readonly title: string; readonly text: string } {
  const clause = agreement.clauses[id];
  return {
    title: fillSignatory(clause.title[language], signatory),
    text: fillSignatory(clause.text[language], signatory),
  };
}

/** One section of the agreement in one language; `heading` is null where its only clause is the section. */
export interface SectionText {
  readonly id: string;
  readonly heading: string | null;
  readonly introduction: string | null;
  readonly clauses: readonly {
    readonly id: ClauseId;
    readonly title: string;
    readonly text: string;
  }[];
}

/** The whole agreement in one language, top to bottom: what a person reads before accepting it (T7). */
export function agreementText(
  agreement: Agreement,
  language: Language,
  signatory: Signatory,
): readonly SectionText[] {
  const fill = (words: Words | null | undefined): string | null =>
    words ? fillSignatory(words[language], signatory) : null;
  const sectionIds = [...new Set(clauseIds.map(sectionOf))];
  return sectionIds.map((id) => {
    const members = clauseIds.filter((clause) => sectionOf(clause) === id);
    const opens = members.map((clause) => agreement.clauses[clause].opens).find(Boolean);
    return {
      id,
      heading: fill(opens?.heading),
      introduction: fill(opens?.introduction),
      clauses: members.map((clause) => ({
        id: clause,
        ...clauseText(agreement, clause, language, signatory),
      })),
    };
  });
}

/** "IV.a" stands in section IV, "T3" in the terms and conditions T, "I" is a section of its own. */
const sectionOf = (id: ClauseId): string => id.replace(/\..$|(?<=^T)\d$/, '');

// A function as replacement: a firm called "R$& Co" must not be read as a replacement pattern.
const fillSignatory = (text: string, signatory: Signatory): string =>
  text.replace(/\{(firm|mailbox)\}/g, (_, name: 'firm' | 'mailbox') => signatory[name]);
