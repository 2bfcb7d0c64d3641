import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { systemClock } from '../../../kernel/clock.ts';
import { iconPlus, iconX } from '../../ui/icons.gen.ts';
import * as m from '../../ui/words/generated/messages.js';
import { Button, IconButton } from '../parts/button.tsx';
import { controlClass, Field, Select, TextInput } from '../parts/field.tsx';
import { ProblemNote } from '../parts/notice.tsx';
import { call } from '../server/call.ts';
import { holidayCountriesQuery } from '../server/queries.ts';
import { type Holiday, withImported } from './calendar-draft.ts';

interface HolidaysProps {
  readonly holidays: readonly Holiday[];
  readonly editable: boolean;
  readonly onHolidays: (holidays: readonly Holiday[]) => void;
}

/** Days on which nobody serves: imported for a country, then edited like any other. */
export function HolidaysEditor({ holidays, editable, onHolidays }: HolidaysProps) {
  const change = (index: number, part: Partial<Holiday>) =>
    onHolidays(holidays.map((day, at) => (at === index ? { ...day, ...part } : day)));
  return (
    <fieldset className="flex flex-col gap-3">
      <legend className="mb-1 font-strong">{m.console_holidays()}</legend>
      <p className="text-xs text-soft">{m.console_holidays_hint()}</p>
      {editable && <ImportHolidays holidays={holidays} onHolidays={onHolidays} />}
      {holidays.length === 0 && <p className="text-soft">{m.console_holidays_none()}</p>}
      {holidays.length > 0 && (
        <ol className="flex max-h-96 flex-col gap-1.5 overflow-y-auto rounded-s border border-line p-2">
          {holidays.map((day, index) => (
            <li
              // A day has no identity beside what is being edited.
              // biome-ignore lint/suspicious/noArrayIndexKey: see above
              key={index}
              className="grid grid-cols-[9.5rem_minmax(0,1fr)_auto] items-center gap-2"
            >
              <input
                type="date"
                required
                aria-label={m.console_holiday_date()}
                value={day.date}
                onChange={({ target }) => change(index, { date: target.value })}
                className={`${controlClass} h-[2.125rem] pointer-coarse:h-11`}
              />
              <input
                aria-label={m.console_holiday_name()}
                maxLength={200}
                value={day.name}
                onChange={({ target }) => change(index, { name: target.value })}
                className={`${controlClass} h-[2.125rem] pointer-coarse:h-11`}
              />
              <IconButton
                icon={iconX}
                name={m.console_holiday_remove({ day: `${day.date} ${day.name}` })}
                onClick={() => onHolidays(holidays.filter((_, at) => at !== index))}
              />
            </li>
          ))}
        </ol>
      )}
      {editable && (
        <Button
          look="quiet"
          icon={iconPlus}
          className="self-start"
          onClick={() => onHolidays([...holidays, { date: '', name: '' }])}
        >
          {m.console_holiday_add()}
        </Button>
      )}
    </fieldset>
  );
}

function ImportHolidays({ holidays, onHolidays }: Pick<HolidaysProps, 'holidays' | 'onHolidays'>) {
  const countries = useQuery(holidayCountriesQuery());
  const thisYear = new Date(systemClock.now()).getUTCFullYear();
  const [country, setCountry] = useState('VE');
  const [years, setYears] = useState({ from: thisYear, to: thisYear + 1 });
  const [state, setState] = useState<{ busy: boolean; error: unknown; added: number | null }>({
    busy: false,
    error: null,
    added: null,
  });
  async function importThem(): Promise<void> {
    setState({ busy: true, error: null, added: null });
    try {
      const { items } = await call('listHolidays', { query: { country, ...years } });
      const merged = withImported(holidays, items);
      onHolidays(merged.holidays);
      setState({ busy: false, error: null, added: merged.added });
    } catch (error) {
      setState({ busy: false, error, added: null });
    }
  }
  return (
    <div className="flex flex-col gap-2">
      <div className="flex flex-wrap items-end gap-2">
        <Field label={m.console_holidays_country()} className="min-w-48 grow">
          <Select value={country} onChange={({ target }) => setCountry(target.value)}>
            {countries.data === undefined && <option value="VE">Venezuela</option>}
            {countries.data?.items.map(({ code, name }) => (
              <option key={code} value={code}>
                {name}
              </option>
            ))}
          </Select>
        </Field>
        <YearField
          label={m.console_holidays_from()}
          value={years.from}
          onValue={(from) => setYears({ from, to: Math.max(from, years.to) })}
        />
        <YearField
          label={m.console_holidays_to()}
          value={years.to}
          onValue={(to) => setYears({ from: Math.min(years.from, to), to })}
        />
        <Button busy={state.busy} onClick={() => void importThem()}>
          {m.console_holidays_import()}
        </Button>
      </div>
      <ProblemNote error={state.error ?? countries.error} />
      <p role="status" className="text-s text-soft">
        {state.added !== null && m.console_holidays_added({ count: state.added })}
      </p>
    </div>
  );
}

function YearField({
  label,
  value,
  onValue,
}: {
  label: string;
  value: number;
  onValue: (year: number) => void;
}) {
  return (
    <Field label={label} className="w-24">
      <TextInput
        type="number"
        min={2000}
        max={2100}
        value={value}
        onChange={({ target }) => {
          const year = target.valueAsNumber;
          if (Number.isInteger(year)) onValue(year);
        }}
      />
    </Field>
  );
}
