import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { formatUnits } from '../../ui/format.ts';
import * as m from '../../ui/words/generated/messages.js';
import {
  type Account,
  type Api,
  type CallInput,
  type Organization,
  ProblemAnswer,
} from '../../web/contract.ts';
import { Button } from '../parts/button.tsx';
import { Field, TextArea, TextInput } from '../parts/field.tsx';
import { FormDialog } from '../parts/form-dialog.tsx';
import { say } from '../parts/toast.tsx';
import { useWrite } from '../server/use-write.ts';
import { useSession } from '../session/session.tsx';

interface AccountDialogProps {
  readonly organization: Organization;
  readonly onClose: () => void;
}

/** T1: units that arrive admit what was held for want of them, oldest first. */
export function PurchaseDialog({ organization, onClose }: AccountDialogProps) {
  const { reader } = useSession();
  const navigate = useNavigate();
  const purchase = useWrite('recordPurchase', {
    touches: touchedBy(organization),
    onDone: ({ availableUnits, admittedTickets }) => {
      onClose();
      const [first] = admittedTickets;
      say(m.console_account_now({ units: formatUnits(availableUnits, reader.language) }), {
        ...(first === undefined
          ? {}
          : {
              detail: m.console_account_admitted({
                numbers: admittedTickets.map((n) => `#${n}`).join(', '),
              }),
              action: {
                words: m.console_key_open(),
                run: () =>
                  void navigate({ to: '/tickets/$number', params: { number: first }, search: {} }),
              },
            }),
      });
    },
  });
  return (
    <FormDialog
      title={m.console_account_purchase()}
      description={organization.name}
      act={m.console_account_purchase_act()}
      busy={purchase.pending}
      error={purchase.error}
      onClose={onClose}
      onSend={(filled) => {
        const expires = filled.given('expiresAt');
        purchase.send({
          params: { organizationId: organization.id },
          body: {
            units: Number(filled.text('units')),
            reference: filled.text('reference'),
            // The whole of the last day counts, in the customer's own zone as near as a browser can tell.
            ...(expires === undefined
              ? {}
              : { expiresAt: new Date(`${expires}T23:59:59`).toISOString() }),
          },
        });
      }}
    >
      <Field name="units" label={m.console_account_units()}>
        <TextInput
          name="units"
          type="number"
          min={1}
          max={100_000}
          step={1}
          required
          autoFocus
          className="tabular"
        />
      </Field>
      <Field
        name="reference"
        label={m.console_account_reference()}
        hint={m.console_account_reference_hint()}
      >
        <TextInput name="reference" required maxLength={200} />
      </Field>
      <Field name="expiresAt" label={m.console_account_expires()} optional>
        <TextInput name="expiresAt" type="date" />
      </Field>
    </FormDialog>
  );
}

