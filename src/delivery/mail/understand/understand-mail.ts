import { createHash } from 'node:crypto';
import { nothingSuggested, suggestionFromMail } from '../../../policy/priority-from-mail.ts';
import { readAddresses, readBareAddress, readFrom } from './addresses.ts';
import { readAutomatic } from './automatic.ts';
import { readBody } from './body.ts';
import { readBounce } from './bounce.ts';
import { readCalendars } from './calendars.ts';
import { cleanLine } from './clean-text.ts';
import { decodeHeaderText } from './encoded-words.ts';
import { readStructured } from './header-parameters.ts';
import { MailOverLimit, mailLimits } from './limits.ts';
import { type MimeLeaf, readParts } from './mime-parts.ts';
import type {
  MailHeader,
  MailLimits,
  ReadMail,
  UnderstandOptions,
  UnderstoodMail,
} from './model.ts';
import { readProtection } from './protection.ts';
import { headerOf, headersOf, readRawHeaders } from './raw-headers.ts';
import { letterKind } from './reply/reply-or-forward.ts';
import { splitReply } from './reply/split-reply.ts';
import { sanitizeMailHtml } from './safe-html.ts';
import { readThreadIds } from './thread-ids.ts';

/**
 * One raw message, understood: bytes in, facts out. No database, no network, no clock.
 *
 * Never throws for what a message contains: over a limit, or beyond reading, it comes back as `rejected` with the
 * reason, and the caller keeps the raw bytes in quarantine (EMAIL.md rule 2).
 */
export async function understandMail(
  raw: Uint8Array,
  options: UnderstandOptions = {},
): Promise<UnderstoodMail> {
  const bytes = Buffer.from(raw.buffer, raw.byteOffset, raw.byteLength);
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const limits = { ...mailLimits, ...options.limits };
  try {
    return await read(bytes, sha256, limits, options);
  } catch (error) {
    const reason = error instanceof MailOverLimit ? error.reason : 'unreadable';
    const detail = error instanceof Error ? error.message : String(error);
    return { rejected: true, reason, detail, sizeBytes: bytes.length, sha256 };
  }
}

async function read(
  raw: Buffer,
  sha256: string,
  limits: MailLimits,
  options: UnderstandOptions,
): Promise<ReadMail> {
  if (raw.length > limits.sizeBytesMax)
    throw new MailOverLimit('size', `${raw.length} bytes, allowed ${limits.sizeBytesMax}`);
  const headers = readRawHeaders(raw, limits);
  const contentType = readStructured(headerOf(headers, 'content-type') ?? '', null);
  const root = await readParts(raw, limits);
  const body = readBody(root, limits);
  const hint = declaredCharset(body.leaves);
  const envelope = readEnvelope(headers, hint, limits);
  const thread = readThreadIds(headers, hint);
  const kind = letterKind({
    subject: envelope.subject,
    answersAny: thread.lookup.length > 0,
    recipients: [...envelope.to, ...envelope.cc],
  });
  const bounce = readBounce({
    headers,
    contentType,
    leaves: body.leaves,
    from: envelope.from,
    fromText: envelope.fromText,
    to: envelope.to,
    returnPath: envelope.returnPath,
    subject: envelope.subject,
    text: body.text,
    scannedCharactersMax: limits.scannedCharactersMax,
  });
  const split = splitReply({
    kind: bounce === null ? kind : 'first',
    text: body.text,
    plain: body.plain,
    html: body.html,
    scannedCharactersMax: limits.scannedCharactersMax,
  });
  const automatic = readAutomatic({
    headers,
    from: envelope.from,
    returnPath: envelope.returnPath,
    subject: envelope.subject,
    messageId: thread.messageId,
    isBounce: bounce !== null,
    reportType:
      contentType.value === 'multipart/report'
        ? (contentType.parameters.get('report-type') ?? '')
        : null,
    ownAddresses: options.ownAddresses ?? [],
    ownMessageIdDomains: options.ownMessageIdDomains ?? [],
  });
  const importance = importanceOf(headers);
  const safe = body.html === null ? null : sanitizeMailHtml(body.html);
  return {
    rejected: false,
    sizeBytes: raw.length,
    sha256,
    headers,
    from: envelope.from,
    fromProblem: envelope.fromProblem,
    writtenFrom: envelope.writtenFrom,
    sender: envelope.sender,
    replyTo: envelope.replyTo,
    to: envelope.to,
    cc: envelope.cc,
    deliveredTo: envelope.deliveredTo,
    returnPath: envelope.returnPath,
    subject: envelope.subject,
    date: envelope.date,
    thread,
    text: body.text,
    html: body.html,
    safeHtml: safe?.html ?? null,
    remoteImages: safe?.remoteImages ?? 0,
    ownPictures: safe?.ownPictures ?? [],
    visibleText: split.visibleText,
    visibleHtml: split.visibleHtml,
    safeVisibleHtml: split.safeVisibleHtml,
    ownText: split.ownText.slice(0, ownCharactersMax),
    strippedBy: split.strippedBy,
    isReply: kind === 'reply',
    isForward: kind === 'forward',
    attachments: body.attachments,
    calendars: readCalendars(body.leaves),
    protection: readProtection(root, body.text),
    automatic,
    bounce,
    importance,
    suggestion: automatic.isByMachine
      ? nothingSuggested
      : suggestionFromMail({
          // The subject of an answer or of a forward is the one it had before.
          subject: kind === 'first' ? envelope.subject : '',
          text: split.ownText,
          importance,
        }),
    repairs:
      body.html !== null && safe === null ? [...body.repairs, 'html-too-deep'] : body.repairs,
  };
}

