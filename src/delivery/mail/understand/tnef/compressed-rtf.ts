/**
 * MS-OXRTFCP: the RTF of a letter as Outlook compresses it. Each code of two bytes stands for at most 17, so that the
 * bytes themselves bound the work; `bytesMax` bounds it once more. What is not compressed RTF gives nothing.
 */
export function expandRtf(packed: Buffer, bytesMax: number): Buffer {
  if (packed.length < headBytes) return Buffer.alloc(0);
  const body = packed.subarray(headBytes);
  const kind = packed.readUInt32LE(8);
  if (kind === stored) return body.subarray(0, bytesMax);
  return kind === compressed ? expand(body, bytesMax).subarray(0, bytesMax) : Buffer.alloc(0);
}

/** Both sizes, the kind, and a checksum. */
const headBytes = 16;
const compressed = 0x7546_5a4c;
const stored = 0x414c_454d;

const windowBytes = 4096;

/** What every RTF begins with: it is in the window before the first byte comes. */
const beginning = Buffer.from(
  '{\\rtf1\\ansi\\mac\\deff0\\deftab720{\\fonttbl;}{\\f0\\fnil \\froman \\fswiss \\fmodern \\fscript \\fdecor MS Sans SerifSymbolArialTimes New RomanCourier{\\colortbl\\red0\\green0\\blue0\r\n\\par \\pard\\plain\\f0\\fs20\\b\\i\\u\\tab\\tx',
  'latin1',
);

function expand(body: Buffer, bytesMax: number): Buffer {
  const window = Buffer.alloc(windowBytes, 0x20);
  beginning.copy(window);
  let end = beginning.length;
  const pieces: number[] = [];
  const put = (byte: number): void => {
    window[end] = byte;
    end = (end + 1) % windowBytes;
    pieces.push(byte);
  };
  for (let at = 0; at < body.length && pieces.length < bytesMax; ) {
    const flags = body[at] ?? 0;
    at += 1;
    for (let bit = 0; bit < 8 && at < body.length; bit += 1) {
      if ((flags & (1 << bit)) === 0) {
        put(body[at] ?? 0);
        at += 1;
        continue;
      }
      if (at + 2 > body.length) return Buffer.from(pieces);
      const code = body.readUInt16BE(at);
      at += 2;
      const from = code >>> 4;
      // The end is marked by a reference to the place where the next byte would go.
      if (from === end) return Buffer.from(pieces);
      const length = (code & 0xf) + 2;
      for (let nth = 0; nth < length; nth += 1) put(window[(from + nth) % windowBytes] ?? 0);
    }
  }
  return Buffer.from(pieces);
}
