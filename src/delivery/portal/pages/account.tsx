import {
  formatChange,
  formatCount,
  formatDay,
  formatDayAndTime,
  formatMinutes,
  formatUnits,
} from '../../ui/format.ts';
import { iconDownload, iconShieldCheck } from '../../ui/icons.gen.ts';
import { paths } from '../../ui/paths.ts';
import * as m from '../../ui/words/generated/messages.js';
import type {
  Account,
  Api,
  CallOutput,
  Organization,
  Page,
  PageAnswer,
  PageRequest,
  Problem,
  Projection,
  Statement,
  StatementEntry,
  TopUp,
} from '../../web/contract.ts';
import { answerPage } from '../answer.tsx';
import { attempt } from '../attempt.ts';
import { formKey } from '../form.ts';
import { contextOf, type PageContext } from '../page-context.ts';
import { BalancePlot } from '../views/balance-plot.tsx';
import {
  ClauseLink,
  Empty,
  Field,
  Notice,
  PageHead,
  ProblemNotice,
  When,
} from '../views/elements.tsx';
import { Icon } from '../views/icon.tsx';
import { StandingNotice } from '../views/standing.tsx';

type Verification = CallOutput<Api['verifyLedger']>;

/** Units: the balance for everybody of the company, every line of the statement for its administrators. */
export const accountPage: Page = {
  method: 'GET',
  path: paths.account,
  signedIn: true,
  handle: (request) => showAccount(request, {}),
};

/** What is shown again after a form of the account was refused. */
export interface RetainedAccount {
  readonly act?: 'top-up' | 'objection';
  readonly units?: number;
  readonly entrySequence?: number;
  readonly text?: string;
  readonly mistake?: string;
  readonly problem?: Problem;
}

export async function showAccount(
  request: PageRequest,
  retained: RetainedAccount,
): Promise<PageAnswer> {
  const { me, call, url } = request;
  if (me?.organization == null) return { redirect: paths.console };
  const params = { organizationId: me.organization.id };
  const administers = me.roles.includes('customer_administrator');
  const range = rangeIn(url);
  const cursor = url.searchParams.get('cursor')?.slice(0, 200);
  const [context, account, organization, statement, topUps, verification] = await Promise.all([
    contextOf(request),
    call('getAccount', { params }),
    administers ? call('getOrganization', { params }) : null,
    administers
      ? attempt(
          call('getStatement', {
            params,
            query: { ...range, limit: 50, ...(cursor === undefined ? {} : { cursor }) },
          }),
        )
      : null,
    administers ? call('listTopUps', { params }) : null,
    administers && url.searchParams.has('verify') ? call('verifyLedger', { params }) : null,
  ]);
  return answerPage(context, {
    title: m.portal_account_title({}, context.say),
    section: 'account',
    ...(retained.problem === undefined && retained.mistake === undefined
      ? {}
      : { status: retained.problem?.status ?? 422 }),
    scripts: ['live.js'],
    body: (
      <AccountView
        context={context}
        account={account}
        organization={organization}
        statement={statement?.done ? statement.value : null}
        topUps={topUps?.items ?? []}
        range={range}
        verification={verification}
        done={url.searchParams.get('done')}
        retained={retained}
        formKey={formKey(retained.problem?.reason === 'key-reused' ? {} : request.form)}
      />
    ),
  });
}

interface Range {
  readonly from?: string;
  readonly to?: string;
}

function rangeIn(url: URL): Range {
  const day = (name: string) => {
    const value = url.searchParams.get(name) ?? '';
    return /^\d{4}-\d\d-\d\d$/.test(value) && !Number.isNaN(Date.parse(value)) ? value : undefined;
  };
  const [from, to] = [day('from'), day('to')];
  return { ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }) };
}

interface AccountProps {
  readonly context: PageContext;
  readonly account: Account;
  /** Null for who does not administer the company. */
  readonly organization: Organization | null;
  /** The same. */
  readonly statement: Statement | null;
  readonly range: Range;
  readonly verification: Verification | null;
  readonly topUps: readonly TopUp[];
  /** What has just been done. */
  readonly done: string | null;
  readonly retained: RetainedAccount;
  readonly formKey: string;
}

