import type { Instant } from '../../kernel/clock.ts';
import type { Tx } from '../../platform/database/index.ts';
import { answerAbout } from '../../policy/scope-answer.ts';
import type { Service } from '../catalog/index.ts';
import { readPerson } from '../people/index.ts';
import type { Ticket } from './model.ts';
import { insertScopeAnswer } from './scope-answers-store.ts';

/**
 * I: copies what the firm answers about a service into the request, in the language of whoever asked: what was told
 * stays when the catalogue changes. A project of which the firm says nothing keeps none.
 */
export async function keepScopeAnswer(
  tx: Tx,
  ticket: Pick<Ticket, 'id' | 'requesterPersonId'>,
  service: Service,
  at: Instant,
): Promise<void> {
  const answer = answerAbout(service);
  if (answer === null || service.kind === 'support') return;
  const language = (await readPerson(tx, ticket.requesterPersonId))?.language ?? 'es';
  await insertScopeAnswer(tx, {
    ticketId: ticket.id,
    serviceId: service.id,
    kind: service.kind,
    answerVersion: service.answerVersion,
    language,
    answer: answer[language],
    suggestedServiceId: service.suggestedServiceId,
    at,
  });
}

/** I: the service whose answer was told, among the facts of the decision that rests on it. */
export const answerFacts = ({ name, kind, answerVersion }: Service) => ({
  serviceEs: name.es,
  serviceEn: name.en,
  serviceKind: kind,
  answerVersion,
});
