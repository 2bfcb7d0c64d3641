import { assert } from '../kernel/assert.ts';
import type { Instant } from '../kernel/clock.ts';
import type { ClockEvent, Promised } from './clocks/events.ts';
import {
  type Attempt,
  abandonmentDueAt,
  automaticCloseDueAt,
  type Inquiry,
  mayConfirmPresence,
  nextReminderAt,
  reopeningEndsAt,
} from './closing.ts';
import type { Terms } from './terms.ts';
import type { Ending } from './units.ts';
import { isRefusal } from './verdict.ts';

/** How a request was closed: by somebody, or by the desk itself (VIII.a, VIII.b). */
export type CloseCause = 'person' | 'no-objection' | 'abandoned';

/** VIII: what happened around the end of a request, beside what its clocks know. Each list in the order it happened. */
export interface PastClosing {
  /** VIII.b: every message that asked for information, and who sent it: an agent, or the desk as a reminder. */
  readonly attempts: readonly (Attempt & { readonly by: 'agent' | 'desk' })[];
  /** VIII.b: when the contact said "I am still here". */
  readonly presences: readonly Instant[];
  readonly closings: readonly { readonly at: Instant; readonly cause: CloseCause }[];
  /** VIII.b: when the desk proposed to close it as abandoned. */
  readonly proposedAt: readonly Instant[];
  /** VIII.c: asked too late to be reopened: what happened to the new request that took its place. */
  readonly followers: readonly PastFollower[];
}

export interface PastFollower {
  readonly ticketId: number;
  readonly at: Instant;
  readonly events: readonly ClockEvent[];
  readonly closing: PastClosing;
  readonly ending: Ending | null;
  readonly billableMinutes: number;
}

/** How often a request ended and went on by the rules of VIII. */
export interface ClosingActs {
  /** VIII.a: closed by the desk because nobody objected. */
  readonly closedUnasked: number;
  /** VIII.b */
  readonly abandoned: number;
  readonly abandonmentProposed: number;
  /** VIII.c: inside the window, and after it as a new request. */
  readonly reopened: number;
  readonly askedTooLate: number;
}

/** What nobody can know of a past that did not happen; each is counted, and said. */
export const unknowns = [
  /** VIII.a: closed later than it was: somebody might have objected in between. */
  'objection-in-longer-wait',
  /** VIII.b: reminded at another time or another number of times: an answer might have come sooner, later or never. */
  'answer-to-other-reminders',
  /** VIII.b: not abandoned yet when it was: an answer might have come. */
  'answer-in-longer-wait',
  /** VIII.b: proposed to an agent, who might have closed it, or not. */
  'decision-on-proposal',
  /** VIII.b: abandoned before the answer came: taken as asking for the reopening. */
  'answer-after-abandonment',
  /** VIII.c: a new request in place of a reopening: it might have been held for want of units (T1). */
  'admission-of-new-request',
] as const;
export type Unknown = (typeof unknowns)[number];

/** A request as other rules of VIII would have let it end and go on. */
export interface ReplayedClosing {
  readonly events: readonly ClockEvent[];
  /** Null while it goes on. */
  readonly ending: Ending | null;
  /** When it was closed last, also when it went on afterwards; null when never. What it costs was settled then. */
  readonly closedAt: Instant | null;
  readonly acts: ClosingActs;
  readonly unknown: readonly Unknown[];
  /** VIII.c: what would have gone on as a request of its own, and since when. */
  readonly successor: { readonly at: Instant; readonly closing: ReplayedClosing } | null;
  /** Requests that would not have been made, because this one would have been reopened; their work is this one's. */
  readonly absorbed: readonly Pick<PastFollower, 'ticketId' | 'at' | 'billableMinutes'>[];
}

/**
 * VIII: the same request under the closing rules of `terms`. What people did stays as they did it; what the desk does by
 * itself (reminding, abandoning, proposing, closing without objection) is done anew, at the moment that falls due then.
 * Where that is the moment at which it fell due under `own`, the terms of the time, it happens as it happened, late desk
 * and all: the version of the time gives back exactly what was.
 */
