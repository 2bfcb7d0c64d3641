import { type Language, languages, type Words } from '../kernel/language.ts';
import type { ServiceKind } from './admission.ts';
import { type Refusal, refuse } from './verdict.ts';

/** I: until the firm has written what it answers: what it is not, and where to turn. */
const ownAnswer: Words = {
  es: 'Lo que pide no forma parte de los servicios que atiende este soporte, así que no podemos encargarnos. Si otro servicio de la lista describe mejor su necesidad, elíjalo; si tiene dudas, escríbale a su contacto comercial.',
  en: 'What you ask for is not one of the services that this desk supports, so we cannot take it on. If another service of the list describes your need better, choose it; if in doubt, write to your commercial contact.',
};

/** Characters of an answer in each language. */
export const scopeAnswerMax = 2000;

/**
 * I: what is answered about a service that is out of scope, in both languages; what happens now, of one that is a
 * project, where the firm says so. Null: nothing is. A language in which nothing was written speaks the other one.
 */
export function answerAbout(service: {
  readonly kind: ServiceKind;
  readonly answer: Words;
}): Words | null {
  const { kind, answer } = service;
  if (kind === 'support') return null;
  const written = languages.find((language) => answer[language] !== '');
  if (written === undefined) return kind === 'outOfScope' ? ownAnswer : null;
  return { es: answer.es || answer[written], en: answer.en || answer[written] };
}

/** I: the languages in which an answer is still missing: of what is out of scope it is owed in all of them. */
export const answerOwedIn = (service: {
  readonly kind: ServiceKind;
  readonly answer: Words;
}): readonly Language[] =>
  service.kind === 'outOfScope'
    ? languages.filter((language) => service.answer[language].trim() === '')
    : [];

/** I: what decides whether the scope of a rejected request is still to be talked about. */
export interface ScopeFacts {
  /** It was rejected as out of scope, and told why. */
  readonly answered: boolean;
  /** It was admitted and attended to before an agent rejected it: its clocks and units are settled. */
  readonly registered: boolean;
  readonly claimed: boolean;
  /** What an agent decided last; null: nothing yet. */
  readonly outcome: 'in-scope' | 'out-of-scope' | null;
}

/**
 * I: the customer may say once why it is in scope. Refusal reasons: `scope-not-answered`, `scope-attended`,
 * `scope-claimed`.
 */
export function mayClaimScope(facts: ScopeFacts): Refusal | null {
  const refusal = mayBeAdmittedAfterAll(facts);
  if (refusal !== null) return refusal;
  return facts.claimed || facts.outcome !== null ? refuse('I', 'scope-claimed') : null;
}

/**
 * I: an agent may take on what the catalogue rejected, whether the customer claimed it or not; only a claim can be
 * answered with no. Refusal reasons: `scope-not-answered`, `scope-attended`, `scope-not-claimed`.
 */
export function mayDecideScope(
  facts: ScopeFacts,
  outcome: NonNullable<ScopeFacts['outcome']>,
): Refusal | null {
  const refusal = mayBeAdmittedAfterAll(facts);
  if (refusal !== null) return refusal;
  const waits = facts.claimed && facts.outcome === null;
  return outcome === 'out-of-scope' && !waits ? refuse('I', 'scope-not-claimed') : null;
}

function mayBeAdmittedAfterAll({ answered, registered, outcome }: ScopeFacts): Refusal | null {
  if (!answered || outcome === 'in-scope') return refuse('I', 'scope-not-answered');
  return registered ? refuse('I', 'scope-attended') : null;
}
