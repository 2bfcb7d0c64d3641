import type { Instant } from '../../kernel/clock.ts';
import type { Tx } from '../../platform/database/index.ts';
import { mayAbandon } from '../../policy/closing.ts';
import { mayTransition } from '../../policy/transitions.ts';
import { isRefusal, refuse } from '../../policy/verdict.ts';
import { agreementByVersion } from '../agreements/index.ts';
import { abandonTicket } from './end-ticket.ts';
import type { Reader, Ticket } from './model.ts';
import type { NotDone } from './not-done.ts';
import { selectOpenInformationRequest } from './store.ts';

/** VIII.b: an agent closes what the desk proposed to close, or what has been due since. */
export async function abandonUnanswered(
  tx: Tx,
  ticket: Ticket,
  { by, at }: { readonly by: Reader; readonly at: Instant },
): Promise<Ticket | NotDone> {
  const status = mayTransition(ticket.status, 'abandon', by.kind);
  if (isRefusal(status)) return status;
  const { terms } = await agreementByVersion(tx, ticket.agreementVersion);
  const question = await selectOpenInformationRequest(tx, ticket.id);
  if (question === null) return refuse('VIII.b', 'nothing-asked');
  const abandonment = mayAbandon(terms, question, at);
  if (isRefusal(abandonment)) return abandonment;
  const { attempts, lastAttemptAt } = abandonment;
  return abandonTicket(tx, ticket, { attempts, lastAttemptAt, by, at });
}
