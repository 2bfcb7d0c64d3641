import { useQuery } from '@tanstack/react-query';
import * as m from '../../ui/words/generated/messages.js';
import { Button } from '../parts/button.tsx';
import { Moment } from '../parts/moment.tsx';
import { Notice, ProblemNote } from '../parts/notice.tsx';
import { say } from '../parts/toast.tsx';
import { mailBreakersQuery } from '../server/queries.ts';
import { useWrite } from '../server/use-write.ts';
import { useSession } from '../session/session.tsx';

/** A storm of mail: what tripped the breaker, what it stops, when it closes by itself, and the way to close it now. */
export function MailBreakers() {
  const { rights } = useSession();
  const breakers = useQuery(mailBreakersQuery());
  const reset = useWrite('resetMailBreaker', {
    touches: [['mail-breakers']],
    onDone: () => say(m.console_breaker_closed()),
  });
  if (breakers.data === undefined || breakers.data.items.length === 0) return null;
  return (
    <div className="mb-4 flex flex-col gap-2">
      {breakers.data.items.map(({ id, kind, subject, mails, trippedAt, closesAt }) => (
        <Notice key={id} tone="turn">
          <p className="font-strong break-words">
            {kind === 'mailbox'
              ? m.console_breaker_mailbox({ address: subject })
              : m.console_breaker_sender({ address: subject })}
          </p>
          <p>
            {kind === 'mailbox'
              ? m.console_breaker_mailbox_detail()
              : m.console_breaker_sender_detail()}
          </p>
          <p className="mt-1 text-xs">
            {m.console_breaker_mails({ count: mails })} · {m.console_breaker_since()}{' '}
            <Moment at={trippedAt} as="full" /> · {m.console_breaker_closes()}{' '}
            <Moment at={closesAt} as="full" />
          </p>
          {rights.supervision && (
            <Button
              className="mt-2"
              busy={reset.pending}
              onClick={() => reset.send({ params: { breakerId: id } })}
            >
              {m.console_breaker_close()}
            </Button>
          )}
        </Notice>
      ))}
      <ProblemNote error={reset.error} />
    </div>
  );
}