export function replayClosing(
  past: {
    readonly events: readonly ClockEvent[];
    readonly closing: PastClosing;
    readonly ending: Ending | null;
  },
  rules: { readonly terms: Terms; readonly own: Terms; readonly now: Instant },
): ReplayedClosing {
  return run(newLife(rules, past.ending), factsOf(past));
}

/** What happened in fact, counted alike. */
export function pastActs(past: {
  readonly events: readonly ClockEvent[];
  readonly closing: PastClosing;
}): ClosingActs {
  const { closings, followers, proposedAt } = past.closing;
  const closed = (cause: CloseCause) => closings.filter((one) => one.cause === cause).length;
  return {
    closedUnasked: closed('no-objection'),
    abandoned: closed('abandoned'),
    abandonmentProposed: proposedAt.length,
    reopened: past.events.filter(({ type }) => type === 'reopened').length,
    askedTooLate: followers.length,
  };
}

/** When it was closed last; null when never. */
export const lastClosedAt = ({ closing }: { readonly closing: PastClosing }): Instant | null =>
  closing.closings.at(-1)?.at ?? null;

type Fact = { readonly at: Instant } & (
  | { readonly type: 'asked'; readonly by: 'agent' | 'desk'; readonly delivered: boolean }
  | { readonly type: 'present' }
  | { readonly type: 'proposed' }
  | { readonly type: 'closed'; readonly cause: CloseCause }
  | { readonly type: 'followed'; readonly follower: PastFollower }
  | Exclude<ClockEvent, { type: 'closed' }>
);

type Status = 'open' | 'waiting' | 'resolved' | 'closed' | 'gone';

interface Life {
  readonly rules: { readonly terms: Terms; readonly own: Terms; readonly now: Instant };
  historyEnding: Ending | null;
  readonly events: ClockEvent[];
  /** As these terms have it, and as it was. */
  status: Status;
  was: Status;
  /** VIII.c: from when the window to reopen counts. */
  endedAt: Instant;
  attempts: Attempt[];
  presences: Instant[];
  proposed: boolean;
  /** Since it last was resolved or asked about, the desk did just what it did. */
  asItWas: boolean;
  ending: Ending | null;
  closedAt: Instant | null;
  promised: Promised | null;
  readonly acts: { -readonly [Act in keyof ClosingActs]: number };
  readonly unknown: Set<Unknown>;
  readonly absorbed: PastFollower[];
}

const newLife = (rules: Life['rules'], historyEnding: Ending | null): Life => ({
  rules,
  historyEnding,
  events: [],
  status: 'open',
  was: 'open',
  endedAt: 0,
  attempts: [],
  presences: [],
  proposed: false,
  asItWas: true,
  ending: null,
  closedAt: null,
  promised: null,
  acts: { closedUnasked: 0, abandoned: 0, abandonmentProposed: 0, reopened: 0, askedTooLate: 0 },
  unknown: new Set(),
  absorbed: [],
});

const byTime = (a: Fact, b: Fact): number => a.at - b.at;

/** All facts by their time; at one instant a question comes before the waiting that it begins. */
function factsOf({
  events,
  closing,
}: {
  readonly events: readonly ClockEvent[];
  readonly closing: PastClosing;
}): readonly Fact[] {
  const causes = new Map(closing.closings.map(({ at, cause }) => [at, cause]));
  const facts: Fact[] = [
    ...closing.attempts.map(
      ({ at, by, delivered }): Fact => ({ type: 'asked', at, by, delivered }),
    ),
    ...events.map((event): Fact => {
      if (event.type !== 'closed') return event;
      return { type: 'closed', at: event.at, cause: causes.get(event.at) ?? 'person' };
    }),
    ...closing.presences.map((at): Fact => ({ type: 'present', at })),
    ...closing.proposedAt.map((at): Fact => ({ type: 'proposed', at })),
    ...closing.followers.map((follower): Fact => ({ type: 'followed', at: follower.at, follower })),
  ];
  const registered = facts.filter(({ type }) => type === 'registered');
  return [...registered, ...facts.filter(({ type }) => type !== 'registered').sort(byTime)];
}

