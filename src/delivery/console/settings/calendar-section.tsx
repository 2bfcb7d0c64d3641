import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { formatCount } from '../../ui/format.ts';
import * as m from '../../ui/words/generated/messages.js';
import type { Api, CallOutput } from '../../web/contract.ts';
import { Button } from '../parts/button.tsx';
import { Checkbox, Field, TextInput } from '../parts/field.tsx';
import { LeaveWarning } from '../parts/leave-warning.tsx';
import { TimeZoneInput } from '../parts/locale-fields.tsx';
import { Moment } from '../parts/moment.tsx';
import { Notice, ProblemNote, Waiting } from '../parts/notice.tsx';
import { Sheet } from '../parts/screen.tsx';
import { serviceCalendarQuery } from '../server/queries.ts';
import { useSession } from '../session/session.tsx';
import { CalendarChangeDialog } from './calendar-change-dialog.tsx';
import { type CalendarDraft, definitionOf, draftOf } from './calendar-draft.ts';
import { HolidaysEditor } from './holidays-editor.tsx';
import { WeekEditor } from './week-editor.tsx';

type Answer = CallOutput<Api['getServiceCalendar']>;
type Calendar = NonNullable<Answer['calendar']>;

/** VII: when the desk serves. An edit is looked at before it is saved, and never changes what ended. */
export function CalendarSection() {
  const calendar = useQuery(serviceCalendarQuery());
  if (calendar.data === undefined) {
    return calendar.isError ? (
      <ProblemNote error={calendar.error} onRetry={() => void calendar.refetch()} />
    ) : (
      <Waiting />
    );
  }
  const { data } = calendar;
  return (
    <div className="flex max-w-3xl flex-col gap-5">
      {data.calendar === null ? (
        <Notice tone="note" title={m.console_calendar_none()}>
          {m.console_calendar_none_detail()}
        </Notice>
      ) : (
        <Rollout calendar={data.calendar} />
      )}
      {/* A version saved elsewhere brings its own form; what is typed here stays until then. */}
      <CalendarForm key={data.calendar?.version ?? 0} answer={data} />
      {data.calendar !== null && <Versions calendar={data.calendar} />}
    </div>
  );
}

function CalendarForm({ answer }: { answer: Answer }) {
  const { rights } = useSession();
  const [draft, setDraft] = useState<CalendarDraft>(() =>
    draftOf(answer.calendar, answer.timeZone, m.console_calendar_default_name()),
  );
  const [first] = useState(draft);
  const [looking, setLooking] = useState(false);
  const change = (part: Partial<CalendarDraft>) => setDraft((before) => ({ ...before, ...part }));
  return (
    <Sheet className="p-5">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          setLooking(true);
        }}
      >
        <fieldset disabled={!rights.administrator} className="flex flex-col gap-6">
          <p className="text-s text-soft">{m.console_calendar_detail()}</p>
          <div className="grid gap-3 tablet:grid-cols-2">
            <Field label={m.console_field_name()}>
              <TextInput
                required
                maxLength={200}
                value={draft.name}
                onChange={({ target }) => change({ name: target.value })}
              />
            </Field>
            <TimeZoneInput
              value={draft.timeZone}
              onChange={({ target }) => change({ timeZone: target.value })}
            />
          </div>
          <Checkbox
            label={m.console_calendar_always()}
            hint={m.console_calendar_always_hint()}
            checked={draft.always}
            onChange={({ target }) => change({ always: target.checked })}
          />
          {!draft.always && (
            <>
              <WeekEditor week={draft.week} onWeek={(week) => change({ week })} />
              <HolidaysEditor
                holidays={draft.holidays}
                editable={rights.administrator}
                onHolidays={(holidays) => change({ holidays })}
              />
            </>
          )}
          {rights.administrator ? (
            <Button type="submit" look="primary" className="self-start">
              {m.console_calendar_look()}
            </Button>
          ) : (
            <p className="text-soft">{m.console_only_administrators()}</p>
          )}
        </fieldset>
      </form>
      <LeaveWarning unsaved={JSON.stringify(draft) !== JSON.stringify(first)} />
      {looking && (
        <CalendarChangeDialog
          name={draft.name}
          definition={definitionOf(draft)}
          basedOnVersion={answer.calendar?.version ?? null}
          onClose={() => setLooking(false)}
        />
      )}
    </Sheet>
  );
}

/** How far the newest version has reached the open requests: it goes on without anybody looking. */
function Rollout({ calendar }: { calendar: Calendar }) {
  const { reader } = useSession();
  const { rollout } = calendar;
  if (rollout === null || rollout.ticketsTotal === 0) return null;
  const count = (value: number) => formatCount(value, reader.language);
  const facts = {
    version: String(rollout.version),
    done: count(rollout.ticketsDone),
    total: count(rollout.ticketsTotal),
    moved: count(rollout.clocksMoved),
  };
  if (rollout.finishedAt !== null) {
    return <Notice tone="good">{m.console_calendar_rolled_out(facts)}</Notice>;
  }
  return (
    <Notice tone="note" live="polite" title={m.console_calendar_rolling_out(facts)}>
      <progress
        className="my-1.5 block h-1.5 w-full accent-brand"
        max={rollout.ticketsTotal}
        value={rollout.ticketsDone}
        aria-label={m.console_calendar_rolling_out(facts)}
      />
      {m.console_calendar_may_leave()}
    </Notice>
  );
}

function Versions({ calendar }: { calendar: Calendar }) {
  return (
    <section aria-labelledby="calendar-versions">
      <h2 id="calendar-versions" className="font-strong">
        {m.console_calendar_versions()}
      </h2>
      <ol className="mt-2 flex flex-col gap-1">
        {calendar.versions.map(({ version, savedBy, savedAt }) => (
          <li key={version} className="flex flex-wrap gap-x-2">
            <span className="font-strong tabular">
              {m.console_agreement_version({ version: String(version) })}
            </span>
            <span>{savedBy?.name ?? m.common_product_name()}</span>
            <span className="text-soft">
              <Moment at={savedAt} as="full" />
            </span>
          </li>
        ))}
      </ol>
    </section>
  );
}
