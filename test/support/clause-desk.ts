// The desk of the journeys by clause: the built product of its own, with a clock that only goes forward when the test
// says so, and its people signed in once for all of them.
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Browser, test as base, expect, type Page, request } from '@playwright/test';
import { type Client, createClient } from '../../src/delivery/web/contract.ts';
import { systemActor } from '../../src/kernel/actor.ts';
import type { Instant, MovableClock } from '../../src/kernel/clock.ts';
import { acceptTerms } from '../../src/modules/agreements/index.ts';
import { wakePoller } from '../../src/modules/clocks/wake-poller.ts';
import {
  type AgentRole,
  addAgent,
  addContact,
  confirmSignInLink,
  isChallenge,
  issueSignInLink,
  readPerson,
} from '../../src/modules/people/index.ts';
import { type Database, inTransaction, openDatabase } from '../../src/platform/database/index.ts';
import { silentLog } from '../../src/platform/log.ts';
import type { ClauseId } from '../../src/policy/clauses.ts';
import { deskWorld, done, type WorldCustomer } from './desk-world.ts';
import { eventually } from './journey-world.ts';
import { sendOnce } from './mail-sender.ts';
import { productRoot, type RunningDesk, startDesk } from './running-desk.ts';

/** Somebody who is signed in: at the API, and with a window when a journey looks through one. */
export interface SignedIn {
  readonly personId: number;
  readonly email: string;
  readonly call: Client;
  /** The one window of this person: of a phone without script for a customer, at a desk for an agent. */
  readonly page: Page;
}

export interface ClauseDesk {
  /** Administers the company Orinoco, which has units. */
  readonly ana: SignedIn;
  /** Carmen attends and supervises, Braulio bills, Ada administers. */
  readonly carmen: SignedIn;
  readonly braulio: SignedIn;
  readonly ada: SignedIn;
  /** What the desk takes for the present moment. */
  now(): number;
  /** Lets so many milliseconds pass, and has done what fell due in them. */
  later(milliseconds: number): Promise<void>;
  /** A customer of a test's own, with the window of its contact. */
  customer(name: string, units: number, terms?: boolean): Promise<WorldCustomer & SignedIn>;
  /** Somebody who administers the company of a customer, with a window. */
  companyAdministrator(name: string, organizationId: number): Promise<SignedIn>;
  /** A mail from outside, as another server hands it over. */
  mail(mail: {
    readonly from: string;
    readonly to?: string;
    readonly subject: string;
    readonly text: string;
  }): Promise<void>;
}

export const hour = 3_600_000;
export const day = 24 * hour;

export const once = () => ({ idempotencyKey: randomUUID() });

interface Workers {
  readonly desk: ClauseDesk;
  /** A file that publishes an agreement names itself here, and has a desk that no other file asks. */
  readonly deskOf: string;
}

export const test = base.extend<object, Workers>({
  deskOf: ['everybody', { scope: 'worker', option: true }],
  desk: [
    async ({ browser }, use) => {
      const opened = await openClauseDesk(browser);
      await use(opened.desk);
      await opened.close();
    },
    { scope: 'worker', timeout: 120_000 },
  ],
});

