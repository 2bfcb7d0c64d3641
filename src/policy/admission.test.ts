import { fc, test } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import {
  type AdmissionFacts,
  admit,
  conditionKeys,
  conditionsShownToContact,
  contactStates,
  contractStates,
  scope,
} from './admission.ts';
import { agreementVersion1 } from './agreement-version-1.ts';
import { standings } from './standing.ts';
import type { Terms } from './terms.ts';

const { terms } = agreementVersion1;

const inOrder: AdmissionFacts = {
  standing: 'good',
  suspension: null,
  contract: 'active',
  contact: 'authorised',
  availableUnits: 2,
  termsVersion: 1,
  termsVersionAccepted: 1,
  purpose: 'support',
};

const refusalsOf = (facts: Partial<AdmissionFacts>, under: Terms = terms): readonly string[] => {
  const admission = admit(under, { ...inOrder, ...facts });
  return admission.admitted
    ? []
    : admission.refusals.map(({ clause, reason }) => `${clause} ${reason}`);
};

describe('admission', () => {
  it.each<[string, Partial<AdmissionFacts>, readonly string[]]>([
    ['everything in order: admitted', {}, []],
    ['II suspended customer: held', { standing: 'suspended' }, ['II standing-suspended']],
    ['II contract that starts later: held', { contract: 'upcoming' }, ['II contract-upcoming']],
    ['II contract over: held', { contract: 'ended' }, ['II contract-ended']],
    ['II no contract: held', { contract: 'none' }, ['II contract-none']],
    ['II member who may not ask: held', { contact: 'unauthorised' }, ['II contact-unauthorised']],
    ['II authorisation taken back: held', { contact: 'revoked' }, ['II contact-revoked']],
    ['III unknown person: held', { contact: 'none' }, ['III contact-none']],
    ['T1 two units: admitted', { availableUnits: 2 }, []],
    ['T1 one unit: held', { availableUnits: 1 }, ['T1 credit-insufficient']],
    ['T1 no units: held', { availableUnits: 0 }, ['T1 credit-insufficient']],
    ['T1 overdraft: held', { availableUnits: -5 }, ['T1 credit-insufficient']],
    ['T7 never accepted: held', { termsVersionAccepted: null }, ['T7 terms-not-accepted']],
    ['T7 this version accepted: admitted', { termsVersion: 2, termsVersionAccepted: 2 }, []],
    ['T7 an older version accepted: held', { termsVersion: 2 }, ['T7 terms-not-accepted']],
    ['T7 a newer version accepted: admitted', { termsVersionAccepted: 2 }, []],
  ])('%s', (_, facts, refusals) => {
    expect(refusalsOf(facts)).toEqual(refusals);
  });

  it('T1 the minimum is a term: three required, two available: held', () => {
    const stricter = { ...terms, credits: { ...terms.credits, availableUnitsMin: 3 } };
    expect(refusalsOf({ availableUnits: 2 }, stricter)).toEqual(['T1 credit-insufficient']);
    expect(refusalsOf({ availableUnits: 3 }, stricter)).toEqual([]);
  });

  it('everything wrong: every refusal, in the documented precedence', () => {
    const wrong: Partial<AdmissionFacts> = {
      standing: 'suspended',
      contract: 'none',
      contact: 'revoked',
      availableUnits: 1,
      termsVersionAccepted: null,
    };
    expect(refusalsOf(wrong)).toEqual([
      'II standing-suspended',
      'II contract-none',
      'II contact-revoked',
      'T1 credit-insufficient',
      'T7 terms-not-accepted',
    ]);
  });

  it('a refusal carries what it saw', () => {
    const admission = admit(terms, { ...inOrder, availableUnits: 1 });
    expect(admission).toMatchObject({
      admitted: false,
      refusals: [{ refused: true, facts: { availableUnits: 1, requiredUnits: 2 } }],
    });
  });

  it('lists every condition, met or not', () => {
    const { conditions } = admit(terms, { ...inOrder, contract: 'ended' });
    expect(conditions.map(({ key, met }) => [key, met])).toEqual([
      ['standing', true],
      ['contract', false],
      ['contact', true],
      ['credit', true],
      ['terms', true],
    ]);
  });

  it('I a referral needs no credit, and every other condition', () => {
    expect(refusalsOf({ purpose: 'referral', availableUnits: 0 })).toEqual([]);
    expect(refusalsOf({ purpose: 'referral', availableUnits: 0, standing: 'suspended' })).toEqual([
      'II standing-suspended',
    ]);
    const { conditions } = admit(terms, { ...inOrder, purpose: 'referral' });
    expect(conditions.map(({ key }) => key)).toEqual(['standing', 'contract', 'contact', 'terms']);
  });

  it('stops on units that are no integer: our bug', () => {
    expect(() => admit(terms, { ...inOrder, availableUnits: 1.5 })).toThrow('integer');
  });

  const anyFacts = fc.record<AdmissionFacts>({
    standing: fc.constantFrom(...standings),
    suspension: fc.constant(null),
    contract: fc.constantFrom(...contractStates),
    contact: fc.constantFrom(...contactStates),
    availableUnits: fc.integer({ min: -10, max: 10 }),
    termsVersion: fc.integer({ min: 1, max: 3 }),
    termsVersionAccepted: fc.option(fc.integer({ min: 1, max: 3 })),
    purpose: fc.constantFrom('support', 'referral'),
  });

  test.prop([anyFacts])('admitted exactly when all conditions are met', (facts) => {
    const admission = admit(terms, facts);
    expect(admission.admitted).toBe(admission.conditions.every(({ met }) => met));
    const refused = admission.admitted ? [] : admission.refusals;
    const failed = admission.conditions.filter(({ met }) => !met);
    expect(refused.map(({ clause, facts: seen }) => ({ clause, facts: seen }))).toEqual(
      failed.map(({ clause, facts: seen }) => ({ clause, facts: seen })),
    );
  });

  test.prop([anyFacts])('the conditions keep their precedence', (facts) => {
    const keys = admit(terms, facts).conditions.map(({ key }) => key);
    expect(keys).toEqual(conditionKeys.filter((key) => keys.includes(key)));
  });

  test.prop([anyFacts, fc.nat(10)])('T1 more units never turn a request away', (facts, more) => {
    const richer = { ...facts, availableUnits: facts.availableUnits + more };
    if (admit(terms, facts).admitted) expect(admit(terms, richer).admitted).toBe(true);
  });
});

