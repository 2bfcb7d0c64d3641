import type { Instant } from '../../kernel/clock.ts';
import { dayMs, hourMs } from '../../kernel/duration.ts';
import {
  recordAdjustment,
  recordPurchase,
  recordRefund,
  requestAdjustment,
  requestTopUp,
  watchExpiries,
} from '../../modules/credits/index.ts';
import { readStandingHistory, setStanding, withdrawStanding } from '../../modules/people/index.ts';
import type { CustomerKey } from './customers.ts';
import { actingAs, type DemoDesk, done, known, knownContact, settle } from './demo-desk.ts';
import { demoFirm } from './firm.ts';
import { acceptTermsOf } from './furnish-desk.ts';
import type { Happening } from './play-story.ts';
import { type Span, spanMs } from './story.ts';
import { nextAtWork } from './working-hours.ts';

const zone = demoFirm.timeZone;

/** II: billing suspends this customer then. */
export const altamiraSuspendedDay = 18;

/** Units, standing and terms, as they changed in the month. */
export function accountHappenings(day: (days: number) => Instant): readonly Happening[] {
  const at = (days: number) => nextAtWork(day(days), zone);
  const buys = (days: number, customer: CustomerKey, units: number): Happening => ({
    at: at(days),
    run: async (desk) => {
      const { organizationId } = known(desk.customers, customer);
      await recordPurchase(desk.tx, {
        organizationId,
        units,
        reference: `Factura demo ${2000 + Math.round(days * 10)}`,
        key: `demo:purchase:${organizationId}:${Math.round(days * 10)}`,
        actor: actingAs(desk, 'tomas').actor,
        at: desk.clock.now(),
      });
      await settle(desk);
    },
  });
  const adjusts = (days: number, customer: CustomerKey, units: number, reason: string) => ({
    at: at(days),
    run: async (desk: DemoDesk) => {
      const { organizationId } = known(desk.customers, customer);
      const adjustment = {
        organizationId,
        units,
        reason,
        key: `demo:adjustment:${organizationId}:${Math.round(days * 10)}`,
        actor: actingAs(desk, 'tomas').actor,
        secondPersonId: known(desk.agents, 'carolina'),
        at: desk.clock.now(),
      };
      done(await recordAdjustment(desk.tx, adjustment));
      await settle(desk);
    },
  });
  return [
    buys(10.3, 'pampa', 15),
    buys(12.2, 'rosalia', 30),
    buys(13.1, 'orinoco', 40),
    buys(15.2, 'tornillo', 5),
    buys(16.3, 'cafetalera', 30),
    buys(17.2, 'farmacias', 20),
    buys(18.1, 'pacifico', 25),
    buys(22.2, 'bayou', 10),
    buys(24.1, 'pampa', 10),
    adjusts(
      14.2,
      'orinoco',
      1,
      'Cortesía: la falla de la caja volvió después de darla por resuelta.',
    ),
    adjusts(17.4, 'rosalia', 12, 'Traspaso del saldo del contrato anterior, según acta firmada.'),
    adjusts(21.3, 'cafetalera', -2, 'Dos unidades cargadas de más en la compra del mes pasado.'),
    {
      at: at(25.2),
      run: async (desk) => {
        const { organizationId } = known(desk.customers, 'farmacias');
        done(
          await recordRefund(desk.tx, {
            organizationId,
            units: 3,
            reference: 'Nota de crédito demo 31',
            key: `demo:refund:${organizationId}`,
            actor: actingAs(desk, 'tomas').actor,
            at: desk.clock.now(),
          }),
        );
        await settle(desk);
      },
    },
    ...standingHappenings(day),
    {
      at: at(9.15) + 3 * hourMs,
      run: async (desk) => {
        const { organizationId } = known(desk.customers, 'pacifico');
        const { personId } = knownContact(desk, 'pacifico', 2);
        await acceptTermsOf(desk, { personId, organizationId }, desk.clock.now());
        await settle(desk);
      },
    },
  ];
}

