import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { lazy, Suspense, useEffect, useState } from 'react';
import { iconAlarmClock, iconInbox, iconSearch } from '../../ui/icons.gen.ts';
import * as m from '../../ui/words/generated/messages.js';
import type { PendingReply, Ticket } from '../../web/contract.ts';
import { useCommands } from '../keyboard/use-commands.tsx';
import { Button } from '../parts/button.tsx';
import { cx } from '../parts/class-names.ts';
import { Icon } from '../parts/icon.tsx';
import { Moment } from '../parts/moment.tsx';
import { Empty, Notice, ProblemNote, Waiting } from '../parts/notice.tsx';
import { say } from '../parts/toast.tsx';
import { useTitle } from '../parts/use-title.ts';
import { isStatus } from '../server/problem-words.ts';
import { ticketQuery } from '../server/queries.ts';
import { useSession } from '../session/session.tsx';
import { Composer } from './composer.tsx';
import { ContextPanel } from './context-panel.tsx';
import { Conversation } from './conversation.tsx';
import type { DraftMode } from './draft-store.ts';
import { HeldBar } from './held-bar.tsx';
import { OthersWriting } from './others-here.tsx';
import { mayKeepOut, ScopeBar } from './scope-bar.tsx';
import type { TicketDialog } from './ticket-dialogs.tsx';
import { endings, TicketHead } from './ticket-head.tsx';
import { useAssign } from './use-assign.ts';
import { useFollow } from './use-follow.ts';
import { useMyWhereabouts } from './use-my-whereabouts.ts';
import { useSnooze } from './use-snooze.ts';
import { useTakeBack } from './use-take-back.ts';
import { useTicketWrite } from './use-ticket-write.ts';
import { startTimer, stopTimer, useTimer } from './use-timer.ts';

const loadDialogs = () => import('./ticket-dialogs.tsx');
const TicketDialogs = lazy(() => loadDialogs().then((part) => ({ default: part.TicketDialogs })));

/** One request: its conversation, and everything that explains it. */
export function TicketScreen() {
  const { rights } = useSession();
  const { number = 0 } = useParams({ strict: false });
  const ticket = useQuery(ticketQuery(number));
  if (ticket.data === undefined) {
    if (isStatus(ticket.error, 404)) return <NoSuchTicket number={number} />;
    return ticket.isError ? (
      <ProblemNote error={ticket.error} onRetry={() => void ticket.refetch()} className="m-4" />
    ) : (
      <Waiting lines={9} className="h-full bg-surface p-6" />
    );
  }
  // Who keeps the accounts reads requests and does nothing with them.
  const shown = rights.desk ? ticket.data : { ...ticket.data, acts: [] };
  return <OpenTicket key={number} ticket={shown} />;
}

function NoSuchTicket({ number }: { number: number }) {
  return (
    <Empty alone icon={iconSearch} title={m.console_ticket_not_found({ number: String(number) })}>
      {m.console_ticket_not_found_detail()}
    </Empty>
  );
}

