// The browser tests: finds (or, as root on Debian, installs) the browser and runs Playwright on what is built.

import { ensureBrowser } from './find-browser.mjs';
import { root } from './prepare.mjs';
import { runInForeground } from './with-node.mjs';

try {
  const browser = ensureBrowser();
  process.exitCode = await runInForeground(
    process.execPath,
    ['node_modules/@playwright/test/cli.js', 'test', ...process.argv.slice(2)],
    { cwd: root, env: { ...process.env, CHROMIUM: browser } },
  );
} catch (error) {
  console.error(`atenta: ${error.message}`);
  process.exitCode = 1;
}
