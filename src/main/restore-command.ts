import path from 'node:path';
import { ledgerVerify } from '../delivery/cli/ledger-verify.ts';
import { systemActor } from '../kernel/actor.ts';
import { systemClock } from '../kernel/clock.ts';
import { recheckClocks } from '../modules/clocks/index.ts';
import { endAllAccess, recordAudit } from '../modules/people/index.ts';
import { type ReadBackup, readBackup, restoreBackup } from '../platform/backup.ts';
import { openBlobStore } from '../platform/blobs.ts';
import { readConfig } from '../platform/config.ts';
import { inTransaction } from '../platform/database/index.ts';
import { namedFile } from './backup-verify-command.ts';
import { describeBackup, tellProgress } from './backup-words.ts';
import type { CommandContext, CommandRun } from './command.ts';
import {
  refuseOtherSecret,
  restoreBesideDatabase,
  secretIdIfThere,
  secretName,
} from './desk-files.ts';
import { ledgerAnchors } from './ledger-anchors.ts';
import { migrationsFolder } from './migrate-command.ts';
import { type CommandTools, withDatabase } from './with-database.ts';

/** Of the requests whose clocks are computed again from their events. */
const clockSample = 2000;

/**
 * `atenta restore`: proves the backup, loads it into an empty desk, brings it to this version's schema, and proves what
 * came of it: rows, files, ledgers and clocks. Exit code 1 when a ledger is not sound. What it restored is held.
 */
export const restoreCommand: CommandRun = async (context) => {
  const file = path.resolve(namedFile(context, 'restore'));
  const files: Record<string, Buffer> = {};
  const backup = await readBackup(file, {
    async onFile(name, content) {
      files[name] = content;
    },
  });
  context.stderr.write(`${describeBackup(backup).join('\n')}\n`);
  const { secretId } = backup.head;
  const hasSecret = secretName in backup.manifest.files;
  const config = readConfig(context.environment, context.checkout);
  await refuseOtherSecret(config, { secretId, hasSecret });
  return withDatabase(context, (tools) => restore(context, tools, { file, files, backup }));
};

async function restore(
  context: CommandContext,
  { config, database, log }: CommandTools,
  {
    file,
    files,
    backup,
  }: {
    readonly file: string;
    readonly files: Readonly<Record<string, Buffer>>;
    readonly backup: ReadBackup;
  },
): Promise<number> {
  const { stdout, stderr } = context;
  const at = systemClock.now();
  const moment = new Date(at).toISOString().replace(/[-:]|\.\d+/g, '');
  const applied = await restoreBackup(file, backup, {
    url: database.url,
    blobs: await openBlobStore(path.join(config.dataDir, 'blobs')),
    migrationsFolder: migrationsFolder(context.checkout),
    log,
    at,
    onProgress: tellProgress(stderr),
    async onAccepted() {
      const aside = await restoreBesideDatabase(config, files, moment);
      if (aside !== null) stderr.write(`put aside  ${aside}\n`);
    },
  });
  for (const name of applied) stderr.write(`migrated   ${name}\n`);
  await inTransaction(database, async (tx) => {
    await endAllAccess(tx);
    await recordAudit(
      tx,
      { actor: systemActor, at, ipAddress: null },
      { action: 'desk.restored', subject: 'desk', detail: { takenAt: backup.head.takenAt } },
    );
  });

  const ledgers = await ledgerVerify(database.db, ledgerAnchors(config), (line) => {
    stdout.write(line);
  });
  const { checked, differences } = await recheckClocks(database, {
    sample: clockSample,
    now: at,
  });
  stdout.write(`${checked} requests: clocks as their events say, ${differences.length} mended\n`);
  if ((await secretIdIfThere(config)) !== backup.head.secretId) stderr.write(otherSecret);
  stdout.write(held(backup.head.takenAt));
  return ledgers;
}

const otherSecret = `
This desk has not the secret that the backup was taken with. Put that one into DATA_DIR/secret (or ATENTA_SECRET) before
you start the desk. Without it the passwords of mailboxes and the keys that sign mail must be written again, and addresses
and links in letters that were sent find nothing.
`;

const held = (takenAt: string): string => `
The desk as it was at ${takenAt} is restored, and held: started, it takes mail in and people may work in it, but it sends
no mail, fetches none, and closes, reminds and expires nothing. Look at it, make sure that the desk it came from is off,
and then let it go: atenta restore release
`;