function OpenTicket({ ticket }: { ticket: Ticket }) {
  const { me } = useSession();
  const { number } = ticket;
  const navigate = useNavigate();
  const search = useSearch({ strict: false });
  const [dialog, setDialog] = useState<TicketDialog | null>(null);
  const [mode, setMode] = useState<DraftMode | null>(null);
  const [tab, setTab] = useState<'conversation' | 'context'>('conversation');
  const [actsOpen, setActsOpen] = useState(false);
  const [returned, setReturned] = useState(0);
  const timer = useTimer();
  const assign = useAssign(number);
  const { wake } = useSnooze(number);
  const { toggle: toggleFollow } = useFollow(ticket);
  const verify = useTicketWrite('verifyPriority', number, (answer) => {
    say(m.console_priority_confirmed({ priority: answer.priority.toUpperCase() }));
  });
  useTitle(`#${number} ${ticket.subject}`);
  useMyWhereabouts(number);
  // Whoever presses w and types on must not lose a stroke to a part that is still coming.
  useEffect(() => void loadDialogs(), []);

  const may = (act: string) => ticket.acts.includes(act);
  // The newest thing that the customer said and nobody has split out.
  const splittable = ticket.messages.findLast(
    (message) => message.author === 'customer' && message.splitIntoNumber === null,
  );
  const write = (next: DraftMode) => () => {
    setTab('conversation');
    setMode(next);
  };
  const when = (allowed: boolean, run: () => void) => (allowed ? run : undefined);
  const toggleTimer = () => {
    if (timer === null) return startTimer(number);
    if (timer.ticketNumber !== number) {
      // What runs elsewhere is time that somebody pays for: it is never thrown away by a key.
      const other = timer.ticketNumber;
      return say(m.console_timer_elsewhere({ number: String(other) }), {
        action: {
          words: m.console_key_open(),
          run: () =>
            void navigate({ to: '/tickets/$number', params: { number: other }, search: {} }),
        },
      });
    }
    setDialog({ kind: 'work', timer: stopTimer() });
  };
  const takeBack = useTakeBack(ticket, (next) => {
    write(next)();
    // What was open is drawn again, with the words that came back.
    setReturned((count) => count + 1);
  });
  const mine = ticket.pendingReplies.findLast(
    ({ person, state }) => person.personId === me.personId && state === 'pending',
  );
  const sayQueued = (reply: PendingReply, seconds: number) =>
    say(m.console_sending_reply({ seconds: String(seconds) }), {
      action: { words: m.console_pending_undo(), run: () => takeBack(reply) },
    });
  useCommands({
    undo: mine === undefined ? undefined : () => takeBack(mine),
    back: () => void navigate({ to: '/tickets', search: search as object }), // The parent route validates it.
    reply: when(may('reply'), write('reply')),
    note: when(may('note'), write('note')),
    ask: when(may('ask-information'), write('ask')),
    resolve: when(may('resolve'), write('resolve')),
    assign: when(may('assign'), () => setDialog({ kind: 'assign' })),
    assignMe: when(may('assign'), () => assign({ assignee: me })),
    snooze: when(may('snooze'), () => setDialog({ kind: 'snooze' })),
    wake: when(ticket.snoozedUntil !== null, wake),
    follow: when(may('follow'), toggleFollow),
    priority: when(may('verify-priority'), () => setDialog({ kind: 'priority' })),
    confirmPriority: when(may('verify-priority') && !ticket.priorityVerified, () =>
      verify.send({ params: { number }, body: { priority: ticket.priority } }),
    ),
    work: when(may('log-work'), () => setDialog({ kind: 'work', timer: null })),
    timer: when(may('log-work'), toggleTimer),
    schedule: when(may('schedule'), () => setDialog({ kind: 'schedule', appointment: null })),
    acts: when(endings.some(may), () => setActsOpen(true)),
    proof: () => setDialog({ kind: 'proof' }),
    close: when(may('close'), () => setDialog({ kind: 'close' })),
    reopen: when(may('reopen'), () => setDialog({ kind: 'reopen' })),
    refer: when(may('refer'), () => setDialog({ kind: 'refer' })),
    reject: when(may('reject'), () => setDialog({ kind: 'reject' })),
    scopeIn: when(may('decide-scope'), () => setDialog({ kind: 'scope-in' })),
    scopeOut: when(mayKeepOut(ticket), () => setDialog({ kind: 'scope-out' })),
    withdraw: when(may('withdraw'), () => setDialog({ kind: 'withdraw' })),
    merge: when(may('merge'), () => setDialog({ kind: 'merge' })),
    link: when(may('link'), () => setDialog({ kind: 'link' })),
    split: when(may('split') && splittable !== undefined, () => {
      if (splittable !== undefined) setDialog({ kind: 'split', message: splittable });
    }),
  });

  return (
    <div className="flex h-full min-w-0">
      <article className="flex min-h-0 min-w-0 grow flex-col bg-surface" aria-labelledby="subject">
        <TicketHead
          ticket={ticket}
          onDialog={setDialog}
          onConfirmPriority={() =>
            verify.send({ params: { number }, body: { priority: ticket.priority } })
          }
          confirming={verify.pending}
          timing={timer?.ticketNumber === number}
          onTimer={toggleTimer}
          actsOpen={actsOpen}
          onActsOpen={setActsOpen}
        />
        <ProblemNote error={verify.error} className="mx-4 mt-3" />
        <PaneTabs tab={tab} onTab={setTab} />
        <MergedBar ticket={ticket} />
        <SnoozedBar until={ticket.snoozedUntil} onWake={wake} />
        <HeldBar ticket={ticket} />
        <ScopeBar ticket={ticket} onDialog={setDialog} />
        <div
          className={cx(
            'min-h-0 grow flex-col',
            tab === 'conversation' ? 'flex' : 'hidden desk:flex',
          )}
        >
          <Conversation
            ticket={ticket}
            onSplit={may('split') ? (message) => setDialog({ kind: 'split', message }) : undefined}
            onTakeBack={takeBack}
          />
          <OthersWriting ticketNumber={number} />
          <Composer
            key={returned}
            ticket={ticket}
            mode={mode}
            onMode={setMode}
            onQueued={sayQueued}
          />
        </div>
        {tab === 'context' && (
          <div className="pane grow bg-page desk:hidden">
            <ContextPanel ticket={ticket} onDialog={setDialog} />
          </div>
        )}
      </article>
      <aside
        aria-label={m.console_context_title()}
        className="pane hidden w-82 shrink-0 border-l border-line bg-page desk:block"
      >
        <ContextPanel ticket={ticket} onDialog={setDialog} />
      </aside>
      <Suspense>
        {dialog !== null && (
          <TicketDialogs ticket={ticket} dialog={dialog} onClose={() => setDialog(null)} />
        )}
      </Suspense>
    </div>
  );
}

