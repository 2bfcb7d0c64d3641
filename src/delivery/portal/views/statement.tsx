import { formatCount, formatDayAndTime } from '../../ui/format.ts';
import { iconDownload, iconListFilter, iconShieldCheck } from '../../ui/icons.gen.ts';
import { paths } from '../../ui/paths.ts';
import * as m from '../../ui/words/generated/messages.js';
import type {
  Account,
  Api,
  BalanceHistory,
  CallOutput,
  Contact,
  Statement,
} from '../../web/contract.ts';
import type { PageContext } from '../page-context.ts';
import {
  addressOf,
  daysOf,
  isFiltered,
  type LineKind,
  lineKinds,
  type StatementSearch,
} from '../statement-search.ts';
import { BalancePlot } from './balance-plot.tsx';
import { Empty, Field, Notice, Option } from './elements.tsx';
import { Icon } from './icon.tsx';
import { PersonField } from './person-field.tsx';
import { type RetainedAccount, StatementLine } from './statement-line.tsx';

export type Verification = CallOutput<Api['verifyLedger']>;

export interface StatementProps {
  readonly context: PageContext;
  readonly account: Account;
  readonly statement: Statement;
  readonly history: BalanceHistory;
  readonly contacts: readonly Contact[];
  readonly search: StatementSearch;
  readonly verification: Verification | null;
  readonly retained: RetainedAccount;
  readonly formKey: string;
}

/** Where the units went: the balances at both ends, the plot between them, and each line with its reason. */
export const StatementSection = (props: StatementProps) => {
  const { context, account, statement, history, search, verification, retained, formKey } = props;
  const { say, language } = context;
  const address = addressOf(search);
  return (
    <section class="statement" id="statement" aria-labelledby="statement-title">
      <h2 id="statement-title">{m.portal_statement_title({}, say)}</h2>
      <nav class="filters" aria-label={m.portal_statement_title({}, say)}>
        {spansOf(context).map(([words, days]) => (
          <a
            key={words}
            href={to({ ...search, cursor: undefined, from: undefined, to: undefined, ...days })}
            aria-current={addressOf(days) === addressOf(daysOf(search)) ? 'true' : undefined}
          >
            {words}
          </a>
        ))}
      </nav>
      <Filter {...props} />
      <BalancePlot context={context} history={history} />
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
      {isFiltered(search) ? <p class="hint">{m.portal_statement_filter_means({}, say)}</p> : null}
      {statement.requestsLeftOut ? (
        <Notice tone="note" title={m.portal_statement_left_out({}, say)} />
      ) : null}
      {search.cursor === undefined ? null : (
        <p>
          <a href={to({ ...search, cursor: undefined })}>{m.portal_statement_newest({}, say)}</a>
        </p>
      )}
      {statement.items.length > 0 ? (
        <ol class="entries">
          {statement.items.map((entry) => (
            <StatementLine
              key={entry.sequence}
              context={context}
              entry={entry}
              address={address}
              retained={retained}
              formKey={formKey}
            />
          ))}
        </ol>
      ) : isFiltered(search) ? (
        <Empty title={m.portal_statement_none_found({}, say)}>
          <p>
            <a href={to(daysOf(search))}>{m.portal_filter_off({}, say)}</a>
          </p>
        </Empty>
      ) : (
        <Empty title={m.portal_statement_empty({}, say)}>
          <p>{m.portal_statement_empty_more({}, say)}</p>
        </Empty>
      )}
      {statement.nextCursor === null ? null : (
        <p>
          <a class="button wide" href={to({ ...search, cursor: statement.nextCursor })}>
            {m.portal_more({}, say)}
          </a>
        </p>
      )}
      <Downloads context={context} search={search} byMail={account.statementByMail} />
      <Proof context={context} verification={verification} />
    </section>
  );
};

type Change = { readonly [K in keyof StatementSearch]: StatementSearch[K] | undefined };

/** The same page with another search; what is undefined is not asked for. */
function to(search: Change): string {
  const wanted = Object.entries(search).flatMap(([name, value]): [string, string][] =>
    value === undefined ? [] : [[name, String(value)]],
  );
  return `${paths.account}?${new URLSearchParams(wanted)}#statement`;
}