export const AccountView = (props: AccountProps) => {
  const { context, account, organization, statement, done, retained } = props;
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
        {organization === null ? null : (
          <div class="standing">
            <StandingNotice context={context} organization={organization} />
          </div>
        )}
        <Balance context={context} account={account} />
      </div>
      {statement === null ? (
        <p class="hint">{m.portal_statement_for_administrators({}, say)}</p>
      ) : (
        <>
          <TopUps {...props} />
          <StatementSection {...props} statement={statement} />
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
                  )}
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
const TopUps = ({ context, topUps, retained, formKey }: AccountProps) => {
  const { say, language } = context;
  const mine = retained.act === 'top-up';
  return (
    <section class="card top-ups">
      <details open={mine}>
        <summary>{m.portal_top_up_title({}, say)}</summary>
        <form method="post" action="/account/top-ups" data-once>
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

const StatementSection = ({
  context,
  account,
  statement,
  range,
  verification,
  retained,
  formKey,
}: AccountProps & {
  readonly statement: Statement;
}) => {
  const { say, language } = context;
  return (
    <section class="statement" aria-labelledby="statement-title">
      <h2 id="statement-title">{m.portal_statement_title({}, say)}</h2>
      <form class="range" method="get" action={paths.account}>
        <Field id="from" label={m.portal_statement_from({}, say)}>
          {(described) => <input {...described} name="from" type="date" value={range.from ?? ''} />}
        </Field>
        <Field id="to" label={m.portal_statement_to({}, say)}>
          {(described) => <input {...described} name="to" type="date" value={range.to ?? ''} />}
        </Field>
        <button class="button" type="submit">
          {m.portal_statement_show({}, say)}
        </button>
      </form>
      <nav class="spans" aria-label={m.portal_statement_title({}, say)}>
        {spansOf(context).map(([words, span]) => (
          <a key={words} href={`${paths.account}?${new URLSearchParams({ ...span })}`}>
            {words}
          </a>
        ))}
      </nav>
      <BalancePlot context={context} entries={statement.items} />
      <dl class="figures two">
        <div>
          <dt>{m.portal_statement_opening({}, say)}</dt>
          <dd>{formatCount(statement.openingBalanceUnits, language)}</dd>
        </div>
        <div>
          <dt>{m.portal_statement_closing({}, say)}</dt>
          <dd>{formatCount(statement.closingBalanceUnits, language)}</dd>
        </div>
      </dl>
      {statement.items.length === 0 ? (
        <Empty title={m.portal_statement_empty({}, say)}>
          <p>{m.portal_statement_empty_more({}, say)}</p>
        </Empty>
      ) : (
        <ol class="entries">
          {statement.items.map((entry) => (
            <Entry
              key={entry.sequence}
              context={context}
              entry={entry}
              retained={retained}
              formKey={formKey}
            />
          ))}
        </ol>
      )}
      {statement.nextCursor === null ? null : (
        <p>
          <a
            class="button wide"
            href={`${paths.account}?${new URLSearchParams({ ...range, cursor: statement.nextCursor })}`}
          >
            {m.portal_more({}, say)}
          </a>
        </p>
      )}
      <Downloads context={context} range={range} byMail={account.statementByMail} />
      <Proof context={context} verification={verification} />
    </section>
  );
};

/** The spans that are asked for most, by the reader's own calendar. */
function spansOf({ say, now, timeZone }: PageContext): readonly (readonly [string, Range])[] {
  const today = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short' }).format(now);
  const [year = 0, month = 1] = today.split('-').map(Number);
  const day = (of: number) => new Date(of).toISOString().slice(0, 10);
  return [
    [
      m.portal_statement_this_month({}, say),
      { from: day(Date.UTC(year, month - 1, 1)), to: day(Date.UTC(year, month, 0)) },
    ],
    [
      m.portal_statement_last_month({}, say),
      { from: day(Date.UTC(year, month - 2, 1)), to: day(Date.UTC(year, month - 1, 0)) },
    ],
    [m.portal_statement_all({}, say), {}],
  ];
}

/** What is shown, to keep: every file carries a code by which anyone can check it. */
const Downloads = ({
  context,
  range,
  byMail,
}: {
  context: PageContext;
  range: Range;
  byMail: boolean;
}) => {
  const { say, me } = context;
  const organization = me?.organization;
  if (organization == null) return null;
  return (
    <div class="card downloads">
      <h3>{m.portal_statement_download({}, say)}</h3>
      <p class="hint">{m.portal_statement_download_hint({}, say)}</p>
      <p class="download-links">
        {(['pdf', 'csv', 'json'] as const).map((format) => (
          <a
            key={format}
            class="button"
            href={`${paths.statementFile(organization.id, format)}?${new URLSearchParams({ ...range })}`}
          >
            <Icon shape={iconDownload} />
            {format.toUpperCase()}
          </a>
        ))}
      </p>
      <form class="by-mail" method="post" action="/account/statement-by-mail">
        <input type="hidden" name="by-mail" value={byMail ? 'no' : 'yes'} />
        <p class="hint">
          {byMail ? m.portal_statement_mail_on({}, say) : m.portal_statement_mail_off({}, say)}
        </p>
        <button class="button" type="submit">
          {byMail ? m.portal_statement_mail_stop({}, say) : m.portal_statement_mail_start({}, say)}
        </button>
      </form>
    </div>
  );
};

const Entry = ({
  context,
  entry,
  retained,
  formKey,
}: Pick<AccountProps, 'context' | 'retained' | 'formKey'> & { entry: StatementEntry }) => {
  const { say, language } = context;
  // A reservation moves what is available and leaves the balance; a charge, the other way round.
  const change = entry.balanceChange === 0 ? entry.availableChange : entry.balanceChange;
  return (
    <li>
      <div class="entry-what">
        <p class="entry-head">
          <strong>{entryName(entry.kind, say)}</strong>
          <When context={context} at={entry.at}>
            {formatDay(entry.at, context)}
          </When>
        </p>
        <p>{entry.words}</p>
        {entry.disputedUnits === 0 ? null : (
          <p class="entry-disputed">
            {m.credits_line_disputed({ units: formatUnits(entry.disputedUnits, language) }, say)}
          </p>
        )}
        <p class="entry-more">
          {entry.ticketNumber === null ? null : (
            <a href={paths.ticket(entry.ticketNumber)}>
              #{entry.ticketNumber} {entry.ticketSubject}
            </a>
          )}
          {entry.workMinutes === null || entry.workMinutes === 0 ? null : (
            <span>{m.portal_entry_work({ span: formatMinutes(entry.workMinutes) }, say)}</span>
          )}
          {entry.reference === null ? null : <span>{entry.reference}</span>}
          {entry.clause === null ? null : <ClauseLink context={context} id={entry.clause} />}
        </p>
        <Objection context={context} entry={entry} retained={retained} formKey={formKey} />
      </div>
      <dl class="entry-units">
        <div>
          <dt class="visually-hidden">{m.portal_entry_change({}, say)}</dt>
          <dd class={change < 0 ? 'less' : 'more'}>{formatChange(change, language)}</dd>
        </div>
        <div>
          <dt>{m.portal_entry_balance({}, say)}</dt>
          <dd>{formatCount(entry.balanceAfter, language)}</dd>
        </div>
        <div>
          <dt>{m.portal_entry_available({}, say)}</dt>
          <dd>{formatCount(entry.availableAfter, language)}</dd>
        </div>
      </dl>
    </li>
  );
};

/** T3, T4: what became of an objection to this charge, or the way to make one. */
const Objection = ({
  context,
  entry,
  retained,
  formKey,
}: Pick<AccountProps, 'context' | 'retained' | 'formKey'> & { entry: StatementEntry }) => {
  const { say } = context;
  const { objection, sequence } = entry;
  if (objection !== null) {
    const answer = objection.answer ?? '';
    const words = {
      open: (objection.overdue ? m.portal_objection_overdue : m.portal_objection_open)(
        { moment: formatDayAndTime(objection.dueAt, context) },
        say,
      ),
      accepted: m.portal_objection_accepted(
        { units: formatUnits(objection.givenBackUnits ?? 0, context.language), answer },
        say,
      ),
      rejected: m.portal_objection_rejected({ answer }, say),
      withdrawn: m.portal_objection_withdrawn({}, say),
    };
    return (
      <>
        <p class="objection">{words[objection.state]}</p>
        {objection.state === 'open' ? (
          <details class="objection">
            <summary>{m.portal_objection_withdrawal_title({}, say)}</summary>
            <form class="stack" method="post" action="/account/objections/withdrawal" data-once>
              <input type="hidden" name="key" value={`withdrawal-${objection.id}-${formKey}`} />
              <input type="hidden" name="objection" value={objection.id} />
              <p>{m.portal_objection_withdrawal_text({}, say)}</p>
              <button class="button" type="submit">
                {m.portal_objection_withdrawal_act({}, say)}
              </button>
            </form>
          </details>
        ) : null}
      </>
    );
  }
  if (!entry.objectable) return null;
  const mine = retained.act === 'objection' && retained.entrySequence === sequence;
  return (
    <details class="objection" open={mine}>
      <summary>{m.portal_objection_title({}, say)}</summary>
      <form method="post" action="/account/objections" data-once>
        <input type="hidden" name="key" value={`objection-${sequence}-${formKey}`} />
        <input type="hidden" name="entry" value={sequence} />
        <Field
          id={`objection-${sequence}`}
          label={m.portal_objection_reason({}, say)}
          error={mine ? retained.mistake : undefined}
        >
          {(described) => (
            <textarea {...described} name="reason" rows={3} required minLength={5} maxLength={2000}>
              {mine ? (retained.text ?? '') : ''}
            </textarea>
          )}
        </Field>
        <button class="button" type="submit">
          {m.portal_objection_act({}, say)}
        </button>
      </form>
    </details>
  );
};

const entryName = (kind: StatementEntry['kind'], say: PageContext['say']): string => {
  const names: Readonly<Record<StatementEntry['kind'], (none: object, how: typeof say) => string>> =
    {
      purchase: m.portal_entry_purchase,
      refund: m.portal_entry_refund,
      hold: m.portal_entry_hold,
      hold_more: m.portal_entry_hold_more,
      charge: m.portal_entry_charge,
      release: m.portal_entry_release,
      adjustment: m.portal_entry_adjustment,
      expiry: m.portal_entry_expiry,
    };
  return names[kind]({}, say);
};

/** The balance is proved from the lines alone, and the last fingerprint is theirs to keep. */
const Proof = ({ context, verification }: Pick<AccountProps, 'context' | 'verification'>) => {
  const { say, language, now } = context;
  return (
    <div class="card proof" id="proof">
      <h3>{m.portal_proof_title({}, say)}</h3>
      <p>
        {m.portal_proof_text({}, say)} <a href={paths.verify}>{m.portal_proof_check({}, say)}</a>
      </p>
      {verification === null ? (
        <p>
          <a class="button" href={`${paths.account}?verify=1#proof`}>
            <Icon shape={iconShieldCheck} />
            {m.portal_proof_act({}, say)}
          </a>
        </p>
      ) : verification.sound ? (
        <Notice
          tone="good"
          role="status"
          title={m.portal_proof_sound(
            {
              entries: formatCount(verification.entries, language),
              moment: formatDayAndTime(now, context),
            },
            say,
          )}
        >
          <p>
            {m.portal_proof_hash({}, say)} <code>{verification.lastHash}</code>
          </p>
        </Notice>
      ) : (
        <Notice tone="bad" role="alert" title={m.portal_proof_unsound({}, say)}>
          <ul>
            {verification.problems.map((problem) => (
              <li key={`${problem.sequence} ${problem.problem}`}>
                {problem.sequence}: {problem.problem}
              </li>
            ))}
          </ul>
        </Notice>
      )}
    </div>
  );
};
