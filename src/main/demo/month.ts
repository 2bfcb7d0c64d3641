import type { Instant } from '../../kernel/clock.ts';
import { dayMs, hourMs, minuteMs } from '../../kernel/duration.ts';
import { recordAdjustment, recordPurchase, recordRefund } from '../../modules/credits/index.ts';
import { setStanding } from '../../modules/people/index.ts';
import { lockTicketById, rejectTicket } from '../../modules/tickets/index.ts';
import { inTransaction } from '../../platform/database/index.ts';
import { type CustomerKey, demoCustomers } from './customers.ts';
import { actingAs, type DemoDesk, done, known, settle } from './demo-desk.ts';
import { demoFirm } from './firm.ts';
import { acceptTermsOf } from './furnish-desk.ts';
import { type Happening, happeningsOf, passingSlots, type Telling } from './play-story.ts';
import { type DemoMail, sendMailIn } from './send-mail-in.ts';
import {
  businessSystemStories,
  englishStories,
  infrastructureStories,
  workplaceStories,
} from './stories/index.ts';
import {
  confirm,
  reopen,
  reply,
  type Span,
  type Story,
  solve,
  spanMs,
  take,
  verify,
  work,
} from './story.ts';
import { nextAtWork } from './working-hours.ts';

export const monthDays = 30;
/** The stories of the past begin at the latest so long before now; what is newer is told minute by minute. */
const pastEndsDays = 2.5;

const zone = demoFirm.timeZone;
const spanish: readonly Story[] = [
  ...businessSystemStories,
  ...infrastructureStories,
  ...workplaceStories,
];

/** Who asks, one after the other, and which of its contacts may. */
const rotation: readonly CustomerKey[] = [
  'orinoco',
  'rosalia',
  'cafetalera',
  'pacifico',
  'pampa',
  'farmacias',
  'orinoco',
  'rosalia',
  'cafetalera',
  'pacifico',
  'altamira',
];
const askingContacts: Readonly<Record<CustomerKey, readonly number[]>> = {
  orinoco: [0, 1, 2],
  rosalia: [0, 1, 2],
  tornillo: [0, 1],
  cafetalera: [0, 1, 2],
  pacifico: [0, 1],
  pampa: [0, 1],
  altamira: [0, 1],
  optica: [0],
  bayou: [0, 1],
  farmacias: [0, 2],
};
/** II: billing suspends this customer then. */
const altamiraSuspendedDay = 18;

/** All that happens between `begins` and `now`, in order. */
export function happeningsOfMonth(begins: Instant, now: Instant): readonly Happening[] {
  const day = (days: number) => begins + days * dayMs;
  const tellings = [
    ...pastTellings(begins, now),
    ...specialTellings(day),
    ...recentTellings(now),
  ].map((telling, index) => tell(telling, index));
  return [
    ...tellings.flatMap((telling) => happeningsOf(telling, zone).happenings),
    ...duplicate(day(11), tellings.length),
    ...accountHappenings(day),
    ...strangeMail(now),
  ]
    .filter(({ at }) => at <= now)
    .toSorted((a, b) => a.at - b.at);
}

type Plan = Omit<Telling, 'slots' | 'index'>;

const slotsOfCustomer = new Map(
  demoCustomers.map(({ key, slots, domain }) => [key, { ...slots, dominio: domain }]),
);
const tell = (plan: Plan, index: number): Telling => ({
  ...plan,
  index,
  slots: { ...passingSlots(index), ...slotsOfCustomer.get(plan.customer) },
});