function run(life: Life, allFacts: readonly Fact[]): ReplayedClosing {
  let facts = allFacts;
  for (let index = 0; index < facts.length; index += 1) {
    const fact = facts[index];
    if (fact === undefined) break;
    actUntil(life, facts, index, fact.at);
    const then = take(life, fact);
    if (then === 'successor') return withSuccessor(life, facts.slice(index + 1), fact.at);
    if (then === 'follower' && fact.type === 'followed') {
      facts = [...facts.slice(0, index + 1), ...joined(facts.slice(index + 1), fact.follower)];
    }
  }
  actUntil(life, facts, facts.length, life.rules.now);
  return replayed(life, null);
}

const joined = (facts: readonly Fact[], follower: PastFollower): readonly Fact[] =>
  [...facts, ...factsOf(follower).filter(({ type }) => type !== 'registered')].sort(byTime);

// What the desk does by itself

type Act = { readonly kind: 'remind' | 'abandon' | 'propose' | 'close'; readonly at: Instant };

/** What falls due next under some terms, as the request stands. */
function nextAct(life: Life, terms: Terms): Act | null {
  const { status, endedAt, attempts, proposed } = life;
  if (status === 'resolved') return { kind: 'close', at: automaticCloseDueAt(terms, endedAt) };
  if (status !== 'waiting' || proposed) return null;
  const inquiry = inquiryOf(life);
  const remindAt = nextReminderAt(terms, inquiry);
  if (remindAt !== null) {
    // Asking again where nothing arrives is no attempt.
    return attempts.at(-1)?.delivered === true ? { kind: 'remind', at: remindAt } : null;
  }
  const dueAt = abandonmentDueAt(terms, inquiry);
  const kind = terms.closing.abandonment === 'close' ? 'abandon' : 'propose';
  return dueAt === null ? null : { kind, at: dueAt };
}

/** VIII.b: the question as it stands; an answer has emptied it. */
const inquiryOf = ({ attempts, presences }: Life): Inquiry => ({
  attempts,
  presences,
  lastAnswerAt: null,
});

/** The same with the moment at which it happened, where nothing about it differs. Null when it did not come to it then. */
function dueAct(life: Life, facts: readonly Fact[], index: number): Act | null {
  const act = nextAct(life, life.rules.terms);
  if (act === null || !isAsItWas(life)) return act;
  const happened = happenedAct(facts, index, act.kind);
  return happened === null ? null : { ...act, at: happened.at };
}

/** These terms ask of the desk just what the terms of the time asked of it. */
function isAsItWas(life: Life): boolean {
  if (!life.asItWas || life.status !== life.was) return false;
  const { terms, own } = life.rules;
  const [act, then] = [nextAct(life, terms), nextAct(life, own)];
  return act?.kind === then?.kind && act?.at === then?.at;
}

/** That act in what is still to come, before anything else that ends the present state of affairs. */
function happenedAct(facts: readonly Fact[], index: number, kind: Act['kind']): Fact | null {
  for (let next = index; next < facts.length; next += 1) {
    const fact = facts[next];
    if (fact === undefined) return null;
    if (actOf(fact) === kind) return fact;
    const changes = [
      'asked',
      'present',
      'waiting-ended',
      'resolved',
      'closed',
      'reopened',
      'cancelled',
    ];
    if (changes.includes(fact.type)) return null;
  }
  return null;
}

/** The act of the desk that a fact was; null for what people did. */
function actOf(fact: Fact): Act['kind'] | null {
  if (fact.type === 'asked') return fact.by === 'desk' ? 'remind' : null;
  if (fact.type === 'proposed') return 'propose';
  if (fact.type !== 'closed' || fact.cause === 'person') return null;
  return fact.cause === 'abandoned' ? 'abandon' : 'close';
}

