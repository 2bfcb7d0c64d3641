// Which functions run for what happened, on one page. Everything here may run twice.
import type { Clock } from '../../kernel/clock.ts';
import type { TermsAccepted } from '../../modules/agreements/index.ts';
import {
  type AppointmentAnswered,
  type AppointmentNews,
  cancelAppointmentsOfEnded,
  findAppointment,
} from '../../modules/appointments/index.ts';
import type { ClockFellDue } from '../../modules/clocks/index.ts';
import type { MailUndelivered, MailWaitsForWord } from '../../modules/correspondence/index.ts';
import type {
  BalanceLow,
  BillingAsked,
  ObjectionFellDue,
  UnitsAdded,
  UnitsExpiring,
} from '../../modules/credits/index.ts';
import {
  acknowledgeTicket,
  askForWord,
  type Post,
  sendInvitation,
  sendSignInLink,
  tellOfAccess,
  tellOfAdmission,
  tellOfAnswer,
  tellOfAppointment,
  tellOfBilling,
  tellOfClock,
  tellOfEnd,
  tellOfExpiry,
  tellOfLowBalance,
  tellOfMerge,
  tellOfMessage,
  tellOfNews,
  tellOfObjection,
  tellOfPriority,
  tellOfScope,
  tellOfScopeClaim,
  tellOfStanding,
  tellOfSuggestion,
  tellOfUndelivered,
  tellOfUnitsAnswered,
  tellOfUnitsAsked,
} from '../../modules/notifications/index.ts';
import {
  type AccessChanged,
  announceStanding,
  type ContactChanged,
  type CustomerContractChanged,
  type CustomerStandingChanged,
  type PasswordChanged,
  type PersonInvited,
  readPerson,
  type SignInLinkRequested,
} from '../../modules/people/index.ts';
import { runWhatIf, runWhatIfJob } from '../../modules/reporting/index.ts';
import {
  admitHeld,
  type MessageWritten,
  type PriorityChanged,
  type ScopeClaimed,
  type ScopeDecided,
  type SuggestionRead,
  type TicketAdmitted,
  type TicketEnded,
  type TicketNews,
  type TicketReceived,
  type TicketsMerged,
  type UnitsAnswered,
  type UnitsAsked,
  wakeSnoozedLater,
} from '../../modules/tickets/index.ts';
import { type Database, inTransaction, type Tx } from '../../platform/database/index.ts';
import { handleJob, type JobHandler, onEvent } from '../../platform/jobs.ts';

export interface Desk {
  readonly database: Database;
  readonly clock: Clock;
  readonly post: Post;
}

