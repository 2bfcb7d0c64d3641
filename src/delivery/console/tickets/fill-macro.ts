import type { Api, CallOutput } from '../../web/contract.ts';

type Variable = CallOutput<Api['listMacros']>['variables'][number];

/** What the variables of a macro stand for in one request. */
export type MacroFacts = Readonly<Record<Exclude<Variable, 'cursor'>, string>>;

/**
 * A macro with its variables filled in, and where writing goes on: at its cursor mark, else behind it. What a variable
 * became is not read again: a customer may well be called {agent}.
 */
export function fillMacro(
  text: string,
  facts: MacroFacts,
): { readonly text: string; readonly cursor: number } {
  const values = new Map<string, string>(Object.entries(facts));
  let filled = '';
  let cursor: number | null = null;
  let end = 0;
  for (const { 0: found, 1: name = '', index } of text.matchAll(/(?<!\$)\{([a-z-]+)\}/g)) {
    filled += text.slice(end, index);
    end = index + found.length;
    if (name === 'cursor') cursor ??= filled.length;
    else filled += values.get(name) ?? found;
  }
  filled += text.slice(end);
  return { text: filled, cursor: cursor ?? filled.length };
}
