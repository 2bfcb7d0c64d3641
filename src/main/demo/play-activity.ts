import type { Instant } from '../../kernel/clock.ts';
import {
  type Appointment,
  acceptSlot,
  appointmentsOfTicket,
  cancelAppointment,
  offerAppointment,
  openSlots,
  proposeTimes,
  recordOutcome,
} from '../../modules/appointments/index.ts';
import type { NotDone, Ticket } from '../../modules/tickets/index.ts';
import type { Tx } from '../../platform/database/index.ts';
import type { DemoDesk } from './demo-desk.ts';
import type { ActivityAct } from './story.ts';
import { uploadFile } from './upload-file.ts';

interface Playing {
  readonly agentId: number;
  readonly customerId: number;
  /** The times that are proposed. */
  readonly times: readonly Instant[];
  /** Fills the words of the story. */
  readonly words: (text: string) => string;
}

/** T5, T6: one step of an activity, by the side whose turn it is. A ticket of the demo has one activity. */
export async function playActivity(
  tx: Tx,
  desk: DemoDesk,
  ticket: Ticket,
  step: ActivityAct,
  { agentId, customerId, times, words }: Playing,
): Promise<Appointment | NotDone> {
  const at = desk.clock.now();
  const agent = { kind: 'agent', personId: agentId } as const;
  const customer = { kind: 'customer', personId: customerId } as const;
  if (step.act === 'offer') {
    const { subject, place, location, minutes, surcharge } = step.activity;
    return offerAppointment(tx, ticket, {
      personId: agentId,
      agentPersonId: agentId,
      subject: words(subject),
      place,
      location: words(location),
      durationMinutes: minutes,
      surchargeUnits: surcharge?.units ?? null,
      surchargeNote: surcharge?.note ?? '',
      slots: times,
      at,
    });
  }
  const [appointment] = await appointmentsOfTicket(tx, ticket.id);
  if (appointment === undefined) throw new RangeError('an activity begins with an offer');
  const appointmentId = appointment.id;
  switch (step.act) {
    case 'propose':
      return proposeTimes(tx, ticket, {
        appointmentId,
        by: customer,
        slots: times,
        absenceAccepted: true,
        surchargeAccepted: true,
        channel: 'portal',
        at,
      });
    case 'agree': {
      const [slot] = await openSlots(tx, appointmentId);
      if (slot === undefined) throw new RangeError('a time was proposed');
      return acceptSlot(tx, ticket, {
        appointmentId,
        slotId: slot.id,
        by: slot.proposedBy === 'agent' ? customer : agent,
        absenceAccepted: true,
        surchargeAccepted: true,
        channel: 'portal',
        at,
      });
    }
    case 'call-off':
      return cancelAppointment(tx, ticket, {
        appointmentId,
        by: customer,
        reason: words(step.reason),
        chargeAccepted: false,
        at,
      });
    case 'outcome': {
      const { outcome, note, attempts, file } = step;
      return recordOutcome(tx, ticket, {
        appointmentId,
        personId: agentId,
        outcome,
        note: words(note),
        attemptsNote: words(attempts),
        attachmentIds: file === undefined ? [] : [await uploadFile(desk, agentId, file)],
        at,
      });
    }
  }
}
