import { personActor } from '../../src/kernel/actor.ts';
import type { MovableClock } from '../../src/kernel/clock.ts';
import {
  acceptTerms,
  changeDraft,
  publishDraft,
  startDraft,
} from '../../src/modules/agreements/index.ts';
import { type Database, inTransaction } from '../../src/platform/database/index.ts';
import { type DeskWorld, done, type WorldCustomer } from './desk-world.ts';

/** A version of the agreement with these terms, in force from now on, as an administrator publishes it: its number. */
export async function publishTerms(
  database: Database,
  { clock, world }: { readonly clock: MovableClock; readonly world: DeskWorld },
  terms: Readonly<Record<string, number | string>>,
): Promise<number> {
  const by = { actor: personActor(world.carmen), at: clock.now(), ipAddress: null };
  const { draft } = done(await startDraft(database, by));
  const changed = done(
    await changeDraft(database, { revision: draft.revision, terms, clauses: {} }, by),
  );
  const { revision } = changed.draft;
  const publication = { revision, effectiveFrom: clock.now(), hasServiceCalendar: false };
  return done(await publishDraft(database, publication, by)).version;
}

/** T7: a customer whose contact accepted a later version than the first. */
export async function customerUnder(
  database: Database,
  { clock, world }: { readonly clock: MovableClock; readonly world: DeskWorld },
  {
    name,
    units,
    version,
  }: { readonly name: string; readonly units: number; readonly version: number },
): Promise<WorldCustomer> {
  const customer = await world.addCustomer(name, units, false);
  const { personId, organizationId } = customer;
  const accepted = { personId, organizationId, version, ipAddress: null, at: clock.now() };
  await inTransaction(database, (tx) => acceptTerms(tx, { ...accepted, channel: 'portal' }));
  return customer;
}
