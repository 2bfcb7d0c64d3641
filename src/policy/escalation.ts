import type { Audience, ClockStep, Terms } from './terms.ts';

/** V.d: whom a step of a clock tells. The breach itself is a step that every clock has. */
export function toldBy(terms: Terms, step: string): readonly Audience[] {
  if (step === breachStep) return terms.clockBreachTells;
  return terms.clockSteps.find(({ key }) => key === step)?.tells ?? [];
}

/** The key of the moment at which a promise is broken, beside the keys of the steps. */
export const breachStep = 'breach';

/** Who could be told about a request, as the desk stands now. */
export interface DeskPeople {
  readonly assigneePersonId: number | null;
  readonly teamPersonIds: readonly number[];
  readonly supervisorPersonIds: readonly number[];
  /** Told when nobody else is there: an overdue request is never nobody's. */
  readonly administratorPersonIds: readonly number[];
}

/**
 * V.d: the people behind the audiences, each once. Where an audience is nobody, the next one takes its place: a request
 * without assignee is its team's, one without a team is the supervisors', and a desk without those its administrators'.
 */
export function peopleToTell(
  audiences: readonly Audience[],
  people: DeskPeople,
): readonly number[] {
  const stairs: readonly (readonly [Audience | null, readonly number[]])[] = [
    ['assignee', people.assigneePersonId === null ? [] : [people.assigneePersonId]],
    ['team', people.teamPersonIds],
    ['supervisors', people.supervisorPersonIds],
    [null, people.administratorPersonIds],
  ];
  const told = audiences.flatMap((audience) => {
    const from = stairs.findIndex(([name]) => name === audience);
    return stairs.slice(from).find(([, members]) => members.length > 0)?.[1] ?? [];
  });
  return [...new Set(told)];
}

/** Steps that come back are reminders: they keep to service hours, whatever hours the promise counts. */
export const isReminder = (
  step: ClockStep,
): step is Extract<ClockStep, { minutesAfterDue: number }> & { everyMinutes: number } =>
  'minutesAfterDue' in step && step.everyMinutes !== undefined;