/** Far more than any rule looks at. */
const ownCharactersMax = 64 * 1024;

/** What the first text of the mail says it is written in: undeclared letters of the headers most likely are, too. */
const declaredCharset = (leaves: readonly MimeLeaf[]): string | null =>
  leaves
    .filter(({ type }) => type.startsWith('text/'))
    .map(({ contentType }) => contentType.parameters.get('charset'))
    .find((charset) => charset !== undefined) ?? null;

/** Who, to whom and about what: everything in the header but the structure. */
function readEnvelope(headers: readonly MailHeader[], hint: string | null, limits: MailLimits) {
  const list = (name: string) =>
    headersOf(headers, name).flatMap((value) => readAddresses(value, hint, limits));
  const { from, problem, written } = readFrom(headersOf(headers, 'from'), hint, limits);
  const returnPath = headers.find(({ name }) => name === 'return-path');
  return {
    from,
    fromProblem: problem,
    writtenFrom: written,
    fromText: headerOf(headers, 'from') ?? '',
    sender: list('sender')[0] ?? null,
    replyTo: list('reply-to'),
    to: list('to'),
    cc: list('cc'),
    deliveredTo: deliveredTo(headers),
    returnPath: returnPath === undefined ? null : readBareAddress(returnPath.value),
    subject: decodeHeaderText(headerOf(headers, 'subject') ?? '', hint),
    date: dateOf(headers),
  };
}

/** Our own server writes these at the top: the first is the last hop. */
const deliveredTo = (headers: readonly MailHeader[]): readonly string[] => [
  ...new Set(
    ['delivered-to', 'x-original-to', 'envelope-to', 'x-envelope-to']
      .flatMap((name) => headersOf(headers, name))
      .map(readBareAddress)
      .filter((address): address is string => address !== null && address !== ''),
  ),
];

function dateOf(headers: readonly MailHeader[]): number | null {
  const value = headerOf(headers, 'date');
  if (value === null) return null;
  const instant = Date.parse(
    value
      .slice(0, 100)
      .replace(/\(.*?\)/g, '')
      .trim(),
  );
  return Number.isNaN(instant) ? null : instant;
}

const importanceOf = (headers: readonly MailHeader[]): readonly string[] =>
  ['Importance', 'X-Priority', 'Priority', 'X-MSMail-Priority'].flatMap((name) => {
    const value = headerOf(headers, name.toLowerCase());
    return value === null ? [] : [`${name}: ${cleanLine(value).slice(0, 60)}`];
  });
