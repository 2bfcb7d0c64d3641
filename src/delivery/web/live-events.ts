import type { ServerResponse } from 'node:http';
import type { FastifyInstance } from 'fastify';
import type { Clock } from '../../kernel/clock.ts';
import type { Principal } from '../../modules/people/index.ts';
import { type Change, type Listening, listenForChanges } from '../../platform/changes.ts';
import type { Database } from '../../platform/database/index.ts';
import type { Log } from '../../platform/log.ts';
import { callerOrProblem, sendProblem } from './api-routes.ts';
import type { Identify } from './identify-caller.ts';
import { webProblem } from './problems.ts';
import { isStaff } from './request-context.ts';
import { createWhereabouts, whereaboutsIn, whereaboutsLine } from './whereabouts.ts';

export interface LiveEventsOptions {
  readonly app: FastifyInstance;
  readonly identify: Identify;
  /** Who holds this session now: asked again while the stream is open. */
  readonly readPrincipal: (sessionToken: string) => Promise<Principal | null>;
  /** Whether this person may read this request for another reason than having asked: it follows it (V.c). */
  readonly mayRead: (principal: Principal, ticketNumber: number) => Promise<boolean>;
  readonly database: Pick<Database, 'url'>;
  readonly clock: Clock;
  readonly log: Log;
}

export interface LiveEvents {
  stop(): Promise<void>;
}

interface Watcher {
  readonly response: ServerResponse;
  readonly sessionToken: string;
  principal: Principal;
}

const heartbeatMilliseconds = 20_000;
/** How late it is seen that a window fell silent. */
const lapseMilliseconds = 5000;
/** Open tabs of one person; the oldest stream makes room. */
const streamsPerPersonMax = 12;
/** A reader that takes nothing is let go: it connects again and fetches. */
const unreadBytesMax = 64 * 1024;

/**
 * `GET /api/v1/events`: says what changed, by ids; browsers fetch it with their own rights. Agents hear everything, a
 * contact what is public of what it may see. What was missed is not replayed: whoever reconnects asks anew. The people of
 * the desk also hear where the others are, in full.
 */
