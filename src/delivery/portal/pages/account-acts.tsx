import { paths } from '../../ui/paths.ts';
import * as m from '../../ui/words/generated/messages.js';
import type { Page, PageAnswer, PageRequest } from '../../web/contract.ts';
import { attempt } from '../attempt.ts';
import { formKey, numberOf, textOf } from '../form.ts';
import { contextOf } from '../page-context.ts';
import { addressOf, searchIn, shownAt } from '../statement-search.ts';
import { showAccount } from './account.tsx';

/** T1: asking to buy units. */
export const requestTopUpPage: Page = {
  method: 'POST',
  path: '/account/top-ups',
  signedIn: true,
  handle: async (request) => {
    const organizationId = organizationOf(request);
    if (organizationId === null) return { redirect: paths.account };
    const units = numberOf(request.form, 'units') ?? 0;
    const note = textOf(request.form, 'note');
    const retained = { act: 'top-up', units, text: note } as const;
    const asked = await attempt(
      request.call('requestTopUp', {
        params: { organizationId },
        idempotencyKey: formKey(request.form),
        body: { units, note },
      }),
    );
    if (!asked.done) return showAccount(request, { ...retained, problem: asked.problem });
    return done(request, 'top-up', 'top-up');
  },
};

/** Whether the statement comes by mail when a month is over. */
export const setStatementByMailPage: Page = {
  method: 'POST',
  path: '/account/statement-by-mail',
  signedIn: true,
  handle: async (request) => {
    const organizationId = organizationOf(request);
    if (organizationId === null) return { redirect: paths.account };
    const changed = await attempt(
      request.call('setStatementByMail', {
        params: { organizationId },
        body: { byMail: textOf(request.form, 'by-mail') === 'yes' },
      }),
    );
    if (!changed.done) return showAccount(request, { problem: changed.problem });
    return done(request, 'statement-by-mail');
  },
};

/** T3, T4: not accepting a charge. */
export const objectToChargePage: Page = {
  method: 'POST',
  path: '/account/objections',
  signedIn: true,
  handle: async (request) => {
    const organizationId = organizationOf(request);
    if (organizationId === null) return { redirect: paths.account };
    const entrySequence = Number(request.url.searchParams.get('entry')) || 0;
    const reason = textOf(request.form, 'reason');
    const retained = { act: 'objection', entrySequence, text: reason } as const;
    if (reason.length < 5) {
      const { say } = await contextOf(request);
      const mistake = m.portal_objection_short({}, say);
      return showAccount(request, { ...retained, mistake });
    }
    const objected = await attempt(
      request.call('objectToCharge', {
        params: { organizationId },
        idempotencyKey: formKey(request.form),
        body: { entrySequence, reason },
      }),
    );
    if (!objected.done) return showAccount(request, { ...retained, problem: objected.problem });
    return done(request, 'objection', `objection-${entrySequence}`);
  },
};

/** T3, T4: accepting the charge after all. */
export const withdrawObjectionPage: Page = {
  method: 'POST',
  path: '/account/objections/withdrawal',
  signedIn: true,
  handle: async (request) => {
    const organizationId = organizationOf(request);
    if (organizationId === null) return { redirect: paths.account };
    const objectionId = numberOf(request.form, 'objection') ?? 0;
    const withdrawn = await attempt(
      request.call('withdrawObjection', {
        params: { organizationId, objectionId },
        idempotencyKey: formKey(request.form),
      }),
    );
    if (!withdrawn.done) return showAccount(request, { problem: withdrawn.problem });
    return done(request, 'objection-withdrawn');
  },
};

const organizationOf = ({ me }: PageRequest): number | null => me?.organization?.id ?? null;

/** Back to the statement as it was shown. */
function done({ url }: PageRequest, what: string, draft?: string): PageAnswer {
  const query = new URLSearchParams(addressOf(searchIn(shownAt(url))));
  query.set('done', what);
  if (draft !== undefined) query.set('draft', draft);
  return { redirect: `${paths.account}?${query}` };
}
