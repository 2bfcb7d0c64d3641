// Regenerates what is derived from db/migrations: the types of every table and the readable schema, from a database
// that is made for it and thrown away.
// Usage: node scripts/db-types.mjs [--verify]      --verify changes nothing and fails when they drifted
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { migrate } from '../src/platform/database/migrate.ts';
import { silentLog } from '../src/platform/log.ts';
import { startThrowAwayServer } from '../test/support/throw-away-server.ts';
import { dumpSchema } from './dump-schema.mjs';

const root = path.resolve(import.meta.dirname, '..');
const verify = process.argv.includes('--verify');

const server = await startThrowAwayServer();
try {
  await server.ensureDatabase('atenta');
  const url = server.url('atenta');
  await migrate({ url, folder: path.join(root, 'db/migrations'), log: silentLog });
  settle('db/schema.sql', await readSchema(url));
  settle('src/platform/database/schema.gen.ts', generateTypes(url));
} finally {
  await server.stop();
}

function settle(name, text) {
  const file = path.join(root, name);
  if (readFileSync(file, { encoding: 'utf8', flag: 'a+' }) === text) return;
  if (verify) {
    console.error(
      `${name} is not what db/migrations make: run "node scripts/db-types.mjs" and commit it`,
    );
    process.exitCode = 1;
  } else {
    writeFileSync(file, text);
    console.log(`${name} written`);
  }
}

async function readSchema(url) {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await dumpSchema(client);
  } finally {
    await client.end();
  }
}

/** What connect.ts parses is what the types must say: int8 is a number, a date is its text. */
function generateTypes(url) {
  const folder = mkdtempSync(path.join(tmpdir(), 'atenta-types-'));
  const outFile = path.join(folder, 'schema.gen.ts');
  const program = path.join(root, 'node_modules/kysely-codegen/dist/cli/bin.js');
  const options = [
    '--dialect=postgres',
    `--url=${url}`,
    `--out-file=${outFile}`,
    '--default-schema=public',
    '--exclude-pattern=graphile_worker.*',
    '--type-mapping={"int8":"number"}',
    '--date-parser=string',
    '--log-level=error',
  ];
  try {
    const { status } = spawnSync(process.execPath, [program, ...options], {
      cwd: folder,
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    if (status !== 0) throw new Error('kysely-codegen failed');
    return readFileSync(outFile, 'utf8');
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
