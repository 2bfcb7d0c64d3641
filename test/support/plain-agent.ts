import { systemActor } from '../../src/kernel/actor.ts';
import type { Clock } from '../../src/kernel/clock.ts';
import type { Language } from '../../src/kernel/language.ts';
import { addAgent } from '../../src/modules/people/index.ts';
import type { Database } from '../../src/platform/database/index.ts';
import { done } from './desk-world.ts';

/** An agent with no special right, by one name; the person's id. */
export async function plainAgent(
  database: Pick<Database, 'db'>,
  clock: Clock,
  name: string,
  language: Language = 'es',
): Promise<number> {
  const timeZone = language === 'es' ? 'America/Caracas' : 'UTC';
  const email = `${name.toLowerCase()}@desk.example`;
  return done(
    await addAgent(
      database,
      { name, email, roles: ['agent'], teamIds: [], language, timeZone },
      { actor: systemActor, at: clock.now(), ipAddress: null },
    ),
  );
}
