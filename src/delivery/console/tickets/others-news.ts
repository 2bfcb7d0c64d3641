import type { PersonAt } from '../server/whereabouts.ts';

export interface Other extends PersonAt {
  readonly name: string;
}

const rank: Readonly<Record<PersonAt['doing'], number>> = { reading: 0, note: 1, reply: 2 };

/** Of those who are there now, whoever came or does more than before: all that is worth saying aloud. */
export const newsOf = (before: readonly Other[], now: readonly Other[]): readonly Other[] =>
  now.filter(({ personId, doing }) => {
    const known = before.find((other) => other.personId === personId);
    return known === undefined || rank[doing] > rank[known.doing];
  });