/** II: one customer whose standing was planned, taken back, changed and corrected, and ends by itself soon. */
function standingHappenings(day: (days: number) => Instant): readonly Happening[] {
  const at = (days: number) => nextAtWork(day(days), zone);
  const overdue = {
    es: 'Demostración: dos facturas vencidas de más de treinta días.',
    en: 'Demonstration: two invoices more than thirty days overdue.',
  };
  const changes = (
    days: number,
    run: (desk: DemoDesk, organizationId: number) => Promise<unknown>,
  ): Happening => ({
    at: at(days),
    run: async (desk) => {
      done(await run(desk, known(desk.customers, 'altamira').organizationId));
      await settle(desk);
    },
  });
  const newest = async (desk: DemoDesk, organizationId: number) => {
    const history = await readStandingHistory(desk.tx, organizationId, desk.clock.now());
    return history?.[0]?.id ?? 0;
  };
  return [
    changes(8.2, (desk, organizationId) =>
      setStanding(
        desk.database,
        organizationId,
        {
          standing: 'suspended',
          reason: 'Demostración: prometió pagar antes del doce; si no, se suspende.',
          customerReason: overdue,
          from: at(12.1),
        },
        actingAs(desk, 'tomas'),
      ),
    ),
    changes(10.2, async (desk, organizationId) =>
      withdrawStanding(
        desk.database,
        { organizationId, entryId: await newest(desk, organizationId) },
        'Demostración: pagó la primera de las tres facturas.',
        actingAs(desk, 'tomas'),
      ),
    ),
    changes(altamiraSuspendedDay, (desk, organizationId) =>
      setStanding(
        desk.database,
        organizationId,
        {
          standing: 'suspended',
          reason: 'Demostración: no responde llamadas desde hace dos semanas.',
          customerReason: overdue,
        },
        actingAs(desk, 'tomas'),
      ),
    ),
    changes(24.2, async (desk, organizationId) =>
      setStanding(
        desk.database,
        organizationId,
        {
          standing: 'suspended',
          reason:
            'Demostración: firmó un convenio de pago; se libera al acreditarse la primera cuota.',
          customerReason: {
            es: 'Demostración: dos facturas vencidas; el convenio de pago ya está firmado.',
            en: 'Demonstration: two invoices overdue; the payment agreement is signed.',
          },
          until: day(35),
          replaces: await newest(desk, organizationId),
        },
        actingAs(desk, 'tomas'),
      ),
    ),
  ];
}

/** T1: what waits for billing and what the customer has to use soon. */
export function unitsAskedFor(now: Instant): readonly Happening[] {
  const at = (ago: Span, run: (desk: DemoDesk) => Promise<unknown>): Happening => ({
    at: now - spanMs(ago),
    run: async (desk) => {
      done(await run(desk));
      await settle(desk);
    },
  });
  return [
    at('3d', (desk) => {
      const { organizationId } = known(desk.customers, 'bayou');
      return recordPurchase(desk.tx, {
        organizationId,
        units: 15,
        reference: 'Demo invoice 2900, promotion',
        key: `demo:promotion:${organizationId}`,
        expiresAt: now + 6 * dayMs,
        actor: actingAs(desk, 'tomas').actor,
        at: desk.clock.now(),
      });
    }),
    at('70h', async (desk) => {
      await watchExpiries(desk.database, desk.clock.now());
      return 'watched';
    }),
    at('26h', (desk) =>
      requestAdjustment(desk.tx, {
        organizationId: known(desk.customers, 'rosalia').organizationId,
        units: 8,
        reason: 'Compensación acordada por la demora del respaldo del mes pasado.',
        actor: { kind: 'person', personId: known(desk.agents, 'tomas') },
        at: desk.clock.now(),
      }),
    ),
    at('5h', (desk) => {
      const { organizationId } = known(desk.customers, 'tornillo');
      const { personId } = knownContact(desk, 'tornillo', 0);
      return requestTopUp(desk.tx, {
        organizationId,
        units: 20,
        note: 'Orden de compra demo 118',
        actor: { kind: 'person', personId },
        at: desk.clock.now(),
      });
    }),
  ];
}
