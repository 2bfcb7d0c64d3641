import { optionalLetters } from '../../../policy/optional-letters.ts';
import { paths } from '../../ui/paths.ts';
import * as m from '../../ui/words/generated/messages.js';
import type {
  Api,
  CallOutput,
  Page,
  PageAnswer,
  PageRequest,
  Problem,
} from '../../web/contract.ts';
import { answerPage } from '../answer.tsx';
import { attempt } from '../attempt.ts';
import { contextOf, type PageContext } from '../page-context.ts';
import { ClauseLink, Field, Notice, PageHead, ProblemNotice } from '../views/elements.tsx';

type Choices = CallOutput<Api['listMyLetters']>['items'];

/** Which letters a person gets: those that can be turned off, and why the others cannot. */
export const lettersPage: Page = {
  method: 'GET',
  path: paths.letters,
  signedIn: true,
  handle: (request) => showLetters(request),
};

export const chooseLettersPage: Page = {
  method: 'POST',
  path: paths.letters,
  signedIn: true,
  handle: async (request) => {
    const wanted = request.form['wanted'] ?? [];
    const declined = optionalLetters.filter((letter) => !wanted.includes(letter));
    const chosen = await attempt(request.call('chooseMyLetters', { body: { declined } }));
    if (!chosen.done) return showLetters(request, chosen.problem);
    return { redirect: `${paths.letters}?done=saved` };
  },
};

async function showLetters(request: PageRequest, problem?: Problem): Promise<PageAnswer> {
  const { me, call } = request;
  if (me?.organization == null) return { redirect: paths.console };
  const administers = me.roles.includes('customer_administrator');
  const params = { organizationId: me.organization.id };
  const [context, choices, account] = await Promise.all([
    contextOf(request),
    call('listMyLetters'),
    administers ? call('getAccount', { params }) : null,
  ]);
  return answerPage(context, {
    title: m.portal_letters_title({}, context.say),
    section: 'profile',
    ...(problem === undefined ? {} : { status: problem.status }),
    body: (
      <LettersView
        context={context}
        choices={choices.items}
        administers={administers}
        companyDeclined={account?.statementByMail === false}
        saved={request.url.searchParams.get('done') === 'saved'}
        {...(problem === undefined ? {} : { problem })}
      />
    ),
  });
}

interface LettersProps {
  readonly context: PageContext;
  readonly choices: Choices;
  readonly administers: boolean;
  /** The company as a whole gets no statement by mail. */
  readonly companyDeclined: boolean;
  readonly saved: boolean;
  readonly problem?: Problem;
}

export const LettersView = (props: LettersProps) => {
  const { context, choices, administers, companyDeclined, saved, problem } = props;
  const { say, me } = context;
  return (
    <div class="narrow">
      <PageHead
        title={m.portal_letters_title({}, say)}
        lead={m.portal_letters_lead({ address: me?.email ?? '' }, say)}
      />
      {saved ? <Notice tone="good" role="status" title={m.portal_letters_saved({}, say)} /> : null}
      {problem === undefined ? null : <ProblemNotice context={context} problem={problem} />}
      <form class="card" method="post" action={paths.letters} data-once>
        <h2>{m.portal_letters_optional({}, say)}</h2>
        <p class="hint">{m.portal_letters_optional_hint({}, say)}</p>
        {choices.map(({ letter, wanted }) => (
          <Field
            key={letter}
            id={letter}
            label={optionalWords[letter].name({}, say)}
            hint={
              letter === 'statement' && companyDeclined ? (
                <>
                  {m.portal_letters_statement_off({}, say)}{' '}
                  <a href={paths.account}>{m.portal_nav_account({}, say)}</a>
                </>
              ) : (
                optionalWords[letter].more({}, say)
              )
            }
          >
            {(described) => (
              <input {...described} type="checkbox" name="wanted" value={letter} checked={wanted} />
            )}
          </Field>
        ))}
        <button class="button primary" type="submit">
          {m.portal_save({}, say)}
        </button>
      </form>
      <Owed context={context} administers={administers} />
    </div>
  );
};

const optionalWords = {
  'followed-request': { name: m.portal_letters_followed, more: m.portal_letters_followed_more },
  statement: { name: m.portal_letters_statement, more: m.portal_letters_statement_more },
} as const;

/** What the agreement owes its reader, or the safety of the account: each with its reason. */
const Owed = ({ context, administers }: { context: PageContext; administers: boolean }) => {
  const { say } = context;
  const cite = (...ids: readonly string[]) =>
    ids.flatMap((id) => [' ', <ClauseLink key={id} context={context} id={id} />]);
  return (
    <section class="card" aria-labelledby="owed-title">
      <h2 id="owed-title">{m.portal_letters_owed({}, say)}</h2>
      <p class="hint">{m.portal_letters_owed_hint({}, say)}</p>
      <dl class="owed">
        <div>
          <dt>{m.portal_letters_receipt({}, say)}</dt>
          <dd>
            {m.portal_letters_receipt_why({}, say)}
            {cite('V.a', 'V.b')}
          </dd>
        </div>
        <div>
          <dt>{m.portal_letters_questions({}, say)}</dt>
          <dd>
            {m.portal_letters_questions_why({}, say)}
            {cite('VIII.a', 'VIII.b')}
          </dd>
        </div>
        <div>
          <dt>{m.portal_letters_activities({}, say)}</dt>
          <dd>
            {m.portal_letters_activities_why({}, say)}
            {cite('T6')}
          </dd>
        </div>
        <div>
          <dt>{m.portal_letters_further({}, say)}</dt>
          <dd>
            {m.portal_letters_further_why({}, say)}
            {cite('T4')}
          </dd>
        </div>
        {administers ? (
          <div>
            <dt>{m.portal_letters_company({}, say)}</dt>
            <dd>
              {m.portal_letters_company_why({}, say)}
              {cite('II', 'T1', 'T3')}
            </dd>
          </div>
        ) : null}
        <div>
          <dt>{m.portal_letters_access({}, say)}</dt>
          <dd>{m.portal_letters_access_why({}, say)}</dd>
        </div>
      </dl>
    </section>
  );
};
