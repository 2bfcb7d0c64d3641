import type { DecisionFacts } from './decision-facts.ts';
import type { MailSuggestion } from './priority-from-mail.ts';
import type { Facts } from './verdict.ts';

/** IV.d: what a program read in a customer's words, and where. */
export interface Understood {
  readonly impact: Pick<NonNullable<MailSuggestion['impact']>, 'text' | 'readIn'> | null;
  readonly priority: MailSuggestion['priority'];
}

/** IV.d: what was understood, by the decisions that say so: of several readings the newest; null when nothing was. */
export function understoodIn(
  decisions: readonly { readonly kind: string; readonly facts: Facts }[],
): Understood | null {
  const read = decisions
    .filter(({ kind }) => kind === 'suggestion-read')
    // They were typed by `decide` when they were written.
    .map(({ facts }) => facts as DecisionFacts['suggestion-read']);
  if (read.length === 0) return null;
  const impacts = read.map(({ impact, impactReadIn }) =>
    impact === null || impactReadIn === null ? null : { text: impact, readIn: impactReadIn },
  );
  const priorities = read.map(({ priority, priorityReadIn, priorityWords }) =>
    priority === null || priorityReadIn === null
      ? null
      : { value: priority, readIn: priorityReadIn, words: priorityWords ?? '' },
  );
  return {
    impact: impacts.findLast((one) => one !== null) ?? null,
    priority: priorities.findLast((one) => one !== null) ?? null,
  };
}
