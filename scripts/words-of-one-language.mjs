// A plugin of Vite: the console loads the words of the language that its reader speaks, and no others.
// The compiler's own functions carry every language, since the server speaks them all at once.
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';

const root = path.resolve(import.meta.dirname, '..');
const generated = path.join(root, 'src/delivery/ui/words/generated');
/** Where code that runs in the console names words (.dependency-cruiser.cjs lets it import from nowhere else). */
const speakers = ['src/delivery/console', 'src/delivery/ui'];
const languages = ['es', 'en'];

const messages = '\0words-messages';
const runtime = '\0words-runtime';
const textsOf = (language) => `\0words-${language}`;
const standIns = new Map([
  [path.join(generated, 'messages.js'), messages],
  [path.join(generated, 'runtime.js'), runtime],
]);

/**
 * A word becomes its number in the table of the language spoken. `setLocale` fetches that table, so that here it is
 * a promise to be awaited before anything is said; `{ locale }` says nothing that the table does not.
 */
export function wordsOfOneLanguage() {
  let keys = [];
  return {
    name: 'words-of-one-language',
    async buildStart() {
      keys = await keysSaid();
    },
    resolveId: {
      order: 'pre',
      handler(source, importer) {
        if (source.startsWith('\0words-')) return source;
        if (importer === undefined || !source.includes('words/generated/')) return null;
        return standIns.get(path.resolve(path.dirname(importer), source)) ?? null;
      },
    },
    load(id) {
      if (id === messages) return functionsOf(keys);
      if (id === runtime) return switchOf();
      const language = languages.find((one) => id === textsOf(one));
      return language === undefined ? null : tableOf(language, keys);
    },
    transform(code, id) {
      if (id.includes('node_modules') || !code.includes('words/generated/messages.js')) return;
      const unknown = keysIn(code).filter((key) => !keys.includes(key));
      if (unknown.length > 0) this.error(`${id} says what was not looked for: ${unknown[0]}`);
    },
  };
}

async function keysSaid() {
  const said = new Set();
  for (const folder of speakers) {
    const entries = await readdir(path.join(root, folder), { recursive: true });
    for (const name of entries) {
      if (!/(?<!\.test|\.d|\.gen)\.tsx?$/.test(name)) continue;
      const code = await readFile(path.join(root, folder, name), 'utf8');
      for (const key of keysIn(code)) said.add(key);
    }
  }
  return [...said].sort();
}

/** Every file calls the namespace of words `m`, and names its keys in full (words/README.md). */
const keysIn = (code) =>
  [...code.matchAll(/\bm\.([a-z][a-z0-9]*_[a-z0-9_]+)/g)].map(([, key]) => key);

const functionsOf = (keys) =>
  [
    `import { said } from '${runtime}';`,
    ...keys.map((key, number) => `export const ${key} = (facts) => said[${number}](facts);`),
  ].join('\n');

const switchOf = () => `
  const tables = { ${languages.map((one) => `${one}: () => import('${textsOf(one)}')`).join(', ')} };
  export let said = [];
  export async function setLocale(language) {
    said = (await tables[language]()).texts;
  }`;

const tableOf = (language, keys) => `
  import * as all from '${path.join(generated, 'messages', `${language}.js`)}';
  export const texts = [${keys.map((key) => `all.${key}`).join(', ')}];`;
