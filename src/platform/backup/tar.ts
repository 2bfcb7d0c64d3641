import { createHash } from 'node:crypto';
import { type FileHandle, open } from 'node:fs/promises';
import { brokenBackup } from './broken-backup.ts';

// The plain tar of POSIX (ustar), so that a backup can be looked into and taken apart without this product.

export interface TarMember {
  /** ASCII, 100 characters at most. */
  readonly name: string;
  readonly content: Buffer;
}

const blockBytes = 512;
/** The last member: the SHA-256, in hex, of every byte before it. */
const sumName = 'sha256';
/** Far above what is ever written as one; a length beyond it is damage, and not to be believed. */
const memberBytesMax = 2 ** 31 - 1;

export interface TarWriter {
  add(member: TarMember): Promise<void>;
  /** Writes the sum and the end, and puts all of it on the disk for good. Answers the sum of all before it. */
  finish(): Promise<{ readonly sha256: string; readonly sizeBytes: number }>;
}

/** Writes one after the other; `modifiedAt` in seconds is what a listing shows. */
export function writeTar(file: FileHandle, modifiedAt: number): TarWriter {
  const hash = createHash('sha256');
  let sizeBytes = 0;
  const write = async (bytes: Buffer): Promise<void> => {
    await file.writeFile(bytes);
    sizeBytes += bytes.length;
  };
  const add = async ({ name, content }: TarMember): Promise<void> => {
    const padding = Buffer.alloc(paddingOf(content.length));
    for (const bytes of [headOf(name, content.length, modifiedAt), content, padding]) {
      hash.update(bytes);
      await write(bytes);
    }
  };
  return {
    add,
    async finish() {
      const sha256 = hash.copy().digest('hex');
      await add({ name: sumName, content: Buffer.from(`${sha256}\n`) });
      await write(Buffer.alloc(2 * blockBytes));
      await file.sync();
      return { sha256, sizeBytes };
    },
  };
}

/**
 * Every member but the sum, in the order written. It ends well only when the sum of all bytes is right and nothing is
 * missing or follows: throws a StartProblem BACKUP_BROKEN otherwise.
 */
export async function* readTar(path: string): AsyncGenerator<TarMember> {
  const file = await open(path, 'r');
  try {
    const hash = createHash('sha256');
    let position = 0;
    const read = async (length: number): Promise<Buffer> => {
      const bytes = await readExactly(file, position, length);
      position += length;
      return bytes;
    };
    while (true) {
      const head = await read(blockBytes);
      const { name, size } = readHead(head);
      const padded = await read(size + paddingOf(size));
      const content = padded.subarray(0, size);
      if (name === sumName) {
        const isRight = content.toString('latin1') === `${hash.digest('hex')}\n`;
        if (!isRight) throw brokenBackup('its bytes are not those that were written');
        const rest = await read(2 * blockBytes);
        const { size: fileSize } = await file.stat();
        if (rest.some((byte) => byte !== 0) || padded.subarray(size).some((byte) => byte !== 0)) {
          throw brokenBackup('its end is not the one that was written');
        }
        if (fileSize !== position) throw brokenBackup('something was added to it');
        return;
      }
      hash.update(head).update(padded);
      yield { name, content };
    }
  } finally {
    await file.close();
  }
}

const paddingOf = (size: number): number => (blockBytes - (size % blockBytes)) % blockBytes;

function headOf(name: string, size: number, modifiedAt: number): Buffer {
  if (name.length > 100) throw new RangeError(`a name in a backup is too long: ${name}`);
  const head = Buffer.alloc(blockBytes);
  const octal = (value: number, length: number): string =>
    `${value.toString(8).padStart(length - 1, '0')}\0`;
  head.write(name, 0, 'ascii');
  head.write(octal(0o600, 8), 100);
  head.write(octal(0, 8), 108);
  head.write(octal(0, 8), 116);
  head.write(octal(size, 12), 124);
  head.write(octal(modifiedAt, 12), 136);
  head.write('0', 156);
  head.write('ustar\u000000', 257);
  head.write(`${checksumOf(head).toString(8).padStart(6, '0')}\0 `, 148);
  return head;
}

function readHead(head: Buffer): { readonly name: string; readonly size: number } {
  const field = (from: number, length: number): string =>
    head.toString('latin1', from, from + length).replace(/[\0 ]+$/, '');
  const isHead =
    field(257, 5) === 'ustar' && Number.parseInt(field(148, 8), 8) === checksumOf(head);
  if (!isHead)
    throw brokenBackup('it is no backup of this product, or it was cut short or damaged');
  const size = Number.parseInt(field(124, 12), 8);
  if (!Number.isSafeInteger(size) || size > memberBytesMax) {
    throw brokenBackup('a length in it cannot be right');
  }
  return { name: field(0, 100), size };
}

/** The sum of all bytes of the head, its own field read as blanks. */
function checksumOf(head: Buffer): number {
  let sum = 8 * 32;
  head.forEach((byte, index) => {
    if (index < 148 || index >= 156) sum += byte;
  });
  return sum;
}

async function readExactly(file: FileHandle, position: number, length: number): Promise<Buffer> {
  const bytes = Buffer.alloc(length);
  for (let got = 0; got < length; ) {
    const { bytesRead } = await file.read(bytes, got, length - got, position + got);
    if (bytesRead === 0) throw brokenBackup('it was cut short');
    got += bytesRead;
  }
  return bytes;
}
