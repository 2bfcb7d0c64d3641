import * as m from '../../ui/words/generated/messages.js';
import type { Page, PageRequest } from '../../web/contract.ts';
import { answerPage } from '../answer.tsx';
import { attempt } from '../attempt.ts';
import { textOf } from '../form.ts';
import { contextOf, type PageContext } from '../page-context.ts';
import { LinkGone } from '../views/link-gone.tsx';
import { problemPage } from './failure.tsx';
import { goOn } from './sign-in-code.tsx';

/** Opening the link changes nothing: mail scanners open every link. Pressing the button signs in. */
export const openLinkPage: Page = {
  method: 'GET',
  path: '/sign-in/link',
  signedIn: false,
  handle: async (request) => {
    const token = request.url.searchParams.get('token') ?? '';
    const context = await contextOf(request);
    return answerPage(context, {
      title: m.portal_link_title({}, context.say),
      body: <ConfirmLinkView context={context} token={token} />,
    });
  },
};

export const confirmLinkPage: Page = {
  method: 'POST',
  path: '/sign-in/link',
  signedIn: false,
  handle: async (request) => {
    const token = textOf(request.form, 'token');
    const signedIn = await attempt(request.call('confirmSignInLink', { body: { token } }));
    if (!signedIn.done) {
      return signedIn.problem.status === 410
        ? showGone(request)
        : problemPage(signedIn.problem, request);
    }
    return goOn(request, signedIn.value);
  },
};

async function showGone(request: PageRequest) {
  const context = await contextOf(request);
  return answerPage(context, {
    title: m.portal_link_gone_title({}, context.say),
    status: 410,
    body: (
      <LinkGone context={context} title={m.portal_link_gone_title({}, context.say)}>
        {m.portal_link_gone_text({}, context.say)}
      </LinkGone>
    ),
  });
}

export const ConfirmLinkView = ({
  context: { say, firmName },
  token,
}: {
  context: PageContext;
  token: string;
}) => (
  <div class="door">
    <h1>{m.portal_link_title({}, say)}</h1>
    <p class="lead">{m.portal_link_text({ firm: firmName }, say)}</p>
    <form method="post" action="/sign-in/link" data-once>
      <input type="hidden" name="token" value={token} />
      <button class="button primary wide" type="submit">
        {m.portal_link_act({}, say)}
      </button>
    </form>
    <p class="hint">{m.portal_link_why({}, say)}</p>
  </div>
);