export async function serveLiveEvents(options: LiveEventsOptions): Promise<LiveEvents> {
  const { app, identify, readPrincipal, mayRead, database, clock, log } = options;
  const watchers = new Set<Watcher>();
  const whereabouts = createWhereabouts();
  let lastId = 0;

  const leave = (watcher: Watcher): void => {
    watchers.delete(watcher);
    watcher.response.end();
  };
  const write = (watcher: Watcher, text: string): void => {
    if (watcher.response.writableLength > unreadBytesMax) leave(watcher);
    else watcher.response.write(text);
  };

  /** Rights change while a stream is open: whoever lost them hears nothing more. */
  const recheck = async (watcher: Watcher): Promise<boolean> => {
    try {
      const principal = await readPrincipal(watcher.sessionToken);
      if (principal?.personId === watcher.principal.personId && !principal.factorOwed) {
        watcher.principal = principal;
        return true;
      }
    } catch (err) {
      log.warn({ err }, 'the right to hear changes could not be checked');
    }
    leave(watcher);
    return false;
  };

  /** A colleague's request: only those who follow it hear of it, which the change itself does not say. */
  const tellFollower = async (watcher: Watcher, change: Change, id: number): Promise<void> => {
    const told = changeFor(watcher.principal, change, true);
    const number = told?.['ticketNumber'];
    if (told === null || typeof number !== 'number') return;
    try {
      if (await mayRead(watcher.principal, number)) write(watcher, line(id, told));
    } catch (err) {
      log.warn({ err }, 'whether somebody follows a request could not be asked');
    }
  };

  /** To the people of the desk alone: customers never learn who looks at what they asked. */
  const tellWhereabouts = (numbers: readonly number[]): void => {
    if (numbers.length === 0) return;
    const told = whereaboutsLine(whereabouts, numbers);
    for (const watcher of watchers) if (isStaff(watcher.principal)) write(watcher, told);
  };
  const lapse = () => tellWhereabouts(whereabouts.lapse(clock.now()));

  const listening: Listening = await listenForChanges(
    database,
    {
      onChange(change) {
        const window = whereaboutsIn(change);
        if (window !== null) {
          lapse();
          return tellWhereabouts(whereabouts.hear(window, clock.now()));
        }
        lastId += 1;
        const personId = change['accessOfPersonId'];
        if (typeof personId === 'number') tellWhereabouts(whereabouts.forget(personId));
        for (const watcher of watchers) {
          if (personId === watcher.principal.personId) void recheck(watcher);
          const told = changeFor(watcher.principal, change);
          if (told !== null) write(watcher, line(lastId, told));
          else void tellFollower(watcher, change, lastId);
        }
      },
      // Nobody knows what was missed: browsers connect again and ask for everything on the screen.
      onGap() {
        for (const watcher of watchers) leave(watcher);
      },
    },
    log,
  );

  const heartbeat = setInterval(() => {
    for (const watcher of watchers) {
      void recheck(watcher).then((stays) => {
        if (stays) write(watcher, ': still here\n\n');
      });
    }
  }, heartbeatMilliseconds);
  heartbeat.unref();
  const lapses = setInterval(lapse, lapseMilliseconds);
  lapses.unref();

  app.get('/api/v1/events', async (request, reply) => {
    const caller = await callerOrProblem(request, reply, identify);
    if (caller === null) return reply;
    const { principal, sessionToken } = caller;
    if (principal === null || sessionToken === null || principal.via.kind !== 'session') {
      return sendProblem(reply, webProblem('not-signed-in', caller));
    }
    if (principal.factorOwed) return sendProblem(reply, webProblem('factor-owed', caller));
    const { raw: response } = reply;
    for (const [name, value] of Object.entries(reply.getHeaders())) {
      if (value !== undefined) response.setHeader(name, value);
    }
    reply.hijack();
    response.writeHead(200, {
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store',
      // A proxy that collects answers would make the changes late.
      'x-accel-buffering': 'no',
    });
    response.write('retry: 2000\n\n: listening\n\n');
    const watcher: Watcher = { response, sessionToken, principal };
    makeRoom(watchers, principal.personId, leave);
    watchers.add(watcher);
    if (isStaff(principal)) write(watcher, whereaboutsLine(whereabouts, 'all'));
    response.on('close', () => watchers.delete(watcher));
    return reply;
  });

  return {
    async stop() {
      clearInterval(heartbeat);
      clearInterval(lapses);
      for (const watcher of watchers) leave(watcher);
      await listening.stop();
    },
  };
}

function makeRoom(
  watchers: ReadonlySet<Watcher>,
  personId: number,
  leave: (watcher: Watcher) => void,
): void {
  const own = [...watchers].filter((watcher) => watcher.principal.personId === personId);
  for (const oldest of own.slice(0, Math.max(0, own.length - streamsPerPersonMax + 1))) {
    leave(oldest);
  }
}

const line = (id: number, told: Change): string => `id: ${id}\ndata: ${JSON.stringify(told)}\n\n`;

/** What this person may know of a change; null when it is none of theirs. */
export function changeFor(principal: Principal, change: Change, isFollower = false): Change | null {
  const { visibility, accessOfPersonId, ...told } = change;
  if (accessOfPersonId !== undefined) return null;
  if (principal.organizationId === null) return told;
  if (visibility !== 'public' || change['organizationId'] !== principal.organizationId) return null;
  const { ticketNumber, requesterPersonId, organizationId, account } = told;
  const isOwnTicket =
    requesterPersonId === principal.personId || principal.roles.includes('customer_administrator');
  if (ticketNumber !== undefined && !isOwnTicket && !isFollower) return null;
  return {
    ...(ticketNumber === undefined ? {} : { ticketNumber }),
    ...(organizationId === undefined ? {} : { organizationId }),
    ...(account === undefined ? {} : { account }),
  };
}
