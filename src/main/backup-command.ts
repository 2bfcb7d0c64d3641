import { readdir, readFile, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { systemClock } from '../kernel/clock.ts';
import { hourMs } from '../kernel/duration.ts';
import { isPartial, type WrittenBackup, writeBackup } from '../platform/backup.ts';
import { openBlobStore } from '../platform/blobs.ts';
import { StartProblem } from '../platform/start-problem.ts';
import { describeBackup, tellProgress } from './backup-words.ts';
import type { CommandContext, CommandRun } from './command.ts';
import { anchorsName, readBesideDatabase, secretIdOf, secretName } from './desk-files.ts';
import { withDatabase } from './with-database.ts';

/**
 * `atenta backup`: one file with all that the desk is, while it runs. Answers its name on stdout. Exit code 1 when the
 * desk has lost files that its database names: the backup stands all the same, without them.
 */
export const backupCommand: CommandRun = async (context) => {
  const asked = askedOf(context);
  const target = await targetOf(asked.place, asked.keep);
  const written = await takeBackup(context, target, asked.withSecret);
  if (asked.keep !== null) await removeOlder(path.dirname(target), asked.keep, context);
  context.stderr.write(`${describeBackup(written).join('\n')}\n`);
  context.stdout.write(`${target}\n`);
  if (!asked.withSecret) {
    context.stderr.write(
      "The desk's secret is not in it: keep DATA_DIR/secret (or ATENTA_SECRET) in another safe place.\n",
    );
  }
  return tellOfMissing(written, context);
};

const takeBackup = (
  context: CommandContext,
  target: string,
  withSecret: boolean,
): Promise<WrittenBackup> =>
  withDatabase(context, async ({ config, database }) => {
    // Makes the secret of a desk that never needed one, before it is read.
    const secretId = secretIdOf(config);
    const beside = await readBesideDatabase(config, {
      // Written down before the moment of the snapshot: it never names an entry that the snapshot has not.
      names: withSecret ? [anchorsName, secretName] : [anchorsName],
    });
    return writeBackup(
      {
        url: database.url,
        blobs: await openBlobStore(path.join(config.dataDir, 'blobs')),
        files: beside,
        version: await versionOf(context.checkout),
        secretId,
        onProgress: tellProgress(context.stderr),
      },
      target,
    );
  });

interface Asked {
  readonly place: string;
  readonly keep: number | null;
  readonly withSecret: boolean;
}

function askedOf({ args }: CommandContext): Asked {
  const usage = (why: string) =>
    new StartProblem(
      'USAGE',
      `${why}\nusage: atenta backup FOLDER|FILE [--keep N] [--with-secret]`,
    );
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      options: { keep: { type: 'string' }, 'with-secret': { type: 'boolean' } },
      allowPositionals: true,
    });
    const [place] = positionals;
    if (place === undefined || positionals.length > 1) throw usage('name one folder or file');
    const { keep } = values;
    if (keep !== undefined && !/^[1-9]\d{0,5}$/.test(keep)) {
      throw usage('--keep takes a number from 1');
    }
    return {
      place: path.resolve(place),
      keep: keep === undefined ? null : Number(keep),
      withSecret: values['with-secret'] === true,
    };
  } catch (error) {
    throw error instanceof StartProblem
      ? error
      : usage(error instanceof Error ? error.message : String(error));
  }
}

/** In a folder, under the moment's name; else the very file that was named. */
async function targetOf(place: string, keep: number | null): Promise<string> {
  const there = await stat(place).catch(() => null);
  if (there?.isDirectory() === true) {
    const moment = new Date(systemClock.now()).toISOString().replace(/[-:]|\.\d+/g, '');
    return path.join(place, `atenta-${moment}.tar`);
  }
  if (keep === null) return place;
  throw new StartProblem('USAGE', `--keep needs a folder, and ${place} is none: make it first`);
}

const ourName = /^atenta-\d{8}T\d{6}Z\.tar$/;

/** The newest stay, by their names; what was broken off a day ago goes as well. Only after a new one stands. */
async function removeOlder(
  folder: string,
  keep: number,
  { stderr }: CommandContext,
): Promise<void> {
  const names = (await readdir(folder)).sort();
  const older = names.filter((name) => ourName.test(name)).slice(0, -keep);
  for (const name of older) {
    await rm(path.join(folder, name), { force: true });
    stderr.write(`removed ${name}\n`);
  }
  for (const name of names.filter(isPartial)) {
    const { mtimeMs } = await stat(path.join(folder, name));
    if (systemClock.now() - mtimeMs > 24 * hourMs) await rm(path.join(folder, name));
  }
}

function tellOfMissing({ manifest, missingBlobs }: WrittenBackup, context: CommandContext): number {
  const { missing } = manifest.blobs;
  if (missing === 0) return 0;
  context.stderr.write(
    `atenta: ${missing} files that the database names are not in DATA_DIR/blobs, or were altered, and so not in the ` +
      `backup: check DATA_DIR. ${missingBlobs.join(' ')}${missing > missingBlobs.length ? ' …' : ''}\n`,
  );
  return 1;
}

async function versionOf(checkout: string): Promise<string> {
  const text = await readFile(path.join(checkout, 'package.json'), 'utf8');
  return String((JSON.parse(text) as { version?: unknown }).version);
}
