import { iconKeyRound, iconShieldCheck } from '../../ui/icons.gen.ts';
import { paths } from '../../ui/paths.ts';
import * as m from '../../ui/words/generated/messages.js';
import {
  type Api,
  type CallOutput,
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
import { DoorProblem, Field } from '../views/elements.tsx';
import { Icon } from '../views/icon.tsx';
import { LinkGone } from '../views/link-gone.tsx';
import { hasPasskeys, NoPasskeyHere, PasskeyForm } from '../views/passkey-form.tsx';

/** What came of a first factor: a session, or a code that is owed. */
interface Entered {
  readonly next: string;
  readonly challenge: string | null;
  readonly factors: readonly Factor[];
}
type Factor = CallOutput<Api['signInWithPassword']>['factors'][number];

/** Goes on after a password, a link or an invitation was right. */
export async function goOn(
  request: PageRequest,
  { next, challenge, factors }: Entered,
  asked?: string | undefined,
): Promise<PageAnswer> {
  if (challenge === null) return { redirect: asked ?? safeNext(next) ?? paths.home };
  return showCode(request, { challenge, factors, next: asked ?? next });
}

/** The code of the second factor, of the app or a recovery code. */
export const signInCodePage: Page = {
  method: 'POST',
  path: paths.signInCode,
  signedIn: false,
  handle: async (request) => {
    const challenge = textOf(request.form, 'challenge');
    const next = safeNext(textOf(request.form, 'next'));
    const code = textOf(request.form, 'code');
    const answered = await attempt(
      request.call('answerSignInChallenge', { body: { challenge, code } }),
    );
    if (answered.done) {
      const isElsewhere = next !== undefined && next !== paths.home;
      return { redirect: isElsewhere ? next : answered.value.next };
    }
    const { problem } = answered;
    if (problem.status === 410) return showGone(request);
    const factors = kinds.filter((kind) => request.form['factors']?.includes(kind));
    return showCode(request, { challenge, factors, next: next ?? paths.home, problem });
  },
};

const kinds: readonly Factor[] = ['app', 'passkey'];

interface CodeState {
  readonly challenge: string;
  readonly factors: readonly Factor[];
  readonly next: string;
  readonly problem?: Problem;
}

async function showCode(request: PageRequest, state: CodeState): Promise<PageAnswer> {
  const context = await contextOf(request);
  return answerPage(context, {
    title: m.portal_code_title({}, context.say),
    scripts: state.factors.includes('passkey') && hasPasskeys(context) ? ['passkey.js'] : [],
    ...(state.problem === undefined ? {} : { status: state.problem.status }),
    body: <CodeView context={context} state={state} />,
  });
}

async function showGone(request: PageRequest): Promise<PageAnswer> {
  const context = await contextOf(request);
  const title = m.portal_code_gone_title({}, context.say);
  return answerPage(context, {
    title,
    status: 410,
    body: (
      <LinkGone context={context} title={title}>
        {m.portal_code_gone_text({}, context.say)}
      </LinkGone>
    ),
  });
}

export const CodeView = ({
  context,
  state: { challenge, factors, next, problem },
}: {
  context: PageContext;
  state: CodeState;
}) => {
  const { say } = context;
  const byApp = factors.includes('app');
  const byPasskey = factors.includes('passkey') && hasPasskeys(context);
  const owed = (
    <>
      {factors.map((kind) => (
        <input key={kind} type="hidden" name="factors" value={kind} />
      ))}
      <input type="hidden" name="challenge" value={challenge} />
      <input type="hidden" name="next" value={next} />
    </>
  );
  return (
    <div class="door">
      <p class="door-sign">
        <Icon shape={iconShieldCheck} />
      </p>
      <h1>{m.portal_code_title({}, say)}</h1>
      <p class="lead">
        {byApp ? m.portal_code_lead({}, say) : m.portal_code_lead_passkey({}, say)}
      </p>
      <DoorProblem problem={problem} />
      {byPasskey ? (
        <>
          <PasskeyForm
            context={context}
            action={paths.signInPasskey}
            offer={routes.offerPasskeySignIn[1]}
            words={m.portal_passkey_show({}, say)}
            look={byApp ? 'button wide' : 'button primary wide'}
            challenge={challenge}
          >
            <input type="hidden" name="next" value={next} />
          </PasskeyForm>
          {byApp ? null : <NoPasskeyHere say={say} />}
        </>
      ) : null}
      {byApp ? (
        <form class="card" method="post" action={paths.signInCode} data-once>
          {owed}
          <AppCodeField say={say} />
          <button class="button primary wide" type="submit">
            {m.portal_code_act({}, say)}
          </button>
        </form>
      ) : null}
      <details class="card" open={!byApp && !byPasskey}>
        <summary>
          <Icon shape={iconKeyRound} />
          {byApp
            ? m.portal_code_recovery_title({}, say)
            : m.portal_code_recovery_title_passkey({}, say)}
        </summary>
        <form method="post" action={paths.signInCode} data-once>
          {owed}
          <Field
            id="recovery"
            label={m.portal_code_recovery({}, say)}
            hint={m.portal_code_recovery_hint({}, say)}
          >
            {(described) => (
              <input
                {...described}
                name="code"
                autoComplete="off"
                autoCapitalize="characters"
                spellcheck={false}
                required
                maxLength={40}
              />
            )}
          </Field>
          <button class="button wide" type="submit">
            {m.portal_code_act({}, say)}
          </button>
          <p class="hint">{m.portal_code_recovery_none({}, say)}</p>
        </form>
      </details>
    </div>
  );
};

/** Phones offer what the app shows, and open the digits. */
export const AppCodeField = ({ say, id = 'code' }: Pick<PageContext, 'say'> & { id?: string }) => (
  <Field id={id} label={m.portal_code_app({}, say)} hint={m.portal_code_app_hint({}, say)}>
    {(described) => (
      <input
        {...described}
        name="code"
        inputMode="numeric"
        autoComplete="one-time-code"
        pattern="[0-9 ]{6,8}"
        required
        maxLength={8}
      />
    )}
  </Field>
);