/** On narrow screens the two panes take turns. */
function PaneTabs({
  tab,
  onTab,
}: {
  tab: 'conversation' | 'context';
  onTab: (tab: 'conversation' | 'context') => void;
}) {
  const tabs = [
    ['conversation', m.console_conversation_title()],
    ['context', m.console_context_title()],
  ] as const;
  return (
    <fieldset className="flex border-b border-line px-2 desk:hidden">
      {tabs.map(([id, words]) => (
        <button
          key={id}
          type="button"
          aria-pressed={tab === id}
          onClick={() => onTab(id)}
          className={cx(
            'h-10 grow border-b-2 px-3 pointer-coarse:h-11',
            tab === id ? 'border-brand font-strong' : 'border-transparent text-soft',
          )}
        >
          {words}
        </button>
      ))}
    </fieldset>
  );
}

/** What was absorbed is a page of the past: everything goes on in the other request. */
function MergedBar({ ticket }: { ticket: Ticket }) {
  const number = ticket.mergedIntoNumber;
  if (number === null) return null;
  return (
    <Notice tone="note" className="mx-4 mt-3">
      {m.console_merged_into()}{' '}
      <Link
        to="/tickets/$number"
        params={{ number }}
        search={{}}
        className="font-strong underline underline-offset-2"
      >
        #{number}
      </Link>
    </Notice>
  );
}

/** Only for whoever put it off: everybody else sees it where it stands. */
function SnoozedBar({ until, onWake }: { until: string | null; onWake: () => void }) {
  if (until === null) return null;
  return (
    <p className="flex flex-wrap items-center gap-x-2 gap-y-1 border-b border-line bg-page px-4 py-1.5 desk:px-6">
      <Icon of={iconAlarmClock} className="text-soft" />
      <span>
        {m.console_snoozed_bar()} <Moment at={until} className="font-strong" />
      </span>
      <Button look="quiet" icon={iconInbox} onClick={onWake} className="ml-auto h-7">
        {m.console_snooze_end()}
      </Button>
    </p>
  );
}
