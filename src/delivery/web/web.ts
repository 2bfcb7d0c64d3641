import multipart from '@fastify/multipart';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Clock } from '../../kernel/clock.ts';
import { readSessionPrincipal } from '../../modules/people/index.ts';
import { findTicket } from '../../modules/tickets/index.ts';
import type { BlobStore } from '../../platform/blobs.ts';
import type { Database } from '../../platform/database/index.ts';
import {
  createHttpServer,
  createRequestBudget,
  type HttpAnswer,
  type HttpServer,
  pagePolicy,
  sessionCookie,
} from '../../platform/http.ts';
import type { Log } from '../../platform/log.ts';
import type { OutboundHttp } from '../../platform/outbound-http.ts';
import type { Part } from '../../platform/part.ts';
import { renderApiDocs } from './api-docs.tsx';
import { serveApi } from './api-routes.ts';
import { type AssetsOptions, serveAssets } from './assets.ts';
import { type CalendarFileOptions, serveCalendarFile } from './calendar-file.ts';
import { ProblemAnswer } from './contract/client.ts';
import type { Page } from './contract/page.ts';
import { readerOf as scopeOf } from './describe-ticket.ts';
import { createDispatch } from './dispatch.ts';
import { createTakeFile, type FilesOptions, serveFiles } from './files.ts';
import type { Handlers } from './handlers.ts';
import { type CallerOptions, createIdentify, preferredLanguage } from './identify-caller.ts';
import { isUnavailable } from './is-unavailable.ts';
import { type LetterPageOptions, serveLetterPage } from './letter-page.ts';
import { type LiveEvents, serveLiveEvents } from './live-events.ts';
import type { SafeMailHtml } from './mail-page.ts';
import { serveMessageMail } from './message-mail.ts';
import { type OpenApiDocument, openApiDocument } from './openapi.ts';
import {
  answerProblemPage,
  answerUnavailable,
  type PagesOptions,
  type ProblemPage,
  servePages,
} from './pages.ts';
import { type ProblemReader, type WebReason, webProblem } from './problems.ts';
import { openRemotePictures } from './remote-pictures.ts';
import { serveReports } from './report/report-door.ts';
import type { Caller } from './request-context.ts';
import { type StatementOptions, serveStatements } from './statement/statement-doors.ts';
import { serveWaitingMail, type WaitingMailOptions } from './waiting-mail.ts';

export interface WebOptions {
  readonly database: Database;
  readonly blobs: BlobStore;
  readonly clock: Clock;
  readonly log: Log;
  readonly host: string;
  /** Null: the first free one from 3000. 0: any free one. */
  readonly port: number | null;
  readonly publicUrl: string | null;
  readonly trustedProxies: readonly string[];
  readonly version: string;
  readonly handlers: Handlers;
  readonly pages: readonly Page[];
  readonly problemPage: ProblemPage;
  readonly anchors: StatementOptions['anchors'];
  readonly assets: AssetsOptions;
  readonly safeMailHtml: SafeMailHtml;
  readonly quarantined: WaitingMailOptions['quarantined'];
  readonly exampleOf: LetterPageOptions['exampleOf'];
  readonly outbound: OutboundHttp;
  readonly pictureKey: string;
  readonly mailDomain: CalendarFileOptions['mailDomain'];
  /** Of one person, or of one address from which nobody is signed in; in this process. */
  readonly requestsPerMinuteMax?: CallerOptions['requestsPerMinuteMax'];
  /** False while the desk cannot serve: the database is away, a migration runs. */
  readonly isReady: () => Promise<boolean>;
}

/** A console that is worked with fast asks a few times a second; an office may stand behind one address. */
const defaultRequestsPerMinuteMax = { person: 900, stranger: 600 };

export interface Web extends Part {
  /** Where people reach the desk; known once it has started. */
  url(): string;
  /** Where it listens on this machine. */
  localUrl(): string;
  /** Every address that it serves, as `GET /tickets/:number`. */
  addresses(): readonly string[];
}

