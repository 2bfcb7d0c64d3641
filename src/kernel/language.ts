/** The languages in which every text of the product exists. Spanish first: it is the agreement's own. */
export const languages = ['es', 'en'] as const;
export type Language = (typeof languages)[number];

/** A text in every language of the product. */
export type Words = Readonly<Record<Language, string>>;

export const isLanguage = (value: unknown): value is Language =>
  languages.some((language) => language === value);
