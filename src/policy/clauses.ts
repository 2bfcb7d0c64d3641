/** Every clause of the agreement, in the order of its text. A decision names one of these and nothing else. */
export const clauseIds = [
  'P',
  'I',
  'II',
  'III',
  'IV.a',
  'IV.b',
  'IV.c',
  'IV.d',
  'V.a',
  'V.b',
  'V.c',
  'V.d',
  'VI.a',
  'VI.b',
  'VI.c',
  'VI.d',
  'VI.e',
  'VII',
  'VIII.a',
  'VIII.b',
  'VIII.c',
  'T1',
  'T2',
  'T3',
  'T4',
  'T5',
  'T6',
  'T7',
] as const;

export type ClauseId = (typeof clauseIds)[number];

export const isClauseId = (value: unknown): value is ClauseId =>
  clauseIds.some((id) => id === value);