describe('what the contact is shown', () => {
  it('II who may not ask is not told since when or why the customer is suspended', () => {
    const suspension = { entryId: 7, since: 1, until: 2, reason: { es: 'Mora', en: null } };
    const told = (contact: AdmissionFacts['contact']) => {
      const admission = admit(terms, { ...inOrder, standing: 'suspended', suspension, contact });
      return admission.conditions.find(({ key }) => key === 'standing')?.facts;
    };
    expect(told('authorised')).toMatchObject({
      standingEntryId: 7,
      suspendedSince: 1,
      suspendedUntil: 2,
      standingReasonEs: 'Mora',
    });
    for (const contact of ['unauthorised', 'revoked', 'none'] as const) {
      expect(Object.values(told(contact) ?? {}).filter((fact) => fact !== null)).toEqual([
        'suspended',
      ]);
    }
  });

  it('an authorised contact sees every condition', () => {
    const admission = admit(terms, { ...inOrder, availableUnits: 0 });
    expect(conditionsShownToContact(admission)).toEqual(admission.conditions);
  });

  it('a stranger learns nothing of the standing, the contract or the balance', () => {
    const admission = admit(terms, { ...inOrder, standing: 'suspended', contact: 'revoked' });
    expect(conditionsShownToContact(admission)).toEqual([
      { key: 'contact', clause: 'II', met: false, facts: { contact: 'revoked' } },
    ]);
  });
});

describe('scope', () => {
  it('I a support item is support', () => {
    expect(scope({ kind: 'support' })).toEqual({ outcome: 'support' });
  });
  it('I a project item goes to professional services', () => {
    expect(scope({ kind: 'project' })).toEqual({ outcome: 'refer', clause: 'I' });
  });
  it('I what the catalogue rules out is rejected', () => {
    expect(scope({ kind: 'outOfScope' })).toEqual({ outcome: 'reject', clause: 'I' });
  });
});
