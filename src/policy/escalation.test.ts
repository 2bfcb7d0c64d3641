import { describe, expect, it } from 'vitest';
import { agreementVersion1 } from './agreement-version-1.ts';
import { type DeskPeople, peopleToTell, toldBy } from './escalation.ts';
import type { Audience } from './terms.ts';

const { terms } = agreementVersion1;
const everybody: DeskPeople = {
  assigneePersonId: 1,
  teamPersonIds: [1, 2],
  supervisorPersonIds: [3],
  administratorPersonIds: [9],
};

describe('V.d whom a clock tells', () => {
  it.each([
    ['half', []],
    ['three-quarters', ['assignee']],
    ['last-hour', ['assignee', 'team']],
    ['breach', ['assignee', 'team', 'supervisors']],
    ['escalation-1', ['assignee', 'supervisors']],
    ['a step that the agreement has not', []],
  ])('the terms say it for %s', (step, told) => {
    expect(toldBy(terms, step)).toEqual(told);
  });

  it.each<[string, readonly Audience[], Partial<DeskPeople>, readonly number[]]>([
    ['each person once', ['assignee', 'team', 'supervisors'], {}, [1, 2, 3]],
    ['nobody, when the terms name nobody', [], {}, []],
    ['no assignee: its team', ['assignee'], { assigneePersonId: null }, [1, 2]],
    ['no team: the supervisors', ['team'], { teamPersonIds: [] }, [3]],
    [
      'neither assignee nor team: the supervisors',
      ['assignee'],
      { assigneePersonId: null, teamPersonIds: [] },
      [3],
    ],
    ['no supervisor: the administrators', ['supervisors'], { supervisorPersonIds: [] }, [9]],
    [
      'an assignee is there: nobody takes its place',
      ['assignee'],
      { teamPersonIds: [], supervisorPersonIds: [] },
      [1],
    ],
  ])('%s', (_, audiences, change, told) => {
    expect(peopleToTell(audiences, { ...everybody, ...change })).toEqual(told);
  });
});
