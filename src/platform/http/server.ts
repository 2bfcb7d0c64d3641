import { randomUUID } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import type { Log } from '../log.ts';
import { compressAnswer } from './compress-answer.ts';
import { allowedHosts, isAllowedHost } from './host.ts';
import { baseHeaders } from './security-headers.ts';

export interface HttpServerOptions {
  readonly log: Log;
  readonly host: string;
  /** Null: the first free one from 3000. 0: any free one. */
  readonly port: number | null;
  /** How people reach the desk; null: by the address it listens on. */
  readonly publicUrl: string | null;
  /** Whose X-Forwarded-* headers are believed. */
  readonly trustedProxies: readonly string[];
  /** Answers a request that came under a foreign name, an unreadable one, and every error. Unknown paths are the app's. */
  readonly answers: HttpAnswers;
}

export interface HttpAnswers {
  readonly failure: (
    error: Error & { statusCode?: number },
    request: FastifyRequest,
  ) => HttpAnswer | Promise<HttpAnswer>;
}

export interface HttpAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface HttpServer {
  readonly app: FastifyInstance;
  /** People reach the desk over https. */
  readonly secure: boolean;
  /** Every address that is served, as `GET /tickets/:number`: so that a test can find one that nobody thought of. */
  addresses(): readonly string[];
  /** Where people reach the desk, without a slash at the end; known when it listens. */
  publicUrl(): string;
  /** Origins whose pages are ours. */
  ownOrigins(): ReadonlySet<string>;
  listen(): Promise<{ readonly url: string; readonly port: number }>;
  /** Takes no more requests, lets those under way end, closes what idles. */
  stop(): Promise<void>;
}

/** Uploads have a limit of their own, counted while they stream. */
const bodyLimitBytes = 1024 * 1024;
/** A slow phone uploads 25 MB in six minutes; a request that never ends is cut. */
const requestTimeoutMs = 10 * 60 * 1000;
const headersTimeoutMs = 15_000;
const idleTimeoutMs = 75_000;
const firstPort = 3000;
const portsTried = 50;

/** A server that answers only under its own names, says the same security headers everywhere, and logs one line a request. */
export function createHttpServer(options: HttpServerOptions): HttpServer {
  const { log, host, answers } = options;
  const publicUrl = options.publicUrl === null ? null : new URL(options.publicUrl);
  const secure = publicUrl?.protocol === 'https:';
  let hosts: ReadonlySet<string> = new Set();
  let origins: ReadonlySet<string> = new Set();
  let address = '';

  const app = Fastify({
    logger: false,
    genReqId: () => randomUUID(),
    bodyLimit: bodyLimitBytes,
    requestTimeout: requestTimeoutMs,
    keepAliveTimeout: idleTimeoutMs,
    trustProxy: options.trustedProxies.length === 0 ? false : [...options.trustedProxies],
    forceCloseConnections: 'idle',
    return503OnClosing: true,
    routerOptions: { maxParamLength: 200, ignoreTrailingSlash: true },
    frameworkErrors: (error, request, reply) => {
      // The library types this one reply by a schema that no framework error has.
      void send(error, request, reply as unknown as FastifyReply);
    },
  });
  const addresses: string[] = [];
  app.addHook('onRoute', ({ method, url }) => {
    for (const one of [method].flat()) addresses.push(`${one} ${url}`);
  });
  app.server.headersTimeout = headersTimeoutMs;

  app.addHook('onRequest', async (request, reply) => {
    reply.headers(baseHeaders({ secure }));
    reply.header('x-request-id', request.id);
    if (isAllowedHost(request.headers.host, hosts) || isProbe(request)) return;
    throw Object.assign(new Error('Misdirected request'), { statusCode: 421 });
  });
  app.addHook('onSend', compressAnswer);
  app.setErrorHandler<Error & { statusCode?: number }>(send);
  app.addHook('onResponse', async (request, reply) => {
    log.info(
      {
        requestId: request.id,
        method: request.method,
        // A query may carry a token: the path alone says what was asked.
        path: request.url.split('?', 1)[0],
        status: reply.statusCode,
        milliseconds: Math.round(reply.elapsedTime),
        ip: request.ip,
      },
      'request',
    );
  });

  async function send(
    error: Error & { statusCode?: number },
    request: FastifyRequest,
    reply: FastifyReply,
  ): Promise<FastifyReply> {
    const answer = await settle(request, () => answers.failure(error, request));
    return reply.code(answer.status).headers(answer.headers).send(answer.body);
  }

  async function settle(
    request: FastifyRequest,
    answer: () => HttpAnswer | Promise<HttpAnswer>,
  ): Promise<HttpAnswer> {
    try {
      return await answer();
    } catch (err) {
      // Also the answer to an error may fail, when the database is down: then it says nothing but that.
      log.error({ err, requestId: request.id }, 'an error could not be answered in words');
      return { status: 503, headers: { 'retry-after': '5' }, body: '' };
    }
  }

  return {
    app,
    secure,
    addresses: () => addresses,
    publicUrl: () => (publicUrl === null ? address : publicUrl.origin),
    ownOrigins: () => origins,
    async listen() {
      const port = await listenOnFreePort(app, host, options.port);
      hosts = allowedHosts({ publicUrl, host, port });
      // The public name counts with its own scheme only.
      const local = [...allowedHosts({ publicUrl: null, host, port })].map(
        (name) => `http://${name}`,
      );
      origins = new Set(publicUrl === null ? local : [publicUrl.origin, ...local]);
      address = `http://${host.includes(':') ? `[${host}]` : nameOf(host)}:${port}`;
      return { url: address, port };
    },
    stop: () => app.close(),
  };
}

/** Load balancers ask by address; the two answers say nothing about the desk but that it lives. */
const isProbe = (request: FastifyRequest): boolean =>
  request.url === '/healthz' || request.url === '/readyz';

/** An address that means "all of them" is no place to go to. */
const nameOf = (host: string): string => (host === '0.0.0.0' ? '127.0.0.1' : host);

async function listenOnFreePort(
  app: FastifyInstance,
  host: string,
  wanted: number | null,
): Promise<number> {
  if (wanted !== null) return listenOn(app, host, wanted);
  for (let port = firstPort; port < firstPort + portsTried; port += 1) {
    try {
      return await listenOn(app, host, port);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error;
    }
  }
  return listenOn(app, host, 0);
}

async function listenOn(app: FastifyInstance, host: string, port: number): Promise<number> {
  await app.listen({ host, port });
  // A TCP server that listens has an address of this shape.
  return (app.server.address() as AddressInfo).port;
}
