import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { StartProblem } from '../start-problem.ts';
import { brokenBackup } from './broken-backup.ts';
import { type Counting, countRows, sumOf } from './data-sum.ts';
import {
  type BackupHead,
  type BackupManifest,
  type DataSum,
  partNames,
  readHead,
  readManifest,
} from './manifest.ts';
import { readTar, type TarMember } from './tar.ts';

/** What a reader of a backup does with its parts, in the order in which they stand there. */
export interface BackupReader {
  onHead?(head: BackupHead): Promise<void>;
  /** Each table, and the jobs under `jobs`; the text is what COPY takes. */
  onData?(kind: 'table' | 'jobs', name: string, text: AsyncIterable<Buffer>): Promise<void>;
  onFile?(name: string, content: Buffer): Promise<void>;
  onBlob?(name: string, content: Buffer): Promise<void>;
  /** Every part was read, and all of them add up to this. */
  onManifest?(manifest: BackupManifest): Promise<void>;
}

export interface ReadBackup {
  readonly head: BackupHead;
  readonly manifest: BackupManifest;
}

/** A row is one piece at the least, and PostgreSQL's longest field has 1 GiB. */
const pieceBytesMax = 2 ** 30;

/**
 * Reads a whole backup and proves it on the way: the sum of all its bytes, and rows, bytes and sum of each part. A
 * reader that acts for good waits for `onManifest`, or reads it once before without acting. Throws a StartProblem
 * BACKUP_BROKEN when anything is not as it was written.
 */
export async function readBackup(file: string, reader: BackupReader = {}): Promise<ReadBackup> {
  const members = readTar(file);
  try {
    return await readParts(members, reader);
  } catch (error) {
    throw asProblem(error, file);
  } finally {
    await members.return(undefined);
  }
}

async function readParts(
  members: AsyncGenerator<TarMember>,
  reader: BackupReader,
): Promise<ReadBackup> {
  let member = await members.next();
  const first = member.done === true ? null : member.value;
  if (first?.name !== partNames.head) throw brokenBackup('it does not begin as one of ours');
  const head = readHead(first.content);
  await reader.onHead?.(head);
  const found = emptyFindings();
  let manifest: BackupManifest | null = null;
  member = await members.next();
  while (member.done !== true) {
    const { name, content } = member.value;
    if (manifest !== null) throw brokenBackup(`${name} stands behind its end`);
    const data = dataOf(name);
    if (data !== null) {
      const counting = countRows();
      const text = textOf(data, counting);
      await reader.onData?.(data.kind, data.name, text);
      // What the reader left is proved as well.
      for await (const _ of text);
      if (found.data.has(data.key)) throw brokenBackup(`${data.key} is there twice`);
      found.data.set(data.key, counting.sum());
      continue;
    }
    if (name === partNames.manifest) {
      manifest = readManifest(content);
      prove(manifest, found);
    } else if (name.startsWith('files/')) {
      const sum = { bytes: content.length, sha256: sumOf(content) };
      found.files.set(name.slice('files/'.length), sum);
      await reader.onFile?.(name.slice('files/'.length), content);
    } else if (/^blobs\/[0-9a-f]{64}$/.test(name)) {
      await readBlob(name.slice('blobs/'.length), content);
    } else {
      throw brokenBackup(`${name} is no part of a backup`);
    }
    member = await members.next();
  }
  if (manifest === null) throw brokenBackup('it was cut short');
  await reader.onManifest?.(manifest);
  return { head, manifest };

  /** All pieces that follow one another under one name. */
  async function* textOf(data: DataPart, counting: Counting): AsyncGenerator<Buffer> {
    for (let piece = 1; member.done !== true; piece += 1) {
      const { name, content } = member.value;
      if (dataOf(name)?.key !== data.key) return;
      if (name !== data.nameOf(piece)) throw brokenBackup(`a piece of ${data.key} is missing`);
      const text = await unpack(name, content);
      counting.add(text);
      member = await members.next();
      yield text;
    }
  }

  async function readBlob(name: string, content: Buffer): Promise<void> {
    if (sumOf(content) !== name) throw brokenBackup(`the file ${name} was altered`);
    found.blobNames.update(`${name}\n`);
    found.blobs.count += 1;
    found.blobs.bytes += content.length;
    await reader.onBlob?.(name, content);
  }
}

interface Findings {
  readonly data: Map<string, Omit<DataSum, 'columns'>>;
  readonly files: Map<string, { readonly bytes: number; readonly sha256: string }>;
  readonly blobs: { count: number; bytes: number };
  readonly blobNames: ReturnType<typeof createHash>;
}

const emptyFindings = (): Findings => ({
  data: new Map(),
  files: new Map(),
  blobs: { count: 0, bytes: 0 },
  blobNames: createHash('sha256'),
});

/** An empty table has no piece at all. */
const nothing = countRows().sum();

function prove(manifest: BackupManifest, found: Findings): void {
  const expected = new Map<string, DataSum>([
    ...Object.entries(manifest.tables).map(([name, sum]) => [`tables/${name}`, sum] as const),
    ['jobs', manifest.jobs],
  ]);
  for (const key of found.data.keys()) {
    if (!expected.has(key)) throw brokenBackup(`${key} is in it and not in its manifest`);
  }
  for (const [key, sum] of expected) {
    const { rows, bytes, sha256 } = found.data.get(key) ?? nothing;
    if (rows !== sum.rows) throw brokenBackup(`${key} has ${rows} rows and not ${sum.rows}`);
    if (bytes !== sum.bytes || sha256 !== sum.sha256) throw brokenBackup(`${key} was altered`);
  }
  const names = new Set([...found.files.keys(), ...Object.keys(manifest.files)]);
  for (const name of names) {
    const [is, was] = [found.files.get(name), manifest.files[name]];
    if (is?.sha256 !== was?.sha256) throw brokenBackup(`files/${name} was altered`);
  }
  const { count, bytes, sha256 } = manifest.blobs;
  const sameBlobs =
    found.blobs.count === count &&
    found.blobs.bytes === bytes &&
    found.blobNames.digest('hex') === sha256;
  if (!sameBlobs) throw brokenBackup(`it holds ${found.blobs.count} files and not its ${count}`);
}

interface DataPart {
  readonly kind: 'table' | 'jobs';
  readonly name: string;
  readonly key: string;
  nameOf(piece: number): string;
}

function dataOf(name: string): DataPart | null {
  const table = /^tables\/([a-z_][a-z0-9_]*)\/\d{6}\.gz$/.exec(name)?.[1];
  if (table !== undefined) {
    const nameOf = (piece: number) => partNames.table(table, piece);
    return { kind: 'table', name: table, key: `tables/${table}`, nameOf };
  }
  if (!/^jobs\/\d{6}\.gz$/.test(name)) return null;
  return { kind: 'jobs', name: 'jobs', key: 'jobs', nameOf: partNames.jobs };
}

async function unpack(name: string, content: Buffer): Promise<Buffer> {
  try {
    return await promisify(gunzip)(content, { maxOutputLength: pieceBytesMax });
  } catch (cause) {
    throw brokenBackup(`${name} cannot be unpacked`, cause);
  }
}

function asProblem(error: unknown, file: string): unknown {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  const words: Record<string, string> = {
    ENOENT: `there is no file ${file}`,
    EACCES: `${file} cannot be read by this account`,
    EISDIR: `${file} is a folder: name the backup in it`,
  };
  const text = typeof code === 'string' ? words[code] : undefined;
  return text === undefined ? error : new StartProblem('BACKUP_NOT_READ', text, { cause: error });
}
