import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import * as m from '../../ui/words/generated/messages.js';
import type { Ticket } from '../../web/contract.ts';
import { Field, Select } from '../parts/field.tsx';
import { FormDialog } from '../parts/form-dialog.tsx';
import { say } from '../parts/toast.tsx';
import { catalogQuery } from '../server/queries.ts';
import { useSession } from '../session/session.tsx';
import { ReasonField } from './ending-dialogs.tsx';
import { useTicketWrite } from './use-ticket-write.ts';

interface ScopeProps {
  readonly ticket: Ticket;
  readonly onClose: () => void;
}

/** I: it is in scope after all: as which service, and why. Its times count from now. */
export function ScopeInDialog({ ticket, onClose }: ScopeProps) {
  const { reader } = useSession();
  const catalog = useQuery(catalogQuery());
  const categories = (catalog.data?.categories ?? []).filter((category) => category.active);
  const [chosen, setChosen] = useState(String(ticket.scopeAnswer?.suggested?.id ?? ''));
  const [reason, setReason] = useState('');
  const decide = useTicketWrite('decideScope', ticket.number, ({ status }) => {
    onClose();
    say(status === 'held' ? m.console_scope_taken_held() : m.console_scope_taken());
  });
  return (
    <FormDialog
      title={m.console_scope_in_title({ number: String(ticket.number) })}
      description={m.console_scope_in_detail()}
      act={m.console_scope_in_do()}
      ready={chosen !== '' && reason.trim().length >= 3}
      busy={decide.pending}
      error={decide.error}
      onClose={onClose}
      onSend={() =>
        decide.send({
          params: { number: ticket.number },
          body: { outcome: 'in_scope', serviceId: Number(chosen), reason: reason.trim() },
        })
      }
    >
      <Field name="serviceId" label={m.console_scope_in_service()}>
        <Select required value={chosen} onChange={({ target }) => setChosen(target.value)}>
          <option value="">{m.console_scope_in_choose()}</option>
          {categories.map((category) => (
            <optgroup key={category.id} label={category.name[reader.language]}>
              {category.services
                .filter((service) => service.active && service.kind === 'support')
                .map((service) => (
                  <option key={service.id} value={service.id}>
                    {service.name[reader.language]}
                  </option>
                ))}
            </optgroup>
          ))}
        </Select>
      </Field>
      <ReasonField label={m.console_reason_for_customer()} value={reason} onValue={setReason} />
    </FormDialog>
  );
}

/** I: it stays outside the catalogue; whoever thought otherwise is told why. */
export function ScopeOutDialog({ ticket, onClose }: ScopeProps) {
  const [reason, setReason] = useState('');
  const decide = useTicketWrite('decideScope', ticket.number, () => {
    onClose();
    say(m.console_scope_kept());
  });
  return (
    <FormDialog
      title={m.console_scope_out_title({ number: String(ticket.number) })}
      description={m.console_scope_out_detail()}
      act={m.console_scope_out_do()}
      ready={reason.trim().length >= 3}
      busy={decide.pending}
      error={decide.error}
      onClose={onClose}
      onSend={() =>
        decide.send({
          params: { number: ticket.number },
          body: { outcome: 'out_of_scope', reason: reason.trim() },
        })
      }
    >
      <ReasonField label={m.console_reason_for_customer()} value={reason} onValue={setReason} />
    </FormDialog>
  );
}