/** Every Spanish story happens to two customers, spread over the working time of the month; the English ones to one. */
function pastTellings(begins: Instant, now: Instant): readonly Plan[] {
  const moments = workingMoments(begins + 6 * hourMs, now - pastEndsDays * dayMs);
  const cast: { readonly story: Story; readonly customer?: CustomerKey }[] = [
    ...spanish.map((story) => ({ story })),
    ...spanish.map((story) => ({ story })),
  ];
  for (const [index, story] of englishStories.entries()) {
    cast.splice(Math.round(((index + 0.5) / englishStories.length) * cast.length), 0, {
      story,
      customer: 'bayou',
    });
  }
  // A stride that shares no divisor with the length visits every story, and never two of a kind in a row.
  const stride = 37;
  const heard = new Set<string>();
  return cast.map((_, place) => {
    const { story, customer: fixed } = cast[(place * stride) % cast.length] ?? cast[0] ?? missing();
    const at = moments[Math.floor(((place + 0.3) / cast.length) * moments.length)] ?? begins;
    let turn = place;
    const next = (): CustomerKey => {
      const customer = rotation[turn % rotation.length] ?? 'orinoco';
      turn += 1;
      const suspended = at > begins + (altamiraSuspendedDay - 4) * dayMs;
      return customer === 'altamira' && suspended ? next() : customer;
    };
    let customer = fixed ?? next();
    while (fixed === undefined && heard.has(`${customer} ${story.subject}`)) customer = next();
    heard.add(`${customer} ${story.subject}`);
    return plan(story, customer, at, false, place);
  });
}

const plan = (
  story: Story,
  customer: CustomerKey,
  begins: Instant,
  aroundTheClock: boolean,
  turn = 0,
): Plan => {
  const asking = askingContacts[customer];
  const contact = asking[turn % asking.length] ?? 0;
  return { story, customer, contact, begins, aroundTheClock };
};

function workingMoments(from: Instant, until: Instant): readonly Instant[] {
  const moments: Instant[] = [];
  for (let at = from; at < until; at += 13 * minuteMs) {
    if (nextAtWork(at, zone) === at) moments.push(at);
  }
  return moments;
}

/** The story with that subject; its steps replaced or followed by others when told. */
function story(subject: string, change: Partial<Story> = {}): Story {
  const found = [...spanish, ...englishStories].find((one) => one.subject.startsWith(subject));
  return { ...(found ?? missing(subject)), ...change };
}

function missing(subject = 'any'): never {
  throw new RangeError(`there is no story «${subject}»`);
}

/** What the agreement is made for: no units, no contract, no terms, no authorisation, and coming back too late. */
function specialTellings(day: (days: number) => Instant): readonly Plan[] {
  const at = (days: number) => nextAtWork(day(days), zone);
  const closed = story('¿Cómo anulo una nota');
  const untouched = { steps: [] };
  return [
    // T1: six units, used up one by one; a request waits until five more are bought.
    plan(story('La impresora fiscal da error 47'), 'tornillo', at(2.1), false),
    plan(story('¿Cómo anulo una nota'), 'tornillo', at(6.2), false, 1),
    plan(story('Preparar tres portátiles'), 'tornillo', at(9.1), false),
    plan(
      story('No cuadra la caja', {
        steps: [
          take('2d'),
          verify('20m', 'p2'),
          reply(
            '20m',
            'Recibida su compra, la solicitud entró y ya la estamos viendo. La tasa de la venta {numero} es la del día anterior; revisamos por qué la caja no la cambió.',
          ),
          work('2h', 80, 'Revisión y corrección de la tasa en caja'),
          solve(
            '15m',
            'La sesión de la caja seguía abierta desde el día anterior y conservó la tasa vieja. El cierre quedó corregido y la caja pide ahora cambiar de turno a medianoche.',
          ),
          confirm('3h'),
        ],
      }),
      'tornillo',
      at(14.1),
      false,
    ),
    plan(story('Agregar el lote y el vencimiento'), 'tornillo', at(18.2), false, 1),
    plan(story('Computador muy lento', untouched), 'tornillo', at(27.6), true),
    plan(story('La red inalámbrica se cae', untouched), 'tornillo', at(29.1), true, 1),
    // II: the contract ended.
    plan(story('El punto de venta no toma la lectora'), 'optica', at(3.2), false),
    plan(story('Cambiar el logotipo'), 'optica', at(7.1), false),
    plan(story('La impresora {impresora}', untouched), 'optica', at(20.3), false),
    // II: suspended by billing.
    plan(story('El servidor se quedó sin espacio', untouched), 'altamira', at(21.2), false),
    plan(story('Usuario nuevo en {erp}', untouched), 'altamira', at(27.3), false, 1),
    // T7: one accepts the terms after the first request was held, another one never did.
    {
      ...plan(
        story('Mensajes en cola al enviar', {
          steps: story('Mensajes en cola al enviar').steps.map((step, place) =>
            place === 0 ? take('6h') : step,
          ),
        }),
        'pacifico',
        at(9.15),
        true,
      ),
      contact: 2,
    },
    { ...plan(story('El escáner no guarda', untouched), 'farmacias', at(15.2), false), contact: 1 },
    { ...plan(story('Lentitud general', untouched), 'farmacias', at(28.3), true), contact: 1 },
    // II: somebody who may look, not ask, writes a mail.
    {
      ...plan(story('No puedo entrar por VPN', untouched), 'orinoco', at(12.2), false),
      contact: 3,
    },
    // VIII.c: back after the window: a new request, linked to the old one.
    plan(
      {
        ...closed,
        steps: [
          ...closed.steps,
          confirm('2h'),
          reopen(
            '21d',
            'Con el mismo procedimiento, hoy la nota de crédito sí nos movió el inventario. Creemos que algo cambió desde entonces; por favor revisen de nuevo.',
          ),
        ],
      },
      'rosalia',
      at(3.4),
      false,
    ),
  ];
}

