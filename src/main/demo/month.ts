import type { Instant } from '../../kernel/clock.ts';
import { dayMs, hourMs, minuteMs } from '../../kernel/duration.ts';
import { objectToCharge, readStatement } from '../../modules/credits/index.ts';
import {
  lockTicketById,
  mergeTickets,
  rejectTicket,
  type Ticket,
} from '../../modules/tickets/index.ts';
import { inTransaction, type Tx } from '../../platform/database/index.ts';
import { type CustomerKey, demoCustomers } from './customers.ts';
import { done, known, knownContact, settle } from './demo-desk.ts';
import { demoFirm } from './firm.ts';
import { type Happening, happeningsOf, passingSlots, type Telling } from './play-story.ts';
import { type DemoMail, sendMailIn } from './send-mail-in.ts';
import {
  activityStories,
  activityStoriesInEnglish,
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
import { accountHappenings, altamiraSuspendedDay, unitsAskedFor } from './units-of-month.ts';
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

const allStories: readonly Story[] = [
  ...spanish,
  ...englishStories,
  ...activityStories,
  ...activityStoriesInEnglish,
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
/** All that happens between `begins` and `now`, in order. */
export function happeningsOfMonth(begins: Instant, now: Instant): readonly Happening[] {
  const day = (days: number) => begins + days * dayMs;
  const tellings = [
    ...pastTellings(begins, now),
    ...specialTellings(day),
    ...recentTellings(now),
    ...activityTellings(now),
  ].map((telling, index) => tell(telling, index));
  return [
    ...tellings.flatMap((telling) => happeningsOf(telling, zone).happenings),
    ...duplicate(day(11), tellings.length),
    ...merged(now - 30 * hourMs, tellings.length + 1),
    ...missedAndDisputed(now, tellings.length + 2),
    ...accountHappenings(day),
    ...unitsAskedFor(now),
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
  const found = allStories.find((one) => one.subject.startsWith(subject));
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

/** T5, T6: activities with the customers in every state, and people in copy. */
function activityTellings(now: Instant): readonly Plan[] {
  const at = (ago: Span, subject: string, customer: CustomerKey, turn = 0): Plan =>
    plan(story(subject), customer, now - spanMs(ago), true, turn);
  return [
    at('26h', 'Punto de red para la caja nueva', 'orinoco'),
    at('50h', 'Conciliar juntos el cierre', 'orinoco'),
    at('9h', 'El visor de {erp} no abre', 'rosalia'),
    at('75h', 'Enseñar a dos personas', 'cafetalera'),
    plan(story('Cambiar el disco del servidor'), 'pampa', nextAtWork(now - 9 * dayMs, zone), false),
    at('30h', 'Migrar los buzones', 'pacifico'),
    at('4d', 'Revisar las cámaras', 'farmacias'),
    at('22h', 'Las facturas llegan al cliente', 'orinoco', 1),
    at('28h', 'Second access point', 'bayou'),
    at('49h', 'Walk through the new price list', 'bayou', 1),
  ];
}

/** T6: nobody came; the customer disputes what it was charged for that. */
function missedAndDisputed(now: Instant, index: number): readonly Happening[] {
  const begins = nextAtWork(now - 8 * dayMs, zone);
  const customer = 'farmacias';
  const missedIt = tell(plan(story('Probar el respaldo'), customer, begins, false), index);
  const { happenings, state } = happeningsOf(missedIt, zone);
  return [
    ...happenings,
    {
      at: now - 20 * hourMs,
      run: async (desk) => {
        const { organizationId } = known(desk.customers, customer);
        const { personId } = knownContact(desk, customer, 0);
        const { lines } = await readStatement(desk.tx, { organizationId, limit: 100 });
        const charge = lines.find(
          ({ kind, ticketId }) => kind === 'charge' && ticketId === state.ticketId,
        );
        if (charge === undefined) throw new RangeError('the absence was charged');
        done(
          await objectToCharge(desk.tx, {
            organizationId,
            entrySequence: charge.sequence,
            reason:
              'El auditor sí entró a la sala a la hora; el enlace pedía una clave que nadie nos dio.',
            actor: { kind: 'person', personId },
            at: desk.clock.now(),
          }),
        );
        await settle(desk);
      },
    },
  ];
}

/** I: two people of one customer report the same thing; the second request is closed with a link to the first. */
const duplicate = (begins: Instant, index: number): readonly Happening[] =>
  reportedTwice(
    {
      subject: 'Al imprimir la cotización',
      again: 'Las cotizaciones que imprimimos hoy no traen el impuesto. ¿Pueden revisarlo?',
      customer: 'orinoco',
      begins: nextAtWork(begins, zone),
      index,
    },
    (tx, { first, second, personId, at }) =>
      rejectTicket(tx, second, {
        by: { kind: 'agent', personId },
        cause: 'duplicate',
        reason: 'La reportó antes otra persona de su empresa; seguimos en aquella.',
        duplicateOfNumber: first.number,
        at,
      }),
  );

/** I: both are worked on already, so they become one request with the work of both. */
const merged = (begins: Instant, index: number): readonly Happening[] =>
  reportedTwice(
    {
      subject: 'La tablet del inventario',
      again: 'Los conteos de hoy de la tablet no aparecen. ¿Nos ayudan?',
      customer: 'cafetalera',
      begins,
      index,
    },
    (tx, { first, second, personId, at }) =>
      mergeTickets(
        tx,
        { survivor: first, absorbed: second },
        {
          by: { kind: 'agent', personId },
          reason: 'Es la misma tablet, reportada por dos personas.',
          at,
        },
      ),
  );

/** Two contacts report one thing, a while apart; then an agent sees that it is one. */
function reportedTwice(
  told: {
    readonly subject: string;
    readonly again: string;
    readonly customer: CustomerKey;
    readonly begins: Instant;
    readonly index: number;
  },
  settled: (
    tx: Tx,
    seen: {
      readonly first: Ticket;
      readonly second: Ticket;
      readonly personId: number;
      readonly at: Instant;
    },
  ) => Promise<unknown>,
): readonly Happening[] {
  const { subject, again, customer, begins, index } = told;
  const first = happeningsOf(tell(plan(story(subject), customer, begins, true), index), zone);
  const repeated = plan(
    story(subject, { text: again, steps: [] }),
    customer,
    begins + 35 * minuteMs,
    true,
    1,
  );
  const second = happeningsOf(tell(repeated, index), zone);
  return [
    ...first.happenings,
    ...second.happenings,
    {
      at: begins + 50 * minuteMs,
      run: async (desk) => {
        await inTransaction(desk.database, async (tx) => {
          const original = await lockTicketById(tx, first.state.ticketId ?? 0);
          const later = await lockTicketById(tx, second.state.ticketId ?? 0);
          if (original === undefined || later === undefined) missing(subject);
          done(
            await settled(tx, {
              first: original,
              second: later,
              personId: known(desk.agents, 'mariana'),
              at: desk.clock.now(),
            }),
          );
        });
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