/** Everything that falls due before `until`. */
function actUntil(life: Life, facts: readonly Fact[], index: number, until: Instant): void {
  for (;;) {
    const act = dueAct(life, facts, index);
    if (act === null || act.at >= until) return;
    life.asItWas = false;
    perform(life, act, true);
    if (act.kind === 'remind') life.unknown.add('answer-to-other-reminders');
    if (act.kind === 'propose') life.unknown.add('decision-on-proposal');
  }
}

function perform(life: Life, { kind, at }: Act, delivered: boolean): void {
  switch (kind) {
    case 'remind':
      life.attempts = [...life.attempts, { at, delivered }];
      return;
    case 'propose':
      life.proposed = true;
      life.acts.abandonmentProposed += 1;
      return;
    case 'abandon':
      life.acts.abandoned += 1;
      life.endedAt = at;
      close(life, at, 'abandoned');
      return;
    case 'close':
      life.acts.closedUnasked += 1;
      close(life, at, 'closed');
      return;
  }
}

function close(life: Life, at: Instant, ending: Ending): void {
  life.events.push({ type: 'closed', at });
  life.status = 'closed';
  endQuestion(life);
  life.ending = ending;
  life.closedAt = at;
}

// What happened

/** Takes one fact; says when what follows belongs to another request, or another request's facts to this one. */
function take(life: Life, fact: Fact): 'successor' | 'follower' | null {
  const kind = actOf(fact);
  if (kind !== null) return takeAct(life, fact, kind);
  switch (fact.type) {
    case 'asked':
      if (life.status === 'open' || life.status === 'waiting') {
        life.attempts = [...life.attempts, { at: fact.at, delivered: fact.delivered }];
        life.proposed = false;
      }
      return null;
    case 'present':
      return confirmPresence(life, fact.at);
    case 'proposed':
      return null;
    case 'waiting-started':
      return startWaiting(life, fact);
    case 'waiting-ended':
      return endWaiting(life, fact);
    case 'resolved':
      return resolve(life, fact);
    case 'closed':
      life.was = 'closed';
      // Closed by the desk before somebody closed it: nothing is left to close.
      if (life.status === 'closed' || life.status === 'gone') return null;
      if (life.status !== 'resolved') life.endedAt = fact.at;
      close(life, fact.at, 'closed');
      return null;
    case 'reopened':
      life.was = 'open';
      return askForReopening(life, fact.at, fact);
    case 'followed':
      return follow(life, fact);
    case 'cancelled':
      return cancel(life, fact);
    default:
      if ('promised' in fact) life.promised = fact.promised;
      life.events.push(fact);
      return null;
  }
}

/** What the desk did stands where it would do the same; else it is done at its own time, or not. */
function takeAct(life: Life, fact: Fact, kind: Act['kind']): null {
  const isOver = life.status === 'closed' || life.status === 'gone';
  if (!isOver && isAsItWas(life)) {
    perform(life, { kind, at: fact.at }, fact.type !== 'asked' || fact.delivered);
  } else if (!isOver && kind === 'close') {
    life.unknown.add('objection-in-longer-wait');
  } else if (!isOver && kind === 'abandon' && !life.proposed) {
    life.unknown.add('answer-in-longer-wait');
  }
  if (fact.type === 'closed') life.was = 'closed';
  return null;
}

/** VIII.b: said by the customer, and of effect where these terms let it have one. */
function confirmPresence(life: Life, at: Instant): null {
  if (life.status !== 'waiting') return null;
  if (isRefusal(mayConfirmPresence(life.rules.terms, inquiryOf(life), at))) {
    // What the desk did then rested on it.
    life.asItWas = false;
    return null;
  }
  life.presences = [...life.presences, at];
  life.proposed = false;
  return null;
}

/** The question is answered, or of no more interest. */
function endQuestion(life: Life): void {
  life.attempts = [];
  life.presences = [];
}

