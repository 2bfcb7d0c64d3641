import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll } from 'vitest';
import { sanitizeMailHtml } from '../../src/delivery/mail/understand/safe-html.ts';
import { createHandlers, type Handlers } from '../../src/delivery/web/handlers.ts';
import { mountCustomers } from '../../src/delivery/web/routes/customers.ts';
import { mountPeople } from '../../src/delivery/web/routes/people.ts';
import { mountSession } from '../../src/delivery/web/routes/session.ts';
import { createWeb, type WebOptions } from '../../src/delivery/web/web.ts';
import type { MovableClock } from '../../src/kernel/clock.ts';
import { openBlobStore } from '../../src/platform/blobs.ts';
import type { Database } from '../../src/platform/database/index.ts';
import { createLog, type Log } from '../../src/platform/log.ts';
import { openOutboundHttp } from '../../src/platform/outbound-http.ts';
import { memoryAnchors } from './memory-anchors.ts';
import { type PeopleWorld, peopleWorld } from './people-world.ts';

/** The web of this test file: a real server on a free port, over a real database. */
export interface TestWeb {
  readonly url: string;
  readonly world: PeopleWorld;
  /** One request. `as` is a session token; unsafe methods come from our own origin unless headers say otherwise. */
  send(method: string, path: string, request?: TestRequest): Promise<TestAnswer>;
  /** Everything that was logged, one JSON event each. */
  readonly logLines: readonly string[];
  readonly addresses: readonly string[];
}

export interface TestRequest {
  readonly as?: string | undefined;
  readonly apiKey?: string;
  readonly body?: unknown;
  readonly form?: Readonly<Record<string, string>> | FormData;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface TestAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** Parsed when it is JSON. */
  readonly json: unknown;
  /** The session token of Set-Cookie: empty when the cookie was cleared, null when there was none. */
  readonly sessionToken: string | null;
}

export async function testWeb(
  database: Database,
  clock: MovableClock,
  options: Partial<WebOptions> & {
    readonly handlers?: Handlers;
    /** Of the web that serves this database already: this is another process beside it. */
    readonly world?: PeopleWorld;
  } = {},
): Promise<TestWeb> {
  const folder = mkdtempSync(path.join(tmpdir(), 'atenta-web-'));
  const logLines: string[] = [];
  const blobs = await openBlobStore(path.join(folder, 'blobs'));
  const web = createWeb({
    database,
    blobs,
    clock,
    log: recordingLog(logLines),
    host: '127.0.0.1',
    port: 0,
    publicUrl: null,
    mailDomain: 'desk.example',
    trustedProxies: [],
    version: 'test',
    handlers: options.handlers ?? peopleHandlers(),
    pages: [],
    problemPage: async (problem) => ({ html: `<!doctype html><h1>${problem.status}</h1>` }),
    assets: { portalFolder: path.join(folder, 'none'), consoleFolder: path.join(folder, 'none') },
    safeMailHtml: async (html, safeOptions) => sanitizeMailHtml(html, safeOptions),
    quarantined: async () => ({ html: null, text: '', ownPictures: new Map() }),
    exampleOf: async () => ({ html: '<p>Ejemplo</p>', text: 'Ejemplo' }),
    // The Internet of tests has no names.
    outbound: openOutboundHttp({ resolve: async () => [] }),
    pictureKey: 'a key of the tests alone',
    anchors: memoryAnchors(),
    isReady: async () => true,
    // The clock stands still, so the minute never ends.
    requestsPerMinuteMax: { person: 1e6, stranger: 1e6 },
    ...options,
  });
  const world = options.world ?? (await peopleWorld(database, clock));
  await web.start();
  afterAll(async () => {
    await web.stop();
    rmSync(folder, { recursive: true, force: true });
  });
  const url = web.localUrl();
  return { url, world, logLines, addresses: web.addresses(), send: sender(url) };
}

/** What needs nobody else: sessions, people, customers. */
function peopleHandlers(): Handlers {
  const handlers = createHandlers();
  mountSession(handlers);
  mountPeople(handlers);
  mountCustomers(handlers);
  return handlers;
}

const recordingLog = (lines: string[]): Log =>
  createLog({
    level: 'info',
    human: false,
    // The part of a stream that a log uses.
    destination: { write: (line: string) => lines.push(line) } as unknown as NodeJS.WritableStream,
  });

const sender =
  (url: string): TestWeb['send'] =>
  async (method, target, request = {}) => {
    const { as, apiKey, body, form, headers = {} } = request;
    const response = await fetch(url + target, {
      method,
      redirect: 'manual',
      headers: {
        ...(method === 'GET' ? {} : { origin: url }),
        ...(as === undefined ? {} : { cookie: `atenta_session=${as}` }),
        ...(apiKey === undefined ? {} : { authorization: `Bearer ${apiKey}` }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      ...(form === undefined ? {} : { body: toBody(form) }),
    });
    const text = await response.text();
    const cookie = response.headers.get('set-cookie');
    return {
      status: response.status,
      headers: response.headers,
      text,
      json: response.headers.get('content-type')?.includes('json') ? JSON.parse(text) : null,
      sessionToken: cookie === null ? null : (/atenta_session=([^;]*)/.exec(cookie)?.[1] ?? null),
    };
  };

const toBody = (form: NonNullable<TestRequest['form']>): FormData | URLSearchParams =>
  form instanceof FormData ? form : new URLSearchParams(form);
