import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import {
  formatChange,
  formatCount,
  formatDay,
  formatDayAndTime,
  formatMinutes,
  formatUnits,
} from '../../ui/format.ts';
import { iconCoins, iconPlus, iconScale, iconShieldCheck } from '../../ui/icons.gen.ts';
import * as m from '../../ui/words/generated/messages.js';
import type { Account, Organization, StatementEntry } from '../../web/contract.ts';
import { Button } from '../parts/button.tsx';
import { cx } from '../parts/class-names.ts';
import { Clause } from '../parts/clause.tsx';
import { Fetching, MoreButton } from '../parts/fetched.tsx';
import { Checkbox } from '../parts/field.tsx';
import { Moment } from '../parts/moment.tsx';
import { Empty, Notice, ProblemNote, Waiting } from '../parts/notice.tsx';
import { Sheet } from '../parts/screen.tsx';
import { Cell, Row, Table } from '../parts/table.tsx';
import { say } from '../parts/toast.tsx';
import { call } from '../server/call.ts';
import { accountQuery, statementQuery } from '../server/queries.ts';
import { useWrite } from '../server/use-write.ts';
import { useSession } from '../session/session.tsx';
import {
  AdjustmentDialog,
  LowBalanceDialog,
  PurchaseDialog,
  StatementMailDialog,
} from './account-dialogs.tsx';
import { BalanceLine } from './balance-line.tsx';
import { projectionWords } from './projection-words.ts';

/** T1-T4: what the customer has, what is on hold for which request, and every line that made it so. */
export function AccountSection({ organization }: { organization: Organization }) {
  const { rights } = useSession();
  const account = useQuery(accountQuery(organization.id));
  const [dialog, setDialog] = useState<'purchase' | 'adjustment' | null>(null);
  const close = () => setDialog(null);
  return (
    <div className="grid max-w-6xl grid-cols-1 gap-4">
      <ProblemNote error={account.error} onRetry={() => void account.refetch()} />
      <div className="grid grid-cols-1 items-stretch gap-4 desk:grid-cols-[minmax(0,1fr)_minmax(0,1fr)]">
        <Sheet className="p-5">
          {account.data === undefined ? (
            <Waiting lines={3} className="py-1" />
          ) : (
            <>
              <Balances account={account.data} />
              <Outlook account={account.data} organizationId={organization.id} />
            </>
          )}
          <div className="mt-4 flex flex-wrap gap-2">
            {rights.billing && (
              <>
                <Button look="primary" icon={iconPlus} onClick={() => setDialog('purchase')}>
                  {m.console_account_purchase()}
                </Button>
                <Button icon={iconScale} onClick={() => setDialog('adjustment')}>
                  {m.console_account_adjust()}
                </Button>
              </>
            )}
            <VerifyLedger organizationId={organization.id} />
          </div>
        </Sheet>
        <Holds account={account.data} />
      </div>
      <Statement organizationId={organization.id} />
      {dialog === 'purchase' && <PurchaseDialog organization={organization} onClose={close} />}
      {dialog === 'adjustment' && <AdjustmentDialog organization={organization} onClose={close} />}
    </div>
  );
}

function Balances({ account }: { account: Account }) {
  const { reader } = useSession();
  const count = (units: number) => formatCount(units, reader.language);
  const short = account.availableUnits < account.availableUnitsMin;
  return (
    <>
      <dl className="flex flex-wrap gap-x-8 gap-y-3">
        <div>
          <dt className="text-soft">{m.console_customer_available()}</dt>
          <dd className={cx('text-2xl font-heading tabular', short && 'text-turn')}>
            {count(account.availableUnits)}
          </dd>
        </div>
        <Small name={m.console_account_held()} value={count(account.heldUnits)} />
        {account.disputedUnits > 0 && (
          <Small
            name={m.console_account_disputed()}
            value={count(account.disputedUnits)}
            className="text-turn"
          />
        )}
        <Small name={m.console_account_balance()} value={count(account.balanceUnits)} />
        <Small name={m.console_account_purchased()} value={count(account.purchasedUnits)} />
        <Small name={m.console_account_consumed()} value={count(account.consumedUnits)} />
      </dl>
      {account.disputedUnits > 0 && (
        <div className="mt-3 text-soft">
          <p>
            {m.console_account_disputed_detail()} <Clause id="T4" />
          </p>
          <ul>
            {account.disputed.map((charge) => (
              <li key={charge.entrySequence} className="flex flex-wrap items-center gap-x-2">
                <TicketLink number={charge.ticketNumber} subject={charge.subject} />
                <span>
                  {formatUnits(charge.units, reader.language)} ·{' '}
                  {m.console_billing_due({ moment: formatDayAndTime(charge.dueAt, reader) })}
                </span>
              </li>
            ))}
          </ul>
        </div>
      )}
      {short && (
        <Notice tone="turn" className="mt-3">
          {m.console_account_short({
            units: formatUnits(account.availableUnitsMin, reader.language),
          })}{' '}
          <Clause id="T1" />
        </Notice>
      )}
    </>
  );
}

