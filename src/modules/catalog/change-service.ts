import { type Declined, decline } from '../../kernel/declined.ts';
import { invisibleCharacterIn } from '../../kernel/invisible-character.ts';
import { languages } from '../../kernel/language.ts';
import type { Tx } from '../../platform/database/index.ts';
import { answerOwedIn } from '../../policy/scope-answer.ts';
import { type Acting, readTeam, recordAudit } from '../people/index.ts';
import { maySuggest, type NewService, type Service, type ServiceChange } from './model.ts';
import { insertService, selectCategory, selectService, updateServiceRow } from './store.ts';
import { withChange } from './with-change.ts';

/**
 * Adds a service to a category. Declined: `category-unknown`, `team-unknown`, `question-keys-repeated`,
 * `suggested-service-unusable`, `service-answer-missing`, `service-answer-invisible-character`.
 */
export async function createService(
  tx: Tx,
  service: NewService,
  by: Acting,
): Promise<Service | Declined> {
  const declined =
    (await declineService(tx, service)) ??
    declineAnswer(service) ??
    (await declineSuggestion(tx, service, null));
  if (declined !== null) return declined;
  const answerVersion = languages.some((language) => service.answer[language] !== '') ? 1 : 0;
  const created = await insertService(tx, { ...service, answerVersion });
  await recordAudit(tx, by, {
    action: 'service.created',
    subject: `service:${created.id}`,
    detail: { name: created.name.es, kind: created.kind },
  });
  return created;
}

/**
 * Changes or retires a service; requests that chose it keep what they were promised and told. Null when there is none.
 * Declined as a new one is; an answer that was never written is asked for when it, or what the service is, changes.
 */
export async function updateService(
  tx: Tx,
  serviceId: number,
  change: ServiceChange,
  by: Acting,
): Promise<Service | Declined | null> {
  const service = await selectService(tx, serviceId);
  if (service === null) return null;
  const given = withChange<Service>(service, change);
  const isNewAnswer = languages.some(
    (language) => given.answer[language] !== service.answer[language],
  );
  const changed = { ...given, answerVersion: service.answerVersion + (isNewAnswer ? 1 : 0) };
  const owesAnswer = change.answer !== undefined || changed.kind !== service.kind;
  const declined =
    (await declineService(tx, changed)) ??
    (owesAnswer ? declineAnswer(changed) : null) ??
    (await declineSuggestion(tx, changed, service));
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

/** I: whoever asks for what is out of scope is told so in the words of the firm, in either language. */
function declineAnswer(service: NewService): Declined | null {
  const [owed] = answerOwedIn(service);
  if (owed !== undefined) return decline('service-answer-missing', { language: owed });
  const found = invisibleCharacterIn(`${service.answer.es}${service.answer.en}`);
  return found === null ? null : decline('service-answer-invisible-character', { found });
}

/** I: what is suggested instead can be chosen and is not refused in its turn. One that was retired since may stay. */
async function declineSuggestion(
  tx: Tx,
  { suggestedServiceId }: NewService,
  before: Service | null,
): Promise<Declined | null> {
  if (suggestedServiceId === null || suggestedServiceId === before?.suggestedServiceId) return null;
  const suggested =
    suggestedServiceId === before?.id ? null : await selectService(tx, suggestedServiceId);
  return suggested !== null && maySuggest(suggested)
    ? null
    : decline('suggested-service-unusable', { suggestedServiceId });
}
