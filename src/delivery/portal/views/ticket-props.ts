import type { Message, PageRequest, Problem, Ticket } from '../../web/contract.ts';
import type { PageContext } from '../page-context.ts';
import type { WaitingFile } from './attachments.tsx';

/** What is shown again after a form of this page was refused: nothing that was typed is lost. */
export interface Retained {
  readonly act?:
    | 'answer'
    | 'presence'
    | 'units'
    | 'reopen'
    | 'scope'
    | 'withdraw'
    | 'confirm'
    | 'participant';
  readonly text?: string;
  readonly waiting?: readonly WaitingFile[];
  readonly problem?: Problem;
  readonly mistake?: string;
}

export interface TicketProps {
  readonly context: PageContext;
  readonly ticket: Ticket;
  readonly older: readonly Message[];
  readonly done: string | null;
  readonly formKey: string;
  readonly retained: Retained;
  readonly refused: PageRequest['refusedFiles'];
}
