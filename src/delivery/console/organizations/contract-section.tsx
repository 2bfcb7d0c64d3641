import { useState } from 'react';
import { iconPlus } from '../../ui/icons.gen.ts';
import * as m from '../../ui/words/generated/messages.js';
import type { Organization } from '../../web/contract.ts';
import { Button } from '../parts/button.tsx';
import { Field, TextInput } from '../parts/field.tsx';
import { FormDialog } from '../parts/form-dialog.tsx';
import { CalendarDay } from '../parts/moment.tsx';
import { Sheet } from '../parts/screen.tsx';
import { say } from '../parts/toast.tsx';
import { useWrite } from '../server/use-write.ts';
import { useSession } from '../session/session.tsx';
import { ContractFields } from './new-organization-dialog.tsx';
import { StandingSheet } from './standing-sheet.tsx';

type Contract = Organization['contracts'][number];

/** II: whether the customer is in good standing and has support contracted; held requests follow by themselves. */
export function ContractSection({ organization }: { organization: Organization }) {
  const { rights } = useSession();
  const [dialog, setDialog] = useState<'contract' | Contract | null>(null);
  const close = () => setDialog(null);
  return (
    <div className="grid grid-cols-1 max-w-6xl items-start gap-4 desk:grid-cols-2">
      <StandingSheet organization={organization} />
      <Sheet
        title={m.console_contracts_title()}
        aside={
          rights.billing && (
            <Button icon={iconPlus} onClick={() => setDialog('contract')}>
              {m.console_contracts_add()}
            </Button>
          )
        }
      >
        {organization.contracts.length === 0 && (
          <p className="p-4 text-soft">{m.console_contracts_empty()}</p>
        )}
        <ul>
          {organization.contracts.map((contract) => (
            <li
              key={contract.id}
              className="flex flex-wrap items-center gap-x-4 gap-y-1 border-b border-line px-4 py-3 last:border-b-0"
            >
              <div className="min-w-0 grow">
                <p className="font-medium">{contract.reference}</p>
                <p className="text-xs text-soft">
                  <CalendarDay day={contract.startsOn} />
                  {' – '}
                  {contract.endsOn === null ? (
                    m.console_contract_open_end()
                  ) : (
                    <CalendarDay day={contract.endsOn} />
                  )}
                </p>
              </div>
              <span className={contract.active ? 'font-strong text-good' : 'text-soft'}>
                {contract.active ? m.console_contract_active() : m.console_contract_inactive()}
              </span>
              {rights.billing && contract.active && (
                <Button look="quiet" onClick={() => setDialog(contract)}>
                  {m.console_contract_end()}
                </Button>
              )}
            </li>
          ))}
        </ul>
      </Sheet>
      {dialog === 'contract' && <AddContractDialog organization={organization} onClose={close} />}
      {dialog !== null && typeof dialog === 'object' && (
        <EndContractDialog organization={organization} contract={dialog} onClose={close} />
      )}
    </div>
  );
}

interface ContractDialogProps {
  readonly organization: Organization;
  readonly onClose: () => void;
}

const touchedBy = ({ id }: Organization) => [
  ['organization', id],
  ['organizations'],
  ['tickets'],
  ['ticket-counts'],
];

function AddContractDialog({ organization, onClose }: ContractDialogProps) {
  const add = useWrite('addContract', {
    touches: touchedBy(organization),
    onDone: () => {
      onClose();
      say(m.console_saved());
    },
  });
  return (
    <FormDialog
      title={m.console_contracts_add()}
      description={organization.name}
      act={m.console_add()}
      busy={add.pending}
      error={add.error}
      onClose={onClose}
      onSend={(filled) => {
        const endsOn = filled.given('endsOn');
        add.send({
          params: { organizationId: organization.id },
          body: {
            reference: filled.text('reference'),
            startsOn: filled.text('startsOn'),
            ...(endsOn === undefined ? {} : { endsOn }),
          },
        });
      }}
    >
      <ContractFields required />
    </FormDialog>
  );
}

function EndContractDialog({
  organization,
  contract,
  onClose,
}: ContractDialogProps & { contract: Contract }) {
  const end = useWrite('endContract', {
    touches: touchedBy(organization),
    onDone: () => {
      onClose();
      say(m.console_saved());
    },
  });
  return (
    <FormDialog
      title={m.console_contract_end_title({ reference: contract.reference })}
      description={m.console_contract_end_detail()}
      act={m.console_contract_end()}
      look="danger"
      busy={end.pending}
      error={end.error}
      onClose={onClose}
      onSend={(filled) =>
        end.send({
          params: { organizationId: organization.id, contractId: contract.id },
          body: { endsOn: filled.text('endsOn') },
        })
      }
    >
      <Field name="endsOn" label={m.console_contract_last_day()}>
        <TextInput name="endsOn" type="date" required min={contract.startsOn} />
      </Field>
    </FormDialog>
  );
}
