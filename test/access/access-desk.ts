import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll } from 'vitest';
import { lookAtMail } from '../../src/delivery/mail/in/look-at-mail.ts';
import { understandMail } from '../../src/delivery/mail/understand/understand-mail.ts';
import { type OperationId, routes } from '../../src/delivery/web/contract.ts';
import type { Handlers } from '../../src/delivery/web/handlers.ts';
import type { WebOptions } from '../../src/delivery/web/web.ts';
import type { MovableClock } from '../../src/kernel/clock.ts';
import { type BlobStore, openBlobStore } from '../../src/platform/blobs.ts';
import { openKeys, readConfig } from '../../src/platform/config.ts';
import type { Database } from '../../src/platform/database/index.ts';
import { testClock } from '../support/test-clock.ts';
import { testDatabase } from '../support/test-database.ts';
import { type TestAnswer, type TestWeb, testWeb } from '../support/test-web.ts';
import { type AccessWorld, accessWorld, allHandlers, type Belongings } from './access-world.ts';
import type { Ground, TestCall } from './calls.ts';
import type { TestedRole } from './expected.ts';

/** The whole product behind its web, with two customers in it: what every test of access asks. */
export interface AccessDesk {
  readonly database: Database;
  readonly clock: MovableClock;
  readonly blobs: BlobStore;
  readonly web: TestWeb;
  readonly world: AccessWorld;
  readonly handlers: Handlers;
  readonly operations: readonly OperationId[];
  /** What signs the links of letters. */
  readonly linkSecret: string;
  /** What a planned call stands on; Acme's things unless told. */
  ground(of?: Belongings): Ground;
  /** Sends a planned call as this role, in a session of its own. */
  call(operation: OperationId, planned: TestCall, role: TestedRole): Promise<TestAnswer>;
  /** An address outside the contract, with Acme's ids where it names one. */
  sideDoorTarget(pattern: string): Promise<string>;
  /** The address of a picture carries the mark that the page of its mail gave it. */
  pictureOf(mail: string): Promise<string>;
  /** The status of the stream of changes, which has no end of its own. */
  openStream(role: TestedRole): Promise<number>;
  /** A sum over the rows of each table, by its name. */
  contents(): Promise<Readonly<Record<string, string>>>;
}

export async function accessDesk(more: Partial<WebOptions> = {}): Promise<AccessDesk> {
  const database = await testDatabase();
  const clock = testClock();
  const folder = mkdtempSync(path.join(tmpdir(), 'atenta-access-'));
  afterAll(() => rmSync(folder, { recursive: true }));
  const blobs = await openBlobStore(path.join(folder, 'blobs'));
  const handlers = allHandlers(database, clock, blobs, folder);
  const png = Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex');
  const web = await testWeb(database, clock, {
    handlers,
    blobs,
    quarantined: (mail) => lookAtMail({ blobs, understand: understandMail }, mail),
    outbound: { send: async () => ({ reached: true, status: 200, headers: {}, body: png }) },
    ...more,
  });
  const world = await accessWorld(database, clock, blobs, web);
  let turns = 0;
  return {
    database,
    clock,
    blobs,
    web,
    world,
    handlers,
    linkSecret: openKeys(readConfig({ DATA_DIR: folder }, process.cwd()))
      .key('mail addresses')
      .toString('hex'),
    // The table's keys are its operations.
    operations: Object.keys(routes) as OperationId[],
    ground(of = world.acme) {
      turns += 1;
      const isOwn = of === world.acme;
      return {
        world,
        of,
        unique: `nuevo${turns}`,
        ticket: async (resolved) => (isOwn ? world.newTicket(resolved) : of.ticketNumber),
      };
    },
    async call(operation, planned, role) {
      // Every call is another attempt from the same address; what limits them is tested elsewhere.
      await database.pool.query('delete from rate_limit');
      const { body, form } = planned;
      return web.send(routes[operation][0], targetOf(operation, planned), {
        as: await world.sessionOf(role),
        ...(body === undefined ? {} : { body }),
        ...(form === undefined ? {} : { form }),
      });
    },
    async sideDoorTarget(pattern) {
      const mailId = pattern.startsWith('/quarantine/')
        ? await world.newQuarantinedMail()
        : world.mailId;
      if (pattern === '/messages/:id/picture')
        return pictureOf(`/messages/${world.acme.messageId}`);
      if (pattern === '/quarantine/:id/picture') return pictureOf(`/quarantine/${mailId}`);
      const ids: Readonly<Record<string, number>> = {
        '/attachments/:id': world.acme.attachmentId,
        '/organizations/:id/statement.csv': world.acme.organizationId,
        '/organizations/:id/statement.json': world.acme.organizationId,
        '/organizations/:id/statement.pdf': world.acme.organizationId,
        '/messages/:id/html': world.acme.messageId,
        '/messages/:id/raw': world.acme.messageId,
        '/appointments/:id/calendar.ics': world.acme.appointmentId,
      };
      return pattern
        .replace(':id', String(ids[pattern] ?? mailId))
        .replace(':letter/:language', 'merged/es')
        .replace(':place', '1')
        .replace('*', 'x');
    },
    pictureOf,
    async openStream(role) {
      const token = await world.sessionOf(role);
      const leave = new AbortController();
      const { status } = await fetch(`${web.url}/api/v1/events`, {
        signal: leave.signal,
        headers: token === undefined ? {} : { cookie: `atenta_session=${token}` },
      });
      leave.abort();
      return status;
    },
    contents: () => contentsOf(database),
  };

  async function pictureOf(mail: string): Promise<string> {
    const as = await world.sessionOf('agent');
    const page = await web.send('GET', `${mail}/html?pictures=shown`, { as });
    const [, address] = /<img src="([^"]*)"/.exec(page.text) ?? [];
    if (address === undefined) throw new Error(`no picture in ${page.text}`);
    return address.replaceAll('&amp;', '&');
  }
}

/** Where a planned call goes: its pattern filled, its query behind it. */
export function targetOf(operation: OperationId, { params = {}, query = {} }: TestCall): string {
  const filled = routes[operation][1].replace(/:(\w+)/g, (_, name: string) => String(params[name]));
  const search = new URLSearchParams(
    Object.entries(query).map(([name, value]) => [name, String(value)]),
  );
  return search.size === 0 ? filled : `${filled}?${search}`;
}

/**
 * Sessions and attempts say that somebody asked, and nothing of what was asked for; a statement that is handed out is
 * noted, so that whoever gets it can ask by its code whether this desk issued it.
 */
const traces = ['session', 'rate_limit', 'credit_statement'];

async function contentsOf({ pool }: Database): Promise<Readonly<Record<string, string>>> {
  const { rows: tables } = await pool.query<{ name: string }>(
    `select table_schema || '.' || table_name as name from information_schema.tables
      where table_schema in ('public', 'graphile_worker') and table_type = 'BASE TABLE'
        and not table_name = any ($1) order by 1`,
    [traces],
  );
  const sums = tables.map(
    ({ name }) =>
      `select '${name}' as name, md5(coalesce(string_agg(r::text, E'\\n' order by r::text), '')) as sum from ${name} r`,
  );
  const { rows } = await pool.query<{ name: string; sum: string }>(sums.join(' union all '));
  return Object.fromEntries(rows.map(({ name, sum }) => [name, sum]));
}
