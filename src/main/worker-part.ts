import { doctorJobs } from '../delivery/mail/doctor/jobs.ts';
import { mailJobs, mailRecurring } from '../delivery/mail/jobs.ts';
import { openPost } from '../delivery/mail/out/post.ts';
import { renderReminder } from '../delivery/mail/out/reminder-text.ts';
import { openRelay } from '../delivery/mail/out/send-mail.ts';
import { statementPrinter } from '../delivery/web/statement/print-statement.ts';
import { recurring, scheduledJobs } from '../delivery/worker/schedule.ts';
import { subscriptions } from '../delivery/worker/subscriptions.ts';
import { type ClockPoller, pollClocks } from '../modules/clocks/index.ts';
import { type Change, type Listening, listenForChanges } from '../platform/changes.ts';
import { type JobRunner, runJobs } from '../platform/jobs.ts';
import type { Part } from '../platform/part.ts';
import type { Runtime } from '../platform/runtime.ts';
import { ledgerAnchors } from './ledger-anchors.ts';
import { mailDesk, understanding } from './mail-desk.ts';
import { mailboxSealer } from './mailbox-sealer.ts';

/** The worker: everything that is done later, and the clocks. */
export function workerPart(runtime: Runtime): Part {
  const { addresses, blobs, clock, config, database, log } = runtime;
  const relay = config.smtpRelayUrl === null ? null : openRelay(config.smtpRelayUrl);
  const sealer = mailboxSealer(runtime.keys);
  const { publicUrl, mailDomain: domain } = addresses;
  const readMail = mailDesk(runtime, understanding(runtime));
  const post = openPost({ publicUrl, domain, secret: readMail.secret, clock });
  const mail = { ...readMail, post, relay };
  const desk = {
    database,
    clock,
    post,
    renderReminder,
    anchors: ledgerAnchors(config),
    printStatement: statementPrinter({ database, blobs, publicUrl }),
  };
  let runner: JobRunner | null = null;
  let poller: ClockPoller | null = null;
  let listening: Listening | null = null;
  return {
    name: 'worker',
    async start() {
      // Texts of letters that an administrator changes in another process count from the next letter on.
      const forget = () => post.templates.forget();
      const onChange = (change: Change) => {
        if (change['letterTemplates'] === true) forget();
      };
      listening = await listenForChanges(database, { onChange, onGap: forget }, log);
      runner = await runJobs({
        database,
        log,
        handlers: [
          ...subscriptions(desk),
          ...scheduledJobs(desk),
          ...mailJobs(mail),
          ...doctorJobs({ ...mail, dns: runtime.dns, sealer, relayUrl: config.smtpRelayUrl }),
        ],
        recurring: [...recurring, ...mailRecurring],
      });
      poller = await pollClocks(database, { clock, log });
    },
    async stop() {
      await poller?.stop();
      await runner?.stop();
      await listening?.stop();
      relay?.close();
    },
  };
}
