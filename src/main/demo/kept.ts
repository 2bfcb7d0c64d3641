import type { NewMacro, NewSavedView } from '../../modules/tickets/index.ts';

/** What this desk writes often, supervision's for everybody. */
export const demoMacros: readonly NewMacro[] = [
  {
    name: 'Acceso remoto',
    shared: true,
    texts: {
      es: 'Hola, {contact}:\n\nPara revisar {ticket} necesitamos entrar a su equipo. ¿A qué hora puede atendernos? {cursor}\n\n{agent}',
      en: 'Hello {contact},\n\nTo look into {ticket} we need to connect to your computer. At what time can you be there? {cursor}\n\n{agent}',
    },
  },
  {
    name: 'Captura del error',
    shared: true,
    texts: {
      es: 'Hola, {contact}:\n\n¿Nos envía una captura del mensaje de error y la hora en que apareció? {cursor}',
      en: 'Hello {contact},\n\nCould you send us a picture of the error message, and the time at which it appeared? {cursor}',
    },
  },
  {
    name: 'Reinicio del servicio',
    shared: true,
    texts: {
      es: 'Se reinició el servicio y se comprobó que responde. {cursor}\n\nSi vuelve a fallar, responda a este mensaje y lo retomamos.',
      en: null,
    },
  },
];

/** What this desk looks at often. */
export const demoViews: readonly NewSavedView[] = [
  {
    name: 'Urgentes sin asignar',
    shared: true,
    view: 'active',
    search: 'prioridad:1 asesor:nadie',
    priority: null,
    organizationId: null,
  },
];
