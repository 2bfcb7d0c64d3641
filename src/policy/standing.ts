import type { Instant } from '../kernel/clock.ts';
import type { Language } from '../kernel/language.ts';
import type { Facts, Refusal } from './verdict.ts';

/** II: how the customer stands with billing. */
export const standings = ['good', 'suspended'] as const;
export type Standing = (typeof standings)[number];

/** II: what the firm tells the customer about it, in the languages in which it wrote it. */
export type CustomerReason = Readonly<Record<Language, string | null>>;

/**
 * II: one entry of a customer's history, as the rule reads it. It holds from its moment until the next one begins; a
 * suspension with an end of its own returns to good standing there. Entries begin when they are recorded, or later.
 */
export interface StandingEntry {
  readonly id: number;
  /** Null: it only takes back the one that it replaces. */
  readonly standing: Standing | null;
  readonly from: Instant;
  /** Only of a suspension; null: open. */
  readonly until: Instant | null;
  readonly replaces: number | null;
  readonly recordedAt: Instant;
}

/** How a customer stands at one moment. */
export interface StandingNow<Entry extends StandingEntry = StandingEntry> {
  readonly standing: Standing;
  /** Since when without a break; null: nothing was recorded by then. */
  readonly since: Instant | null;
  /** Until when, as far as is recorded; null: open. */
  readonly until: Instant | null;
  /** The entry that says so; null where none does: before the first, and after a suspension came to its own end. */
  readonly entry: Entry | null;
}

/** II: the suspension that a request meets, as the customer is told of it. */
export interface Suspension {
  readonly entryId: number;
  readonly since: Instant | null;
  readonly until: Instant | null;
  readonly reason: CustomerReason;
}

interface Span<Entry> {
  readonly standing: Standing;
  readonly from: Instant;
  readonly until: Instant;
  readonly entry: Entry | null;
}

/** II: how the customer stands at a moment. The one place that reads the history; a customer without one is in good standing. */
export function standingAt<Entry extends StandingEntry>(
  entries: readonly Entry[],
  at: Instant,
): StandingNow<Entry> {
  const spans = spansOf(entries);
  const index = spans.findIndex(({ until }) => at < until);
  const span = spans[index];
  if (span === undefined) return { standing: 'good', since: null, until: null, entry: null };
  const { standing, entry } = span;
  let [first, last] = [index, index];
  // Before the first entry nothing is known: good standing that was recorded counts from its record.
  while (first > 1 && spans[first - 1]?.standing === standing) first -= 1;
  while (spans[last + 1]?.standing === standing) last += 1;
  return {
    standing,
    since: finite(spans[first]?.from),
    until: finite(spans[last]?.until),
    entry,
  };
}

/** II: the moments after `at` at which the customer stands otherwise than before, nearest first. */
export function standingChangesAfter(
  entries: readonly StandingEntry[],
  at: Instant,
): readonly Instant[] {
  const spans = spansOf(entries);
  return spans
    .filter((span, index) => span.from > at && spans[index - 1]?.standing !== span.standing)
    .map(({ from }) => from);
}

/** II: what a moment of the history brings that the customer is told. `entry`: the suspension that it is about. */
export interface StandingNews<Entry extends StandingEntry = StandingEntry> {
  readonly news: 'planned' | 'began' | 'extended' | 'shortened' | 'restored' | 'withdrawn';
  readonly entry: Entry;
  readonly since: Instant | null;
  readonly until: Instant | null;
}

/**
 * II: what the customer is told of a moment: that a suspension began or is over, that one under way ends at another time
 * than it was known to, what was planned then, and what no longer takes place. A plan that was taken back meanwhile, or
 * that changes nothing when it begins, is no news.
 */
export function standingNewsAt<Entry extends StandingEntry>(
  entries: readonly Entry[],
  at: Instant,
): readonly StandingNews<Entry>[] {
  const news: StandingNews<Entry>[] = [];
  const [before, now] = [standingAt(entries, at - 1), standingAt(entries, at)];
  if (before.standing !== now.standing) {
    const { since, until, entry } = now.standing === 'suspended' ? now : before;
    const kind = now.standing === 'suspended' ? 'began' : 'restored';
    if (entry !== null) news.push({ news: kind, entry, since, until });
  }
  const moved = movedEnd(entries, at);
  if (moved !== null) news.push(moved);
  for (const recorded of entries.filter(({ recordedAt }) => recordedAt === at)) {
    if (recorded.standing === 'suspended' && recorded.from > at && !isVoid(entries, recorded)) {
      const { standing, entry, since, until } = standingAt(entries, recorded.from);
      if (standing === 'suspended' && entry?.id === recorded.id && since === recorded.from)
        news.push({ news: 'planned', entry: recorded, since, until });
    }
    const instead = entries.find(({ id }) => id === recorded.replaces);
    if (recorded.standing !== 'suspended' && instead !== undefined) {
      const { standing, from, until } = instead;
      if (standing === 'suspended' && isInsteadOf(recorded, instead))
        news.push({ news: 'withdrawn', entry: instead, since: from, until });
    }
  }
  return news;
}

/**
 * What was recorded at a moment moves the end of the suspension that runs then, by whichever entry: another end, what
 * follows on it, or a plan that is taken back. Moved again meanwhile, it is news of that other moment.
 */
