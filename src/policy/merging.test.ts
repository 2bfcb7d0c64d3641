import { describe, expect, it } from 'vitest';
import { agreementVersion1 } from './agreement-version-1.ts';
import { approvedUnitsCarried, type MergeParty, mayCarryWork, mayMerge } from './merging.ts';
import type { Terms } from './terms.ts';
import { ticketStatuses } from './transitions.ts';
import { nothingApart } from './units.ts';

const survivor: MergeParty = {
  number: 1,
  organizationId: 7,
  status: 'open',
  chargedUnits: null,
  absenceUnits: 0,
  surchargeUnits: 0,
};
const absorbed: MergeParty = { ...survivor, number: 2 };

describe('I merging two requests', () => {
  it('of one customer, both under way: yes', () => {
    expect(mayMerge(survivor, absorbed)).toBeNull();
    expect(mayMerge({ ...survivor, status: 'waiting' }, absorbed)).toBeNull();
  });

  it.each<[string, MergeParty, MergeParty, string]>([
    ['with itself', survivor, survivor, 'merge-same'],
    ['of two customers', survivor, { ...absorbed, organizationId: 8 }, 'merge-other-customer'],
    [
      'a registered one into a held one',
      { ...survivor, status: 'held' },
      absorbed,
      'merge-held-survivor',
    ],
    ['what was charged', survivor, { ...absorbed, chargedUnits: 1 }, 'merge-charged'],
    [
      'what an absence was charged for',
      survivor,
      { ...absorbed, absenceUnits: 1 },
      'merge-units-apart',
    ],
    ['what has a surcharge', survivor, { ...absorbed, surchargeUnits: 2 }, 'merge-units-apart'],
    ['what was charged nothing, once', survivor, { ...absorbed, chargedUnits: 0 }, 'merge-charged'],
  ])('%s: no', (_, into, from, reason) => {
    expect(mayMerge(into, from)).toMatchObject({ reason });
  });

  it('into one that a charge was made for: its work goes on, so yes', () => {
    expect(mayMerge({ ...survivor, chargedUnits: 1 }, absorbed)).toBeNull();
  });

  it('a held one into a held one: yes', () => {
    const held = { status: 'held' } as const;
    expect(mayMerge({ ...survivor, ...held }, { ...absorbed, ...held })).toBeNull();
  });

  it.each(ticketStatuses.filter((status) => !['held', 'open', 'waiting'].includes(status)))(
    'into one that is %s: no',
    (status) => {
      expect(mayMerge({ ...survivor, status }, absorbed)).toMatchObject({
        reason: 'merge-survivor-not-open',
      });
    },
  );
});

describe('T4 merging where further units are approved', () => {
  const { terms: charging } = agreementVersion1;
  const asking: Terms = {
    ...charging,
    credits: { ...charging.credits, furtherUnits: 'approve' },
  };
  const both = (survivorTerms: Terms, absorbedTerms: Terms) => ({
    survivor: survivorTerms,
    absorbed: absorbedTerms,
  });
  const work = (billableMinutes: number, approvedUnits: number) => ({
    billableMinutes,
    apart: { ...nothingApart, approvedUnits },
  });

  it.each([
    ['within what was approved, into one that charges', both(charging, asking), work(120, 1), null],
    [
      'beyond it, into one that charges',
      both(charging, asking),
      work(121, 1),
      { clause: 'T4', reason: 'merge-work-not-approved', facts: { minutes: 1 } },
    ],
    ['beyond it, into one that asks, too', both(asking, asking), work(121, 1), null],
    ['of one that charges', both(asking, charging), work(600, 0), null],
  ])('%s', (_, terms, carried, refusal) => {
    const verdict = mayCarryWork(terms, carried);
    if (refusal === null) expect(verdict).toBeNull();
    else expect(verdict).toMatchObject(refusal);
  });

  it.each([
    ['untouched: no minimum goes over', both(asking, asking), work(0, 0), 0],
    ['untouched, with approvals', both(asking, asking), work(0, 2), 2],
    ['worked on: its minimum, too', both(asking, asking), work(1, 2), 3],
    ['under the agreement that charges: all of its work', both(asking, charging), work(61, 0), 2],
    ['under the agreement that charges, untouched', both(asking, charging), work(0, 0), 0],
  ])('%s', (_, terms, carried, units) => {
    expect(approvedUnitsCarried(terms, carried)).toBe(units);
  });
});
