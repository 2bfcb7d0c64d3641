// Brings a checkout into the state in which the product can run: dependencies as the lock says, dist as the sources
// say. Does nothing, in some milliseconds, when all is there. Plain JavaScript for old Node.js, like with-node.mjs.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { environmentFor, npmCommand } from './with-node.mjs';

export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const builtFile = path.join(root, 'dist', '.built');

/** Installs and builds what is missing with the given Node.js. `say` is told in one line what takes time. */
export function prepare(node, say = console.error) {
  installIfNeeded(node, say);
  if (!isBuilt()) {
    say('atenta: building ...');
    run(node, [path.join(root, 'scripts', 'build.mjs')], node);
  }
}

export function installIfNeeded(node, say = console.error) {
  if (isInstalled()) return;
  say('atenta: installing dependencies ...');
  const [command, first] = npmCommand(node);
  run(
    command,
    [...first, 'ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'],
    node,
  );
}

/** Compares what npm says it installed with what the lock asks for: no mark of our own that could lie. */
export function isInstalled() {
  const wanted = readPackages(path.join(root, 'package-lock.json'));
  const present = readPackages(path.join(root, 'node_modules', '.package-lock.json'));
  if (!wanted || !present) return false;
  return Object.entries(wanted).every(([place, entry]) => {
    if (place === '' || entry.link) return true;
    // Of the packages for other machines only ours is installed.
    if (!present[place]) return entry.optional === true;
    return present[place].version === entry.version;
  });
}

/** True when nothing that the build reads is newer than the last build. */
export function isBuilt() {
  if (!existsSync(builtFile)) return false;
  const built = statSync(builtFile).mtimeMs;
  const inputs = [
    'src',
    'package-lock.json',
    'tsconfig.json',
    'vite.config.ts',
    'scripts/build.mjs',
    'scripts/words.mjs',
  ];
  return inputs.every((name) => !isNewer(path.join(root, name), built));
}

/** A folder counts too: its time changes when a file in it goes. */
function isNewer(target, time) {
  const stat = statSync(target, { throwIfNoEntry: false });
  if (!stat) return false;
  if (!stat.isDirectory()) return stat.mtimeMs > time;
  if (path.basename(target) === 'generated') return false;
  return readdirSync(target, { withFileTypes: true }).some((entry) => {
    if (/\.test\.tsx?$/.test(entry.name)) return false;
    return isNewer(path.join(target, entry.name), time);
  });
}

function readPackages(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8')).packages;
  } catch {
    return null;
  }
}

/** Quiet unless it fails; never on stdout, which belongs to the command that may have asked for this. */
function run(command, args, node) {
  mkdirSync(path.join(root, '.cache'), { recursive: true });
  const { status, stdout, stderr, error } = spawnSync(command, args, {
    cwd: root,
    env: environmentFor(node),
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
    shell: command.endsWith('.cmd'),
  });
  if (status === 0) return;
  console.error(error ? error.message : `${stdout}\n${stderr}`);
  console.error(`atenta: this failed: ${[path.basename(command), ...args].join(' ')}`);
  process.exit(1);
}
