import { type Declined, decline } from '../../../kernel/declined.ts';
import { type MacroTexts, macroVariables } from './model.ts';

/**
 * Why these texts are no macro; null when they are one. A small-lettered word in braces is a variable, so that a slip
 * never reaches a customer; any other brace is what it is, since agents write `{"json": 1}` and `${HOME}` to each other.
 * Declined: `macro-empty`, `macro-unknown-variable`, `macro-cursor-twice`.
 */
export function judgeMacro(texts: MacroTexts): Declined | null {
  const written = [texts.es, texts.en].filter((text) => text !== null);
  if (written.length === 0) return decline('macro-empty');
  for (const text of written) {
    const variables = [...text.matchAll(/(?<!\$)\{([a-z-]+)\}/g)].map((match) => match[1] ?? '');
    const unknown = variables.find((name) => !macroVariables.some((known) => known === name));
    if (unknown !== undefined) {
      const permitted = macroVariables.map((name) => `{${name}}`).join(', ');
      return decline('macro-unknown-variable', { found: `{${unknown}}`, permitted });
    }
    if (variables.filter((name) => name === 'cursor').length > 1) {
      return decline('macro-cursor-twice');
    }
  }
  return null;
}
