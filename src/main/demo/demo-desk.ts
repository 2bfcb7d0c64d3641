import type { MailProcessing } from '../../delivery/mail/in/mail-processing.ts';
import { renderReminder } from '../../delivery/mail/out/reminder-text.ts';
import { personActor, systemActor } from '../../kernel/actor.ts';
import type { Instant, MovableClock } from '../../kernel/clock.ts';
import { isDeclined } from '../../kernel/declined.ts';
import { nextAppointmentAt, runDueAppointments } from '../../modules/appointments/index.ts';
import { fireDueClocks, nextClockMoment } from '../../modules/clocks/index.ts';
import type { Acting } from '../../modules/people/index.ts';
import { isNotDone, nextClosingAt, runDueClosings } from '../../modules/tickets/index.ts';
import type { Database, Tx } from '../../platform/database/index.ts';
import { type JobContext, type JobHandler, runWaitingJobs } from '../../platform/jobs.ts';
import type { Log } from '../../platform/log.ts';
import type { ServiceKey } from './catalogue.ts';
import type { CustomerKey } from './customers.ts';
import type { AgentKey, TeamKey } from './firm.ts';

/** The desk of the demo while its month is told: one transaction, a clock moved by hand, and who is who in it. */
export interface DemoDesk {
  readonly tx: Tx;
  /** The same transaction, for use cases that open one: they join it. */
  readonly database: Database;
  readonly clock: MovableClock;
  readonly log: Log;
  readonly mail: MailProcessing;
  readonly handlers: readonly JobHandler[];
  readonly agents: Map<AgentKey, number>;
  readonly teams: Map<TeamKey, number>;
  readonly services: Map<ServiceKey, number>;
  readonly customers: Map<CustomerKey, KnownCustomer>;
}

export interface KnownCustomer {
  readonly organizationId: number;
  readonly contacts: readonly KnownContact[];
}

export interface KnownContact {
  readonly personId: number;
  readonly name: string;
  readonly email: string;
  readonly administrator: boolean;
}

/** An agent of the demo, as the one who acts. */
export const actingAs = (desk: DemoDesk, agent: AgentKey): Acting => ({
  actor: personActor(known(desk.agents, agent)),
  at: desk.clock.now(),
  ipAddress: null,
});

export const actingByItself = (at: Instant): Acting => ({
  actor: systemActor,
  at,
  ipAddress: null,
});

/** What follows from what was just done, as the worker of a running desk would do it a moment later. */
export const settle = async ({ tx, handlers, clock, log }: DemoDesk): Promise<void> => {
  const inTheStory = handlers.map((handler) => ({
    ...handler,
    // The queue goes by the machine's clock: a moment that is past for it may still be to come here.
    run: async (payload: unknown, context: JobContext) => {
      if (momentOf(payload) <= clock.now()) await handler.run(payload, context);
    },
  }));
  await runWaitingJobs(tx, inTheStory, log);
};

const momentOf = (payload: unknown): Instant =>
  typeof payload === 'object' && payload !== null && 'at' in payload ? Number(payload.at) : 0;

/** Lets time pass up to `until`; whatever falls due on the way happens at its own moment. */
export async function letTimePass(desk: DemoDesk, until: Instant): Promise<void> {
  const { clock, database, tx } = desk;
  for (;;) {
    const next = Math.min(
      (await nextClockMoment(tx)) ?? Number.POSITIVE_INFINITY,
      (await nextClosingAt(tx)) ?? Number.POSITIVE_INFINITY,
      (await nextAppointmentAt(tx)) ?? Number.POSITIVE_INFINITY,
    );
    if (next > until) break;
    clock.set(Math.max(next, clock.now()));
    await fireDueClocks(database, clock.now());
    await runDueClosings(database, clock.now(), renderReminder);
    await runDueAppointments(database, clock.now());
    await settle(desk);
  }
  clock.set(Math.max(until, clock.now()));
}

/** The value that was put there while the desk was furnished. */
export function known<Key, Value>(map: ReadonlyMap<Key, Value>, key: Key): Value {
  const value = map.get(key);
  if (value === undefined) throw new RangeError(`the demo desk knows no ${String(key)}`);
  return value;
}

/** One of a customer's contacts, by its place among them. */
export function knownContact(desk: DemoDesk, customer: CustomerKey, place: number): KnownContact {
  const { contacts } = known(desk.customers, customer);
  const contact = contacts[place % contacts.length];
  if (contact === undefined) throw new RangeError(`${customer} has contacts`);
  return contact;
}

/** The result of something that the story takes for granted. */
export function done<Result>(
  result: Result,
): Exclude<Result, null | { declined: true } | { refused: true }> {
  if (result === null || isDeclined(result) || isNotDone(result)) {
    throw new Error(`the demo could not do it: ${JSON.stringify(result)}`);
  }
  // What is left after the three checks.
  return result as Exclude<Result, null | { declined: true } | { refused: true }>;
}
