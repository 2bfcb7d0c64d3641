import { describe, expect, it } from 'vitest';
import { mayConfirmPlace, type PlaceFacts } from './onsite.ts';

describe('T5 where the work is done', () => {
  it.each<[string, PlaceFacts, object]>([
    [
      'remote: no surcharge, nothing to accept',
      { place: 'remote', surchargeUnits: null, surchargeAccepted: false },
      { surchargeUnits: 0 },
    ],
    [
      'on site, nothing proposed: refused',
      { place: 'onsite', surchargeUnits: null, surchargeAccepted: false },
      { refused: true, clause: 'T5', reason: 'surcharge-not-agreed' },
    ],
    [
      'on site, proposed: refused until the customer accepts',
      { place: 'onsite', surchargeUnits: 3, surchargeAccepted: false },
      {
        refused: true,
        clause: 'T5',
        reason: 'surcharge-not-accepted',
        facts: { surchargeUnits: 3 },
      },
    ],
    [
      'on site, accepted: its units are added',
      { place: 'onsite', surchargeUnits: 3, surchargeAccepted: true },
      { surchargeUnits: 3 },
    ],
    [
      'on site at no additional charge, accepted',
      { place: 'onsite', surchargeUnits: 0, surchargeAccepted: true },
      { surchargeUnits: 0 },
    ],
  ])('%s', (_, facts, verdict) => {
    expect(mayConfirmPlace(facts)).toMatchObject(verdict);
  });
});
