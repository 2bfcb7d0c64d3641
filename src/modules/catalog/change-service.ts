import { type Declined, decline } from '../../kernel/declined.ts';
import type { Tx } from '../../platform/database/index.ts';
import { type Acting, readTeam, recordAudit } from '../people/index.ts';
import type { NewService, Service, ServiceChange } from './model.ts';
import { insertService, selectCategory, selectService, updateServiceRow } from './store.ts';
import { withChange } from './with-change.ts';

/** Adds a service to a category. Declined: `category-unknown`, `team-unknown`, `question-keys-repeated`. */
export async function createService(
  tx: Tx,
  service: NewService,
  by: Acting,
): Promise<Service | Declined> {
  const declined = await declineService(tx, service);
  if (declined !== null) return declined;
  const created = await insertService(tx, service);
  await recordAudit(tx, by, {
    action: 'service.created',
    subject: `service:${created.id}`,
    detail: { name: created.name.es, kind: created.kind },
  });
  return created;
}

/**
 * Changes or retires a service; requests that chose it keep what they were promised. Null when there is none. Declined:
 * `category-unknown`, `team-unknown`, `question-keys-repeated`.
 */
export async function updateService(
  tx: Tx,
  serviceId: number,
  change: ServiceChange,
  by: Acting,
): Promise<Service | Declined | null> {
  const service = await selectService(tx, serviceId);
  if (service === null) return null;
  const changed = withChange(service, change);
  const declined = await declineService(tx, changed);
  if (declined !== null) return declined;
  await updateServiceRow(tx, changed);
  await recordAudit(tx, by, {
    action: 'service.changed',
    subject: `service:${serviceId}`,
    detail: { fields: Object.keys(change).join(', ') },
  });
  return changed;
}

async function declineService(tx: Tx, service: NewService): Promise<Declined | null> {
  const { categoryId, teamId, questions } = service;
  if ((await selectCategory(tx, categoryId)) === null) {
    return decline('category-unknown', { categoryId });
  }
  if (teamId !== null && (await readTeam(tx, teamId)) === null) {
    return decline('team-unknown', { teamId });
  }
  const keys = new Set(questions.map((question) => question.key));
  return keys.size === questions.length ? null : decline('question-keys-repeated');
}
