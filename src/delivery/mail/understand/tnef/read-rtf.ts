import { decodeText } from '../charsets.ts';
import { cleanText } from '../clean-text.ts';

/** The letter inside an RTF: the HTML that Outlook wrapped in it (MS-OXRTFEX), or else its text. */
export interface RtfLetter {
  readonly text: string;
  readonly html: string | null;
}

/** One walk over the bytes, without recursion: linear however deep it is nested. */
export function readRtf(rtf: Buffer, charactersMax: number): RtfLetter {
  const source = rtf.toString('latin1');
  if (!source.startsWith('{\\rtf')) return { text: '', html: null };
  const isHtml = /^[\s\S]{0,2000}?\\fromhtml1/.test(source.slice(0, 2100));
  const written = write(source, isHtml, charactersMax);
  return isHtml ? { text: '', html: written } : { text: cleanText(written), html: null };
}

interface Group {
  /** Fonts, colours, pictures, and what a reader may pass over: no words of the letter. */
  readonly isSkipped: boolean;
  /** How many characters follow a `\u` for readers that do not know it. */
  readonly fallback: number;
}

const outside: Group = { isSkipped: false, fallback: 1 };
const depthMax = 2_000;

/** A control word with its number, a control sign, a brace, or plain characters. */
const token =
  /\\([a-z]{1,32})(-?\d{1,10})? ?|\\'([0-9a-f]{2})|\\([\s\S])|([{}])|([^\\{}\r\n]+)|[\r\n]+/gi;

function write(source: string, isHtml: boolean, charactersMax: number): string {
  let out = '';
  let bytes: number[] = [];
  let group = outside;
  let charset = 'windows-1252';
  /** RTF made of the HTML for readers without one, until `\htmlrtf0`. */
  let isDoubled = false;
  let toPass = 0;
  const open: Group[] = [];
  const flush = (): void => {
    if (bytes.length === 0) return;
    out += decodeText(Buffer.from(bytes), charset).text;
    bytes = [];
  };
  const isShown = (): boolean => !group.isSkipped && !isDoubled;
  const say = (text: string): void => {
    if (!isShown()) return;
    flush();
    out += text;
  };
  for (const match of source.matchAll(token)) {
    if (out.length > charactersMax) break;
    const [, word, number, hex, sign, brace, plain] = match;
    if (brace === '{') {
      if (open.length >= depthMax) break;
      open.push(group);
    } else if (brace === '}') {
      group = open.pop() ?? outside;
    } else if (hex !== undefined) {
      if (toPass > 0) toPass -= 1;
      else if (isShown()) bytes.push(Number.parseInt(hex, 16));
    } else if (plain !== undefined) {
      const passed = Math.min(toPass, plain.length);
      toPass -= passed;
      say(plain.slice(passed));
    } else if (sign !== undefined) {
      if (sign === '*') group = { ...group, isSkipped: true };
      else if (sign === '~') say('\u00a0');
      else if (sign === '_') say('-');
      else if (sign === '\\' || sign === '{' || sign === '}') say(sign);
    } else if (word !== undefined) {
      control(word.toLowerCase(), number === undefined ? null : Number(number));
    }
  }
  flush();
  return out.slice(0, charactersMax);

  function control(word: string, value: number | null): void {
    switch (word) {
      case 'htmltag':
        // Its group began with `\*`, which others pass over.
        group = { ...group, isSkipped: !isHtml };
        return;
      case 'htmlrtf':
        flush();
        isDoubled = isHtml && value !== 0;
        return;
      case 'ansicpg':
        charset = value === 65_001 ? 'utf-8' : `windows-${value ?? 1252}`;
        return;
      case 'uc':
        group = { ...group, fallback: Math.min(value ?? 1, 10) };
        return;
      case 'u':
        say(String.fromCharCode((value ?? 0) & 0xffff));
        toPass = group.fallback;
        return;
      case 'par':
      case 'line':
      case 'row':
      case 'sect':
      case 'page':
        say('\n');
        return;
      case 'tab':
      case 'cell':
        say('\t');
        return;
      default:
        if (skippedGroups.has(word)) group = { ...group, isSkipped: true };
        else if (signs.has(word)) say(signs.get(word) ?? '');
    }
  }
}

const skippedGroups: ReadonlySet<string> = new Set([
  'fonttbl',
  'colortbl',
  'stylesheet',
  'info',
  'pict',
  'object',
  'header',
  'footer',
  'listtable',
  'mhtmltag',
  'generator',
]);

const signs: ReadonlyMap<string, string> = new Map([
  ['lquote', '‘'],
  ['rquote', '’'],
  ['ldblquote', '“'],
  ['rdblquote', '”'],
  ['bullet', '•'],
  ['endash', '–'],
  ['emdash', '—'],
]);
