import { describe, expect, it } from 'vitest';
import { type MergeParty, mayMerge } from './merging.ts';
import { ticketStatuses } from './transitions.ts';

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