export function subscriptions(desk: Desk): readonly JobHandler[] {
  const { database, clock, post } = desk;
  const write = (work: (tx: Tx) => Promise<void>) => inTransaction(database, work);
  const lookAtHeld = ({ organizationId }: { readonly organizationId: number }) =>
    admitHeld(database, organizationId, clock.now());

  return [
    // II, T1, T7: what may have held requests was cleared.
    onEvent<UnitsAdded>('credits.units-added', lookAtHeld),
    // Told now, or when a suspension begins or ends by its date; however late, it counts from that moment. What was told
    // before moments were kept has none.
    onEvent<CustomerStandingChanged>('customer.standing-changed', async (changed) => {
      const { organizationId, at } = changed;
      await write((tx) => announceStanding(tx, organizationId));
      await admitHeld(database, organizationId, at ?? clock.now());
      // After what was held is admitted: the letter counts it.
      if (at !== undefined) await write((tx) => tellOfStanding(tx, post, { organizationId, at }));
    }),
    onEvent<CustomerContractChanged>('customer.contract-changed', lookAtHeld),
    onEvent<ContactChanged>('contact.changed', lookAtHeld),
    // However late this runs, what waited for the terms counts from the moment they were accepted.
    onEvent<TermsAccepted>('terms.accepted', async ({ personId, at }) => {
      const organizationId = (await readPerson(database.db, personId))?.contact?.organizationId;
      if (organizationId !== undefined)
        await admitHeld(database, organizationId, at ?? clock.now());
    }),

    // IV.d, V.a, V.b, V.c, VIII: what the customer is told.
    onEvent<TicketReceived>('ticket.received', (received) =>
      write((tx) => acknowledgeTicket(tx, post, received)),
    ),
    onEvent<TicketAdmitted>('ticket.admitted', ({ ticketId }) =>
      write((tx) => tellOfAdmission(tx, post, ticketId)),
    ),
    onEvent<MessageWritten>('ticket.message-written', ({ messageId }) =>
      write((tx) => tellOfMessage(tx, post, messageId)),
    ),
    onEvent<TicketNews>('ticket.news', (news) => write((tx) => tellOfNews(tx, post, news))),
    onEvent<PriorityChanged>('ticket.priority-changed', (changed) =>
      write((tx) => tellOfPriority(tx, post, changed)),
    ),
    onEvent<SuggestionRead>('ticket.suggestion-read', (read) =>
      write((tx) => tellOfSuggestion(tx, post, read)),
    ),
    onEvent<ScopeClaimed>('ticket.scope-claimed', (claimed) =>
      write((tx) => tellOfScopeClaim(tx, post, claimed)),
    ),
    onEvent<ScopeDecided>('ticket.scope-decided', (decided) =>
      write((tx) => tellOfScope(tx, post, decided)),
    ),
    onEvent<UnitsAsked>('ticket.units-asked', ({ approvalId }) =>
      write((tx) => tellOfUnitsAsked(tx, post, approvalId)),
    ),
    onEvent<UnitsAnswered>('ticket.units-answered', (answered) =>
      write((tx) => tellOfUnitsAnswered(tx, post, answered)),
    ),
    onEvent<TicketEnded>('ticket.ended', async (ended) => {
      await write((tx) => tellOfEnd(tx, post, ended));
      await cancelAppointmentsOfEnded(database, ended.ticketId, clock.now());
    }),
    // T5, T6: activities offered, agreed, moved, cancelled, missed.
    onEvent<AppointmentNews>('appointment.news', (news) =>
      write((tx) => tellOfAppointment(tx, post, news)),
    ),

    onEvent<AppointmentAnswered>('appointment.answered', async (answered) => {
      await write((tx) => tellOfAnswer(tx, post, answered));
      const appointment = await findAppointment(database.db, answered.appointmentId);
      if (appointment !== undefined)
        await write((tx) => wakeSnoozedLater(tx, appointment.ticketId));
    }),

    onEvent<TicketsMerged>('ticket.merged', async (merged) => {
      await write((tx) => tellOfMerge(tx, post, merged));
      await cancelAppointmentsOfEnded(database, merged.ticketId, clock.now());
    }),

    // V.d: whom the terms name for a clock that comes near its due moment, or is past it.
    onEvent<ClockFellDue>('clock.fell-due', async (fell) => {
      await write((tx) => tellOfClock(tx, post, fell));
      await write((tx) => wakeSnoozedLater(tx, fell.ticketId));
    }),

    // T1: what the administrators of a customer are told of its units.
    onEvent<BalanceLow>('credits.balance-low', (low) =>
      write((tx) => tellOfLowBalance(tx, post, low)),
    ),
    onEvent<UnitsExpiring>('credits.units-expiring', (expiring) =>
      write((tx) => tellOfExpiry(tx, post, expiring)),
    ),
    onEvent<BillingAsked>('credits.billing-asked', (asked) =>
      write((tx) => tellOfBilling(tx, post, asked)),
    ),
    onEvent<ObjectionFellDue>('credits.objection-fell-due', (fell) =>
      write((tx) => tellOfObjection(tx, post, fell)),
    ),

    // What somebody asked for and does not wait for.
    handleJob(runWhatIfJob, ({ whatIfId }, { signal }) => runWhatIf(desk, whatIfId, signal)),
    // What did not arrive, to whoever attends the request.
    onEvent<MailUndelivered>('mail.undelivered', ({ mailId }) =>
      write((tx) => tellOfUndelivered(tx, post, mailId)),
    ),

    // Letters to one person.
    onEvent<PersonInvited>('person.invited', ({ invitationId }) =>
      write((tx) => sendInvitation(tx, post, invitationId)),
    ),
    onEvent<SignInLinkRequested>('sign-in.link-requested', (request) =>
      write((tx) => sendSignInLink(tx, post, request)),
    ),
    onEvent<MailWaitsForWord>('mail.waits-for-word', ({ mailId }) =>
      write((tx) => askForWord(tx, post, mailId)),
    ),
    onEvent<AccessChanged>('person.access-changed', (changed) =>
      write((tx) => tellOfAccess(tx, post, changed)),
    ),
    // What an older release left in the queue says only whose it was.
    onEvent<PasswordChanged>('person.password-changed', ({ personId }) => {
      const unsaid = { passkey: null, userAgent: null, ipAddress: null } as const;
      return write((tx) =>
        tellOfAccess(tx, post, {
          personId,
          change: 'password-changed',
          at: clock.now(),
          by: 'self',
          ...unsaid,
        }),
      );
    }),
  ];
}
