import { isLanguage, type Language } from '../../../kernel/language.ts';

/** What the server wrote on the document for the scripts of the page. */
const { dataset, lang } = document.documentElement;

export const language: Language = isLanguage(lang) ? lang : 'es';
export const say = { locale: language };
export const reader = { language, timeZone: dataset['zone'] ?? 'America/Caracas' };

/** Drafts belong to one person, also on a device that several share. */
export const personId = dataset['person'] ?? 'nobody';
export const isSignedIn = 'person' in dataset;

// A phone's clock may be wrong by hours; what counts is how far the desk's moment is from it.
const skewMs = Number(dataset['now'] ?? Date.now()) - Date.now();
export const now = (): number => Date.now() + skewMs;

export const each = <E extends Element>(
  selector: string,
  act: (element: E) => void,
  within: ParentNode = document,
): void => {
  for (const element of within.querySelectorAll<E>(selector)) act(element);
};
