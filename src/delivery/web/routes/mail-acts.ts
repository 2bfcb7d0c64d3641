import { type Declined, decline } from '../../../kernel/declined.ts';
import { readPerson, takeAttempt, tokenLimit } from '../../../modules/people/index.ts';
import {
  confirmPresence,
  isNotDone,
  lockGoingTicket,
  readQuestion,
  type Ticket,
} from '../../../modules/tickets/index.ts';
import { inTransaction, type Tx } from '../../../platform/database/index.ts';
import { readToken } from '../../../platform/signed-token.ts';
import { isRefusal, type Refusal, refuse } from '../../../policy/verdict.ts';
import type { MailAct } from '../contract/mail-acts.ts';
import { refusalWords } from '../describe-ticket.ts';
import type { Mounting } from '../handlers.ts';
import type { PublicContext } from '../request-context.ts';

/** What the token of a letter names: who got it, and the attempt whose letter it stood in. */
interface NamedAct {
  readonly ticket: Ticket;
  readonly personId: number;
  readonly messageId: number;
}

/**
 * VIII.b: what a link in a letter does for whoever got the letter, without signing in. Mail scanners open links: reading
 * changes nothing, and doing is a call of its own that a button makes.
 */
export function mountMailActs({ mount }: Mounting, { secret }: { readonly secret: string }): void {
  mount('readMailAct', async ({ body }, context) =>
    onNamed(context, body.token, async (tx, named) => {
      const refusal = await whyNotNow(tx, named);
      return described(named.ticket, refusal === null ? 'open' : 'over', refusal, context);
    }),
  );

  mount('doMailAct', async ({ body }, context) =>
    onNamed(context, body.token, async (tx, named) => {
      const { ticket, personId } = named;
      const refusal = await whyNotNow(tx, named);
      if (refusal !== null) return described(ticket, 'over', refusal, context);
      const done = await confirmPresence(tx, ticket, { personId, door: 'mail', at: context.at });
      if (isRefusal(done)) return described(ticket, 'over', done, context);
      return isNotDone(done) ? done : described(done, 'done', null, context);
    }),
  );

  /** The ticket is locked for both: what is answered holds at that moment. */
  async function onNamed(
    { database, at, origin }: PublicContext,
    token: string,
    work: (tx: Tx, named: NamedAct) => Promise<MailAct | Declined>,
  ): Promise<MailAct | Declined | Refusal> {
    const tooMany = await takeAttempt(database.db, [tokenLimit(origin)], at);
    if (tooMany !== null) return tooMany;
    const signed = readToken(token, secret, at);
    const [ticketId, personId, messageId] = signed?.subjects ?? [];
    if (signed?.purpose !== 'still-here' || ticketId === undefined) return decline('link-invalid');
    if (personId === undefined || messageId === undefined) return decline('link-invalid');
    return inTransaction(database, async (tx) => {
      const ticket = await lockGoingTicket(tx, ticketId);
      const person = await readPerson(tx, personId);
      const theirs =
        person !== null &&
        !person.disabled &&
        person.contact?.organizationId === ticket?.organizationId;
      if (ticket === undefined || !theirs) return decline('link-invalid');
      return work(tx, { ticket, personId, messageId });
    });
  }
}

/** VIII.b: the letter's question was answered, or it was said already since that letter; else the rule itself is asked. */
async function whyNotNow(tx: Tx, { ticket, messageId }: NamedAct): Promise<Refusal | null> {
  const question = ticket.status === 'waiting' ? await readQuestion(tx, ticket) : null;
  const attempt = question?.request.attempts.find((each) => each.messageId === messageId);
  if (question === null || attempt === undefined) return refuse('VIII.b', 'nothing-asked');
  const known = question.request.presences.some((saidAt) => saidAt >= attempt.at);
  return known ? refuse('VIII.b', 'presence-known') : null;
}

const described = (
  { number, subject }: Ticket,
  state: MailAct['state'],
  refusal: Refusal | null,
  voice: PublicContext,
): MailAct => ({
  act: 'still-here',
  ticket: { number, subject },
  state,
  words: refusal === null ? null : refusalWords(refusal, voice),
});
