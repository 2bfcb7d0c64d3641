import { useState } from 'react';
import { formatDayAndTime, formatNear, formatZone } from '../../ui/format.ts';
import { iconAlarmClock, iconCalendarClock, iconInbox } from '../../ui/icons.gen.ts';
import * as m from '../../ui/words/generated/messages.js';
import type { TicketSummary } from '../../web/contract.ts';
import { Field, TextInput } from '../parts/field.tsx';
import { FormDialog } from '../parts/form-dialog.tsx';
import { matches } from '../parts/matches.ts';
import { Picker, type PickerItem } from '../parts/picker.tsx';
import { instantWritten, wallWritten } from '../parts/wall-written.ts';
import { serverNow } from '../server/call.ts';
import { useSession } from '../session/session.tsx';
import { type SnoozeChoice, snoozeMoments } from './snooze-moments.ts';
import { useSnooze } from './use-snooze.ts';

const choiceWords: Readonly<Record<SnoozeChoice, () => string>> = {
  hour: m.console_snooze_hour,
  afternoon: m.console_snooze_afternoon,
  tomorrow: m.console_snooze_tomorrow,
  monday: m.console_snooze_monday,
};

/** One request, put off or back. */
export function SnoozeDialog({ ticket, onClose }: { ticket: TicketSummary; onClose: () => void }) {
  const { snooze, wake } = useSnooze(ticket.number);
  return (
    <SnoozePicker
      snoozed={ticket.snoozedUntil !== null}
      onSnooze={snooze}
      onWake={wake}
      onClose={onClose}
    />
  );
}

/** Until when it is put off: a usual moment, or any other. */
export function SnoozePicker({
  snoozed,
  onSnooze,
  onWake,
  onClose,
}: {
  /** It is put off already: another moment, or back now. */
  snoozed: boolean;
  onSnooze: (until: number) => void;
  onWake: () => void;
  onClose: () => void;
}) {
  const { reader } = useSession();
  const [written, setWritten] = useState('');
  const [asking, setAsking] = useState(false);
  // The moments of when it opened: what is pointed at does not move.
  const [now] = useState(serverNow);
  if (asking) return <OtherMoment onSnooze={onSnooze} onClose={onClose} />;

  const usual: readonly PickerItem[] = snoozeMoments(now, reader.timeZone).map(
    ({ choice, at }) => ({
      id: choice,
      words: choiceWords[choice](),
      detail: choice === 'monday' ? formatDayAndTime(at, reader) : formatNear(at, now, reader),
      icon: iconAlarmClock,
      run: () => onSnooze(at),
    }),
  );
  const items: readonly PickerItem[] = [
    ...(snoozed
      ? [{ id: 'wake', words: m.console_snooze_end(), icon: iconInbox, run: onWake }]
      : []),
    ...usual,
    {
      id: 'other',
      words: m.console_snooze_other(),
      icon: iconCalendarClock,
      asks: true as const,
      run: () => setAsking(true),
    },
  ].filter(({ words }) => matches(words, written));
  return (
    <Picker
      open
      onClose={onClose}
      title={m.console_snooze_title()}
      placeholder={m.console_snooze_placeholder()}
      written={written}
      onWritten={setWritten}
      groups={items.length === 0 ? [] : [{ value: m.console_snooze_group(), items }]}
      empty={m.console_palette_empty()}
    />
  );
}

function OtherMoment({
  onSnooze,
  onClose,
}: {
  onSnooze: (until: number) => void;
  onClose: () => void;
}) {
  const { reader } = useSession();
  const now = serverNow();
  return (
    <FormDialog
      title={m.console_snooze_title()}
      description={formatZone(reader, now)}
      act={m.console_snooze_act()}
      busy={false}
      error={null}
      onClose={onClose}
      onSend={(filled) => {
        const until = instantWritten(filled.text('until'), reader.timeZone);
        if (until === null) return;
        onClose();
        onSnooze(until);
      }}
    >
      <Field name="until" label={m.console_snooze_until()}>
        <TextInput
          name="until"
          type="datetime-local"
          min={wallWritten(now, reader.timeZone)}
          required
          autoFocus
        />
      </Field>
    </FormDialog>
  );
}
