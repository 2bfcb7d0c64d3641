import { type Declined, isDeclined } from '../../kernel/declined.ts';
import type { Language } from '../../kernel/language.ts';
import { explainRefusal, isReasonKey } from '../../policy/reasons.ts';
import { isRefusal, type Refusal } from '../../policy/verdict.ts';
import * as messages from '../ui/words/generated/messages.js';
import type { Problem } from './contract/common.ts';

/** Who reads a problem: its words are in this language, its moments in this zone. */
export interface ProblemReader {
  readonly language: Language;
  readonly timeZone: string;
  /** Names the request in our log. */
  readonly requestId: string;
}

export interface ProblemResponse {
  readonly problem: Problem;
  readonly headers: Readonly<Record<string, string>>;
}

type Facts = Declined['facts'];

/** What the web itself says no to, by its stable key. */
export type WebReason = keyof typeof webStatuses;
const webStatuses = {
  'invalid-request': 400,
  malformed: 400,
  'cursor-invalid': 400,
  'not-signed-in': 401,
  'not-allowed': 403,
  'scope-missing': 403,
  'factor-owed': 403,
  'foreign-origin': 403,
  'not-found': 404,
  'method-not-allowed': 405,
  'key-reused': 409,
  'too-large': 413,
  'media-type': 415,
  misdirected: 421,
  'too-many-attempts': 429,
  internal: 500,
  unavailable: 503,
} as const;

/** What a use case declined, or the agreement refused, when it is no conflict with the present state (409). */
const otherStatuses: Readonly<Record<string, number>> = {
  'act-not-by-actor': 403,
  'agent-unknown': 422,
  'appointment-unknown': 404,
  'assignee-unknown': 422,
  'attachment-unavailable': 422,
  'attempts-too-few': 409,
  'macro-of-desk': 403,
  'saved-view-of-desk': 403,
  'mention-not-internal': 422,
  'mention-unknown': 422,
  'snooze-moment': 422,
  'macro-empty': 422,
  'macro-unknown-variable': 422,
  'macro-cursor-twice': 422,
  'category-unknown': 422,
  'contract-ends-before-start': 422,
  'customer-unknown': 422,
  'calendar-missing': 422,
  'draft-invalid': 422,
  'dkim-domain-unknown': 422,
  'duplicate-unknown': 422,
  'effective-in-past': 422,
  'span-empty': 422,
  'term-unknown': 422,
  'entry-not-a-charge': 422,
  'factor-obliged': 409,
  'file-missing': 422,
  'file-too-large': 413,
  'imap-client-missing': 422,
  'imap-not-encrypted': 422,
  'imap-secret-missing': 422,
  'letter-unknown-variable': 422,
  'letter-malformed-variable': 422,
  'letter-ticket-missing': 422,
  'letter-subject-empty': 422,
  'letter-line-break': 422,
  'letter-invisible-character': 422,
  'letter-too-long': 422,
  'link-invalid': 410,
  'objection-unknown': 404,
  'passkey-known': 409,
  'passkey-not-made': 422,
  'passkey-refused': 401,
  'passkeys-too-many': 409,
  'passkeys-unavailable': 409,
  'password-common': 422,
  'password-wrong': 422,
  'link-unknown': 404,
  'asker-only': 403,
  'participant-unknown': 422,
  'participant-already': 409,
  'participants-too-many': 409,
  'proposal-unknown': 404,
  'message-unknown': 422,
  'merge-other-customer': 422,
  'merge-same': 422,
  'person-unknown': 422,
  'priority-reason-missing': 422,
  'question-keys-repeated': 422,
  'release-needs-reason': 422,
  'release-needs-sender': 422,
  'reopening-reason-missing': 422,
  'request-unknown': 404,
  'resolution-form-missing': 422,
  'resolution-text-missing': 422,
  'challenge-ended': 410,
  'second-factor-not-offered': 409,
  'second-factor-on': 409,
  'second-factor-unreadable': 409,
  'second-factor-wrong': 422,
  'second-person-same': 403,
  'sender-unreadable': 422,
  'service-answer-missing': 422,
  'service-answer-invisible-character': 422,
  'service-unknown': 422,
  'standing-ends-before-start': 422,
  'standing-from-past': 422,
  'standing-good-open': 422,
  'statement-too-long': 422,
  'suggested-service-unusable': 422,
  'setup-token-invalid': 403,
  'sign-in-again': 403,
  'sign-in-failed': 401,
  'team-unknown': 422,
  'outcome-note-missing': 422,
  'slot-in-the-past': 422,
  'slots-out-of-range': 422,
  'ticket-unknown': 422,
  'work-minutes-invalid': 422,
};

