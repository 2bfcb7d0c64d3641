import type { Instant } from '../../../kernel/clock.ts';
import {
  type InboundMail,
  lockReceivedMail,
  putOffChecking,
  readInboundMail,
  recordInboundOutcome,
  recordProbeArrival,
} from '../../../modules/correspondence/index.ts';
import { readPerson } from '../../../modules/people/index.ts';
import { addParticipant, findTicketById, lockGoingTicket } from '../../../modules/tickets/index.ts';
import { inTransaction, type Tx } from '../../../platform/database/index.ts';
import { carryOut, NotAcknowledged, sender } from './carry-out.ts';
import { isFailureOfTheWorld } from './failure-of-the-world.ts';
import { judgeMail, type MailVerdict } from './judge-mail.ts';
import { lookUp, placeOf, stormOf } from './look-up-mail.ts';
import type { MailProcessing } from './mail-processing.ts';
import { type Prepared, prepare } from './prepare-mail.ts';

/** What a person decided about a mail that waited: who wrote it, or which request it belongs to. */
export interface MailRelease {
  readonly personId: number;
  readonly ticketId: number | null;
  readonly releasedByPersonId: number;
}

/**
 * Understands one accepted mail and does what it asks, in one transaction with the row that says so: it becomes a
 * ticket, a message, a delivery report on a mail of ours, or a quarantine entry. May run twice; the second run finds
 * it done. A mail that breaks our own code is quarantined too, so that it never stops the others.
 */
export async function processMail(desk: MailProcessing, mailId: number): Promise<void> {
  const waiting = await readInboundMail(desk.database.db, mailId);
  if (waiting === undefined || waiting.outcome !== 'received') return;
  const prepared = await prepare(desk, waiting);
  const pause = prepared.proof?.mayBeAskedAgain ? pausesMs[waiting.checkAttempts] : undefined;
  if (pause !== undefined) {
    const until = desk.clock.now() + pause;
    await inTransaction(desk.database, (tx) => putOffChecking(tx, mailId, until));
    return;
  }
  try {
    await settle(desk, waiting, prepared).catch((error: unknown) => {
      if (!(error instanceof NotAcknowledged)) throw error;
      desk.log.error({ error: error.cause, mailId }, error.message);
      return settle({ ...desk, post: undefined }, waiting, prepared);
    });
  } catch (error) {
    if (isFailureOfTheWorld(error)) throw error;
    desk.log.error({ error, mailId }, 'a mail could not be processed; it waits in the quarantine');
    await inTransaction(desk.database, (tx) =>
      recordInboundOutcome(tx, mailId, {
        outcome: 'quarantined',
        quarantineReason: 'processing-failed',
        quarantineFacts: {},
        ...sender(prepared),
        at: desk.clock.now(),
      }),
    );
  }
}

/** Judges a mail that waits and does what it asks; found done, it does nothing. */
async function settle(
  desk: MailProcessing,
  inbound: InboundMail,
  prepared: Prepared,
): Promise<void> {
  await inTransaction(desk.database, async (tx) => {
    if (!(await lockReceivedMail(tx, inbound.id))) return;
    if (await recordProbeArrival(tx, inbound)) {
      await recordInboundOutcome(tx, inbound.id, { outcome: 'discarded', at: desk.clock.now() });
      return;
    }
    const context = await lookUp(tx, desk, inbound, prepared);
    const isStorm = await stormOf(tx, desk, inbound, prepared, context);
    const verdict = judgeMail(prepared.understood, { ...context, isStorm });
    await carryOut(tx, desk, inbound, verdict, { ...prepared, expired: context.expired });
  });
}

/**
 * II: the owner of the address said that the waiting mail is genuine: it does what it would have done. Answers the
 * ticket's number; null when something else than its author stands in its way, and it waits for that.
 */
export async function confirmMail(
  tx: Tx,
  desk: MailProcessing,
  inbound: InboundMail,
  personId: number,
): Promise<number | null> {
  const prepared = await prepare(desk, inbound);
  const context = await lookUp(tx, desk, inbound, prepared);
  const sender = context.sender && { ...context.sender, handling: 'take' as const };
  const verdict = judgeMail(prepared.understood, { ...context, sender });
  const ticketId = await carryOut(
    tx,
    desk,
    inbound,
    verdict,
    { ...prepared, expired: context.expired },
    true,
  );
  if (verdict.outcome !== 'register' && verdict.outcome !== 'append') return null;
  await recordInboundOutcome(tx, inbound.id, {
    outcome: verdict.outcome === 'register' ? 'ticket' : 'message',
    handledByPersonId: personId,
    at: desk.clock.now(),
  });
  return ticketId === null ? null : ((await findTicketById(tx, ticketId))?.number ?? null);
}

/** Does with a quarantined mail what a person decided; answers the ticket's number. */
export async function releaseMail(
  tx: Tx,
  desk: MailProcessing,
  inbound: InboundMail,
  release: MailRelease,
): Promise<number | null> {
  const prepared = await prepare(desk, inbound);
  if (prepared.understood.rejected) return null;
  const mail = prepared.understood;
  const context = await lookUp(tx, desk, inbound, prepared);
  const verdict: MailVerdict =
    release.ticketId === null
      ? {
          outcome: 'register',
          mail,
          personId: release.personId,
          organizationId: context.sender?.organizationId ?? (await organizationOf(tx, release)),
        }
      : {
          outcome: 'append',
          mail,
          personId: release.personId,
          ticketId: release.ticketId,
          automatic: mail.automatic.isAutoReply,
        };
  const ticketId = await carryOut(tx, desk, inbound, verdict, {
    ...prepared,
    expired: context.expired,
  });
  if (release.ticketId !== null) await followOn(tx, release.ticketId, release, desk.clock.now());
  await recordInboundOutcome(tx, inbound.id, {
    outcome: release.ticketId === null ? 'ticket' : 'message',
    handledByPersonId: release.releasedByPersonId,
    at: desk.clock.now(),
  });
  return ticketId === null ? null : ((await findTicketById(tx, ticketId))?.number ?? null);
}

/** Rule 4: who was let into a request gets what is answered there. Of another customer nobody does, whatever was let in. */
async function followOn(
  tx: Tx,
  ticketId: number,
  { personId, releasedByPersonId }: MailRelease,
  at: Instant,
): Promise<void> {
  const author = await readPerson(tx, personId);
  const ticket = await lockGoingTicket(tx, ticketId);
  if (author === null || ticket === undefined) return;
  if ((await placeOf(tx, ticket.id, author)) === 'follows') return;
  const by = { kind: 'agent', personId: releasedByPersonId } as const;
  await addParticipant(tx, ticket, { by, address: author.email, at });
}

/** The network did not answer: F32, it is asked again after these, and then the mail counts as unproven. */
const pausesMs = [30_000, 2 * 60_000, 5 * 60_000];

async function organizationOf(tx: Tx, release: MailRelease): Promise<number> {
  const person = await readPerson(tx, release.personId);
  const organizationId = person?.contact?.organizationId;
  if (organizationId === undefined)
    throw new Error('a mail is released to a contact of a customer');
  return organizationId;
}
