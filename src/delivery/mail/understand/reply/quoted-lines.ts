import {
  aboveThisLine,
  deviceSignature,
  forwardedMessage,
  type HeaderRole,
  headerRole,
  onDay,
  originalMessage,
  outlookSignature,
  quotingWords,
  wrote,
} from './quote-words.ts';

/**
 * What the writer of an answer added, without the quoted mail and without the signature.
 *
 * A grammar over lines: every line is looked at a bounded number of times and cut to a bounded length first, so the
 * whole is linear whatever it is fed (EMAIL.md: the libraries need seconds for one long quote). It prefers showing
 * too much to hiding an answer: without clear signs the text stays whole.
 */
export function withoutQuotedLines(text: string, options: QuoteOptions): SplitText {
  const lines = text.split('\n');
  const scanned = lines.map(scan);
  const cut = findQuote(scanned, options);
  if (cut === null) return { visible: withoutSignature(lines).join('\n').trimEnd(), isCut: false };
  const own = [...lines.slice(0, cut.start)];
  if (cut.attributionText !== '') own.push(cut.attributionText);
  const after = cut.end === null ? [] : lines.slice(cut.end);
  const visible = joinOwn(withoutSignature(withoutTail(own)), withoutSignature(after));
  return { visible, isCut: true };
}

/** What the sender of a forward wrote above it; all of the text when no mark shows where it begins. */
export function linesAboveForward(text: string): string {
  const lines = text.split('\n');
  const scanned = lines.map(scan);
  const start = scanned.findIndex(
    (line, i) =>
      !line.isBlank &&
      (isForwardMark(line.text) || isOriginalMark(line.text) || isHeaderBlock(scanned, i)),
  );
  return start < 0 ? text : withoutTail(lines.slice(0, start)).join('\n');
}

export interface QuoteOptions {
  /** The text came from HTML, where a lone indented block at the end is formatting and no quote. */
  readonly isFromHtml: boolean;
}

export interface SplitText {
  readonly visible: string;
  readonly isCut: boolean;
}

/** One line as the grammar sees it. */
interface Line {
  /** Without quote marks and edge spaces, at most 400 characters. */
  readonly text: string;
  /** How many `>` stand in front. */
  readonly depth: number;
  readonly isBlank: boolean;
}

interface Cut {
  /** First line that is not the writer's. */
  readonly start: number;
  /** First line after the quote that is the writer's again; null when none is. */
  readonly end: number | null;
  /** What the writer put in front of the attribution on its own line. */
  readonly attributionText: string;
}

const lineLengthMax = 400;

function scan(line: string): Line {
  const marks = /^(?:[ \t]{0,3}>){0,60}[ \t]?/.exec(line)?.[0] ?? '';
  const depth = marks.split('>').length - 1;
  const text = line
    .slice(depth > 0 ? marks.length : 0, marks.length + lineLengthMax)
    .replace(/[\u200b-\u200f\u2060\ufeff]/g, '')
    .replace(/[\u00a0\u202f\u2007\u2009]/g, ' ')
    .trim();
  return { text, depth, isBlank: text === '' };
}

function findQuote(lines: readonly Line[], options: QuoteOptions): Cut | null {
  for (let i = 0; i < lines.length; i += 1) {
    const line = lines[i];
    if (line === undefined || line.isBlank) continue;
    // What is passed on is content, whatever quotes it holds.
    if (isForwardMark(line.text)) return null;
    if (aboveThisLine.test(line.text)) return { start: i, end: null, attributionText: '' };
    if (outlookSignature.test(line.text) && hasOwnText(lines, 0, i))
      return { start: i, end: null, attributionText: '' };
    if (isOriginalMark(line.text)) return markedQuote(lines, i);
    const attribution = attributionAt(lines, i);
    if (attribution !== null) {
      const cut = attributedQuote(lines, i, attribution);
      if (cut !== null) return cut;
      i = attribution.end - 1;
      continue;
    }
    if (isHeaderBlock(lines, i) && hasOwnText(lines, 0, i))
      return { start: i, end: null, attributionText: '' };
  }
  return trailingQuote(lines, options);
}