async function openClauseDesk(browser: Browser) {
  const dataDir = mkdtempSync(path.join(tmpdir(), 'atenta-clauses-'));
  // Beside it: the database's own user may enter the folder of its data and none above it.
  const clockFile = `${dataDir}.clock-ahead`;
  const clock = clockAhead(clockFile);
  const running = await startDesk({ dataDir, environment: clock.environment });
  const database = await openDatabase({ dataDir, log: silentLog, poolSize: 2 });
  const people = openPeople(browser, running, database, clock);
  const world = await deskWorld(database, clock);
  // Enough for the journeys of all files, which one worker may walk on one desk.
  await world.buy(world.orinoco.organizationId, 500);
  const by = { actor: systemActor, at: clock.now(), ipAddress: null };
  const administratorId = await agent('Ada', ['administrator', 'agent', 'billing']);

  const desk: ClauseDesk = {
    ana: await companyAdministrator('Ana', world.orinoco.organizationId),
    carmen: await people.agent(world.carmen),
    braulio: await people.agent(world.braulio),
    ada: await people.agent(administratorId),
    now: clock.now,
    companyAdministrator,
    async later(milliseconds) {
      clock.advance(milliseconds);
      await people.signInAgain();
      await doWhatFellDue(database, clock.now());
    },
    async customer(name, units, terms) {
      const added = await world.addCustomer(name, units, terms);
      return { ...added, ...(await people.customer(added.personId)) };
    },
    async mail({ from, to = 'mesa@desk.example', subject, text }) {
      const raw = [
        `From: ${from}`,
        `To: ${to}`,
        `Subject: ${subject}`,
        `Message-ID: <${randomUUID()}@outside.example>`,
        `Date: ${new Date(clock.now()).toUTCString()}`,
        'MIME-Version: 1.0',
        'Content-Type: text/plain; charset=utf-8',
        '',
        ...text.split('\n'),
      ].join('\r\n');
      const taken = await sendOnce(running.smtpPort, { from, to: [to] }, Buffer.from(raw));
      expect(taken).toEqual({ kind: 'accepted' });
    },
  };
  return {
    desk,
    async close() {
      await people.close();
      await database.stop();
      await running.end('SIGTERM');
      rmSync(dataDir, { recursive: true, force: true, maxRetries: 20 });
      rmSync(clockFile);
    },
  };

  async function agent(name: string, roles: readonly AgentRole[]): Promise<number> {
    const email = `${name.toLowerCase()}@desk.example`;
    const zone = { language: 'es', timeZone: 'America/Caracas' } as const;
    return done(await addAgent(database, { name, email, roles, teamIds: [], ...zone }, by));
  }

  async function companyAdministrator(name: string, organizationId: number): Promise<SignedIn> {
    const email = `${name.toLowerCase()}@cliente.example`;
    const role = 'customer_administrator';
    const contact = { name, email, role, authorised: true, invite: false } as const;
    const personId = done(await addContact(database, organizationId, contact, by));
    const accepted = { personId, organizationId, version: 1, ipAddress: null, at: clock.now() };
    await inTransaction(database, (tx) => acceptTerms(tx, { ...accepted, channel: 'portal' }));
    return people.customer(personId);
  }
}

/** The machine's clock and what was added to it, here and in the desk that is started with `environment`. */
function clockAhead(file: string): MovableClock & { readonly environment: NodeJS.ProcessEnv } {
  let ahead = 0;
  const write = (milliseconds: number) => {
    ahead = milliseconds;
    writeFileSync(file, String(milliseconds));
  };
  write(0);
  const preloaded = pathToFileURL(path.join(productRoot, 'test/support/moved-clock.mjs')).href;
  return {
    now: () => Date.now() + ahead,
    set: (instant) => write(instant - Date.now()),
    advance: (milliseconds) => write(ahead + milliseconds),
    environment: { CLOCK_AHEAD_FILE: file, NODE_OPTIONS: `--import=${preloaded}` },
  };
}

/** What the worker does every minute, now; and the clocks are looked at. */
async function doWhatFellDue(database: Database, now: Instant): Promise<void> {
  for (const job of ['tickets.run-due-closings', 'appointments.run-due']) {
    await database.pool.query("select graphile_worker.add_job($1, '{}'::json)", [job]);
  }
  await inTransaction(database, (tx) => wakePoller(tx, now));
}

const phone = { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true };

