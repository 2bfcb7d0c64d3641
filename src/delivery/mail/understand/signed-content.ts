// CMS (RFC 5652) as far as one question goes: what was signed? Ours, in one page: a library reads certificates, keys and
// a hundred structures more, none of which decides what a letter says.

/**
 * The content of an opaquely signed mail (`application/pkcs7-mime; smime-type=signed-data`): the MIME that was signed.
 * The signature itself is not checked here. Null when it is no such thing, holds no content, or is not whole.
 */
export function signedContent(bytes: Buffer): Buffer | null {
  const info = childrenOf(elementAt(bytes, 0, bytes.length), bytes);
  const [type, wrapped] = info ?? [];
  if (type === undefined || wrapped === undefined || !isOid(bytes, type, signedData)) return null;
  const [signed] = childrenOf(wrapped, bytes) ?? [];
  // Version, digest algorithms, content, certificates …
  const content = signed && childrenOf(signed, bytes)?.[2];
  const [contentType, explicit] = (content && childrenOf(content, bytes)) ?? [];
  if (contentType === undefined || !isOid(bytes, contentType, plainData)) return null;
  const [octets] = (explicit && childrenOf(explicit, bytes)) ?? [];
  return octets === undefined ? null : octetsOf(octets, bytes);
}

const signedData = '2a864886f70d010702';
const plainData = '2a864886f70d010701';

/** One element of BER: where its value stands, and where the next one begins. */
interface Element {
  readonly tag: number;
  readonly isConstructed: boolean;
  readonly begin: number;
  readonly end: number;
  readonly next: number;
}

/** CMS nests a handful of levels; what nests deeper was made to hurt. */
const depthMax = 16;
/** Chunks of one text and entries of one list. */
const elementsMax = 100_000;

function elementAt(bytes: Buffer, at: number, limit: number, depth = 0): Element | null {
  if (depth > depthMax || at + 2 > limit) return null;
  const first = bytes[at] ?? 0;
  const tag = first & 0xdf;
  // No tag of CMS needs more than one byte.
  if ((first & 0x1f) === 0x1f) return null;
  const isConstructed = (first & 0x20) !== 0;
  const lengthByte = bytes[at + 1] ?? 0;
  if (lengthByte === 0x80) {
    return isConstructed ? endlessAt({ tag, isConstructed, begin: at + 2 }) : null;
  }
  const lengthBytes = lengthByte < 0x80 ? 0 : lengthByte & 0x7f;
  if (lengthBytes > 4 || at + 2 + lengthBytes > limit) return null;
  const length = lengthBytes === 0 ? lengthByte : bytes.readUIntBE(at + 2, lengthBytes);
  const begin = at + 2 + lengthBytes;
  if (length > limit - begin) return null;
  return { tag, isConstructed, begin, end: begin + length, next: begin + length };

  /** Written before its length was known: two zero bytes end it. */
  function endlessAt(open: Pick<Element, 'tag' | 'isConstructed' | 'begin'>): Element | null {
    let inner = open.begin;
    for (let count = 0; count < elementsMax; count += 1) {
      if (inner + 2 > limit) return null;
      if (bytes[inner] === 0 && bytes[inner + 1] === 0) {
        return { ...open, end: inner, next: inner + 2 };
      }
      const child = elementAt(bytes, inner, limit, depth + 1);
      if (child === null) return null;
      inner = child.next;
    }
    return null;
  }
}

function childrenOf(element: Element | null, bytes: Buffer): readonly Element[] | null {
  if (element === null || !element.isConstructed) return null;
  const children: Element[] = [];
  for (let at = element.begin; at < element.end; ) {
    const child = elementAt(bytes, at, element.end);
    if (child === null || children.length >= elementsMax) return null;
    children.push(child);
    at = child.next;
  }
  return children;
}

const isOid = (bytes: Buffer, { tag, begin, end }: Element, oid: string): boolean =>
  tag === 0x06 && bytes.toString('hex', begin, end) === oid;

/** Whole, or in the pieces in which it was written. */
function octetsOf(element: Element, bytes: Buffer): Buffer | null {
  if (element.tag !== 0x04) return null;
  if (!element.isConstructed) return bytes.subarray(element.begin, element.end);
  const pieces: Buffer[] = [];
  for (const piece of childrenOf(element, bytes) ?? []) {
    if (piece.tag !== 0x04 || piece.isConstructed) return null;
    pieces.push(bytes.subarray(piece.begin, piece.end));
  }
  return Buffer.concat(pieces);
}
