import { fc, test } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import { agreementVersion1 } from './agreement-version-1.ts';
import type { Terms } from './terms.ts';
import {
  costOfFiling,
  type Ending,
  holdFor,
  mayLogWork,
  minutesNotApproved,
  minutesUntilNextUnit,
  noShowUnits,
  nothingApart,
  previewCharge,
  settle,
  unitsAgreedTo,
  unitsToAskFor,
  unitsToCharge,
  unitsToHoldAtAdmission,
} from './units.ts';
import { isRefusal } from './verdict.ts';

const { terms } = agreementVersion1;
const withCredits = (credits: Partial<Terms['credits']>): Terms => ({
  ...terms,
  credits: { ...terms.credits, ...credits },
});

describe('T3 the hold at admission', () => {
  it('T3 one unit is put on hold', () => {
    expect(unitsToHoldAtAdmission(terms)).toBe(1);
  });
  it('T3 the portal says what filing costs before it is sent', () => {
    expect(costOfFiling(terms, 5)).toEqual({ unitsToHold: 1, availableUnitsAfter: 4 });
  });
});

describe('T3, T4 units to charge', () => {
  it.each([
    [0, 1],
    [1, 1],
    [59, 1],
    [60, 1],
    [61, 2],
    [70, 2],
    [119, 2],
    [120, 2],
    [121, 3],
    [600, 10],
    [601, 11],
  ])('%i minutes: %i units', (minutes, units) => {
    expect(unitsToCharge(terms, minutes)).toBe(units);
    expect(holdFor(terms, minutes)).toBe(units);
  });

  it.each([
    [60, 2],
    [120, 2],
    [121, 3],
  ])('T3 a minimum of two units: %i minutes are %i units', (minutes, units) => {
    expect(unitsToCharge(withCredits({ unitsPerTicketMin: 2 }), minutes)).toBe(units);
  });

  it.each([
    [30, 1],
    [31, 2],
    [61, 3],
  ])('T4 half-hour units: %i minutes are %i units', (minutes, units) => {
    expect(unitsToCharge(withCredits({ minutesPerUnit: 30 }), minutes)).toBe(units);
  });

  it.each([-1, 0.5, Number.NaN])('stops on %d minutes: our bug', (minutes) => {
    expect(() => unitsToCharge(terms, minutes)).toThrow('whole number');
  });

  const anyMinutes = fc.integer({ min: 0, max: 100_000 });
  const anyTerms = fc
    .record({
      unitsPerTicketMin: fc.integer({ min: 0, max: 5 }),
      minutesPerUnit: fc.integer({ min: 1, max: 240 }),
    })
    .map(withCredits);

  test.prop([anyTerms, anyMinutes])(
    'the smallest number of units that covers work and minimum',
    (under, minutes) => {
      const { unitsPerTicketMin, minutesPerUnit } = under.credits;
      const units = unitsToCharge(under, minutes);
      expect(units).toBeGreaterThanOrEqual(unitsPerTicketMin);
      expect(units * minutesPerUnit).toBeGreaterThanOrEqual(minutes);
      const oneLess = units - 1;
      const oneLessWouldDo = oneLess >= unitsPerTicketMin && oneLess * minutesPerUnit >= minutes;
      expect(oneLessWouldDo).toBe(false);
    },
  );

  test.prop([anyTerms, anyMinutes, anyMinutes])(
    'T4 the request is rounded once, not each entry',
    (under, one, other) => {
      const together = unitsToCharge(under, one + other);
      expect(together).toBeLessThanOrEqual(unitsToCharge(under, one) + unitsToCharge(under, other));
      expect(together).toBeGreaterThanOrEqual(unitsToCharge(under, one));
    },
  );

  test.prop([anyTerms, anyMinutes])(
    'the next unit starts right after the minutes left',
    (under, minutes) => {
      const left = minutesUntilNextUnit(under, minutes);
      expect(left).toBeGreaterThanOrEqual(0);
      expect(unitsToCharge(under, minutes + left)).toBe(unitsToCharge(under, minutes));
      expect(unitsToCharge(under, minutes + left + 1)).toBe(unitsToCharge(under, minutes) + 1);
    },
  );
});

describe('T4 minutes until the next unit', () => {
  it.each([
    [0, 60],
    [46, 14],
    [59, 1],
    [60, 0],
    [61, 59],
    [120, 0],
  ])('%i minutes worked: %i left', (minutes, left) => {
    expect(minutesUntilNextUnit(terms, minutes)).toBe(left);
  });
});

