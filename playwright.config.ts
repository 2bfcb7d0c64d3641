import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { defineConfig } from '@playwright/test';
import { findBrowser, missingBrowser } from './scripts/find-browser.mjs';
import { freePort } from './src/platform/free-port.ts';

const executablePath = findBrowser();
if (executablePath === null) throw new Error(missingBrowser);

// Read again by every worker: what the first reading chose stands in the environment that they inherit.
process.env['JOURNEY_PORT'] ??= String(await freePort('127.0.0.1', 0));
process.env['JOURNEY_SMTP_PORT'] ??= String(await freePort('127.0.0.1', 0));
process.env['JOURNEY_DATA_DIR'] ??= mkdtempSync(path.join(tmpdir(), 'atenta-journeys-'));
const address = `http://127.0.0.1:${process.env['JOURNEY_PORT']}`;

/** What has no window, and so runs once. */
const withoutBrowser = '**/{first-start,kill-during-intake,life-of-the-process}.journey.ts';
/** One width is enough for these: the narrow one is the harder for a customer, and agents work at a desk. */
const onlyPhone = '**/{portal-with-script,portal-without-script,verify-acknowledgement}.journey.ts';
const onlyDesk =
  '**/{agreement-editor,appointment,console-administration,console-agent,one-ticket}.journey.ts';
/** Each opens the windows that it needs. */
const clauses = '**/clauses/*.journey.ts';

export default defineConfig({
  testDir: 'test/journeys',
  globalSetup: './test/support/journey-setup.ts',
  testMatch: '**/*.journey.ts',
  timeout: 90_000,
  expect: { timeout: 10_000 },
  fullyParallel: false,
  workers: 2,
  forbidOnly: process.env['CI'] !== undefined,
  // A machine that builds for others stalls a browser now and then. What needed its second try is named at the end.
  retries: process.env['CI'] === undefined ? 0 : 1,
  reporter: [['list'], ['./test/support/plain-journey-reporter.ts']],
  use: {
    baseURL: address,
    locale: 'es-VE',
    timezoneId: 'America/Caracas',
    trace: 'retain-on-failure',
    screenshot: 'only-on-failure',
    launchOptions: {
      executablePath,
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
    },
  },
  projects: [
    { name: 'process', testMatch: withoutBrowser },
    { name: 'clauses', testMatch: clauses },
    {
      name: 'phone',
      testIgnore: [withoutBrowser, onlyDesk, clauses],
      use: {
        viewport: { width: 390, height: 844 },
        deviceScaleFactor: 2,
        isMobile: true,
        hasTouch: true,
      },
    },
    {
      name: 'desk',
      testIgnore: [withoutBrowser, onlyPhone, clauses],
      use: { viewport: { width: 1440, height: 900 } },
    },
  ],
  webServer: {
    command: `"${process.execPath}" test/support/journey-server.ts`,
    url: `${address}/readyz`,
    reuseExistingServer: false,
    gracefulShutdown: { signal: 'SIGTERM', timeout: 15_000 },
    stdout: 'ignore',
    stderr: 'pipe',
    timeout: 60_000,
  },
});
