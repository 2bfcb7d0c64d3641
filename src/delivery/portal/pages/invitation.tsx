import * as m from '../../ui/words/generated/messages.js';
import type { Page, PageAnswer, PageRequest, Problem } from '../../web/contract.ts';
import { answerPage } from '../answer.tsx';
import { attempt } from '../attempt.ts';
import { textOf } from '../form.ts';
import { contextOf, type PageContext } from '../page-context.ts';
import { DoorProblem, Field } from '../views/elements.tsx';
import { LinkGone } from '../views/link-gone.tsx';
import { NewPasswordField } from '../views/new-password.tsx';
import { goOn } from './sign-in-code.tsx';

export const invitationPage: Page = {
  method: 'GET',
  path: '/invitation',
  signedIn: false,
  handle: (request) =>
    showInvitation(request, { token: request.url.searchParams.get('token') ?? '', name: '' }),
};

export const acceptInvitationPage: Page = {
  method: 'POST',
  path: '/invitation',
  signedIn: false,
  handle: async (request) => {
    const token = textOf(request.form, 'token');
    const name = textOf(request.form, 'name');
    const password = request.form['password']?.[0] ?? '';
    const accepted = await attempt(
      request.call('acceptInvitation', {
        body: {
          token,
          ...(name === '' ? {} : { name }),
          ...(password === '' ? {} : { password }),
        },
      }),
    );
    if (accepted.done) return goOn(request, accepted.value);
    const { problem } = accepted;
    // What is wrong with the form can be mended; a used or old link cannot.
    return problem.status === 410
      ? showGone(request)
      : showInvitation(request, { token, name, problem });
  },
};

interface InvitationState {
  readonly token: string;
  readonly name: string;
  readonly problem?: Problem;
}

async function showInvitation(request: PageRequest, state: InvitationState): Promise<PageAnswer> {
  const context = await contextOf(request);
  return answerPage(context, {
    title: m.portal_invitation_title({ firm: context.firmName }, context.say),
    ...(state.problem === undefined ? {} : { status: state.problem.status }),
    body: <InvitationView context={context} state={state} />,
  });
}

async function showGone(request: PageRequest): Promise<PageAnswer> {
  const context = await contextOf(request);
  const title = m.portal_invitation_gone_title({}, context.say);
  return answerPage(context, {
    title,
    status: 410,
    body: (
      <LinkGone context={context} title={title}>
        {m.portal_invitation_gone_text({}, context.say)}
      </LinkGone>
    ),
  });
}

export const InvitationView = ({
  context,
  state,
}: {
  context: PageContext;
  state: InvitationState;
}) => {
  const { say, firmName } = context;
  return (
    <div class="door">
      <h1>{m.portal_invitation_title({ firm: firmName }, say)}</h1>
      <p class="lead">{m.portal_invitation_lead({}, say)}</p>
      <DoorProblem problem={state.problem} />
      <form class="card" method="post" action="/invitation" data-once>
        <input type="hidden" name="token" value={state.token} />
        <Field
          id="name"
          label={m.portal_name({}, say)}
          optional={m.portal_optional({}, say)}
          hint={m.portal_invitation_name_hint({}, say)}
        >
          {(described) => (
            <input
              {...described}
              name="name"
              autoComplete="name"
              maxLength={200}
              value={state.name}
            />
          )}
        </Field>
        <NewPasswordField
          context={context}
          optional
          hint={m.portal_invitation_password_hint({}, say)}
        />
        <button class="button primary wide" type="submit">
          {m.portal_invitation_act({}, say)}
        </button>
      </form>
    </div>
  );
};
