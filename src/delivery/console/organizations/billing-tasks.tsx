import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { formatChange, formatDayAndTime, formatUnits, type Reader } from '../../ui/format.ts';
import * as m from '../../ui/words/generated/messages.js';
import type { BillingTasks as Tasks } from '../../web/contract.ts';
import { Button } from '../parts/button.tsx';
import { cx } from '../parts/class-names.ts';
import { Field, TextArea, TextInput } from '../parts/field.tsx';
import { FormDialog } from '../parts/form-dialog.tsx';
import { ProblemNote } from '../parts/notice.tsx';
import { OrganizationLink } from '../parts/organization-link.tsx';
import { Sheet } from '../parts/screen.tsx';
import { say } from '../parts/toast.tsx';
import { billingTasksQuery } from '../server/queries.ts';
import { useWrite } from '../server/use-write.ts';
import { useSession } from '../session/session.tsx';

const touched = [['billing-tasks'], ['account'], ['low-balances'], ['organizations']];

type Deciding =
  | { readonly act: 'accept' | 'reject'; readonly objection: Tasks['objections'][number] }
  | { readonly act: 'record' | 'decline'; readonly topUp: Tasks['topUps'][number] };

interface DecidedProps {
  readonly onDecide: (deciding: Deciding) => void;
}

/** What waits for billing: objections by when they are due, adjustments for a second person, units asked for. */
export function BillingTasks() {
  const tasks = useQuery(billingTasksQuery());
  const [deciding, setDeciding] = useState<Deciding | null>(null);
  const close = () => setDeciding(null);
  return (
    <div className="mb-4 grid gap-3">
      <ProblemNote error={tasks.error} onRetry={() => void tasks.refetch()} />
      {tasks.data !== undefined && (
        <>
          <Objections items={tasks.data.objections} onDecide={setDeciding} />
          <Adjustments items={tasks.data.adjustments} />
          <TopUps items={tasks.data.topUps} onDecide={setDeciding} />
        </>
      )}
      {deciding !== null &&
        ('objection' in deciding ? (
          <ObjectionDialog {...deciding} onClose={close} />
        ) : (
          <TopUpDialog {...deciding} onClose={close} />
        ))}
    </div>
  );
}

function Objections({ items, onDecide }: DecidedProps & { items: Tasks['objections'] }) {
  const { reader, rights } = useSession();
  return (
    <TaskSheet title={m.console_billing_objections()} count={items.length}>
      {items.map((objection) => (
        <Task
          key={objection.id}
          organization={objection.organization}
          what={m.console_billing_objection({
            units: formatUnits(objection.units, reader.language),
            sequence: objection.entrySequence,
            number: objection.ticketNumber,
          })}
          more={[
            objection.reason,
            objection.raisedBy.name,
            objection.waits ? m.console_billing_asked_second() : '',
          ]}
          due={{
            words: hoursWords(objection, reader),
            overdue: objection.overdue,
          }}
        >
          {/* Accepted already by one person: the other one confirms it among the adjustments. */}
          {rights.billing && !objection.waits && (
            <>
              <Button onClick={() => onDecide({ act: 'accept', objection })}>
                {m.console_billing_accept()}
              </Button>
              <Button onClick={() => onDecide({ act: 'reject', objection })}>
                {m.console_billing_reject()}
              </Button>
            </>
          )}
        </Task>
      ))}
    </TaskSheet>
  );
}

/** T4: by when it is to be decided; since when its people are told to hurry, or that it is late. */
function hoursWords({ dueAt, nearSince, overdue }: Tasks['objections'][number], reader: Reader) {
  const moment = formatDayAndTime(dueAt, reader);
  if (overdue) return m.console_billing_overdue({ moment });
  if (nearSince === null) return m.console_billing_due({ moment });
  return m.console_billing_near({ moment, since: formatDayAndTime(nearSince, reader) });
}

function Adjustments({ items }: { items: Tasks['adjustments'] }) {
  const { me, reader, rights } = useSession();
  const confirm = useWrite('confirmAdjustment', {
    touches: touched,
    onDone: (_, { body }) =>
      say(
        body.outcome === 'confirmed' ? m.console_billing_confirmed() : m.console_billing_declined(),
      ),
  });
  return (
    <TaskSheet title={m.console_billing_adjustments()} count={items.length} error={confirm.error}>
      {items.map((request) => {
        const decide = (outcome: 'confirmed' | 'declined') => () =>
          confirm.send({ params: { requestId: request.id }, body: { outcome } });
        return (
          <Task
            key={request.id}
            organization={request.organization}
            what={m.console_billing_adjustment({
              change: formatChange(request.units, reader.language),
              name: request.requestedBy.name,
            })}
            more={[request.reason, formatDayAndTime(request.requestedAt, reader)]}
          >
            {(rights.billing || rights.supervision) && (
              <>
                {/* Nobody confirms what they asked for themselves: the server would refuse it. */}
                {request.requestedBy.personId !== me.personId && (
                  <Button busy={confirm.pending} onClick={decide('confirmed')}>
                    {m.console_billing_confirm()}
                  </Button>
                )}
                <Button busy={confirm.pending} onClick={decide('declined')}>
                  {m.console_billing_decline()}
                </Button>
              </>
            )}
          </Task>
        );
      })}
    </TaskSheet>
  );
}

