import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import {
  type Icon as IconShapes,
  iconBell,
  iconBuilding,
  iconCalendarClock,
  iconChartColumn,
  iconCircleUserRound,
  iconInbox,
  iconKeyboard,
  iconLayoutDashboard,
  iconLogOut,
  iconMail,
  iconPlus,
  iconSearch,
  iconSettings,
  iconUsersRound,
} from '../../ui/icons.gen.ts';
import { paths } from '../../ui/paths.ts';
import * as m from '../../ui/words/generated/messages.js';
import type { Api, CallOutput } from '../../web/contract.ts';
import type { Keys } from '../keyboard/keymap.ts';
import { Avatar } from '../parts/avatar.tsx';
import { cx } from '../parts/class-names.ts';
import { Icon } from '../parts/icon.tsx';
import { ariaKeys } from '../parts/kbd.tsx';
import { Menu, MenuItem, MenuSeparator } from '../parts/menu.tsx';
import { Tip } from '../parts/tip.tsx';
import { noticeCountQuery } from '../server/queries.ts';
import { write } from '../server/use-write.ts';
import { useSession } from '../session/session.tsx';
import { TimerMark } from '../tickets/timer-mark.tsx';

type Counts = CallOutput<Api['countTickets']>;

/** Where one can go. On a desk a rail at the left, on a phone a bar at the bottom. */
export function Rail({
  counts,
  onPalette,
  onHelp,
  onNotices,
}: {
  counts: Counts | undefined;
  onPalette: () => void;
  onHelp: () => void;
  onNotices: () => void;
}) {
  const { me, rights } = useSession();
  const navigate = useNavigate();
  const quarantined = rights.desk ? (counts?.quarantined ?? 0) : 0;
  const undelivered = counts?.undelivered ?? 0;
  return (
    <nav
      aria-label={m.console_nav_label()}
      className="flex shrink-0 items-stretch justify-around gap-1 border-line bg-sunken px-1.5 pb-[env(safe-area-inset-bottom)] max-tablet:border-t tablet:w-19 tablet:flex-col tablet:justify-start tablet:border-r tablet:py-3"
    >
      <Brand />
      {rights.desk && (
        <Tip words={m.console_nav_new_full()} keys="c" side="right">
          <Link
            to="/tickets/new"
            aria-label={m.console_nav_new_full()}
            aria-keyshortcuts="c"
            className="mx-auto mb-2 hidden size-9 place-items-center rounded-full bg-brand text-on-brand hover:bg-brand-strong tablet:grid"
          >
            <Icon of={iconPlus} size={18} />
          </Link>
        </Tip>
      )}
      <RailLink to="/tickets" icon={iconInbox} keys="g q" words={m.console_nav_queue()}>
        {counts !== undefined && counts.breached > 0 && <Dot tone="bad" />}
      </RailLink>
      <RailLink
        to="/board"
        icon={iconLayoutDashboard}
        keys="g b"
        words={m.board_title()}
        className="max-tablet:hidden"
      />
      <RailLink to="/agenda" icon={iconCalendarClock} keys="g a" words={m.console_nav_agenda()} />
      <RailLink
        to="/organizations"
        icon={iconBuilding}
        keys="g c"
        words={m.console_nav_customers()}
      />
      <RailLink
        to="/mail/$section"
        params={{ section: quarantined > 0 ? 'quarantine' : 'outgoing' }}
        icon={iconMail}
        keys="g m"
        words={m.console_nav_mail()}
        hint={[
          quarantined > 0 && m.console_nav_waiting_mail({ count: quarantined }),
          undelivered > 0 && m.console_nav_undelivered({ count: undelivered }),
        ]
          .filter(Boolean)
          .join(' · ')}
      >
        {quarantined + undelivered > 0 && <Dot tone={undelivered > 0 ? 'bad' : 'turn'} />}
      </RailLink>
      <RailLink
        to="/reports"
        icon={iconChartColumn}
        keys="g r"
        words={m.reports_title()}
        className="max-tablet:hidden"
      />
      <RailLink
        to="/people/$section"
        params={{ section: 'agents' }}
        icon={iconUsersRound}
        keys="g t"
        words={m.console_nav_people()}
        className="max-tablet:hidden"
      />
      <RailLink
        to="/settings/$section"
        params={{ section: 'firm' }}
        icon={iconSettings}
        keys="g s"
        words={m.console_nav_settings()}
        className="max-tablet:hidden"
      />
      <div className="hidden grow tablet:block" />
      <TimerMark />
      <NoticesButton onNotices={onNotices} />
      <RailButton
        icon={iconSearch}
        words={m.console_search()}
        name={m.console_nav_palette()}
        keys="mod+k"
        onClick={onPalette}
      />
      <Menu
        side="right"
        trigger={
          <button type="button" className={railClass(false)}>
            <Avatar name={me.name} />
            <span className="sr-only">{me.name}</span>
          </button>
        }
      >
        <div className="px-2 py-1.5">
          <p className="font-strong">{me.name}</p>
          <p className="text-xs text-soft">{me.email}</p>
        </div>
        <MenuSeparator />
        <MenuItem
          icon={iconCircleUserRound}
          keys="g p"
          onSelect={() => void navigate({ to: '/profile' })}
        >
          {m.console_nav_profile()}
        </MenuItem>
        <MenuItem
          icon={iconLayoutDashboard}
          keys="g b"
          onSelect={() => void navigate({ to: '/board' })}
        >
          {m.board_title()}
        </MenuItem>
        <MenuItem
          icon={iconChartColumn}
          keys="g r"
          onSelect={() => void navigate({ to: '/reports' })}
        >
          {m.reports_title()}
        </MenuItem>
        <MenuItem
          icon={iconUsersRound}
          keys="g t"
          onSelect={() => void navigate({ to: '/people/$section', params: { section: 'agents' } })}
        >
          {m.console_nav_people()}
        </MenuItem>
        <MenuItem
          icon={iconSettings}
          keys="g s"
          onSelect={() => void navigate({ to: '/settings/$section', params: { section: 'firm' } })}
        >
          {m.console_nav_settings()}
        </MenuItem>
        <MenuItem icon={iconKeyboard} keys="?" onSelect={onHelp}>
          {m.console_nav_help()}
        </MenuItem>
        <MenuSeparator />
        <MenuItem icon={iconLogOut} onSelect={() => void signOut()}>
          {m.console_nav_sign_out()}
        </MenuItem>
      </Menu>
    </nav>
  );
}

