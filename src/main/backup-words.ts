import type { Writable } from 'node:stream';
import type { ReadBackup } from '../platform/backup.ts';

const megabyte = 1024 ** 2;
/** A line now and then: enough to see that it goes on. */
const tellEveryMs = 2000;

/** What a backup holds, for a person. */
export function describeBackup(
  backup: ReadBackup & { readonly sizeBytes?: number; readonly sha256?: string },
): string[] {
  const { head, manifest, sizeBytes, sha256 } = backup;
  const rows = Object.values(manifest.tables).reduce((sum, table) => sum + table.rows, 0);
  const { blobs } = manifest;
  return [
    `taken      ${head.takenAt} by version ${head.version}, newest migration ${head.migrations.at(-1)?.name}`,
    `database   ${Object.keys(manifest.tables).length} tables, ${rows} rows, ${manifest.jobs.rows} jobs`,
    `files      ${blobs.count}, ${(blobs.bytes / megabyte).toFixed(1)} MiB${blobs.missing === 0 ? '' : `, ${blobs.missing} were lost before`}`,
    `secret     ${'secret' in manifest.files ? 'is in it: keep it as you keep a key' : 'is not in it'}`,
    ...(sizeBytes === undefined ? [] : [`size       ${(sizeBytes / megabyte).toFixed(1)} MiB`]),
    ...(sha256 === undefined ? [] : [`sum        ${sha256}`]),
  ];
}

/** Says how far it is, but not at every step. */
export function tellProgress(stderr: Writable): (words: string) => void {
  let toldAtMs = performance.now();
  return (words) => {
    if (performance.now() - toldAtMs < tellEveryMs) return;
    toldAtMs = performance.now();
    stderr.write(`… ${words}\n`);
  };
}
