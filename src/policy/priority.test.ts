import { describe, expect, it } from 'vitest';
import { agreementVersion1 } from './agreement-version-1.ts';
import {
  clauseOfPriority,
  impactLevels,
  impacts,
  initialPriority,
  type PriorityFacts,
  priorityForImpact,
  priorityNames,
  verifyPriority,
} from './priority.ts';
import { priorities } from './terms.ts';

const { terms, clauses } = agreementVersion1;

const plainService = { sharedResponsibility: false, defaultPriority: null };
const service = (facts: Partial<PriorityFacts['service']>) => ({ ...plainService, ...facts });

describe('initial priority', () => {
  it.each<[string, PriorityFacts, object]>([
    [
      'nothing said: P3 until verified',
      { service: plainService, suggestion: null },
      { priority: 'p3', source: 'unsuggested', clause: 'VI.c' },
    ],
    [
      'IV.b the customer chose in the form',
      { service: plainService, suggestion: { priority: 'p1', from: 'person' } },
      { priority: 'p1', source: 'suggestion', clause: 'IV.b' },
    ],
    [
      'IV.d the customer wrote it in a mail',
      { service: plainService, suggestion: { priority: 'p2', from: 'message' } },
      { priority: 'p2', source: 'suggestion', clause: 'IV.d' },
    ],
    [
      'the service has a default and nothing was said',
      { service: service({ defaultPriority: 'p4' }), suggestion: null },
      { priority: 'p4', source: 'service-default', clause: 'VI.d' },
    ],
    [
      'IV.b the word of the customer comes before the default of the service',
      {
        service: service({ defaultPriority: 'p4' }),
        suggestion: { priority: 'p1', from: 'person' },
      },
      { priority: 'p1', source: 'suggestion', clause: 'IV.b' },
    ],
    [
      'VI.e shared responsibility: agreed, whatever else was said',
      {
        service: { sharedResponsibility: true, defaultPriority: 'p2' },
        suggestion: { priority: 'p1', from: 'person' },
      },
      { priority: 'agreed', source: 'shared-responsibility', clause: 'VI.e' },
    ],
  ])('%s', (_, facts, expected) => {
    expect(initialPriority(terms, facts)).toEqual(expected);
  });

  it('the level of an unsuggested request is a term', () => {
    const other = { ...terms, priorityUnsuggested: 'p2' as const };
    expect(initialPriority(other, { service: plainService, suggestion: null })).toMatchObject({
      priority: 'p2',
      clause: 'VI.b',
    });
  });
});

describe('V.b verification', () => {
  it('confirming needs no reason', () => {
    expect(verifyPriority('p3', { priority: 'p3', reason: '' })).toEqual({
      from: 'p3',
      to: 'p3',
      changed: false,
      reason: '',
    });
  });
  it('changing with a reason', () => {
    expect(verifyPriority('p3', { priority: 'p1', reason: ' No pueden facturar ' })).toEqual({
      from: 'p3',
      to: 'p1',
      changed: true,
      reason: 'No pueden facturar',
    });
  });
  it.each(['', '  \n'])('changing without a reason (%j): refused', (reason) => {
    expect(verifyPriority('p3', { priority: 'p1', reason })).toMatchObject({
      refused: true,
      clause: 'V.b',
      reason: 'priority-reason-missing',
      facts: { from: 'p3', to: 'p1' },
    });
  });
});

describe('VI levels', () => {
  it('each impact suggests its level, from worst to least', () => {
    expect(impacts.map(priorityForImpact)).toEqual(['p1', 'p2', 'p3', 'p4']);
    expect(impactLevels.map(({ impact, priority }) => [impact, priority])).toEqual(
      impacts.map((impact) => [impact, priorityForImpact(impact)]),
    );
  });

  it.each(impactLevels)('$clause $impact is worded as the agreement words it', (level) => {
    expect(level.clause).toBe(clauseOfPriority[level.priority]);
    // The short definition has no word about the impact that the clause does not have.
    for (const language of ['es', 'en'] as const) {
      const clause = clauses[level.clause].text[language].toLowerCase();
      const words = level.definition[language].toLowerCase().match(/\p{L}{5,}/gu) ?? [];
      expect(words.length).toBeGreaterThan(1);
      for (const word of words) expect(clause).toContain(word);
    }
  });

  it.each(priorities)('%s is named and defined in both languages', (priority) => {
    const definedAs = clauses[clauseOfPriority[priority]].title;
    const number = /\d/.exec(definedAs.es)?.[0] ?? 'convenida';
    expect(priorityNames[priority].es).toContain(number);
    expect(priorityNames[priority].en).not.toBe(priorityNames[priority].es);
  });
});
