import type { Language } from '../../kernel/language.ts';
import type { CustomerRole } from '../../modules/people/index.ts';

export type CustomerKey =
  | 'orinoco'
  | 'rosalia'
  | 'tornillo'
  | 'cafetalera'
  | 'pacifico'
  | 'pampa'
  | 'altamira'
  | 'optica'
  | 'bayou'
  | 'farmacias';

export interface DemoContact {
  readonly name: string;
  /** The local part of the address in the customer's domain. */
  readonly mailbox: string;
  readonly role?: CustomerRole;
  readonly authorised?: false;
  /** T7: when the terms are accepted; at the beginning unless told. */
  readonly terms?: 'never' | 'late';
  /** Has followed the invitation and set the demo password. */
  readonly signsIn?: true;
  readonly phone?: string;
  /** A further address from which this person writes. */
  readonly alsoFrom?: string;
}

export interface DemoCustomer {
  readonly key: CustomerKey;
  readonly name: string;
  readonly domain: string;
  readonly taxId: string;
  readonly language: Language;
  readonly timeZone: string;
  readonly contract: {
    readonly reference: string;
    /** Days from the beginning of the month; negative before it. */
    readonly startsAfterDays: number;
    readonly endsAfterDays?: number;
  } | null;
  /** Units bought at the beginning. */
  readonly units: number;
  readonly contacts: readonly DemoContact[];
  /** What fills the stories that happen to this customer. */
  readonly slots: Readonly<Record<string, string>>;
}

/**
 * Ten customers: most in order, and one of each kind that is not: short of units, suspended, with an ended contract,
 * with a contact who never accepted the terms, and one that speaks English in another zone.
 */
