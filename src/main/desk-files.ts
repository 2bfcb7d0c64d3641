import { createHash } from 'node:crypto';
import { constants } from 'node:fs';
import { copyFile, mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { type Config, openKeys } from '../platform/config.ts';
import { flushFolder } from '../platform/flush-folder.ts';
import { StartProblem } from '../platform/start-problem.ts';

/** The last hashes of the ledgers, written down beside the database. */
export const anchorsName = 'ledger-anchors.txt';
/** From which all keys are derived. */
export const secretName = 'secret';

type DeskFolder = Pick<Config, 'dataDir' | 'secret'>;

/** What belongs to a desk and stands beside its database, by name; those that are not there are left out. */
export async function readBesideDatabase(
  config: DeskFolder,
  { names }: { readonly names: readonly string[] },
): Promise<Record<string, Buffer>> {
  const files: Record<string, Buffer> = {};
  for (const name of names) {
    const content =
      name === secretName && config.secret !== null
        ? Buffer.from(`${config.secret}\n`)
        : await readIfThere(path.join(config.dataDir, name));
    if (content !== null) files[name] = content;
  }
  return files;
}

/** Tells one secret from another, and nothing else of it. */
export const secretIdOf = (config: DeskFolder): string =>
  idOf(openKeys(config).key('the id of the secret'));

const idOf = (key: Buffer): string => createHash('sha256').update(key).digest('hex').slice(0, 16);

/** The id of the secret that a desk in this folder has; null while it has none, and makes none. */
export async function secretIdIfThere(config: DeskFolder): Promise<string | null> {
  const isThere =
    config.secret !== null || (await readIfThere(path.join(config.dataDir, secretName))) !== null;
  return isThere ? secretIdOf(config) : null;
}

/** Throws a StartProblem when a restored secret would take the place of another one. Nothing is written. */
export async function refuseOtherSecret(
  config: DeskFolder,
  backup: { readonly secretId: string; readonly hasSecret: boolean },
): Promise<void> {
  const id = await secretIdIfThere(config);
  if (!backup.hasSecret || id === null || id === backup.secretId) return;
  const place = config.secret === null ? path.join(config.dataDir, secretName) : 'ATENTA_SECRET';
  throw new StartProblem(
    'SECRET_DIFFERS',
    `the backup brings the secret of its desk, and ${place} is another one: nothing was done. Put that one aside first`,
  );
}

/**
 * Puts back what stood beside the database. A secret that is there already is the same (`refuseOtherSecret`). Hashes of
 * ledgers that the backup does not know are put aside under another name and not lost: answers that name.
 */
export async function restoreBesideDatabase(
  config: DeskFolder,
  files: Readonly<Record<string, Buffer>>,
  moment: string,
): Promise<string | null> {
  const secret = files[secretName];
  if (secret !== undefined && (await secretIdIfThere(config)) === null) {
    await writeWhole(path.join(config.dataDir, secretName), secret);
  }
  const anchorsFile = path.join(config.dataDir, anchorsName);
  const there = await readIfThere(anchorsFile);
  const anchors = files[anchorsName] ?? Buffer.alloc(0);
  if (there === null ? anchors.length === 0 : there.equals(anchors)) return null;
  let aside: string | null = null;
  if (there !== null) {
    aside = `${anchorsFile}.before-restore-${moment}`;
    await copyFile(anchorsFile, aside, constants.COPYFILE_EXCL);
  }
  await writeWhole(anchorsFile, anchors);
  return aside;
}

async function readIfThere(file: string): Promise<Buffer | null> {
  try {
    return await readFile(file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

async function writeWhole(target: string, content: Buffer): Promise<void> {
  await mkdir(path.dirname(target), { recursive: true, mode: 0o755 });
  const temporary = `${target}.${process.pid}.partial`;
  const file = await open(temporary, 'w', 0o600);
  try {
    await file.writeFile(content);
    await file.sync();
  } finally {
    await file.close();
  }
  try {
    await rename(temporary, target);
    await flushFolder(path.dirname(target));
  } finally {
    await rm(temporary, { force: true });
  }
}
