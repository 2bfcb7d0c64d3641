import { groupVerificationCode, readVerificationCode } from '../../../kernel/verification-code.ts';
import { formatDayAndTime } from '../../ui/format.ts';
import { iconShieldCheck } from '../../ui/icons.gen.ts';
import { paths } from '../../ui/paths.ts';
import * as m from '../../ui/words/generated/messages.js';
import type { Page, PageAnswer, PageRequest, Problem, Verification } from '../../web/contract.ts';
import { answerPage } from '../answer.tsx';
import { attempt } from '../attempt.ts';
import { contextOf, type PageContext } from '../page-context.ts';
import { Field, Notice, PageHead } from '../views/elements.tsx';
import { Icon } from '../views/icon.tsx';

/** Where anyone asks whether this desk issued what they hold in their hands. */
export const verifyPage: Page = {
  method: 'GET',
  path: paths.verify,
  signedIn: false,
  handle: async (request) => {
    const code = request.url.searchParams.get('code')?.trim() ?? '';
    return code === '' ? show(request, { code: '' }) : lookUp(request, code);
  },
};

/** Where the QR code of an acknowledgement leads. */
export const verifyCodePage: Page = {
  method: 'GET',
  path: '/verify/:code',
  signedIn: false,
  handle: (request) => lookUp(request, request.params['code'] ?? ''),
};

interface State {
  readonly code: string;
  readonly verification?: Verification;
  readonly problem?: Problem;
}

async function lookUp(request: PageRequest, written: string): Promise<PageAnswer> {
  const params = { code: written.slice(0, 100) };
  const looked = await attempt(request.call('verifyCode', { params }));
  const code = readVerificationCode(written);
  const shown = code === null ? params.code : groupVerificationCode(code);
  if (!looked.done) return show(request, { code: shown, problem: looked.problem });
  return show(request, { code: shown, verification: looked.value });
}

async function show(request: PageRequest, state: State): Promise<PageAnswer> {
  const context = await contextOf(request);
  const status = state.problem?.status ?? (state.verification?.issued === false ? 404 : 200);
  return answerPage(context, {
    title: m.portal_verify_title({}, context.say),
    status,
    body: <VerifyView context={context} state={state} />,
  });
}

export const VerifyView = ({ context, state }: { context: PageContext; state: State }) => {
  const { say, firmName: firm } = context;
  return (
    <div class="door">
      <PageHead title={m.portal_verify_title({}, say)} lead={m.portal_verify_lead({ firm }, say)} />
      {state.problem === undefined ? null : (
        <Notice tone="bad" role="alert" title={state.problem.title}>
          {state.problem.detail === undefined ? null : <p>{state.problem.detail}</p>}
        </Notice>
      )}
      {state.verification === undefined ? null : (
        <Result context={context} code={state.code} verification={state.verification} />
      )}
      <form class="card" method="get" action={paths.verify}>
        <Field
          id="code"
          label={m.portal_verify_code({}, say)}
          hint={m.portal_verify_code_hint({}, say)}
        >
          {(described) => (
            <input
              {...described}
              class="code"
              name="code"
              required
              maxLength={100}
              autoComplete="off"
              autoCapitalize="characters"
              spellcheck={false}
              value={state.code}
            />
          )}
        </Field>
        <button class="button primary wide" type="submit">
          <Icon shape={iconShieldCheck} />
          {m.portal_verify_act({}, say)}
        </button>
      </form>
    </div>
  );
};

const Result = ({
  context,
  code,
  verification,
}: {
  context: PageContext;
  code: string;
  verification: Verification;
}) => {
  const { say, firmName: firm } = context;
  const { issuedAt, ticketNumber } = verification;
  if (!verification.issued || issuedAt === null) {
    return (
      <Notice tone="bad" role="status" title={m.portal_verify_unknown({ firm }, say)}>
        <p>{m.portal_verify_unknown_more({}, say)}</p>
      </Notice>
    );
  }
  return (
    <Notice tone="good" role="status" title={m.portal_verify_issued({ firm }, say)}>
      <dl class="facts">
        <div>
          <dt>{m.portal_verify_what({}, say)}</dt>
          <dd>{m.portal_verify_acknowledgement({ number: ticketNumber ?? 0 }, say)}</dd>
        </div>
        <div>
          <dt>{m.portal_verify_when({}, say)}</dt>
          <dd>{formatDayAndTime(issuedAt, context)}</dd>
        </div>
        <div>
          <dt>{m.portal_verify_code({}, say)}</dt>
          <dd class="code">{code}</dd>
        </div>
      </dl>
    </Notice>
  );
};