/** The spans that are asked for most, by the reader's own calendar. */
function spansOf({
  say,
  now,
  timeZone,
}: PageContext): readonly (readonly [string, Pick<StatementSearch, 'from' | 'to'>])[] {
  const today = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short' }).format(now);
  const [year = 0, month = 1] = today.split('-').map(Number);
  const day = (of: number) => new Date(of).toISOString().slice(0, 10);
  return [
    [m.portal_statement_all({}, say), {}],
    [
      m.portal_statement_this_month({}, say),
      { from: day(Date.UTC(year, month - 1, 1)), to: day(Date.UTC(year, month, 0)) },
    ],
    [
      m.portal_statement_last_month({}, say),
      { from: day(Date.UTC(year, month - 2, 1)), to: day(Date.UTC(year, month - 1, 0)) },
    ],
  ];
}

/** Folded away until it is needed; open while it leaves something out, so that nobody takes a part for the whole. */
const Filter = ({ context, search, contacts }: StatementProps) => {
  const { say } = context;
  return (
    <details class="filter" open={isFiltered(search)}>
      <summary>
        <Icon shape={iconListFilter} />
        {m.portal_filter({}, say)}
      </summary>
      <form class="range" method="get" action={`${paths.account}#statement`}>
        <Field id="from" label={m.portal_statement_from({}, say)}>
          {(described) => (
            <input {...described} name="from" type="date" value={search.from ?? ''} />
          )}
        </Field>
        <Field id="to" label={m.portal_statement_to({}, say)}>
          {(described) => <input {...described} name="to" type="date" value={search.to ?? ''} />}
        </Field>
        <Field id="kind" label={m.portal_statement_kind({}, say)}>
          {(described) => (
            <select {...described} name="kind">
              <Option value="" chosen={search.kind ?? ''}>
                {m.portal_filter_any({}, say)}
              </Option>
              {lineKinds.map((kind) => (
                <Option key={kind} value={kind} chosen={search.kind ?? ''}>
                  {kindName(kind, say)}
                </Option>
              ))}
            </select>
          )}
        </Field>
        <PersonField context={context} contacts={contacts} chosen={search.person ?? null} />
        <div class="whole-row">
          <Field
            id="q"
            label={m.portal_statement_words({}, say)}
            hint={m.portal_statement_words_hint({}, say)}
          >
            {(described) => (
              <input {...described} name="q" type="search" maxLength={200} value={search.q ?? ''} />
            )}
          </Field>
        </div>
        <p class="choices">
          <button class="button primary" type="submit">
            {m.portal_statement_show({}, say)}
          </button>
          {isFiltered(search) ? (
            <a class="button quiet" href={to(daysOf(search))}>
              {m.portal_filter_off({}, say)}
            </a>
          ) : null}
        </p>
      </form>
    </details>
  );
};

function kindName(kind: LineKind, say: PageContext['say']): string {
  switch (kind) {
    case 'purchase':
      return m.portal_kind_purchase({}, say);
    case 'hold':
      return m.portal_kind_hold({}, say);
    case 'charge':
      return m.portal_kind_charge({}, say);
    case 'release':
      return m.portal_kind_release({}, say);
    case 'expiry':
      return m.portal_kind_expiry({}, say);
    case 'adjustment':
      return m.portal_kind_adjustment({}, say);
    case 'objection':
      return m.portal_kind_objection({}, say);
  }
}

/** The days that are shown, whole, to keep: every file carries a code by which anyone can check it. */
const Downloads = ({
  context,
  search,
  byMail,
}: {
  context: PageContext;
  search: StatementSearch;
  byMail: boolean;
}) => {
  const { say, me } = context;
  const organization = me?.organization;
  if (organization == null) return null;
  return (
    <div class="card downloads">
      <h3>{m.portal_statement_download({}, say)}</h3>
      <p class="hint">{m.portal_statement_download_hint({}, say)}</p>
      {isFiltered(search) ? <p>{m.portal_statement_download_whole({}, say)}</p> : null}
      <p class="download-links">
        {(['pdf', 'csv', 'json'] as const).map((format) => (
          <a
            key={format}
            class="button"
            href={`${paths.statementFile(organization.id, format)}?${addressOf(daysOf(search))}`}
          >
            <Icon shape={iconDownload} />
            {format.toUpperCase()}
          </a>
        ))}
      </p>
      <form
        class="by-mail"
        method="post"
        action={`/account/statement-by-mail?${new URLSearchParams({ statement: addressOf(search) })}`}
      >
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

/** The balance is proved from the lines alone, and the last fingerprint is theirs to keep. */
const Proof = ({ context, verification }: Pick<StatementProps, 'context' | 'verification'>) => {
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
