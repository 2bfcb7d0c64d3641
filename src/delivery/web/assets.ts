import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance } from 'fastify';
import { pagePolicy } from '../../platform/http.ts';

export interface Assets {
  /** The address of a built script or style by its source name (`composer.js`). */
  readonly urlOf: (name: string) => string;
}

export interface AssetsOptions {
  /**
   * The built portal: `manifest.json` ({"composer.js": "composer-A1B2C3D4.js"}), files with their hash in the name, and
   * what must stand at a fixed address (service worker, web manifest, icons).
   */
  readonly portalFolder: string;
  /** The built console: `index.html` and `assets/` with hashed files. */
  readonly consoleFolder: string;
}

const hashedName = /-[A-Z0-9]{8}\.[a-z0-9]+$/;
/** Also what stands compressed beside a file: it is sent instead of the file, never by its own name. */
const unservedName = /(?:^manifest\.json|\.map|\.br|\.gz)$/;

/** Static files. What has its hash in its name never changes; the rest is asked for each time. */
export async function serveAssets(app: FastifyInstance, options: AssetsOptions): Promise<Assets> {
  const { portalFolder, consoleFolder } = options;
  const manifest = await readManifest(path.join(portalFolder, 'manifest.json'));
  const files = (await filesUnder(portalFolder)).filter((name) => !unservedName.test(name));
  const hashed = new Set(files.filter((name) => hashedName.test(name)));
  await app.register(fastifyStatic, {
    root: files.length === 0 ? import.meta.dirname : portalFolder,
    serve: false,
    preCompressed: true,
  });
  app.get<{ Params: { '*': string } }>('/assets/*', (request, reply) => {
    const name = request.params['*'];
    // Only what was built: nothing that lies there by chance, and no path that climbs.
    if (!hashed.has(name)) return reply.callNotFound();
    return reply
      .header('content-security-policy', pagePolicy(null))
      .sendFile(name, portalFolder, { maxAge: '365d', immutable: true });
  });
  for (const name of files.filter((file) => !hashed.has(file))) {
    app.get(`/${name}`, (_request, reply) =>
      reply
        // A service worker lives under the policy that its own script came with.
        .header('content-security-policy', pagePolicy(null))
        .sendFile(name, portalFolder, { maxAge: 0, immutable: false }),
    );
  }
  await serveConsole(app, consoleFolder);
  return { urlOf: (name) => `/assets/${manifest[name] ?? name}` };
}

/** A program of its own below /console: every address that is no file is its page. */
async function serveConsole(app: FastifyInstance, folder: string): Promise<void> {
  const index = await readText(path.join(folder, 'index.html'));
  const files = new Set(await filesUnder(folder));
  const sendPage = async (_request: unknown, reply: ConsoleReply) =>
    index === null
      ? reply.callNotFound()
      : reply
          .header('cache-control', 'no-store')
          .header('content-security-policy', pagePolicy(null))
          .type('text/html; charset=utf-8')
          .send(index);
  app.get('/console', sendPage);
  app.get<{ Params: { '*': string } }>('/console/*', async (request, reply) => {
    const name = request.params['*'];
    if (name === 'index.html' || !files.has(name) || unservedName.test(name)) {
      return name.startsWith('assets/') ? reply.callNotFound() : sendPage(request, reply);
    }
    const isHashed = name.startsWith('assets/');
    return reply
      .header('content-security-policy', pagePolicy(null))
      .sendFile(name, folder, isHashed ? { maxAge: '365d', immutable: true } : {});
  });
}

interface ConsoleReply {
  callNotFound(): unknown;
  header(name: string, value: string): ConsoleReply;
  type(type: string): ConsoleReply;
  send(body: string): unknown;
}

async function readManifest(file: string): Promise<Readonly<Record<string, string>>> {
  const text = await readText(file);
  // Written by our own build, next to the files that it names.
  return text === null ? {} : (JSON.parse(text) as Record<string, string>);
}

async function readText(file: string): Promise<string | null> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

/** Paths below the folder, with slashes; none when there is no such folder. */
async function filesUnder(folder: string): Promise<readonly string[]> {
  try {
    const entries = await readdir(folder, { withFileTypes: true, recursive: true });
    return entries
      .filter((entry) => entry.isFile() && !entry.name.startsWith('.'))
      .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)))
      .map((name) => name.split(path.sep).join('/'));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}
