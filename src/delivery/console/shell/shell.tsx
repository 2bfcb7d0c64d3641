import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Outlet, useNavigate } from '@tanstack/react-router';
import { lazy, Suspense, useEffect, useState } from 'react';
import { iconLock, iconWifiOff } from '../../ui/icons.gen.ts';
import { paths } from '../../ui/paths.ts';
import * as m from '../../ui/words/generated/messages.js';
import { useCommands } from '../keyboard/use-commands.tsx';
import { Button } from '../parts/button.tsx';
import { Icon } from '../parts/icon.tsx';
import { followLive, type LiveState } from '../server/live.ts';
import { restoredHoldQuery, ticketCountsQuery } from '../server/queries.ts';
import { forgetWhereabouts } from '../server/whereabouts.ts';
import { useSession } from '../session/session.tsx';
import { useSessionEnded } from '../session/session-ended.ts';
import { Rail } from './rail.tsx';

const loadPalette = () => import('../keyboard/palette.tsx');
const Palette = lazy(() => loadPalette().then((part) => ({ default: part.Palette })));
const NoticesDialog = lazy(() =>
  import('./notices-dialog.tsx').then((part) => ({ default: part.NoticesDialog })),
);
const HeldDesk = lazy(() => import('./held-desk.tsx').then((part) => ({ default: part.HeldDesk })));
const ShortcutSheet = lazy(() =>
  import('../keyboard/sheet.tsx').then((part) => ({ default: part.ShortcutSheet })),
);

/** The frame around every screen: where one can go, what can be typed, and whether the desk is live. */
export function Shell() {
  const { rights } = useSession();
  const navigate = useNavigate();
  const [open, setOpen] = useState<'palette' | 'help' | 'notices' | null>(null);
  const live = useLive();
  const sessionEnded = useSessionEnded();
  const counts = useQuery(ticketCountsQuery());
  const hold = useQuery(restoredHoldQuery()).data?.hold ?? null;
  // There before it is asked for, so that the first strokes are not lost.
  useEffect(() => void loadPalette(), []);
  useCommands(
    {
      palette: () => setOpen('palette'),
      help: () => setOpen('help'),
      search: () => setOpen('palette'),
      new: rights.desk ? () => void navigate({ to: '/tickets/new' }) : undefined,
      goQueue: () => void navigate({ to: '/tickets', search: {} }),
      goBoard: () => void navigate({ to: '/board' }),
      goReports: () => void navigate({ to: '/reports' }),
      goAgenda: () => void navigate({ to: '/agenda' }),
      goCustomers: () => void navigate({ to: '/organizations' }),
      goPeople: () => void navigate({ to: '/people/$section', params: { section: 'agents' } }),
      goMail: () => void navigate({ to: '/mail/$section', params: { section: 'outgoing' } }),
      goSettings: () => void navigate({ to: '/settings/$section', params: { section: 'firm' } }),
      goNotices: () => setOpen('notices'),
      goProfile: () => void navigate({ to: '/profile' }),
    },
    { beneath: true },
  );
  return (
    <div className="flex h-full flex-col-reverse tablet:flex-row">
      <a
        href="#content"
        className="sr-only rounded-s bg-ink px-3 py-2 text-page focus:not-sr-only focus:fixed focus:top-2 focus:left-2 focus:z-50"
      >
        {m.console_skip_to_content()}
      </a>
      <Rail
        counts={counts.data}
        onPalette={() => setOpen('palette')}
        onHelp={() => setOpen('help')}
        onNotices={() => setOpen('notices')}
      />
      <main id="content" tabIndex={-1} className="flex min-h-0 min-w-0 grow flex-col outline-none">
        <div role="status">
          {sessionEnded && <SessionEnded />}
          {live === 'lost' && !sessionEnded && (
            <p className="flex items-center justify-center gap-2 bg-turn-tint px-4 py-1.5 text-xs text-on-turn-tint">
              <Icon of={iconWifiOff} size={14} />
              {m.console_live_lost()}
            </p>
          )}
        </div>
        <Suspense>{hold !== null && <HeldDesk hold={hold} />}</Suspense>
        <div className="min-h-0 grow">
          <Outlet />
        </div>
      </main>
      <Suspense>
        {open === 'palette' && <Palette onClose={() => setOpen(null)} />}
        {open === 'notices' && <NoticesDialog onClose={() => setOpen(null)} />}
        {open === 'help' && <ShortcutSheet open onClose={() => setOpen(null)} />}
      </Suspense>
    </div>
  );
}

/** Whoever signs in elsewhere comes back to everything as it stood. */
function SessionEnded() {
  const queries = useQueryClient();
  return (
    <div className="flex flex-wrap items-center justify-center gap-x-4 gap-y-1 bg-bad-tint px-4 py-2 text-on-bad-tint">
      <p className="flex items-center gap-2">
        <Icon of={iconLock} size={14} />
        {m.console_session_ended()}
      </p>
      <a
        href={`${paths.signIn}?next=${encodeURIComponent('/console')}`}
        target="_blank"
        rel="noreferrer"
        className="min-h-6 font-strong underline underline-offset-2"
      >
        {m.console_session_sign_in()}
      </a>
      <Button onClick={() => void queries.invalidateQueries()}>{m.console_session_back()}</Button>
    </div>
  );
}

/** A short break is the network's normal life; only one that lasts is worth a line on the screen. */
function useLive(): LiveState {
  const queries = useQueryClient();
  const [state, setState] = useState<LiveState>('connecting');
  useEffect(() => {
    let pending: ReturnType<typeof setTimeout> | undefined;
    const stop = followLive(queries, (next) => {
      clearTimeout(pending);
      if (next === 'lost') {
        pending = setTimeout(() => {
          setState('lost');
          forgetWhereabouts();
        }, 4000);
      } else setState(next);
    });
    return () => {
      clearTimeout(pending);
      stop();
    };
  }, [queries]);
  return state;
}