/** How long the units last and what expires next, and when the customer is warned. */
function Outlook({ account, organizationId }: { account: Account; organizationId: number }) {
  const { reader, rights } = useSession();
  const byMail = useWrite('setStatementByMail', {
    touches: [['account', organizationId]],
    onDone: () => say(m.console_saved()),
  });
  const [editing, setEditing] = useState<'threshold' | 'statement'>();
  const stop = () => setEditing(undefined);
  return (
    <div className="mt-3 grid gap-0.5 text-soft">
      <p>{projectionWords(account.projection, reader)}</p>
      {account.expiring.map(({ units, expiresAt, soon, reference, heldBy }) => (
        <p key={`${expiresAt} ${reference}`} className={cx(soon && 'text-turn')}>
          {m.console_account_next_expiry({
            units: formatUnits(units, reader.language),
            day: formatDay(expiresAt, reader),
          })}{' '}
          {reference}
          {heldBy.length > 0 &&
            ` · ${m.console_account_held()}: ${heldBy.map((hold) => `#${hold.ticketNumber} (${hold.units})`).join(', ')}`}
        </p>
      ))}
      <p className="flex flex-wrap items-center gap-x-2">
        {m.console_account_threshold({
          units: formatUnits(account.lowBalanceUnits, reader.language),
        })}
        {rights.billing && (
          <Button look="quiet" onClick={() => setEditing('threshold')}>
            {m.console_account_threshold_edit()}
          </Button>
        )}
      </p>
      {rights.billing && (
        <div className="flex flex-wrap items-center gap-x-2 gap-y-2">
          <Checkbox
            checked={account.statementByMail}
            disabled={byMail.pending}
            label={m.console_statement_mail()}
            onChange={({ target }) =>
              byMail.send({ params: { organizationId }, body: { byMail: target.checked } })
            }
          />
          <Button look="quiet" onClick={() => setEditing('statement')}>
            {m.console_statement_mail_send()}
          </Button>
        </div>
      )}
      <ProblemNote error={byMail.error} />
      {editing === 'statement' && (
        <StatementMailDialog organizationId={organizationId} onClose={stop} />
      )}
      {editing === 'threshold' && (
        <LowBalanceDialog organizationId={organizationId} account={account} onClose={stop} />
      )}
    </div>
  );
}

const Small = ({ name, value, className }: { name: string; value: string; className?: string }) => (
  <div>
    <dt className="text-soft">{name}</dt>
    <dd className={cx('text-l font-strong leading-[2.1rem] tabular', className)}>{value}</dd>
  </div>
);

function Holds({ account }: { account: Account | undefined }) {
  const { reader } = useSession();
  return (
    <Sheet title={m.console_account_holds()}>
      {account?.holds.length === 0 && (
        <p className="px-4 py-4 text-soft">{m.console_account_no_holds()}</p>
      )}
      <ul>
        {account?.holds.map((hold) => (
          <li
            key={hold.ticketNumber}
            className="flex items-center gap-3 border-b border-line px-4 py-2 last:border-b-0"
          >
            <TicketLink number={hold.ticketNumber} subject={hold.subject} />
            <span className="ml-auto whitespace-nowrap tabular">
              {formatUnits(hold.units, reader.language)}
            </span>
          </li>
        ))}
      </ul>
    </Sheet>
  );
}

function TicketLink({ number, subject }: { number: number; subject: string | null }) {
  return (
    <Link
      to="/tickets/$number"
      params={{ number }}
      search={{}}
      className="min-w-0 truncate hover:underline"
    >
      <span className="text-soft tabular">#{number}</span> {subject}
    </Link>
  );
}

/** The balance proven from the entries alone, while one looks. */
function VerifyLedger({ organizationId }: { organizationId: number }) {
  const verification = useQuery({
    queryKey: ['account', organizationId, 'verification'],
    queryFn: () => call('verifyLedger', { params: { organizationId } }),
    enabled: false,
    gcTime: 0,
  });
  const { data } = verification;
  return (
    <>
      <Button
        icon={iconShieldCheck}
        busy={verification.isFetching}
        onClick={() => void verification.refetch()}
      >
        {m.console_account_verify()}
      </Button>
      <div role="status" className="basis-full">
        <ProblemNote error={verification.error} />
        {data !== undefined && !verification.isFetching && (
          <Notice
            tone={data.sound ? 'good' : 'bad'}
            title={
              data.sound
                ? m.console_account_sound({ count: data.entries })
                : m.console_account_unsound()
            }
          >
            {data.problems.map((problem) => (
              <p key={`${problem.sequence} ${problem.problem}`}>
                {problem.sequence}: {problem.problem}
              </p>
            ))}
            <p className="mt-0.5 font-mono text-xs break-all">{data.lastHash}</p>
          </Notice>
        )}
      </div>
    </>
  );
}

function Statement({ organizationId }: { organizationId: number }) {
  const { reader } = useSession();
  const [from, setFrom] = useState('');
  const [to, setTo] = useState('');
  const statement = useInfiniteQuery(statementQuery(organizationId, from, to));
  const first = statement.data?.pages[0];
  const entries = statement.data?.pages.flatMap((page) => page.items) ?? [];
  const count = (units: number) => formatCount(units, reader.language);
  return (
    <section aria-label={m.console_statement_title()}>
      <div className="mb-2 flex flex-wrap items-end gap-x-4 gap-y-2">
        <h2 className="text-m font-strong">{m.console_statement_title()}</h2>
        {first !== undefined && (
          <p className="text-soft tabular">
            {m.console_statement_balances({
              opening: count(first.openingBalanceUnits),
              closing: count(first.closingBalanceUnits),
            })}
          </p>
        )}
        <div className="ml-auto flex items-center gap-2">
          <DayInput label={m.console_statement_from()} value={from} onValue={setFrom} />
          <DayInput label={m.console_statement_to()} value={to} onValue={setTo} />
        </div>
      </div>
      <Fetching of={statement} />
      {statement.data !== undefined && entries.length === 0 && (
        <Empty icon={iconCoins} title={m.console_statement_empty()}>
          {m.console_statement_empty_detail()}
        </Empty>
      )}
      {entries.length > 0 && (
        <>
          <BalanceLine entries={entries} />
          <Table
            label={m.console_statement_title()}
            columns={[
              { words: m.console_statement_when() },
              { words: m.console_statement_what() },
              { words: m.console_statement_clause(), wide: true },
              { words: m.console_statement_change(), right: true },
              { words: m.console_customer_available(), right: true },
              { words: m.console_account_balance(), right: true, wide: true },
            ]}
          >
            {entries.map((entry) => (
              <StatementRow key={entry.sequence} entry={entry} />
            ))}
          </Table>
        </>
      )}
      <MoreButton of={statement} />
    </section>
  );
}

function StatementRow({ entry }: { entry: StatementEntry }) {
  const { reader } = useSession();
  // A hold moves units from available to held and leaves the balance alone.
  const change = entry.balanceChange === 0 ? entry.availableChange : entry.balanceChange;
  const details = [
    entry.reference,
    entry.reason,
    entry.workMinutes === null || entry.workMinutes === 0 ? null : formatMinutes(entry.workMinutes),
    entry.actor?.name,
  ]
    .filter((part) => part != null)
    .join(' · ');
  return (
    <Row>
      <Cell className="whitespace-nowrap text-soft tabular">
        <span className="block text-xs">{entry.sequence}</span>
        <Moment at={entry.at} as="day" />
      </Cell>
      <Cell>
        {entry.words}
        {entry.disputedUnits > 0 && (
          <span className="block text-xs font-strong text-turn">
            {m.credits_line_disputed({ units: formatUnits(entry.disputedUnits, reader.language) })}
          </span>
        )}
        <span className="block text-xs text-soft">
          {entry.ticketNumber !== null && (
            <TicketLink number={entry.ticketNumber} subject={entry.ticketSubject} />
          )}
          {entry.ticketNumber !== null && details !== '' && ' · '}
          {details}
        </span>
      </Cell>
      <Cell wide>
        {entry.clause !== null && <Clause id={entry.clause} className="text-soft" />}
      </Cell>
      <Cell
        right
        className={cx(
          'font-strong',
          entry.balanceChange > 0 && 'text-good',
          entry.balanceChange === 0 && 'font-text! text-soft',
        )}
      >
        {formatChange(change, reader.language)}
      </Cell>
      <Cell right>{formatCount(entry.availableAfter, reader.language)}</Cell>
      <Cell right wide>
        {formatCount(entry.balanceAfter, reader.language)}
      </Cell>
    </Row>
  );
}

function DayInput({
  label,
  value,
  onValue,
}: {
  label: string;
  value: string;
  onValue: (value: string) => void;
}) {
  return (
    <label className="flex items-center gap-1.5 text-xs text-soft">
      {label}
      <input
        type="date"
        value={value}
        onChange={({ target }) => onValue(target.value)}
        className="h-[1.875rem] rounded-s border border-edge bg-surface px-2 text-s text-ink pointer-coarse:h-11"
      />
    </label>
  );
}
