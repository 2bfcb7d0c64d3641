/**
 * What the desk costs: CPU time of its process and of the whole database server, per operation, at several sizes.
 *
 *   node bench/desk.ts [--sizes=1000,20000,200000] [--folder=FOLDER] [--write] [--writes]
 *
 * Builds on the built product (dist) in a folder that is thrown away, or kept when named: a named folder that holds
 * tickets already is gone on from. `--write` writes its section of docs/BENCHMARKS.md; `--writes` leaves the reads out. Linux only (/proc).
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { personActor, systemActor } from '../src/kernel/actor.ts';
import { type Instant, systemClock } from '../src/kernel/clock.ts';
import { recordPurchase } from '../src/modules/credits/index.ts';
import {
  createApiKey,
  listAgents,
  listContacts,
  listOrganizations,
} from '../src/modules/people/index.ts';
import { lockTicketById, writeAsAgent, writeAsCustomer } from '../src/modules/tickets/index.ts';
import { type Database, inTransaction, openDatabase } from '../src/platform/database/index.ts';
import { silentLog } from '../src/platform/log.ts';
import { inParallel, sendOnce } from '../test/support/mail-sender.ts';
import { type RunningDesk, startDesk, stormyTraffic } from '../test/support/running-desk.ts';
import { writeSection } from './desk/benchmarks-file.ts';
import { type CpuTime, memoryMib, postmasterOf, readCpuTime, since } from './desk/cpu-time.ts';
import { call, get } from './desk/http.ts';
import { commonWord, midWord, multiplyTickets, rareWord } from './desk/multiply-tickets.ts';
import { type Measured, type Size, sectionOf, tableOf } from './desk/report.ts';

const { values: options } = parseArgs({
  options: {
    sizes: { type: 'string', default: '1000,20000,200000' },
    folder: { type: 'string' },
    write: { type: 'boolean', default: false },
    rounds: { type: 'string', default: '150' },
    writes: { type: 'boolean', default: false },
  },
});
const sizes = options.sizes.split(',').map(Number);
const rounds = Number(options.rounds);
const dataDir = options.folder ?? mkdtempSync(path.join(tmpdir(), 'atenta-bench-'));
const warmUpMails = 800;
const say = (line: string) => process.stderr.write(`${line}\n`);

try {
  const measured: Size[] = [];
  await makeBase();
  for (const size of sizes) measured.push(await measureAt(size));
  process.stdout.write(`${tableOf(measured)}\n`);
  if (options.write) {
    say(`written: ${writeSection('desk', sectionOf(measured))}`);
  }
} finally {
  if (options.folder === undefined) rmSync(dataDir, { recursive: true, force: true });
}

/** The demo world, made by the product itself, with one conversation of twenty messages. */
async function makeBase(): Promise<void> {
  say('the demo world ...');
  const desk = await startDesk({ dataDir, args: ['all', '--demo'], readyWithinMs: 300_000 });
  await desk.end('SIGTERM');
}

interface Keys {
  /** Agents with no special right, each with its own budget of requests. */
  readonly agents: readonly string[];
  /** The administrators and plain contacts of customers with a tenth to a fifth of all tickets each. */
  readonly administrators: readonly string[];
  readonly contacts: readonly string[];
}

interface Facts {
  readonly tickets: number;
  readonly keys: Keys;
  readonly senders: readonly string[];
  readonly longTicketNumber: number;
  readonly databaseMib: number;
}

async function prepare(size: number): Promise<Facts> {
  const database = await openDatabase({ dataDir, log: silentLog, poolSize: 4 });
  try {
    const longTicketNumber = await lengthenOneTicket(database);
    const client = await database.pool.connect();
    say(`${size} tickets ...`);
    const tickets = await multiplyTickets(database.db, client, size, say);
    const { rows } = await client.query<{ mib: number }>(
      'select (pg_database_size(current_database()) / 1048576)::int as mib',
    );
    client.release();
    const keys = await makeKeys(database);
    await buyUnits(database);
    return {
      tickets,
      keys,
      senders: await sendersOf(database),
      longTicketNumber,
      databaseMib: rows[0]?.mib ?? 0,
    };
  } finally {
    await database.stop();
  }
}

