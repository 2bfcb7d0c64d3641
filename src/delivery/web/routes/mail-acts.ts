import { type Declined, decline } from '../../../kernel/declined.ts';
import {
  acceptTerms,
  agreementByVersion,
  agreementInForce,
  termsAcceptedAt,
} from '../../../modules/agreements/index.ts';
import { readPerson, takeAttempt, tokenLimit } from '../../../modules/people/index.ts';
import {
  confirmPresence,
  decideUnits,
  isNotDone,
  lockGoingTicket,
  type NotDone,
  readQuestion,
  readUnitApproval,
  type Ticket,
} from '../../../modules/tickets/index.ts';
import { inTransaction, type Tx } from '../../../platform/database/index.ts';
import { readToken } from '../../../platform/signed-token.ts';
import { unitsAgreedTo } from '../../../policy/units.ts';
import { isRefusal, type Refusal, refuse } from '../../../policy/verdict.ts';
import type { MailAct } from '../contract/mail-acts.ts';
import { refusalWords } from '../describe-ticket.ts';
import type { Mounting } from '../handlers.ts';
import type { PublicContext } from '../request-context.ts';
import { clausesOf } from './agreement.ts';
import { toTimeOrNull } from './as-json.ts';

/** What the token of a letter names: who got it, and the attempt (VIII.b) or the approval (T4) that it is about. T7: the terms. */
interface NamedAct {
  readonly act: MailAct['act'];
  readonly ticket: Ticket;
  readonly personId: number;
  readonly subjectId: number;
}

type Answered = MailAct | Declined;

/**
 * VIII.b, T4, T7: what a link in a letter does for whoever got the letter, without signing in. Mail scanners open links:
 * reading changes nothing, and doing is a call of its own that a button makes.
 */
export function mountMailActs({ mount }: Mounting, { secret }: { readonly secret: string }): void {
  mount('readMailAct', ({ body }, context) =>
    onNamed(context, body.token, async (tx, named) => {
      if (named.act === 'accept-terms') return describedTerms(tx, named, context);
      const refusal = await whyNotNow(tx, named);
      const state = refusal === null ? 'open' : 'over';
      return described(tx, named, { state, refusal }, context);
    }),
  );

  mount('doMailAct', ({ body }, context) =>
    onNamed(context, body.token, async (tx, named) => {
      if (named.act === 'accept-terms') {
        await acceptByLink(tx, named, body.version, context);
        return describedTerms(tx, named, context);
      }
      const over = await whyNotNow(tx, named);
      if (over !== null) return described(tx, named, { state: 'over', refusal: over }, context);
      const { answer } = body;
      if (named.act === 'next-unit' && answer === undefined) {
        return described(tx, named, { state: 'open', refusal: null }, context);
      }
      const done = await doAct(tx, named, answer, context);
      if (isRefusal(done)) {
        // T4: what was refused for want of units can be approved once there are some.
        const state = named.act === 'next-unit' ? 'open' : 'over';
        return described(tx, named, { state, refusal: done }, context);
      }
      if (isNotDone(done)) return done;
      const state = answer === 'no' ? 'declined' : 'done';
      return described(tx, { ...named, ticket: done }, { state, refusal: null }, context);
    }),
  );

  /** The ticket is locked for both: what is answered holds at that moment. */
  async function onNamed(
    { database, at, origin }: PublicContext,
    token: string,
    work: (tx: Tx, named: NamedAct) => Promise<Answered>,
  ): Promise<Answered> {
    const tooMany = await takeAttempt(database.db, [tokenLimit(origin)], at);
    if (tooMany !== null) return tooMany;
    const signed = readToken(token, secret, at);
    const act = signed?.purpose;
    const [ticketId = 0, personId = 0, subjectId = 0] = signed?.subjects ?? [];
    if (act !== 'still-here' && act !== 'next-unit' && act !== 'accept-terms') {
      return decline('link-invalid');
    }
    return inTransaction(database, async (tx) => {
      const ticket = await lockGoingTicket(tx, ticketId);
      const person = await readPerson(tx, personId);
      const theirs =
        person !== null &&
        !person.disabled &&
        person.contact?.organizationId === ticket?.organizationId;
      if (ticket === undefined || !theirs) return decline('link-invalid');
      return work(tx, { act, ticket, personId, subjectId });
    });
  }
}

