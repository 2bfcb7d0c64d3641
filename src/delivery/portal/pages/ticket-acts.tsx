import { paths } from '../../ui/paths.ts';
import * as m from '../../ui/words/generated/messages.js';
import type { Page, PageAnswer, PageRequest, Problem } from '../../web/contract.ts';
import { attempt } from '../attempt.ts';
import { formKey, numberOf, textOf } from '../form.ts';
import { contextOf } from '../page-context.ts';
import { waitingFiles } from '../views/attachments.tsx';
import { ticketDraftName } from '../views/draft.ts';
import type { Retained } from '../views/ticket-props.ts';
import { notFound } from './not-found.tsx';
import { showTicket } from './ticket.tsx';

export const answerTicketPage = actPage('messages', async (request, number) => {
  const text = textOf(request.form, 'text');
  const waiting = waitingFiles(request);
  const retained = { act: 'answer', text, waiting } as const;
  if (text === '') {
    const { say } = await contextOf(request);
    return showTicket(request, { ...retained, mistake: m.portal_composer_missing({}, say) });
  }
  if (request.refusedFiles.length > 0) return showTicket(request, retained);
  const sent = await attempt(
    request.call('addMessage', {
      params: { number },
      idempotencyKey: formKey(request.form),
      body: { text, attachmentIds: waiting.map((file) => file.id) },
    }),
  );
  if (!sent.done) return refused(request, retained, sent.problem);
  return done(number, 'sent', ticketDraftName(number, 'ticket'), `m${sent.value.id}`);
});

export const confirmPresencePage = actPage('presence', async (request, number) => {
  const said = await attempt(
    request.call('confirmPresence', { params: { number }, idempotencyKey: formKey(request.form) }),
  );
  if (!said.done) return refused(request, { act: 'presence' }, said.problem);
  return done(number, 'presence');
});

export const decideUnitsPage = actPage('units', async (request, number) => {
  const approved = textOf(request.form, 'answer') === 'yes';
  const decided = await attempt(
    request.call('decideUnits', {
      params: { number, approvalId: numberOf(request.form, 'approval') ?? 0 },
      idempotencyKey: formKey(request.form),
      body: { approved },
    }),
  );
  if (!decided.done) return refused(request, { act: 'units' }, decided.problem);
  return done(number, approved ? 'units-approved' : 'units-declined');
});

export const closeTicketPage = actPage('closure', async (request, number) => {
  const closed = await attempt(
    request.call('closeTicket', {
      params: { number },
      idempotencyKey: formKey(request.form),
      body: {},
    }),
  );
  if (!closed.done) return refused(request, { act: 'confirm' }, closed.problem);
  return done(number, 'confirmed');
});

export const reopenTicketPage = actPage('reopening', async (request, number) => {
  const reason = textOf(request.form, 'reason');
  const retained = { act: 'reopen', text: reason } as const;
  if (reason.length < 3) {
    const { say } = await contextOf(request);
    return showTicket(request, { ...retained, mistake: m.portal_reopen_missing({}, say) });
  }
  const opened = await attempt(
    request.call('reopenTicket', {
      params: { number },
      idempotencyKey: formKey(request.form),
      body: { reason },
    }),
  );
  if (!opened.done) return refused(request, retained, opened.problem);
  // After the reopening days it goes on in a new, linked request (VIII.c).
  return done(
    opened.value.number,
    opened.value.reopened ? 'reopened' : 'continued',
    ticketDraftName(number, 'reopen'),
  );
});

export const claimScopePage = actPage('scope-claim', async (request, number) => {
  const reason = textOf(request.form, 'reason');
  const retained = { act: 'scope', text: reason } as const;
  if (reason.length < 3) {
    const { say } = await contextOf(request);
    return showTicket(request, { ...retained, mistake: m.portal_scope_because_missing({}, say) });
  }
  const claimed = await attempt(
    request.call('claimScope', {
      params: { number },
      idempotencyKey: formKey(request.form),
      body: { reason },
    }),
  );
  if (!claimed.done) return refused(request, retained, claimed.problem);
  return done(number, 'scope-claimed', ticketDraftName(number, 'scope'));
});

export const withdrawTicketPage = actPage('withdrawal', async (request, number) => {
  const reason = textOf(request.form, 'reason');
  const withdrawn = await attempt(
    request.call('withdrawTicket', {
      params: { number },
      idempotencyKey: formKey(request.form),
      body: reason === '' ? {} : { reason },
    }),
  );
  if (!withdrawn.done) {
    return refused(request, { act: 'withdraw', text: reason }, withdrawn.problem);
  }
  return done(number, 'withdrawn', ticketDraftName(number, 'withdraw'));
});

export const addParticipantPage = actPage('participants', async (request, number) => {
  const address = textOf(request.form, 'address');
  const added = await attempt(
    request.call('addParticipant', {
      params: { number },
      idempotencyKey: formKey(request.form),
      body: { address },
    }),
  );
  if (!added.done) return refused(request, { act: 'participant', text: address }, added.problem);
  return done(number, 'participant-added', ticketDraftName(number, 'participant'));
});

export const removeParticipantPage = actPage(
  'participants/:personId/removal',
  async (request, number) => {
    const personId = Number(request.params['personId']);
    if (!Number.isSafeInteger(personId) || personId < 1) return notFound(request);
    const removed = await attempt(
      request.call('removeParticipant', { params: { number, personId } }),
    );
    if (!removed.done) return refused(request, {}, removed.problem);
    // Whoever left it sees it no more.
    return personId === request.me?.personId
      ? { redirect: paths.tickets }
      : done(number, 'participant-removed');
  },
);

export const decideParticipantPage = actPage(
  'participant-proposals/:proposalId',
  async (request, number) => {
    const proposalId = Number(request.params['proposalId']);
    if (!Number.isSafeInteger(proposalId) || proposalId < 1) return notFound(request);
    const outcome = textOf(request.form, 'outcome') === 'accepted' ? 'accepted' : 'declined';
    const decided = await attempt(
      request.call('decideParticipant', {
        params: { number, proposalId },
        idempotencyKey: `${outcome}-${formKey(request.form)}`,
        body: { outcome },
      }),
    );
    if (!decided.done) return refused(request, {}, decided.problem);
    return done(number, outcome === 'accepted' ? 'participant-added' : 'proposal-declined');
  },
);

function actPage(
  what: string,
  act: (request: PageRequest, number: number) => Promise<PageAnswer>,
): Page {
  return {
    method: 'POST',
    path: `/tickets/:number/${what}`,
    signedIn: true,
    handle: (request) => {
      const number = Number(request.params['number']);
      return Number.isSafeInteger(number) && number > 0 ? act(request, number) : notFound(request);
    },
  };
}

function refused(request: PageRequest, retained: Retained, problem: Problem): Promise<PageAnswer> {
  return problem.status === 404 ? notFound(request) : showTicket(request, { ...retained, problem });
}

function done(number: number, what: string, draft?: string, anchor?: string): PageAnswer {
  const query = new URLSearchParams(draft === undefined ? { done: what } : { done: what, draft });
  return {
    redirect: `${paths.ticket(number)}?${query}${anchor === undefined ? '' : `#${anchor}`}`,
  };
}