export function webProblem(
  reason: WebReason,
  reader: ProblemReader,
  more: { readonly errors?: Problem['errors']; readonly facts?: Facts } = {},
): ProblemResponse {
  const words = wordsFor(reason, more.facts ?? {}, reader);
  return response(webStatuses[reason], reason, words, reader, more.facts ?? {}, {
    ...(more.errors === undefined ? {} : { errors: more.errors }),
  });
}

/** A use case said no: the clause when it is the agreement that says it, and always what to do next. */
export function notDoneProblem(
  notDone: Refusal | Declined,
  reader: ProblemReader,
): ProblemResponse {
  const { reason, facts } = notDone;
  const status = webStatus(reason) ?? otherStatuses[reason] ?? 409;
  if (isRefusal(notDone)) {
    const words = isReasonKey(reason)
      ? explainRefusal(notDone, reader.language, reader.timeZone)
      : wordsFor(reason, facts, reader);
    return response(status, reason, words, reader, facts, { clause: notDone.clause });
  }
  return response(status, reason, wordsFor(reason, facts, reader), reader, facts, {});
}

/** The same in one sentence, for where it is told and not answered. */
export function notDoneWords(
  notDone: Refusal | Declined,
  reader: Pick<ProblemReader, 'language' | 'timeZone'>,
): string {
  const { problem } = notDoneProblem(notDone, { ...reader, requestId: '' });
  return `${problem.title} ${problem.detail}`;
}

/** A use case that had to undo its transaction throws what it would have answered. */
export const declinedOf = (error: unknown): Declined | null =>
  error instanceof Error && 'declined' in error && isDeclined(error.declined)
    ? error.declined
    : null;

const webStatus = (reason: string): number | undefined =>
  Object.hasOwn(webStatuses, reason) ? webStatuses[reason as WebReason] : undefined;

interface ProblemWords {
  readonly happened: string;
  readonly next: string;
}

function response(
  status: number,
  reason: string,
  words: ProblemWords,
  reader: ProblemReader,
  facts: Facts,
  more: Partial<Problem>,
): ProblemResponse {
  const retryAfter = facts['retryAfterSeconds'];
  return {
    problem: {
      type: `/api/docs#problem-${reason}`,
      title: words.happened,
      status,
      detail: words.next,
      instance: `urn:uuid:${reader.requestId}`,
      reason,
      ...more,
    },
    headers: {
      ...(typeof retryAfter === 'number' ? { 'retry-after': String(retryAfter) } : {}),
      ...(status === 503 ? { 'retry-after': '5' } : {}),
    },
  };
}

/** Every problem in words that somebody can act on; a reason without words of its own is a bug that a test finds. */
export function wordsFor(
  reason: string,
  facts: Facts,
  { language, requestId }: Pick<ProblemReader, 'language' | 'requestId'>,
): ProblemWords {
  const key = `problems_${reason.replaceAll('-', '_')}`;
  const known = isWord(key) ? key : 'problems_not_done';
  const inputs = {
    ...facts,
    request: requestId,
    minutes: Math.ceil(Number(facts['retryAfterSeconds'] ?? 0) / 60),
  };
  return { happened: word(known, inputs, language), next: word(`${known}_next`, inputs, language) };
}

type Word = (inputs: object, options: { locale: Language }) => string;

/** The one place where a word is looked up by a key that is not written out. */
const wordsByKey = messages as unknown as Readonly<Record<string, Word | undefined>>;

const isWord = (key: string): boolean => wordsByKey[key] !== undefined;

const word = (key: string, inputs: object, locale: Language): string =>
  wordsByKey[key]?.(inputs, { locale }) ?? key;

/** Every reason that has words here, in English, for the page of the API; the agreement's own stand with its clauses. */
export function reasonsWithWords(): readonly (ProblemWords & { readonly reason: string })[] {
  return Object.keys(wordsByKey)
    .filter((key) => key.startsWith('problems_') && isWord(`${key}_next`))
    .map((key) => key.slice('problems_'.length).replaceAll('_', '-'))
    .toSorted()
    .map((reason) => ({
      reason,
      ...wordsFor(reason, exampleFacts, { language: 'en', requestId: '…' }),
    }));
}

const exampleFacts: Facts = {
  address: '…',
  name: '…',
  number: '…',
  key: '…',
  domain: '…',
  found: '{…}',
  permitted: '{contact}',
  max: 150,
  linesMax: 2000,
  megabytes: 25,
  problems: 2,
  retryAfterSeconds: 60,
};
