import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Clock } from '../../kernel/clock.ts';
import { type Declined, decline } from '../../kernel/declined.ts';
import type { Language } from '../../kernel/language.ts';
import {
  type Principal,
  readApiKeyPrincipal,
  readSessionPrincipal,
  takeAttempt,
} from '../../modules/people/index.ts';
import type { Database } from '../../platform/database/index.ts';
import {
  type HttpServer,
  mayUseCookies,
  type RequestBudget,
  type SessionCookie,
} from '../../platform/http.ts';
import type { Caller } from './request-context.ts';

export interface CallerOptions {
  readonly database: Database;
  readonly clock: Clock;
  readonly server: HttpServer;
  readonly cookie: SessionCookie;
  readonly budget: RequestBudget;
  readonly requestsPerMinuteMax: { readonly person: number; readonly stranger: number };
}

/** Who sends this request, or why nobody can be taken for its sender. */
export type Identified =
  | { readonly ok: true; readonly caller: Caller }
  | {
      readonly ok: false;
      readonly reason: 'foreign-origin' | 'not-signed-in';
      readonly caller: Caller;
    }
  | {
      readonly ok: false;
      readonly reason: 'declined';
      readonly declined: Declined;
      readonly caller: Caller;
    };

/**
 * An API key in `Authorization: Bearer`, or else the session cookie. A changing request from a page that is not ours is
 * turned away before anything is read, signed in or not: nobody may be signed in as somebody else either.
 */
export function createIdentify(options: CallerOptions) {
  const { database, clock, server, cookie } = options;

  return async (request: FastifyRequest, reply: FastifyReply): Promise<Identified> => {
    const sessionToken = cookie.read(request.headers.cookie);
    const caller = (principal: Principal | null): Caller => ({
      principal,
      language: principal?.language ?? preferredLanguage(request.headers['accept-language']),
      timeZone: principal?.timeZone ?? 'America/Caracas',
      ipAddress: request.ip,
      userAgent: request.headers['user-agent'] ?? null,
      requestId: request.id,
      sessionToken,
      cookies: {
        keep(session) {
          const seconds = (session.expiresAt - clock.now()) / 1000;
          reply.header('set-cookie', cookie.set(session.token, seconds));
        },
        forget() {
          reply.header('set-cookie', cookie.clear());
        },
      },
    });

    const bearer = /^Bearer +(\S+)$/i.exec(request.headers.authorization ?? '')?.[1];
    if (bearer !== undefined) return identifyByKey(bearer);
    if (request.headers.authorization !== undefined) {
      return { ok: false, reason: 'not-signed-in', caller: caller(null) };
    }
    if (isForeign(request, sessionToken !== null)) {
      return { ok: false, reason: 'foreign-origin', caller: caller(null) };
    }
    if (sessionToken === null) return withinBudget(caller(null));
    const principal = await readSessionPrincipal(database.db, sessionToken, clock.now());
    return withinBudget(caller(principal));

    async function identifyByKey(key: string): Promise<Identified> {
      const principal = await readApiKeyPrincipal(database.db, key, clock.now());
      if (principal !== null) return withinBudget(caller(principal));
      const limit = { key: `key:from:${request.ip}`, attemptsMax: 60, windowSeconds: 900 };
      const declined = await takeAttempt(database.db, [limit], clock.now());
      if (declined === null) return { ok: false, reason: 'not-signed-in', caller: caller(null) };
      return { ok: false, reason: 'declined', declined, caller: caller(null) };
    }
  };

  function withinBudget(caller: Caller): Identified {
    const { principal, ipAddress } = caller;
    const { person, stranger } = options.requestsPerMinuteMax;
    const retryAfterSeconds =
      principal === null
        ? options.budget.take(`from ${ipAddress}`, stranger)
        : options.budget.take(`person ${principal.personId}`, person);
    if (retryAfterSeconds === null) return { ok: true, caller };
    const declined = decline('too-many-attempts', { retryAfterSeconds });
    return { ok: false, reason: 'declined', declined, caller };
  }

  /** A program without cookies and without a browser's headers is nobody's browser: it may ask to sign in. */
  function isForeign(request: FastifyRequest, hasCookie: boolean): boolean {
    const { origin, 'sec-fetch-site': site } = request.headers;
    const secFetchSite = typeof site === 'string' ? site : undefined;
    if (!hasCookie && origin === undefined && secFetchSite === undefined) return false;
    return !mayUseCookies({ method: request.method, origin, secFetchSite }, server.ownOrigins());
  }
}

export type Identify = ReturnType<typeof createIdentify>;

/** The first of our languages that the browser wants; Spanish when it wants none of them. */
export function preferredLanguage(header: string | undefined): Language {
  const wanted = (header ?? '')
    .split(',')
    .slice(0, 20)
    .map((part) => {
      const [tag = '', ...parameters] = part.trim().toLowerCase().split(';');
      const quality = parameters.find((parameter) => parameter.trim().startsWith('q='));
      return { tag: tag.slice(0, 2), quality: quality ? Number(quality.trim().slice(2)) || 0 : 1 };
    })
    .toSorted((a, b) => b.quality - a.quality)
    .find(({ tag, quality }) => quality > 0 && (tag === 'es' || tag === 'en'));
  return wanted?.tag === 'en' ? 'en' : 'es';
}
