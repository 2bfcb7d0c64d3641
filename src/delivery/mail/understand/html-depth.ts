import { Parser } from 'htmlparser2';

/** Far above any letter, and below what costs anything: browsers themselves flatten at 512. */
const depthMax = 400;

/**
 * Whether the HTML nests deeper than any letter does. Parsers pay for depth with quadratic stacks and recursion, and
 * a bomb of 200,000 nested tags fits in a small mail: such HTML is shown as text only. The parser that would be hurt
 * judges itself, and stops at the limit.
 */
export function isTooDeep(html: string): boolean {
  let depth = 0;
  let deepest = 0;
  const parser: Parser = new Parser({
    onopentagname: () => {
      depth += 1;
      deepest = Math.max(deepest, depth);
    },
    onclosetag: () => {
      depth -= 1;
    },
  });
  // In slices, so that the parser can be left as soon as the answer is known.
  for (let start = 0; start < html.length && deepest <= depthMax; start += sliceCharacters) {
    parser.write(html.slice(start, start + sliceCharacters));
  }
  return deepest > depthMax;
}

const sliceCharacters = 4_096;

/** The words of HTML without its structure: tags out, line ends where a block or a break stood. Linear, any depth. */
export function flattenedHtml(html: string): string {
  const out: string[] = [];
  let position = 0;
  while (position < html.length) {
    const open = html.indexOf('<', position);
    if (open < 0) break;
    out.push(html.slice(position, open));
    const tag = tagAt(html, open);
    out.push(tag.text);
    position = tag.end;
  }
  out.push(html.slice(position));
  return decodedEntities(out.join(''));
}

function tagAt(html: string, open: number): { readonly text: string; readonly end: number } {
  if (html.startsWith('<!--', open)) return { text: '', end: behind(html, '-->', open + 4) };
  const name = /^<(\/?[a-z][a-z0-9:-]{0,30})/i
    .exec(html.slice(open, open + 34))?.[1]
    ?.toLowerCase();
  // A lone `<` is text: written so that it stays one.
  if (name === undefined) return { text: '&lt;', end: open + 1 };
  const end = behind(html, '>', open);
  if (name === 'script' || name === 'style' || name === 'title')
    return { text: '', end: behind(html, '>', behind(html, `</${name}`, end)) };
  return {
    text: /^\/?(?:br|p|div|tr|li|h[1-6]|table|blockquote|pre)$/.test(name) ? '\n' : '',
    end,
  };
}

function behind(html: string, mark: string, from: number): number {
  const found = html.indexOf(mark, from);
  return found < 0 ? html.length : found + mark.length;
}

function decodedEntities(text: string): string {
  const out: string[] = [];
  const parser = new Parser({ ontext: (piece) => out.push(piece) });
  parser.write(text);
  parser.end();
  return out
    .join('')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
}
