import { minuteMs } from '../../../kernel/duration.ts';
import { timeZone } from '../../../kernel/wall-time.ts';
import { paths } from '../../ui/paths.ts';
import * as m from '../../ui/words/generated/messages.js';
import type { Page, PageAnswer, PageRequest } from '../../web/contract.ts';
import { type Attempt, attempt } from '../attempt.ts';
import { formKey, isTicked, numberOf, textOf } from '../form.ts';
import { contextOf } from '../page-context.ts';
import { ticketDraftName } from '../views/draft.ts';
import { notFound } from './not-found.tsx';
import { showTicket } from './ticket.tsx';

interface Named {
  readonly number: number;
  readonly appointmentId: number;
}

/** T5, T6: the button that names the time says what absence costs; a visit's charge is a box of its own. */
export const acceptSlotPage = actPage('acceptance', async (request, params) =>
  finish(
    request,
    params,
    'appointment-accepted',
    await attempt(
      request.call('acceptSlot', {
        params,
        idempotencyKey: formKey(request.form),
        body: {
          slotId: numberOf(request.form, 'slot') ?? 0,
          acceptsAbsenceTerms: true,
          acceptsSurcharge: isTicked(request.form, 'surcharge'),
        },
      }),
    ),
  ),
);

export const proposeTimesPage = actPage('proposals', async (request, params) => {
  const slots = proposedTimes(request);
  if (slots.length === 0) {
    const { say } = await contextOf(request);
    return showTicket(withNumber(request, params), {
      mistake: m.portal_appointment_time_missing({}, say),
    });
  }
  return finish(
    request,
    params,
    'appointment-proposed',
    await attempt(
      request.call('proposeTimes', {
        params,
        idempotencyKey: formKey(request.form),
        body: {
          slots,
          acceptsAbsenceTerms: true,
          acceptsSurcharge: isTicked(request.form, 'surcharge'),
        },
      }),
    ),
    `propose-${params.appointmentId}`,
  );
});

export const cancelAppointmentPage = actPage('cancellation', async (request, params) =>
  finish(
    request,
    params,
    'appointment-cancelled',
    await attempt(
      request.call('cancelAppointment', {
        params,
        idempotencyKey: formKey(request.form),
        body: {
          reason: textOf(request.form, 'reason'),
          acceptsCharge: isTicked(request.form, 'charge'),
        },
      }),
    ),
    `cancel-${params.appointmentId}`,
  ),
);

/** What the reader's clock on the wall will show, as instants; what is no time is left out. */
function proposedTimes({ form, timeZone: zone }: PageRequest): string[] {
  const instants = (form['time'] ?? []).flatMap((written) => {
    const wall = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$/.test(written)
      ? Date.parse(`${written}:00Z`)
      : Number.NaN;
    return Number.isNaN(wall) ? [] : [timeZone(zone).instantOf(wall)];
  });
  return [...new Set(instants)].map((instant) =>
    new Date(Math.floor(instant / minuteMs) * minuteMs).toISOString(),
  );
}

function actPage(
  what: string,
  act: (request: PageRequest, named: Named) => Promise<PageAnswer>,
): Page {
  return {
    method: 'POST',
    path: `/tickets/:number/appointments/:appointmentId/${what}`,
    signedIn: true,
    handle: (request) => {
      const [number, appointmentId] = ['number', 'appointmentId'].map((name) =>
        Number(request.params[name]),
      );
      return isId(number) && isId(appointmentId)
        ? act(request, { number, appointmentId })
        : notFound(request);
    },
  };
}

const isId = (value: number | undefined): value is number =>
  value !== undefined && Number.isSafeInteger(value) && value > 0;

const withNumber = (request: PageRequest, { number }: Named): PageRequest => ({
  ...request,
  params: { number: String(number) },
});

async function finish(
  request: PageRequest,
  named: Named,
  done: string,
  attempted: Attempt<unknown>,
  draft?: string,
): Promise<PageAnswer> {
  if (attempted.done) {
    const query = new URLSearchParams({ done });
    if (draft !== undefined) query.set('draft', ticketDraftName(named.number, draft));
    return { redirect: `${paths.ticket(named.number)}?${query}#appointments` };
  }
  const { problem } = attempted;
  return problem.status === 404
    ? notFound(request)
    : showTicket(withNumber(request, named), { problem });
}
