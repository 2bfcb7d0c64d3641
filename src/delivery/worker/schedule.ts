// Everything that comes back by itself, on one page. Moments in UTC.
import { z } from 'zod';
import { runDueAppointments } from '../../modules/appointments/index.ts';
import { recheckClocks, rollOutCalendarJob } from '../../modules/clocks/index.ts';
import { discardUnsentAttachments } from '../../modules/correspondence/index.ts';
import {
  type Anchors,
  expireAllUnits,
  issueMonthlyStatements,
  listAccounts,
  mailStatementJob,
  verifyLedger,
  watchBalances,
  watchExpiries,
  watchObjections,
} from '../../modules/credits/index.ts';
import {
  mailStatement,
  type PrintStatement,
  sendUndeliveredDigest,
} from '../../modules/notifications/index.ts';
import { deleteExpiredAccess } from '../../modules/people/index.ts';
import { summariseRequests } from '../../modules/reporting/index.ts';
import {
  discardOldDrafts,
  publishDueReplies,
  publishReply,
  publishReplyJob,
  type RenderReminder,
  rollOutCalendar,
  runDueClosings,
  wakeDueSnooze,
  wakeDueSnoozes,
  wakeSnoozedJob,
} from '../../modules/tickets/index.ts';
import { inTransaction } from '../../platform/database/index.ts';
import { deleteOldKeys } from '../../platform/http.ts';
import { defineJob, handleJob, type JobHandler, type RecurringJob } from '../../platform/jobs.ts';
import { isTimeHeld } from '../../platform/restored-hold.ts';
import type { Desk } from './subscriptions.ts';

const nothing = z.looseObject({});
const hour = 60 * 60 * 1000;

/** VIII: reminders, abandonment, closing without objection. */
const runClosings = defineJob('tickets.run-due-closings', nothing);
/** T6: reminders of agreed activities, and their start. */
const runAppointments = defineJob('appointments.run-due', nothing);
/** Sessions, links, invitations and counters that are over; files that were uploaded and never sent; drafts that nobody goes on with. */
const sweep = defineJob('desk.sweep', nothing);
/** Money rule 2: every balance is proved from its entries alone and against the hashes of earlier nights, every night. */
const proveLedgers = defineJob('credits.prove-ledgers', nothing);

/** VII: a sample of the rows that the queue reads is held against the events that are the truth, every night. */
const recheckRows = defineJob('clocks.recheck', nothing);
const clockSample = 2000;
/** Units that have come to their day or come near it, and accounts that have fallen below their threshold. */
const lookAtBalances = defineJob('credits.look-at-balances', nothing);
/** T4: objections that come near their hour or are past it. */
const lookAtObjections = defineJob('credits.look-at-objections', nothing);
/** The statement of the month that has ended, to every customer by its own calendar. */
const issueStatements = defineJob('credits.issue-monthly-statements', nothing);
/** What did not arrive, in one letter a day to whoever looks after the desk. */
const undeliveredDigest = defineJob('mail.undelivered-digest', nothing);

/** What reports add up: requests registered since, and those that may have changed. */
const summarise = defineJob('reporting.summarise-requests', nothing);

/** V.c: replies whose job was lost, published all the same. */
const publishReplies = defineJob('tickets.publish-due-replies', nothing);

/** Requests that come back into somebody's queue, whose job was lost. */
const wakeSnoozes = defineJob('tickets.wake-due-snoozes', nothing);

export const recurring: readonly RecurringJob[] = [
  // What is missed is still due at the next run: nothing to make up for.
  { job: runClosings, at: '* * * * *' },
  { job: runAppointments, at: '* * * * *' },
  { job: publishReplies, at: '* * * * *' },
  { job: wakeSnoozes, at: '* * * * *' },
  { job: sweep, at: '17 * * * *' },
  { job: summarise, at: '*/10 * * * *' },
  { job: recheckRows, at: '20 6 * * *', catchUpMinutes: 24 * 60 },
  { job: lookAtBalances, at: '*/5 * * * *' },
  { job: lookAtObjections, at: '* * * * *' },
  { job: issueStatements, at: '3 * * * *' },
  // Seven in the morning in Caracas.
  { job: undeliveredDigest, at: '0 11 * * *', catchUpMinutes: 12 * 60 },
  { job: proveLedgers, at: '40 6 * * *', catchUpMinutes: 24 * 60 },
];

