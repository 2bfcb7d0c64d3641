import type { Words } from '../../kernel/language.ts';
import type { Question } from '../../modules/catalog/index.ts';
import type { ServiceKind } from '../../policy/admission.ts';
import type { Priority } from '../../policy/terms.ts';
import type { TeamKey } from './firm.ts';

export type ServiceKey =
  | 'erp-fault'
  | 'erp-question'
  | 'erp-report'
  | 'erp-users'
  | 'mail'
  | 'office'
  | 'network'
  | 'vpn'
  | 'server'
  | 'workstation'
  | 'printer'
  | 'backup'
  | 'security'
  | 'training'
  | 'audit'
  | 'new-module'
  | 'migration'
  | 'home-devices';

export interface DemoService {
  readonly key: ServiceKey;
  readonly name: Words;
  readonly description: Words;
  readonly kind?: ServiceKind;
  readonly priority?: Priority;
  readonly shared?: true;
  readonly team: TeamKey;
  readonly questions?: readonly Question[];
  readonly answer?: Words;
  /** What to choose instead: one that stands before it. */
  readonly instead?: ServiceKey;
}

const question = (key: string, es: string, en: string, required = false): Question => ({
  key,
  label: { es, en },
  required,
});

/** What the demo firm supports: categories in their order, each with its services. */
export const demoCatalogue: readonly {
  readonly name: Words;
  readonly services: readonly DemoService[];
}[] = [
  {
    name: { es: 'Sistema administrativo', en: 'Business system' },
    services: [
      {
        key: 'erp-fault',
        name: { es: 'Falla del sistema administrativo', en: 'Fault of the business system' },
        description: {
          es: 'Errores, lentitud o resultados que no cuadran.',
          en: 'Errors, slowness, or figures that do not add up.',
        },
        priority: 'p2',
        team: 'desk',
        questions: [
          question('module', '¿En qué módulo ocurre?', 'In which module does it happen?', true),
          question('since', '¿Desde cuándo?', 'Since when?'),
        ],
      },
      {
        key: 'erp-question',
        name: { es: 'Consulta de uso', en: 'Question about its use' },
        description: {
          es: 'Cómo se hace algo en el sistema.',
          en: 'How something is done in the system.',
        },
        priority: 'p4',
        team: 'desk',
      },
      {
        key: 'erp-report',
        name: { es: 'Reporte nuevo o cambio de formato', en: 'New report or layout change' },
        description: {
          es: 'Reportes, formatos de factura, listados.',
          en: 'Reports, invoice layouts, listings.',
        },
        priority: 'p3',
        team: 'desk',
        questions: [question('recipients', '¿Quién lo usará?', 'Who will use it?')],
      },
      {
        key: 'erp-users',
        name: { es: 'Usuarios y permisos', en: 'Users and permissions' },
        description: {
          es: 'Altas, bajas y cambios de acceso.',
          en: 'New users, leavers and changes of access.',
        },
        priority: 'p3',
        team: 'desk',
        questions: [question('approver', '¿Quién lo autoriza?', 'Who approves it?', true)],
      },
    ],
  },
  {
    name: { es: 'Correo y ofimática', en: 'Mail and office' },
    services: [
      {
        key: 'mail',
        name: { es: 'Correo electrónico', en: 'E-mail' },
        description: {
          es: 'Buzones, envío y recepción, correo no deseado.',
          en: 'Mailboxes, sending and receiving, unwanted mail.',
        },
        team: 'desk',
      },
      {
        key: 'office',
        name: { es: 'Documentos y hojas de cálculo', en: 'Documents and spreadsheets' },
        description: {
          es: 'Archivos compartidos, plantillas, macros.',
          en: 'Shared files, templates, macros.',
        },
        priority: 'p4',
        team: 'desk',
      },
    ],
  },
  {
    name: { es: 'Redes e infraestructura', en: 'Networks and infrastructure' },
    services: [
      {
        key: 'network',
        name: { es: 'Red e internet', en: 'Network and internet' },
        description: {
          es: 'Cableado, inalámbrica, enlaces entre sedes.',
          en: 'Cabling, wireless, links between sites.',
        },
        priority: 'p2',
        team: 'infrastructure',
        questions: [question('site', '¿En qué sede?', 'At which site?', true)],
      },
      {
        key: 'vpn',
        name: { es: 'Acceso remoto', en: 'Remote access' },
        description: { es: 'VPN y escritorio remoto.', en: 'VPN and remote desktop.' },
        priority: 'p3',
        team: 'infrastructure',
      },
      {
        key: 'server',
        name: { es: 'Servidores', en: 'Servers' },
        description: {
          es: 'Servicios caídos, espacio, rendimiento.',
          en: 'Services that are down, space, performance.',
        },
        priority: 'p2',
        team: 'infrastructure',
      },
    ],
  },
  {
    name: { es: 'Puestos de trabajo', en: 'Workplaces' },
    services: [
      {
        key: 'workstation',
        name: { es: 'Computador o portátil', en: 'Computer or laptop' },
        description: { es: 'Equipos de la empresa.', en: 'Equipment of the company.' },
        priority: 'p3',
        team: 'desk',
      },
      {
        key: 'printer',
        name: { es: 'Impresoras y equipos fiscales', en: 'Printers and fiscal devices' },
        description: {
          es: 'Impresoras fiscales, etiquetas, puntos de venta.',
          en: 'Fiscal printers, labels, points of sale.',
        },
        priority: 'p3',
        team: 'desk',
      },
    ],
  },
  {
    name: { es: 'Seguridad y respaldos', en: 'Security and backups' },
    services: [
      {
        key: 'backup',
        name: { es: 'Respaldos y restauración', en: 'Backups and restores' },
        description: {
          es: 'Archivos perdidos, respaldos que fallan.',
          en: 'Lost files, backups that fail.',
        },
        priority: 'p2',
        team: 'infrastructure',
      },
      {
        key: 'security',
        name: { es: 'Incidente de seguridad', en: 'Security incident' },
        description: {
          es: 'Correos sospechosos, equipos comprometidos.',
          en: 'Suspicious mail, compromised equipment.',
        },
        priority: 'p1',
        team: 'infrastructure',
      },
    ],
  },
  {
    name: { es: 'Acompañamiento', en: 'Accompaniment' },
    services: [
      {
        key: 'training',
        name: { es: 'Capacitación de usuarios', en: 'User training' },
        description: {
          es: 'Sesiones en línea; la fecha y los participantes se acuerdan entre ambos.',
          en: 'Online sessions; date and participants are agreed by both.',
        },
        shared: true,
        team: 'desk',
      },
      {
        key: 'audit',
        name: { es: 'Apoyo en auditoría o cierre', en: 'Support in an audit or closing' },
        description: {
          es: 'Trabajo conjunto con el personal del cliente.',
          en: "Work done together with the customer's staff.",
        },
        shared: true,
        team: 'desk',
      },
    ],
  },
  {
    name: { es: 'Proyectos', en: 'Projects' },
    services: [
      {
        key: 'new-module',
        name: { es: 'Implementar un módulo nuevo', en: 'Implement a new module' },
        description: {
          es: 'Es un proyecto: lo atiende servicios profesionales.',
          en: 'This is a project: professional services take care of it.',
        },
        kind: 'project',
        team: 'projects',
        answer: {
          es: 'Ejemplo: servicios profesionales le llamará para conocer el alcance y le enviará una propuesta con su costo.',
          en: 'Example: professional services will call you to learn the scope, and send you a proposal with its cost.',
        },
      },
      {
        key: 'migration',
        name: { es: 'Migrar servidores o datos', en: 'Migrate servers or data' },
        description: {
          es: 'Es un proyecto: lo atiende servicios profesionales.',
          en: 'This is a project: professional services take care of it.',
        },
        kind: 'project',
        team: 'projects',
      },
      {
        key: 'home-devices',
        name: { es: 'Equipos personales', en: 'Personal devices' },
        description: {
          es: 'Fuera del alcance del servicio.',
          en: 'Outside the scope of the service.',
        },
        kind: 'outOfScope',
        team: 'desk',
        answer: {
          es: 'Ejemplo: no atendemos computadoras ni teléfonos que no son de la empresa.\n\nSi la empresa registra el equipo como puesto de trabajo, pídalo con el servicio que le sugerimos. Para un equipo de la casa, acuda a un taller de su confianza.',
          en: 'Example: we do not support computers or phones that do not belong to the company.\n\nIf the company registers the device as a workstation, ask for it with the service that we suggest. For a device at home, turn to a repair shop that you trust.',
        },
        instead: 'workstation',
      },
    ],
  },
];