/** V.d: what the desk told this person; the dot says that something is new. */
function NoticesButton({ onNotices }: { onNotices: () => void }) {
  const unread = useQuery(noticeCountQuery()).data?.unread ?? 0;
  return (
    <RailButton
      icon={iconBell}
      words={m.console_notices()}
      name={unread === 0 ? m.console_key_go_notices() : m.console_notices_unread({ count: unread })}
      keys="g n"
      onClick={onNotices}
    >
      {unread > 0 && <Dot tone="bad" />}
    </RailButton>
  );
}

async function signOut(): Promise<void> {
  await write('signOut', {});
  location.assign(paths.signIn);
}

const railClass = (active: boolean, className?: string): string =>
  cx(
    'relative flex min-h-12 min-w-12 flex-col items-center justify-center gap-1 rounded-s px-1 py-1.5 text-[0.6875rem] leading-none max-tablet:grow max-tablet:basis-0',
    active
      ? 'bg-brand-tint font-strong text-on-brand-tint'
      : 'text-soft hover:bg-page hover:text-ink',
    className,
  );

function RailLink({
  to,
  params,
  icon,
  words,
  hint,
  keys,
  className,
  children,
}: {
  to:
    | '/tickets'
    | '/board'
    | '/reports'
    | '/agenda'
    | '/organizations'
    | '/mail/$section'
    | '/people/$section'
    | '/settings/$section';
  params?: { section: string };
  icon: IconShapes;
  words: string;
  hint?: string;
  keys: Keys;
  className?: string;
  children?: ReactNode;
}) {
  return (
    <Tip words={hint ? `${words} · ${hint}` : words} keys={keys} side="right">
      <Link
        to={to}
        {...(params === undefined ? {} : { params })}
        activeOptions={{ includeSearch: false }}
        activeProps={{ className: railClass(true, className) }}
        inactiveProps={{ className: railClass(false, className) }}
      >
        <Icon of={icon} size={20} />
        {words}
        {hint ? <span className="sr-only">{hint}</span> : null}
        {children}
      </Link>
    </Tip>
  );
}

function RailButton({
  icon,
  words,
  name,
  keys,
  onClick,
  children,
}: {
  icon: IconShapes;
  words: string;
  name: string;
  keys: Keys;
  onClick: () => void;
  children?: ReactNode;
}) {
  return (
    <Tip words={name} keys={keys} side="right">
      <button
        type="button"
        onClick={onClick}
        aria-keyshortcuts={ariaKeys(keys)}
        className={railClass(false)}
      >
        <Icon of={icon} size={20} />
        {words}
        {children}
      </button>
    </Tip>
  );
}

const Dot = ({ tone }: { tone: 'bad' | 'turn' }) => (
  <span
    aria-hidden="true"
    className={cx(
      'absolute top-1.5 right-[calc(50%-1rem)] size-2 rounded-full ring-2 ring-sunken',
      tone === 'bad' ? 'bg-bad' : 'bg-turn',
    )}
  />
);

/** A promise with its clock hand: the mark of the house, drawn here so that nothing is fetched for it. */
function Brand() {
  return (
    <svg
      viewBox="0 0 32 32"
      className="mx-auto mb-3 hidden size-8 text-brand tablet:block"
      role="img"
      aria-label={m.common_product_name()}
    >
      <path
        fill="currentColor"
        d="M16 2a14 14 0 1 0 8.6 25.05l3.9 1.1a1 1 0 0 0 1.23-1.24l-1.1-3.86A14 14 0 0 0 16 2Z"
      />
      <path
        d="M16 9v7.5l4.5 3"
        fill="none"
        stroke="var(--sunken)"
        strokeWidth="2.6"
        strokeLinecap="round"
        strokeLinejoin="round"
      />
    </svg>
  );
}
