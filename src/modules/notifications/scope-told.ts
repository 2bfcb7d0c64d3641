import type { Tx } from '../../platform/database/index.ts';
import { mayClaimScope } from '../../policy/scope-answer.ts';
import { maySuggest, readService } from '../catalog/index.ts';
import { readScopeAnswer, scopeFactsOf, type Ticket } from '../tickets/index.ts';
import type { LetterScope } from './model.ts';

/** I: what the firm answers about the scope of a request, as it was kept with it; null while it is ours. */
export async function scopeTold(tx: Tx, ticket: Ticket): Promise<LetterScope | null> {
  if (ticket.status !== 'rejected' && ticket.status !== 'referred') return null;
  const told = await readScopeAnswer(tx, ticket.id);
  // What an agent took on since, and what ended otherwise then, is not answered with it again.
  if (told === null || told.decision?.outcome === 'in-scope') return null;
  const suggested =
    told.suggestedServiceId === null ? null : await readService(tx, told.suggestedServiceId);
  const facts = scopeFactsOf(ticket, told);
  return {
    answer: told.answer,
    suggested: suggested !== null && maySuggest(suggested) ? suggested.name : null,
    claim:
      ticket.scopeClaimedAt !== null ? 'waits' : mayClaimScope(facts) === null ? 'open' : 'none',
  };
}
