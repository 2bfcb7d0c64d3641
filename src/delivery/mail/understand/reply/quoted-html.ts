import { Parser } from 'htmlparser2';
import { isTooDeep } from '../html-depth.ts';

/**
 * The HTML of an answer without the quoted mail, found by the marks that mail clients leave around it; null when
 * there are none. A whole element goes when the client wraps the quote; everything behind goes when it only marks
 * the place. Linear: one pass to find, one to cut.
 */
export function withoutQuotedHtml(html: string): string | null {
  if (isTooDeep(html)) return null;
  const ranges = quotedRanges(html);
  if (ranges.length === 0) return null;
  let out = '';
  let position = 0;
  for (const { start, end } of ranges) {
    if (start < position) continue;
    out += html.slice(position, start);
    position = end;
  }
  return out + html.slice(position);
}

interface Range {
  readonly start: number;
  readonly end: number;
}

/** An element that is open while the pass goes on. */
interface Open {
  readonly name: string;
  readonly start: number;
  readonly quote: Quote | null;
}

/** A wrapped quote under observation: it may still turn out to be a forward, or to hold answers between its lines. */
interface Quote {
  readonly kind: 'wrapper' | 'cite' | 'prefix';
  text: string;
  quotesClosed: number;
  answered: boolean;
}

function quotedRanges(html: string): readonly Range[] {
  const ranges: Range[] = [];
  const stack: Open[] = [];
  let cutFrom: number | null = null;
  let quoteDepth = 0;

  const parser: Parser = new Parser(
    {
      onopentag: (name, attributes) => {
        if (cutFrom !== null) return;
        if (marksRest(name, attributes)) cutFrom = parser.startIndex;
        if (name === 'blockquote') quoteDepth += 1;
        stack.push({ name, start: parser.startIndex, quote: quoteOf(name, attributes) });
      },
      ontext: (text) => {
        if (cutFrom !== null || text.trim() === '') return;
        const quote = stack.findLast((open) => open.quote !== null)?.quote;
        if (quote === null || quote === undefined) return;
        if (quote.text.length < 400) quote.text += `${text} `;
        if (quote.kind === 'wrapper' && quote.quotesClosed > 0 && quoteDepth === 0)
          quote.answered = true;
      },
      onclosetag: (name) => {
        if (cutFrom !== null) return;
        const open = stack.pop();
        if (open === undefined) return;
        if (name === 'blockquote') {
          quoteDepth = Math.max(0, quoteDepth - 1);
          if (quoteDepth === 0)
            for (const { quote } of stack) if (quote !== null) quote.quotesClosed += 1;
        }
        if (open.quote !== null && isQuote(open.quote, stack))
          ranges.push({ start: open.start, end: parser.endIndex + 1 });
      },
    },
    { decodeEntities: true, lowerCaseTags: true, lowerCaseAttributeNames: true },
  );
  parser.write(html);
  parser.end();
  if (cutFrom !== null) ranges.push({ start: cutFrom, end: html.length });
  return outermost(ranges);
}

/** Ranges close inside out: the outer one wins. */
function outermost(ranges: readonly Range[]): readonly Range[] {
  const ordered = ranges.toSorted(
    (left, right) => left.start - right.start || right.end - left.end,
  );
  const kept: Range[] = [];
  for (const range of ordered) if (range.start >= (kept.at(-1)?.end ?? 0)) kept.push(range);
  return kept;
}

function isQuote(quote: Quote, around: readonly Open[]): boolean {
  if (quote.answered || isForward(quote.text)) return false;
  return !around.some(
    (open) => open.quote !== null && (isForward(open.quote.text) || open.quote.answered),
  );
}

const isForward = (text: string): boolean =>
  /^\s*-{2,}\s*(?:forwarded message|mensaje reenviado|mensagem encaminhada|message transf|weitergeleitete|messaggio inoltrato)/i.test(
    text,
  );

/** The place behind which only the old mail follows. */
function marksRest(name: string, attributes: Readonly<Record<string, string>>): boolean {
  const id = attributes['id'] ?? '';
  if (
    /^(?:x_)*(?:appendonsend|divRplyFwdMsg|OLK_SRC_BODY_SECTION|stopSpelling|zwchr|mail-editor-reference-message-container|reply-intro|ms-outlook-mobile-body-separator-line)$/i.test(
      id,
    )
  )
    return true;
  return name === 'hr' && /^stopSpelling$/i.test(id);
}

function quoteOf(name: string, attributes: Readonly<Record<string, string>>): Quote | null {
  const kind = quoteKind(name, attributes);
  return kind === null ? null : { kind, text: '', quotesClosed: 0, answered: false };
}

function quoteKind(
  name: string,
  attributes: Readonly<Record<string, string>>,
): Quote['kind'] | null {
  const classes = ` ${attributes['class'] ?? ''} `;
  if (name === 'blockquote') {
    if (attributes['type']?.toLowerCase() === 'cite') return 'cite';
    return /\s(?:protonmail_quote|\S*yahoo_quoted|tutanota_quote|skiff_quote|zmail_extra|iosymail)\s/.test(
      classes,
    )
      ? 'cite'
      : null;
  }
  if (
    /\s(?:gmail_quote|gmail_quote_container|\S*yahoo_quoted|missive_quote|protonmail_quote|tutanota_quote|zmail_extra|ymail_android_signature_quote|gmail_extra_quote|front-blockquote|superhuman-quote)\s/.test(
      classes,
    )
  )
    return 'wrapper';
  if (/^(?:\w*yahoo_quoted|replySplit)/.test(attributes['id'] ?? '')) return 'wrapper';
  if (/^(?:quote|messageReplySection)$/.test(attributes['name'] ?? '')) return 'wrapper';
  if (/\s(?:moz-cite-prefix|gmail_attr|reply-intro|moz-txt-cite-prefix)\s/.test(classes))
    return 'prefix';
  if (/\s(?:gmail_signature|moz-signature)\s/.test(classes)) return 'prefix';
  return null;
}