const isForwardMark = (text: string): boolean => forwardMark.test(text);
const forwardMark = new RegExp(
  `^(?:[-_=*]{2,}\\s?)?(?:${forwardedMessage})(?:\\s?[-_=*]{2,}|\\s?:|\\s.{0,80})?$`,
  'iu',
);

const isOriginalMark = (text: string): boolean => originalMark.test(text);
const originalMark = new RegExp(
  `^[-_=*]{2,}\\s{0,3}(?:${originalMessage})\\s{0,3}:?\\s{0,3}[-_=*]{2,}$`,
  'iu',
);

/** A rule such as `-----Original Message-----`: the rest is the old mail. */
function markedQuote(lines: readonly Line[], start: number): Cut {
  return {
    start,
    end: hasOwnText(lines, 0, start) ? null : ownTextAfterQuote(lines, start + 1),
    attributionText: '',
  };
}

interface Attribution {
  /** First line behind it. */
  readonly end: number;
  /** Text of the writer in front of it on the same line. */
  readonly before: string;
}

/** How many lines "On … wrote:" may be broken over. */
const attributionLinesMax = 6;

function attributionAt(lines: readonly Line[], start: number): Attribution | null {
  const first = lines[start];
  if (first === undefined || !mayStart(first.text)) return null;
  let joined = '';
  let blanks = 0;
  for (let count = 0; count < attributionLinesMax; count += 1) {
    const line = lines[start + count];
    if (line === undefined) return null;
    if (line.isBlank) {
      blanks += 1;
      // Only a broken address goes on behind a blank line.
      if (blanks > 1 || !/^[<>]/.test(lines[start + count + 1]?.text ?? '')) return null;
      continue;
    }
    // A wrapped address ends as `> wrote:`, where the `>` closes it and quotes nothing.
    const closes =
      count > 0 && line.depth > first.depth && joined.lastIndexOf('<') > joined.lastIndexOf('>');
    joined += `${joined === '' ? '' : ' '}${closes ? '> ' : ''}${line.text}`;
    if (joined.length > 500) return null;
    const before = attributionStart(joined, nextText(lines, start + count + 1));
    if (before !== null) return { end: start + count + 1, before };
    if (
      count === 0 &&
      endsSentence.test(line.text) &&
      !startsWithDay.test(joined) &&
      !address.test(joined)
    )
      return null;
  }
  return null;
}

/** A sentence ends here: what comes in the next line is another one. */
const endsSentence = /\p{L}{3}[.!?]$/u;

const dayWord =
  '(?:mon|tue|wed|thu|fri|sat|sun|lun|mar|mi[eé]|jue|vie|s[aá]b|dom|seg|ter|qua|qui|sex|mo|di|mi|do|fr|sa|so|gio|ven|mer|jeu|dim|sam|pon|ons|tor|lör|søn|pe|ma|ti|ke|to|la|su)';

/** A year, a time of day, or a numeric date: what a client writes and people rarely do. */
const momentText = String.raw`(?:(?:19|20)\d\d(?!\d)|\d{1,2}[:.h]\d{2}(?!\d)|\d{1,4}[/.-]\d{1,2}[/.-]\d{1,4}|\d{1,2}\s?年|\d{1,2}月)`;
const moment = new RegExp(momentText, 'u');
const addressText = String.raw`[^\s<>()"]{1,120}@[^\s<>()"]{1,120}`;
const address = new RegExp(addressText, 'u');
const startsWithDay = new RegExp(`^(?:[-*_ ]{0,12})(?:${onDay})(?:[\\s,.:]|(?=\\d))`, 'iu');

const mayStart = (text: string): boolean =>
  quoting.test(text) ||
  startsWithDay.test(text) ||
  moment.test(text) ||
  address.test(text) ||
  wroteAtEnd.test(text) ||
  /<$/.test(text);

