// MS-OXTNEF, as Outlook packs a mail into winmail.dat. Ours, since the one library for it (node-tnef) is untyped, brings a
// logger and a command line along, and believes every length that a stranger wrote.
import { decodeText } from '../charsets.ts';
import { cleanText } from '../clean-text.ts';
import { safeFileName } from '../file-names.ts';
import { expandRtf } from './compressed-rtf.ts';
import { readRtf } from './read-rtf.ts';

/** What was packed: every length in it was checked against the bytes that are there. */
export interface Tnef {
  readonly text: string;
  readonly html: string | null;
  readonly files: readonly TnefFile[];
  /** It ended too early, or says what it does not hold; what stands before that was read. */
  readonly isBroken: boolean;
}

export interface TnefFile {
  readonly name: string;
  /** As declared, lower case; `application/octet-stream` when it was not. */
  readonly type: string;
  readonly cid: string | null;
  readonly content: Buffer;
}

export interface TnefLimits {
  readonly filesMax: number;
  readonly textCharactersMax: number;
  /** HTML of more is left out: the text stands for it. */
  readonly htmlCharactersMax: number;
}

/** Null: these are no TNEF bytes at all. */
export function readTnef(bytes: Buffer, limits: TnefLimits, depth = 0): Tnef | null {
  if (bytes.length < 6 || bytes.readUInt32LE(0) !== signature) return null;
  const found = { text: '', html: null as string | null, files: [] as TnefFile[] };
  let codePage = 1252;
  let rtf: Buffer | null = null;
  let growing: GrowingFile | null = null;
  const finishFile = (): void => {
    if (growing !== null) found.files.push(...filesOf(growing, limits, depth));
    growing = null;
  };
  const isBroken = !eachAttribute(bytes, ({ id, data }) => {
    if (found.files.length > limits.filesMax) return false;
    switch (id) {
      case attribute.codePage:
        if (data.length >= 4) codePage = data.readUInt32LE(0);
        return true;
      case attribute.body:
        found.text ||= textOf(data, codePage);
        return true;
      case attribute.messageProperties:
        return eachProperty(data, ({ id: property, type, value }) => {
          if (property === tag.internetCodePage && value.length >= 4)
            codePage = value.readUInt32LE(0);
          if (property === tag.body) found.text ||= stringOf(type, value, codePage);
          if (property === tag.html) found.html ??= stringOf(type, value, codePage);
          if (property === tag.rtf) rtf ??= value;
        });
      case attribute.fileBegins:
        finishFile();
        growing = { title: '', content: null, properties: new Map(), codePage };
        return true;
      case attribute.fileTitle:
        if (growing !== null) growing.title = textOf(data, codePage);
        return true;
      case attribute.fileContent:
        if (growing !== null) growing.content = data;
        return true;
      case attribute.fileProperties: {
        const into = growing?.properties;
        return (
          into === undefined ||
          eachProperty(data, ({ id: property, type, value }) => {
            if (fileTags.has(property)) into.set(property, { type, value });
          })
        );
      }
      default:
        return true;
    }
  });
  finishFile();
  if (rtf !== null && found.html === null && found.text.trim() === '') {
    const letter = readRtf(expandRtf(rtf, limits.textCharactersMax * 2), limits.textCharactersMax);
    found.text = letter.text;
    found.html = letter.html;
  }
  return {
    text: found.text.slice(0, limits.textCharactersMax),
    html: found.html === null || found.html.length > limits.htmlCharactersMax ? null : found.html,
    files: found.files.slice(0, limits.filesMax),
    isBroken,
  };
}

const signature = 0x223e9f78;

/** The attributes that carry a letter; all others are machinery of Exchange. */
const attribute = {
  codePage: 0x0006_9007,
  body: 0x0002_800c,
  messageProperties: 0x0006_9003,
  fileBegins: 0x0006_9002,
  fileTitle: 0x0001_8010,
  fileContent: 0x0006_800f,
  fileProperties: 0x0006_9005,
} as const;

/** MS-OXPROPS. */
const tag = {
  body: 0x1000,
  rtf: 0x1009,
  html: 0x1013,
  internetCodePage: 0x3fde,
  displayName: 0x3001,
  data: 0x3701,
  fileName: 0x3704,
  longFileName: 0x3707,
  mediaType: 0x370e,
  contentId: 0x3712,
} as const;
const fileTags: ReadonlySet<number> = new Set([
  tag.displayName,
  tag.data,
  tag.fileName,
  tag.longFileName,
  tag.mediaType,
  tag.contentId,
]);

interface GrowingFile {
  title: string;
  content: Buffer | null;
  readonly properties: Map<number, { readonly type: number; readonly value: Buffer }>;
  readonly codePage: number;
}

/** A mail inside of the mail is told by its own text and files: nobody has a program for it. */
const depthMax = 3;
const objectType = 0x0d;
/** The identity of the interface, before what the object holds. */
const objectHeadBytes = 16;

