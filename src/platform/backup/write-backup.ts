import { createHash } from 'node:crypto';
import { open, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import pg from 'pg';
import { BlobCorrupt, BlobMissing, type BlobStore } from '../blobs.ts';
import { copyOut } from '../database/copy.ts';
import { flushFolder } from '../flush-folder.ts';
import { StartProblem } from '../start-problem.ts';
import { countRows, sumOf } from './data-sum.ts';
import { databaseWords } from './database-words.ts';
import {
  type BackupHead,
  type BackupManifest,
  type DataSum,
  headOf,
  partNames,
} from './manifest.ts';
import { openSnapshot, type Snapshot } from './open-snapshot.ts';
import { type TarWriter, writeTar } from './tar.ts';

export interface BackupSource {
  readonly url: string;
  readonly blobs: Pick<BlobStore, 'read'>;
  /** Small files that belong to the desk and stand beside its database. */
  readonly files: Readonly<Record<string, Buffer>>;
  /** Of the product. */
  readonly version: string;
  readonly secretId: string;
  /** Told now and then how far it has come, in words for a person. */
  readonly onProgress: (words: string) => void;
}

export interface WrittenBackup {
  readonly head: BackupHead;
  readonly manifest: BackupManifest;
  readonly sizeBytes: number;
  /** Of everything in it: kept apart, it proves that the file is the one that was written. */
  readonly sha256: string;
  /** Blobs that the database names and that could not be read, the first of them by name. */
  readonly missingBlobs: readonly string[];
}

const missingNamesMax = 20;
/** Half of what the best would give is most of the gain; the desk runs on the same processors. */
const compressionLevel = 3;

/**
 * Writes all that a desk is into one file: its database at one moment, whatever is written meanwhile, and every blob
 * that it names, each proved by its sum. It has its name only when it is whole and on the disk for good. Blobs that the
 * desk has lost are told of and do not keep it from being backed up. Throws a StartProblem for what a person can put
 * right; then nothing is left of it.
 */
export async function writeBackup(source: BackupSource, target: string): Promise<WrittenBackup> {
  await refuseExisting(target);
  const partial = partialName(target);
  try {
    const written = await writePartial(source, partial);
    // Another backup of the same name may have ended meanwhile: neither is lost.
    await refuseExisting(target);
    await rename(partial, target);
    await flushFolder(path.dirname(target));
    return written;
  } catch (error) {
    await rm(partial, { force: true }).catch(() => undefined);
    throw asProblem(error, target);
  }
}

/** Of a backup that is not whole: no pattern of backups finds it. */
const partialName = (target: string): string => `${target}.${process.pid}.partial`;
export const isPartial = (name: string): boolean => /\.\d+\.partial$/.test(name);

async function writePartial(source: BackupSource, partial: string): Promise<WrittenBackup> {
  const file = await open(partial, 'wx', 0o600);
  const client = new pg.Client({
    connectionString: source.url,
    application_name: 'atenta backup',
    keepAlive: true,
  });
  client.on('error', () => undefined);
  try {
    await client.connect();
    return await writeParts(source, client, file);
  } finally {
    await client.end().catch(() => undefined);
    await file.close();
  }
}

async function writeParts(
  { blobs, files, version, secretId, onProgress }: BackupSource,
  client: pg.Client,
  file: Awaited<ReturnType<typeof open>>,
): Promise<WrittenBackup> {
  const snapshot = await openSnapshot(client);
  const { takenAt, migrations, sequences } = snapshot;
  const tar = writeTar(file, Math.floor(takenAt.getTime() / 1000));
  const head = headOf({
    version,
    takenAt: takenAt.toISOString(),
    secretId,
    migrations: [...migrations],
  });
  await tar.add({ name: partNames.head, content: json(head) });

  const tables: Record<string, DataSum> = {};
  for (const [index, table] of snapshot.tables.entries()) {
    tables[table.name] = await writeData(tar, client, table, (piece) =>
      partNames.table(table.name, piece),
    );
    onProgress(`${index + 1} of ${snapshot.tables.length} tables`);
  }
  const jobs = await writeData(tar, client, snapshot.jobs, partNames.jobs);
  const fileSums: Record<string, { bytes: number; sha256: string }> = {};
  for (const [name, content] of Object.entries(files)) {
    await tar.add({ name: partNames.file(name), content });
    fileSums[name] = { bytes: content.length, sha256: sumOf(content) };
  }
  const { missingBlobs, ...blobSum } = await writeBlobs(tar, snapshot, blobs, onProgress);
  const manifest: BackupManifest = { tables, jobs, sequences, blobs: blobSum, files: fileSums };
  await tar.add({ name: partNames.manifest, content: json(manifest) });
  return { head, manifest, missingBlobs, ...(await tar.finish()) };
}

async function writeData(
  tar: TarWriter,
  client: pg.Client,
  { columns, source }: { readonly columns: readonly string[]; readonly source: string },
  nameOf: (piece: number) => string,
): Promise<DataSum> {
  const counting = countRows();
  let piece = 0;
  for await (const text of copyOut(client, source)) {
    counting.add(text);
    piece += 1;
    const content = await promisify(gzip)(text, { level: compressionLevel });
    await tar.add({ name: nameOf(piece), content });
  }
  return { columns: [...columns], ...counting.sum() };
}

async function writeBlobs(
  tar: TarWriter,
  snapshot: Snapshot,
  blobs: Pick<BlobStore, 'read'>,
  onProgress: (words: string) => void,
): Promise<BackupManifest['blobs'] & { readonly missingBlobs: readonly string[] }> {
  const names = createHash('sha256');
  const missingBlobs: string[] = [];
  let count = 0;
  let bytes = 0;
  let missing = 0;
  for await (const name of snapshot.blobNames()) {
    const content = await readUnlessLost(blobs, name);
    if (content === null) {
      missing += 1;
      if (missingBlobs.length < missingNamesMax) missingBlobs.push(name);
      continue;
    }
    await tar.add({ name: partNames.blob(name), content });
    names.update(`${name}\n`);
    count += 1;
    bytes += content.length;
    onProgress(`${count} files`);
  }
  return { count, bytes, sha256: names.digest('hex'), missing, missingBlobs };
}

async function readUnlessLost(
  blobs: Pick<BlobStore, 'read'>,
  name: string,
): Promise<Buffer | null> {
  try {
    return await blobs.read(name);
  } catch (error) {
    if (error instanceof BlobMissing || error instanceof BlobCorrupt) return null;
    throw error;
  }
}

async function refuseExisting(target: string): Promise<void> {
  const there = await stat(target).catch(() => null);
  if (there === null) return;
  throw new StartProblem(
    'BACKUP_EXISTS',
    `${target} is there already and was left as it is: name another file, or a folder`,
  );
}

/** What the disk says, in words that tell what to do. Everything else rises as it came. */
function asProblem(error: unknown, target: string): unknown {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  const folder = path.dirname(target);
  const words: Record<string, string> = {
    ENOSPC: `the disk of ${folder} is full: make room, or choose another folder`,
    EDQUOT: `no more may be written to ${folder}: make room, or choose another folder`,
    EFBIG: `${folder} takes no file of this size: choose another folder`,
    ENOENT: `there is no folder ${folder}: make it first`,
    ENOTDIR: `${folder} is no folder: choose another one`,
    EACCES: `${folder} cannot be written to by this account: choose another folder, or allow it`,
    EPERM: `${folder} cannot be written to by this account: choose another folder, or allow it`,
    EROFS: `${folder} cannot be written to: choose another folder`,
  };
  const text =
    typeof code === 'string' ? (words[code] ?? databaseWords(error)) : databaseWords(error);
  if (text === undefined) return error;
  return new StartProblem('BACKUP_NOT_WRITTEN', `${text}. No backup was written`, {
    cause: error,
  });
}

const json = (value: unknown): Buffer => Buffer.from(`${JSON.stringify(value, null, 1)}\n`);
