import type { Instant } from '../../kernel/clock.ts';
import type { Tx } from '../../platform/database/index.ts';
import {
  type ObjectionPeople,
  objectionStep,
  toldOfObjection,
} from '../../policy/objection-hours.ts';
import { readDecisions } from '../agreements/index.ts';
import { type Objection, type ObjectionFellDue, readObjection } from '../credits/index.ts';
import { listAgents, namesOfOrganizations } from '../people/index.ts';
import { findTicketById, type Ticket } from '../tickets/index.ts';
import type { Post } from './post.ts';
import { postPersonalLetter, writeLetter } from './post-letter.ts';
import { summary } from './tell-customer.ts';
import { personIdsHaving, tellAgent } from './tell-desk.ts';
import { administratorsOf } from './tell-of-units.ts';

/**
 * T4: nobody has decided an objection: its people are told in the console and by mail, each once, and past its hour
 * whoever objected too. What was decided, or has gone on to the next step, before the letter could go is not told.
 */
export async function tellOfObjection(
  tx: Tx,
  post: Post,
  fell: Omit<ObjectionFellDue, 'type'>,
): Promise<void> {
  const objection = await readObjection(tx, fell.objectionId);
  if (objection?.state !== 'open' || objectionStep(objection, post.now()) !== fell.step) return;
  const { organizationId, ticketId, units, reason } = objection;
  const ticket = await findTicketById(tx, ticketId);
  const decision = (await readDecisions(tx, ticketId)).find(({ id }) => id === fell.decisionId);
  if (ticket === undefined || decision === undefined) return;
  const names = await namesOfOrganizations(tx, [organizationId]);
  const customer = { id: organizationId, name: names.get(organizationId) ?? '' };
  const about = { step: fell.step, ticket: summary(ticket), customer, units, decision };
  const letter = { kind: 'objection-due' as const, ...about, text: reason };
  for (const personId of toldOfObjection(fell.step, await objectionPeople(tx, post.now()))) {
    await tellAgent(tx, post, ticket, { personId, decision, letter });
  }
  if (fell.step === 'overdue') await tellWhoObjected(tx, post, { objection, ticket, customer });
}

async function objectionPeople(tx: Tx, at: Instant): Promise<ObjectionPeople> {
  const agents = await listAgents(tx, at);
  return {
    billingPersonIds: personIdsHaving(agents, 'billing'),
    supervisorPersonIds: personIdsHaving(agents, 'supervisor'),
    administratorPersonIds: personIdsHaving(agents, 'administrator'),
  };
}

/** Nobody else of the company; and not whoever does not answer for its units any more. */
async function tellWhoObjected(
  tx: Tx,
  post: Post,
  {
    objection,
    ticket,
    customer,
  }: {
    readonly objection: Objection;
    readonly ticket: Ticket;
    readonly customer: { readonly id: number; readonly name: string };
  },
): Promise<void> {
  const administrators = await administratorsOf(tx, customer.id, post.now());
  const recipient = administrators.find(({ personId }) => personId === objection.raisedByPersonId);
  if (recipient === undefined) return;
  const letter = {
    kind: 'billing' as const,
    news: 'objection-overdue' as const,
    forDesk: false,
    customer,
    units: objection.units,
    givenBackUnits: 0,
    ticketNumber: ticket.number,
    text: objection.reason,
    answer: null,
    dueAt: objection.dueAt,
  };
  await postPersonalLetter(tx, post, {
    key: `objection.${objection.id}.overdue`,
    purpose: letter.news,
    written: await writeLetter(tx, post, { letter, recipient }),
    sensitive: false,
  });
}
