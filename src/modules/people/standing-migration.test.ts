import { cpSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { testDatabase } from '../../../test/support/test-database.ts';
import { migrate } from '../../platform/database/index.ts';
import { silentLog } from '../../platform/log.ts';
import { readOrganization, readStandingHistory } from './index.ts';

const { pool, url, db } = await testDatabase();
const migrations = path.resolve('db/migrations');
const folder = mkdtempSync(path.join(tmpdir(), 'atenta-standing-'));
afterAll(() => rmSync(folder, { recursive: true }));
const names = readdirSync(migrations).toSorted();
const own = names.findIndex((name) => name.endsWith('-standing-history.sql'));
const apply = (some: readonly string[]) => {
  for (const name of some) cpSync(path.join(migrations, name), path.join(folder, name));
  return migrate({ url, folder, log: silentLog });
};

it('II: how each customer stood when the history was introduced is its first entry', async () => {
  await pool.query('drop schema if exists graphile_worker cascade');
  await pool.query('drop schema public cascade; create schema public');
  await apply(names.slice(0, own));
  const since = '2026-02-03T04:05:06.789Z';
  await pool.query(
    `insert into organization (name, standing, standing_reason, standing_changed_at, created_at)
     values ('Apure', 'suspended', 'Mora', $1, $1), ('Orinoco', 'good', null, $1, $1)`,
    [since],
  );
  await apply(names);
  const at = Date.parse(since);
  const [apure, orinoco] = [
    await readStandingHistory(db, 1, at + 1),
    await readStandingHistory(db, 2, at + 1),
  ];
  expect(apure).toMatchObject([
    { standing: 'suspended', state: 'running', reason: 'Mora', from: at, until: null, setBy: null },
  ]);
  expect(orinoco).toMatchObject([{ standing: 'good', state: 'running', reason: '', from: at }]);
  // What was written for the firm is shown to nobody else afterwards.
  expect(await readOrganization(db, 1, at + 1)).toMatchObject({
    standing: 'suspended',
    standingSince: at,
    standingReason: { es: null, en: null },
  });
});
