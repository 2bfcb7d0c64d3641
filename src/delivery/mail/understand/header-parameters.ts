import { decodeText } from './charsets.ts';
import { decodeHeaderText } from './encoded-words.ts';

/** A structured header such as Content-Type: the value in lower case, and its parameters decoded. */
export interface StructuredHeader {
  readonly value: string;
  /** Keys in lower case; of two equal parameters the first counts, as in the mail clients. */
  readonly parameters: ReadonlyMap<string, string>;
}

/**
 * Reads `type/sub; a=b; name="x y"; name*=utf-8''%C3%B1; name*0=…`, and what real senders make of it: unquoted
 * spaces, encoded words inside quotes, raw 8-bit letters. Bytes as Latin-1 in, text out.
 */
export function readStructured(value: string, hint: string | null): StructuredHeader {
  const [head = '', ...rest] = splitOutsideQuotes(withoutComments(value));
  const plain = new Map<string, string>();
  const pieces = new Map<string, Piece[]>();
  for (const part of rest) {
    const equals = part.indexOf('=');
    if (equals <= 0) continue;
    const key = part.slice(0, equals).trim().toLowerCase();
    const text = unquote(part.slice(equals + 1).trim());
    const split = /^([^*]+)\*(?:(\d{1,3})(\*)?)?$/.exec(key);
    if (split === null) {
      if (!plain.has(key)) plain.set(key, decodeHeaderText(text, hint));
      continue;
    }
    const name = split[1] ?? '';
    const list = pieces.get(name) ?? [];
    list.push({
      order: Number(split[2] ?? 0),
      isEncoded: split[2] === undefined || split[3] !== undefined,
      text,
    });
    pieces.set(name, list);
  }
  // RFC 2231 names more exactly what it means than the plain form that old clients get beside it.
  for (const [name, list] of pieces) plain.set(name, joinPieces(list, hint));
  return { value: head.trim().toLowerCase(), parameters: plain };
}

interface Piece {
  readonly order: number;
  readonly isEncoded: boolean;
  readonly text: string;
}

function joinPieces(list: readonly Piece[], hint: string | null): string {
  const ordered = list.toSorted((left, right) => left.order - right.order);
  let charset: string | null = null;
  const bytes: Buffer[] = [];
  for (const piece of ordered) {
    let text = piece.text;
    if (piece.isEncoded && piece === ordered[0]) {
      const label = /^([^']*)'[^']*'/.exec(text);
      if (label !== null) {
        charset = label[1] ?? null;
        text = text.slice(label[0].length);
      }
    }
    bytes.push(piece.isEncoded ? percentBytes(text) : Buffer.from(text, 'latin1'));
  }
  const joined = Buffer.concat(bytes);
  // Some clients put encoded words into the numbered pieces.
  const latin1 = joined.toString('latin1');
  return charset === null && latin1.includes('=?')
    ? decodeHeaderText(latin1, hint)
    : decodeText(joined, charset, hint).text;
}

const percentBytes = (text: string): Buffer =>
  Buffer.from(
    text.replace(/%([0-9a-fA-F]{2})/g, (_, hex: string) =>
      String.fromCharCode(Number.parseInt(hex, 16)),
    ),
    'latin1',
  );

function unquote(text: string): string {
  if (!text.startsWith('"')) return text;
  const end = text.endsWith('"') && text.length > 1 ? -1 : undefined;
  return text.slice(1, end).replace(/\\(.)/g, '$1');
}

function splitOutsideQuotes(value: string): string[] {
  const parts: string[] = [];
  let start = 0;
  let quoted = false;
  for (let i = 0; i < value.length; i += 1) {
    const character = value[i];
    if (character === '\\' && quoted) i += 1;
    else if (character === '"') quoted = !quoted;
    else if (character === ';' && !quoted) {
      parts.push(value.slice(start, i));
      start = i + 1;
    }
  }
  parts.push(value.slice(start));
  return parts;
}

/** `text/plain (comment)`: comments nest, and quotes hide them. */
function withoutComments(value: string): string {
  if (!value.includes('(')) return value;
  const out: string[] = [];
  let depth = 0;
  let quoted = false;
  for (let i = 0; i < value.length; i += 1) {
    const character = value[i] ?? '';
    if (character === '\\' && (quoted || depth > 0)) {
      if (depth === 0) out.push(character, value[i + 1] ?? '');
      i += 1;
    } else if (character === '"' && depth === 0) {
      quoted = !quoted;
      out.push(character);
    } else if (character === '(' && !quoted) depth += 1;
    else if (character === ')' && depth > 0) depth -= 1;
    else if (depth === 0) out.push(character);
  }
  // An opened comment that never closes is a file name with a parenthesis.
  return depth > 0 ? value : out.join('');
}