/** Signs people in by their link; a session that is over after a leap of the clock is opened anew. */
function openPeople(
  browser: Browser,
  running: RunningDesk,
  database: Database,
  clock: MovableClock,
) {
  const signedIn: (() => Promise<void>)[] = [];
  const closing: (() => Promise<void>)[] = [];
  let signIns = 0;

  async function tokenOf(email: string): Promise<string> {
    const at = clock.now();
    const link = await inTransaction(database, (tx) =>
      issueSignInLink(tx, { address: email, next: '/', at }),
    );
    // Each from another machine: what limits attempts from one of them is tested elsewhere.
    signIns += 1;
    const origin = { at, ipAddress: `10.1.${signIns >> 8}.${signIns & 255}`, previousToken: null };
    const session = await confirmSignInLink(database, link?.token ?? '', {
      ...origin,
      userAgent: 'journey',
    });
    const entered = done(session);
    if (isChallenge(entered)) throw new Error('nobody here has a second factor');
    return entered.token;
  }

  async function signIn(
    personId: number,
    window: Parameters<Browser['newContext']>[0],
  ): Promise<SignedIn> {
    const person = await readPerson(database.db, personId);
    if (person === null) throw new Error(`there is no person ${personId}`);
    const { email } = person;
    const zone = { locale: 'es-VE', timezoneId: 'America/Caracas' };
    const context = await browser.newContext({ baseURL: running.url, ...zone, ...window });
    const api = await request.newContext({ baseURL: running.url });
    let cookie = '';
    const enter = async () => {
      const token = await tokenOf(email);
      cookie = `atenta_session=${token}`;
      await context.addCookies([{ name: 'atenta_session', value: token, url: running.url }]);
    };
    await enter();
    signedIn.push(enter);
    closing.push(async () => {
      await context.close();
      await api.dispose();
    });
    const call = createClient(async ({ method, url, headers, body }) => {
      const answer = await api.fetch(url, {
        method,
        headers: { ...headers, cookie, origin: running.url },
        ...(body === undefined ? {} : { data: body }),
      });
      return { status: answer.status(), body: await answer.text() };
    });
    return { personId, email, call, page: await context.newPage() };
  }

  return {
    customer: (personId: number) => signIn(personId, { ...phone, javaScriptEnabled: false }),
    async agent(personId: number): Promise<SignedIn> {
      const agent = await signIn(personId, { viewport: { width: 1440, height: 900 } });
      // Journeys look at what was sent at once; that it waits is shown by a test of its own.
      await agent.call('updateMe', { body: { undoSeconds: 0 } });
      return agent;
    },
    async signInAgain() {
      for (const enter of signedIn) await enter();
    },
    async close() {
      for (const close of closing) await close();
    },
  };
}

/** A request of this person, of priority 2; its number. */
export async function file({ call }: SignedIn, subject: string): Promise<number> {
  const { number } = await call('createTicket', {
    body: { subject, description: 'Desde esta mañana.', prioritySuggested: 'p2' },
    ...once(),
  });
  return number;
}

/** VIII.a: Carmen resolves it with instructions. */
export const resolve = ({ carmen }: ClauseDesk, number: number) =>
  carmen.call('resolveTicket', {
    params: { number },
    body: { form: 'instructions', text: 'Reinicie el equipo.' },
    ...once(),
  });

/** The customer opens the request and reads this decision, and the clause beside it leads to its text. */
export async function customerReads(
  { page }: SignedIn,
  number: number,
  decision: {
    readonly words: RegExp;
    readonly clause: ClauseId;
    /** Of the agreement; the first when it is left out. */
    readonly version?: number;
  },
): Promise<void> {
  await page.goto(`/tickets/${number}`);
  const decisions = page.locator('section', {
    has: page.getByRole('heading', { name: 'Decisiones y sus cláusulas' }),
  });
  const older = decisions.locator('summary');
  if ((await older.count()) > 0) await older.click();
  const line = decisions.getByRole('listitem').filter({ hasText: decision.words }).first();
  await expect(line).toBeVisible();
  const cited = line.getByRole('link', { name: clauseName(decision.clause), exact: true });
  const { clause, version = 1 } = decision;
  await expect(cited).toHaveAttribute('href', `/agreement/${version}#${clause}`);
}

/** The agent opens the request in the console and reads this decision, with the clause beside it. */
export async function agentReads(
  { page }: SignedIn,
  number: number,
  decision: { readonly words: RegExp; readonly clause: ClauseId },
): Promise<void> {
  await page.goto(`/console/tickets/${number}`);
  const decisions = page.locator('details', {
    has: page.getByRole('heading', { name: 'Decisiones', exact: true }),
  });
  const line = decisions.getByRole('listitem').filter({ hasText: decision.words }).first();
  await expect(line).toBeVisible();
  await expect(
    line.getByRole('button', { name: clauseName(decision.clause), exact: true }),
  ).toBeVisible();
}

/** What a job decides a moment later: asks the desk until the decision stands. */
export const decided = (reader: SignedIn, number: number, kind: string) =>
  eventually(async () => {
    const { decisions } = await reader.call('getTicket', { params: { number } });
    return decisions.find((decision) => decision.kind === kind);
  });

export const clauseName = (id: ClauseId): string => (id === 'P' ? 'Preámbulo' : `Cláusula ${id}`);