describe('T4 charge preview', () => {
  it('1 h 10 min on a new request: two units, the hold grows by one', () => {
    const facts = {
      availableUnits: 4,
      heldUnits: 1,
      billableMinutesBefore: 0,
      billableMinutesAdded: 70,
    };
    expect(previewCharge(terms, facts)).toEqual({
      billableMinutesAfter: 70,
      minutesNotApproved: 0,
      unitsBefore: 1,
      unitsAfter: 2,
      holdChangeUnits: 1,
      availableUnitsAfter: 3,
      minutesUntilNextUnit: 50,
    });
  });

  it('a correction gives the unit back', () => {
    const facts = {
      availableUnits: 3,
      heldUnits: 2,
      billableMinutesBefore: 70,
      billableMinutesAdded: -10,
    };
    expect(previewCharge(terms, facts)).toMatchObject({
      holdChangeUnits: -1,
      availableUnitsAfter: 4,
    });
  });
});

describe('may work be logged', () => {
  const account = { heldUnits: 1, billableMinutesBefore: 60, customerApproved: false };
  const logged = (availableUnits: number, billableMinutesAdded: number, customerApproved = false) =>
    mayLogWork(terms, { ...account, availableUnits, billableMinutesAdded, customerApproved });

  it.each([
    ['T4 one unit available: it is held', 1, 60, 0],
    ['T4 nothing available: work is a fact, the account goes below zero', 0, 60, -1],
    ['T4 down to the floor of five below', -4, 60, -5],
    ['T4 several units at once down to the floor', 0, 300, -5],
    ['T4 minutes that start no unit cost nothing, even at the floor', -5, 0, -5],
  ])('%s', (_, availableUnits, minutes, after) => {
    expect(logged(availableUnits, minutes)).toMatchObject({ availableUnitsAfter: after });
  });

  it.each([
    ['T4 one past the floor', -5, 60, 1],
    ['T4 several units at once past the floor', 0, 301, 1],
    ['T4 far past the floor', -5, 240, 4],
  ])('%s: refused', (_, availableUnits, minutes, unitsNeeded) => {
    expect(logged(availableUnits, minutes)).toMatchObject({
      refused: true,
      clause: 'T4',
      reason: 'overdraft-reached',
      facts: { floorUnits: -5, unitsNeeded },
    });
  });

  it('past the floor with the approval of the customer: logged', () => {
    expect(logged(-5, 60, true)).toMatchObject({ availableUnitsAfter: -6 });
  });

  it('a correction is never held back by the floor', () => {
    const facts = { ...account, availableUnits: -9, heldUnits: 3, billableMinutesBefore: 180 };
    expect(mayLogWork(terms, { ...facts, billableMinutesAdded: -60 })).toMatchObject({
      holdChangeUnits: -1,
      availableUnitsAfter: -8,
    });
  });

  it.each([-61, 0.5])('%d minutes on 60: refused', (minutes) => {
    expect(logged(9, minutes)).toMatchObject({ refused: true, reason: 'work-minutes-invalid' });
  });

  test.prop([fc.integer({ min: -5, max: 20 }), fc.integer({ min: 0, max: 1_000 })])(
    'without approval the account never passes the floor',
    (availableUnits, minutes) => {
      const verdict = logged(availableUnits, minutes);
      if (isRefusal(verdict)) return;
      expect(verdict.availableUnitsAfter).toBeGreaterThanOrEqual(-terms.credits.overdraftUnitsMax);
    },
  );
});

describe('T6 absence', () => {
  it('T6 the minimum is charged', () => {
    expect(noShowUnits(terms)).toBe(1);
    expect(noShowUnits(withCredits({ unitsPerTicketMin: 2 }))).toBe(2);
  });
});

describe('T5, T6 what a request owes beside its work', () => {
  it.each([
    ['nothing but an absence: its minimum is the minimum of the request', 0, 1, 0, 1, 0],
    ['an absence and half an hour of work', 30, 1, 0, 2, 30],
    ['two absences and no work', 0, 2, 0, 2, 0],
    ['an absence and 1 h 10 min of work', 70, 1, 0, 3, 50],
    ['a visit of two units without work', 0, 0, 2, 3, 60],
    ['a visit of two units, 1 h 10 min of work and an absence', 70, 1, 2, 5, 50],
  ])('%s', (_, minutes, absenceUnits, surchargeUnits, units, minutesLeft) => {
    const apart = { ...nothingApart, absenceUnits, surchargeUnits };
    expect(unitsToCharge(terms, minutes, apart)).toBe(units);
    expect(minutesUntilNextUnit(terms, minutes, apart)).toBe(minutesLeft);
  });

  it('T5 a visit that took place is charged although the request is withdrawn', () => {
    const apart = { ...nothingApart, surchargeUnits: 2 };
    expect(settle(terms, { ending: 'withdrawn', billableMinutes: 0, apart })).toMatchObject({
      outcome: 'charge',
      units: 3,
    });
  });

  it('T6 after an absence the work is charged by its hours, not as the minimum', () => {
    const apart = { ...nothingApart, absenceUnits: 1 };
    expect(settle(terms, { ending: 'closed', billableMinutes: 30, apart })).toMatchObject({
      clause: 'T4',
      units: 2,
    });
  });
});

