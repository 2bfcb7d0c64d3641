import { plainText } from '../parts/matches.ts';

interface Named {
  readonly personId: number;
  readonly name: string;
}

export interface WrittenMention {
  /** Where the @ stands. */
  readonly from: number;
  /** What was written of the name so far; empty just after the @. */
  readonly query: string;
}

/** The name that is being written where the cursor stands; null when none is. An address (a@b.example) is no name. */
export function mentionAt(text: string, caret: number): WrittenMention | null {
  const found = /(?:^|[\s(])@([\p{L}\p{M}'’.-]*(?: [\p{L}\p{M}'’.-]*)?)$/u.exec(
    text.slice(0, caret),
  );
  const query = found?.[1];
  return query === undefined ? null : { from: caret - query.length - 1, query };
}

/** Those whose name has a word that begins so; who is meant by "@an l" is Andrés López. */
export function agentsWritten<Agent extends Named>(
  agents: readonly Agent[],
  query: string,
): readonly Agent[] {
  const wanted = plainText(query).split(' ').filter(Boolean);
  return agents.filter(({ name }) => {
    const words = plainText(name).split(' ');
    return wanted.every((part) => words.some((word) => word.startsWith(part)));
  });
}

/** The whole name in place of what was written of it, and where the cursor goes. */
export function withMention(
  text: string,
  { from, query }: WrittenMention,
  name: string,
): { readonly text: string; readonly caret: number } {
  const rest = text.slice(from + 1 + query.length);
  const written = `@${name}${/^\s/.test(rest) ? '' : ' '}`;
  const caret = from + name.length + 2;
  return { text: text.slice(0, from) + written + rest, caret };
}

/** Whom a note names, by their whole names: of two that begin alike, the longer is meant. */
export function mentionedIn(text: string, agents: readonly Named[]): readonly number[] {
  const byLength = agents.toSorted((a, b) => b.name.length - a.name.length);
  const found = new Set<number>();
  for (const { index } of text.matchAll(/(?<![\p{L}\p{N}])@/gu)) {
    const rest = text.slice(index + 1);
    const named = byLength.find(
      ({ name }) => rest.startsWith(name) && !/^[\p{L}\p{M}\p{N}]/u.test(rest.slice(name.length)),
    );
    if (named !== undefined) found.add(named.personId);
  }
  return [...found];
}
