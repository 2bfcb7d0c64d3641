import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { iconCalendarClock, iconCircleCheck, iconTriangleAlert } from '../../ui/icons.gen.ts';
import * as m from '../../ui/words/generated/messages.js';
import type { Organization, StandingHistoryEntry } from '../../web/contract.ts';
import { Button } from '../parts/button.tsx';
import { Clause } from '../parts/clause.tsx';
import { Icon } from '../parts/icon.tsx';
import { Moment } from '../parts/moment.tsx';
import { ProblemNote, Waiting } from '../parts/notice.tsx';
import { Sheet } from '../parts/screen.tsx';
import { standingsQuery } from '../server/queries.ts';
import { useSession } from '../session/session.tsx';
import { StandingDialog, WithdrawStandingDialog } from './standing-dialogs.tsx';

type Open =
  | { readonly act: 'set'; readonly standing: 'good' | 'suspended' }
  | { readonly act: 'correct' | 'withdraw'; readonly entry: StandingHistoryEntry };

/** II: how the customer stands, what is planned, what was, and every change of it. */
export function StandingSheet({ organization }: { organization: Organization }) {
  const { rights } = useSession();
  const history = useQuery(standingsQuery(organization.id));
  const [open, setOpen] = useState<Open | null>(null);
  const close = () => setOpen(null);
  const good = organization.standing === 'good';
  const entries = history.data?.items ?? [];
  const running = entries.find(({ state }) => state === 'running');
  const planned = entries.filter(({ state }) => state === 'planned').toReversed();
  return (
    <Sheet title={m.console_customer_standing()} aside={<Clause id="II" className="text-soft" />}>
      <div className="p-4">
        <p
          className={`flex items-center gap-2 text-l font-heading ${good ? 'text-good' : 'text-bad'}`}
        >
          <Icon of={good ? iconCircleCheck : iconTriangleAlert} size={18} />
          {good ? m.console_standing_good() : m.console_standing_suspended()}
        </p>
        <Span from={organization.standingSince} until={organization.standingUntil} />
        {running !== undefined && (
          <>
            <Reasons entry={running} />
            <p className="mt-2 text-xs text-soft">
              <SetBy entry={running} />
            </p>
          </>
        )}
        {rights.billing && (
          <div className="mt-4 flex flex-wrap gap-2">
            <Button
              look={good ? 'danger' : 'primary'}
              onClick={() => setOpen({ act: 'set', standing: good ? 'suspended' : 'good' })}
            >
              {good ? m.console_standing_suspend() : m.console_standing_restore()}
            </Button>
            {running?.standing === 'suspended' && (
              <Button onClick={() => setOpen({ act: 'correct', entry: running })}>
                {m.console_standing_correct()}
              </Button>
            )}
          </div>
        )}
      </div>
      {planned.length > 0 && (
        <section className="border-t border-line px-4 py-3" aria-labelledby="standing-planned">
          <h3 id="standing-planned" className="text-s font-strong">
            {m.console_standing_planned()}
          </h3>
          <ul>
            {planned.map((entry) => (
              <li key={entry.id} className="mt-2">
                <p className="flex items-center gap-1.5 font-medium">
                  <Icon of={iconCalendarClock} size={14} />
                  {standingWords(entry)}
                </p>
                <Span from={entry.from} until={entry.until} />
                <Reasons entry={entry} />
                {rights.billing && (
                  <div className="mt-2 flex flex-wrap gap-2">
                    <Button onClick={() => setOpen({ act: 'correct', entry })}>
                      {m.console_standing_correct()}
                    </Button>
                    <Button look="quiet" onClick={() => setOpen({ act: 'withdraw', entry })}>
                      {m.console_standing_withdraw()}
                    </Button>
                  </div>
                )}
              </li>
            ))}
          </ul>
        </section>
      )}
      <section className="border-t border-line px-4 py-3" aria-labelledby="standing-history">
        <h3 id="standing-history" className="text-s font-strong">
          {m.console_standing_history()}
        </h3>
        {history.isError && (
          <ProblemNote
            error={history.error}
            onRetry={() => void history.refetch()}
            className="mt-2"
          />
        )}
        {history.isPending && <Waiting lines={3} className="py-2" />}
        {history.isSuccess && entries.length === 0 && (
          <p className="mt-1 text-soft">{m.console_standing_history_empty()}</p>
        )}
        <ol className="mt-1">
          {entries.map((entry) => (
            <li key={entry.id} className="border-b border-line py-2 last:border-b-0">
              <p className="flex flex-wrap items-baseline justify-between gap-x-3">
                <span className="font-medium">{standingWords(entry)}</span>
                <span className="text-xs text-soft">{stateWords[entry.state]()}</span>
              </p>
              {entry.standing !== null && <Span from={entry.from} until={entry.until} />}
              {/* Those of what is in force or planned stand above. */}
              {entry.state !== 'running' && entry.state !== 'planned' && <Reasons entry={entry} />}
              <p className="mt-1 text-xs text-soft">
                <SetBy entry={entry} />
              </p>
            </li>
          ))}
        </ol>
      </section>
      {(open?.act === 'set' || open?.act === 'correct') && (
        <StandingDialog
          organization={organization}
          held={history.data}
          standing={open.act === 'set' ? open.standing : (open.entry.standing ?? 'good')}
          corrects={open.act === 'correct' ? open.entry : null}
          onClose={close}
        />
      )}
      {open?.act === 'withdraw' && (
        <WithdrawStandingDialog organization={organization} entry={open.entry} onClose={close} />
      )}
    </Sheet>
  );
}