/** Twenty messages in one open request; its number. */
async function lengthenOneTicket(database: Database): Promise<number> {
  const { rows } = await database.pool.query<{
    id: number;
    number: number;
    requester: number;
    agent: number;
    n: number;
  }>(
    `select t.id, t.number, t.requester_person_id as requester, a.person_id as agent,
            (select count(*) from message m where m.ticket_id = t.id)::int as n
       from ticket t, (select min(person_id) as person_id from agent) a
      where t.status = 'open' and t.id < 10000 order by n desc, t.id limit 1`,
  );
  const [ticket] = rows;
  if (ticket === undefined) throw new Error('the demo world has an open ticket');
  for (let n = ticket.n; n < 20; n += 1) {
    const at = systemClock.now();
    const text = `Mensaje ${n + 1} de una conversación larga: seguimos revisando los equipos uno por uno y anotamos lo que encontramos en cada uno.`;
    await inTransaction(database, async (tx) => {
      const locked = await lockTicketById(tx, ticket.id);
      if (locked === undefined) throw new Error('the ticket is there');
      if (n % 2 === 0) {
        await writeAsAgent(tx, locked, {
          personId: ticket.agent,
          visibility: 'public',
          text,
          attachmentIds: [],
          at,
        });
      } else {
        await writeAsCustomer(tx, locked, {
          personId: ticket.requester,
          channel: 'portal',
          text,
          attachmentIds: [],
          arrivedAt: at,
          at,
        });
      }
    });
  }
  return ticket.number;
}

/** What is measured is admitted: with empty accounts all of it would be held, which is less work. */
async function buyUnits(database: Database): Promise<void> {
  const at = systemClock.now();
  for (const { id } of await largeOrganizations(database, at)) {
    await inTransaction(database, (tx) =>
      recordPurchase(tx, {
        organizationId: id,
        units: 100_000,
        reference: 'bench',
        key: `bench:${at}`,
        actor: systemActor,
        at,
      }),
    );
  }
}

async function largeOrganizations(database: Database, at: Instant) {
  const organizations = await listOrganizations(database.db, { limit: 100, at });
  return organizations.filter(({ name }) => /Orinoco|Rosal|Andes|Pac/.test(name));
}

async function makeKeys(database: Database): Promise<Keys> {
  const at = systemClock.now();
  const agents = (await listAgents(database.db, at)).filter(({ roles }) => roles.includes('agent'));
  const administrator = agents.find(({ roles }) => roles.includes('administrator'));
  if (administrator === undefined) throw new Error('the demo world has an administrator');
  const by = { actor: personActor(administrator.personId), at, ipAddress: null };
  const keyFor = async (personId: number): Promise<string> => {
    const made = await createApiKey(
      database,
      { name: 'bench', personId, scopes: ['read', 'write'] },
      by,
    );
    if (!('key' in made)) throw new Error(`no key: ${made.reason}`);
    return made.key;
  };
  const large = await largeOrganizations(database, at);
  const contacts = (
    await Promise.all(large.map(({ id }) => listContacts(database.db, id, at)))
  ).flat();
  const keysOf = (wanted: typeof contacts) =>
    Promise.all(wanted.map(({ personId }) => keyFor(personId)));
  return {
    agents: await Promise.all(agents.map(({ personId }) => keyFor(personId))),
    administrators: await keysOf(contacts.filter(({ role }) => role === 'customer_administrator')),
    contacts: await keysOf(
      contacts.filter(({ role, authorised, name }) => {
        // One of them never accepted the terms in time; her requests would wait.
        return role === 'customer' && authorised && !name.startsWith('Génesis');
      }),
    ),
  };
}

/**
 * Authorised contacts with many addresses each, others in every run: nobody is acknowledged by mail more than twice in
 * ten minutes, no domain more than so often a day, and a bench that sends more from one would measure that.
 */
async function sendersOf(database: Database): Promise<string[]> {
  const { rows } = await database.pool.query<{ address: string }>(
    `insert into person_address (address, person_id, created_at)
     select 'banco' || n || '@p' || p.id || '.' || $1 || '.example', p.id, now()
       from person p join contact c on c.person_id = p.id
       join organization o on o.id = c.organization_id, generate_series(1, 160) n
      where c.authorised_at is not null and o.name ~ 'Orinoco|Rosal|Andes|Pac'
     on conflict (address) do update set address = excluded.address
     returning address`,
    [Date.now().toString(36)],
  );
  return rows.map(({ address }) => address).toSorted();
}