/** Now: something in every state, however the month fell on the week. */
function recentTellings(now: Instant): readonly Plan[] {
  const untouched = { steps: [] };
  const recent = (
    ago: Span,
    subject: string,
    customer: CustomerKey,
    change: Partial<Story> = {},
    turn = 0,
  ): Plan => plan(story(subject, change), customer, now - spanMs(ago), true, turn);
  const upTo = (subject: string, steps: number): Partial<Story> => ({
    steps: story(subject).steps.slice(0, steps),
  });
  return [
    recent('24m', 'No podemos emitir facturas', 'cafetalera', {}, 1),
    recent('95m', 'Sin conexión entre', 'rosalia'),
    recent('5h', 'El servidor se quedó sin espacio', 'pacifico', untouched),
    recent('19h', 'El respaldo de anoche falló', 'orinoco', { ...untouched, via: 'portal' }, 1),
    recent('47h', 'Agregar el lote y el vencimiento', 'pampa', untouched),
    recent('52h', 'Retenciones mal calculadas', 'rosalia', upTo('Retenciones mal calculadas', 4)),
    recent('6h', 'Aviso de disco con errores', 'pampa', {}, 1),
    recent('26h', 'Acompañamiento en el cierre', 'orinoco', upTo('Acompañamiento', 4)),
    recent('7h', 'Capacitación en el módulo', 'cafetalera', untouched, 2),
    recent('30h', 'Pantalla en negro', 'farmacias'),
    recent('11h', 'Publicar la intranet', 'pampa'),
    recent('50h', 'Solicitud de acceso para el contador', 'orinoco', {}, 2),
    recent('40m', 'Cambiar el logotipo', 'rosalia', untouched, 1),
    recent('3h', 'Error de certificado al enviar', 'farmacias', upTo('Error de certificado', 4), 1),
    recent('28h', 'Restaurar la base de pruebas', 'pacifico', upTo('Restaurar la base', 4), 1),
    recent('45h', 'El inventario de', 'cafetalera', upTo('El inventario de', 4)),
    recent('2d', 'Conciliación bancaria', 'pampa', {}, 1),
    recent('33h', 'No cuadra la caja', 'orinoco', {}, 1),
    recent('70h', 'Correo sospechoso', 'cafetalera'),
    recent('60h', 'Cambio de proveedor de internet', 'pacifico'),
    recent('20h', 'Ampliar la red', 'farmacias'),
    recent('4h', 'Nuevo sistema de control', 'pampa'),
    recent('9h', 'Teléfono personal', 'rosalia', {}, 2),
    recent('80m', 'Sales tax is missing', 'bayou', {}, 1),
    recent('27h', 'Backup warning e-mail', 'bayou', upTo('Backup warning', 3)),
    recent('58h', 'Monthly inventory report', 'bayou'),
  ];
}

