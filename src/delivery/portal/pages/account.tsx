import { formatCount, formatDay, formatDayAndTime, formatUnits } from '../../ui/format.ts';
import { paths } from '../../ui/paths.ts';
import * as m from '../../ui/words/generated/messages.js';
import type {
  Account,
  BalanceHistory,
  Contact,
  Organization,
  Page,
  PageAnswer,
  PageRequest,
  Projection,
  Statement,
  TopUp,
} from '../../web/contract.ts';
import { answerPage } from '../answer.tsx';
import { attempt } from '../attempt.ts';
import { formKey } from '../form.ts';
import { contextOf, type PageContext } from '../page-context.ts';
import { daysOf, queryOf, type StatementSearch, searchIn, shownAt } from '../statement-search.ts';
import { draftOf } from '../views/draft.ts';
import { ClauseLink, Field, Notice, PageHead, ProblemNotice } from '../views/elements.tsx';
import { StandingNotice } from '../views/standing.tsx';
import { StatementSection, type Verification } from '../views/statement.tsx';
import type { RetainedAccount } from '../views/statement-line.tsx';
import { TimeLeft } from '../views/time-left.tsx';

/** Units: the balance for everybody of the company, every line of the statement for its administrators. */
export const accountPage: Page = {
  method: 'GET',
  path: paths.account,
  signedIn: true,
  handle: (request) => showAccount(request, {}),
};

export async function showAccount(
  request: PageRequest,
  retained: RetainedAccount,
): Promise<PageAnswer> {
  const { me, call, url } = request;
  if (me?.organization == null) return { redirect: paths.console };
  const params = { organizationId: me.organization.id };
  // An act of the page has an address of its own, which says what was shown.
  const search = searchIn(shownAt(url));
  const [context, account, company, verification] = await Promise.all([
    contextOf(request),
    call('getAccount', { params }),
    me.roles.includes('customer_administrator') ? companyOf(request, params, search) : null,
    url.searchParams.has('verify') && me.roles.includes('customer_administrator')
      ? call('verifyLedger', { params })
      : null,
  ]);
  return answerPage(context, {
    title: m.portal_account_title({}, context.say),
    section: 'account',
    ...(retained.problem === undefined && retained.mistake === undefined
      ? {}
      : { status: retained.problem?.status ?? 422 }),
    scripts: ['composer.js', 'live.js'],
    body: (
      <AccountView
        context={context}
        account={account}
        company={company}
        search={search}
        verification={verification}
        done={url.searchParams.get('done')}
        retained={retained}
        formKey={formKey(retained.problem?.reason === 'key-reused' ? {} : request.form)}
      />
    ),
  });
}

/** What only those see who administer the company. */
interface Company {
  readonly organization: Organization;
  /** Null when it cannot be shown, as for a cursor of another list. */
  readonly statement: Statement | null;
  readonly history: BalanceHistory;
  readonly contacts: readonly Contact[];
  readonly topUps: readonly TopUp[];
}

async function companyOf(
  { call }: PageRequest,
  params: { readonly organizationId: number },
  search: StatementSearch,
): Promise<Company> {
  const [organization, statement, history, contacts, topUps] = await Promise.all([
    call('getOrganization', { params }),
    attempt(call('getStatement', { params, query: queryOf(search) })),
    call('getBalanceHistory', { params, query: daysOf(search) }),
    call('listContacts', { params }),
    call('listTopUps', { params }),
  ]);
  return {
    organization,
    statement: statement.done ? statement.value : null,
    history,
    contacts: contacts.items,
    topUps: topUps.items,
  };
}

interface AccountProps {
  readonly context: PageContext;
  readonly account: Account;
  /** Null for who does not administer the company. */
  readonly company: Company | null;
  readonly search: StatementSearch;
  readonly verification: Verification | null;
  /** What has just been done. */
  readonly done: string | null;
  readonly retained: RetainedAccount;
  readonly formKey: string;
}