function TopUps({ items, onDecide }: DecidedProps & { items: Tasks['topUps'] }) {
  const { reader, rights } = useSession();
  return (
    <TaskSheet title={m.console_billing_top_ups()} count={items.length}>
      {items.map((topUp) => (
        <Task
          key={topUp.id}
          organization={topUp.organization}
          what={m.console_billing_top_up({ units: formatUnits(topUp.units, reader.language) })}
          more={[topUp.note, topUp.requestedBy.name, formatDayAndTime(topUp.requestedAt, reader)]}
        >
          {rights.billing && (
            <>
              <Button onClick={() => onDecide({ act: 'record', topUp })}>
                {m.console_billing_record()}
              </Button>
              <Button onClick={() => onDecide({ act: 'decline', topUp })}>
                {m.console_billing_decline()}
              </Button>
            </>
          )}
        </Task>
      ))}
    </TaskSheet>
  );
}

function TaskSheet({
  title,
  count,
  error = null,
  children,
}: {
  title: string;
  count: number;
  error?: unknown;
  children: ReactNode;
}) {
  if (count === 0) return null;
  return (
    <Sheet title={`${title} (${count})`}>
      <ProblemNote error={error} />
      <ul>{children}</ul>
    </Sheet>
  );
}

function Task({
  organization,
  what,
  more,
  due,
  children,
}: {
  organization: { readonly id: number; readonly name: string };
  what: string;
  more: readonly string[];
  /** By when it is to be decided. */
  due?: { readonly words: string; readonly overdue: boolean };
  children: ReactNode;
}) {
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-2 border-b border-line px-4 py-2 last:border-b-0">
      <div className="min-w-0 grow basis-72">
        <OrganizationLink organization={organization} className="font-medium" /> <span>{what}</span>
        <span className="block text-xs text-soft">
          {more.filter((part) => part !== '').join(' · ')}
        </span>
        {due !== undefined && (
          <span className={cx('block text-xs', due.overdue ? 'font-strong text-bad' : 'text-soft')}>
            {due.words}
          </span>
        )}
      </div>
      <div className="flex flex-wrap gap-2">{children}</div>
    </li>
  );
}

function ObjectionDialog({
  act,
  objection,
  onClose,
}: Extract<Deciding, { objection: unknown }> & { readonly onClose: () => void }) {
  const { reader } = useSession();
  const decide = useWrite('decideObjection', {
    touches: touched,
    onDone: ({ waits }) => {
      onClose();
      say(waits ? m.console_billing_waits() : m.console_billing_decided());
    },
  });
  const accepts = act === 'accept';
  const words = accepts ? m.console_billing_accept() : m.console_billing_reject();
  return (
    <FormDialog
      title={words}
      description={`${objection.organization.name}: ${objection.reason}`}
      act={words}
      busy={decide.pending}
      error={decide.error}
      onClose={onClose}
      onSend={(filled) =>
        decide.send({
          params: { objectionId: objection.id },
          body: {
            outcome: accepts ? 'accepted' : 'rejected',
            answer: filled.text('answer'),
            ...(accepts ? { units: Number(filled.text('units')) } : {}),
          },
        })
      }
    >
      {accepts && (
        <Field
          name="units"
          label={m.console_account_units()}
          hint={m.console_billing_units_hint({
            units: formatUnits(objection.units, reader.language),
          })}
        >
          <TextInput
            name="units"
            type="number"
            min={1}
            max={objection.units}
            step={1}
            required
            defaultValue={objection.units}
            className="tabular"
          />
        </Field>
      )}
      <Field name="answer" label={m.console_billing_answer()}>
        <TextArea name="answer" required minLength={5} maxLength={500} autoFocus />
      </Field>
    </FormDialog>
  );
}

function TopUpDialog({
  act,
  topUp,
  onClose,
}: Extract<Deciding, { topUp: unknown }> & { readonly onClose: () => void }) {
  const { reader } = useSession();
  const finished = (words: string) => () => {
    onClose();
    say(words);
  };
  const record = useWrite('recordTopUp', {
    touches: touched,
    onDone: finished(m.console_billing_recorded()),
  });
  const decline = useWrite('declineTopUp', {
    touches: touched,
    onDone: finished(m.console_billing_top_up_declined()),
  });
  const params = { topUpId: topUp.id };
  const records = act === 'record';
  const words = records ? m.console_billing_record() : m.console_billing_decline();
  return (
    <FormDialog
      title={words}
      description={`${topUp.organization.name}: ${formatUnits(topUp.units, reader.language)}`}
      act={words}
      busy={record.pending || decline.pending}
      error={record.error ?? decline.error}
      onClose={onClose}
      onSend={(filled) => {
        if (!records) return decline.send({ params, body: { answer: filled.text('answer') } });
        const expires = filled.given('expiresAt');
        return record.send({
          params,
          body: {
            reference: filled.text('reference'),
            ...(expires === undefined
              ? {}
              : { expiresAt: new Date(`${expires}T23:59:59`).toISOString() }),
          },
        });
      }}
    >
      {records ? (
        <>
          <Field
            name="reference"
            label={m.console_account_reference()}
            hint={m.console_account_reference_hint()}
          >
            <TextInput name="reference" required maxLength={200} autoFocus />
          </Field>
          <Field name="expiresAt" label={m.console_account_expires()} optional>
            <TextInput name="expiresAt" type="date" />
          </Field>
        </>
      ) : (
        <Field name="answer" label={m.console_billing_answer()}>
          <TextArea name="answer" required minLength={5} maxLength={500} autoFocus />
        </Field>
      )}
    </FormDialog>
  );
}
