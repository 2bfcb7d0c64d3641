import { MailOverLimit } from './limits.ts';
import type { MailHeader, MailLimits } from './model.ts';

/**
 * The header lines of the message exactly as received, duplicates included, bytes as Latin-1.
 *
 * Our own reader, because every library keeps the last of two equal headers, or the empty one: the first
 * non-empty one is what mail clients show (EMAIL.md, parser differentials).
 */
export function readRawHeaders(raw: Buffer, limits: MailLimits): readonly MailHeader[] {
  const block = raw.toString('latin1', 0, headerEnd(raw, limits));
  const headers: { name: string; value: string }[] = [];
  for (const line of block.split(/\r?\n/)) {
    const last = headers.at(-1);
    if (/^[ \t]/.test(line)) {
      if (last !== undefined) last.value += `\r\n${line}`;
      continue;
    }
    const colon = line.indexOf(':');
    // An mbox `From ` line, or rubbish between headers: neither names a field.
    if (colon <= 0) continue;
    const name = line.slice(0, colon).trim().toLowerCase();
    if (!/^[\x21-\x7e]+$/.test(name)) continue;
    headers.push({ name, value: line.slice(colon + 1) });
    if (headers.length > limits.headerLinesMax)
      throw new MailOverLimit('header-count', `more than ${limits.headerLinesMax} header lines`);
  }
  return headers.map(({ name, value }) => ({
    name,
    value: value.replace(/\r?\n(?=[ \t])/g, '').trim(),
  }));
}

/** The first non-empty value of a header; null when there is none. */
export function headerOf(headers: readonly MailHeader[], name: string): string | null {
  return headers.find((header) => header.name === name && header.value !== '')?.value ?? null;
}

/** Every non-empty value of a header, in the order of the message. */
export const headersOf = (headers: readonly MailHeader[], name: string): readonly string[] =>
  headers.filter((header) => header.name === name && header.value !== '').map(({ value }) => value);

function headerEnd(raw: Buffer, limits: MailLimits): number {
  const crlf = raw.indexOf('\r\n\r\n');
  const lf = raw.indexOf('\n\n');
  const found = crlf < 0 ? lf : lf < 0 ? crlf : Math.min(crlf, lf);
  const end = found < 0 ? raw.length : found;
  if (end > limits.headerBytesMax)
    throw new MailOverLimit(
      'header-size',
      `headers of ${end} bytes, allowed ${limits.headerBytesMax}`,
    );
  return end;
}
