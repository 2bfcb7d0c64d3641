import type { StructuredHeader } from './header-parameters.ts';

/** RFC 3676: joins the lines that a sender broke softly. Only for `format=flowed`; quote depth is respected. */
export function unfoldFlowed(text: string, contentType: StructuredHeader): string {
  if (contentType.parameters.get('format')?.toLowerCase() !== 'flowed') return text;
  const dropsSpace = contentType.parameters.get('delsp')?.toLowerCase() === 'yes';
  const out: string[] = [];
  let previous: { depth: number; parts: string[]; isSoft: boolean } | null = null;
  for (const line of text.split(/\r?\n/)) {
    const marks = /^>*/.exec(line)?.[0] ?? '';
    const body = line.slice(marks.length).replace(/^ /, '');
    const isSoft = body.endsWith(' ') && body !== '-- ';
    const content = isSoft && dropsSpace ? body.slice(0, -1) : body;
    if (previous?.isSoft && previous.depth === marks.length && body !== '-- ') {
      previous.parts.push(content);
      previous.isSoft = isSoft;
      continue;
    }
    if (previous !== null) out.push(paragraph(previous));
    previous = { depth: marks.length, parts: [content], isSoft };
  }
  if (previous !== null) out.push(paragraph(previous));
  return out.join('\n');
}

const paragraph = ({ depth, parts }: { depth: number; parts: readonly string[] }): string =>
  (depth > 0 ? `${'>'.repeat(depth)} ` : '') + parts.join('');
