import { useQuery } from '@tanstack/react-query';
import { formatCount, formatTarget, formatUnits } from '../../ui/format.ts';
import { iconCircleCheck, iconLock, iconUserRound } from '../../ui/icons.gen.ts';
import * as m from '../../ui/words/generated/messages.js';
import type { TicketPreview } from '../../web/contract.ts';
import { Clause } from '../parts/clause.tsx';
import { Icon } from '../parts/icon.tsx';
import { priorityWords } from '../parts/marks.tsx';
import { Empty, ProblemNote, Waiting } from '../parts/notice.tsx';
import { Sheet } from '../parts/screen.tsx';
import { ticketPreviewQuery } from '../server/queries.ts';
import { useSession } from '../session/session.tsx';
import { ConditionList } from './held-bar.tsx';
import type { NewTicketDraft } from './new-ticket-draft.ts';
import { WrittenText } from './written-text.tsx';

/** What would be promised, what it costs, and every condition of admission with the one that fails. */
export function NewTicketPreview({
  personId,
  priority,
  serviceId,
}: {
  personId: number | null;
  priority: NewTicketDraft['priority'];
  serviceId: number | null;
}) {
  const preview = useQuery({
    ...ticketPreviewQuery({
      ...(personId === null ? {} : { onBehalfPersonId: personId }),
      ...(priority === null ? {} : { prioritySuggested: priority }),
      ...(serviceId === null ? {} : { serviceId }),
    }),
    enabled: personId !== null,
  });
  return (
    <Sheet title={m.console_new_preview()}>
      <div aria-live="polite" aria-busy={preview.isFetching}>
        {personId === null ? (
          <Empty icon={iconUserRound} title={m.console_new_preview_empty()} />
        ) : preview.isError ? (
          <ProblemNote
            error={preview.error}
            onRetry={() => void preview.refetch()}
            className="m-3"
          />
        ) : preview.data === undefined ? (
          <Waiting />
        ) : (
          <PreviewFacts preview={preview.data} />
        )}
      </div>
    </Sheet>
  );
}

function PreviewFacts({ preview }: { preview: TicketPreview }) {
  const { reader } = useSession();
  const { promise, scope } = preview;
  const units = (count: number) => formatUnits(count, reader.language);
  return (
    <div className="flex flex-col gap-4 p-4">
      <p
        className={`flex items-start gap-2 rounded-s px-3 py-2 font-strong ${preview.wouldBeAdmitted ? 'bg-good-tint text-on-good-tint' : 'bg-hold-tint text-on-hold-tint'}`}
      >
        <Icon of={preview.wouldBeAdmitted ? iconCircleCheck : iconLock} className="mt-0.5" />
        {preview.wouldBeAdmitted ? m.console_new_would_admit() : m.console_new_would_hold()}
      </p>
      {scope === 'support' ? (
        <div>
          <p className="text-xs font-strong text-soft">{priorityWords[promise.priority]()}</p>
          {promise.firstResponseMinutes === null || promise.resolutionMinutes === null ? (
            <p className="mt-0.5">{m.console_clock_none_agreed()}</p>
          ) : (
            <dl className="mt-1 grid grid-cols-2 gap-3">
              <Promised
                name={m.console_clock_first_response()}
                minutes={promise.firstResponseMinutes}
              />
              <Promised name={m.console_clock_resolution()} minutes={promise.resolutionMinutes} />
            </dl>
          )}
        </div>
      ) : (
        <div>
          <p>{scope === 'project' ? m.console_new_is_project() : m.console_new_out_of_scope()}</p>
          {preview.answer !== null && (
            <div className="mt-3 border-t border-line pt-3">
              <p className="mb-1 text-xs font-strong text-soft">
                {m.console_scope_answer()} <Clause id="I" />
              </p>
              <WrittenText text={preview.answer} />
              {preview.suggested !== null && (
                <p className="mt-2 font-medium">
                  {m.console_scope_suggested({ service: preview.suggested.name })}
                </p>
              )}
            </div>
          )}
        </div>
      )}
      {scope === 'support' && (
        <p className="border-t border-line pt-3">
          <span className="font-strong">
            {m.console_new_holds({ units: units(preview.unitsMin) })}
          </span>
          <span className="block text-soft">
            {m.console_new_balance({
              before: formatCount(preview.availableUnits, reader.language),
              after: formatCount(preview.availableUnitsAfter, reader.language),
            })}
          </span>
        </p>
      )}
      <div className="border-t border-line pt-3">
        <p className="mb-2 text-xs font-strong text-soft">{m.console_new_conditions()}</p>
        <ConditionList conditions={preview.conditions} />
      </div>
    </div>
  );
}

const Promised = ({ name, minutes }: { name: string; minutes: number }) => (
  <div>
    <dt className="text-soft">{name}</dt>
    <dd className="text-xl font-heading tabular">{formatTarget(minutes)}</dd>
  </div>
);
