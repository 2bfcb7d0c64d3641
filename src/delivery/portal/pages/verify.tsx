import { groupVerificationCode, readVerificationCode } from '../../../kernel/verification-code.ts';
import { formatDayAndTime } from '../../ui/format.ts';
import { iconShieldCheck } from '../../ui/icons.gen.ts';
import { paths } from '../../ui/paths.ts';
import * as m from '../../ui/words/generated/messages.js';
import type {
  Page,
  PageAnswer,
  PageRequest,
  Problem,
  StatementVerification,
  Verification,
} from '../../web/contract.ts';
import { answerPage } from '../answer.tsx';
import { attempt } from '../attempt.ts';
import { textOf } from '../form.ts';
import { contextOf, type PageContext } from '../page-context.ts';
import { DoorProblem, Field, Notice, PageHead } from '../views/elements.tsx';
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

/** A whole statement, attached or pasted: nothing of it is kept. */
export const verifyStatementPage: Page = {
  method: 'POST',
  path: paths.verify,
  signedIn: false,
  textFile: 'file',
  handle: async (request) => {
    const text = textOf(request.form, 'file') || textOf(request.form, 'text');
    if (text === '') return { redirect: paths.verify };
    const checked = await attempt(request.call('verifyStatement', { body: { text } }));
    if (!checked.done) return show(request, { code: '', problem: checked.problem });
    return show(request, { code: '', checked: checked.value });
  },
};

interface State {
  readonly code: string;
  readonly checked?: StatementVerification;
  readonly verification?: Verification;
  readonly problem?: Problem;
}

async function lookUp(request: PageRequest, written: string): Promise<PageAnswer> {
  const params = { code: written.slice(0, 100) };
  const hash = request.url.searchParams.get('hash')?.trim().slice(0, 200) ?? '';
  const query = hash === '' ? {} : { hash };
  const looked = await attempt(request.call('verifyCode', { params, query }));
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
      <DoorProblem problem={state.problem} />
      {state.verification === undefined ? null : (
        <Result context={context} code={state.code} verification={state.verification} />
      )}
      {state.checked === undefined ? null : (
        <CheckedFile context={context} checked={state.checked} />
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
      <FileForm context={context} />
    </div>
  );
};

const FileForm = ({ context: { say } }: { context: PageContext }) => (
  <form class="card" method="post" action={paths.verify} encType="multipart/form-data">
    <h2>{m.portal_verify_file_title({}, say)}</h2>
    <p class="hint">{m.portal_verify_file_text({}, say)}</p>
    <Field id="file" label={m.portal_verify_file({}, say)} optional={m.portal_optional({}, say)}>
      {(described) => (
        <input
          {...described}
          name="file"
          type="file"
          accept=".csv,.json,text/csv,application/json"
        />
      )}
    </Field>
    <Field id="text" label={m.portal_verify_paste({}, say)} optional={m.portal_optional({}, say)}>
      {(described) => (
        <textarea {...described} class="code" name="text" rows={4} spellcheck={false} />
      )}
    </Field>
    <button class="button wide" type="submit">
      {m.portal_verify_file_act({}, say)}
    </button>
    <p class="hint">
      {m.portal_verify_offline({}, say)}{' '}
      <a href="/verify-statement.mjs" download>
        {m.portal_verify_command({}, say)}
      </a>
    </p>
  </form>
);

const CheckedFile = ({
  context,
  checked,
}: {
  context: PageContext;
  checked: StatementVerification;
}) => {
  const { say, firmName: firm } = context;
  switch (checked.verdict) {
    case 'ours':
      return (
        <Notice tone="good" role="status" title={m.portal_verify_ours({ firm }, say)}>
          {checked.issuedAt === null ? null : (
            <p>
              {m.portal_verify_when({}, say)} {formatDayAndTime(checked.issuedAt, context)}
            </p>
          )}
        </Notice>
      );
    case 'not-ours':
      return <Notice tone="bad" role="alert" title={m.portal_verify_not_ours({ firm }, say)} />;
    case 'not-a-statement':
      return <Notice tone="bad" role="alert" title={m.portal_verify_not_statement({}, say)} />;
    case 'altered':
      return (
        <Notice tone="bad" role="alert" title={m.portal_verify_altered({ firm }, say)}>
          <ul>
            {[...new Set(checked.faults.map(({ sequence }) => sequence))].map((sequence) => (
              <li key={sequence}>
                {sequence === 0
                  ? m.portal_verify_fault_whole({}, say)
                  : m.portal_verify_fault_line({ sequence }, say)}
              </li>
            ))}
          </ul>
        </Notice>
      );
  }
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
  const isStatement = verification.kind === 'statement';
  return (
    <Notice tone="good" role="status" title={m.portal_verify_issued({ firm }, say)}>
      <dl class="facts">
        <div>
          <dt>{m.portal_verify_what({}, say)}</dt>
          <dd>
            {isStatement
              ? m.portal_verify_statement({}, say)
              : m.portal_verify_acknowledgement({ number: ticketNumber ?? 0 }, say)}
          </dd>
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
      {isStatement ? (
        <HashForm context={context} code={code} matches={verification.matches} />
      ) : null}
    </Notice>
  );
};

const HashForm = ({
  context: { say },
  code,
  matches,
}: {
  context: PageContext;
  code: string;
  matches: boolean | null;
}) => (
  <form method="get" action={paths.verifyCode(code)}>
    {matches === null ? null : (
      <p role="status">
        <strong>
          {matches ? m.portal_verify_matches({}, say) : m.portal_verify_differs({}, say)}
        </strong>
      </p>
    )}
    <Field
      id="hash"
      label={m.portal_verify_hash({}, say)}
      hint={m.portal_verify_hash_hint({}, say)}
    >
      {(described) => (
        <input
          {...described}
          class="code"
          name="hash"
          required
          maxLength={200}
          autoComplete="off"
          spellcheck={false}
        />
      )}
    </Field>
    <button class="button" type="submit">
      {m.portal_verify_hash_act({}, say)}
    </button>
  </form>
);
