import { formatDayAndTime, formatMinutes, formatUnits } from '../../ui/format.ts';
import { paths } from '../../ui/paths.ts';
import * as m from '../../ui/words/generated/messages.js';
import type { MailAct, Page, PageRequest, Problem } from '../../web/contract.ts';
import { answerPage } from '../answer.tsx';
import { attempt } from '../attempt.ts';
import { isTicked, numberOf, textOf } from '../form.ts';
import { contextOf, type PageContext } from '../page-context.ts';
import { Notice, PageHead } from '../views/elements.tsx';
import { LinkGone } from '../views/link-gone.tsx';
import { AcceptTerms, TermsClauses } from '../views/terms-text.tsx';
import { problemPage } from './failure.tsx';

const path = '/mail/act';
const answers = ['yes', 'no'] as const;

/** VIII.b, T4, T7: opening a letter's link does nothing yet, since mail scanners open links; pressing the button does. */
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
    const answer = answers.find((each) => each === textOf(request.form, 'answer'));
    // T7: the box is ticked, or nothing is accepted and the page is shown again.
    const version = isTicked(request.form, 'accepted')
      ? numberOf(request.form, 'version')
      : undefined;
    const body = {
      token,
      ...(answer === undefined ? {} : { answer }),
      ...(version === undefined ? {} : { version }),
    };
    const acted = await attempt(request.call('doMailAct', { body }));
    return acted.done ? show(request, acted.value, token, true) : refused(request, acted.problem);
  },
};

async function show(request: PageRequest, act: MailAct, token: string, pressed = false) {
  const context = await contextOf(request);
  if (act.terms !== null) {
    const props = { context, act, terms: act.terms, token, pressed };
    return answerPage(context, {
      title: titleOf(act, context),
      ...(pressed && act.state === 'open' ? { status: 422 } : {}),
      body: <Terms {...props} />,
    });
  }
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

function titleOf({ act, approval, state }: MailAct, { say, language }: PageContext): string {
  if (act === 'next-unit') {
    const units = formatUnits(approval?.units ?? 0, language);
    const titles = {
      open: m.portal_approval_title({ units }, say),
      done: m.portal_done_units_approved({ units }, say),
      declined: m.portal_approval_declined({}, say),
      over: m.portal_approval_over({}, say),
    };
    return titles[state];
  }
  if (act === 'accept-terms') return m.portal_terms_title({}, say);
  const titles = {
    open: m.portal_act_still_here_title,
    done: m.portal_act_still_here_done,
    declined: m.portal_act_still_here_over,
    over: m.portal_act_still_here_over,
  } as const;
  return titles[state]({}, say);
}

/** T7: the text in force first, then the box and the button; the phone needs no session for it. */
const Terms = ({
  context,
  act,
  terms,
  token,
  pressed,
}: {
  context: PageContext;
  act: MailAct;
  terms: NonNullable<MailAct['terms']>;
  token: string;
  pressed: boolean;
}) => {
  const { say } = context;
  return (
    <div class="narrow">
      <PageHead
        title={titleOf(act, context)}
        lead={m.portal_agreement_version({ version: terms.version }, say)}
      />
      {terms.acceptedAt === null ? (
        <p>{m.portal_act_terms_text(act.ticket, say)}</p>
      ) : (
        <Notice
          tone="good"
          title={m.portal_terms_accepted(
            { moment: formatDayAndTime(terms.acceptedAt, context) },
            say,
          )}
        >
          {pressed ? m.portal_done_terms({}, say) : null}
        </Notice>
      )}
      <TermsClauses context={context} clauses={terms.clauses} />
      {terms.acceptedAt === null ? (
        <AcceptTerms
          context={context}
          action={path}
          version={terms.version}
          mistake={pressed ? m.portal_terms_missing({}, say) : undefined}
        >
          <input type="hidden" name="token" value={token} />
        </AcceptTerms>
      ) : (
        <p>
          <a class="button primary" href={paths.ticket(act.ticket.number)}>
            {m.portal_act_see({}, say)}
          </a>
        </p>
      )}
    </div>
  );
};

const Ask = ({ context, act, token }: { context: PageContext; act: MailAct; token: string }) => (
  <form class="stack" method="post" action={path} data-once>
    <input type="hidden" name="token" value={token} />
    {act.approval === null ? (
      <>
        <p class="lead">{m.portal_act_still_here_text(act.ticket, context.say)}</p>
        <button class="button primary wide" type="submit">
          {m.portal_presence_act({}, context.say)}
        </button>
      </>
    ) : (
      <AskForUnits context={context} act={act} approval={act.approval} />
    )}
  </form>
);

/** T4: the numbers first, then yes or no. */
const AskForUnits = ({
  context,
  act,
  approval,
}: {
  context: PageContext;
  act: MailAct;
  approval: NonNullable<MailAct['approval']>;
}) => {
  const { say, language } = context;
  const units = formatUnits(approval.units, language);
  return (
    <>
      {act.words === null ? null : <Notice tone="bad" role="alert" title={act.words} />}
      <p class="lead">{m.portal_approval_request(act.ticket, say)}</p>
      {approval.note === '' ? null : <blockquote>{approval.note}</blockquote>}
      <p>
        {m.portal_approval_text(
          {
            span: formatMinutes(approval.billableMinutes),
            agreed: formatUnits(approval.agreedUnits, language),
            unit: formatMinutes(approval.minutesPerUnit),
          },
          say,
        )}
      </p>
      <button class="button primary wide" type="submit" name="answer" value="yes">
        {m.portal_approval_approve({ units }, say)}
      </button>
      <button class="button wide" type="submit" name="answer" value="no">
        {m.portal_approval_decline({}, say)}
      </button>
    </>
  );
};

const Over = ({ context: { say }, act }: { context: PageContext; act: MailAct }) => (
  <>
    <p class="lead" role="status">
      {act.words ?? doneWords(act, say)}
    </p>
    <p>
      <a class="button primary wide" href={paths.ticket(act.ticket.number)}>
        {act.act === 'still-here' ? m.portal_act_answer({}, say) : m.portal_act_see({}, say)}
      </a>
    </p>
  </>
);

function doneWords({ act, state }: MailAct, say: PageContext['say']): string {
  if (act === 'still-here') return m.portal_done_presence({}, say);
  return state === 'done' ? m.portal_approval_done({}, say) : m.portal_done_units_declined({}, say);
}

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
