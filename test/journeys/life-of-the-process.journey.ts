import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { request as httpRequest } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from '@playwright/test';
import { mainFile } from '../support/journey-desk.ts';
import { type RunningDesk, startDesk } from '../support/running-desk.ts';

// A desk of each test's own, which is killed and started again on one data folder. No browser, and so no project of
// a window's size: playwright.config.ts runs this file once.
let dataDir = '';
const started: RunningDesk[] = [];

test.beforeEach(() => {
  dataDir = mkdtempSync(path.join(tmpdir(), `atenta-test-${process.pid}-desk-`));
});
test.afterEach(() => {
  for (const { pid } of started.splice(0)) endIfAlive(pid, 'SIGKILL');
  const database = databaseProcess();
  if (database !== null) endIfAlive(database, 'SIGQUIT');
  rmSync(dataDir, { recursive: true, force: true, maxRetries: 20 });
});

async function start(): Promise<RunningDesk> {
  const desk = await startDesk({ dataDir });
  started.push(desk);
  return desk;
}

/** Ends the desk and says how long that took. */
async function endingMs(desk: RunningDesk, signal: NodeJS.Signals): Promise<number> {
  const begun = performance.now();
  await desk.end(signal);
  return performance.now() - begun;
}

/** The number of the database server's process; null when none runs. */
function databaseProcess(): number | null {
  try {
    const folder = path.join(dataDir, 'pg');
    const major = readdirSync(folder).find((name) => /^\d+$/.test(name));
    const file = path.join(folder, String(major), 'postmaster.pid');
    return Number(readFileSync(file, 'utf8').split('\n')[0]);
  } catch {
    return null;
  }
}

function endIfAlive(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch {
    // It has ended.
  }
}

const isReady = async ({ url }: RunningDesk) => (await fetch(`${url}/readyz`)).status === 200;

test('after kill -9 it adopts the database that still runs, and goes on', async () => {
  const first = await start();
  expect(first.output()).toContain('There is no administrator yet');
  expect(first.output()).toContain('/setup?token=');
  const database = databaseProcess();
  await first.end('SIGKILL');
  expect(databaseProcess()).toBe(database);
  const second = await start();
  expect(databaseProcess()).toBe(database);
  expect(await isReady(second)).toBe(true);
  await second.end('SIGTERM');
  expect(databaseProcess()).toBeNull();
});

test('it brings the database back when that is killed under it', async () => {
  const desk = await start();
  const before = databaseProcess();
  process.kill(before ?? 0, 'SIGKILL');
  await expect(async () => {
    expect(databaseProcess()).not.toBe(before);
    expect(await isReady(desk)).toBe(true);
  }).toPass({ timeout: 20_000 });
  await desk.end('SIGTERM');
  expect(databaseProcess()).toBeNull();
});

test('a signal lets the request under way end well, and then everything, in ten seconds', async () => {
  const desk = await start();
  const slow = halfAForm(desk);
  const answer = new Promise<number>((resolve, reject) => {
    slow.on('response', (response) => resolve(response.resume().statusCode ?? 0));
    slow.on('error', reject);
  });
  // The server has taken it when a later request on another connection is answered.
  expect(await isReady(desk)).toBe(true);
  const ending = endingMs(desk, 'SIGTERM');
  slow.end('@b');
  expect(await answer).toBeGreaterThanOrEqual(200);
  expect(await ending).toBeLessThan(10_000);
  expect(databaseProcess()).toBeNull();
});

test('a request that never ends does not keep it beyond ten seconds', async () => {
  const desk = await start();
  halfAForm(desk).on('error', () => undefined);
  expect(await isReady(desk)).toBe(true);
  expect(await endingMs(desk, 'SIGTERM')).toBeLessThan(10_500);
});

test('a command beside the running desk answers, and leaves it running', async () => {
  const desk = await start();
  const { stdout } = await promisify(execFile)(process.execPath, [mainFile, 'doctor'], {
    env: { ...process.env, DATA_DIR: dataDir, DATABASE_URL: '' },
  });
  expect(stdout).toMatch(/good {2}PostgreSQL \d+\.\d+ \(embedded\)/);
  expect(await isReady(desk)).toBe(true);
});

/** A request under way: a form whose end has not come yet. */
function halfAForm({ url }: RunningDesk) {
  const form = httpRequest(`${url}/sign-in`, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded', 'content-length': '9' },
  });
  form.write('email=a');
  return form;
}
