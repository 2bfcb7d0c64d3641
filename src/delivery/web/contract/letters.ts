import { z } from 'zod';
import { LanguageCode, PersonName, Time } from './common.ts';

/** The texts of a letter around its facts; null is the product's own text. */
const texts = {
  subject: z.string().nullable(),
  opening: z.string().nullable(),
  closing: z.string().nullable(),
};
/** Far more than may be saved, so that a text that is too long is answered with its bound. */
const written = z.string().max(10_000).nullable();
const writtenTexts = { subject: written, opening: written, closing: written };

const letter = {
  /** A stable key in kebab-case. */
  letter: z.string(),
  group: z.enum(['requests', 'appointments', 'units', 'access', 'desk']),
  /** What the letter is, in the reader's language. */
  title: z.string(),
};

export const Letters = z
  .object({
    items: z.array(
      z.object({
        ...letter,
        languages: z.array(
          z.object({
            language: LanguageCode,
            /** False: the product's own text. */
            adjusted: z.boolean(),
            changedAt: Time.nullable(),
          }),
        ),
      }),
    ),
  })
  .meta({ id: 'Letters' });

export const LetterParams = z.object({
  letter: z.string().max(60),
  language: LanguageCode,
});

export const Letter = z
  .object({
    ...letter,
    language: LanguageCode,
    /** The product's own texts, with variables in braces. */
    own: z.object({ subject: z.string(), opening: z.string(), closing: z.string() }),
    /** Zero while nobody adjusted it. */
    version: z.int(),
    texts: z.object(texts),
    variables: z.array(
      z.object({
        name: z.string(),
        /** What stands for it, in the reader's language. */
        words: z.string(),
      }),
    ),
    /** Characters at most. */
    bounds: z.object({ subject: z.int(), opening: z.int(), closing: z.int() }),
    /** The newest first. */
    versions: z.array(
      z.object({
        version: z.int(),
        texts: z.object(texts),
        changedBy: PersonName.nullable(),
        changedAt: Time,
      }),
    ),
  })
  .meta({ id: 'Letter' });

export const WriteLetter = z.strictObject(writtenTexts);
export const SaveLetter = z.strictObject({
  ...writtenTexts,
  /** The version that the writer saw: a newer one is not overwritten. */
  basedOn: z.int().min(0),
});

export const LetterPreview = z
  .object({
    subject: z.string(),
    text: z.string(),
    /** What stands between opening and closing whatever they say. */
    fixedText: z.string(),
    problems: z.array(
      z.object({
        part: z.enum(['subject', 'opening', 'closing']),
        /** In the reader's language: what is wrong and what may be written. */
        words: z.string(),
      }),
    ),
  })
  .meta({ id: 'LetterPreview' });
