import { systemActor } from '../../kernel/actor.ts';
import { assert } from '../../kernel/assert.ts';
import type { Instant } from '../../kernel/clock.ts';
import { type Database, inTransaction, type Tx } from '../../platform/database/index.ts';
import { emit } from '../../platform/jobs.ts';
import { type AdmissionFacts, scope } from '../../policy/admission.ts';
import { decide, decideHeld } from '../../policy/decisions.ts';
import { restoredFacts } from '../../policy/standing.ts';
import { mayTransition } from '../../policy/transitions.ts';
import { isRefusal, type Refusal } from '../../policy/verdict.ts';
import { agreementByVersion, termsAcceptedAt } from '../agreements/index.ts';
import { readService } from '../catalog/index.ts';
import type { TicketAdmitted } from './events.ts';
import { judgeForAdmission } from './judge-admission.ts';
import { keepScopeAnswer } from './keep-scope-answer.ts';
import type { Ticket } from './model.ts';
import { openTicket } from './open-ticket.ts';
import { announceTicket, logDecision, logEvent } from './record.ts';
import { lockTicketById, selectHeldTicketIds, updateTicket } from './store.ts';

/**
 * II, T1, T7: a cause that held requests was cleared (units arrived, standing restored, terms accepted …): looks at
 * all held requests of the customer again, oldest first, one transaction each, and admits those that pass. `at` is the
 * moment the cause was cleared: that is when they are registered and their clocks start, however late this runs.
 * Answers the numbers admitted. May run twice: what is no longer held is left alone.
 */
export async function admitHeld(
  database: Database,
  organizationId: number,
  at: Instant,
): Promise<readonly number[]> {
  const admitted: number[] = [];
  for (const ticketId of await selectHeldTicketIds(database.db, organizationId)) {
    const ticket = await inTransaction(database, (tx) => admitTicket(tx, ticketId, at));
    if (ticket !== null) admitted.push(ticket.number);
  }
  return admitted;
}

async function admitTicket(tx: Tx, ticketId: number, clearedAt: Instant): Promise<Ticket | null> {
  const ticket = await lockTicketById(tx, ticketId);
  if (ticket === undefined || ticket.status !== 'held') return null;
  // A request that came after the cause was cleared cannot be registered before it was received.
  const at = Math.max(clearedAt, ticket.receivedAt);
  const agreement = await agreementByVersion(tx, ticket.agreementVersion);
  const service = ticket.serviceId === null ? null : await readService(tx, ticket.serviceId);
  const within = scope({ kind: service?.kind ?? 'support' });
  const { admission, facts, standingSince } = await judgeForAdmission(tx, agreement, {
    organizationId: ticket.organizationId,
    personId: ticket.requesterPersonId,
    purpose: within.outcome === 'refer' ? 'referral' : 'support',
    at,
  });
  const suspended = ticket.heldFor?.find(({ reason }) => reason === suspendedReason);
  if (suspended !== undefined && facts.standing === 'good') {
    const goodSince = standingSince ?? at;
    await logDecision(
      tx,
      ticket,
      decide('standing-restored', restoredFacts(suspended, goodSince)),
      at,
    );
  }
  await noteTermsAccepted(tx, ticket, facts, at);
  if (!admission.admitted) return holdOn(tx, ticket, admission.refusals, at);
  const admitted =
    within.outcome === 'refer'
      ? await referHeld(tx, ticket, at)
      : await openTicket(tx, ticket, {
          agreement,
          facts,
          actor: systemActor,
          // Who splits a message out was not spoken to.
          byDirectContact:
            ticket.registeredByPersonId !== null && ticket.splitFromMessageId === null,
          at,
        });
  if (service !== null && within.outcome === 'refer')
    await keepScopeAnswer(tx, ticket, service, at);
  await emit<TicketAdmitted>(tx, 'ticket.admitted', { ticketId });
  await announceTicket(tx, admitted);
  return admitted;
}

/** T7: a request that waited for the terms says which version its requester accepted, and when; once. */
async function noteTermsAccepted(
  tx: Tx,
  ticket: Ticket,
  { termsVersion, termsVersionAccepted }: AdmissionFacts,
  at: Instant,
): Promise<void> {
  const waited = ticket.heldFor?.some(({ reason }) => reason === 'terms-not-accepted') ?? false;
  if (!waited || termsVersionAccepted === null || termsVersionAccepted < termsVersion) return;
  const acceptedAt = await termsAcceptedAt(tx, ticket.requesterPersonId, termsVersionAccepted);
  assert(acceptedAt !== null, 'a version that was accepted was accepted at a moment');
  const accepted = { termsVersion: termsVersionAccepted, acceptedAt };
  await logDecision(tx, ticket, decide('terms-accepted', accepted), at);
}

const suspendedReason = 'standing-suspended';

/** Still held; says so anew when the reasons are others than before, or a suspension lasts otherwise than was said. */
async function holdOn(
  tx: Tx,
  ticket: Ticket,
  refusals: readonly Refusal[],
  at: Instant,
): Promise<null> {
  const keys = (list: readonly Refusal[]) =>
    list
      .map(({ reason, facts }) => {
        const { suspendedUntil = null, standingReasonEs = null, standingReasonEn = null } = facts;
        return JSON.stringify([reason, suspendedUntil, standingReasonEs, standingReasonEn]);
      })
      .join();
  const [headline, ...others] = refusals;
  if (headline === undefined || keys(refusals) === keys(ticket.heldFor ?? [])) return null;
  await logDecision(tx, ticket, decideHeld([headline, ...others]), at);
  await updateTicket(tx, ticket, { heldFor: refusals }, at);
  await announceTicket(tx, ticket);
  return null;
}

/** I: a project that waited for admission goes on to professional services, without clocks or units. */
async function referHeld(tx: Tx, ticket: Ticket, at: Instant): Promise<Ticket> {
  const status = mayTransition(ticket.status, 'refer', 'system');
  assert(!isRefusal(status), 'what is held may be referred');
  await logDecision(tx, ticket, decide('referred', { cause: 'catalogue', reason: '' }), at);
  await logEvent(tx, ticket, { type: 'referred', actor: systemActor, at });
  return updateTicket(tx, ticket, { status, heldFor: null }, at);
}
