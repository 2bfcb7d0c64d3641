import type { TicketSummary } from '../../web/contract.ts';
import { AssigneePicker } from './assign-picker.tsx';
import { SnoozePicker } from './snooze-picker.tsx';
import type { useBulk } from './use-bulk.ts';

/** What an act in bulk has to know before it begins. */
export function BulkDialogs({
  asking,
  tickets,
  bulk,
  onDone,
  onClose,
}: {
  asking: 'assign' | 'snooze';
  tickets: readonly TicketSummary[];
  bulk: ReturnType<typeof useBulk>;
  /** It began: nothing is chosen any more. */
  onDone: () => void;
  onClose: () => void;
}) {
  const doing = (act: () => void) => {
    act();
    onDone();
  };
  if (asking === 'assign') {
    const [only, ...more] = tickets;
    return (
      <AssigneePicker
        now={more.length === 0 ? (only ?? null) : null}
        onAssign={(assignment) => doing(() => bulk.assign(tickets, assignment))}
        onClose={onClose}
      />
    );
  }
  return (
    <SnoozePicker
      snoozed={tickets.some(({ snoozedUntil }) => snoozedUntil !== null)}
      onSnooze={(until) => doing(() => bulk.snooze(tickets, until))}
      onWake={() => doing(() => bulk.wake(tickets))}
      onClose={onClose}
    />
  );
}
