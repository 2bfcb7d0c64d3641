import { paths } from '../../ui/paths.ts';
import * as m from '../../ui/words/generated/messages.js';
import type { Page, PageAnswer, PageRequest, Problem } from '../../web/contract.ts';
import { answerPage } from '../answer.tsx';
import { attempt } from '../attempt.ts';
import { safeNext, textOf } from '../form.ts';
import { contextOf, type PageContext } from '../page-context.ts';
import { AddressField } from '../views/address-field.tsx';
import { Field, Notice, PageHead } from '../views/elements.tsx';
import { LinkGone } from '../views/link-gone.tsx';
import { NewPasswordField } from '../views/new-password.tsx';
import { TimeZoneField } from '../views/time-zone.tsx';

/** The first page of a new desk; its link stands in the log of the first start. */
export const setUpPage: Page = {
  method: 'GET',
  path: '/setup',
  signedIn: false,
  handle: (request) =>
    showSetUp(request, {
      ...empty,
      token: request.url.searchParams.get('token') ?? '',
      timeZone: 'America/Caracas',
    }),
};

export const finishSetUpPage: Page = {
  method: 'POST',
  path: '/setup',
  signedIn: false,
  handle: async (request) => {
    const { form } = request;
    const state: SetUpState = {
      token: textOf(form, 'token'),
      firmName: textOf(form, 'firmName'),
      name: textOf(form, 'name'),
      email: textOf(form, 'email'),
      timeZone: textOf(form, 'timeZone'),
      mailboxAddress: textOf(form, 'mailboxAddress'),
    };
    const { language } = await contextOf(request);
    const { mailboxAddress, ...rest } = state;
    const made = await attempt(
      request.call('setUp', {
        body: {
          ...rest,
          language,
          password: form['password']?.[0] ?? '',
          ...(mailboxAddress === '' ? {} : { mailboxAddress }),
        },
      }),
    );
    if (made.done) return { redirect: safeNext(made.value.next) ?? paths.console };
    const { problem } = made;
    // The token stands for one set-up only (403), and a desk is set up once (409).
    return problem.status === 403 || problem.status === 409
      ? showGone(request)
      : showSetUp(request, { ...state, problem });
  },
};

interface SetUpState {
  readonly token: string;
  readonly firmName: string;
  readonly name: string;
  readonly email: string;
  readonly timeZone: string;
  readonly mailboxAddress: string;
  readonly problem?: Problem;
}

const empty = { firmName: '', name: '', email: '', mailboxAddress: '' };

async function showSetUp(request: PageRequest, state: SetUpState): Promise<PageAnswer> {
  const context = await contextOf(request);
  return answerPage(context, {
    title: m.portal_set_up_title({}, context.say),
    ...(state.problem === undefined ? {} : { status: state.problem.status }),
    body: <SetUpView context={context} state={state} />,
  });
}

async function showGone(request: PageRequest): Promise<PageAnswer> {
  const context = await contextOf(request);
  const title = m.portal_set_up_gone_title({}, context.say);
  return answerPage(context, {
    title,
    status: 410,
    body: (
      <LinkGone context={context} title={title}>
        {m.portal_set_up_gone_text({}, context.say)}
      </LinkGone>
    ),
  });
}

export const SetUpView = ({ context, state }: { context: PageContext; state: SetUpState }) => {
  const { say } = context;
  return (
    <div class="door">
      <PageHead title={m.portal_set_up_title({}, say)} lead={m.portal_set_up_lead({}, say)} />
      {state.problem === undefined ? null : <SetUpProblem problem={state.problem} />}
      <form class="card" method="post" action="/setup" data-once>
        <input type="hidden" name="token" value={state.token} />
        <h2>{m.portal_set_up_firm_part({}, say)}</h2>
        <Field
          id="firmName"
          label={m.portal_set_up_firm({}, say)}
          hint={m.portal_set_up_firm_hint({}, say)}
        >
          {(described) => (
            <input
              {...described}
              name="firmName"
              autoComplete="organization"
              required
              maxLength={200}
              value={state.firmName}
            />
          )}
        </Field>
        <Field
          id="mailboxAddress"
          label={m.portal_set_up_mailbox({}, say)}
          optional={m.portal_optional({}, say)}
          hint={m.portal_set_up_mailbox_hint({}, say)}
        >
          {(described) => (
            <input
              {...described}
              name="mailboxAddress"
              type="email"
              inputMode="email"
              maxLength={254}
              value={state.mailboxAddress}
            />
          )}
        </Field>
        <TimeZoneField context={context} timeZone={state.timeZone} />
        <h2>{m.portal_set_up_you_part({}, say)}</h2>
        <Field id="name" label={m.portal_name({}, say)}>
          {(described) => (
            <input
              {...described}
              name="name"
              autoComplete="name"
              required
              maxLength={200}
              value={state.name}
            />
          )}
        </Field>
        <AddressField id="email" context={context} email={state.email} />
        <NewPasswordField context={context} />
        <button class="button primary wide" type="submit">
          {m.portal_set_up_act({}, say)}
        </button>
      </form>
    </div>
  );
};

const SetUpProblem = ({ problem }: { problem: Problem }) => (
  <Notice tone="bad" role="alert" title={problem.title}>
    {problem.detail === undefined ? null : <p>{problem.detail}</p>}
    {problem.errors === undefined ? null : (
      <ul>
        {problem.errors.map((error) => (
          <li key={error.pointer}>{error.message}</li>
        ))}
      </ul>
    )}
  </Notice>
);