const standingWords = ({ standing }: StandingHistoryEntry): string => {
  if (standing === null) return m.console_standing_withdrawal();
  return standing === 'good' ? m.console_standing_good() : m.console_standing_suspended();
};

const stateWords = {
  planned: m.console_standing_state_planned,
  running: m.console_standing_state_running,
  over: m.console_standing_state_over,
  withdrawn: m.console_standing_state_withdrawn,
  corrected: m.console_standing_state_corrected,
  withdrawal: () => '',
} as const;

function Span({ from, until }: { from: string | null; until: string | null }) {
  if (from === null && until === null) return null;
  return (
    <p className="mt-1 text-xs text-soft">
      {from !== null && (
        <>
          {m.console_standing_since()} <Moment at={from} as="full" />
        </>
      )}
      {until !== null && (
        <>
          {' '}
          {m.console_standing_until_moment()} <Moment at={until} as="full" />
        </>
      )}
    </p>
  );
}

const SetBy = ({ entry }: { entry: StandingHistoryEntry }) => (
  <>
    {entry.setBy?.name ?? m.console_standing_by_desk()}
    {' · '}
    <Moment at={entry.recordedAt} as="full" />
  </>
);

/** Which of the two leaves the firm is never in doubt. */
function Reasons({ entry }: { entry: StandingHistoryEntry }) {
  const { es, en } = entry.customerReason;
  const told = [es === null ? [] : [['es', es] as const], en === null ? [] : [['en', en] as const]];
  const both = es !== null && en !== null;
  if (entry.reason === '' && es === null && en === null) return null;
  return (
    <dl className="mt-2 text-s">
      {entry.reason !== '' && (
        <>
          <dt className="text-xs text-soft">{m.console_standing_reason_internal()}</dt>
          <dd className="break-words">{entry.reason}</dd>
        </>
      )}
      {told.flat().length > 0 && (
        <dt className="mt-2 text-xs text-soft">{m.console_standing_reason_customer()}</dt>
      )}
      {told.flat().map(([language, text]) => (
        <dd key={language} lang={language} className="break-words">
          {both && <span className="text-xs text-soft uppercase">{language} </span>}
          {text}
        </dd>
      ))}
    </dl>
  );
}
