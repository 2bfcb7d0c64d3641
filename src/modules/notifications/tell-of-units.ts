import type { Instant } from '../../kernel/clock.ts';
import { dayMs } from '../../kernel/duration.ts';
import type { Db, Tx } from '../../platform/database/index.ts';
import { consumptionDays, projectRunOut } from '../../policy/projection.ts';
import { agreementInForce } from '../agreements/index.ts';
import {
  type BillingAsked,
  readAccount,
  readConsumption,
  readExpiringUnits,
  readObjection,
  readTopUp,
} from '../credits/index.ts';
import { listAgents, listContacts, namesOfOrganizations, readPerson } from '../people/index.ts';
import { findTicketById, namesOfTickets } from '../tickets/index.ts';
import type { Letter, LetterLot, Recipient } from './model.ts';
import type { Post } from './post.ts';
import { postPersonalLetter, recipientOf, writeLetter } from './post-letter.ts';

/** T1: the units run low: said once a crossing to each administrator of the company, with an estimate of how long they last. */
export async function tellOfLowBalance(
  tx: Tx,
  post: Post,
  { organizationId, at }: { readonly organizationId: number; readonly at: Instant },
): Promise<void> {
  const account = await readAccount(tx, organizationId);
  const { terms } = await agreementInForce(tx, at);
  const used = await readConsumption(tx, [organizationId], at - consumptionDays * dayMs);
  const consumption = used.get(organizationId);
  if (consumption === undefined) return;
  for (const recipient of await administratorsOf(tx, organizationId, at)) {
    const letter = {
      kind: 'balance-low' as const,
      availableUnits: account.availableUnits,
      lowBalanceUnits: account.lowBalanceUnits ?? terms.credits.lowBalanceUnits,
      availableUnitsMin: terms.credits.availableUnitsMin,
      projection: projectRunOut(consumption, at),
    };
    await postPersonalLetter(tx, post, {
      key: `balance-low.${organizationId}.${at}`,
      purpose: 'balance-low',
      written: await writeLetter(tx, post, { letter, recipient }),
      sensitive: false,
    });
  }
}

/**
 * T1: units come to their day: told to the same people, with what holds keep of each purchase. What was used or put on
 * hold since is not told of any more.
 */
export async function tellOfExpiry(
  tx: Tx,
  post: Post,
  expiring: {
    readonly organizationId: number;
    readonly sequences: readonly number[];
    readonly at: Instant;
  },
): Promise<void> {
  const { organizationId, sequences, at } = expiring;
  const lots = await lotsOf(tx, organizationId, sequences);
  const used = await readConsumption(tx, [organizationId], at - consumptionDays * dayMs);
  const consumption = used.get(organizationId);
  if (lots.length === 0 || consumption === undefined) return;
  for (const recipient of await administratorsOf(tx, organizationId, at)) {
    const projection = projectRunOut(consumption, at);
    const letter = { kind: 'units-expiring' as const, lots, projection };
    await postPersonalLetter(tx, post, {
      key: `units-expiring.${organizationId}.${at}`,
      purpose: 'units-expiring',
      written: await writeLetter(tx, post, { letter, recipient }),
      sensitive: false,
    });
  }
}

async function lotsOf(
  tx: Tx,
  organizationId: number,
  sequences: readonly number[],
): Promise<readonly LetterLot[]> {
  const lots = (await readExpiringUnits(tx, organizationId)).filter(({ sequence }) =>
    sequences.includes(sequence),
  );
  const tickets = await namesOfTickets(
    tx,
    lots.flatMap(({ heldBy }) => heldBy.map(({ ticketId }) => ticketId)),
  );
  return lots.map(({ reference, units, expiresAt, heldBy }) => ({
    reference,
    units,
    expiresAt,
    heldBy: heldBy.flatMap((hold) => {
      const ticketNumber = tickets.get(hold.ticketId)?.number;
      return ticketNumber === undefined ? [] : [{ ticketNumber, units: hold.units }];
    }),
  }));
}

/** T1, T3, T4: what a company asked of billing is told to both sides, and what billing decided to the company. */
export async function tellOfBilling(
  tx: Tx,
  post: Post,
  asked: {
    readonly organizationId: number;
    readonly subject: 'objection' | 'top-up';
    readonly id: number;
    readonly step: BillingAsked['step'];
  },
): Promise<void> {
  const { organizationId, subject, id, step } = asked;
  const names = await namesOfOrganizations(tx, [organizationId]);
  const customer = { id: organizationId, name: names.get(organizationId) ?? '' };
  const found =
    subject === 'objection' ? await objectionNews(tx, id, step) : await topUpNews(tx, id, step);
  if (found === null) return;
  const customers = await administratorsOf(tx, organizationId, post.now());
  // What billing decided it knows.
  const desk = step !== 'decided' ? await billingPeople(tx, post.now()) : [];
  for (const [recipients, forDesk] of [
    [customers, false],
    [desk, true],
  ] as const) {
    for (const recipient of recipients) {
      const letter = { kind: 'billing' as const, ...found, customer, forDesk };
      await postPersonalLetter(tx, post, {
        key: `${subject}.${id}.${step}`,
        purpose: `${subject}-${step}`,
        written: await writeLetter(tx, post, { letter, recipient }),
        sensitive: false,
      });
    }
  }
}

type News = Omit<Extract<Letter, { kind: 'billing' }>, 'kind' | 'customer' | 'forDesk'>;

async function objectionNews(tx: Tx, id: number, step: BillingAsked['step']): Promise<News | null> {
  const objection = await readObjection(tx, id);
  if (objection === null) return null;
  const ticket = await findTicketById(tx, objection.ticketId);
  const decided = objection.state === 'accepted' ? 'objection-accepted' : 'objection-rejected';
  const news = { asked: 'objection-asked', decided, withdrawn: 'objection-withdrawn' } as const;
  return {
    news: news[step],
    units: objection.units,
    givenBackUnits: objection.givenBackUnits ?? 0,
    ticketNumber: ticket?.number ?? null,
    text: objection.reason,
    answer: step === 'decided' ? objection.answer : null,
    dueAt: step === 'asked' ? objection.dueAt : null,
  };
}

async function topUpNews(tx: Tx, id: number, step: BillingAsked['step']): Promise<News | null> {
  const topUp = await readTopUp(tx, id);
  if (topUp === null) return null;
  const decided = topUp.state === 'recorded' ? 'top-up-recorded' : 'top-up-declined';
  return {
    news: step === 'asked' ? 'top-up-asked' : decided,
    units: topUp.units,
    givenBackUnits: 0,
    ticketNumber: null,
    text: topUp.note,
    answer: step === 'asked' ? null : topUp.answer,
    dueAt: null,
  };
}

async function billingPeople(tx: Tx, at: Instant): Promise<readonly Recipient[]> {
  const recipients: Recipient[] = [];
  for (const { personId, roles, disabled } of await listAgents(tx, at)) {
    if (!roles.includes('billing') || disabled) continue;
    const person = await readPerson(tx, personId);
    if (person !== null) recipients.push(recipientOf(person));
  }
  return recipients;
}

/** Who answers for a company's units: its administrators that can be written to. */
export async function administratorsOf(
  db: Db,
  organizationId: number,
  at: Instant,
): Promise<readonly Recipient[]> {
  const contacts = await listContacts(db, organizationId, at);
  const recipients: Recipient[] = [];
  for (const { personId, role, disabled } of contacts) {
    if (role !== 'customer_administrator' || disabled) continue;
    const person = await readPerson(db, personId);
    if (person !== null) recipients.push(recipientOf(person));
  }
  return recipients;
}
