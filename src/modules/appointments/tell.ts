import type { Instant } from '../../kernel/clock.ts';
import type { Tx } from '../../platform/database/index.ts';
import { emit } from '../../platform/jobs.ts';
import { announceTicket, type Ticket } from '../tickets/index.ts';
import type { AppointmentNews } from './events.ts';

/** Something of an appointment changed: the screens that show its ticket fetch it, and the customer gets a letter. */
export async function tell(
  tx: Tx,
  ticket: Ticket,
  told: {
    readonly appointmentId: number;
    readonly news: AppointmentNews['news'];
    readonly calendar?: AppointmentNews['calendar'];
    readonly refusal?: AppointmentNews['refusal'];
    readonly at: Instant;
  },
): Promise<void> {
  const { appointmentId, news, calendar = null, refusal = null, at } = told;
  await emit<AppointmentNews>(tx, 'appointment.news', {
    appointmentId,
    news,
    at,
    calendar,
    refusal,
  });
  await announceTicket(tx, ticket);
}
