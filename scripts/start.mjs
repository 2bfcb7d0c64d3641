// npm start: installs and builds what is missing, then runs the desk in the foreground.
// npm run demo: the same with a believable world in a data folder of its own.
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { prepare, root } from './prepare.mjs';
import { environmentFor, findNode, runInForeground } from './with-node.mjs';

const args = ['all', ...process.argv.slice(2)];
const main = path.join(root, 'dist', 'main.js');
const node = findNode();
prepare(node);
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
