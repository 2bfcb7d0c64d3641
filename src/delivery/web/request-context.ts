import { assert } from '../../kernel/assert.ts';
import type { Instant } from '../../kernel/clock.ts';
import type { Language } from '../../kernel/language.ts';
import type {
  Acting,
  OpenedSession,
  Principal,
  SessionOrigin,
} from '../../modules/people/index.ts';
import type { Database } from '../../platform/database/index.ts';

/** Who calls, whatever door the call came through: HTTP with a cookie or a key, or a page of ours. */
export interface Caller {
  readonly principal: Principal | null;
  readonly language: Language;
  readonly timeZone: string;
  readonly ipAddress: string | null;
  readonly userAgent: string | null;
  readonly requestId: string;
  /** The session token that the browser came with, valid or not. */
  readonly sessionToken: string | null;
  /** Lets the browser keep a session, or forget it. */
  readonly cookies: {
    keep(session: OpenedSession): void;
    forget(): void;
  };
}

/** What a handler knows beside its input. */
export interface PublicContext {
  readonly principal: Principal | null;
  readonly language: Language;
  readonly timeZone: string;
  readonly at: Instant;
  /** Of an idempotent call, this stands in the transaction that remembers its key: use cases join it. */
  readonly database: Database;
  readonly ip: string | null;
  readonly acting: Acting;
  readonly origin: SessionOrigin;
  readonly cookies: Caller['cookies'];
}

export interface RequestContext extends PublicContext {
  readonly principal: Principal;
}

export function contextOf(caller: Caller, at: Instant, database: Database): PublicContext {
  const { principal, ipAddress, userAgent, sessionToken } = caller;
  return {
    principal,
    language: caller.language,
    timeZone: caller.timeZone,
    at,
    database,
    ip: ipAddress,
    acting: {
      actor:
        principal === null ? { kind: 'system' } : { kind: 'person', personId: principal.personId },
      at,
      ipAddress,
    },
    origin: { at, ipAddress, userAgent, previousToken: sessionToken },
    cookies: caller.cookies,
  };
}

/** Of an agent anybody's, of a contact the own company's only. */
export const mayReachOrganization = (principal: Principal, organizationId: number): boolean =>
  principal.organizationId === null || principal.organizationId === organizationId;

/** The customer of a contact. An agent has none: asking is a bug. */
export function ownOrganizationId({ organizationId }: Principal): number {
  assert(organizationId !== null, 'a customer belongs to an organization');
  return organizationId;
}

export const isStaff = ({ organizationId }: Principal): boolean => organizationId === null;