const wroteAtEnd = new RegExp(
  `(?:^|[\\s>)"'\\]，,、\\d日])(?:${wrote})\\s?[-*_]*\\s?[:：]?\\s?[-*_]*$`,
  'iu',
);
const wroteThenMoment = new RegExp(`(?:^|\\s)(?:${wrote})\\s.{0,120}[:：]$`, 'iu');
const ends = /[:：]\s?[-*_]*$/u;
const midLineDay = new RegExp(
  `(?:^|[\\s-])((?:On|El|Le|Am|Em|Il|Op)\\s(?:${dayWord}\\p{L}{0,8}[.,]?\\s)?.{0,40}?${momentText})`,
  'iu',
);

/**
 * Whether `joined` is the line above a quote, and what of it the writer still said. Null when it is none.
 * `next` is the first line behind it: a quote mark there makes weak signs strong.
 */
function attributionStart(joined: string, next: Line | null): string | null {
  const hasMoment = moment.test(joined);
  const hasAddress = address.test(joined);
  const isQuoted = next !== null && next.depth > 0;
  if (isMarkedAttribution(joined, hasMoment || hasAddress)) return '';
  if (quoting.test(joined) && (hasAddress || isQuoted)) return '';
  const endsInWrote = wroteAtEnd.test(joined);
  const hasColon = ends.test(joined);
  if (endsInWrote && (hasMoment || hasAddress)) {
    if (!hasColon && !hasAddress && !isQuoted && !startsWithDay.test(joined)) return null;
    return beforeDay(joined);
  }
  if (endsInWrote && hasColon && isQuoted) return startsWithDay.test(joined) ? '' : null;
  // German and the Nordic languages put the day behind the verb: "schrieb am … um 11:53 Uhr:".
  if (hasColon && wroteThenMoment.test(joined) && (hasMoment || hasAddress)) return '';
  if (hasColon && hasAddress && hasMoment && dateThenPerson.test(joined)) return '';
  // Old Gmail leaves the verb and the colon out.
  return isoThenPerson.test(joined) && (/\bGMT[+-]/.test(joined) || hasAddress) ? '' : null;
}

const dateThenPerson = new RegExp(
  `^.{0,60}${momentText}.{0,120}<?${addressText}>?\\)?\\s?[:：]$`,
  'u',
);
const isoThenPerson =
  /^(?:19|20)\d\d[-/]\d{1,2}[-/]\d{1,2}(?:\s\d{1,2}:\d{2}(?:\s?GMT[+-]\d{1,2}:?\d{0,2})?)?\s\p{L}[^:]{0,160}:?$/u;

/** `---- John Smith wrote ----`, `------On 12/29/1987 17:32 PM, Julius Caesar wrote-----`. */
const isMarkedAttribution = (joined: string, hasSign: boolean): boolean =>
  /^-{3,}/.test(joined) && (hasSign || /-{3,}$/.test(joined)) && ruledWrote.test(joined);
const ruledWrote = new RegExp(`^-{3,}.{1,300}?\\s?(?:${wrote})\\s?[:：]?\\s?-{3,}$`, 'iu');

/** Horde and its kin name the author only: `Quoting Ana <a@b>:`. */
const quoting = new RegExp(`^(?:${quotingWords})\\s.{1,200}[:：]$`, 'iu');

function beforeDay(joined: string): string {
  if (startsWithDay.test(joined)) return '';
  const day = midLineDay.exec(joined);
  const start = day === null ? -1 : day.index + day[0].indexOf(day[1] ?? '');
  const before = start <= 0 ? '' : joined.slice(0, start).replace(/[-\s]+$/, '');
  // "Mesa <mesa@…> hat am … geschrieben": the person in front belongs to it.
  return address.test(before) ? '' : before;
}

