import path from 'node:path';
import { parseArgs } from 'node:util';
import { exitCodes, type PipeEnvelope, takePipedMail } from '../delivery/mail/in/mail-pipe.ts';
import { systemClock } from '../kernel/clock.ts';
import { openBlobStore } from '../platform/blobs.ts';
import type { CommandContext, CommandRun } from './command.ts';
import { mailDomainOf, publicUrlOf } from './settle-addresses.ts';
import { withDatabase } from './with-database.ts';

/**
 * `atenta mail receive`: takes one message on stdin for a mail server (Postfix `pipe`, procmail, Exim). Ends with 0 only
 * when the message is committed. Every trouble of ours, a wrong setting included, ends with 75: a mail server gives a
 * mail back to its sender for any other code.
 */
export const mailReceiveCommand: CommandRun = async (context) => {
  const { stderr } = context;
  const envelope = envelopeOf(context.args);
  if (typeof envelope === 'string') {
    stderr.write(`atenta mail receive: ${envelope}\n`);
    return exitCodes.usage;
  }
  try {
    const { code, words } = await receive(context, envelope);
    if (words !== '') stderr.write(`atenta mail receive: ${words}\n`);
    return code;
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    stderr.write(`atenta mail receive: the message was not taken, keep it and try again: ${why}\n`);
    return exitCodes.tempfail;
  }
};

const receive = (context: CommandContext, envelope: PipeEnvelope) =>
  withDatabase(context, async ({ config, database, log }) => {
    const blobs = await openBlobStore(path.join(config.dataDir, 'blobs'));
    const domain = mailDomainOf(config, publicUrlOf(config, config.port));
    const desk = { database, blobs, clock: systemClock, log, domain };
    return takePipedMail(desk, context.stdin, envelope);
  });

/** What the mail server says on the command line, or what is wrong with it. */
function envelopeOf(args: readonly string[]): PipeEnvelope | string {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: { to: { type: 'string', multiple: true }, from: { type: 'string' } },
    });
    const from = values.from ?? '';
    // Postfix writes the null sender as MAILER-DAEMON.
    return { from: from === 'MAILER-DAEMON' ? '' : from, to: values.to ?? [] };
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
