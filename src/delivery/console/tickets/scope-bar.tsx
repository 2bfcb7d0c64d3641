import * as m from '../../ui/words/generated/messages.js';
import type { Ticket } from '../../web/contract.ts';
import { Button } from '../parts/button.tsx';
import { Clause } from '../parts/clause.tsx';
import type { TicketDialog } from './ticket-dialogs.tsx';
import { WrittenText } from './written-text.tsx';

/** I: only what the customer claimed is answered with no. */
export const mayKeepOut = ({ acts, scopeAnswer }: Ticket): boolean =>
  acts.includes('decide-scope') && scopeAnswer?.claim != null && scopeAnswer.decision === null;

/** I: what the customer was answered about the scope, what it says to that, and what an agent decides. */
export function ScopeBar({
  ticket,
  onDialog,
}: {
  ticket: Ticket;
  onDialog: (dialog: TicketDialog) => void;
}) {
  const told = ticket.scopeAnswer;
  // What was taken on since is a request like any other; the decisions say how it went.
  if (told === null || told.decision?.outcome === 'in_scope') return null;
  const { claim, decision } = told;
  return (
    <section
      aria-labelledby="scope"
      className="shrink-0 border-b border-line bg-note-tint py-3 text-on-note-tint"
    >
      {/* The words scroll; what is to be decided stays in sight. */}
      <div className="pane max-h-56 px-4 desk:px-6">
        <h2 id="scope" className="flex flex-wrap items-center gap-x-2 font-strong">
          {told.kind === 'project' ? m.console_scope_project() : m.console_scope_out()}{' '}
          <Clause id="I" version={ticket.agreementVersion} />
        </h2>
        {/* What waits for a decision, or was decided, before what it is about. */}
        {claim !== null && (
          <div className="mt-1">
            <p className="font-strong">{m.console_scope_claimed({ name: claim.by.name })}</p>
            <WrittenText text={claim.text} />
          </div>
        )}
        {decision !== null && (
          <div className="mt-1">
            <p className="font-strong">{m.console_scope_upheld({ name: decision.by.name })}</p>
            <WrittenText text={decision.reason} />
          </div>
        )}
        <div className={claim === null ? 'mt-1' : 'mt-3'}>
          <p className="font-strong">{m.console_scope_told()}</p>
          <WrittenText text={told.answer} />
        </div>
        {told.service !== null && (
          <p className="mt-2 text-xs">
            {m.console_scope_source({
              service: told.service.name,
              version: String(told.answerVersion ?? 0),
            })}
          </p>
        )}
      </div>
      {ticket.acts.includes('decide-scope') && (
        <div className="mt-3 flex flex-wrap gap-2 px-4 desk:px-6">
          <Button onClick={() => onDialog({ kind: 'scope-in' })}>{m.console_scope_in_act()}</Button>
          {mayKeepOut(ticket) && (
            <Button onClick={() => onDialog({ kind: 'scope-out' })}>
              {m.console_scope_out_act()}
            </Button>
          )}
        </div>
      )}
    </section>
  );
}