export const AccountView = (props: AccountProps) => {
  const { context, account, company, done, retained } = props;
  const { say } = context;
  return (
    <>
      <PageHead title={m.portal_account_title({}, say)} lead={context.me?.organization?.name} />
      {done === 'top-up' ? (
        <Notice tone="good" role="status" title={m.portal_top_up_done({}, say)} />
      ) : null}
      {done === 'statement-by-mail' ? (
        <Notice tone="good" role="status" title={m.portal_statement_mail_done({}, say)} />
      ) : null}
      {done === 'objection' ? (
        <Notice tone="good" role="status" title={m.portal_objection_done({}, say)} />
      ) : null}
      {done === 'objection-withdrawn' ? (
        <Notice tone="good" role="status" title={m.portal_objection_withdrawal_done({}, say)} />
      ) : null}
      {retained.problem === undefined ? null : (
        <ProblemNotice context={context} problem={retained.problem} />
      )}
      <div data-live="account">
        {company === null ? null : (
          <div class="standing">
            <StandingNotice context={context} organization={company.organization} />
          </div>
        )}
        <Balance context={context} account={account} />
      </div>
      {company === null ? (
        <p class="hint">{m.portal_statement_for_administrators({}, say)}</p>
      ) : (
        <>
          <TopUps {...props} topUps={company.topUps} />
          {company.statement === null ? (
            <p>
              <a href={paths.account}>{m.portal_statement_newest({}, say)}</a>
            </p>
          ) : (
            <StatementSection
              {...props}
              statement={company.statement}
              history={company.history}
              contacts={company.contacts}
            />
          )}
        </>
      )}
    </>
  );
};

const Balance = ({ context, account }: { context: PageContext; account: Account }) => {
  const { say, language } = context;
  const figures: readonly (readonly [string, number, string])[] = [
    ['available', account.availableUnits, m.portal_account_available({}, say)],
    ['held', account.heldUnits, m.portal_account_held({}, say)],
    ...(account.disputedUnits === 0
      ? []
      : [['disputed', account.disputedUnits, m.portal_account_disputed_name({}, say)] as const]),
    ['consumed', account.consumedUnits, m.portal_account_consumed({}, say)],
    ['purchased', account.purchasedUnits, m.portal_account_purchased({}, say)],
  ];
  const short = account.availableUnits < account.availableUnitsMin;
  const soon = account.expiring.filter((lot) => lot.soon);
  const [next] = account.expiring;
  return (
    <>
      <dl class={account.disputedUnits === 0 ? 'figures' : 'figures five'}>
        {figures.map(([key, units, name]) => (
          <div key={key} class={key}>
            <dt>{name}</dt>
            <dd>{formatCount(units, language)}</dd>
          </div>
        ))}
      </dl>
      {short ? (
        <Notice
          tone="turn"
          title={m.portal_units_short(
            { units: formatUnits(account.availableUnitsMin, language) },
            say,
          )}
        >
          <p>
            {m.portal_units_short_more({}, say)} <ClauseLink context={context} id="T1" />
          </p>
        </Notice>
      ) : null}
      {!short && account.availableUnits < account.lowBalanceUnits ? (
        <Notice
          tone="turn"
          title={m.portal_account_low(
            { units: formatUnits(account.lowBalanceUnits, language) },
            say,
          )}
        />
      ) : null}
      {soon.length === 0 ? null : (
        <Notice tone="turn" title={m.portal_account_expires_soon({}, say)}>
          <ul>
            {soon.map((lot) => (
              <li key={`${lot.expiresAt} ${lot.reference}`}>{expiryWords(lot, context)}</li>
            ))}
          </ul>
          {soon.some(({ heldBy }) => heldBy.length > 0) ? (
            <p>{m.portal_account_expires_held({}, say)}</p>
          ) : null}
        </Notice>
      )}
      {account.disputedUnits === 0 ? null : (
        <Notice
          tone="note"
          title={m.portal_account_disputed(
            { units: formatUnits(account.disputedUnits, language) },
            say,
          )}
        >
          {account.disputed.length === 0 ? null : (
            <ul>
              {account.disputed.map((charge) => (
                <li key={charge.entrySequence}>
                  <a href={paths.ticket(charge.ticketNumber)}>
                    #{charge.ticketNumber} {charge.subject}
                  </a>
                  {': '}
                  {formatUnits(charge.units, language)} ·{' '}
                  {m.portal_account_disputed_due(
                    { moment: formatDayAndTime(charge.dueAt, context) },
                    say,
                  )}{' '}
                  <TimeLeft context={context} at={charge.dueAt} />
                </li>
              ))}
            </ul>
          )}
          <p>
            {m.portal_account_disputed_more({}, say)} <ClauseLink context={context} id="T4" />
          </p>
        </Notice>
      )}
      <p class="hint outlook">
        {outlookOf(account.projection, context)}
        {next === undefined || soon.length > 0
          ? null
          : ` ${m.portal_account_expiring(
              {
                units: formatUnits(next.units, language),
                day: formatDay(next.expiresAt, context),
              },
              say,
            )}.`}
      </p>
      {account.holds.length === 0 ? null : (
        <section class="card">
          <h2>{m.portal_account_holds({}, say)}</h2>
          <p class="hint">
            {m.portal_account_holds_hint({}, say)} <ClauseLink context={context} id="T3" />
          </p>
          <ul class="holds">
            {account.holds.map((hold) => (
              <li key={hold.ticketNumber}>
                <a href={paths.ticket(hold.ticketNumber)}>
                  #{hold.ticketNumber} {hold.subject}
                </a>
                <span>{formatUnits(hold.units, language)}</span>
              </li>
            ))}
          </ul>
        </section>
      )}
    </>
  );
};