function attributedQuote(
  lines: readonly Line[],
  start: number,
  attribution: Attribution,
): Cut | null {
  const before = attribution.before;
  const isAlreadyQuoted = (lines[start]?.depth ?? 0) > 0;
  const next = nextText(lines, attribution.end);
  const hasTextAbove = hasOwnText(lines, 0, start) || before !== '';
  if (next === null) return { start, end: null, attributionText: before };
  if (next.depth === 0 && !isAlreadyQuoted) {
    // Nothing above and nothing marked below: the answer stands there unmarked, so all of it is shown.
    if (!hasTextAbove) return null;
    return { start, end: null, attributionText: before };
  }
  const answers = answersBelow(lines, attribution.end);
  // Answers between the quoted lines only make sense with them.
  if (answers.blocks > 1 || (answers.blocks === 1 && answers.isFollowedByQuote))
    return { start, end: attribution.end, attributionText: before };
  return { start, end: answers.first, attributionText: before };
}

/** Text of the writer below a quoted block: where it starts, how many blocks of it there are. */
function answersBelow(
  lines: readonly Line[],
  start: number,
): { first: number | null; blocks: number; isFollowedByQuote: boolean } {
  let first: number | null = null;
  let blocks = 0;
  let inQuote = true;
  let isFollowedByQuote = false;
  for (let i = start; i < lines.length; i += 1) {
    const line = lines[i];
    if (line === undefined || line.isBlank) continue;
    if (line.depth > 0) {
      if (blocks > 0) isFollowedByQuote = true;
      inQuote = true;
      continue;
    }
    if (isWrappedQuote(lines, i)) continue;
    if (inQuote) {
      // A list footer or a second attribution below the quote is none of the writer's.
      if (isFooter(line.text)) break;
      blocks += 1;
      first ??= i;
    }
    inQuote = false;
  }
  return { first, blocks, isFollowedByQuote };
}

/** A quoted line that the sender's client wrapped: one unmarked line between two marked ones, no blank around it. */
function isWrappedQuote(lines: readonly Line[], i: number): boolean {
  const above = lines[i - 1];
  const below = lines[i + 1];
  return (
    above !== undefined &&
    below !== undefined &&
    above.depth > 0 &&
    below.depth > 0 &&
    !above.isBlank &&
    above.text.length > 55
  );
}

const isFooter = (text: string): boolean => /^_{2,}$|^-{2,}$|^={5,}$/.test(text);

const ownTextAfterQuote = (lines: readonly Line[], start: number): number | null =>
  answersBelow(lines, start).first;

/** The old mail's own header, as Outlook copies it: several labelled lines in a row, one of them its sender. */
function isHeaderBlock(lines: readonly Line[], start: number): boolean {
  const depth = lines[start]?.depth ?? 0;
  const found = new Set<HeaderRole>();
  let firstRole: HeaderRole | null = null;
  let hasSenderAddress = false;
  let hasMoment = false;
  let unlabelled = 0;
  for (let i = start; i < Math.min(lines.length, start + 14); i += 1) {
    const line = lines[i];
    if (line === undefined || line.depth !== depth) break;
    if (line.isBlank) {
      // Some clients put a blank line between the labels.
      if (found.size === 0 || labelOf(lines[i + 1]?.text ?? '') === null) break;
      continue;
    }
    const label = labelOf(line.text);
    if (label === null) {
      unlabelled += 1;
      if (found.size === 0 || unlabelled > 3) break;
      if (found.size === 1 && found.has('from') && address.test(line.text)) hasSenderAddress = true;
      continue;
    }
    // A second sender begins another block: the first one was a line of the letter.
    if (label.role === 'from' && found.has('from')) return false;
    firstRole ??= label.role;
    found.add(label.role);
    if (label.role === 'from' && address.test(label.value)) hasSenderAddress = true;
    if (label.role === 'date' && moment.test(label.value)) hasMoment = true;
    for (const further of label.value.matchAll(furtherLabel)) {
      const role = headerRole(further[1] ?? '');
      if (role !== null) found.add(role);
      if (role === 'date' && moment.test(label.value)) hasMoment = true;
    }
  }
  if (firstRole === null || firstRole === 'other' || !found.has('from')) return false;
  if (hasSenderAddress && hasMoment) return true;
  const known = (['from', 'date', 'to', 'subject'] as const).filter((role) =>
    found.has(role),
  ).length;
  return known >= 3 && (hasMoment || hasSenderAddress || known === 4);
}

