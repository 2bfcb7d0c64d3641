// Builds dist: the server (packages stay outside), the portal's styles and islands with hashed names, the console.
// Everything is made beside and moved into place, so that a build that fails or is stopped leaves the last one whole.
import { cp, mkdir, readdir, readFile, rename, rm, utimes, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { build as bundle, transform } from 'esbuild';
import { build as buildConsole } from 'vite';
import { compileWords } from './words.mjs';

const root = path.resolve(import.meta.dirname, '..');
const target = path.join(root, 'dist');
const work = path.join(root, '.cache', `build-${process.pid}`);
const portal = path.join(root, 'src/delivery/portal');
const begun = new Date();

const common = {
  absWorkingDir: root,
  bundle: true,
  splitting: true,
  format: 'esm',
  jsx: 'automatic',
  jsxImportSource: 'preact',
  sourcemap: true,
  logLevel: 'warning',
};

/**
 * The compiler's own way to find the language weighs more than the words of all islands: in the portal the server wrote it
 * on the document.
 */
const languageOfThePage = {
  name: 'language-of-the-page',
  setup(build) {
    const runtime = { path: 'runtime', namespace: 'language-of-the-page' };
    build.onResolve({ filter: /\/runtime\.js$/ }, ({ importer }) =>
      importer.includes('/words/generated/') ? runtime : null,
    );
    build.onLoad({ filter: /.*/, namespace: runtime.namespace }, () => ({
      contents: `
        export const experimentalStaticLocale = undefined;
        export const getLocale = () => document.documentElement.lang;`,
    }));
  },
};

try {
  await mkdir(work, { recursive: true });
  await compileWords();
  await Promise.all([buildServer(), buildPortal(), buildTheConsole()]);
  await compressBeside(['portal', 'console']);
  await moveIntoPlace();
} finally {
  await rm(work, { recursive: true, force: true });
}

async function buildServer() {
  await bundle({
    ...common,
    entryPoints: {
      main: path.join(root, 'src/main.ts'),
      'safe-html-worker': path.join(root, 'src/delivery/mail/understand/safe-html-worker.ts'),
      'understand-worker': path.join(root, 'src/delivery/mail/understand/understand-worker.ts'),
    },
    outdir: work,
    platform: 'node',
    target: 'node24',
    packages: 'external',
    chunkNames: 'chunks/[name]-[hash]',
  });
}

/** Manifest: what a page asks for by its plain name (`composer.js`, `portal.css`) and what it is called in dist. */
async function buildPortal() {
  const entryPoints = [
    ...(await filesIn(path.join(portal, 'islands'), /(?<!\.test)\.tsx?$/)),
    ...(await filesIn(portal, /\.css$/)),
  ];
  const outdir = path.join(work, 'portal');
  await mkdir(outdir, { recursive: true });
  await cp(path.join(portal, 'public'), outdir, { recursive: true, force: true }).catch(
    ignoreMissing,
  );
  await minifyInPlace(path.join(outdir, 'sw.js'));
  const manifest = {};
  if (entryPoints.length > 0) {
    const { metafile } = await bundle({
      ...common,
      entryPoints,
      outdir,
      minify: true,
      target: 'es2022',
      entryNames: '[name]-[hash]',
      chunkNames: 'chunk-[hash]',
      assetNames: '[name]-[hash]',
      loader: { '.woff2': 'file' },
      metafile: true,
      plugins: [languageOfThePage],
    });
    for (const [file, { entryPoint }] of Object.entries(metafile.outputs)) {
      if (entryPoint) manifest[plainName(entryPoint)] = path.basename(file);
    }
  }
  await buildVerifier(outdir);
  await writeFile(path.join(outdir, 'manifest.json'), `${JSON.stringify(manifest, null, 2)}\n`);
}

async function minifyInPlace(file) {
  const { code } = await transform(await readFile(file, 'utf8'), { minify: true });
  await writeFile(file, code);
}

/** One file without dependencies, at a fixed address, that a customer keeps and runs with Node.js alone. */
async function buildVerifier(outdir) {
  await bundle({
    ...common,
    splitting: false,
    sourcemap: false,
    platform: 'node',
    target: 'node20',
    charset: 'utf8',
    entryPoints: [path.join(root, 'src/delivery/web/statement/verify-statement.ts')],
    outfile: path.join(outdir, 'verify-statement.mjs'),
  });
}

async function buildTheConsole() {
  await buildConsole({
    configFile: path.join(root, 'vite.config.ts'),
    logLevel: 'warn',
    build: { outDir: path.join(work, 'console'), emptyOutDir: true },
  });
}

/** What browsers load lies there compressed as well as can be, once, instead of at every request. */
async function compressBeside(folders) {
  for (const folder of folders) {
    const names = await readdir(path.join(work, folder), { recursive: true });
    for (const name of names.filter((one) => /\.(?:js|css|svg|html|webmanifest)$/.test(one))) {
      const file = path.join(work, folder, name);
      const bytes = await readFile(file);
      if (bytes.length < 1024) continue;
      await writeFile(`${file}.br`, brotliCompressSync(bytes));
      await writeFile(`${file}.gz`, gzipSync(bytes, { level: 9 }));
    }
  }
}

function plainName(entryPoint) {
  return path.basename(entryPoint).replace(/\.tsx?$/, '.js');
}

async function filesIn(folder, pattern) {
  const names = await readdir(folder).catch(ignoreMissing);
  return (names ?? []).filter((name) => pattern.test(name)).map((name) => path.join(folder, name));
}

function ignoreMissing(error) {
  if (error.code !== 'ENOENT') throw error;
}

/** The mark carries the time at which the build began: what was saved meanwhile is built the next time. */
async function moveIntoPlace() {
  const mark = path.join(work, '.built');
  await writeFile(mark, '');
  await utimes(mark, begun, begun);
  const old = path.join(root, '.cache', `old-${process.pid}`);
  await rename(target, old).catch(ignoreMissing);
  await rename(work, target);
  await rm(old, { recursive: true, force: true });
}
