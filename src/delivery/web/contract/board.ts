import { z } from 'zod';
import { ClauseKey, Id, PersonName, PriorityKey, Time } from './common.ts';
import { ClockKindKey } from './tickets.ts';

const byPriority = z.record(PriorityKey, z.int());

/** What one agent or team has under way. */
const load = {
  byPriority,
  total: z.int(),
  waiting: z.int(),
  breached: z.int(),
  /** Due within `soonMinutes`. */
  soon: z.int(),
  nextDueAt: Time.nullable(),
};

export const Board = z
  .object({
    /** When all of it was counted. */
    at: Time,
    soonMinutes: z.int(),
    /** False when there is more under way or held than is counted; what is due soonest is counted first. */
    complete: z.boolean(),
    active: z.int(),
    waiting: z.int(),
    unassigned: z.object(load),
    /** VII: open clocks by what they promise; those of which there is none are left out. */
    clocks: z.array(
      z.object({
        kind: ClockKindKey,
        priority: PriorityKey,
        breached: z.int(),
        soon: z.int(),
        running: z.int(),
        paused: z.int(),
      }),
    ),
    /** VII: requests of which a promise is broken, or comes near. */
    breached: z.int(),
    soon: z.int(),
    /** V.b: nobody verified the priority yet. */
    unverified: z.int(),
    /** V.b: verified as another one than the customer suggested. */
    reprioritised: z.int(),
    /** VIII.c */
    reopened: z.int(),
    /** VIII.b: asked often enough; the grace time passes. */
    grace: z.int(),
    /** VIII.b: closing is proposed to the agent. */
    abandonmentProposed: z.int(),
    held: z.object({
      total: z.int(),
      oldestReceivedAt: Time.nullable(),
      /** By the condition that fails; one request may fail several. */
      conditions: z.array(
        z.object({
          key: z.enum(['standing', 'contract', 'contact', 'credit', 'terms']),
          clause: ClauseKey,
          count: z.int(),
        }),
      ),
    }),
    /** I: rejections that an agent owes a second look. */
    scopeClaims: z.int(),
    quarantined: z.int(),
    undelivered: z.int(),
    /** T4: charges in dispute. */
    objections: z.int(),
    agents: z.array(z.object({ agent: PersonName, ...load })),
    teams: z.array(z.object({ team: z.object({ id: Id, name: z.string() }), ...load })),
  })
  .meta({ id: 'Board' });
export type Board = z.infer<typeof Board>;
