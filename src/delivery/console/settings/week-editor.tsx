import { iconPlus, iconX } from '../../ui/icons.gen.ts';
import * as m from '../../ui/words/generated/messages.js';
import { Button, IconButton } from '../parts/button.tsx';
import { controlClass } from '../parts/field.tsx';
import { type Span, type Week, type Weekday, weekdays } from './calendar-draft.ts';

export const dayWords: Readonly<Record<Weekday, () => string>> = {
  monday: m.console_day_monday,
  tuesday: m.console_day_tuesday,
  wednesday: m.console_day_wednesday,
  thursday: m.console_day_thursday,
  friday: m.console_day_friday,
  saturday: m.console_day_saturday,
  sunday: m.console_day_sunday,
};

interface WeekProps {
  readonly week: Week;
  readonly onWeek: (week: Week) => void;
}

/** The hours of each weekday: as many stretches as there are; a day ends at 24:00, which no time picker offers. */
export function WeekEditor({ week, onWeek }: WeekProps) {
  const setDay = (day: Weekday, spans: readonly Span[]) => onWeek({ ...week, [day]: spans });
  return (
    <fieldset className="flex flex-col">
      <legend className="mb-1 font-strong">{m.console_calendar_week()}</legend>
      <p className="mb-2 text-xs text-soft">{m.console_calendar_week_hint()}</p>
      {weekdays.map((day) => (
        <DayRow
          key={day}
          day={day}
          spans={week[day]}
          onSpans={(spans) => setDay(day, spans)}
          onCopy={
            day === 'monday'
              ? () =>
                  onWeek({
                    ...week,
                    tuesday: week.monday,
                    wednesday: week.monday,
                    thursday: week.monday,
                    friday: week.monday,
                  })
              : undefined
          }
        />
      ))}
    </fieldset>
  );
}

function DayRow({
  day,
  spans,
  onSpans,
  onCopy,
}: {
  day: Weekday;
  spans: readonly Span[];
  onSpans: (spans: readonly Span[]) => void;
  onCopy: (() => void) | undefined;
}) {
  const name = dayWords[day]();
  const change = (index: number, part: Partial<Span>) =>
    onSpans(spans.map((span, at) => (at === index ? { ...span, ...part } : span)));
  const last = spans.at(-1)?.to ?? '08:00';
  return (
    <fieldset
      aria-label={name}
      className="grid gap-x-3 gap-y-2 border-t border-line py-2.5 tablet:grid-cols-[7rem_minmax(0,1fr)]"
    >
      <span className="pt-1.5 font-medium">{name}</span>
      <div className="flex flex-wrap items-center gap-2">
        {spans.length === 0 && <span className="text-soft">{m.console_calendar_closed()}</span>}
        {spans.map((span, index) => (
          // A stretch has no identity of its own; it is edited where it stands.
          // biome-ignore lint/suspicious/noArrayIndexKey: see above
          <span key={index} className="flex items-center gap-1">
            <TimeInput
              label={m.console_calendar_from({ day: name })}
              value={span.from}
              onValue={(from) => change(index, { from })}
            />
            <span aria-hidden="true">–</span>
            <TimeInput
              label={m.console_calendar_to({ day: name })}
              value={span.to}
              onValue={(to) => change(index, { to })}
            />
            <IconButton
              icon={iconX}
              name={m.console_calendar_remove_span({ day: name, from: span.from, to: span.to })}
              onClick={() => onSpans(spans.filter((_, at) => at !== index))}
            />
          </span>
        ))}
        <Button
          look="quiet"
          icon={iconPlus}
          aria-label={m.console_calendar_add_span_to({ day: name })}
          onClick={() => onSpans([...spans, { from: last === '24:00' ? '' : last, to: '' }])}
        >
          {m.console_calendar_add_span()}
        </Button>
        {onCopy !== undefined && (
          <Button look="quiet" onClick={onCopy}>
            {m.console_calendar_copy()}
          </Button>
        )}
      </div>
    </fieldset>
  );
}

function TimeInput({
  label,
  value,
  onValue,
}: {
  label: string;
  value: string;
  onValue: (value: string) => void;
}) {
  return (
    <input
      aria-label={label}
      required
      inputMode="numeric"
      placeholder="08:00"
      // 24:00 is the end of a day; the desk says in words what is wrong with a pair.
      pattern="([01][0-9]|2[0-3]):[0-5][0-9]|24:00"
      title={m.console_calendar_time_hint()}
      maxLength={5}
      value={value}
      onChange={({ target }) => onValue(withColon(target.value, value))}
      className={`${controlClass} h-[2.125rem] max-w-18 text-center tabular pointer-coarse:h-11`}
    />
  );
}

/** On a phone's number pad there is no colon: it is written by itself after the second digit. */
const withColon = (typed: string, before: string): string =>
  /^\d{2}$/.test(typed) && typed.length > before.length ? `${typed}:` : typed;