/** T7: what was read is what is accepted: once another version is in force, that one is shown instead. */
async function acceptByLink(
  tx: Tx,
  { ticket, personId }: NamedAct,
  read: number | undefined,
  { at, ip }: PublicContext,
): Promise<void> {
  const { version } = await agreementInForce(tx, at);
  if (read !== version) return;
  const { organizationId } = ticket;
  await acceptTerms(tx, { personId, organizationId, version, channel: 'email', ipAddress: ip, at });
}

async function describedTerms(
  tx: Tx,
  { act, ticket, personId }: NamedAct,
  { at }: PublicContext,
): Promise<MailAct> {
  const agreement = await agreementInForce(tx, at);
  const { version } = agreement;
  const acceptedAt = await termsAcceptedAt(tx, personId, version);
  const { number, subject } = ticket;
  return {
    act,
    ticket: { number, subject },
    approval: null,
    terms: {
      version,
      clauses: await clausesOf(tx, agreement),
      acceptedAt: toTimeOrNull(acceptedAt),
    },
    state: acceptedAt === null ? 'open' : 'done',
    words: null,
  };
}

function doAct(
  tx: Tx,
  { act, ticket, personId, subjectId }: NamedAct,
  answer: 'yes' | 'no' | undefined,
  { at }: PublicContext,
): Promise<Ticket | NotDone> {
  const by = { personId, door: 'mail', at } as const;
  return act === 'still-here'
    ? confirmPresence(tx, ticket, by)
    : decideUnits(tx, ticket, { approvalId: subjectId, approved: answer === 'yes', ...by });
}

/** What the letter asked is over, or was said already since that letter; else the rule itself is asked. */
async function whyNotNow(tx: Tx, { act, ticket, subjectId }: NamedAct): Promise<Refusal | null> {
  if (act === 'next-unit') {
    const approval = await readUnitApproval(tx, subjectId);
    const open = approval?.state === 'asked' && approval.ticketId === ticket.id;
    return open ? null : refuse('T4', 'approval-over');
  }
  const question = ticket.status === 'waiting' ? await readQuestion(tx, ticket) : null;
  const attempt = question?.request.attempts.find((each) => each.messageId === subjectId);
  if (question === null || attempt === undefined) return refuse('VIII.b', 'nothing-asked');
  const known = question.request.presences.some((saidAt) => saidAt >= attempt.at);
  return known ? refuse('VIII.b', 'presence-known') : null;
}

async function described(
  tx: Tx,
  { act, ticket, subjectId }: NamedAct,
  { state, refusal }: { readonly state: MailAct['state']; readonly refusal: Refusal | null },
  voice: PublicContext,
): Promise<MailAct> {
  const { number, subject } = ticket;
  return {
    act,
    ticket: { number, subject },
    approval: act === 'next-unit' ? await approvalOf(tx, ticket, subjectId) : null,
    terms: null,
    state,
    words: refusal === null ? null : refusalWords(refusal, voice),
  };
}

async function approvalOf(tx: Tx, ticket: Ticket, id: number): Promise<MailAct['approval']> {
  const approval = await readUnitApproval(tx, id);
  if (approval === null) return null;
  const { terms } = await agreementByVersion(tx, ticket.agreementVersion);
  return {
    units: approval.units,
    note: approval.note,
    agreedUnits: unitsAgreedTo(terms, ticket),
    billableMinutes: ticket.billableMinutes,
    minutesPerUnit: terms.credits.minutesPerUnit,
  };
}