function expiryWords(
  { units, expiresAt, reference }: Account['expiring'][number],
  context: PageContext,
): string {
  const { say, language } = context;
  const lost = { units: formatUnits(units, language), day: formatDay(expiresAt, context) };
  return reference === null
    ? m.portal_account_expires(lost, say)
    : m.portal_account_expires_of({ ...lost, reference }, say);
}

/** How long the units last: an estimate, and said to be one. */
function outlookOf(projection: Projection, context: PageContext): string {
  const { say, language } = context;
  const { kind, runsOutAt } = projection;
  const month = formatCount(projection.unitsPerMonth ?? 0, language);
  if (kind === 'thin') return m.portal_account_thin({}, say);
  if (kind === 'lasting' || runsOutAt === null) return m.portal_account_lasting({ month }, say);
  return m.portal_account_runs_out({ month, day: formatDay(runsOutAt, context) }, say);
}

/** T1: asking for units, and what became of those that were asked for. */
const TopUps = ({
  context,
  topUps,
  retained,
  formKey,
}: Pick<AccountProps, 'context' | 'retained' | 'formKey'> & {
  readonly topUps: readonly TopUp[];
}) => {
  const { say, language } = context;
  const mine = retained.act === 'top-up';
  return (
    <section class="card top-ups">
      <details open={mine}>
        <summary>{m.portal_top_up_title({}, say)}</summary>
        <form
          method="post"
          action="/account/top-ups"
          data-once
          {...draftOf({
            name: 'top-up',
            page: paths.account,
            title: m.portal_top_up_title({}, say),
          })}
        >
          <input type="hidden" name="key" value={`top-up-${formKey}`} />
          <p class="hint">{m.portal_top_up_text({}, say)}</p>
          <Field id="units" label={m.portal_top_up_units({}, say)}>
            {(described) => (
              <input
                {...described}
                name="units"
                type="number"
                inputMode="numeric"
                min={1}
                max={100_000}
                required
                value={mine && retained.units ? retained.units : ''}
              />
            )}
          </Field>
          <Field
            id="note"
            label={m.portal_top_up_note({}, say)}
            optional={m.portal_optional({}, say)}
          >
            {(described) => (
              <input
                {...described}
                name="note"
                maxLength={200}
                value={mine ? (retained.text ?? '') : ''}
              />
            )}
          </Field>
          <button class="button primary" type="submit">
            {m.portal_top_up_act({}, say)}
          </button>
        </form>
      </details>
      {topUps.length === 0 ? null : (
        <>
          <h3>{m.portal_top_up_list({}, say)}</h3>
          <ul class="holds">
            {topUps.slice(0, 5).map((topUp) => (
              <li key={topUp.id}>
                <span>
                  {formatUnits(topUp.units, language)} · {formatDay(topUp.requestedAt, context)}
                  {topUp.note === '' ? null : ` · ${topUp.note}`}
                </span>
                <strong>{topUpState(topUp, say)}</strong>
              </li>
            ))}
          </ul>
        </>
      )}
    </section>
  );
};

function topUpState({ state, answer }: TopUp, say: PageContext['say']): string {
  if (state === 'open') return m.portal_top_up_open({}, say);
  if (state === 'recorded') return m.portal_top_up_recorded({}, say);
  return m.portal_top_up_declined({ answer: answer ?? '' }, say);
}
