import { htmlToText } from '../html-to-text.ts';
import { sanitizeMailHtml } from '../safe-html.ts';
import { withoutQuotedHtml } from './quoted-html.ts';
import { linesAboveForward, withoutQuotedLines } from './quoted-lines.ts';
import type { LetterKind } from './reply-or-forward.ts';

export interface SplitReply {
  readonly visibleText: string;
  /** The visible part of the HTML as received, when the HTML itself showed where the quote is. */
  readonly visibleHtml: string | null;
  /** The same as safe HTML, when the HTML itself showed where the quote is. */
  readonly safeVisibleHtml: string | null;
  readonly strippedBy: 'html' | 'text' | null;
  /** Only what this writer wrote now: of a forward what stands above it, of an answer that is all quote nothing. */
  readonly ownText: string;
}

export interface Letter {
  readonly kind: LetterKind;
  readonly text: string;
  readonly plain: string | null;
  readonly html: string | null;
  readonly scannedCharactersMax: number;
}

/**
 * Splits the answer from the mail it answers: by the structure of the HTML first, then by the lines of the text.
 * Nothing is lost: the whole text stays beside it, and when nothing of the writer would remain all of it is shown.
 */
export function splitReply(letter: Letter): SplitReply {
  const whole = {
    visibleText: letter.text,
    visibleHtml: null,
    safeVisibleHtml: null,
    strippedBy: null,
  };
  if (letter.kind === 'first') return { ...whole, ownText: letter.text };
  if (letter.kind === 'forward') return { ...whole, ownText: aboveForward(letter) };
  const own = letter.html === null ? null : withoutQuotedHtml(letter.html);
  const split = own === null ? splitText(letter) : splitHtml(own, letter);
  if (split.visibleText.trim() === '') return { ...whole, ownText: '' };
  return { ...split, ownText: split.visibleText };
}

/** Rule 7: all of a forward is content, but only what stands above it is what the sender says. */
const aboveForward = (letter: Letter): string =>
  linesAboveForward(letter.text.slice(0, letter.scannedCharactersMax));

type Split = Omit<SplitReply, 'ownText'>;

function splitText(letter: Letter): Split {
  const isFromHtml = letter.plain === null;
  const head = letter.text.slice(0, letter.scannedCharactersMax);
  const { visible, isCut } = withoutQuotedLines(head, { isFromHtml });
  const rest = isCut ? '' : letter.text.slice(head.length);
  return {
    visibleText: visible + rest,
    visibleHtml: null,
    safeVisibleHtml: null,
    strippedBy: isCut ? 'text' : null,
  };
}

function splitHtml(own: string, letter: Letter): Split {
  const fromHtml = withoutQuotedLines(htmlToText(own).slice(0, letter.scannedCharactersMax), {
    isFromHtml: true,
  });
  const visibleHtml = fromHtml.isCut ? null : own;
  const safeVisibleHtml =
    visibleHtml === null ? null : (sanitizeMailHtml(visibleHtml)?.html ?? null);
  // The plain form of the same letter reads better than one made from tags, when both say the same.
  const fromPlain =
    letter.plain === null
      ? null
      : withoutQuotedLines(letter.plain.slice(0, letter.scannedCharactersMax), {
          isFromHtml: false,
        });
  const isSame = fromPlain !== null && letters(fromPlain.visible) === letters(fromHtml.visible);
  return {
    visibleText: isSame ? fromPlain.visible : fromHtml.visible,
    visibleHtml,
    safeVisibleHtml,
    strippedBy: 'html',
  };
}

const letters = (text: string): string => text.replace(/[^\p{L}\p{N}]+/gu, '');
