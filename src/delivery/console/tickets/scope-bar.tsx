import * as m from '../../ui/words/generated/messages.js';
import type { Ticket } from '../../web/contract.ts';
import { Clause } from '../parts/clause.tsx';
import { WrittenText } from './written-text.tsx';

/** I: what the customer was answered about the scope of the request, as it was told. */
export function ScopeBar({ ticket }: { ticket: Ticket }) {
  const told = ticket.scopeAnswer;
  if (told === null) return null;
  return (
    <section className="pane max-h-72 shrink-0 border-b border-line bg-note-tint px-4 py-3 text-on-note-tint desk:px-6">
      <h2 className="flex flex-wrap items-center gap-x-2 font-strong">
        {told.kind === 'project' ? m.console_scope_project() : m.console_scope_out()}{' '}
        <Clause id="I" version={ticket.agreementVersion} />
      </h2>
      <div className="mt-1">
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
    </section>
  );
}