export const demoCustomers: readonly DemoCustomer[] = [
  {
    key: 'orinoco',
    name: 'Demostración · Distribuidora Orinoco',
    domain: 'orinoco.example',
    taxId: 'J-00000001-0',
    language: 'es',
    timeZone: 'America/Caracas',
    contract: { reference: 'DEMO-2026-001', startsAfterDays: -200 },
    units: 60,
    contacts: [
      {
        name: 'María Fernanda Rojas',
        mailbox: 'mrojas',
        role: 'customer_administrator',
        signsIn: true,
        phone: '+58 286 555 0101',
      },
      { name: 'José Gregorio Díaz', mailbox: 'jdiaz', signsIn: true, alsoFrom: 'almacen' },
      { name: 'Yuleima Contreras', mailbox: 'ycontreras', signsIn: true },
      { name: 'Pedro Luis Aponte', mailbox: 'paponte', authorised: false },
    ],
    slots: {
      erp: 'Administra 9',
      sede: 'Puerto Ordaz',
      sede2: 'San Félix',
      usuario: 'Yuleima',
      usuario2: 'José Gregorio',
      impresora: 'fiscal de la caja 2',
      area: 'facturación',
      producto: 'aceite de 20 litros',
    },
  },
  {
    key: 'rosalia',
    name: 'Demostración · Clínica Santa Rosalía',
    domain: 'rosalia.example',
    taxId: 'J-00000002-0',
    language: 'es',
    timeZone: 'America/Caracas',
    contract: { reference: 'DEMO-2026-002', startsAfterDays: -410 },
    units: 45,
    contacts: [
      {
        name: 'Ana Beatriz Salas',
        mailbox: 'asalas',
        role: 'customer_administrator',
        signsIn: true,
        phone: '+58 212 555 0102',
      },
      { name: 'Héctor Villalobos', mailbox: 'hvillalobos', signsIn: true },
      { name: 'Rosa Elena Peña', mailbox: 'admision' },
    ],
    slots: {
      erp: 'Historia Clara',
      sede: 'torre de consultas',
      sede2: 'laboratorio',
      usuario: 'Rosa Elena',
      usuario2: 'la doctora Luján',
      impresora: 'de etiquetas del laboratorio',
      area: 'admisión',
      producto: 'perfil 20',
    },
  },
  {
    key: 'tornillo',
    name: 'Demostración · Ferretería El Tornillo',
    domain: 'eltornillo.example',
    taxId: 'J-00000003-0',
    language: 'es',
    timeZone: 'America/Caracas',
    contract: { reference: 'DEMO-2026-003', startsAfterDays: -90 },
    units: 6,
    contacts: [
      {
        name: 'Nelson Graterol',
        mailbox: 'nelson',
        role: 'customer_administrator',
        signsIn: true,
        phone: '+58 241 555 0103',
      },
      { name: 'Marisol Graterol', mailbox: 'marisol' },
    ],
    slots: {
      erp: 'Administra 9',
      sede: 'tienda de Naguanagua',
      sede2: 'depósito',
      usuario: 'Marisol',
      usuario2: 'el vigilante',
      impresora: 'fiscal del mostrador',
      area: 'caja',
      producto: 'tornillo autorroscante',
    },
  },
  {
    key: 'cafetalera',
    name: 'Demostración · Cafetalera Los Andes',
    domain: 'losandes.example',
    taxId: 'NIT 900.000.004-0',
    language: 'es',
    timeZone: 'America/Bogota',
    contract: { reference: 'DEMO-2026-004', startsAfterDays: -150 },
    units: 40,
    contacts: [
      {
        name: 'Camilo Restrepo',
        mailbox: 'crestrepo',
        role: 'customer_administrator',
        signsIn: true,
      },
      { name: 'Luz Dary Ospina', mailbox: 'lospina', signsIn: true },
      { name: 'Jhon Jairo Muñoz', mailbox: 'planta' },
    ],
    slots: {
      erp: 'Cosecha ERP',
      sede: 'trilladora de Chinchiná',
      sede2: 'oficina de Bogotá',
      usuario: 'Luz Dary',
      usuario2: 'Jhon Jairo',
      impresora: 'de guías de despacho',
      area: 'despachos',
      producto: 'excelso en sacos de 70 kilos',
    },
  },
  {
    key: 'pacifico',
    name: 'Demostración · Transportes Pacífico Sur',
    domain: 'pacificosur.example',
    taxId: 'RUC 0990000005001',
    language: 'es',
    timeZone: 'America/Guayaquil',
    contract: { reference: 'DEMO-2026-005', startsAfterDays: -75 },
    units: 35,
    contacts: [
      {
        name: 'Verónica Cedeño',
        mailbox: 'vcedeno',
        role: 'customer_administrator',
        signsIn: true,
      },
      { name: 'Washington Mera', mailbox: 'wmera' },
      { name: 'Génesis Zambrano', mailbox: 'gzambrano', terms: 'late', signsIn: true },
    ],
    slots: {
      erp: 'RutaFiel',
      sede: 'terminal de Guayaquil',
      sede2: 'patio de Manta',
      usuario: 'Génesis',
      usuario2: 'Washington',
      impresora: 'de guías de remisión',
      area: 'operaciones',
      producto: 'flete a Cuenca',
    },
  },
  {
    key: 'pampa',
    name: 'Demostración · Editorial Pampa',
    domain: 'pampa.example',
    taxId: 'CUIT 30-00000006-0',
    language: 'es',
    timeZone: 'America/Argentina/Buenos_Aires',
    contract: { reference: 'DEMO-2026-006', startsAfterDays: -320 },
    units: 30,
    contacts: [
      {
        name: 'Florencia Acosta',
        mailbox: 'facosta',
        role: 'customer_administrator',
        signsIn: true,
      },
      { name: 'Martín Ledesma', mailbox: 'mledesma', signsIn: true },
    ],
    slots: {
      erp: 'Catálogo Sur',
      sede: 'oficina de Chacabuco',
      sede2: 'depósito de Avellaneda',
      usuario: 'Martín',
      usuario2: 'la gente de prensa',
      impresora: 'del segundo piso',
      area: 'ventas',
      producto: 'edición de bolsillo',
    },
  },
  {
    key: 'altamira',
    name: 'Demostración · Constructora Altamira',
    domain: 'altamira.example',
    taxId: 'J-00000007-0',
    language: 'es',
    timeZone: 'America/Caracas',
    contract: { reference: 'DEMO-2026-007', startsAfterDays: -260 },
    units: 12,
    contacts: [
      {
        name: 'Ricardo Bello',
        mailbox: 'rbello',
        role: 'customer_administrator',
        signsIn: true,
      },
      { name: 'Daniela Quintero', mailbox: 'dquintero' },
    ],
    slots: {
      erp: 'Administra 9',
      sede: 'obra Los Samanes',
      sede2: 'oficina central',
      usuario: 'Daniela',
      usuario2: 'el ingeniero residente',
      impresora: 'de planos',
      area: 'compras',
      producto: 'cemento gris',
    },
  },
  {
    key: 'optica',
    name: 'Demostración · Óptica Visión Clara',
    domain: 'visionclara.example',
    taxId: 'J-00000008-0',
    language: 'es',
    timeZone: 'America/Caracas',
    contract: { reference: 'DEMO-2025-008', startsAfterDays: -380, endsAfterDays: 13 },
    units: 8,
    contacts: [
      {
        name: 'Beatriz Monsalve',
        mailbox: 'bmonsalve',
        role: 'customer_administrator',
        signsIn: true,
      },
    ],
    slots: {
      erp: 'Administra 9',
      sede: 'tienda de Mérida',
      sede2: 'taller',
      usuario: 'la encargada del taller',
      usuario2: 'Beatriz',
      impresora: 'fiscal',
      area: 'ventas',
      producto: 'montura de acetato',
    },
  },
  {
    key: 'bayou',
    name: 'Demo · Bayou Marine Supply',
    domain: 'bayoumarine.example',
    taxId: 'EIN 00-0000009',
    language: 'en',
    timeZone: 'America/Chicago',
    contract: { reference: 'DEMO-2026-009', startsAfterDays: -120 },
    units: 25,
    contacts: [
      {
        name: 'Denise Boudreaux',
        mailbox: 'denise',
        role: 'customer_administrator',
        signsIn: true,
        phone: '+1 504 555 0109',
      },
      { name: 'Marcus Hebert', mailbox: 'marcus', signsIn: true },
    ],
    slots: {
      erp: 'HarborBooks',
      site: 'New Orleans warehouse',
      site2: 'Houma counter',
      user: 'Marcus',
      product: 'marine-grade rope',
    },
  },
  {
    key: 'farmacias',
    name: 'Demostración · Farmacias del Lago',
    domain: 'farmaciasdellago.example',
    taxId: 'J-00000010-0',
    language: 'es',
    timeZone: 'America/Caracas',
    contract: { reference: 'DEMO-2026-010', startsAfterDays: -20 },
    units: 20,
    contacts: [
      {
        name: 'Eduardo Urdaneta',
        mailbox: 'eurdaneta',
        role: 'customer_administrator',
        signsIn: true,
      },
      { name: 'Keila Bracho', mailbox: 'kbracho', terms: 'never', signsIn: true },
      { name: 'Ramón Finol', mailbox: 'rfinol' },
    ],
    slots: {
      erp: 'Botica 5',
      sede: 'sucursal Bella Vista',
      sede2: 'sucursal La Limpia',
      usuario: 'Keila',
      usuario2: 'Ramón',
      impresora: 'fiscal de la caja 1',
      area: 'inventario',
      producto: 'acetaminofén de 500',
    },
  },
];

export const contactEmail = (customer: DemoCustomer, contact: DemoContact): string =>
  `${contact.mailbox}@${customer.domain}`;
