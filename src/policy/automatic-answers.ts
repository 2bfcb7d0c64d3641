// When the desk answers by machine, and when it had better be quiet (V.a, EMAIL.md rules 9 to 11).

/** How much is too much. How many mails a minute are a storm is a setting: it goes by the traffic of the desk. */
export const automaticLimits = {
  /** A person who opens a third request within these minutes reads its acknowledgement in the portal. */
  answersToSender: { max: 2, withinMinutes: 10 },
  answersToSenderHourly: { max: 10, withinMinutes: 60 },
  answersToDomainDaily: { max: 200, withinMinutes: 24 * 60 },
  /** Automatic mail of one sender in one request with no word of a person in between. */
  automaticInARow: 3,
  /** So long without another hit, and a breaker closes by itself. */
  quietMinutes: 10,
} as const;

/** What is known when a mail may be answered by machine. */
export interface AnswerFacts {
  /** A breaker that stops every answer is open. */
  readonly stopped: boolean;
  /** Answers that went to this address, within the minutes of their limit. */
  readonly toSender: number;
  readonly toSenderHourly: number;
  readonly toDomainDaily: number;
}

export const quietReasons = ['storm', 'sender-often', 'sender-hourly', 'domain-daily'] as const;
export type QuietReason = (typeof quietReasons)[number];

/** Why the desk writes no letter in answer to a mail; null: it may. What it would have said stands in the portal. */
export function whyNotAnswer(facts: AnswerFacts): QuietReason | null {
  if (facts.stopped) return 'storm';
  if (facts.toSender >= automaticLimits.answersToSender.max) return 'sender-often';
  if (facts.toSenderHourly >= automaticLimits.answersToSenderHourly.max) return 'sender-hourly';
  if (facts.toDomainDaily >= automaticLimits.answersToDomainDaily.max) return 'domain-daily';
  return null;
}

/** RFC 3834: two machines talk to each other. The third of its mails in a row waits for a person. */
export const isMuted = (automaticInARow: number): boolean =>
  automaticInARow + 1 >= automaticLimits.automaticInARow;
