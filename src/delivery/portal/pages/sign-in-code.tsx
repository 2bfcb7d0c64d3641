import { iconKeyRound, iconShieldCheck } from '../../ui/icons.gen.ts';
import { paths } from '../../ui/paths.ts';
import * as m from '../../ui/words/generated/messages.js';
import type { Page, PageAnswer, PageRequest, Problem } from '../../web/contract.ts';
import { answerPage } from '../answer.tsx';
import { attempt } from '../attempt.ts';
import { safeNext, textOf } from '../form.ts';
import { contextOf, type PageContext } from '../page-context.ts';
import { DoorProblem, Field } from '../views/elements.tsx';
import { Icon } from '../views/icon.tsx';
import { LinkGone } from '../views/link-gone.tsx';

/** What came of a first factor: a session, or a code that is owed. */
interface Entered {
  readonly next: string;
  readonly challenge: string | null;
}

/** Goes on after a password, a link or an invitation was right. */
export async function goOn(
  request: PageRequest,
  { next, challenge }: Entered,
  asked?: string | undefined,
): Promise<PageAnswer> {
  if (challenge === null) return { redirect: asked ?? safeNext(next) ?? paths.home };
  return showCode(request, { challenge, next: asked ?? next });
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
    return showCode(request, { challenge, next: next ?? paths.home, problem });
  },
};

interface CodeState {
  readonly challenge: string;
  readonly next: string;
  readonly problem?: Problem;
}

async function showCode(request: PageRequest, state: CodeState): Promise<PageAnswer> {
  const context = await contextOf(request);
  return answerPage(context, {
    title: m.portal_code_title({}, context.say),
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
  context: { say },
  state: { challenge, next, problem },
}: {
  context: PageContext;
  state: CodeState;
}) => {
  const owed = (
    <>
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
      <p class="lead">{m.portal_code_lead({}, say)}</p>
      <DoorProblem problem={problem} />
      <form class="card" method="post" action={paths.signInCode} data-once>
        {owed}
        <AppCodeField say={say} />
        <button class="button primary wide" type="submit">
          {m.portal_code_act({}, say)}
        </button>
      </form>
      <details class="card">
        <summary>
          <Icon shape={iconKeyRound} />
          {m.portal_code_recovery_title({}, say)}
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
