import { useQuery } from '@tanstack/react-query';
import { useId, useState } from 'react';
import { formatTarget } from '../../ui/format.ts';
import * as m from '../../ui/words/generated/messages.js';
import type { Agreement, Ticket } from '../../web/contract.ts';
import { Button } from '../parts/button.tsx';
import { cx } from '../parts/class-names.ts';
import { Dialog, DialogActions, DialogBody } from '../parts/dialog.tsx';
import { Field, TextArea } from '../parts/field.tsx';
import { Kbd } from '../parts/kbd.tsx';
import { priorityShort, priorityWords } from '../parts/marks.tsx';
import { ProblemNote } from '../parts/notice.tsx';
import { say } from '../parts/toast.tsx';
import { agreementVersionQuery } from '../server/queries.ts';
import { useSession } from '../session/session.tsx';
import { ReadFrom } from './understood.tsx';
import { useTicketWrite } from './use-ticket-write.ts';

type Priority = Ticket['priority'];

const levels = [
  ['p1', '1', 'VI.a'],
  ['p2', '2', 'VI.b'],
  ['p3', '3', 'VI.c'],
  ['p4', '4', 'VI.d'],
  ['agreed', '5', 'VI.e'],
] as const satisfies readonly (readonly [Priority, string, string])[];

/**
 * V.b: a person confirms the level or changes it. One key chooses; the level that stands is confirmed at once, another
 * one asks for the reason that the customer will read.
 */
export function PriorityDialog({ ticket, onClose }: { ticket: Ticket; onClose: () => void }) {
  const name = useId();
  const agreement = useQuery(agreementVersionQuery(ticket.agreementVersion));
  const [chosen, setChosen] = useState<Priority>(ticket.priority);
  const [reason, setReason] = useState('');
  const verify = useTicketWrite('verifyPriority', ticket.number, (answer) => {
    onClose();
    say(m.console_priority_confirmed({ priority: priorityShort[answer.priority]() }));
  });
  const changes = chosen !== ticket.priority;
  const send = (priority: Priority) => {
    if (priority !== ticket.priority && reason.trim() === '') return;
    verify.send({
      params: { number: ticket.number },
      body: { priority, ...(reason.trim() === '' ? {} : { reason: reason.trim() }) },
    });
  };
  const choose = (priority: Priority) => {
    setChosen(priority);
    if (priority === ticket.priority) send(priority);
  };
  return (
    <Dialog
      open
      onClose={onClose}
      size="medium"
      title={m.console_priority_title({ number: String(ticket.number) })}
      description={
        ticket.prioritySuggested === null
          ? m.console_priority_not_suggested()
          : m.console_priority_was_suggested({
              priority: priorityWords[ticket.prioritySuggested](),
            })
      }
    >
      <form
        className="contents"
        onSubmit={(event) => {
          event.preventDefault();
          send(chosen);
        }}
        onKeyDown={(event) => {
          const level = levels.find(([, key]) => key === event.key);
          if (level === undefined || event.target instanceof HTMLTextAreaElement) return;
          event.preventDefault();
          choose(level[0]);
        }}
      >
        <DialogBody>
          <CustomersWords ticket={ticket} />
          <fieldset className="flex flex-col gap-1.5">
            <legend className="sr-only">{m.console_priority()}</legend>
            {levels.map(([priority, key, clause]) => (
              <label
                key={priority}
                className={cx(
                  'flex items-start gap-3 rounded-s border px-3 py-2',
                  chosen === priority
                    ? 'border-brand bg-brand-tint'
                    : 'border-line hover:border-edge',
                )}
              >
                <input
                  type="radio"
                  name={name}
                  // The dialog opens on the level that stands.
                  autoFocus={priority === ticket.priority}
                  checked={chosen === priority}
                  onChange={() => setChosen(priority)}
                  className="mt-0.5 size-4 accent-brand"
                />
                <span className="min-w-0 grow">
                  <span className="font-strong">{priorityWords[priority]()}</span>
                  {priority === ticket.priority && (
                    <span className="text-soft"> · {m.console_priority_stands()}</span>
                  )}
                  <LevelMeaning agreement={agreement.data} priority={priority} clause={clause} />
                </span>
                <Kbd keys={key} className="text-soft" />
              </label>
            ))}
          </fieldset>
          {changes && (
            <Field label={m.console_priority_reason()} hint={m.console_priority_reason_hint()}>
              <TextArea
                required
                autoFocus
                rows={2}
                maxLength={1000}
                value={reason}
                onChange={({ target }) => setReason(target.value)}
                onKeyDown={(event) => {
                  if (event.key === 'Enter' && (event.metaKey || event.ctrlKey)) send(chosen);
                }}
              />
            </Field>
          )}
          <ProblemNote error={verify.error} />
        </DialogBody>
        <DialogActions>
          <Button onClick={onClose}>{m.console_cancel()}</Button>
          <Button
            type="submit"
            look="primary"
            busy={verify.pending}
            disabled={changes && reason.trim() === ''}
          >
            {changes ? m.console_priority_do_change() : m.console_priority_do_confirm()}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}

/** IV.d: whoever verifies what a program read sees the words it was read from. */
function CustomersWords({ ticket: { understood } }: { ticket: Ticket }) {
  if (understood === null) return null;
  const { impact, priority } = understood;
  return (
    <dl className="flex flex-col gap-1.5">
      {impact !== null && (
        <div>
          <dt className="text-xs text-soft">{m.console_understood_impact()}</dt>
          <dd>
            <ReadFrom words={impact.text} readIn={impact.readIn} />
          </dd>
        </div>
      )}
      {priority !== null && (
        <div>
          <dt className="text-xs text-soft">{m.console_ticket_suggested()}</dt>
          <dd>
            <ReadFrom words={priority.words} readIn={priority.readIn} />
          </dd>
        </div>
      )}
    </dl>
  );
}

function LevelMeaning({
  agreement,
  priority,
  clause,
}: {
  agreement: Agreement | undefined;
  priority: Priority;
  clause: string;
}) {
  const { reader } = useSession();
  if (agreement === undefined) return null;
  const text = agreement.clauses.find((each) => each.id === clause)?.text[reader.language];
  const promise = agreement.promises.find((each) => each.priority === priority);
  return (
    <>
      {text !== undefined && <span className="mt-0.5 line-clamp-2 text-xs text-soft">{text}</span>}
      {promise?.firstResponseMinutes != null && promise.resolutionMinutes !== null && (
        <span className="mt-0.5 block text-xs text-soft tabular">
          {m.console_priority_promise({
            firstResponse: formatTarget(promise.firstResponseMinutes),
            resolution: formatTarget(promise.resolutionMinutes),
          })}
        </span>
      )}
    </>
  );
}