describe('T4 units that the customer approves', () => {
  const asking = withCredits({ furtherUnits: 'approve', approvalLeadMinutes: 15 });
  const approved = (approvedUnits: number) => ({ ...nothingApart, approvedUnits });

  it.each([
    // minutes, approved beyond the minimum, units charged, minutes not charged
    [0, 0, 1, 0],
    [60, 0, 1, 0],
    [61, 0, 1, 1],
    [600, 0, 1, 540],
    [61, 1, 2, 0],
    [120, 1, 2, 0],
    [121, 1, 2, 1],
    [70, 5, 2, 0],
  ])(
    '%i minutes with %i approved: %i units, %i minutes not charged',
    (minutes, more, units, beyond) => {
      const apart = approved(more);
      expect(unitsToCharge(asking, minutes, apart)).toBe(units);
      expect(holdFor(asking, minutes, apart)).toBe(units);
      expect(minutesNotApproved(asking, minutes, apart)).toBe(beyond);
      expect(settle(asking, { ending: 'closed', billableMinutes: minutes, apart })).toMatchObject({
        units,
        clause: units === 1 ? 'T3' : 'T4',
      });
    },
  );

  test.prop([fc.integer({ min: 0, max: 5_000 }), fc.integer({ min: 0, max: 20 })])(
    'off, an approval changes nothing; on, nothing beyond it is ever charged, and nothing within it is lost',
    (minutes, more) => {
      const apart = approved(more);
      expect(unitsToCharge(terms, minutes, apart)).toBe(unitsToCharge(terms, minutes));
      expect(minutesNotApproved(terms, minutes, apart)).toBe(0);
      const units = unitsToCharge(asking, minutes, apart);
      expect(units).toBeLessThanOrEqual(unitsAgreedTo(asking, apart));
      expect(units).toBe(Math.min(unitsToCharge(terms, minutes), 1 + more));
      expect(unitsToCharge(asking, minutes + 1, apart)).toBeGreaterThanOrEqual(units);
    },
  );

  it.each([
    // minutes, approved, asked, declined, units the desk asks for by itself
    [44, 0, false, false, 0],
    [45, 0, false, false, 1],
    [60, 0, false, false, 1],
    [130, 0, false, false, 2],
    [45, 0, true, false, 0],
    [45, 0, false, true, 0],
    [70, 1, false, false, 0],
    [105, 1, false, false, 1],
  ])(
    '%i minutes, %i approved, asked %s, declined %s: asks for %i',
    (minutes, more, asked, declined, units) => {
      const facts = { billableMinutes: minutes, apart: approved(more), asked, declined };
      expect(unitsToAskFor(asking, facts)).toBe(units);
      expect(unitsToAskFor(terms, facts)).toBe(0);
      const never = withCredits({ furtherUnits: 'approve', approvalLeadMinutes: 0 });
      expect(unitsToAskFor(never, facts)).toBe(0);
    },
  );

  it('a preview says what of the work is not charged', () => {
    const facts = {
      availableUnits: 4,
      heldUnits: 1,
      billableMinutesBefore: 50,
      billableMinutesAdded: 30,
      apart: nothingApart,
    };
    expect(previewCharge(asking, facts)).toMatchObject({
      unitsAfter: 1,
      holdChangeUnits: 0,
      availableUnitsAfter: 4,
      minutesNotApproved: 20,
      minutesUntilNextUnit: 0,
    });
  });
});

describe('what becomes of the hold', () => {
  it.each<[Ending, number, object]>([
    ['closed', 0, { outcome: 'charge', clause: 'T3', units: 1, minimumApplied: true }],
    ['closed', 60, { outcome: 'charge', clause: 'T3', units: 1, minimumApplied: true }],
    ['closed', 61, { outcome: 'charge', clause: 'T4', units: 2, minimumApplied: false }],
    ['abandoned', 0, { outcome: 'charge', clause: 'T3', units: 1, minimumApplied: true }],
    ['withdrawn', 0, { outcome: 'release', clause: 'T3' }],
    ['withdrawn', 1, { outcome: 'charge', clause: 'T3', units: 1, minimumApplied: true }],
    ['rejected', 0, { outcome: 'release', clause: 'T3' }],
    ['rejected', 90, { outcome: 'charge', clause: 'T4', units: 2, minimumApplied: false }],
    ['referred', 0, { outcome: 'release', clause: 'I' }],
    ['referred', 90, { outcome: 'release', clause: 'I' }],
  ])('%s after %i minutes', (ending, billableMinutes, settlement) => {
    expect(settle(terms, { ending, billableMinutes })).toEqual(settlement);
  });
});