function filesOf(growing: GrowingFile, limits: TnefLimits, depth: number): readonly TnefFile[] {
  const text = (id: number): string => {
    const property = growing.properties.get(id);
    return property === undefined ? '' : stringOf(property.type, property.value, growing.codePage);
  };
  const name = safeFileName(
    text(tag.longFileName) || growing.title || text(tag.fileName) || text(tag.displayName),
  );
  const data = growing.properties.get(tag.data);
  if (data?.type === objectType && depth < depthMax) {
    const inner = readTnef(data.value.subarray(objectHeadBytes), limits, depth + 1);
    if (inner !== null) return [...letterAsFile(inner, name), ...inner.files];
  }
  const content = growing.content ?? data?.value ?? null;
  if (content === null) return [];
  const type = text(tag.mediaType).toLowerCase();
  const cid = text(tag.contentId).replace(/^<|>$/g, '');
  return [
    {
      name,
      type: /^[\w.+-]+\/[\w.+-]+$/.test(type) ? type : 'application/octet-stream',
      cid: cid === '' ? null : cid,
      content,
    },
  ];
}

const letterAsFile = ({ text, html }: Tnef, name: string): readonly TnefFile[] =>
  text.trim() === '' && html === null
    ? []
    : [
        {
          name: `${name === '' ? 'mensaje' : name}.${html === null ? 'txt' : 'html'}`,
          type: html === null ? 'text/plain' : 'text/html',
          cid: null,
          content: Buffer.from(html ?? text),
        },
      ];

interface Attribute {
  readonly id: number;
  readonly data: Buffer;
}

/** False when the bytes end before what they announce, or `take` had enough. */
function eachAttribute(bytes: Buffer, take: (attribute: Attribute) => boolean): boolean {
  // After the signature and the key of the sender.
  let at = 6;
  while (at + 9 <= bytes.length) {
    const id = bytes.readUInt32LE(at + 1);
    const length = bytes.readUInt32LE(at + 5);
    const begin = at + 9;
    if (length > bytes.length - begin) return false;
    if (!take({ id, data: bytes.subarray(begin, begin + length) })) return false;
    // A checksum of two bytes follows, which old senders compute wrong: nobody checks it.
    at = begin + length + 2;
  }
  return at >= bytes.length;
}

interface Property {
  readonly id: number;
  readonly type: number;
  readonly value: Buffer;
}

const manyValued = 0x1000;
const variableTypes: ReadonlySet<number> = new Set([0x0d, 0x1e, 0x1f, 0x102]);
const fixedBytes: ReadonlyMap<number, number> = new Map([
  [0x02, 4],
  [0x03, 4],
  [0x04, 4],
  [0x05, 8],
  [0x06, 8],
  [0x07, 8],
  [0x0a, 4],
  [0x0b, 4],
  [0x14, 8],
  [0x40, 8],
  [0x48, 16],
]);

/** The properties of a list, one value each; false when the list is not what it says it is. */
function eachProperty(data: Buffer, take: (property: Property) => void): boolean {
  if (data.length < 4) return false;
  const count = data.readUInt32LE(0);
  let at = 4;
  const word = (): number | null => {
    if (at + 4 > data.length) return null;
    at += 4;
    return data.readUInt32LE(at - 4);
  };
  const piece = (length: number): Buffer | null => {
    const padded = (length + 3) & ~3;
    if (length > data.length - at) return null;
    at += Math.min(padded, data.length - at);
    return data.subarray(at - Math.min(padded, at), at).subarray(0, length);
  };
  for (let index = 0; index < count; index += 1) {
    const head = word();
    if (head === null) return false;
    const type = head & 0xffff;
    const id = head >>> 16;
    if (id >= 0x8000 && !skipName()) return false;
    const base = type & ~manyValued;
    const isVariable = variableTypes.has(base);
    const values = isVariable || (type & manyValued) !== 0 ? word() : 1;
    if (values === null || values > data.length) return false;
    for (let nth = 0; nth < values; nth += 1) {
      const length = isVariable ? word() : (fixedBytes.get(base) ?? null);
      const value = length === null ? null : piece(length);
      if (value === null) return false;
      if (nth === 0) take({ id, type: base, value });
    }
  }
  return true;

  function skipName(): boolean {
    if (piece(16) === null) return false;
    const kind = word();
    if (kind === 0) return word() !== null;
    const length = word();
    return length !== null && piece(length) !== null;
  }
}

const unicodeType = 0x1f;

function stringOf(type: number, value: Buffer, codePage: number): string {
  return type === unicodeType
    ? cleanText(value.toString('utf16le').replace(/\0+$/, ''))
    : textOf(value, codePage);
}

const textOf = (value: Buffer, codePage: number): string =>
  cleanText(decodeText(value, charsetOfCodePage(codePage)).text.replace(/\0[\s\S]*$/, ''));

/** What Windows calls by number, as MIME calls it. */
export function charsetOfCodePage(codePage: number): string {
  const named = namedCodePages.get(codePage);
  if (named !== undefined) return named;
  if (codePage >= 1250 && codePage <= 1258) return `windows-${codePage}`;
  if (codePage >= 28_591 && codePage <= 28_606) return `iso-8859-${codePage - 28_590}`;
  return 'windows-1252';
}

const namedCodePages: ReadonlyMap<number, string> = new Map([
  [874, 'windows-874'],
  [932, 'shift_jis'],
  [936, 'gbk'],
  [949, 'euc-kr'],
  [950, 'big5'],
  [20_866, 'koi8-r'],
  [21_866, 'koi8-u'],
  [50_220, 'iso-2022-jp'],
  [51_932, 'euc-jp'],
  [54_936, 'gb18030'],
  [65_001, 'utf-8'],
]);
