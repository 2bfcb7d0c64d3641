import { attachmentOf, nameOf, packedAttachment } from './attachments.ts';
import { decodeText } from './charsets.ts';
import { cleanText } from './clean-text.ts';
import { unfoldFlowed } from './flowed-text.ts';
import { htmlToText } from './html-to-text.ts';
import type { MimeLeaf, MimePart } from './mime-parts.ts';
import type { MailAttachment } from './model.ts';
import { readTnef } from './tnef/read-tnef.ts';

export interface MailBody {
  /** All that can be read, as text. */
  readonly text: string;
  /** The text parts alone; null when the mail only came as HTML. */
  readonly plain: string | null;
  readonly html: string | null;
  readonly attachments: readonly MailAttachment[];
  /** Attachments and body parts, for the readers of reports and calendars. */
  readonly leaves: readonly MimeLeaf[];
  readonly repairs: readonly string[];
}

export interface BodyOptions {
  readonly partsMax: number;
  readonly htmlCharactersMax: number;
  readonly textCharactersMax: number;
}

/** Which parts are the letter and which are attached to it. */
export function readBody(root: MimePart, options: BodyOptions): MailBody {
  const reading: Reading = {
    attachments: [],
    leaves: [],
    repairs: new Set(),
    options,
    bodyParts: 0,
    packed: null,
    packedFiles: 0,
  };
  const letter = read(root, { isRelated: false, isFirst: true }, reading);
  // Beside winmail.dat Outlook mostly writes the letter's text as well; what it packed is the letter where it did not.
  const content = letter.text.trim() === '' ? (reading.packed ?? letter) : letter;
  return {
    text: content.text,
    plain: content.plain,
    html: content.html,
    attachments: reading.attachments,
    leaves: reading.leaves,
    repairs: [...reading.repairs],
  };
}

interface Reading {
  readonly attachments: MailAttachment[];
  readonly leaves: MimeLeaf[];
  readonly repairs: Set<string>;
  readonly options: BodyOptions;
  bodyParts: number;
  /** The letter that Outlook packed as winmail.dat. */
  packed: Content | null;
  /** Files that were packed in one, of all of them. */
  packedFiles: number;
}

interface Place {
  readonly isRelated: boolean;
  /** Nothing of the message stands before it. */
  readonly isFirst: boolean;
}

interface Content {
  readonly text: string;
  readonly plain: string | null;
  readonly html: string | null;
}

const nothing: Content = { text: '', plain: null, html: null };

function read(part: MimePart, place: Place, reading: Reading): Content {
  if (part.kind === 'leaf') return readLeaf(part, place, reading);
  const isRelated = place.isRelated || part.type === 'multipart/related';
  const contents = part.children.map((child, index) =>
    read(child, { isRelated, isFirst: place.isFirst && index === 0 }, reading),
  );
  return part.type === 'multipart/alternative' ? alternative(contents) : together(contents);
}

/** The same letter several times: the text of the text form, the HTML of the HTML form. */
function alternative(contents: readonly Content[]): Content {
  const plain = joined(contents.map((content) => content.plain));
  const html = contents.findLast((content) => content.html !== null)?.html ?? null;
  const isPlainEmpty = plain === null || plain.trim() === '';
  const text = isPlainEmpty
    ? (contents.findLast(({ text }) => text.trim() !== '')?.text ?? '')
    : plain;
  return { text, plain: isPlainEmpty ? null : plain, html };
}

/** Parts that follow one another: all of them are the letter. */
function together(contents: readonly Content[]): Content {
  const filled = contents.filter((content) => content !== nothing);
  const [only] = filled;
  if (only === undefined) return nothing;
  if (filled.length === 1) return only;
  return {
    text: joined(filled.map((content) => content.text)) ?? '',
    plain: filled.every((content) => content.plain !== null)
      ? joined(filled.map(({ plain }) => plain))
      : null,
    html: filled.some((content) => content.html !== null)
      ? filled.map((content) => content.html ?? textAsHtml(content.text)).join('<br>\n')
      : null,
  };
}