/** Clients that lose the line breaks leave `From: … Date: … Subject: …` on one line. */
const furtherLabel = /\s([\p{Lu}][\p{L}]{0,10}(?: [\p{L}]{2,4})?)\s?:\s/gu;

function labelOf(text: string): { role: HeaderRole; value: string } | null {
  const match =
    /^[*_|\s]{0,4}([\p{L}][\p{L} .-]{0,22}?)\s?[*_]{0,2}\s?[:：][*_]{0,2}\s?(.*)$/u.exec(text);
  if (match === null) return null;
  const role = headerRole(match[1] ?? '');
  return role === null ? null : { role, value: match[2] ?? '' };
}

/** Quoted lines at the very end, without a line above that says whose they are. */
function trailingQuote(lines: readonly Line[], options: QuoteOptions): Cut | null {
  let end = lines.length;
  while (end > 0 && (lines[end - 1]?.isBlank === true || isRule(lines[end - 1]?.text ?? '')))
    end -= 1;
  let start = end;
  let depthMax = 0;
  while (start > 0 && ((lines[start - 1]?.depth ?? 0) > 0 || lines[start - 1]?.isBlank === true)) {
    start -= 1;
    depthMax = Math.max(depthMax, lines[start]?.depth ?? 0);
  }
  if (depthMax === 0 || !hasOwnText(lines, 0, start)) return null;
  if (options.isFromHtml && depthMax < 2) return null;
  return { start, end: null, attributionText: '' };
}

function nextText(lines: readonly Line[], start: number): Line | null {
  for (let i = start; i < Math.min(lines.length, start + 6); i += 1) {
    const line = lines[i];
    if (line !== undefined && (!line.isBlank || line.depth > 0)) return line;
  }
  return null;
}

function hasOwnText(lines: readonly Line[], from: number, to: number): boolean {
  for (let i = from; i < to; i += 1) {
    const line = lines[i];
    if (line !== undefined && line.depth === 0 && !line.isBlank && !isRule(line.text)) return true;
  }
  return false;
}

const isRule = (text: string): boolean => /^[-_=*#~+—–·•\u1427\s]+$/u.test(text);

/** The rule and the blank lines that clients draw above a quote. */
function withoutTail(lines: readonly string[]): readonly string[] {
  let end = lines.length;
  while (end > 0 && isRuleOrBlank(lines[end - 1] ?? '')) end -= 1;
  return lines.slice(0, end);
}

const isRuleOrBlank = (line: string): boolean =>
  line.trim() === '' || isRule(line.slice(0, lineLengthMax).trim());

/** How long a signature may be: more than this behind `--` is text. */
const signatureLinesMax = 20;

function withoutSignature(lines: readonly string[]): readonly string[] {
  let end = withoutTail(lines).length;
  const mark = lines.findIndex(
    (line, i) => i > 0 && i < end && /^(?:--|—|–)[ \u00a0]?\r?$/.test(line),
  );
  if (mark > 0 && end - mark <= signatureLinesMax && withoutTail(lines.slice(0, mark)).length > 0)
    end = mark;
  end = withoutTail(lines.slice(0, end)).length;
  const last = (lines[end - 1] ?? '').slice(0, lineLengthMax).trim();
  if (deviceSignature.test(last) && withoutTail(lines.slice(0, end - 1)).length > 0) end -= 1;
  return lines.slice(0, withoutTail(lines.slice(0, end)).length);
}

function joinOwn(above: readonly string[], below: readonly string[]): string {
  const parts = [above.join('\n').trimEnd(), below.join('\n').trim()].filter(
    (part) => part.trim() !== '',
  );
  return parts.join('\n\n');
}