export function scheduledJobs(
  desk: Desk & {
    readonly renderReminder: RenderReminder;
    readonly anchors: Anchors;
    readonly printStatement: PrintStatement;
  },
): readonly JobHandler[] {
  const { anchors, database, clock, post, renderReminder } = desk;
  /** What time alone decides, of requests and of units: not on a restored desk that is held. All of it is due again. */
  const unlessHeld = (work: () => Promise<unknown>) => async (): Promise<void> => {
    if (!(await isTimeHeld(database.db, clock.now()))) await work();
  };
  return [
    handleJob(rollOutCalendarJob, (calendar, { signal }) =>
      rollOutCalendar(database, calendar, clock.now(), signal),
    ),
    handleJob(
      runClosings,
      unlessHeld(() => runDueClosings(database, clock.now(), renderReminder)),
    ),
    handleJob(
      runAppointments,
      unlessHeld(() => runDueAppointments(database, clock.now())),
    ),
    handleJob(publishReplies, () => publishDueReplies(database, clock.now())),
    handleJob(publishReplyJob, ({ pendingReplyId }) =>
      publishReply(database, pendingReplyId, clock.now()),
    ),
    // Also on a restored desk that is held: nobody outside is told.
    handleJob(wakeSnoozes, () => wakeDueSnoozes(database, clock.now())),
    handleJob(wakeSnoozedJob, (snooze) => wakeDueSnooze(database, snooze, clock.now())),
    handleJob(sweep, () =>
      inTransaction(database, async (tx) => {
        await deleteExpiredAccess(tx, clock.now());
        await deleteOldKeys(tx, clock.now());
        const now = clock.now();
        await discardUnsentAttachments(tx, now - 24 * hour, now);
        await discardOldDrafts(tx, now);
      }),
    ),
    // Also on a desk that is held: it decides nothing and tells nobody.
    handleJob(summarise, async (_, { signal }) => {
      await summariseRequests(database, clock.now(), signal);
    }),
    handleJob(recheckRows, async (_, { log }) => {
      const { checked, differences } = await recheckClocks(database, {
        sample: clockSample,
        now: clock.now(),
      });
      if (differences.length > 0) {
        log.fatal(
          { checked, differences },
          'clocks did not say what their events say; written anew',
        );
      }
    }),
    handleJob(
      lookAtBalances,
      unlessHeld(async () => {
        await expireAllUnits(database, clock.now());
        await inTransaction(database, (tx) => watchBalances(tx, clock.now()));
        await watchExpiries(database, clock.now());
      }),
    ),
    handleJob(
      lookAtObjections,
      unlessHeld(() => watchObjections(database, clock.now())),
    ),
    handleJob(
      issueStatements,
      unlessHeld(() => issueMonthlyStatements(database, clock.now())),
    ),
    handleJob(mailStatementJob, (sent) => mailStatement(desk, sent)),
    handleJob(undeliveredDigest, () =>
      inTransaction(database, (tx) => sendUndeliveredDigest(tx, post)),
    ),
    handleJob(proveLedgers, async (_, { log }) => {
      for (const organizationId of await listAccounts(database.db)) {
        const known = await anchors.of(organizationId);
        const proof = await verifyLedger(database.db, organizationId, known);
        const { problems, entries, lastHash } = proof;
        // What was found wrong is never written down as right.
        if (proof.sound) await anchors.keep({ organizationId, sequence: entries, hash: lastHash });
        else log.fatal({ organizationId, problems }, 'a ledger does not add up');
      }
    }),
  ];
}
