import type { Instant } from '../../kernel/clock.ts';
import type { Tx } from '../../platform/database/index.ts';
import { emit } from '../../platform/jobs.ts';
import { announceTicket, type Ticket } from '../tickets/index.ts';
import type { AppointmentAnswered, AppointmentNews } from './events.ts';
import type { Party } from './model.ts';

/** Something of an appointment changed: the screens that show its ticket fetch it, and the customer gets a letter. */
export async function tell(
  tx: Tx,
  ticket: Ticket,
  told: {
    readonly appointmentId: number;
    readonly news: AppointmentNews['news'];
    readonly calendar?: AppointmentNews['calendar'];
    readonly refusal?: AppointmentNews['refusal'];
    readonly toPersonId?: AppointmentNews['toPersonId'];
    readonly at: Instant;
  },
): Promise<void> {
  const { appointmentId, news, calendar = null, refusal = null, toPersonId = null, at } = told;
  await emit<AppointmentNews>(tx, 'appointment.news', {
    appointmentId,
    news,
    at,
    calendar,
    refusal,
    toPersonId,
  });
  await announceTicket(tx, ticket);
}

/** The customer answered, by whichever door: whose activity it is gets to know. What an agent does tells no agent. */
export async function tellOfAnswer(
  tx: Tx,
  by: Party | 'system',
  answered: { readonly appointmentId: number; readonly decisionId: number },
): Promise<void> {
  if (by === 'system' || by.kind !== 'customer') return;
  await emit<AppointmentAnswered>(tx, 'appointment.answered', answered);
}
