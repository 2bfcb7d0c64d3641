// Finds the Chromium that the browser tests drive. Playwright's own download is not used: on Debian the package is.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';

const usualPlaces = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/snap/bin/chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
  'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe',
];

/** The path of the browser, or null. CHROMIUM names one of your own. */
export function findBrowser() {
  const named = process.env.CHROMIUM;
  if (named) return existsSync(named) ? named : null;
  return usualPlaces.find((place) => existsSync(place)) ?? null;
}

export const missingBrowser =
  'the browser tests need Chromium or Chrome: install it (Debian: apt-get install chromium fonts-liberation) or set CHROMIUM to its path';

/** Finds the browser; as root on a Debian without one it is installed. Throws with what to do when there is none. */
export function ensureBrowser(say = console.error) {
  const found = findBrowser();
  if (found) return found;
  if (process.env.CHROMIUM)
    throw new Error(`CHROMIUM is ${process.env.CHROMIUM}, and that is not there`);
  if (mayInstall()) {
    say('atenta: installing chromium ...');
    installPackages(['chromium', 'fonts-liberation']);
  }
  const installed = findBrowser();
  if (!installed) throw new Error(missingBrowser);
  return installed;
}

/** Installs Debian packages. Throws with what apt-get said. */
export function installPackages(names) {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  for (const args of [
    ['update', '-q'],
    ['install', '-y', '-q', '--no-install-recommends', ...names],
  ]) {
    const { status, stdout, stderr } = spawnSync('apt-get', args, { env, encoding: 'utf8' });
    if (status !== 0) throw new Error(`apt-get ${args[0]} failed:\n${stdout}\n${stderr}`);
  }
}

export const mayInstall = () => process.getuid?.() === 0 && onPath('apt-get');

const onPath = (program) =>
  (process.env.PATH ?? '')
    .split(path.delimiter)
    .some((folder) => existsSync(path.join(folder, program)));