/** The web as one part of the product: API, pages, files, live changes, static files. */
export function createWeb(options: WebOptions): Web {
  const { database, clock, log } = options;
  let pagesOptions: PagesOptions | null = null;
  let live: LiveEvents | null = null;
  let localUrl = '';

  const server = createHttpServer({
    log,
    host: options.host,
    port: options.port,
    publicUrl: options.publicUrl,
    trustedProxies: options.trustedProxies,
    answers: {
      failure: (error, request) => {
        const reason = reasonOf(error);
        const fields = { err: error, requestId: request.id };
        if (reason === 'internal') log.error(fields, 'a request failed');
        if (reason === 'unavailable') log.warn(fields, 'the database could not be used');
        const answer = webProblem(reason, readerOf(request));
        const pages = reason === 'unavailable' && wantsPage(request) ? pagesOptions : null;
        if (pages === null) return problemAnswer(answer);
        return answerUnavailable(request, pages, strangerOf(request), answer);
      },
    },
  });
  const cookie = sessionCookie({ secure: server.secure });
  const identify = createIdentify({
    database,
    clock,
    server,
    cookie,
    budget: createRequestBudget(clock),
    requestsPerMinuteMax: options.requestsPerMinuteMax ?? defaultRequestsPerMinuteMax,
  });
  const dispatch = createDispatch({ handlers: options.handlers, database, clock, log });

  return {
    name: 'web',
    async start() {
      const { app } = server;
      const missing = options.handlers.missing();
      if (missing.length > 0) log.warn({ missing }, 'operations of the contract without a handler');
      const files: FilesOptions = { ...options, identify };
      serveHealth(server, options);
      const assets = await serveAssets(app, options.assets);
      pagesOptions = {
        ...options,
        identify,
        dispatch,
        takeFile: createTakeFile(files),
        assets,
        publicUrl: server.publicUrl,
      };
      serveApi(app, identify, dispatch);
      serveContract(server, options);
      serveReports(app, { ...options, identify });
      serveStatements(app, { ...options, identify, publicUrl: server.publicUrl });
      const pictures = openRemotePictures(options);
      serveWaitingMail(app, { ...options, ...files, pictures });
      serveMessageMail(app, { ...options, ...files, pictures });
      await app.register((scope, _options, done) => {
        serveLetterPage(scope, { ...options, ...files });
        done();
      });
      serveCalendarFile(app, { ...options, identify, publicUrl: server.publicUrl });
      await app.register((scope, _options, done) => {
        scope.register(multipart);
        serveFiles(scope, files);
        done();
      });
      live = await serveLiveEvents({
        app,
        identify,
        database,
        clock,
        log,
        readPrincipal: (token) => readSessionPrincipal(database.db, token, clock.now()),
        mayRead: async (principal, number) =>
          (await findTicket(database.db, number, scopeOf(principal))) !== undefined,
      });
      await servePages(app, pagesOptions);
      app.setNotFoundHandler(answerNotFound);
      localUrl = (await server.listen()).url;
    },
    async stop() {
      await live?.stop();
      await server.stop();
    },
    url: server.publicUrl,
    addresses: server.addresses,
    localUrl: () => localUrl,
  };

  /** A page for whoever looks with a browser, a problem for programs. */
  async function answerNotFound(
    request: FastifyRequest,
    reply: FastifyReply,
  ): Promise<FastifyReply> {
    const { caller } = await identify(request, reply);
    const { problem, headers } = webProblem('not-found', caller);
    if (wantsPage(request) && pagesOptions !== null) {
      return answerProblemPage(request, reply, pagesOptions, caller, problem);
    }
    const answer = problemAnswer({ problem, headers });
    return reply.code(answer.status).headers(answer.headers).send(answer.body);
  }
}

/** A browser that a person looks at, and not a program. */
const wantsPage = (request: FastifyRequest): boolean =>
  request.headers.accept?.includes('text/html') === true && !request.url.startsWith('/api/');

/** Whoever it is: who could not be asked. */
const strangerOf = (request: FastifyRequest): Caller => ({
  ...readerOf(request),
  principal: null,
  ipAddress: request.ip,
  userAgent: null,
  sessionToken: null,
  cookies: { keep: () => undefined, forget: () => undefined },
});

const readerOf = (request: FastifyRequest): ProblemReader => ({
  language: preferredLanguage(request.headers['accept-language']),
  timeZone: 'America/Caracas',
  requestId: request.id,
});

function problemAnswer({ problem, headers }: ReturnType<typeof webProblem>): HttpAnswer {
  return {
    status: problem.status,
    headers: {
      ...headers,
      'cache-control': 'no-store',
      'content-type': 'application/problem+json; charset=utf-8',
    },
    body: JSON.stringify(problem),
  };
}

/** What the HTTP library turned away before any of our code saw it. */
function reasonOf(error: Error & { readonly statusCode?: number }): WebReason {
  // What a page was answered when it asked on, with nobody left to tell.
  if (error instanceof ProblemAnswer && error.problem.status === 503) return 'unavailable';
  if (isUnavailable(error)) return 'unavailable';
  const { statusCode = 500 } = error;
  if (statusCode === 404) return 'not-found';
  if (statusCode === 405) return 'method-not-allowed';
  if (statusCode === 413) return 'too-large';
  if (statusCode === 415) return 'media-type';
  if (statusCode === 421) return 'misdirected';
  if (statusCode === 429) return 'too-many-attempts';
  if (statusCode === 503) return 'unavailable';
  return statusCode >= 400 && statusCode < 500 ? 'malformed' : 'internal';
}

/** Alive: the process answers. Ready: it can also do its work. */
function serveHealth({ app }: HttpServer, { isReady }: WebOptions): void {
  app.get('/healthz', (_request, reply) =>
    reply.header('cache-control', 'no-store').send({ status: 'ok' }),
  );
  app.get('/readyz', async (_request, reply) => {
    const ready = await isReady().catch(() => false);
    return reply
      .code(ready ? 200 : 503)
      .header('cache-control', 'no-store')
      .send({ status: ready ? 'ok' : 'unavailable' });
  });
}

/** The contract for programs and for people. */
function serveContract(server: HttpServer, { version }: WebOptions): void {
  const { app, publicUrl } = server;
  let made: OpenApiDocument | null = null;
  const document = (): OpenApiDocument => {
    made ??= openApiDocument({ version, publicUrl: publicUrl() });
    return made;
  };
  app.get('/api/openapi.json', (_request, reply) =>
    reply.type('application/json; charset=utf-8').send(JSON.stringify(document())),
  );
  app.get('/api/docs', (_request, reply) => {
    const nonce = crypto.randomUUID();
    return reply
      .type('text/html; charset=utf-8')
      .header('content-security-policy', pagePolicy(nonce))
      .send(renderApiDocs(document(), nonce));
  });
}
