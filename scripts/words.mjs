// Checks the words of the interface and compiles them to typed functions (src/delivery/ui/words/README.md).
// Usage: node scripts/words.mjs [--check]      --check compiles even when nothing changed
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { copyFile, mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const thisFile = fileURLToPath(import.meta.url);
const root = path.resolve(import.meta.dirname, '..');
const wordsFolder = path.join(root, 'src/delivery/ui/words');
const generatedFolder = path.join(wordsFolder, 'generated');
const stampFile = path.join(generatedFolder, '.stamp');
const languages = ['es', 'en'];

/** Compiles when a file of words, this script or the compiler changed since the last time. Throws with every fault found. */
export async function compileWords({ force = false } = {}) {
  const areas = await findAreas();
  const stamp = await fingerprint(areas);
  if (!force && (await readFile(stampFile, 'utf8').catch(() => '')) === stamp) return false;
  const faults = (await Promise.all(areas.map(faultsOfArea))).flat();
  if (faults.length > 0) throw new Error(`faults in the words:\n  ${faults.join('\n  ')}`);
  await generateInChild();
  await writeFile(stampFile, stamp);
  return true;
}

/** An area is a pair of files: portal.es.json and portal.en.json. Adding a pair adds an area. */
async function findAreas() {
  const names = await readdir(wordsFolder);
  return [...new Set(names.map((name) => /^(.+)\.\w\w\.json$/.exec(name)?.[1]))]
    .filter(Boolean)
    .sort();
}

const areaFile = (area, language) => path.join(wordsFolder, `${area}.${language}.json`);

async function fingerprint(areas) {
  const hash = createHash('sha256');
  const files = areas.flatMap((area) => languages.map((language) => areaFile(area, language)));
  const compiler = path.join(root, 'node_modules/@inlang/paraglide-js/package.json');
  for (const file of [...files, thisFile, compiler]) {
    hash
      .update(`${path.relative(root, file)}\n`)
      .update(await readFile(file).catch(() => 'missing'));
  }
  return hash.digest('hex');
}

async function faultsOfArea(area) {
  const faults = [];
  const texts = {};
  for (const language of languages) {
    try {
      texts[language] = JSON.parse(await readFile(areaFile(area, language), 'utf8'));
    } catch (error) {
      return [`${area}.${language}.json: ${error.message}`];
    }
  }
  for (const key of new Set(languages.flatMap((language) => Object.keys(texts[language])))) {
    if (!new RegExp(`^${area}_[a-z0-9_]+$`).test(key)) {
      faults.push(`${area}: key "${key}" must be ${area}_ and then a-z, 0-9 and _`);
    }
    const missing = languages.filter((language) => isEmpty(texts[language][key]));
    if (missing.length > 0) faults.push(`${area}: "${key}" has no text in ${missing.join(', ')}`);
    const [first, ...others] = languages.map((language) => variablesOf(texts[language][key]));
    if (missing.length === 0 && others.some((other) => other !== first)) {
      faults.push(
        `${area}: "${key}" uses other variables in one language: ${[first, ...others].join(' / ')}`,
      );
    }
    for (const language of languages.filter((language) => hasLooseBrace(texts[language][key]))) {
      faults.push(
        `${area}: "${key}" has a brace that is no {variable} in ${language}; write it as \\\\{`,
      );
    }
  }
  return faults;
}

const hasLooseBrace = (text) =>
  typeof text === 'string' && /[{}]/.test(text.replace(/\\[{}]|\{\w+\}/g, ''));

const isEmpty = (text) => text === undefined || (typeof text === 'string' && text.trim() === '');

function variablesOf(text) {
  const found = JSON.stringify(text ?? '').matchAll(/(?<!\\)\{(\w+)\}/g);
  return [...new Set([...found].map((match) => match[1]))].sort().join(' ');
}

/**
 * In a process of its own: the compiler leaves timers behind that hold a process for half a minute, and prints to
 * stdout, which belongs to the command that may have asked for this build.
 */
async function generateInChild() {
  const [code] = await once(
    spawn(process.execPath, [thisFile, '--generate'], { stdio: ['ignore', 'ignore', 'inherit'] }),
    'exit',
  );
  if (code !== 0) throw new Error('the words did not compile');
}

async function generate(areas) {
  const { compile } = await import('@inlang/paraglide-js');
  // The compiler writes notes of its own beside the settings: a throw-away project keeps the tree clean,
  // and the plugin named by its path in node_modules keeps the compilation off the network.
  const work = path.join(root, '.cache', `words-${process.pid}`);
  const project = path.join(work, 'words.inlang');
  const output = path.join(work, 'output');
  try {
    await mkdir(project, { recursive: true });
    await writeFile(
      path.join(project, 'settings.json'),
      JSON.stringify(settings(areas, work), null, 2),
    );
    await compile({
      project,
      outdir: output,
      strategy: ['globalVariable', 'baseLocale'],
      outputStructure: 'locale-modules',
      emitTsDeclarations: true,
      emitReadme: false,
      disableAsyncLocalStorage: true,
    });
    await checkComplete(areas, output);
    await keepPluralRules(path.join(output, 'registry.js'));
    await replaceGenerated(output);
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

/** The compiler only warns about a text that it cannot read, and leaves it out. */
async function checkComplete(areas, output) {
  const compiled = new Set(
    Object.keys(await import(pathToFileURL(path.join(output, 'messages.js')).href)),
  );
  const written = await Promise.all(
    areas.map((area) => readFile(areaFile(area, languages[0]), 'utf8')),
  );
  const lost = written
    .flatMap((text) => Object.keys(JSON.parse(text)))
    .filter((key) => !compiled.has(key));
  if (lost.length > 0) throw new Error(`not compiled: ${lost.join(', ')}`);
}

/** The compiled texts make the rules of a plural anew for every number, which costs more than the rest of a text. */
async function keepPluralRules(file) {
  const compiled = await readFile(file, 'utf8');
  const made = 'new Intl.PluralRules(locale, options)';
  if (!compiled.includes(made))
    throw new Error(`${path.basename(file)} makes plurals otherwise now`);
  const kept = `
const rules = new Map();
function rulesOf(locale, options) {
	const key = locale + JSON.stringify(options ?? {});
	if (!rules.has(key)) rules.set(key, ${made});
	return rules.get(key);
}
`;
  await writeFile(file, compiled.replace(made, 'rulesOf(locale, options)') + kept);
}

function settings(areas, work) {
  const fromWork = (target) => path.relative(work, target).split(path.sep).join('/');
  return {
    baseLocale: languages[0],
    locales: languages,
    modules: [
      `./${fromWork(path.join(root, 'node_modules/@inlang/plugin-message-format/dist/index.js'))}`,
    ],
    'plugin.inlang.messageFormat': {
      pathPattern: areas.map(
        (area) => `./${fromWork(path.join(wordsFolder, `${area}.{locale}.json`))}`,
      ),
    },
  };
}

/** File by file with a rename, so that a test run in the next terminal never reads half a file. */
async function replaceGenerated(output) {
  const files = (await readdir(output, { recursive: true, withFileTypes: true })).filter((entry) =>
    entry.isFile(),
  );
  const names = files.map((entry) =>
    path.relative(output, path.join(entry.parentPath, entry.name)),
  );
  for (const name of names) {
    const target = path.join(generatedFolder, name);
    await mkdir(path.dirname(target), { recursive: true });
    const temporary = `${target}.${process.pid}`;
    await copyFile(path.join(output, name), temporary);
    await rename(temporary, target);
  }
}

if (process.argv[1] === thisFile) {
  try {
    if (process.argv.includes('--generate')) await generate(await findAreas());
    else await compileWords({ force: process.argv.includes('--check') });
    process.exit(0);
  } catch (error) {
    console.error(error.message);
    process.exit(1);
  }
}
