import { formatNear } from '../../ui/format.ts';
import * as m from '../../ui/words/generated/messages.js';
import { say, sayProblem } from '../parts/toast.tsx';
import { serverNow } from '../server/call.ts';
import { useSession } from '../session/session.tsx';
import { useTicketWrite } from './use-ticket-write.ts';

/** Puts a request out of one's own queue and back; each of the two undoes the other. */
export function useSnooze(number: number): {
  readonly snooze: (until: number) => void;
  readonly wake: () => void;
} {
  const { reader } = useSession();
  const params = { number };
  // Said away from the screen that asked: the list it came from is gone by then.
  const ended = () => say(m.console_snooze_ended());
  const waking = useTicketWrite('wakeTicket', number, ended, sayProblem);
  const wake = () => waking.send({ params });
  const snoozing = useTicketWrite(
    'snoozeTicket',
    number,
    (_, { body }) => {
      const moment = formatNear(Date.parse(body.until), serverNow(), reader);
      say(m.console_snoozed({ moment }), {
        action: { words: m.console_pending_undo(), run: wake },
      });
    },
    sayProblem,
  );
  const snooze = (until: number) =>
    snoozing.send({ params, body: { until: new Date(until).toISOString() } });
  return { snooze, wake };
}