const joined = (texts: readonly (string | null)[]): string | null => {
  const present = texts.filter((text) => text !== null);
  if (present.length === 0) return null;
  return present.filter((text, index) => index === 0 || text !== '').join('\n');
};

function readLeaf(leaf: MimeLeaf, place: Place, reading: Reading): Content {
  reading.leaves.push(leaf);
  if (!isLetter(leaf, place, reading)) {
    const attachment = attachmentOf(leaf, place.isRelated);
    reading.attachments.push(attachment);
    if (attachment.role === 'bundle') unpack(leaf, reading);
    return nothing;
  }
  reading.bodyParts += 1;
  const decoded = decodeText(leaf.content, charsetOf(leaf));
  if (decoded.repaired) reading.repairs.add('charset');
  if (leaf.type !== 'text/html') {
    const text = cleanText(unfoldFlowed(decoded.text, leaf.contentType));
    const shown = text.slice(0, reading.options.textCharactersMax);
    if (shown.length < text.length) {
      // Nobody reads so much in a conversation; whoever wants it all has the file.
      reading.repairs.add('text-too-long');
      reading.attachments.push(attachmentOf(leaf, place.isRelated));
    }
    return { text: shown, plain: shown, html: null };
  }
  if (charactersToRead(decoded.text) > reading.options.htmlCharactersMax) {
    reading.repairs.add('html-too-long');
    reading.attachments.push(attachmentOf(leaf, place.isRelated));
    return {
      text: htmlToText(decoded.text.slice(0, reading.options.htmlCharactersMax)),
      plain: null,
      html: null,
    };
  }
  return htmlContent(decoded.text);
}

function htmlContent(source: string): Content {
  const html = source.replace(/\0/g, '');
  return { text: htmlToText(html), plain: null, html };
}

/** What stands in winmail.dat is shown beside it; the bundle itself stays, as it came. */
function unpack(leaf: MimeLeaf, reading: Reading): void {
  const { partsMax, textCharactersMax, htmlCharactersMax } = reading.options;
  const filesMax = partsMax - reading.packedFiles;
  const tnef = readTnef(leaf.content, { filesMax, textCharactersMax, htmlCharactersMax });
  if (tnef === null || tnef.isBroken) reading.repairs.add('bundle-broken');
  if (tnef === null) return;
  reading.packedFiles += tnef.files.length;
  reading.attachments.push(
    ...tnef.files.map((file, index) => packedAttachment(file, `${leaf.number}.${index + 1}`)),
  );
  if (tnef.html !== null) reading.packed ??= htmlContent(tnef.html);
  else if (tnef.text.trim() !== '') {
    reading.packed ??= { text: tnef.text, plain: tnef.text, html: null };
  }
}

/**
 * An inline text with a file name is a file that Outlook and Apple Mail put there (.txt, .csv, .log): merged into
 * the letter it would lose its name. Only as the very first part it is the letter itself.
 */
function isLetter(leaf: MimeLeaf, place: Place, reading: Reading): boolean {
  if (leaf.type !== 'text/plain' && leaf.type !== 'text/html') return false;
  if (leaf.disposition.value !== '' && leaf.disposition.value !== 'inline') return false;
  return nameOf(leaf) === '' || (place.isFirst && reading.bodyParts === 0);
}

function charsetOf(leaf: MimeLeaf): string | null {
  const declared = leaf.contentType.parameters.get('charset') ?? null;
  if (declared !== null || leaf.type !== 'text/html') return declared;
  // Without a header the document's own declaration is the next best.
  const head = leaf.content.toString('latin1', 0, 2_048);
  return /<meta[^>]{0,200}charset\s*=\s*["']?([\w-]{2,40})/i.exec(head)?.[1] ?? null;
}

/** Pictures pasted into the HTML cost nothing to read past. */
const charactersToRead = (html: string): number =>
  html.length < 512 * 1024
    ? html.length
    : html.replace(/data:image\/[\w+.-]{1,20};base64,[A-Za-z0-9+/=\s]*/g, '').length;

function textAsHtml(text: string): string {
  const escaped = text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
  return `<div style="white-space:pre-wrap">${escaped}</div>`;
}
