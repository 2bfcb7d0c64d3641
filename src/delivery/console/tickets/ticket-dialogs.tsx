import type { Appointment, Message, Ticket, WorkEntry } from '../../web/contract.ts';
import { CancelAppointmentDialog, OutcomeDialog, ScheduleDialog } from './appointment-dialogs.tsx';
import { AskUnitsDialog } from './ask-units-dialog.tsx';
import { AssignPicker } from './assign-picker.tsx';
import { CloseDialog, ReferDialog, RejectDialog, ReopenDialog } from './ending-dialogs.tsx';
import { PriorityDialog } from './priority-dialog.tsx';
import { ProofDialog } from './proof-dialog.tsx';
import { LinkDialog, MergeDialog, SplitDialog, WithdrawDialog } from './relation-dialogs.tsx';
import { ReverseWorkDialog } from './reverse-work-dialog.tsx';
import { ScopeInDialog, ScopeOutDialog } from './scope-dialogs.tsx';
import { SnoozeDialog } from './snooze-picker.tsx';
import { WorkDialog } from './work-dialog.tsx';
import type { WorkTimer } from './work-timer.ts';

export type TicketDialog =
  | {
      readonly kind:
        | 'assign'
        | 'snooze'
        | 'priority'
        | 'proof'
        | 'close'
        | 'reopen'
        | 'refer'
        | 'reject'
        | 'withdraw'
        | 'merge'
        | 'link'
        | 'ask-units'
        | 'scope-in'
        | 'scope-out';
    }
  | { readonly kind: 'split'; readonly message: Message }
  | { readonly kind: 'work'; readonly timer: WorkTimer | null }
  | { readonly kind: 'reverse'; readonly entry: WorkEntry }
  | { readonly kind: 'schedule'; readonly appointment: Appointment | null }
  | { readonly kind: 'outcome' | 'cancel-appointment'; readonly appointment: Appointment };

interface DialogsProps {
  readonly ticket: Ticket;
  readonly dialog: TicketDialog;
  readonly onClose: () => void;
}

export function TicketDialogs({ ticket, dialog, onClose }: DialogsProps) {
  const common = { ticket, onClose };
  switch (dialog.kind) {
    case 'assign':
      return <AssignPicker {...common} />;
    case 'snooze':
      return <SnoozeDialog ticket={ticket} onClose={onClose} />;
    case 'priority':
      return <PriorityDialog {...common} />;
    case 'proof':
      return <ProofDialog {...common} />;
    case 'close':
      return <CloseDialog {...common} />;
    case 'reopen':
      return <ReopenDialog {...common} />;
    case 'refer':
      return <ReferDialog {...common} />;
    case 'reject':
      return <RejectDialog {...common} />;
    case 'withdraw':
      return <WithdrawDialog {...common} />;
    case 'merge':
      return <MergeDialog {...common} />;
    case 'link':
      return <LinkDialog {...common} />;
    case 'ask-units':
      return <AskUnitsDialog {...common} />;
    case 'scope-in':
      return <ScopeInDialog {...common} />;
    case 'scope-out':
      return <ScopeOutDialog {...common} />;
    case 'split':
      return <SplitDialog {...common} message={dialog.message} />;
    case 'work':
      return <WorkDialog {...common} timer={dialog.timer} />;
    case 'reverse':
      return <ReverseWorkDialog {...common} entry={dialog.entry} />;
    case 'schedule':
      return <ScheduleDialog {...common} appointment={dialog.appointment} />;
    case 'outcome':
      return <OutcomeDialog {...common} appointment={dialog.appointment} />;
    case 'cancel-appointment':
      return <CancelAppointmentDialog {...common} appointment={dialog.appointment} />;
  }
}