/** A correction is a new entry with a reason; nothing is edited away. */
export function AdjustmentDialog({ organization, onClose }: AccountDialogProps) {
  const { reader } = useSession();
  const adjust = useWrite('recordAdjustment', {
    touches: touchedBy(organization),
    onDone: ({ availableUnits }) => {
      onClose();
      say(m.console_account_now({ units: formatUnits(availableUnits, reader.language) }));
    },
  });
  const [refused, setRefused] = useState<CallInput<Api['requestAdjustment']> | null>(null);
  const ask = useWrite('requestAdjustment', {
    touches: [['billing-tasks']],
    onDone: () => {
      onClose();
      say(m.console_billing_asked_second());
    },
  });
  const needsSecond =
    adjust.error instanceof ProblemAnswer &&
    adjust.error.problem.reason === 'adjustment-needs-second-person';
  return (
    <FormDialog
      title={m.console_account_adjust()}
      description={m.console_account_adjust_detail()}
      act={m.console_account_adjust_act()}
      busy={adjust.pending || ask.pending}
      error={ask.error ?? adjust.error}
      onClose={onClose}
      onSend={(filled) => {
        const corrects = filled.given('correctsSequence');
        const input = {
          params: { organizationId: organization.id },
          body: {
            units: Number(filled.text('units')),
            reason: filled.text('reason'),
            ...(corrects === undefined ? {} : { correctsSequence: Number(corrects) }),
          },
        };
        setRefused(input);
        adjust.send(input);
      }}
    >
      {/* Above the agreement's limit it takes two people: the other one confirms it signed in as themselves. */}
      {needsSecond && refused !== null && (
        <Button busy={ask.pending} onClick={() => ask.send(refused)}>
          {m.console_billing_ask_second()}
        </Button>
      )}
      <Field name="units" label={m.console_account_units()} hint={m.console_account_adjust_hint()}>
        <TextInput
          name="units"
          type="number"
          min={-100_000}
          max={100_000}
          step={1}
          required
          autoFocus
          className="tabular"
        />
      </Field>
      <Field name="reason" label={m.console_reason()}>
        <TextArea name="reason" required minLength={5} maxLength={500} rows={2} />
      </Field>
      <Field
        name="correctsSequence"
        label={m.console_account_corrects()}
        optional
        hint={m.console_account_corrects_hint()}
      >
        <TextInput name="correctsSequence" type="number" min={1} step={1} className="tabular" />
      </Field>
    </FormDialog>
  );
}

const touchedBy = ({ id }: Organization) => [
  ['account', id],
  ['organization', id],
  ['organizations'],
  ['tickets'],
  ['ticket-counts'],
];

/** T1: below how many available units the company's administrators are warned. */
export function LowBalanceDialog({
  organizationId,
  account,
  onClose,
}: {
  readonly organizationId: number;
  readonly account: Account;
  readonly onClose: () => void;
}) {
  const change = useWrite('setLowBalance', {
    touches: [['account', organizationId], ['low-balances']],
    onDone: () => {
      onClose();
      say(m.console_account_threshold_done());
    },
  });
  return (
    <FormDialog
      title={m.console_account_threshold_edit()}
      act={m.console_save()}
      busy={change.pending}
      error={change.error}
      onClose={onClose}
      onSend={(filled) => {
        const units = filled.given('lowBalanceUnits');
        change.send({
          params: { organizationId },
          body: { lowBalanceUnits: units === undefined ? null : Number(units) },
        });
      }}
    >
      <Field
        name="lowBalanceUnits"
        label={m.console_account_threshold_label()}
        hint={m.console_account_threshold_hint()}
        optional
      >
        <TextInput
          name="lowBalanceUnits"
          type="number"
          min={0}
          max={100_000}
          step={1}
          autoFocus
          defaultValue={account.lowBalanceIsOwn ? account.lowBalanceUnits : ''}
          className="tabular"
        />
      </Field>
    </FormDialog>
  );
}

/** A month's statement, again or for the first time, to the company's administrators. */
export function StatementMailDialog({
  organizationId,
  onClose,
}: {
  readonly organizationId: number;
  readonly onClose: () => void;
}) {
  const send = useWrite('sendStatement', {
    onDone: () => {
      onClose();
      say(m.console_statement_mail_sent());
    },
  });
  return (
    <FormDialog
      title={m.console_statement_mail()}
      act={m.console_statement_mail_act()}
      busy={send.pending}
      error={send.error}
      onClose={onClose}
      onSend={(filled) =>
        send.send({ params: { organizationId }, body: { month: filled.text('month') } })
      }
    >
      <Field name="month" label={m.console_statement_mail_month()}>
        <TextInput
          name="month"
          type="month"
          required
          autoFocus
          pattern="\d{4}-\d\d"
          defaultValue={monthBefore()}
        />
      </Field>
    </FormDialog>
  );
}

/** `2026-10` in November, where the person sits. */
function monthBefore(): string {
  const now = new Date();
  return new Date(Date.UTC(now.getFullYear(), now.getMonth() - 1, 1)).toISOString().slice(0, 7);
}
