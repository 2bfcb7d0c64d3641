import { paths } from '../../ui/paths.ts';
import * as m from '../../ui/words/generated/messages.js';
import type { MailAct, Page, PageRequest, Problem } from '../../web/contract.ts';
import { answerPage } from '../answer.tsx';
import { attempt } from '../attempt.ts';
import { textOf } from '../form.ts';
import { contextOf, type PageContext } from '../page-context.ts';
import { LinkGone } from '../views/link-gone.tsx';
import { problemPage } from './failure.tsx';

const path = '/mail/act';

/** VIII.b: opening a letter's link does nothing yet, since mail scanners open links; pressing the button does. */
export const mailActPage: Page = {
  method: 'GET',
  path,
  signedIn: false,
  handle: async (request) => {
    const token = request.url.searchParams.get('token') ?? '';
    const read = await attempt(request.call('readMailAct', { body: { token } }));
    return read.done ? show(request, read.value, token) : refused(request, read.problem);
  },
};

export const doMailActPage: Page = {
  method: 'POST',
  path,
  signedIn: false,
  handle: async (request) => {
    const token = textOf(request.form, 'token');
    const acted = await attempt(request.call('doMailAct', { body: { token } }));
    return acted.done ? show(request, acted.value, token) : refused(request, acted.problem);
  },
};

async function show(request: PageRequest, act: MailAct, token: string) {
  const context = await contextOf(request);
  const title = titleOf(act, context);
  return answerPage(context, {
    title,
    body: (
      <div class="door">
        <h1>{title}</h1>
        {act.state === 'open' ? <Ask context={context} act={act} token={token} /> : null}
        {act.state === 'open' ? null : <Over context={context} act={act} />}
      </div>
    ),
  });
}

function titleOf({ state }: MailAct, { say }: PageContext): string {
  const titles = {
    open: m.portal_act_still_here_title,
    done: m.portal_act_still_here_done,
    over: m.portal_act_still_here_over,
  } as const;
  return titles[state]({}, say);
}

const Ask = ({ context, act, token }: { context: PageContext; act: MailAct; token: string }) => (
  <form class="stack" method="post" action={path} data-once>
    <input type="hidden" name="token" value={token} />
    <p class="lead">{m.portal_act_still_here_text(act.ticket, context.say)}</p>
    <button class="button primary wide" type="submit">
      {m.portal_presence_act({}, context.say)}
    </button>
  </form>
);

const Over = ({ context: { say }, act }: { context: PageContext; act: MailAct }) => (
  <>
    <p class="lead" role="status">
      {act.words ?? m.portal_done_presence({}, say)}
    </p>
    <p>
      <a class="button primary wide" href={paths.ticket(act.ticket.number)}>
        {m.portal_act_answer({}, say)}
      </a>
    </p>
  </>
);

async function refused(request: PageRequest, problem: Problem) {
  if (problem.status !== 410 && problem.status !== 422) return problemPage(problem, request);
  const context = await contextOf(request);
  const title = m.portal_link_gone_title({}, context.say);
  return answerPage(context, {
    title,
    status: 410,
    body: (
      <LinkGone context={context} title={title}>
        {m.portal_act_gone({}, context.say)}
      </LinkGone>
    ),
  });
}
