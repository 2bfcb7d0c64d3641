import { iconKeyRound, iconMail, iconMailCheck } from '../../ui/icons.gen.ts';
import { paths } from '../../ui/paths.ts';
import * as m from '../../ui/words/generated/messages.js';
import {
  type Api,
  type CallInput,
  type Page,
  type PageAnswer,
  type PageRequest,
  type Problem,
  routes,
} from '../../web/contract.ts';
import { answerPage } from '../answer.tsx';
import { attempt } from '../attempt.ts';
import { safeNext, textOf } from '../form.ts';
import { contextOf, type PageContext } from '../page-context.ts';
import { AddressField } from '../views/address-field.tsx';
import { DoorProblem, Field, Notice } from '../views/elements.tsx';
import { Icon } from '../views/icon.tsx';
import { credentialOf, hasPasskeys, PasskeyForm } from '../views/passkey-form.tsx';
import { goOn } from './sign-in-code.tsx';

export const signInPage: Page = {
  method: 'GET',
  path: paths.signIn,
  signedIn: false,
  handle: async (request) => {
    const next = safeNext(request.url.searchParams.get('next'));
    // Whoever is signed in comes here to show once more who it is.
    const isAgain = request.url.searchParams.has('again');
    if (request.me !== null && !isAgain) return { redirect: next ?? paths.home };
    return showSignIn(request, { email: '', next, by: 'link' });
  },
};

/** A link is sent to known addresses only, and the answer is the same for all: nobody learns who is a customer. */
export const requestLinkPage: Page = {
  method: 'POST',
  path: paths.signIn,
  signedIn: false,
  handle: async (request) => {
    const email = textOf(request.form, 'email');
    const next = safeNext(textOf(request.form, 'next'));
    const asked = await attempt(
      request.call('requestSignInLink', {
        body: { email, ...(next === undefined ? {} : { next }) },
      }),
    );
    if (!asked.done) {
      return showSignIn(request, { email, next, by: 'link', problem: asked.problem });
    }
    const context = await contextOf(request);
    return answerPage(context, {
      title: m.portal_link_sent_title({}, context.say),
      body: <LinkSentView context={context} email={email} />,
    });
  },
};

export const signInPasswordPage: Page = {
  method: 'POST',
  path: paths.signInPassword,
  signedIn: false,
  handle: async (request) => {
    const email = textOf(request.form, 'email');
    const next = safeNext(textOf(request.form, 'next'));
    // A password is taken as typed: spaces at its ends belong to it.
    const password = request.form['password']?.[0] ?? '';
    const signedIn = await attempt(
      request.call('signInWithPassword', { body: { email, password } }),
    );
    if (!signedIn.done) {
      return showSignIn(request, { email, next, by: 'password', problem: signedIn.problem });
    }
    return goOn(request, signedIn.value, next);
  },
};

/** The desk's answer is the page, as after a password: a passkey is both factors. */
export const signInPasskeyPage: Page = {
  method: 'POST',
  path: paths.signInPasskey,
  signedIn: false,
  handle: async (request) => {
    const next = safeNext(textOf(request.form, 'next'));
    const credential = credentialOf(request.form);
    if (credential === null) return { redirect: paths.signIn };
    const signedIn = await attempt(
      // The contract reads it: what a browser wrote is nothing that a page knows.
      request.call('signInWithPasskey', { body: { credential: credential as Credential } }),
    );
    if (!signedIn.done) {
      return showSignIn(request, { email: '', next, by: 'link', problem: signedIn.problem });
    }
    return { redirect: next ?? signedIn.value.next };
  },
};

type Credential = CallInput<Api['signInWithPasskey']>['body']['credential'];

export const signOutPage: Page = {
  method: 'POST',
  path: paths.signOut,
  signedIn: true,
  handle: async (request) => {
    await request.call('signOut');
    return { redirect: `${paths.signIn}?done=out` };
  },
};

interface SignInState {
  readonly email: string;
  readonly next: string | undefined;
  readonly by: 'link' | 'password';
  readonly problem?: Problem;
}

async function showSignIn(request: PageRequest, state: SignInState): Promise<PageAnswer> {
  const context = await contextOf(request);
  return answerPage(context, {
    title: m.portal_sign_in_title({}, context.say),
    scripts: hasPasskeys(context) ? ['passkey.js'] : [],
    ...(state.problem === undefined ? {} : { status: state.problem.status }),
    body: (
      <SignInView
        context={context}
        state={state}
        signedOut={request.url.searchParams.get('done') === 'out'}
      />
    ),
  });
}

interface SignInProps {
  readonly context: PageContext;
  readonly state: SignInState;
  readonly signedOut: boolean;
}

export const SignInView = ({ context, state, signedOut }: SignInProps) => {
  const { say, firmName } = context;
  const next =
    state.next === undefined ? null : <input type="hidden" name="next" value={state.next} />;
  return (
    <div class="door">
      <h1>{m.portal_sign_in_title({}, say)}</h1>
      <p class="lead">{m.portal_sign_in_lead({ firm: firmName }, say)}</p>
      {signedOut ? <Notice tone="good" role="status" title={m.portal_signed_out({}, say)} /> : null}
      {state.problem === undefined && state.next?.includes('unsent=') ? (
        <Notice tone="turn" role="alert" title={m.portal_sign_in_unsent({}, say)}>
          <p>{m.portal_sign_in_unsent_more({}, say)}</p>
        </Notice>
      ) : null}
      <DoorProblem problem={state.problem} />
      {hasPasskeys(context) ? (
        <PasskeyForm
          context={context}
          action={paths.signInPasskey}
          offer={routes.offerPasskeySignIn[1]}
          words={m.portal_passkey_sign_in({}, say)}
          auto
        >
          {next}
        </PasskeyForm>
      ) : null}
      <form class="card" method="post" action={paths.signIn} data-once>
        {next}
        <AddressField
          id="email"
          withPasskeys={hasPasskeys(context)}
          hint={m.portal_sign_in_link_hint({}, say)}
          context={context}
          email={state.email}
        />
        <button class="button primary wide" type="submit">
          <Icon shape={iconMail} />
          {m.portal_sign_in_link_act({}, say)}
        </button>
      </form>
      <details class="card" open={state.by === 'password'}>
        <summary>
          <Icon shape={iconKeyRound} />
          {m.portal_sign_in_password_title({}, say)}
        </summary>
        <form method="post" action={paths.signInPassword} data-once>
          {next}
          <AddressField id="email-password" context={context} email={state.email} />
          <Field id="password" label={m.portal_password({}, say)}>
            {(described) => (
              <input
                {...described}
                name="password"
                type="password"
                autoComplete="current-password"
                required
                maxLength={200}
              />
            )}
          </Field>
          <button class="button wide" type="submit">
            {m.portal_sign_in_password_act({}, say)}
          </button>
          <p class="hint">{m.portal_sign_in_forgotten({}, say)}</p>
        </form>
      </details>
    </div>
  );
};

export const LinkSentView = ({
  context: { say },
  email,
}: {
  context: PageContext;
  email: string;
}) => (
  <div class="door">
    <p class="door-sign">
      <Icon shape={iconMailCheck} />
    </p>
    <h1>{m.portal_link_sent_title({}, say)}</h1>
    <p class="lead">{m.portal_link_sent_text({ email }, say)}</p>
    <p>{m.portal_link_sent_more({}, say)}</p>
    <p>
      <a href={paths.signIn}>{m.portal_link_sent_again({}, say)}</a>
    </p>
  </div>
);
