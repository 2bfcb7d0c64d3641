import * as m from '../../ui/words/generated/messages.js';
import type { Ticket } from '../../web/contract.ts';
import { Field, TextArea, TextInput } from '../parts/field.tsx';
import { FormDialog } from '../parts/form-dialog.tsx';
import { say } from '../parts/toast.tsx';
import { useTicketWrite } from './use-ticket-write.ts';

/** T4: one act: how many, and why; the customer answers from the mail or in the portal. */
export function AskUnitsDialog({ ticket, onClose }: { ticket: Ticket; onClose: () => void }) {
  const ask = useTicketWrite('askForUnits', ticket.number, () => {
    onClose();
    say(m.console_units_ask_done());
  });
  return (
    <FormDialog
      title={m.console_units_ask_title()}
      description={m.console_units_ask_detail()}
      act={m.console_units_ask()}
      busy={ask.pending}
      error={ask.error}
      onClose={onClose}
      onSend={({ text }) =>
        ask.send({
          params: { number: ticket.number },
          body: { units: Number(text('units')), note: text('note') },
        })
      }
    >
      <Field label={m.console_units_ask_count()}>
        <TextInput
          autoFocus
          required
          name="units"
          type="number"
          min={1}
          max={100}
          defaultValue="1"
          className="tabular"
        />
      </Field>
      <Field label={m.console_units_ask_note()} optional>
        <TextArea name="note" rows={3} maxLength={2000} />
      </Field>
    </FormDialog>
  );
}
