// Writes winmail.dat as Outlook does (MS-OXTNEF), as much of it as a test needs.

export interface PackedFile {
  readonly name: string;
  readonly content: Buffer;
  readonly cid?: string;
  readonly mediaType?: string;
  /** A mail inside of the mail: the bytes are TNEF themselves. */
  readonly isMail?: boolean;
}

export interface PackedLetter {
  readonly text?: string;
  readonly html?: string;
  /** RTF as it is; it is packed as stored. */
  readonly rtf?: string;
  /** RTF that was compressed already. */
  readonly compressedRtf?: Buffer;
  readonly files?: readonly PackedFile[];
}

const utf8CodePage = 65_001;

export function packTnef({ text, html, rtf, compressedRtf, files = [] }: PackedLetter): Buffer {
  const properties = [
    ...(text === undefined ? [] : [unicode(0x1000, text)]),
    ...(html === undefined ? [] : [binary(0x1013, Buffer.from(html))]),
    ...(rtf === undefined ? [] : [binary(0x1009, storedRtf(rtf))]),
    ...(compressedRtf === undefined ? [] : [binary(0x1009, compressedRtf)]),
    // A property with a name of its own, as Exchange writes dozens: passed over.
    Buffer.concat([
      word(0x8001_0003),
      Buffer.alloc(16, 7),
      word(1),
      counted(wide('x-propia')),
      word(5),
    ]),
  ];
  return Buffer.concat([
    word(0x223e_9f78),
    Buffer.from([1, 0]),
    attribute(1, 0x0006_9007, Buffer.concat([word(utf8CodePage), word(0)])),
    attribute(1, 0x0006_9003, list(properties)),
    ...files.flatMap((file) => [
      attribute(2, 0x0006_9002, Buffer.alloc(14)),
      attribute(2, 0x0001_8010, Buffer.from(`${file.name}\0`)),
      ...(file.isMail === true ? [] : [attribute(2, 0x0006_800f, file.content)]),
      attribute(2, 0x0006_9005, list(propertiesOf(file))),
    ]),
  ]);
}

/** The checksum is written wrong on purpose: nobody reads it. */
export const attribute = (level: number, id: number, data: Buffer): Buffer =>
  Buffer.concat([Buffer.from([level]), word(id), word(data.length), data, Buffer.from([0, 0])]);

const propertiesOf = ({ name, cid, mediaType, isMail, content }: PackedFile): Buffer[] => [
  unicode(0x3707, name),
  ...(cid === undefined ? [] : [unicode(0x3712, cid)]),
  ...(mediaType === undefined ? [] : [unicode(0x370e, mediaType)]),
  ...(isMail === true
    ? [
        Buffer.concat([
          word(0x3701_000d),
          word(1),
          counted(Buffer.concat([Buffer.alloc(16), content])),
        ]),
      ]
    : []),
];

function word(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value >>> 0);
  return bytes;
}

const counted = (bytes: Buffer): Buffer =>
  Buffer.concat([word(bytes.length), bytes, Buffer.alloc((4 - (bytes.length % 4)) % 4)]);
const wide = (text: string): Buffer => Buffer.from(`${text}\0`, 'utf16le');
const property = (id: number, type: number, value: Buffer): Buffer =>
  Buffer.concat([word(id * 0x1_0000 + type), word(1), counted(value)]);
const unicode = (id: number, text: string): Buffer => property(id, 0x1f, wide(text));
const binary = (id: number, value: Buffer): Buffer => property(id, 0x102, value);
const list = (properties: readonly Buffer[]): Buffer =>
  Buffer.concat([word(properties.length), ...properties]);

const storedRtf = (rtf: string): Buffer => {
  const bytes = Buffer.from(rtf, 'latin1');
  return Buffer.concat([
    word(bytes.length + 12),
    word(bytes.length),
    word(0x414c_454d),
    word(0),
    bytes,
  ]);
};
