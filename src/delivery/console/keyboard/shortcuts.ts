import type { Icon } from '../../ui/icons.gen.ts';
import {
  iconAlarmClock,
  iconArrowLeft,
  iconBan,
  iconBell,
  iconBookmark,
  iconBuilding,
  iconCalendarClock,
  iconChartColumn,
  iconCheckCheck,
  iconCircleCheck,
  iconCircleQuestionMark,
  iconCircleUserRound,
  iconClock,
  iconCommand,
  iconCornerUpLeft,
  iconFlag,
  iconInbox,
  iconKeyboard,
  iconLayoutDashboard,
  iconLink,
  iconListChecks,
  iconLock,
  iconMail,
  iconMerge,
  iconPlus,
  iconReply,
  iconRotateCcw,
  iconScale,
  iconSearch,
  iconSend,
  iconSettings,
  iconSplit,
  iconTimer,
  iconUndo2,
  iconUserPlus,
  iconUserRound,
  iconUsersRound,
  iconZap,
} from '../../ui/icons.gen.ts';
import * as m from '../../ui/words/generated/messages.js';
import type { Keys } from './keymap.ts';

export type ShortcutGroup = 'general' | 'go' | 'queue' | 'ticket';

interface Shortcut {
  readonly group: ShortcutGroup;
  readonly words: () => string;
  readonly icon: Icon;
  /** None: it is found in the palette. */
  readonly keys?: Keys;
  /** Movement and typing: in the sheet, not in the palette. */
  readonly quiet?: true;
}

