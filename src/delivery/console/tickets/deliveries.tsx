import { iconRefreshCw } from '../../ui/icons.gen.ts';
import * as m from '../../ui/words/generated/messages.js';
import type { Message } from '../../web/contract.ts';
import { Button } from '../parts/button.tsx';
import { cx } from '../parts/class-names.ts';
import {
  deliveryIcons,
  deliveryStateWords,
  deliveryTone,
  notArrived,
} from '../parts/delivery-words.ts';
import { Icon } from '../parts/icon.tsx';
import { Moment } from '../parts/moment.tsx';
import { say, sayProblem } from '../parts/toast.tsx';
import { useWrite } from '../server/use-write.ts';
import { useSession } from '../session/session.tsx';

type Delivery = Message['deliveries'][number];

/** What became of the mail of a message, address by address. Nothing waits for it. */
export function Deliveries({ message, number }: { message: Message; number: number }) {
  if (message.deliveries.length === 0) return null;
  return (
    <ul className="mt-2 flex flex-col gap-1 text-xs">
      {message.deliveries.map((delivery) => (
        <DeliveryLine key={delivery.mailId} delivery={delivery} number={number} />
      ))}
    </ul>
  );
}

function DeliveryLine({ delivery, number }: { delivery: Delivery; number: number }) {
  const { rights } = useSession();
  const resend = useWrite('resendOutgoingMail', {
    touches: [['ticket', number], ['outgoing-mail'], ['ticket-counts']],
    onDone: () => say(m.console_delivery_resending({ address: delivery.address })),
    // Beside a line this small there is no room for a problem.
    onProblem: sayProblem,
  });
  const { state, address, reply, at } = delivery;
  const told = deliveryStateWords(delivery);
  return (
    <li
      className={cx(
        'flex flex-wrap items-center gap-x-1.5 gap-y-0.5',
        deliveryTone[state] || 'text-soft',
      )}
    >
      <span>
        <Icon of={deliveryIcons[state]} size={13} className="mr-1.5 inline-block align-[-2px]" />
        {told} · {address}
        {at !== null && (
          <>
            {' · '}
            <Moment at={at} as="time" />
          </>
        )}
      </span>
      {reply !== null && state !== 'sent' && <span className="font-mono break-all">{reply}</span>}
      {rights.desk && notArrived(state) && (
        <Button
          look="quiet"
          icon={iconRefreshCw}
          busy={resend.pending}
          onClick={() => resend.send({ params: { mailId: delivery.mailId } })}
          className="h-6 px-1.5 text-xs"
        >
          {m.console_delivery_resend()}
        </Button>
      )}
    </li>
  );
}
