import { type MessageChunk, type MimeNode, Splitter } from '@zone-eu/mailsplit';
import { knownCharset } from './charsets.ts';
import { readStructured, type StructuredHeader } from './header-parameters.ts';
import { MailOverLimit } from './limits.ts';
import type { MailHeader, MailLimits } from './model.ts';
import { signedContent } from './signed-content.ts';

export type MimePart = MimeLeaf | MimeContainer;

export interface MimeContainer {
  readonly kind: 'container';
  /** `multipart/mixed` … lower case. */
  readonly type: string;
  readonly contentType: StructuredHeader;
  readonly children: MimePart[];
}

export interface MimeLeaf {
  readonly kind: 'leaf';
  /** Dotted number as IMAP counts; `1` for a message without parts. */
  readonly number: string;
  readonly type: string;
  readonly contentType: StructuredHeader;
  readonly disposition: StructuredHeader;
  /** Lower-case name, Latin-1 value. */
  readonly headers: readonly MailHeader[];
  /** Byte for byte what was sent, the transfer encoding undone. */
  readonly content: Buffer;
  /** An opaquely signed letter whose content stands beside it. */
  readonly isOpened?: true;
}

/** S/MIME that hides what it holds: signed as a whole, or encrypted. */
export const isOpaque = ({ type }: Pick<MimeLeaf, 'type'>): boolean =>
  /^application\/(?:x-)?pkcs7-mime$/.test(type);

/**
 * Takes the message apart. mailsplit does it: the engine inside mailparser. We use it bare, because mailparser
 * decodes and merges the text parts before anybody can see their bytes, their names and their places.
 */
export async function readParts(raw: Buffer, limits: MailLimits): Promise<MimePart> {
  return openSigned(await split(raw, limits), limits, {
    depth: 0,
    parts: { left: limits.partsMax },
  });
}

/** Who signs what was signed, and so on, was made to hurt. */
const signedDepthMax = 3;

/**
 * An opaquely signed letter (`application/pkcs7-mime`) holds the whole MIME that was signed: it stands in its place as
 * if it had been signed in the open, with the signed original beside it. What holds none, as all that is encrypted, stays.
 */
async function openSigned(
  part: MimePart,
  limits: MailLimits,
  inside: { readonly depth: number; readonly parts: { left: number } },
): Promise<MimePart> {
  if (part.kind === 'container') {
    const children: MimePart[] = [];
    for (const child of part.children) children.push(await openSigned(child, limits, inside));
    return { ...part, children };
  }
  const { depth, parts } = inside;
  if (depth >= signedDepthMax || !isOpaque(part)) return part;
  const content = signedContent(part.content);
  if (content === null) return part;
  const opened = await split(content, limits);
  parts.left -= countOf(opened);
  if (parts.left < 0) throw new MailOverLimit('parts', `more than ${limits.partsMax} signed parts`);
  const inner = await openSigned(opened, limits, { depth: depth + 1, parts });
  return {
    kind: 'container',
    type: 'multipart/signed',
    contentType: readStructured('multipart/signed; protocol="application/pkcs7-signature"', null),
    children: [inner, { ...part, isOpened: true }],
  };
}

const countOf = (part: MimePart): number =>
  part.kind === 'leaf' ? 1 : part.children.reduce((sum, child) => sum + countOf(child), 1);

/** A node of mailsplit with what has arrived for it. */
interface Growing {
  readonly node: MimeNode;
  readonly depth: number;
  readonly children: Growing[];
  readonly chunks: Buffer[];
}

async function split(raw: Buffer, limits: MailLimits): Promise<MimePart> {
  const nodes = new Map<MimeNode, Growing>();
  let root: Growing | null = null;
  for await (const item of splitterOf(raw, limits)) {
    if (item.type !== 'node') {
      const growing = nodes.get(item.node);
      // Boundary lines come as `data` of the container: needed only when it turns out to have no parts.
      if (growing !== undefined && growing.children.length === 0) growing.chunks.push(item.value);
      continue;
    }
    const parent = item.parentNode === false ? undefined : nodes.get(item.parentNode);
    const growing: Growing = {
      node: item,
      depth: parent === undefined ? 0 : parent.depth + 1,
      children: [],
      chunks: [],
    };
    if (growing.depth > limits.nestingMax)
      throw new MailOverLimit('nesting', `parts nested deeper than ${limits.nestingMax}`);
    nodes.set(item, growing);
    if (nodes.size > limits.partsMax)
      throw new MailOverLimit('parts', `more than ${limits.partsMax} parts`);
    parent?.children.push(growing);
    root ??= growing;
  }
  if (root === null) return emptyLeaf(raw);
  return finish(root, limits);
}

