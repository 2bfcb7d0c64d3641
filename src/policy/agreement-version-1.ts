import type { Agreement, Terms } from './terms.ts';

/**
 * The numbers of the policy. What its text leaves open (hours of VII, spacing and grace of VIII.b,
 * windows of VIII, overdraft, notice of T6) was settled for the default agreement and is a term like any other.
 */
const terms: Terms = {
  targets: {
    p1: { firstResponseMinutes: 4 * 60, resolutionMinutes: 24 * 60, hours: 'calendar' },
    p2: { firstResponseMinutes: 24 * 60, resolutionMinutes: 48 * 60, hours: 'calendar' },
    p3: { firstResponseMinutes: 48 * 60, resolutionMinutes: 72 * 60, hours: 'calendar' },
    p4: { firstResponseMinutes: 48 * 60, resolutionMinutes: 72 * 60, hours: 'calendar' },
    agreed: { firstResponseMinutes: null, resolutionMinutes: null, hours: 'calendar' },
  },
  priorityUnsuggested: 'p3',
  clockSteps: [
    { key: 'half', atTargetPercent: 50, tells: [] },
    { key: 'three-quarters', atTargetPercent: 75, tells: ['assignee'] },
    { key: 'last-hour', minutesBeforeDue: 60, tells: ['assignee', 'team'] },
    { key: 'escalation-1', minutesAfterDue: 60, tells: ['assignee', 'supervisors'] },
    { key: 'escalation-2', minutesAfterDue: 4 * 60, tells: ['assignee', 'supervisors'] },
    {
      key: 'reminder',
      minutesAfterDue: 12 * 60,
      everyMinutes: 8 * 60,
      tells: ['assignee', 'supervisors'],
    },
  ],
  clockBreachTells: ['assignee', 'team', 'supervisors'],
  credits: {
    availableUnitsMin: 2,
    unitsPerTicketMin: 1,
    minutesPerUnit: 60,
    furtherUnits: 'charge',
    approvalLeadMinutes: 15,
    overdraftUnitsMax: 5,
    adjustmentUnitsAloneMax: 10,
    lowBalanceUnits: 5,
    expiryWarningDays: [30, 7],
    objectionHours: 72,
  },
  closing: {
    attemptsMin: 2,
    attemptSpacingHours: 24,
    graceHours: 48,
    presencesMax: 2,
    abandonment: 'close',
    reopeningDays: 14,
    automaticCloseDays: 5,
  },
  appointments: {
    noticeMinutes: 4 * 60,
    waitMinutes: 15,
    reminderMinutes: [24 * 60, 60],
    slotsMax: 5,
  },
};

/**
 * Version 1: the policy as the firm published it. The Spanish text is the policy's own, letter by
 * letter (a test holds its fingerprint), except that the firm's name and mailbox are `{firm}` and
 * `{mailbox}`; `clauseText` fills them. Titles of the lettered clauses of IV, V and VIII and of the
 * numbered terms are ours where the text has none.
 */