function movedEnd<Entry extends StandingEntry>(
  entries: readonly Entry[],
  at: Instant,
): StandingNews<Entry> | null {
  const knownBefore = entries.filter(({ recordedAt }) => recordedAt < at);
  const knownThen = entries.filter(({ recordedAt }) => recordedAt <= at);
  if (knownBefore.length === knownThen.length) return null;
  const before = standingAt(knownBefore, at - 1);
  const { standing, entry, since, until } = standingAt(entries, at);
  if (before.standing !== 'suspended' || standing !== 'suspended' || entry === null) return null;
  if (until === before.until || until !== standingAt(knownThen, at).until) return null;
  const isLater = (until ?? Infinity) > (before.until ?? Infinity);
  return { news: isLater ? 'extended' : 'shortened', entry, since, until };
}

/** II: how long the customer was suspended between two moments, in milliseconds. */
export function suspendedMs(
  entries: readonly StandingEntry[],
  { from, until }: { readonly from: Instant; readonly until: Instant },
): number {
  return spansOf(entries)
    .filter(({ standing }) => standing === 'suspended')
    .map((span) => Math.min(span.until, until) - Math.max(span.from, from))
    .reduce((sum, length) => sum + Math.max(length, 0), 0);
}

/**
 * What an entry is at a moment. `over`: another one holds since, or its own end has come; `withdrawn`, `corrected`:
 * before it began; `withdrawal`: it says nothing but that.
 */
export const standingEntryStates = [
  'planned',
  'running',
  'over',
  'withdrawn',
  'corrected',
  'withdrawal',
] as const;
export type StandingEntryState = (typeof standingEntryStates)[number];

export function entryStateAt(
  entries: readonly StandingEntry[],
  entry: StandingEntry,
  at: Instant,
): StandingEntryState {
  if (entry.standing === null) return 'withdrawal';
  const instead = entries.find((other) => isInsteadOf(other, entry));
  if (instead !== undefined) return instead.standing === null ? 'withdrawn' : 'corrected';
  if (entry.from > at) return 'planned';
  return standingAt(entries, at).entry?.id === entry.id ? 'running' : 'over';
}

/** The reason in a reader's language where the firm wrote it in that one, else as it wrote it; null: it wrote none. */
export const saidIn = (reason: CustomerReason, language: Language): string | null =>
  reason[language] ?? reason.es ?? reason.en;

/** What a held request's decision says of the suspension; null: not known, or not for the ears of whoever asked. */
export function suspensionFacts(suspension: Suspension | null): Facts {
  return {
    standingEntryId: suspension?.entryId ?? null,
    suspendedSince: suspension?.since ?? null,
    suspendedUntil: suspension?.until ?? null,
    standingReasonEs: suspension?.reason.es ?? null,
    standingReasonEn: suspension?.reason.en ?? null,
  };
}

/** A suspension that held a request is over. What it was told of that; null: was not said. */
export type StandingRestored = {
  readonly standing: 'good';
  readonly goodSince: Instant;
  readonly standingEntryId: number | null;
  readonly suspendedSince: Instant | null;
  readonly standingReasonEs: string | null;
  readonly standingReasonEn: string | null;
};

/** What the decision says that ends it, out of the facts for which the request was held. */
export function restoredFacts({ facts }: Refusal, goodSince: Instant): StandingRestored {
  const text = (name: string) => (facts[name] == null ? null : String(facts[name]));
  const number = (name: string) => (facts[name] == null ? null : Number(facts[name]));
  return {
    standing: 'good',
    goodSince,
    standingEntryId: number('standingEntryId'),
    suspendedSince: number('suspendedSince'),
    standingReasonEs: text('standingReasonEs'),
    standingReasonEn: text('standingReasonEn'),
  };
}

/** The whole of time, cut where the standing or the entry that says so changes. */
function spansOf<Entry extends StandingEntry>(entries: readonly Entry[]): readonly Span<Entry>[] {
  const holding = entries
    .filter((entry) => entry.standing !== null && !isVoid(entries, entry))
    .toSorted((a, b) => a.from - b.from || a.id - b.id);
  const spans: Span<Entry>[] = [
    { standing: 'good', from: -Infinity, until: holding[0]?.from ?? Infinity, entry: null },
  ];
  for (const [index, entry] of holding.entries()) {
    const end = holding[index + 1]?.from ?? Infinity;
    const ownEnd = Math.min(entry.until ?? Infinity, end);
    const standing = entry.standing ?? 'good';
    spans.push({ standing, from: entry.from, until: ownEnd, entry });
    if (ownEnd < end) spans.push({ standing: 'good', from: ownEnd, until: end, entry: null });
  }
  return spans.filter(({ from, until }) => from < until);
}

/** Taken back or corrected before it began. */
const isVoid = (entries: readonly StandingEntry[], entry: StandingEntry): boolean =>
  entries.some((other) => isInsteadOf(other, entry));

/** An entry that had begun when it was replaced stands until the other begins: what was is not rewritten. */
const isInsteadOf = ({ replaces, recordedAt }: StandingEntry, entry: StandingEntry): boolean =>
  replaces === entry.id && recordedAt <= entry.from;

const finite = (instant: Instant | undefined): Instant | null =>
  instant !== undefined && Number.isFinite(instant) ? instant : null;
