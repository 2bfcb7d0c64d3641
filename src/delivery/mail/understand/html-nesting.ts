/**
 * HTML with no element deeper than `depthMax`: tags below that are left out, their text stays.
 *
 * HTML parsers pay for depth (quadratic stacks, recursion), and a bomb of 200,000 nested tags fits in a small
 * mail. One linear pass; browsers flatten the same way, at 512. Returns the same string when nothing is too deep.
 */
export function capNesting(html: string, depthMax: number): string {
  const out: string[] = [];
  const stack: string[] = [];
  const open = new Map<string, number>();
  let kept = 0;
  let position = html.indexOf('<');
  while (position >= 0) {
    const tag = readTag(html, position);
    if (tag === null) {
      position = html.indexOf('<', position + 1);
      continue;
    }
    if (tag.name !== '' && !voidElements.has(tag.name)) {
      const isKept = tag.isClosing
        ? close(tag.name, stack, open)
        : push(tag.name, stack, open, depthMax);
      if (!isKept) {
        out.push(html.slice(kept, position));
        kept = tag.end;
      }
    }
    position = html.indexOf('<', tag.end);
  }
  if (kept === 0) return html;
  out.push(html.slice(kept));
  return out.join('');
}

interface Tag {
  /** '' for a comment. */
  readonly name: string;
  readonly isClosing: boolean;
  readonly end: number;
}

function readTag(html: string, position: number): Tag | null {
  if (html.startsWith('!--', position + 1)) {
    const end = html.indexOf('-->', position + 4);
    return { name: '', isClosing: false, end: end < 0 ? html.length : end + 3 };
  }
  const isClosing = html[position + 1] === '/';
  const start = position + (isClosing ? 2 : 1);
  let end = start;
  while (end < html.length && isNameCode(html.charCodeAt(end))) end += 1;
  if (end === start) return null;
  const close = html.indexOf('>', end);
  return {
    name: html.slice(start, Math.min(end, start + 64)).toLowerCase(),
    isClosing,
    end: close < 0 ? html.length : close + 1,
  };
}

const isNameCode = (code: number): boolean =>
  (code >= 0x61 && code <= 0x7a) ||
  (code >= 0x41 && code <= 0x5a) ||
  (code >= 0x30 && code <= 0x39) ||
  code === 0x2d ||
  code === 0x3a ||
  code === 0x5f;

function push(name: string, stack: string[], open: Map<string, number>, depthMax: number): boolean {
  // Sloppy tables and lists leave their cells open: a sibling closes them, as in the browser.
  const closed = closedBy.get(name);
  while (closed?.has(stack.at(-1) ?? '')) pop(stack, open);
  if (stack.length >= depthMax) return false;
  stack.push(name);
  open.set(name, (open.get(name) ?? 0) + 1);
  return true;
}

function close(name: string, stack: string[], open: Map<string, number>): boolean {
  if ((open.get(name) ?? 0) === 0) return false;
  while (pop(stack, open) !== name);
  return true;
}

function pop(stack: string[], open: Map<string, number>): string {
  const name = stack.pop() ?? '';
  open.set(name, (open.get(name) ?? 1) - 1);
  return name;
}

const voidElements = new Set(
  'area base basefont bgsound br col embed frame hr img input keygen link meta param source track wbr'.split(
    ' ',
  ),
);

const closedBy = new Map<string, ReadonlySet<string>>([
  ['p', new Set(['p'])],
  ['li', new Set(['li', 'p'])],
  ['dt', new Set(['dt', 'dd', 'p'])],
  ['dd', new Set(['dt', 'dd', 'p'])],
  ['td', new Set(['td', 'th', 'p'])],
  ['th', new Set(['td', 'th', 'p'])],
  ['tr', new Set(['td', 'th', 'tr', 'p'])],
  ['tbody', new Set(['td', 'th', 'tr', 'tbody', 'thead', 'tfoot'])],
  ['thead', new Set(['td', 'th', 'tr', 'tbody', 'thead', 'tfoot'])],
  ['tfoot', new Set(['td', 'th', 'tr', 'tbody', 'thead', 'tfoot'])],
  ['option', new Set(['option'])],
]);
