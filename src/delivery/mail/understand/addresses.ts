import { decodeText } from './charsets.ts';
import { decodeHeaderText } from './encoded-words.ts';
import { MailOverLimit } from './limits.ts';
import type { FromProblem, MailAddress, MailLimits } from './model.ts';

/**
 * The mailboxes of one address header, in order. What is no mailbox is left out.
 *
 * The address is read from the bytes: nothing decoded from a display name, a comment or an encoded word ever
 * becomes an address, and a mailbox with two addresses or with spaces inside is none (EMAIL.md rule 5).
 */
export function readAddresses(
  value: string,
  hint: string | null,
  limits: MailLimits,
): readonly MailAddress[] {
  return mailboxesIn(value, limits)
    .map((mailbox) => addressOf(mailbox, hint))
    .filter((address) => address !== null);
}

export interface WrittenFrom {
  /** Exactly one From header with exactly one address, or nobody. */
  readonly from: MailAddress | null;
  readonly problem: FromProblem | null;
  /** Every address the From headers show, for the person who looks at the quarantine. Never an identity. */
  readonly written: readonly MailAddress[];
}

/** Who wrote it, or why nobody can be said to have. Mailboxes without any address are not counted. */
export function readFrom(
  values: readonly string[],
  hint: string | null,
  limits: MailLimits,
): WrittenFrom {
  if (values.length === 0) return { from: null, problem: 'missing', written: [] };
  const mailboxes = values
    .flatMap((value) => mailboxesIn(value, limits))
    .filter(
      ({ angles, outside }) => angles.some((angle) => angle.trim() !== '') || outside.includes('@'),
    );
  const written = mailboxes
    .map((mailbox) => addressOf(mailbox, hint))
    .filter((address) => address !== null);
  if (mailboxes.length > 1) return { from: null, problem: 'several', written };
  const from = written[0] ?? null;
  return { from, problem: from === null ? 'unreadable' : null, written };
}

/** One address without a name, as in Return-Path or Delivered-To; '' for `<>`, null when there is none. */
export function readBareAddress(value: string): string | null {
  const text = value.trim();
  if (text === '<>' || text === '') return '';
  const angle = /^<([^<>]*)>/.exec(text);
  return addrSpec((angle?.[1] ?? text).trim())?.toLowerCase() ?? null;
}

/** The text of one mailbox, taken apart: what stands in `<…>`, what stands outside, what was in comments. */
interface Mailbox {
  readonly angles: readonly string[];
  readonly outside: string;
  readonly comment: string;
}

function addressOf(mailbox: Mailbox, hint: string | null): MailAddress | null {
  if (mailbox.angles.length > 1) return null;
  const [angle] = mailbox.angles;
  const address = addrSpec(angle ?? mailbox.outside);
  if (address === null) return null;
  const phrase = angle === undefined ? mailbox.comment : mailbox.outside || mailbox.comment;
  return { address, name: displayName(phrase, hint) };
}

function displayName(phrase: string, hint: string | null): string {
  const decoded = decodeHeaderText(phrase, hint);
  const inner = /^(["'])(.*)\1$/s.exec(decoded)?.[2] ?? decoded;
  return inner
    .replace(/\\(["\\])/g, '$1')
    .replace(/\s+/g, ' ')
    .trim();
}

/**
 * An addr-spec of RFC 5322, or null. Looser where mail in the field is (dots in a row in the local part, UTF-8
 * letters), stricter where identity is at stake: one `@` outside quotes, no spaces, no controls, no source route.
 */
export function addrSpec(text: string): string | null {
  const candidate = text.trim();
  if (candidate.length > 320) return null;
  const at = candidate.lastIndexOf('@');
  const local = candidate.slice(0, at);
  const domain = candidate.slice(at + 1).toLowerCase();
  // A dot behind the last label is kept: that address is not the one without it.
  if (at <= 0 || !isLocalPart(local) || !isDomain(domain.replace(/\.$/, ''))) return null;
  return `${letters(local)}@${letters(domain)}`;
}

const isLocalPart = (local: string): boolean =>
  !/\p{Cc}/u.test(local.replace(/[\u0080-\u009f]/g, '')) &&
  (/^[^\s"(),:;<>@[\\\]]+$/.test(local) || /^"(?:[^"\\]|\\[\x20-\x7e])*"$/.test(local));

const isDomain = (domain: string): boolean =>
  /^(?:[a-z0-9_\u0080-\u00ff](?:[a-z0-9_\u0080-\u00ff-]*[a-z0-9_\u0080-\u00ff])?\.)*[a-z0-9_\u0080-\u00ff](?:[a-z0-9_\u0080-\u00ff-]*[a-z0-9_\u0080-\u00ff])?$/.test(
    domain,
  ) || /^\[[0-9a-f.:]+\]$/.test(domain.replace(/^\[ipv6:/, '['));

/** RFC 6532 addresses are UTF-8; older senders put in what letters they have. */
const letters = (latin1: string): string =>
  /[\u0080-\u00ff]/.test(latin1) ? decodeText(Buffer.from(latin1, 'latin1'), null).text : latin1;

/** One pass over the characters; comments nest by a counter, so a bomb of parentheses costs nothing. */
function mailboxesIn(value: string, limits: MailLimits): readonly Mailbox[] {
  const found: Mailbox[] = [];
  let angles: string[] = [];
  let outside = '';
  let comment = '';
  let depth = 0;
  let state: 'outside' | 'quoted' | 'angle' | 'angle-quoted' = 'outside';

  const finish = (): void => {
    const text = outside.trim();
    // `Doe, John <j@x>` without quotes: the comma belongs to the name.
    if (angles.length === 0 && !text.includes('@') && (text !== '' || comment !== '')) {
      outside = text === '' ? '' : `${text}, `;
      return;
    }
    if (angles.length > 0 || text !== '')
      found.push({ angles, outside: text, comment: comment.trim() });
    if (found.length > limits.recipientsMax)
      throw new MailOverLimit(
        'recipients',
        `more than ${limits.recipientsMax} addresses in one header`,
      );
    angles = [];
    outside = '';
    comment = '';
  };

  for (let i = 0; i < value.length; i += 1) {
    const character = value[i] ?? '';
    if (depth > 0) {
      if (character === '\\') i += 1;
      else if (character === '(') depth += 1;
      else if (character === ')') depth -= 1;
      if (depth > 0) comment += character;
      continue;
    }
    if (state === 'angle' || state === 'angle-quoted') {
      if (state === 'angle' && character === '>') state = 'outside';
      else {
        if (character === '"') state = state === 'angle' ? 'angle-quoted' : 'angle';
        angles[angles.length - 1] += character;
      }
      continue;
    }
    if (state === 'quoted') {
      outside += character;
      if (character === '\\') {
        outside += value[i + 1] ?? '';
        i += 1;
      } else if (character === '"') state = 'outside';
      continue;
    }
    if (character === '"') {
      state = 'quoted';
      outside += character;
    } else if (character === '(') depth = 1;
    else if (character === '<') {
      state = 'angle';
      angles.push('');
    } else if (character === ',' || character === ';') finish();
    else if (character === ':' && isGroupName(outside, angles)) {
      outside = '';
    } else outside += character;
  }
  const rest = outside.trim().replace(/,$/, '');
  outside = rest;
  if (angles.length > 0 || rest.includes('@')) finish();
  return found;
}

/** `undisclosed-recipients: ;` and `team: a@x, b@y;`. A colon behind an address is no group. */
const isGroupName = (outside: string, angles: readonly string[]): boolean =>
  angles.length === 0 && !outside.includes('@') && outside.trim() !== '';
