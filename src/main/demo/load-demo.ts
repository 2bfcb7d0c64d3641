import type { Writable } from 'node:stream';
import { mailJobs } from '../../delivery/mail/jobs.ts';
import { openPost } from '../../delivery/mail/out/post.ts';
import { understandMail } from '../../delivery/mail/understand/understand-mail.ts';
import { subscriptions } from '../../delivery/worker/subscriptions.ts';
import { movableClock } from '../../kernel/clock.ts';
import { dayMs, hourMs } from '../../kernel/duration.ts';
import { listMailboxes } from '../../modules/correspondence/index.ts';
import {
  existsAdministrator,
  isDemoDesk,
  listOrganizations,
  recordAudit,
} from '../../modules/people/index.ts';
import { type Database, type Db, inTransaction, type Tx } from '../../platform/database/index.ts';
import { StartProblem } from '../../platform/start-problem.ts';
import { type MailRuntime, mailDesk } from '../mail-desk.ts';
import { contactEmail, demoCustomers } from './customers.ts';
import { actingByItself, type DemoDesk, letTimePass } from './demo-desk.ts';
import { demoDns } from './demo-dns.ts';
import { agentEmail, demoAgents, demoPassword } from './firm.ts';
import { furnishDesk } from './furnish-desk.ts';
import { happeningsOfMonth, monthDays } from './month.ts';

/**
 * Loads the demo world into an empty desk: a month that happened, told by the use cases themselves with a clock moved by
 * hand, so that ledger, decisions and clocks are as true as those of a real one. All or nothing: one transaction. A desk
 * that has it already stays as it is; one with data of its own is refused with a StartProblem.
 */
export async function loadDemo(runtime: MailRuntime, stdout: Writable): Promise<void> {
  const { database, clock } = runtime;
  if (await isDemoDesk(database.db)) return;
  await refuseData(database.db, clock.now());
  stdout.write('Loading the demo world: a made-up month of a support desk, once ...\n');
  await inTransaction(database, (tx) => tellMonth(runtime, tx, stdout));
}

/** How to get into the demo, for the terminal. */
export const demoSignIns = (): readonly string[] => {
  const people: (readonly [string, string])[] = [
    ...demoAgents.map((agent) => [agentEmail(agent), agent.roles.join(', ')] as const),
    ...demoCustomers.flatMap((customer) =>
      customer.contacts
        .filter(({ signsIn }) => signsIn)
        .map((contact) => {
          const name = customer.name.replace(/^Demo(?:stración)? · /, '');
          return [contactEmail(customer, contact), `customer, ${name}`] as const;
        }),
    ),
  ];
  const width = Math.max(...people.map(([email]) => email.length));
  return [
    'This is the demo world. Nobody and nothing in it is real; everybody signs in with the',
    `password "${demoPassword}", so never let it be reached from outside:`,
    ...people.map(([email, who]) => `  ${email.padEnd(width)}  ${who}`),
  ];
};

async function refuseData(db: Db, at: number): Promise<void> {
  const empty =
    !(await existsAdministrator(db)) &&
    (await listOrganizations(db, { limit: 1, at })).length === 0 &&
    (await listMailboxes(db)).length === 0;
  if (empty) return;
  throw new StartProblem(
    'DEMO_NOT_EMPTY',
    'this desk has data of its own, and the demo world is only loaded into an empty one: name another folder in DATA_DIR (or another database in DATABASE_URL), or start without --demo',
  );
}

async function tellMonth(runtime: MailRuntime, tx: Tx, stdout: Writable): Promise<void> {
  const now = runtime.clock.now();
  const begins = now - monthDays * dayMs;
  const desk = openDesk(runtime, tx, begins - 2 * hourMs);
  await furnishDesk(desk);
  const happenings = happeningsOfMonth(begins, now);
  let toldDays = 0;
  for (const { at, run } of happenings) {
    await letTimePass(desk, at);
    await run(desk);
    const days = Math.floor((at - begins) / dayMs / 5) * 5;
    if (days <= toldDays) continue;
    toldDays = days;
    stdout.write(`  day ${days} of ${monthDays}\n`);
  }
  await letTimePass(desk, now);
  await recordAudit(tx, actingByItself(now), { action: 'desk.demo-loaded', subject: 'desk' });
}

/** The desk within the transaction: the worker's own subscriptions and mail, with nothing that leaves the machine. */
function openDesk(runtime: MailRuntime, tx: Tx, opens: number): DemoDesk {
  const { addresses, log } = runtime;
  const clock = movableClock(opens);
  const database: Database = { ...runtime.database, db: tx };
  const mail = mailDesk({ ...runtime, database, clock, dns: demoDns }, understandMail);
  const { publicUrl, mailDomain: domain } = addresses;
  const post = openPost({ publicUrl, domain, secret: mail.secret, clock });
  const handlers = [
    ...subscriptions({ database, clock, post }),
    ...mailJobs({ ...mail, post, relay: null }),
  ];
  return {
    tx,
    database,
    clock,
    log,
    mail,
    handlers,
    agents: new Map(),
    teams: new Map(),
    services: new Map(),
    customers: new Map(),
  };
}
