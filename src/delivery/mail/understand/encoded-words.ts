import { decodeText } from './charsets.ts';
import { cleanLine } from './clean-text.ts';

/**
 * A header value as people read it: RFC 2047 encoded words decoded, raw 8-bit letters decoded by the rule for
 * undeclared text, control characters and line breaks gone.
 *
 * `value` holds the received bytes as Latin-1. `hint` is the charset that the body declares.
 */
export function decodeHeaderText(value: string, hint: string | null): string {
  const unfolded = value.replace(/\r?\n(?=[ \t])/g, '');
  return cleanLine(
    unfolded.includes('=?') ? decodeWords(unfolded, hint) : decodeRaw(unfolded, hint),
  );
}

interface Word {
  readonly charset: string;
  readonly bytes: Buffer;
}

const encodedWord =
  /=\?([^?\s*]{1,64})(?:\*[^?\s]{0,32})?\?([bBqQ])\?([^?]*(?:\?(?!=)[^?]*){0,8})\?=/g;

function decodeWords(value: string, hint: string | null): string {
  const out: string[] = [];
  // Neighbouring words of one charset are joined as bytes first: senders cut inside a multi-byte letter.
  let pending: Word[] = [];
  const flush = (): void => {
    const charset = pending[0]?.charset;
    if (charset === undefined) return;
    out.push(decodeText(Buffer.concat(pending.map((word) => word.bytes)), charset, hint).text);
    pending = [];
  };
  let end = 0;
  for (const match of value.matchAll(encodedWord)) {
    const between = value.slice(end, match.index);
    const charset = (match[1] ?? '').toLowerCase();
    const bytes = wordBytes(match[2] ?? '', match[3] ?? '');
    const adjoins = end > 0 && /^[ \t]*$/.test(between);
    if (!adjoins || pending[0]?.charset !== charset) flush();
    if (!adjoins) out.push(decodeRaw(between, hint));
    pending.push({ charset, bytes });
    end = match.index + match[0].length;
  }
  flush();
  out.push(decodeRaw(value.slice(end), hint));
  return out.join('');
}

function wordBytes(encoding: string, text: string): Buffer {
  if (encoding === 'b' || encoding === 'B') return Buffer.from(text, 'base64');
  const bytes = text
    .replace(/_/g, ' ')
    .replace(/=([0-9a-fA-F]{2})/g, (_, hex: string) =>
      String.fromCharCode(Number.parseInt(hex, 16)),
    );
  return Buffer.from(bytes, 'latin1');
}

const decodeRaw = (value: string, hint: string | null): string =>
  decodeText(Buffer.from(value, 'latin1'), null, hint).text;
