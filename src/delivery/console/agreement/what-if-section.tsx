import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { formatCount, formatDay } from '../../ui/format.ts';
import * as m from '../../ui/words/generated/messages.js';
import type { AgreementDraft, WhatIf } from '../../web/contract.ts';
import { Button } from '../parts/button.tsx';
import { Field, FieldErrors, TextInput } from '../parts/field.tsx';
import { filledIn } from '../parts/form-dialog.tsx';
import { Moment } from '../parts/moment.tsx';
import { Notice, ProblemNote } from '../parts/notice.tsx';
import { Sheet } from '../parts/screen.tsx';
import { problemWords } from '../server/problem-words.ts';
import { whatIfQuery, whatIfsQuery } from '../server/queries.ts';
import { useWrite } from '../server/use-write.ts';
import { useSession } from '../session/session.tsx';
import { WhatIfResult } from './what-if-result.tsx';

/** What past requests would have come to under the draft. It goes on in the background; the answer stays. */
export function WhatIfSection({ draft }: { draft: AgreementDraft | null }) {
  const [chosen, choose] = useState<number | null>(null);
  const earlier = useQuery(whatIfsQuery());
  const shown = chosen ?? earlier.data?.items[0]?.id ?? null;
  const start = useWrite('startWhatIf', {
    touches: [['what-ifs']],
    onDone: ({ id }) => choose(id),
  });
  const days = lastMonths();
  return (
    <Sheet title={m.agreement_what_if()}>
      <div className="flex flex-col gap-4 p-4">
        <p className="max-w-[72ch] text-soft">{m.agreement_what_if_why()}</p>
        <FieldErrors value={start.error === null ? new Map() : problemWords(start.error).fields}>
          <form
            className="flex flex-wrap items-end gap-3"
            onSubmit={(event) => {
              event.preventDefault();
              const filled = filledIn(event.currentTarget);
              const { submitter } = event.nativeEvent as SubmitEvent;
              start.send({
                body: {
                  subject: submitter?.getAttribute('value') === 'draft' ? 'draft' : 'own-version',
                  fromDay: filled.text('fromDay'),
                  untilDay: filled.text('untilDay'),
                },
              });
            }}
          >
            <Field name="fromDay" label={m.agreement_what_if_from()}>
              <TextInput name="fromDay" type="date" required defaultValue={days.from} />
            </Field>
            <Field name="untilDay" label={m.agreement_what_if_until()}>
              <TextInput name="untilDay" type="date" required defaultValue={days.until} />
            </Field>
            <Button
              type="submit"
              name="subject"
              value="draft"
              look="primary"
              disabled={draft === null}
              busy={start.pending}
            >
              {m.agreement_what_if_run()}
            </Button>
            <Button
              type="submit"
              name="subject"
              value="own"
              title={m.agreement_what_if_own_hint()}
              busy={start.pending}
            >
              {m.agreement_what_if_own()}
            </Button>
          </form>
        </FieldErrors>
        <ProblemNote error={start.error} />
        {shown === null ? (
          <p className="text-soft">{m.agreement_what_if_none()}</p>
        ) : (
          <Try id={shown} />
        )}
      </div>
      {(earlier.data?.items.length ?? 0) > 1 && (
        <Earlier items={earlier.data?.items ?? []} shown={shown} onChoose={choose} />
      )}
    </Sheet>
  );
}

function Try({ id }: { id: number }) {
  const { reader } = useSession();
  const { data, error } = useQuery(whatIfQuery(id));
  const cancel = useWrite('cancelWhatIf', { touches: [['what-ifs']] });
  if (data === undefined) return <ProblemNote error={error} />;
  if (data.state === 'cancelled') {
    return <Notice tone="note">{m.agreement_what_if_cancelled()}</Notice>;
  }
  if (data.state === 'failed') {
    return <Notice tone="bad">{m.agreement_what_if_failed()}</Notice>;
  }
  if (data.result !== null) {
    return (
      <>
        <Asked tried={data} />
        <WhatIfResult result={data.result} />
      </>
    );
  }
  const progress = m.agreement_what_if_progress({
    done: formatCount(data.requestsDone, reader.language),
    total: formatCount(data.requestsTotal, reader.language),
  });
  return (
    <div className="flex flex-wrap items-center gap-3" role="status">
      <progress
        className="h-2 min-w-40 grow accent-brand"
        aria-label={progress}
        max={Math.max(1, data.requestsTotal)}
        value={data.requestsDone}
      />
      <span className="tabular">{progress}</span>
      <Button busy={cancel.pending} onClick={() => cancel.send({ params: { whatIfId: data.id } })}>
        {m.agreement_what_if_cancel()}
      </Button>
      <p className="basis-full text-xs text-soft">{m.agreement_what_if_leave()}</p>
    </div>
  );
}

/** What was asked, of which requests and when: the draft may be another one by now. */
function Asked({ tried }: { tried: WhatIf }) {
  const { reader } = useSession();
  const day = (at: string) => formatDay(at, reader);
  const terms = tried.differences.filter(({ kind }) => kind === 'term').length;
  return (
    <p className="text-s text-soft">
      {tried.subject === 'draft'
        ? m.agreement_what_if_asked_draft({ count: terms })
        : m.agreement_what_if_own()}
      {' · '}
      {m.agreement_what_if_span({
        from: day(tried.from),
        // Until the beginning of the next day.
        until: day(new Date(Date.parse(tried.until) - 1).toISOString()),
      })}
      {' · '}
      <Moment at={tried.createdAt} as="full" />
    </p>
  );
}

function Earlier({
  items,
  shown,
  onChoose,
}: {
  items: readonly Omit<WhatIf, 'result'>[];
  shown: number | null;
  onChoose: (id: number) => void;
}) {
  const { reader } = useSession();
  return (
    <details className="border-t border-line px-4">
      <summary className="flex min-h-11 items-center">{m.agreement_what_if_earlier()}</summary>
      <ul className="flex flex-col gap-1 pb-4">
        {items.map((item) => (
          <li key={item.id}>
            <button
              type="button"
              aria-pressed={item.id === shown}
              onClick={() => onChoose(item.id)}
              className="flex min-h-8 w-full flex-wrap items-baseline gap-x-3 rounded-s px-2 py-1 text-left hover:bg-sunken aria-pressed:bg-sunken pointer-coarse:min-h-11"
            >
              <span className="grow">
                {item.subject === 'draft' ? m.agreement_what_if_run() : m.agreement_what_if_own()}
              </span>
              <span className="text-s text-soft tabular">
                {formatCount(item.requestsTotal, reader.language)} ·{' '}
                <Moment at={item.createdAt} as="full" />
              </span>
            </button>
          </li>
        ))}
      </ul>
    </details>
  );
}

/** The last three months: enough to say something, quick to answer. */
function lastMonths(): { readonly from: string; readonly until: string } {
  const today = new Date();
  const before = new Date(today);
  before.setMonth(before.getMonth() - 3);
  const day = (date: Date) => date.toISOString().slice(0, 10);
  return { from: day(before), until: day(today) };
}
