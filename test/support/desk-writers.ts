import type { Clock } from '../../src/kernel/clock.ts';
import { addAgent } from '../../src/modules/people/index.ts';
import type { DeskWriter } from '../../src/modules/tickets/index.ts';
import type { Database } from '../../src/platform/database/index.ts';
import { type DeskWorld, done } from './desk-world.ts';

/** Carmen, who supervises, and agents who do not: for what one keeps for itself or for the whole desk. */
export function deskWriters(database: Database, clock: Clock, world: DeskWorld) {
  const writer = (personId: number, supervises: boolean): DeskWriter => ({
    personId,
    supervises,
    acting: { actor: { kind: 'person', personId }, at: clock.now(), ipAddress: null },
  });
  const carmen = writer(world.carmen, true);
  const colleague = async (name: string): Promise<DeskWriter> => {
    const email = `${name.toLowerCase()}@andino.example`;
    const given = { roles: ['agent' as const], teamIds: [], timeZone: 'America/Caracas' };
    const agent = { ...given, name, email, language: 'es' as const };
    return writer(done(await addAgent(database, agent, carmen.acting)), false);
  };
  return { carmen, colleague };
}