async function measureAt(size: number): Promise<Size> {
  const facts = await prepare(size);
  const desk = await startDesk({ dataDir, environment: stormyTraffic });
  const meter = meterOf(desk);
  try {
    await settle(desk);
    const idle = await meter(1, () => pause(5000));
    say(`idle: ${((idle.productMs + idle.databaseMs) / 5).toFixed(1)} ms of CPU a second`);
    const readings = options.writes ? [] : await measureReads(desk, facts, meter);
    const mail = await measureMail(desk, facts, meter);
    const created = await measureCreate(desk, facts, meter, 'API create, with its acknowledgement');
    const memory = memoryMib(desk.pid);
    await desk.end('SIGTERM');
    const alone = await measureCreateAlone(facts);
    return {
      tickets: facts.tickets,
      databaseMib: facts.databaseMib,
      memoryMib: memory,
      readyAfterMs: desk.readyAfterMs,
      idleMsPerSecond: (idle.productMs + idle.databaseMs) / 5,
      measured: [mail, alone, created, ...readings],
    };
  } catch (error) {
    say(desk.output());
    throw error;
  } finally {
    await desk.end('SIGTERM');
  }
}

type Meter = (times: number, work: (round: number) => Promise<unknown>) => Promise<CpuTime>;

/** CPU time per round, of what happens while `work` runs so many times. */
function meterOf(desk: RunningDesk): Meter {
  const postmaster = postmasterOf(dataDir);
  return async (times, work) => {
    const before = readCpuTime(desk.pid, postmaster);
    for (let round = 0; round < times; round += 1) await work(round);
    const used = since(before, readCpuTime(desk.pid, postmaster));
    return { productMs: used.productMs / times, databaseMs: used.databaseMs / times };
  };
}

/** Waits until nothing is done any more: jobs of the seeding, autovacuum, compiled code. */
async function settle(desk: RunningDesk): Promise<void> {
  const postmaster = postmasterOf(dataDir);
  for (let quiet = 0; quiet < 3; ) {
    const before = readCpuTime(desk.pid, postmaster);
    await pause(1000);
    const used = since(before, readCpuTime(desk.pid, postmaster));
    quiet = used.productMs + used.databaseMs < 60 ? quiet + 1 : 0;
  }
}

async function measureReads(desk: RunningDesk, facts: Facts, meter: Meter): Promise<Measured[]> {
  const { keys } = facts;
  const turn = (list: readonly string[]) => (round: number) => list[round % list.length] ?? '';
  const agentKey = turn(keys.agents);
  const listUrl = (query: string) => `${desk.url}/api/v1/tickets?limit=50&${query}`;
  const agentViews = [
    'all',
    'active',
    'mine',
    'unassigned',
    'waiting',
    'held',
    'resolved',
    'ended',
  ];
  const customerViews = ['all', 'active', 'ended'];
  const found = (page: { items: unknown[] }) => `${page.items.length} shown`;
  const operations: { name: string; url: string; key: (round: number) => string }[] = [
    ...agentViews.map((view) => ({
      name: `list of 50, agent: ${view}`,
      url: listUrl(`view=${view}`),
      // "mine" means one person.
      key: view === 'mine' ? () => keys.agents[1] ?? '' : agentKey,
    })),
    ...customerViews.map((view) => ({
      name: `list of 50, customer's administrator: ${view}`,
      url: listUrl(`view=${view}`),
      key: turn(keys.administrators),
    })),
    { name: 'list of 50, contact: all', url: listUrl('view=all'), key: turn(keys.contacts) },
    ...(
      [
        ['rare', rareWord],
        ['mid', midWord],
        ['common', commonWord],
      ] as const
    ).flatMap(([kind, word]) => [
      { name: `search, agent: ${kind} word`, url: listUrl(`view=all&q=${word}`), key: agentKey },
      {
        name: `search, customer: ${kind} word`,
        url: listUrl(`view=all&q=${word}`),
        key: turn(keys.administrators),
      },
    ]),
  ];
  const measured: Measured[] = [];
  for (const { name, url, key } of operations) {
    const page = await get<{ items: unknown[] }>(url, key(0));
    await meter(20, (round) => get(url, key(round)));
    measured.push({
      name,
      note: found(page),
      ...(await meter(rounds, (round) => get(url, key(round)))),
    });
    say(line(measured.at(-1)));
  }
  const ticketUrl = `${desk.url}/api/v1/tickets/${facts.longTicketNumber}`;
  const shown = await get<{ messages: unknown[] }>(ticketUrl, agentKey(0));
  await meter(20, (round) => get(ticketUrl, agentKey(round)));
  measured.push({
    name: 'ticket with 20 messages, agent',
    note: `${shown.messages.length} messages`,
    ...(await meter(rounds, (round) => get(ticketUrl, agentKey(round)))),
  });
  say(line(measured.at(-1)));
  return measured;
}