/** The whole keyboard on one page. What an entry does is said by the screen that offers it (use-commands.tsx). */
export const shortcuts = {
  palette: {
    group: 'general',
    words: m.console_key_palette,
    icon: iconCommand,
    keys: 'mod+k',
    quiet: true,
  },
  search: { group: 'general', words: m.console_key_search, icon: iconSearch, keys: '/' },
  new: { group: 'general', words: m.console_key_new, icon: iconPlus, keys: 'c' },
  help: { group: 'general', words: m.console_key_help, icon: iconKeyboard, keys: '?' },
  send: {
    group: 'general',
    words: m.console_key_send,
    icon: iconSend,
    keys: 'mod+Enter',
    quiet: true,
  },
  goQueue: { group: 'go', words: m.console_key_go_queue, icon: iconInbox, keys: 'g q' },
  goBoard: { group: 'go', words: m.board_go, icon: iconLayoutDashboard, keys: 'g b' },
  goReports: { group: 'go', words: m.reports_go, icon: iconChartColumn, keys: 'g r' },
  goAgenda: { group: 'go', words: m.console_key_go_agenda, icon: iconCalendarClock, keys: 'g a' },
  goCustomers: { group: 'go', words: m.console_key_go_customers, icon: iconBuilding, keys: 'g c' },
  goPeople: { group: 'go', words: m.console_key_go_people, icon: iconUsersRound, keys: 'g t' },
  goMail: { group: 'go', words: m.console_key_go_mail, icon: iconMail, keys: 'g m' },
  goSettings: { group: 'go', words: m.console_key_go_settings, icon: iconSettings, keys: 'g s' },
  goNotices: { group: 'go', words: m.console_key_go_notices, icon: iconBell, keys: 'g n' },
  goProfile: {
    group: 'go',
    words: m.console_key_go_profile,
    icon: iconCircleUserRound,
    keys: 'g p',
  },
  next: { group: 'queue', words: m.console_key_next, icon: iconInbox, keys: 'j', quiet: true },
  previous: {
    group: 'queue',
    words: m.console_key_previous,
    icon: iconInbox,
    keys: 'k',
    quiet: true,
  },
  open: {
    group: 'queue',
    words: m.console_key_open,
    icon: iconCornerUpLeft,
    keys: 'Enter',
    quiet: true,
  },
  choose: { group: 'queue', words: m.console_key_choose, icon: iconListChecks, keys: 'x' },
  chooseAll: { group: 'queue', words: m.console_key_choose_all, icon: iconListChecks, keys: 'X' },
  saveView: { group: 'queue', words: m.console_saved_view_save, icon: iconBookmark },
  back: { group: 'queue', words: m.console_key_back, icon: iconArrowLeft, keys: 'u' },
  reply: { group: 'ticket', words: m.console_key_reply, icon: iconReply, keys: 'r' },
  note: { group: 'ticket', words: m.console_key_note, icon: iconLock, keys: 'n' },
  ask: { group: 'ticket', words: m.console_key_ask, icon: iconCircleQuestionMark, keys: 'i' },
  macro: { group: 'ticket', words: m.console_macro_insert, icon: iconZap, keys: 'mod+.' },
  resolve: { group: 'ticket', words: m.console_key_resolve, icon: iconCircleCheck, keys: 'e' },
  undo: { group: 'ticket', words: m.console_shortcut_undo, icon: iconRotateCcw, keys: 'Z' },
  snooze: { group: 'ticket', words: m.console_key_snooze, icon: iconAlarmClock, keys: 'z' },
  follow: { group: 'ticket', words: m.console_key_follow, icon: iconBell, keys: 'f' },
  wake: { group: 'ticket', words: m.console_snooze_end, icon: iconInbox },
  assign: { group: 'ticket', words: m.console_key_assign, icon: iconUserPlus, keys: 'a' },
  assignMe: { group: 'ticket', words: m.console_key_assign_me, icon: iconUserRound, keys: 'A' },
  priority: { group: 'ticket', words: m.console_key_priority, icon: iconFlag, keys: 'p' },
  confirmPriority: {
    group: 'ticket',
    words: m.console_key_confirm_priority,
    icon: iconCheckCheck,
    keys: 'P',
  },
  work: { group: 'ticket', words: m.console_key_work, icon: iconClock, keys: 'w' },
  schedule: {
    group: 'ticket',
    words: m.console_key_schedule,
    icon: iconCalendarClock,
    keys: 'h',
  },
  timer: { group: 'ticket', words: m.console_key_timer, icon: iconTimer, keys: 't' },
  proof: { group: 'ticket', words: m.console_key_proof, icon: iconScale, keys: 'd' },
  acts: {
    group: 'ticket',
    words: m.console_key_acts,
    icon: iconListChecks,
    keys: 's',
    quiet: true,
  },
  close: { group: 'ticket', words: m.console_key_close, icon: iconCheckCheck },
  reopen: { group: 'ticket', words: m.console_key_reopen, icon: iconRotateCcw },
  refer: { group: 'ticket', words: m.console_key_refer, icon: iconSplit },
  reject: { group: 'ticket', words: m.console_key_reject, icon: iconBan },
  scopeIn: { group: 'ticket', words: m.console_scope_in_act, icon: iconCheckCheck },
  scopeOut: { group: 'ticket', words: m.console_scope_out_act, icon: iconBan },
  withdraw: { group: 'ticket', words: m.console_key_withdraw, icon: iconUndo2 },
  merge: { group: 'ticket', words: m.console_key_merge, icon: iconMerge, keys: 'm' },
  link: { group: 'ticket', words: m.console_key_link, icon: iconLink, keys: 'l' },
  split: { group: 'ticket', words: m.console_key_split, icon: iconSplit, keys: 'x' },
} as const satisfies Record<string, Shortcut>;

export type CommandId = keyof typeof shortcuts;

/** Every entry, as the general shape: the table above keeps the exact ids. */
export const shortcutList: readonly (readonly [CommandId, Shortcut])[] = Object.entries(
  shortcuts,
) as [CommandId, Shortcut][]; // Object.entries forgets the keys' type.

export const groupWords: Readonly<Record<ShortcutGroup, () => string>> = {
  general: m.console_group_general,
  go: m.console_group_go,
  queue: m.console_group_queue,
  ticket: m.console_group_ticket,
};
