import { formatMinutes, formatUnits } from '../../ui/format.ts';
import * as m from '../../ui/words/generated/messages.js';
import type { Ticket } from '../../web/contract.ts';
import { Button } from '../parts/button.tsx';
import { Clause } from '../parts/clause.tsx';
import { Moment } from '../parts/moment.tsx';
import { ProblemNote } from '../parts/notice.tsx';
import { useSession } from '../session/session.tsx';
import { useTicketWrite } from './use-ticket-write.ts';

/** T4: what the customer approved, what was worked beyond it, what was asked, and asking for more. */
export function UnitApprovals({ ticket, onAsk }: { ticket: Ticket; onAsk: () => void }) {
  const { reader } = useSession();
  const { approval } = ticket.units;
  if (approval === null) return null;
  const inWords = (units: number) => formatUnits(units, reader.language);
  const mayAsk = ticket.acts.includes('ask-units');
  const waiting = approval.asked.find(({ state }) => state === 'asked');
  return (
    <div className="mt-2 flex flex-col items-start gap-2">
      <p>
        {m.console_units_approved({ units: inWords(approval.agreedUnits) })}{' '}
        <Clause id="T4" version={ticket.agreementVersion} />
      </p>
      {approval.minutesNotApproved > 0 && (
        <p className="text-turn">
          {m.console_units_beyond({ time: formatMinutes(approval.minutesNotApproved) })}
        </p>
      )}
      {approval.asked.length > 0 && (
        <ul className="flex flex-col gap-2">
          {approval.asked.map((question) => (
            <li key={question.id}>
              <span className={question.state === 'asked' ? 'font-medium' : undefined}>
                {approvalWords(question, inWords(question.units))}
              </span>
              <span className="block text-xs text-soft">
                <Moment at={question.decidedAt ?? question.askedAt} as="full" />
              </span>
            </li>
          ))}
        </ul>
      )}
      {waiting !== undefined && mayAsk && <TakeBack ticket={ticket} approvalId={waiting.id} />}
      {waiting === undefined && mayAsk && <Button onClick={onAsk}>{m.console_units_ask()}</Button>}
    </div>
  );
}

function TakeBack({ ticket, approvalId }: { ticket: Ticket; approvalId: number }) {
  const { number } = ticket;
  const withdraw = useTicketWrite('withdrawUnitsAsked', number);
  return (
    <>
      <Button
        busy={withdraw.pending}
        onClick={() => withdraw.send({ params: { number, approvalId } })}
      >
        {m.console_units_withdraw()}
      </Button>
      <ProblemNote error={withdraw.error} />
    </>
  );
}

type Approval = NonNullable<Ticket['units']['approval']>['asked'][number];

function approvalWords({ state, decidedBy }: Approval, units: string): string {
  const name = decidedBy?.name ?? '';
  switch (state) {
    case 'asked':
      return m.console_units_waits({ units });
    case 'approved':
      return m.console_units_approved_by({ name, units });
    case 'declined':
      return m.console_units_declined_by({ name, units });
    case 'withdrawn':
      return decidedBy === null
        ? m.console_units_over({ units })
        : m.console_units_withdrawn_by({ name, units });
  }
}
