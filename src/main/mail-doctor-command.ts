import path from 'node:path';
import { parseArgs } from 'node:util';
import { checkMailbox } from '../delivery/mail/doctor/check-mailbox.ts';
import { findingWords, stepWords } from '../delivery/ui/check-words.ts';
import { systemClock } from '../kernel/clock.ts';
import type { Language } from '../kernel/language.ts';
import { listMailboxes, openMailboxCheck } from '../modules/correspondence/index.ts';
import { openBlobStore } from '../platform/blobs.ts';
import { openKeys } from '../platform/config.ts';
import { inTransaction } from '../platform/database/index.ts';
import { openDns } from '../platform/dns.ts';
import { StartProblem } from '../platform/start-problem.ts';
import type { CommandContext, CommandRun } from './command.ts';
import { mailboxSealer } from './mailbox-sealer.ts';
import { type CommandTools, withDatabase } from './with-database.ts';

/**
 * `atenta mail doctor`: examines one mailbox, or all that are active, as the console does. The test mail needs a desk
 * that runs: its worker sends it and its intake recognises it. Exit code 1 when something is broken.
 */
export const mailDoctorCommand: CommandRun = (context) => {
  const asked = askedOf(context);
  return withDatabase(context, async (tools) => {
    const all = await listMailboxes(tools.database.db);
    const mailboxes = all.filter(({ address, active }) =>
      asked.address === null ? active : address === asked.address,
    );
    if (mailboxes.length === 0) {
      throw new StartProblem('NO_MAILBOX', `there is no mailbox ${asked.address ?? ''}`.trim());
    }
    let broken = false;
    for (const mailbox of mailboxes) {
      context.stdout.write(`${mailbox.address}\n`);
      const check = await inTransaction(tools.database, (tx) =>
        openMailboxCheck(tx, {
          mailboxId: mailbox.id,
          sendTo: asked.sendTo ?? mailbox.address,
          startedByPersonId: null,
          at: systemClock.now(),
        }),
      );
      let told = 0;
      const doctor = await doctorOf(tools);
      const findings = await checkMailbox(doctor, check, mailbox, (step, made) => {
        for (const finding of made.slice(told)) {
          const { verdict } = finding;
          context.stdout.write(
            `  ${verdict.padEnd(7)}  ${findingWords(finding, asked.language)}\n`,
          );
          if (finding.record !== null) context.stdout.write(`           ${finding.record}\n`);
        }
        told = made.length;
        // A round trip takes a minute: who waits sees for what.
        if (step !== null && context.stderr.isTTY === true) {
          context.stderr.write(`  …        ${stepWords(step, asked.language)}\r`);
        }
      });
      broken ||= findings.some(({ verdict }) => verdict === 'broken');
    }
    return broken ? 1 : 0;
  });
};

async function doctorOf({ config, database }: CommandTools) {
  return {
    database,
    blobs: await openBlobStore(path.join(config.dataDir, 'blobs')),
    clock: systemClock,
    dns: openDns({ clock: systemClock }),
    sealer: mailboxSealer(openKeys(config)),
    relayUrl: config.smtpRelayUrl,
  };
}

interface Asked {
  readonly address: string | null;
  readonly sendTo: string | null;
  readonly language: Language;
}

function askedOf({ args, environment }: CommandContext): Asked {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { 'send-to': { type: 'string' }, language: { type: 'string' } },
    });
    const language = values.language ?? environment['LANG'] ?? '';
    return {
      address: positionals[0]?.toLowerCase() ?? null,
      sendTo: values['send-to'] ?? null,
      language: language.startsWith('es') ? 'es' : 'en',
    };
  } catch (error) {
    throw new StartProblem('USAGE', error instanceof Error ? error.message : String(error));
  }
}
