import type { Tx } from '../../platform/database/index.ts';
import { emit } from '../../platform/jobs.ts';
import type { AccessChange, AccessChanged } from './events.ts';
import type { ActingFromDevice } from './model.ts';

/** Has the person told what changed about its way in. Where it came from is told of the person's own acts alone. */
export async function tellAccessChanged(
  tx: Tx,
  {
    personId,
    change,
    passkey = null,
  }: {
    readonly personId: number;
    readonly change: AccessChange;
    readonly passkey?: string | null;
  },
  { actor, at, userAgent, ipAddress }: ActingFromDevice,
): Promise<void> {
  const isOwn = actor.kind === 'person' && actor.personId === personId;
  await emit<AccessChanged>(tx, 'person.access-changed', {
    personId,
    change,
    passkey,
    at,
    by: isOwn ? 'self' : actor.kind === 'person' ? 'administrator' : 'command',
    userAgent: isOwn ? userAgent : null,
    ipAddress: isOwn ? ipAddress : null,
  });
}
