import { createHash, randomBytes } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { type FileHandle, mkdir, open, readdir, rename, rm, stat, statfs } from 'node:fs/promises';
import path from 'node:path';
import { Readable } from 'node:stream';
import { systemClock } from '../kernel/clock.ts';
import { flushFolder } from './flush-folder.ts';

/** Bytes by their content: raw mail and attachments. The name is the SHA-256, so that a name never comes from outside. */
export interface BlobStore {
  /**
   * Stores what the source yields and returns its name once it is on the disk for good: a power cut after this loses
   * nothing. Throws BlobTooLarge as soon as the limit is passed, without reading on.
   */
  put(
    source: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
    limits: { sizeLimitBytes: number },
  ): Promise<StoredBlob>;
  /** The bytes, whole and verified. Throws BlobMissing or BlobCorrupt. */
  read(sha256: string): Promise<Buffer>;
  /**
   * The bytes as a stream. The last piece is given out only when the whole has the right sum: a reader never ends
   * well on altered bytes. Throws BlobMissing here; the stream fails with BlobCorrupt.
   */
  openStream(sha256: string): Promise<Readable>;
  /** Removes it, if it is there: for retention and erasure. */
  remove(sha256: string): Promise<void>;
  /** The names of all blobs, folder by folder: for the nightly check and for backup. */
  list(): AsyncIterable<string>;
  /** Room left on the disk, in bytes. */
  freeBytes(): Promise<number>;
}

export interface StoredBlob {
  /** 64 hexadecimal digits. */
  readonly sha256: string;
  readonly sizeBytes: number;
}

export class BlobTooLarge extends Error {
  override name = 'BlobTooLarge';
}
export class BlobMissing extends Error {
  override name = 'BlobMissing';
}
export class BlobCorrupt extends Error {
  override name = 'BlobCorrupt';
}

/** What a killed process left half-written is removed after this. */
const abandonedAfterMs = 24 * 60 * 60 * 1000;

/** A store in a folder of this machine; makes the folder. */
export async function openBlobStore(folder: string): Promise<BlobStore> {
  const incoming = path.join(folder, 'incoming');
  await mkdir(incoming, { recursive: true, mode: 0o700 });
  await removeAbandoned(incoming);
  const shelf = (sha256: string): string => path.join(folder, sha256.slice(0, 2));
  const place = (sha256: string): string => path.join(shelf(sha256), checkedName(sha256));

  return {
    async put(source, { sizeLimitBytes }) {
      const temporary = path.join(incoming, randomBytes(16).toString('hex'));
      try {
        const blob = await writeWhole(temporary, source, sizeLimitBytes);
        // Also over an equal one: that mends a file which was damaged since.
        const shelve = () => rename(temporary, place(blob.sha256));
        // The shelf is missing for the first blob on it alone.
        await shelve().catch(async (error: unknown) => {
          if (!isMissing(error)) throw error;
          await mkdir(shelf(blob.sha256), { mode: 0o700 }).then(
            () => flushFolder(folder),
            ignoreExisting,
          );
          await shelve();
        });
        await flushFolder(shelf(blob.sha256));
        return blob;
      } catch (error) {
        await rm(temporary, { force: true });
        throw error;
      }
    },

    async read(sha256) {
      const chunks: Buffer[] = [];
      for await (const chunk of verified(await openExisting(place(sha256), sha256), sha256)) {
        chunks.push(chunk);
      }
      return Buffer.concat(chunks);
    },

    async openStream(sha256) {
      const file = await openExisting(place(sha256), sha256);
      return Readable.from(verified(file, sha256), { objectMode: false });
    },

    remove: (sha256) => rm(place(sha256), { force: true }),

    async *list() {
      for (const name of (await readdir(folder)).filter(isShelfName).sort()) {
        for (const sha256 of (await readdir(path.join(folder, name))).sort()) yield sha256;
      }
    },

    async freeBytes() {
      const { bavail, bsize } = await statfs(folder);
      return bavail * bsize;
    },
  };
}

async function writeWhole(
  target: string,
  source: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  sizeLimitBytes: number,
): Promise<StoredBlob> {
  const hash = createHash('sha256');
  let sizeBytes = 0;
  const file = await open(target, 'wx', 0o600);
  try {
    for await (const chunk of source) {
      sizeBytes += chunk.length;
      if (sizeBytes > sizeLimitBytes) throw new BlobTooLarge(`larger than ${sizeLimitBytes} bytes`);
      hash.update(chunk);
      await file.writeFile(chunk);
    }
    await file.sync();
  } finally {
    await file.close();
  }
  return { sha256: hash.digest('hex'), sizeBytes };
}

const isMissing = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === 'ENOENT';

async function openExisting(target: string, sha256: string): Promise<FileHandle> {
  try {
    return await open(target, 'r');
  } catch (cause) {
    if (!isMissing(cause)) throw cause;
    throw new BlobMissing(`there is no blob ${sha256}`, { cause });
  }
}

/** One piece behind the file, so that the sum is known before the last piece is given out. */
async function* verified(file: FileHandle, sha256: string): AsyncGenerator<Buffer> {
  const hash = createHash('sha256');
  let held: Buffer | null = null;
  // The stream closes the file, also when its reader leaves early.
  for await (const chunk of createReadStream('', { fd: file }) as AsyncIterable<Buffer>) {
    hash.update(chunk);
    if (held !== null) yield held;
    held = chunk;
  }
  if (hash.digest('hex') !== sha256)
    throw new BlobCorrupt(`blob ${sha256} was altered on the disk`);
  if (held !== null) yield held;
}

async function removeAbandoned(incoming: string): Promise<void> {
  for (const name of await readdir(incoming)) {
    const file = path.join(incoming, name);
    const { mtimeMs } = await stat(file);
    if (systemClock.now() - mtimeMs > abandonedAfterMs) await rm(file, { force: true });
  }
}

function ignoreExisting(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EEXIST') throw error;
}

const isShelfName = (name: string): boolean => /^[0-9a-f]{2}$/.test(name);

/** A name that is no digest would be a path: a bug of ours, whoever wrote it. */
function checkedName(sha256: string): string {
  if (!/^[0-9a-f]{64}$/.test(sha256)) throw new TypeError('a blob is named by its SHA-256 in hex');
  return sha256;
}