function startWaiting(life: Life, fact: ClockEvent): null {
  if (life.was === 'open') life.was = 'waiting';
  if (life.status === 'open') {
    life.status = 'waiting';
    life.proposed = false;
    life.asItWas = true;
  }
  if (life.status === 'waiting') life.events.push(fact);
  return null;
}

function endWaiting(life: Life, fact: ClockEvent): 'successor' | null {
  life.was = 'open';
  if (life.status === 'closed') {
    life.unknown.add('answer-after-abandonment');
    return askForReopening(life, fact.at, { type: 'reopened', at: fact.at });
  }
  answer(life, fact);
  return null;
}

function answer(life: Life, fact: ClockEvent): void {
  if (life.status === 'waiting') life.status = 'open';
  endQuestion(life);
  life.events.push(fact);
}

function resolve(life: Life, fact: ClockEvent): null {
  life.was = 'resolved';
  if (life.status !== 'open' && life.status !== 'waiting') return null;
  life.status = 'resolved';
  life.endedAt = fact.at;
  endQuestion(life);
  life.asItWas = true;
  life.events.push(fact);
  return null;
}

/** VIII.c: inside the window it goes on; after it a new request does. One that is not closed needs no reopening. */
function askForReopening(life: Life, at: Instant, fact: ClockEvent): 'successor' | null {
  if (life.status === 'gone') return null;
  if (life.status === 'open' || life.status === 'waiting') {
    answer(life, { type: 'waiting-ended', at });
    return null;
  }
  if (at > reopeningEndsAt(life.rules.terms, life.endedAt)) {
    life.acts.askedTooLate += 1;
    life.unknown.add('admission-of-new-request');
    return 'successor';
  }
  reopen(life, fact);
  return null;
}

function reopen(life: Life, fact: ClockEvent): void {
  life.acts.reopened += 1;
  life.status = 'open';
  endQuestion(life);
  life.ending = null;
  life.events.push(fact);
}

/** VIII.c: it was too late then; where it is not now, what happened to the new request happened to this one. */
function follow(
  life: Life,
  { at, follower }: Extract<Fact, { type: 'followed' }>,
): 'follower' | null {
  const inTime = at <= reopeningEndsAt(life.rules.terms, life.endedAt);
  const isOver = life.status === 'closed' || life.status === 'resolved';
  if (!inTime || !isOver) {
    life.acts.askedTooLate += 1;
    return null;
  }
  life.was = 'open';
  life.historyEnding = follower.ending;
  reopen(life, { type: 'reopened', at });
  life.absorbed.push(follower);
  return 'follower';
}

/** Withdrawn, rejected, referred or merged: unless it was closed already by then. */
function cancel(life: Life, fact: ClockEvent): null {
  life.was = 'gone';
  if (life.status === 'closed' && life.historyEnding !== 'merged') return null;
  life.status = 'gone';
  life.ending = life.historyEnding;
  life.events.push(fact);
  return null;
}

// What came out

/** The rest of the facts as those of a request of its own, registered when its reopening was asked for. */
function withSuccessor(life: Life, facts: readonly Fact[], at: Instant): ReplayedClosing {
  const { promised } = life;
  assert(promised !== null, 'what ended was registered with a promise');
  const next = newLife(life.rules, life.historyEnding);
  const calendar = life.events.findLast((event) => 'calendar' in event)?.calendar ?? null;
  take(next, { type: 'registered', at, promised, calendar });
  // What stays behind is nobody's concern any more: it closes by itself, if it was not closed.
  life.asItWas = false;
  actUntil(life, [], 0, life.rules.now);
  return replayed(life, { at, closing: run(next, facts) });
}

const replayed = (life: Life, successor: ReplayedClosing['successor']): ReplayedClosing => ({
  events: life.events,
  ending: life.ending,
  closedAt: life.closedAt,
  acts: life.acts,
  unknown: [...life.unknown],
  successor,
  absorbed: life.absorbed,
});
