// npm start: installs and builds what is missing, then runs the desk in the foreground.
// npm run demo: the same with a believable world in a data folder of its own.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { prepare, root } from './prepare.mjs';
import { environmentFor, findNode, runInForeground } from './with-node.mjs';

const args = ['all', ...process.argv.slice(2)];
const main = path.join(root, 'dist', 'main.js');
const node = findNode();
prepare(node);
stopWithNpm();
if (node === process.execPath) {
  process.argv.splice(1, process.argv.length, main, ...args);
  await import(pathToFileURL(main).href);
} else {
  // The channel tells the desk when this process is killed, so that it does not go on alone.
  process.exitCode = await runInForeground(node, [main, ...args], {
    env: environmentFor(node),
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
  });
}

/**
 * npm runs a script through a shell and hands a signal only to the shell, which ends without handing it on: a desk
 * whose npm was told to stop would go on alone. So when npm, or its shell, is gone, that is the signal.
 */
function stopWithNpm() {
  if (!process.env.npm_lifecycle_event) return;
  const shell = process.ppid;
  const npm = parentOf(shell);
  const watch = setInterval(() => {
    if (process.ppid === shell && parentOf(shell) === npm) return;
    clearInterval(watch);
    process.kill(process.pid, 'SIGTERM');
  }, 300);
  watch.unref();
}

/** Known on Linux only; elsewhere the shell alone is watched. */
function parentOf(pid) {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1];
  } catch {
    return null;
  }
}
