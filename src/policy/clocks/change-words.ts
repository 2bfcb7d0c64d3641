import type { Words } from '../../kernel/language.ts';
import type { ClockChange } from './reading.ts';

/** Why a clock was judged anew, as the end of a sentence. */
export const changeCauses: Readonly<Record<ClockChange, Words>> = {
  'priority-changed': { es: 'al cambiar la prioridad', en: 'because the priority changed' },
  'terms-changed': {
    es: 'al aplicarse una nueva versión del acuerdo',
    en: 'because a new version of the agreement was applied',
  },
  'calendar-changed': {
    es: 'al cambiar el calendario de servicio',
    en: 'because the service calendar changed',
  },
  'date-agreed': {
    es: 'al convenirse una fecha con el cliente',
    en: 'because a date was agreed with the customer',
  },
  absorbed: {
    es: 'al unirse con otra solicitud anterior',
    en: 'because an earlier request was merged into it',
  },
};
