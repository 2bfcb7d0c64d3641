import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { formatMinutes, formatUnits } from '../../ui/format.ts';
import { iconArrowRight } from '../../ui/icons.gen.ts';
import * as m from '../../ui/words/generated/messages.js';
import type { Ticket } from '../../web/contract.ts';
import { Button } from '../parts/button.tsx';
import { cx } from '../parts/class-names.ts';
import { Dialog, DialogActions, DialogBody } from '../parts/dialog.tsx';
import { Checkbox, Field, TextArea, TextInput } from '../parts/field.tsx';
import { Icon } from '../parts/icon.tsx';
import { ProblemNote, Waiting } from '../parts/notice.tsx';
import { say } from '../parts/toast.tsx';
import { useSettled } from '../parts/use-settled.ts';
import { serverNow } from '../server/call.ts';
import { workPreviewQuery } from '../server/queries.ts';
import { writePreference } from '../session/preferences.ts';
import { useSession } from '../session/session.tsx';
import { readMinutes } from './minutes-written.ts';
import { useTicketWrite } from './use-ticket-write.ts';
import { minutesOf, type WorkTimer } from './work-timer.ts';

/** T4: what was worked, and what that will cost before it is said. A stopped timer comes with its minutes. */
export function WorkDialog({
  ticket,
  timer,
  onClose,
}: {
  ticket: Ticket;
  timer: WorkTimer | null;
  onClose: () => void;
}) {
  const [written, setWritten] = useState(() =>
    timer === null ? '' : formatMinutes(minutesOf(timer, serverNow())),
  );
  const [apart, setApart] = useState(false);
  const [billableWritten, setBillableWritten] = useState('0');
  const [note, setNote] = useState('');
  const log = useTicketWrite('logWork', ticket.number, () => {
    onClose();
    say(m.console_work_logged());
  });
  const minutes = readMinutes(written);
  const billable = apart ? readBillable(billableWritten) : minutes;
  const ready = minutes !== null && billable !== null && billable <= minutes;

  // A timer that was stopped by mistake goes on as if it had never stopped.
  const leave = () => {
    if (timer !== null) writePreference('timer', JSON.stringify(timer));
    onClose();
  };
  return (
    <Dialog
      open
      onClose={leave}
      title={m.console_work_title({ number: String(ticket.number) })}
      description={ticket.subject}
    >
      <form
        className="contents"
        onSubmit={(event) => {
          event.preventDefault();
          if (!ready) return;
          log.send({
            params: { number: ticket.number },
            body: {
              minutes,
              note: note.trim(),
              ...(apart ? { billableMinutes: billable } : {}),
            },
          });
        }}
      >
        <DialogBody>
          <Field
            label={m.console_work_minutes()}
            hint={minutes === null ? m.console_work_minutes_hint() : formatMinutes(minutes)}
            error={
              written !== '' && minutes === null ? m.console_work_minutes_unclear() : undefined
            }
          >
            <TextInput
              autoFocus
              required
              autoComplete="off"
              value={written}
              onChange={({ target }) => setWritten(target.value)}
              className="text-l tabular"
            />
          </Field>
          <Field label={m.console_work_note()} optional hint={m.console_work_note_hint()}>
            <TextArea
              rows={2}
              maxLength={2000}
              value={note}
              onChange={({ target }) => setNote(target.value)}
            />
          </Field>
          <Checkbox
            label={m.console_work_apart()}
            checked={apart}
            onChange={({ target }) => setApart(target.checked)}
          />
          {apart && (
            <Field
              label={m.console_work_billable_minutes()}
              error={
                billable === null || (minutes !== null && billable > minutes)
                  ? m.console_work_billable_too_many()
                  : undefined
              }
            >
              <TextInput
                autoComplete="off"
                value={billableWritten}
                onChange={({ target }) => setBillableWritten(target.value)}
                className="tabular"
              />
            </Field>
          )}
          <UnitPreview ticket={ticket} billableMinutes={ready ? billable : null} />
          <ProblemNote error={log.error} />
        </DialogBody>
        <DialogActions>
          <Button onClick={leave}>
            {timer === null ? m.console_cancel() : m.console_work_keep_timing()}
          </Button>
          <Button type="submit" look="primary" busy={log.pending} disabled={!ready}>
            {m.console_key_work()}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}

const readBillable = (written: string): number | null =>
  /^0*$/.test(written.trim()) ? 0 : readMinutes(written);

/** "1 h 10 min → 2 unidades", as the server counts it (T3, T4). */
function UnitPreview({
  ticket,
  billableMinutes,
}: {
  ticket: Ticket;
  billableMinutes: number | null;
}) {
  const { reader } = useSession();
  const settled = useSettled(billableMinutes);
  const preview = useQuery({
    ...workPreviewQuery(ticket.number, settled ?? 0),
    enabled: settled !== null,
  });
  if (billableMinutes === null) return null;
  if (preview.isError) return <ProblemNote error={preview.error} />;
  if (preview.data === undefined) return <Waiting lines={2} className="py-1" />;
  const { data } = preview;
  const total = formatMinutes(ticket.units.billableMinutes + data.billableMinutes);
  return (
    <output
      className={cx(
        'block rounded-s px-3 py-2.5',
        data.allowed ? 'bg-brand-tint text-on-brand-tint' : 'bg-bad-tint text-on-bad-tint',
        preview.isFetching && 'opacity-60',
      )}
    >
      <span className="flex flex-wrap items-center gap-2 text-l font-heading tabular">
        {total}
        <Icon of={iconArrowRight} />
        {formatUnits(data.unitsAfter, reader.language)}
        {data.unitsAfter !== data.unitsBefore && (
          <span className="text-s font-text">
            {m.console_work_before({ units: formatUnits(data.unitsBefore, reader.language) })}
          </span>
        )}
      </span>
      <span className="mt-0.5 block">{data.words}</span>
    </output>
  );
}
