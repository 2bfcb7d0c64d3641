// Fails when the lock leaves out a package that another machine needs. npm writes such a lock without a word when the
// newest version of a tool is not yet out for every machine, and then refuses to install from it ("Missing: ...").
import { readFileSync } from 'node:fs';
import path from 'node:path';

const file = path.resolve(import.meta.dirname, '../package-lock.json');
const { packages } = JSON.parse(readFileSync(file, 'utf8'));

const missing = Object.entries(packages).flatMap(([place, { optionalDependencies = {} }]) =>
  Object.entries(optionalDependencies)
    .filter(([name]) => !isThere(place, name))
    .map(([name, version]) => `${name}@${version}, wanted by ${place || 'package.json'}`),
);
for (const line of missing) console.error(`missing in package-lock.json: ${line}`);
if (missing.length > 0) {
  console.error('pin a version that is out for every machine (docs/decisions/0006-pins.md)');
  process.exitCode = 1;
}

/** In the package's own node_modules or in one above it. */
function isThere(place, name) {
  for (
    let folder = place;
    ;
    folder = folder.slice(0, Math.max(0, folder.lastIndexOf('node_modules/') - 1))
  ) {
    if (packages[`${folder ? `${folder}/` : ''}node_modules/${name}`]) return true;
    if (folder === '') return false;
  }
}