export const agreementVersion1: Agreement = {
  version: 1,
  terms,
  clauses: {
    P: {
      opens: {
        heading: {
          es: 'Política del servicio de soporte con atención dedicada',
          en: 'Policy of the support service with dedicated attention',
        },
        introduction: null,
      },
      title: { es: 'Un sistema de solicitudes', en: 'A system of requests' },
      text: {
        es: 'Nuestro servicio de soporte dedicado se gestiona mediante un sistema de solicitudes al cual puede acceder para solicitar servicios de apoyo y consultoría desde su computador o dispositivo móvil y también hacer seguimiento para estar informado de su progreso. Alternativamente, es posible interactuar con el servicio de soporte a través del correo electrónico y generar automáticamente solicitudes con tan solo enviar un email desde su dirección de correo autorizada.',
        en: 'Our dedicated support service is managed through a system of requests, which you can use to ask for support and consulting services from your computer or mobile device, and also to follow them and stay informed of their progress. Alternatively, it is possible to deal with the support service by e-mail and to create requests automatically just by sending a message from your authorised e-mail address.',
      },
    },
    I: {
      title: { es: 'Alcance de los servicios de soporte', en: 'Scope of the support services' },
      text: {
        es: '{firm} proporcionará al cliente servicios de soporte dedicado dentro del ámbito de nuestro catálogo de servicio. Los servicios de implementación mediante proyectos serán canalizados con los servicios profesionales correspondientes.',
        en: '{firm} will provide the customer with dedicated support services within the scope of our service catalogue. Implementation services by means of projects will be channelled to the corresponding professional services.',
      },
    },
    II: {
      title: { es: 'Quien puede realizar solicitudes', en: 'Who may make requests' },
      text: {
        es: 'Si el cliente se encuentra administrativamente solvente con los servicios de soporte contratados puede realizar solicitudes de soporte a través de los canales disponibles en línea o bien contacto directo con algún asesor; estando autorizado como usuario para realizar solicitudes de soporte a través del portal de soporte y desde su correo electrónico para generar automáticamente solicitudes.',
        en: 'A customer who is administratively in good standing with the support services contracted may make support requests through the channels available online, or else by direct contact with an agent; being authorised as a user to make support requests through the support portal, and from their e-mail address to create requests automatically.',
      },
    },
    III: {
      title: { es: 'Como realizar solicitudes de soporte', en: 'How to make support requests' },
      text: {
        es: 'Los clientes autorizados están habilitados para realizar solicitudes directamente a través del portal de soporte. Para colocar solicitudes directamente a través de correo electrónico un cliente autorizado también puede enviar su requerimiento al siguiente buzón de correo electrónico: {mailbox}',
        en: 'Authorised customers are enabled to make requests directly through the support portal. To place requests directly by e-mail, an authorised customer may also send their requirement to the following mailbox: {mailbox}',
      },
    },
    'IV.a': {
      opens: {
        heading: {
          es: 'Como reportar una solicitud de soporte',
          en: 'How to report a support request',
        },
        introduction: {
          es: 'Para hacer lo más expedita posible la resolución de solicitudes, {firm} espera que el cliente realice cada intento posible para:',
          en: 'To make the resolution of requests as swift as possible, {firm} expects the customer to make every possible attempt to:',
        },
      },
      title: { es: 'Descripción completa', en: 'Complete description' },
      text: {
        es: 'Proporcionar una descripción completa de su solicitud, y de los resultados esperados.',
        en: 'Provide a complete description of the request, and of the expected results.',
      },
    },
    'IV.b': {
      title: { es: 'Priorización y categorización', en: 'Prioritisation and categorisation' },
      text: {
        es: 'Realizar una priorización y categorización adecuada de su solicitud.',
        en: 'Prioritise and categorise the request adequately.',
      },
    },
    'IV.c': {
      title: { es: 'Información necesaria', en: 'Necessary information' },
      text: {
        es: 'Proporcionar información necesaria para ayudar al equipo de soporte hacer seguimiento a su solicitud.',
        en: 'Provide the information needed to help the support team follow up the request.',
      },
    },
    'IV.d': {
      title: { es: 'Impacto y prioridad por correo', en: 'Impact and priority by e-mail' },
      text: {
        es: 'En caso de realizar su solicitud a través de correo electrónico, describir el impacto de su solicitud para al negocio y prioridad sugerida para su resolución.',
        en: 'When the request is made by e-mail, describe its impact on the business and the priority suggested for its resolution.',
      },
    },
    'V.a': {
      opens: {
        heading: {
          es: 'Respuesta de {firm} a solicitudes de soporte',
          en: "{firm}'s response to support requests",
        },
        introduction: {
          es: 'Para cada solicitud de soporte {firm} realizará lo siguiente:',
          en: 'For each support request {firm} will do the following:',
        },
      },
      title: { es: 'Acuse de recibo', en: 'Acknowledgement' },
      text: {
        es: 'Confirmar la recepción de la solicitud de soporte notificando acuse de recibo.',
        en: 'Confirm that the support request was received by sending an acknowledgement.',
      },
    },
    'V.b': {
      title: { es: 'Verificación de la prioridad', en: 'Verification of the priority' },
      text: {
        es: 'Verificar el nivel de prioridad en concordancia con los términos de nivel de prioridad descritos más abajo.',
        en: 'Verify the priority level in accordance with the terms of priority level described below.',
      },
    },
    'V.c': {
      title: { es: 'Registro de las comunicaciones', en: 'Record of communications' },
      text: {
        es: 'Mantener un registro de las comunicaciones en curso con el cliente.',
        en: 'Keep a record of the ongoing communications with the customer.',
      },
    },
    'V.d': {
      title: { es: 'Respuesta dentro de los tiempos', en: 'Response within the times' },
      text: {
        es: 'Todos los esfuerzos comercialmente razonables para responder a la solicitud dentro de los tiempos especificados por los términos de nivel de prioridad.',
        en: 'Make every commercially reasonable effort to respond to the request within the times specified by the terms of priority level.',
      },
    },
    'VI.a': {
      opens: {
        heading: { es: 'Niveles de prioridad', en: 'Priority levels' },
        introduction: null,
      },
      title: { es: 'Prioridad 1 (Critical)', en: 'Priority 1 (Critical)' },
      text: {
        es: 'Casos de prioridad 1 tienen la más alta prioridad y reciben la primera atención. Se definen como una variación en la calidad del servicio tecnológico que puede impactar materialmente y de forma negativa en el negocio del cliente.',
        en: "Priority 1 cases have the highest priority and receive the first attention. They are defined as a variation in the quality of the technology service that may have a material and negative impact on the customer's business.",
      },
    },
    'VI.b': {
      title: { es: 'Prioridad 2 (High)', en: 'Priority 2 (High)' },
      text: {
        es: 'Indica que tiene impacto importante en el negocio del cliente.',
        en: "Indicates an important impact on the customer's business.",
      },
    },
    'VI.c': {
      title: { es: 'Prioridad 3 (Medium)', en: 'Priority 3 (Medium)' },
      text: {
        es: 'Indica que tiene impacto moderado en el negocio del cliente.',
        en: "Indicates a moderate impact on the customer's business.",
      },
    },
    'VI.d': {
      title: { es: 'Prioridad 4 (Low)', en: 'Priority 4 (Low)' },
      text: {
        es: 'Indica que tiene un impacto leve en el negocio del cliente, o bien el requerimiento se caracteriza por un corto alcance bien delimitado, tales como cambios menores o solicitudes de información.',
        en: "Indicates a slight impact on the customer's business, or else a requirement of short and well-delimited scope, such as minor changes or requests for information.",
      },
    },
    'VI.e': {
      title: { es: 'Prioridad convenida', en: 'Agreed priority' },
      text: {
        es: 'Predeterminada para todo tipo de solicitud donde su resolución es responsabilidad compartida con el solicitante, por lo tanto, no aplican los tiempos de resolución del presente acuerdo de servicio.',
        en: 'The default for every type of request whose resolution is a responsibility shared with the requester; therefore the resolution times of this service agreement do not apply.',
      },
    },
    VII: {
      title: { es: 'Tiempos de respuesta', en: 'Response times' },
      text: {
        es: [
          'Una vez que la solicitud de soporte ha sido debidamente registrada en el sistema de gestión de solicitudes automatizado entonces aplican los siguientes tiempos de respuesta:',
          'Prioridad 1 - Resolucion: 24 horas, Atención: 4 horas',
          'Prioridad 2 - Resolucion: 48 horas, Atención: 24 horas',
          'Prioridad 3 y 4 - Resolucion: 72 horas, Atención: 48 horas',
        ].join('\n'),
        en: [
          'Once the support request has been duly registered in the automated request management system, the following response times apply:',
          'Priority 1 - Resolution: 24 hours, First response: 4 hours',
          'Priority 2 - Resolution: 48 hours, First response: 24 hours',
          'Priority 3 and 4 - Resolution: 72 hours, First response: 48 hours',
        ].join('\n'),
      },
    },
    'VIII.a': {
      opens: {
        heading: {
          es: 'Resolución y cierre de solicitudes',
          en: 'Resolution and closing of requests',
        },
        introduction: null,
      },
      title: { es: 'Para casos solucionables', en: 'For solvable cases' },
      text: {
        es: 'Dependiendo de la naturaleza del caso, la resolución podrá adoptar la forma de una descripción de la solución aplicada, instrucciones, o acompañamiento y asesoramiento al cliente.',
        en: 'Depending on the nature of the case, the resolution may take the form of a description of the solution applied, of instructions, or of accompaniment and advice to the customer.',
      },
    },
    'VIII.b': {
      title: { es: 'Abandono de solicitudes', en: 'Abandonment of requests' },
      text: {
        es: '{firm} puede cerrar un caso si el contacto del cliente no ha respondido a dos (2) intentos o más realizados para recopilar información adicional requerida para resolver el caso.',
        en: "{firm} may close a case if the customer's contact has not answered two (2) or more attempts made to gather additional information required to resolve the case.",
      },
    },
    'VIII.c': {
      title: { es: 'Reapertura', en: 'Reopening' },
      text: {
        es: 'El cliente puede solicitar la reapertura de los casos si considera que su solicitud no fue resuelta adecuadamente.',
        en: 'The customer may ask for cases to be reopened when they consider that their request was not adequately resolved.',
      },
    },
    T1: {
      opens: {
        heading: {
          es: 'TÉRMINOS Y CONDICIONES PARA LA UTILIZACIÓN DE LOS SERVICIOS DE SOPORTE DEDICADO',
          en: 'TERMS AND CONDITIONS FOR THE USE OF THE DEDICATED SUPPORT SERVICES',
        },
        introduction: null,
      },
      title: { es: 'Unidades para ser procesada', en: 'Units to be processed' },
      text: {
        es: 'Para ser procesadas las solicitudes del cliente, este debe poseer como mínimo dos (2) unidades de crédito en su cuenta de créditos para soporte dedicado.',
        en: "For the customer's requests to be processed, the customer must have at least two (2) credit units in their credit account for dedicated support.",
      },
    },
    T2: {
      title: { es: 'Solicitudes adicionales', en: 'Additional requests' },
      text: {
        es: 'Las solicitudes adicionales relacionadas o no con el requerimiento original de una solicitud deben ser gestionadas como una nueva solicitud.',
        en: 'Additional requests, whether or not related to the original requirement of a request, must be managed as a new request.',
      },
    },
    T3: {
      title: { es: 'Mínimo facturable', en: 'Minimum billable' },
      text: {
        es: 'El mínimo facturable por cada solicitud es de una (1) unidad de crédito.',
        en: 'The minimum billable for each request is one (1) credit unit.',
      },
    },
    T4: {
      title: { es: 'Fracción de hora', en: 'Started hour' },
      text: {
        es: 'La fracción de tiempo adicional menor a una (1) hora es facturable por una (1) unidad de crédito.',
        en: 'An additional fraction of time of less than one (1) hour is billable as one (1) credit unit.',
      },
    },
    T5: {
      title: { es: 'Trabajo remoto y en sitio', en: 'Remote and on-site work' },
      text: {
        es: 'Los servicios de soporte dedicado se ofrecen bajo el esquema de trabajo remoto en línea. En caso de que sea requerido en sitio se aplicarán cargos adicionales a convenir.',
        en: 'Dedicated support services are offered as remote online work. When they are required on site, additional charges to be agreed will apply.',
      },
    },
    T6: {
      title: { es: 'Ausencia del cliente', en: 'Absence of the customer' },
      text: {
        es: 'En caso de que el cliente no se encuentre disponible para las actividades de soporte dedicado previamente pautadas, aplicará un cargo por el mínimo facturable.',
        en: 'When the customer is not available for dedicated support activities previously scheduled, a charge for the minimum billable will apply.',
      },
    },
    T7: {
      title: { es: 'Intervención en los sistemas', en: 'Intervention in the systems' },
      text: {
        es: 'El cliente conoce y acepta que al facilitar el acceso a sus sistemas informáticos, los servicios de soporte dedicados podrán tener un ámbito de intervención en las maniobras de cambio que se recomiendan.',
        en: 'The customer knows and accepts that, by giving access to their computer systems, the dedicated support services may have a scope of intervention in the change operations that are recommended.',
      },
    },
  },
};
