import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { formatMonth } from '../../ui/format.ts';
import { iconBuilding, iconX } from '../../ui/icons.gen.ts';
import * as m from '../../ui/words/generated/messages.js';
import type { Report } from '../../web/contract.ts';
import { Button, IconButton } from '../parts/button.tsx';
import { Field, Select } from '../parts/field.tsx';
import { Picker } from '../parts/picker.tsx';
import { useSettled } from '../parts/use-settled.ts';
import { serverNow } from '../server/call.ts';
import {
  catalogQuery,
  organizationQuery,
  organizationsQuery,
  type ReportFilter,
} from '../server/queries.ts';
import { useSession } from '../session/session.tsx';
import { monthsBack } from './months-back.ts';

const monthsOffered = 24;

interface FiltersProps {
  readonly filter: ReportFilter;
  readonly report: Report | undefined;
  readonly onFilter: (filter: ReportFilter) => void;
}

/** Over which months, and of which customer and service. */
export function ReportFilters({ filter, report, onFilter }: FiltersProps) {
  const { reader } = useSession();
  const catalog = useQuery(catalogQuery());
  const months = monthsBack(serverNow(), monthsOffered, reader.timeZone);
  const [from, to] = [filter.from ?? report?.from ?? '', filter.to ?? report?.to ?? ''];
  const services = catalog.data?.categories.flatMap((category) => category.services) ?? [];
  return (
    <div className="flex flex-wrap items-end gap-3">
      <Field label={m.reports_from()}>
        <Select
          value={from}
          onChange={({ target }) =>
            onFilter({ ...filter, from: target.value, to: target.value > to ? target.value : to })
          }
        >
          <MonthOptions months={months} chosen={from} />
        </Select>
      </Field>
      <Field label={m.reports_to()}>
        <Select
          value={to}
          onChange={({ target }) =>
            onFilter({
              ...filter,
              from: target.value < from ? target.value : from,
              to: target.value,
            })
          }
        >
          <MonthOptions months={months} chosen={to} />
        </Select>
      </Field>
      <Field label={m.reports_service()}>
        <Select
          value={filter.serviceId ?? ''}
          onChange={({ target }) => {
            const { serviceId: _, ...rest } = filter;
            onFilter(target.value === '' ? rest : { ...rest, serviceId: Number(target.value) });
          }}
        >
          <option value="">{m.reports_all_services()}</option>
          {services.map(({ id, name }) => (
            <option key={id} value={id}>
              {name[reader.language]}
            </option>
          ))}
        </Select>
      </Field>
      <CustomerFilter filter={filter} onFilter={onFilter} />
    </div>
  );
}

function MonthOptions({ months, chosen }: { months: readonly string[]; chosen: string }) {
  const { reader } = useSession();
  // A month of an address may lie before those that are offered.
  const all = chosen === '' || months.includes(chosen) ? months : [...months, chosen];
  return all.map((month) => (
    <option key={month} value={month}>
      {formatMonth(month, reader.language)}
    </option>
  ));
}

function CustomerFilter({ filter, onFilter }: Pick<FiltersProps, 'filter' | 'onFilter'>) {
  const { organizationId, ...others } = filter;
  const [choosing, setChoosing] = useState(false);
  const chosen = useQuery({
    ...organizationQuery(organizationId ?? 0),
    enabled: organizationId !== undefined,
  });
  return (
    <div className="flex items-center gap-1">
      <Button icon={iconBuilding} onClick={() => setChoosing(true)}>
        {organizationId === undefined
          ? m.reports_all_customers()
          : m.reports_customer({ name: chosen.data?.name ?? '…' })}
      </Button>
      {organizationId !== undefined && (
        <IconButton
          icon={iconX}
          name={m.reports_all_customers()}
          onClick={() => onFilter(others)}
        />
      )}
      {choosing && (
        <CustomerPicker
          onClose={() => setChoosing(false)}
          onChosen={(id) => onFilter({ ...others, organizationId: id })}
        />
      )}
    </div>
  );
}

function CustomerPicker({
  onClose,
  onChosen,
}: {
  onClose: () => void;
  onChosen: (organizationId: number) => void;
}) {
  const [written, setWritten] = useState('');
  const found = useInfiniteQuery(organizationsQuery(useSettled(written.trim())));
  const items = found.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <Picker
      open
      onClose={onClose}
      title={m.reports_choose_customer()}
      placeholder={m.console_customers_search()}
      written={written}
      onWritten={setWritten}
      groups={
        items.length === 0
          ? []
          : [
              {
                value: m.console_nav_customers(),
                items: items.map(({ id, name }) => ({
                  id: String(id),
                  words: name,
                  icon: iconBuilding,
                  run: () => onChosen(id),
                })),
              },
            ]
      }
      empty={m.console_customers_empty_search()}
      busy={found.isPending}
    />
  );
}
