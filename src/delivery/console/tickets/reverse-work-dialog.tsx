import { useState } from 'react';
import { formatMinutes } from '../../ui/format.ts';
import * as m from '../../ui/words/generated/messages.js';
import type { Ticket, WorkEntry } from '../../web/contract.ts';
import { Button } from '../parts/button.tsx';
import { Dialog, DialogActions, DialogBody } from '../parts/dialog.tsx';
import { Field, TextArea } from '../parts/field.tsx';
import { ProblemNote } from '../parts/notice.tsx';
import { say } from '../parts/toast.tsx';
import { useTicketWrite } from './use-ticket-write.ts';

/** Work is a fact: what was logged wrongly stays, with a second entry that reverses it. */
export function ReverseWorkDialog({
  ticket,
  entry,
  onClose,
}: {
  ticket: Ticket;
  entry: WorkEntry;
  onClose: () => void;
}) {
  const [reason, setReason] = useState('');
  const reverse = useTicketWrite('reverseWork', ticket.number, () => {
    onClose();
    say(m.console_work_reversed_done());
  });
  return (
    <Dialog
      open
      onClose={onClose}
      title={m.console_work_reverse_title({
        time: formatMinutes(entry.minutes),
        name: entry.agent.name,
      })}
      description={m.console_work_reverse_detail()}
    >
      <form
        className="contents"
        onSubmit={(event) => {
          event.preventDefault();
          reverse.send({
            params: { number: ticket.number, workId: entry.id },
            body: { reason: reason.trim() },
          });
        }}
      >
        <DialogBody>
          <Field label={m.console_reason()}>
            <TextArea
              autoFocus
              required
              minLength={3}
              maxLength={500}
              rows={2}
              value={reason}
              onChange={({ target }) => setReason(target.value)}
            />
          </Field>
          <ProblemNote error={reverse.error} />
        </DialogBody>
        <DialogActions>
          <Button onClick={onClose}>{m.console_cancel()}</Button>
          <Button
            type="submit"
            look="danger"
            busy={reverse.pending}
            disabled={reason.trim().length < 3}
          >
            {m.console_work_reverse()}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}