/** I: two people of one customer report the same thing; the second request is closed with a link to the first. */
function duplicate(at: Instant, index: number): readonly Happening[] {
  const subject = 'Al imprimir la cotización';
  const begins = nextAtWork(at, zone);
  const first = happeningsOf(tell(plan(story(subject), 'orinoco', begins, true), index), zone);
  const again = plan(
    story(subject, {
      text: 'Las cotizaciones que imprimimos hoy no traen el impuesto. ¿Pueden revisarlo?',
      steps: [],
    }),
    'orinoco',
    begins + 35 * minuteMs,
    true,
    1,
  );
  const second = happeningsOf(tell(again, index), zone);
  return [
    ...first.happenings,
    ...second.happenings,
    {
      at: begins + 50 * minuteMs,
      run: async (desk) => {
        const personId = known(desk.agents, 'mariana');
        await inTransaction(desk.database, async (tx) => {
          const original = await lockTicketById(tx, first.state.ticketId ?? 0);
          const repeated = await lockTicketById(tx, second.state.ticketId ?? 0);
          if (original === undefined || repeated === undefined) missing(subject);
          done(
            await rejectTicket(tx, repeated, {
              by: { kind: 'agent', personId },
              cause: 'duplicate',
              reason: 'La reportó antes otra persona de su empresa; seguimos en aquella.',
              duplicateOfNumber: original.number,
              at: desk.clock.now(),
            }),
          );
        });
        await settle(desk);
      },
    },
  ];
}

// Units, standing and terms

function accountHappenings(day: (days: number) => Instant): readonly Happening[] {
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
    {
      at: at(altamiraSuspendedDay),
      run: async (desk) => {
        const { organizationId } = known(desk.customers, 'altamira');
        const reason = 'Dos facturas vencidas de más de treinta días.';
        const by = actingAs(desk, 'tomas');
        await setStanding(desk.database, organizationId, { standing: 'suspended', reason }, by);
        await settle(desk);
      },
    },
    {
      at: at(9.15) + 3 * hourMs,
      run: async (desk) => {
        const { organizationId, contacts } = known(desk.customers, 'pacifico');
        const personId = contacts[2]?.personId ?? missing('pacifico');
        await acceptTermsOf(desk, { personId, organizationId }, desk.clock.now());
        await settle(desk);
      },
    },
  ];
}

/** Mail that nobody may act on by itself: it waits in the quarantine. */
function strangeMail(now: Instant): readonly Happening[] {
  const mails: readonly (readonly [Span, DemoMail])[] = [
    [
      '5d',
      {
        from: { name: 'Boletín del Gremio', address: 'boletin@gremio.example' },
        subject: 'Agenda de eventos del mes',
        text: 'Le enviamos la agenda de eventos. Si no desea recibirla, use el enlace de baja.',
        headers: ['List-Unsubscribe: <https://gremio.example/baja>', 'Precedence: bulk'],
      },
    ],
    [
      '31h',
      {
        from: { name: 'Florencia Acosta', address: 'florencia.acosta@correo.example' },
        subject: 'Les escribo desde mi correo personal',
        text: 'Hola, hoy no tengo acceso al correo de la editorial. ¿Pueden pasar mi solicitud de ayer a Martín? Yo vuelvo el jueves.',
      },
    ],
    [
      '8h',
      {
        from: { name: 'Gerardo Pulido', address: 'gpulido@constructoravecina.example' },
        subject: '¿Ustedes dan soporte a empresas pequeñas?',
        text: 'Buenas tardes. Un conocido de Constructora Altamira me dio este correo. Somos seis personas y necesitamos ayuda con el servidor. ¿Cómo se contrata?',
      },
    ],
    [
      '130m',
      {
        from: { name: 'Luz Dary Ospina', address: 'lospina@losandes.example' },
        subject: 'Respuesta automática: fuera de la oficina',
        text: 'Estoy fuera de la oficina hasta el lunes. Para despachos escriba a la planta.',
        headers: ['Auto-Submitted: auto-replied'],
      },
    ],
  ];
  return mails.map(([ago, mail]) => ({
    at: now - spanMs(ago),
    run: async (desk) => {
      await sendMailIn(desk, mail);
    },
  }));
}