/** Real SMTP, a connection a mail, until each is a ticket and its acknowledgement lies in the outbox. */
async function measureMail(desk: RunningDesk, facts: Facts, meter: Meter): Promise<Measured> {
  const database = await openDatabase({ dataDir, log: silentLog, poolSize: 2 });
  let sent = 0;
  const pour = async (count: number) => {
    const before = await acknowledged();
    const mails = Array.from({ length: count }, () => mailNumber(sent++, facts));
    await inParallel(mails, 4, async ({ from, raw }) => {
      const outcome = await sendOnce(desk.smtpPort, { from, to: ['soporte@avila.example'] }, raw);
      if (outcome.kind !== 'accepted') throw new Error(`not taken: ${JSON.stringify(outcome)}`);
    });
    while ((await acknowledged()) < before + count) await pause(200);
  };
  async function acknowledged(): Promise<number> {
    const { rows } = await database.pool.query<{ n: number }>(
      `select count(*)::int as n from outgoing_mail
        where purpose = 'acknowledgement' and state = 'local' and id > $1`,
      [newest],
    );
    return rows[0]?.n ?? 0;
  }
  const newest =
    (await database.pool.query<{ id: number }>('select max(id) as id from outgoing_mail')).rows[0]
      ?.id ?? 0;
  try {
    // Until it gets no cheaper, as its code is compiled: what is measured is a desk that has been up for a while.
    await pour(warmUpMails);
    const per = rounds * 4;
    const used = await meter(1, () => pour(per));
    return report('mail to ticket, with its acknowledgement', `${per} mails`, used, per);
  } finally {
    await database.stop();
  }
}

function mailNumber(index: number, { senders }: Facts): { from: string; raw: Buffer } {
  const from = senders[index % senders.length] ?? '';
  const mark = `${Date.now().toString(36)}.${index}`;
  return {
    from,
    raw: Buffer.from(
      [
        `From: Persona de prueba <${from}>`,
        'To: soporte@avila.example',
        `Subject: Falla en el equipo ${index}`,
        `Message-ID: <bench.${mark}@cliente.example>`,
        `Date: ${new Date().toUTCString()}`,
        'MIME-Version: 1.0',
        'Content-Type: text/plain; charset=utf-8',
        'Content-Transfer-Encoding: 8bit',
        '',
        `Buenos días. El equipo ${index} se apaga solo a media mañana desde la actualización de ayer.`,
        'Lo hemos reiniciado varias veces y vuelve a ocurrir. Los demás equipos trabajan bien.',
        '',
        'Impacto: una persona no puede trabajar.',
        'Prioridad sugerida: media',
        '',
      ].join('\r\n'),
    ),
  };
}

async function measureCreate(
  desk: RunningDesk,
  facts: Facts,
  meter: Meter,
  name: string,
): Promise<Measured> {
  let made = 0;
  const create = async (round: number) => {
    const { status, body } = await call('POST', `${desk.url}/api/v1/tickets`, {
      key: facts.keys.contacts[round % facts.keys.contacts.length] ?? '',
      idempotencyKey: `bench-${process.pid}-${Date.now()}-${made++}`,
      body: {
        subject: 'Falla al abrir el sistema',
        description: 'El sistema no abre desde esta mañana en dos de los equipos del mostrador.',
        expectedResult: 'Poder abrirlo',
        prioritySuggested: 'p3',
      },
    });
    if (status !== 201 && status !== 200)
      throw new Error(`create answered ${status}: ${body.slice(0, 300)}`);
  };
  // As with mail: compiled code, as in a desk that has been up for a while.
  await meter(200, create);
  await settle(desk);
  const used = await meter(1, async () => {
    for (let round = 0; round < rounds; round += 1) await create(round);
    // Its jobs are part of it where a worker runs.
    await settle(desk);
  });
  return report(name, `${rounds} requests`, used, rounds);
}

/** The same in a process that has no worker: what the caller waits for. */
async function measureCreateAlone(facts: Facts): Promise<Measured> {
  const desk = await startDesk({ dataDir, args: ['web'] });
  try {
    await settle(desk);
    return await measureCreate(desk, facts, meterOf(desk), 'API create');
  } finally {
    await desk.end('SIGTERM');
  }
}

function report(name: string, note: string, used: CpuTime, times: number): Measured {
  const measured = {
    name,
    note,
    productMs: used.productMs / times,
    databaseMs: used.databaseMs / times,
  };
  say(line(measured));
  return measured;
}

function line(measured: Measured | undefined): string {
  if (measured === undefined) return '';
  const { name, productMs, databaseMs, note } = measured;
  return `  ${name.padEnd(48)} ${(productMs + databaseMs).toFixed(2).padStart(8)} ms (${productMs.toFixed(2)} + ${databaseMs.toFixed(2)}), ${note}`;
}
