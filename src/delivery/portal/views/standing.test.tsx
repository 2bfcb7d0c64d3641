import { renderToString } from 'preact-render-to-string';
import { describe, expect, it } from 'vitest';
import { sampleContext } from '../../../../test/support/sample-ticket.ts';
import type { Organization } from '../../web/contract.ts';
import { StandingNotice } from './standing.tsx';

const good: Organization = {
  id: 7,
  name: 'El Ávila',
  taxId: null,
  standing: 'good',
  standingSince: '2026-03-02T13:00:00.000Z',
  standingUntil: null,
  standingReason: null,
  contractActive: true,
  availableUnits: 5,
  heldUnits: 0,
  openTickets: 0,
  demo: false,
  language: 'es',
  timeZone: 'America/Caracas',
  unverifiedMail: null,
  contracts: [],
};
const suspended: Organization = {
  ...good,
  standing: 'suspended',
  standingUntil: '2026-03-09T22:30:00.000Z',
  standingReason: 'Dos facturas vencidas <b>',
};
const shown = (organization: Organization): string =>
  renderToString(<StandingNotice context={sampleContext()} organization={organization} />)
    .replace(/<[^>]*>/g, ' ')
    .replace(/\s+/g, ' ');

describe('II the standing on the account page', () => {
  it('suspended until a day: since when, until when, the reason as text, and what to do', () => {
    const text = shown(suspended);
    expect(text).toContain('Desde el 2 mar 2026, 09:00 y hasta el 9 mar 2026, 18:30.');
    expect(text).toContain('Motivo: Dos facturas vencidas &lt;b>');
    expect(text).toContain('o antes si regulariza la cuenta con administración');
  });

  it('suspended without an end or a reason: what to do, and nothing made up', () => {
    const text = shown({ ...suspended, standingUntil: null, standingReason: null });
    expect(text).toContain('Desde el 2 mar 2026, 09:00.');
    expect(text).toContain('Regularice la cuenta con administración.');
    expect(text).not.toContain('Motivo');
  });

  it('in good standing: since when; and a suspension to come is said before it begins', () => {
    expect(shown(good)).toContain('solvente desde el 2 mar 2026, 09:00');
    expect(shown({ ...good, standingUntil: suspended.standingUntil })).toContain(
      'quedará suspendida el 9 mar 2026, 18:30',
    );
  });
});
