/**
 * The letters that a person may turn off. All others the agreement owes its reader (a promise, a question with a date, a
 * charge, an end), or they guard the door; what is turned off stays in the portal.
 */
export const optionalLetters = ['followed-request', 'statement'] as const;
export type OptionalLetter = (typeof optionalLetters)[number];

/** Those that this person may get: the statement goes to the administrators of a company. */
export const lettersOffered = (person: {
  readonly administers: boolean;
}): readonly OptionalLetter[] =>
  optionalLetters.filter((letter) => person.administers || letter !== 'statement');
