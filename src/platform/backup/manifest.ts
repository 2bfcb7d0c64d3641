import { z } from 'zod';
import { brokenBackup } from './broken-backup.ts';

/** Changes when an older reader would misunderstand it. */
const format = 'atenta-backup-1';

const count = z.int().nonnegative();
const sha256 = z.string().regex(/^[0-9a-f]{64}$/);

/** The first part: what must be known before anything else is read. */
const headSchema = z.object({
  format: z.literal(format),
  /** Of the product that wrote it. */
  version: z.string(),
  /** The moment of the snapshot, as the database had it. */
  takenAt: z.iso.datetime(),
  /** Tells whether a secret is the one that the desk had, and nothing else of it. */
  secretId: z.string(),
  /** Every migration that the database had, in order. */
  migrations: z.array(z.object({ name: z.string(), sha256 })).min(1),
});

const dataSchema = z.object({
  columns: z.array(z.string()).min(1),
  rows: count,
  /** Of the text that COPY wrote, before it was compressed. */
  bytes: count,
  sha256,
});

/** The last part: what the parts before it must add up to. */
const manifestSchema = z.object({
  tables: z.record(z.string(), dataSchema),
  jobs: dataSchema,
  /** The last number that each has given out; null when none. */
  sequences: z.record(z.string(), z.int().nullable()),
  blobs: z.object({
    count,
    bytes: count,
    /** Of their names, in order, one a line: the name of a blob is the sum of its bytes. */
    sha256,
    /** Those that the database names and the desk had lost before. */
    missing: count,
  }),
  files: z.record(z.string(), z.object({ bytes: count, sha256 })),
});

export type BackupHead = z.output<typeof headSchema>;
export type BackupManifest = z.output<typeof manifestSchema>;
export type DataSum = z.output<typeof dataSchema>;

export const headOf = (head: Omit<BackupHead, 'format'>): BackupHead => ({ format, ...head });

export const readHead = (content: Buffer): BackupHead => parse(headSchema, content);
export const readManifest = (content: Buffer): BackupManifest => parse(manifestSchema, content);

function parse<T>(schema: z.ZodType<T>, content: Buffer): T {
  try {
    return schema.parse(JSON.parse(content.toString('utf8')));
  } catch (cause) {
    throw brokenBackup('what it says of itself cannot be read', cause);
  }
}

/** Where each part stands in the file. */
export const partNames = {
  head: 'backup.json',
  manifest: 'manifest.json',
  table: (table: string, piece: number): string =>
    `tables/${table}/${String(piece).padStart(6, '0')}.gz`,
  jobs: (piece: number): string => `jobs/${String(piece).padStart(6, '0')}.gz`,
  blob: (name: string): string => `blobs/${name}`,
  file: (name: string): string => `files/${name}`,
} as const;