async function* splitterOf(
  raw: Buffer,
  limits: MailLimits,
): AsyncGenerator<MimeNode | MessageChunk> {
  const splitter = new Splitter({
    // An attached mail is an attachment: kept whole, never mixed into the text.
    ignoreEmbedded: true,
    maxHeadSize: Math.max(limits.headerBytesMax, 1024) * 4,
    maxChildNodes: limits.partsMax + 1,
  });
  splitter.end(raw);
  try {
    for await (const item of splitter) yield item as MimeNode | MessageChunk; // The types of a stream's items are lost in Transform.
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EMAXLEN')
      throw new MailOverLimit('parts', error.message);
    throw error;
  }
}

async function finish(growing: Growing, limits: MailLimits): Promise<MimePart> {
  const headers = headersOf(growing.node);
  const declared = headerValue(headers, 'content-type');
  const contentType = readStructured(declared ?? '', null);
  const type = growing.node.contentType || 'text/plain';
  if (growing.children.length > 0) {
    const children: MimePart[] = [];
    for (const child of growing.children) children.push(await finish(child, limits));
    return { kind: 'container', type, contentType, children };
  }
  const content = Buffer.concat(growing.chunks);
  if (type.startsWith('multipart/')) {
    const boundary = boundaryIn(content);
    if (boundary !== null && boundary !== contentType.parameters.get('boundary'))
      return split(
        Buffer.concat([
          Buffer.from(`Content-Type: ${type}; boundary="${boundary}"\r\n\r\n`, 'latin1'),
          content,
        ]),
        limits,
      );
  }
  const charset = contentType.parameters.get('charset') ?? null;
  const hint = knownCharset(charset) === null ? null : charset;
  return {
    kind: 'leaf',
    number: numberOf(growing.node),
    type: type.startsWith('multipart/') ? 'text/plain' : normalType(type),
    contentType: hint === null ? contentType : readStructured(declared ?? '', hint),
    disposition: readStructured(headerValue(headers, 'content-disposition') ?? '', hint),
    headers,
    content: await undoTransferEncoding(growing.node, content),
  };
}

/** A multipart whose boundary got lost on the way still shows it: `--something` before header lines. */
function boundaryIn(content: Buffer): string | null {
  const found = /(?:^|\n)--([^\s"][^\r\n"]{0,200}?)[ \t]*\r?\nContent-/i.exec(
    content.toString('latin1', 0, 65_536),
  );
  return found?.[1] ?? null;
}

function undoTransferEncoding(node: MimeNode, content: Buffer): Promise<Buffer> | Buffer {
  if (node.encoding !== 'base64' && node.encoding !== 'quoted-printable') return content;
  const decoder = node.getDecoder();
  const chunks: Buffer[] = [];
  return new Promise((resolve, reject) => {
    decoder.on('data', (chunk: Buffer) => chunks.push(chunk));
    decoder.once('end', () => resolve(Buffer.concat(chunks)));
    decoder.once('error', reject);
    decoder.end(content);
  });
}

function headersOf(node: MimeNode): readonly MailHeader[] {
  if (node.headers === false) return [];
  return node.headers.getList().map(({ key, line }) => ({
    name: key.toLowerCase(),
    value: line
      .slice(line.indexOf(':') + 1)
      .replace(/\r?\n(?=[ \t])/g, '')
      .trim(),
  }));
}

const headerValue = (headers: readonly MailHeader[], name: string): string | null =>
  headers.find((header) => header.name === name)?.value ?? null;

function numberOf(node: MimeNode): string {
  const numbers = (node.partNr || []).filter((item) => typeof item === 'number');
  return numbers.length === 0 ? '1' : numbers.join('.');
}

/** `text`, `image/jpg; x`: a type needs both halves. */
const normalType = (type: string): string =>
  /^[\w.+-]+\/[\w.+-]+$/.test(type)
    ? type
    : type.startsWith('text')
      ? 'text/plain'
      : 'application/octet-stream';

const emptyLeaf = (raw: Buffer): MimeLeaf => ({
  kind: 'leaf',
  number: '1',
  type: 'text/plain',
  contentType: { value: 'text/plain', parameters: new Map() },
  disposition: { value: '', parameters: new Map() },
  headers: [],
  content: raw,
});
