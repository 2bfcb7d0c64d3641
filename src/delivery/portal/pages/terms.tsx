import { formatDayAndTime } from '../../ui/format.ts';
import { paths } from '../../ui/paths.ts';
import * as m from '../../ui/words/generated/messages.js';
import type {
  AcceptedTerms,
  Agreement,
  Page,
  PageAnswer,
  PageRequest,
  Problem,
} from '../../web/contract.ts';
import { answerPage } from '../answer.tsx';
import { attempt } from '../attempt.ts';
import { isTicked, numberOf, safeNext, textOf } from '../form.ts';
import { contextOf, type PageContext } from '../page-context.ts';
import { Notice, PageHead, ProblemNotice } from '../views/elements.tsx';
import { AcceptTerms, TermsClauses } from '../views/terms-text.tsx';

/** T7, read and accepted once per person and version of the agreement. */
export const termsPage: Page = {
  method: 'GET',
  path: paths.terms,
  signedIn: true,
  handle: (request) => showTerms(request, {}),
};

export const acceptTermsPage: Page = {
  method: 'POST',
  path: paths.terms,
  signedIn: true,
  handle: async (request) => {
    const version = numberOf(request.form, 'version');
    if (!isTicked(request.form, 'accepted') || version === undefined) {
      const { say } = await contextOf(request);
      return showTerms(request, { mistake: m.portal_terms_missing({}, say) });
    }
    const accepted = await attempt(request.call('acceptTerms', { body: { version } }));
    if (!accepted.done) return showTerms(request, { problem: accepted.problem });
    return { redirect: safeNext(textOf(request.form, 'next')) ?? `${paths.home}?done=terms` };
  },
};

interface TermsState {
  readonly mistake?: string;
  readonly problem?: Problem;
}

async function showTerms(request: PageRequest, state: TermsState): Promise<PageAnswer> {
  const [context, agreement] = await Promise.all([
    contextOf(request),
    request.call('getAgreement'),
  ]);
  const status = state.problem?.status ?? (state.mistake === undefined ? undefined : 422);
  return answerPage(context, {
    title: m.portal_terms_title({}, context.say),
    section: 'agreement',
    ...(status === undefined ? {} : { status }),
    body: (
      <TermsView
        context={context}
        agreement={agreement}
        next={safeNext(request.url.searchParams.get('next'))}
        state={state}
      />
    ),
  });
}

interface TermsProps {
  readonly context: PageContext;
  readonly agreement: Agreement;
  readonly next: string | undefined;
  readonly state: TermsState;
}

export const TermsView = ({ context, agreement, next, state }: TermsProps) => {
  const { say, me } = context;
  const acceptedAt = me?.terms?.acceptedAt ?? null;
  return (
    <div class="narrow">
      <PageHead
        title={m.portal_terms_title({}, say)}
        lead={m.portal_agreement_version({ version: agreement.version }, say)}
      />
      {state.problem === undefined ? null : (
        <ProblemNotice context={context} problem={state.problem} />
      )}
      <TermsClauses context={context} clauses={agreement.clauses} />
      <p class="go">
        <a href={paths.agreement}>{m.portal_terms_whole({}, say)}</a>
      </p>
      {acceptedAt !== null ? (
        <Notice
          tone="good"
          title={m.portal_terms_accepted({ moment: formatDayAndTime(acceptedAt, context) }, say)}
        />
      ) : me?.terms == null ? null : (
        <AcceptTerms
          context={context}
          action={paths.terms}
          version={agreement.version}
          mistake={state.mistake}
        >
          {next === undefined ? null : <input type="hidden" name="next" value={next} />}
        </AcceptTerms>
      )}
      <Accepted context={context} accepted={me?.terms?.accepted ?? []} />
    </div>
  );
};

const doorNames = {
  portal: m.common_channel_portal,
  email: m.common_channel_email,
  phone: m.common_channel_phone,
  visit: m.common_channel_visit,
  api: m.common_channel_api,
} as const satisfies Readonly<Record<AcceptedTerms['channel'], unknown>>;

/** T7: what this person accepted, and the words of each version as they were. */
const Accepted = ({
  context,
  accepted,
}: {
  context: PageContext;
  accepted: readonly AcceptedTerms[];
}) =>
  accepted.length === 0 ? null : (
    <section>
      <h2>{m.portal_terms_history({}, context.say)}</h2>
      <ul>
        {accepted.map(({ version, acceptedAt, channel }) => (
          <li key={version}>
            <a href={paths.clause('T7', version)}>
              {m.portal_terms_history_version({ version }, context.say)}
            </a>
            {', '}
            {formatDayAndTime(acceptedAt, context)}, {doorNames[channel]({}, context.say)}
          </li>
        ))}
      </ul>
    </section>
  );
