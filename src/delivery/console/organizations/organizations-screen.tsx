import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useRef, useState } from 'react';
import { formatCount, formatDay } from '../../ui/format.ts';
import { iconBuilding, iconPlus, iconSearch } from '../../ui/icons.gen.ts';
import * as m from '../../ui/words/generated/messages.js';
import type { OrganizationSummary } from '../../web/contract.ts';
import { useCommands } from '../keyboard/use-commands.tsx';
import { Button } from '../parts/button.tsx';
import { cx } from '../parts/class-names.ts';
import { Fetching, MoreButton } from '../parts/fetched.tsx';
import { Icon } from '../parts/icon.tsx';
import { Empty } from '../parts/notice.tsx';
import { OrganizationLink } from '../parts/organization-link.tsx';
import { Screen } from '../parts/screen.tsx';
import { Cell, Row, Table } from '../parts/table.tsx';
import { useSettled } from '../parts/use-settled.ts';
import { lowBalancesQuery, organizationsQuery } from '../server/queries.ts';
import { useSession } from '../session/session.tsx';
import { BillingTasks } from './billing-tasks.tsx';
import { NewOrganizationDialog } from './new-organization-dialog.tsx';
import { StandingMark } from './standing-mark.tsx';

/** Every customer, with what decides whether its requests are admitted. */
export function OrganizationsScreen() {
  const { rights } = useSession();
  const navigate = useNavigate();
  const [written, setWritten] = useState('');
  const [adding, setAdding] = useState(false);
  const search = useRef<HTMLInputElement>(null);
  const q = useSettled(written.trim());
  const found = useInfiniteQuery(organizationsQuery(q));
  const items = found.data?.pages.flatMap((page) => page.items) ?? [];
  useCommands({ search: () => search.current?.select() });
  return (
    <Screen
      title={m.console_nav_customers()}
      aside={
        <>
          <search className="flex h-[1.875rem] w-64 min-w-40 items-center gap-2 rounded-s border border-edge bg-surface px-2 focus-within:outline-(--focus-ring) pointer-coarse:h-11">
            <Icon of={iconSearch} size={14} className="text-soft" />
            <input
              ref={search}
              type="search"
              value={written}
              onChange={({ target }) => setWritten(target.value)}
              aria-label={m.console_customers_search()}
              placeholder={m.console_customers_search()}
              className="w-full min-w-0 bg-transparent outline-none placeholder:text-soft"
            />
          </search>
          {rights.billing && (
            <Button look="primary" icon={iconPlus} onClick={() => setAdding(true)}>
              {m.console_customers_new()}
            </Button>
          )}
        </>
      }
    >
      {q === '' && <BillingTasks />}
      {q === '' && <LowBalances />}
      <Fetching of={found} />
      {found.data !== undefined && items.length === 0 && (
        <Empty
          icon={iconBuilding}
          title={q === '' ? m.console_customers_empty() : m.console_queue_empty_search()}
          action={
            rights.billing &&
            q === '' && (
              <Button look="primary" icon={iconPlus} onClick={() => setAdding(true)}>
                {m.console_customers_new()}
              </Button>
            )
          }
        >
          {q === '' ? m.console_customers_empty_detail() : m.console_customers_empty_search()}
        </Empty>
      )}
      {items.length > 0 && <OrganizationTable items={items} />}
      <MoreButton of={found} />
      {adding && (
        <NewOrganizationDialog
          onClose={() => setAdding(false)}
          onAdded={(organizationId) =>
            void navigate({ to: '/organizations/$organizationId', params: { organizationId } })
          }
        />
      )}
    </Screen>
  );
}

/** T1: who runs out of units, and when: what billing looks at first. */
function LowBalances() {
  const { reader } = useSession();
  const low = useQuery(lowBalancesQuery());
  const items = low.data?.items ?? [];
  if (items.length === 0) return null;
  return (
    <details className="mb-4 rounded-m border border-line bg-surface">
      <summary className="cursor-pointer px-4 py-2 font-strong">
        {m.console_low_title()} ({formatCount(items.length, reader.language)})
      </summary>
      <Table
        label={m.console_low_title()}
        columns={[
          { words: m.console_queue_column_customer() },
          { words: m.console_customer_available(), right: true },
          { words: m.console_account_threshold_label(), right: true, wide: true },
          { words: m.console_low_runs_out(), right: true },
        ]}
      >
        {items.map(({ organization, availableUnits, lowBalanceUnits, projection }) => (
          <Row key={organization.id}>
            <Cell>
              <OrganizationLink organization={organization} className="font-medium" />
            </Cell>
            <Cell right className="font-strong text-turn">
              {formatCount(availableUnits, reader.language)}
            </Cell>
            <Cell right wide className="text-soft">
              {formatCount(lowBalanceUnits, reader.language)}
            </Cell>
            <Cell right>
              {projection.runsOutAt !== null
                ? `≈ ${formatDay(projection.runsOutAt, reader)}`
                : projection.kind === 'lasting'
                  ? m.console_low_lasting()
                  : m.console_low_thin()}
            </Cell>
          </Row>
        ))}
      </Table>
    </details>
  );
}

function OrganizationTable({ items }: { items: readonly OrganizationSummary[] }) {
  const { reader } = useSession();
  const count = (value: number) => formatCount(value, reader.language);
  return (
    <Table
      label={m.console_nav_customers()}
      columns={[
        { words: m.console_queue_column_customer() },
        { words: m.console_customer_standing(), wide: true },
        { words: m.console_customer_available(), right: true },
        { words: m.console_account_held(), right: true, wide: true },
        { words: m.console_customer_open(), right: true },
      ]}
    >
      {items.map((organization) => (
        <Row key={organization.id}>
          <Cell>
            <OrganizationLink organization={organization} className="text-m font-medium" />
            {organization.taxId !== null && (
              <span className="block text-xs text-soft">{organization.taxId}</span>
            )}
          </Cell>
          <Cell wide>
            <StandingMark organization={organization} />
          </Cell>
          <Cell
            right
            className={cx('text-m font-strong', organization.availableUnits < 2 && 'text-turn')}
          >
            {count(organization.availableUnits)}
          </Cell>
          <Cell right wide className="text-soft">
            {count(organization.heldUnits)}
          </Cell>
          <Cell right>{count(organization.openTickets)}</Cell>
        </Row>
      ))}
    </Table>
  );
}
