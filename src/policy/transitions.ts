import type { Admission, Scope } from './admission.ts';
import type { ClauseId } from './clauses.ts';
import { type Refusal, refuse } from './verdict.ts';

/** The life of a ticket. Waiting: the customer owes an answer. The last three end it. */
export const ticketStatuses = [
  'held',
  'open',
  'waiting',
  'resolved',
  'closed',
  'referred',
  'rejected',
  'withdrawn',
] as const;
export type TicketStatus = (typeof ticketStatuses)[number];

/** In whose name something is done to a ticket. An agent also acts for a customer who phoned (II). */
export const actingKinds = ['customer', 'agent', 'system'] as const;
export type ActingKind = (typeof actingKinds)[number];

export const ticketActs = [
  'admit',
  'reply',
  'answer',
  'note',
  'assign',
  'snooze',
  'follow',
  'verify-priority',
  'log-work',
  'ask-units',
  'decide-units',
  'schedule',
  'record-no-show',
  'ask-information',
  'remind',
  'confirm-presence',
  'abandon',
  'resolve',
  'confirm',
  'close',
  'reopen',
  'refer',
  'reject',
  'claim-scope',
  'decide-scope',
  'withdraw',
  'split',
  'merge',
  'link',
  'add-participant',
] as const;
export type TicketAct = (typeof ticketActs)[number];

/** Who may do an act, from which status, and where it leads. A status that is not listed forbids it. */
interface ActRule {
  readonly clause: ClauseId;
  readonly by: readonly ActingKind[];
  readonly leads: Readonly<Partial<Record<TicketStatus, TicketStatus>>>;
}

const stay = <S extends TicketStatus>(...statuses: readonly S[]): ActRule['leads'] =>
  Object.fromEntries(statuses.map((status) => [status, status]));

const everywhere = stay(...ticketStatuses);

/** The table. Read a line as: under this clause, these may do it, and from here it leads there. */
export const actRules: Readonly<Record<TicketAct, ActRule>> = {
  // II, T1: a held request is admitted by the desk itself as soon as the cause is cleared.
  admit: { clause: 'II', by: ['system'], leads: { held: 'open' } },

  // V.c: a message never changes the status by itself, save the answer that the desk waits for.
  // "Thank you" on a resolved request is an answer, not a reopening (VIII.c asks for a reason).
  reply: { clause: 'V.c', by: ['agent'], leads: everywhere },
  answer: {
    clause: 'VIII.b',
    by: ['customer', 'agent'],
    leads: { ...everywhere, waiting: 'open' },
  },
  note: { clause: 'V.c', by: ['agent'], leads: everywhere },

  assign: {
    clause: 'V.d',
    by: ['agent', 'system'],
    leads: stay('held', 'open', 'waiting', 'resolved', 'referred'),
  },
  // An agent's own queue, and nothing of the request: what nobody has to do anything about cannot be put off.
  snooze: { clause: 'V.d', by: ['agent'], leads: stay('open', 'waiting') },
  follow: { clause: 'V.c', by: ['agent'], leads: everywhere },
  'verify-priority': { clause: 'V.b', by: ['agent'], leads: stay('held', 'open', 'waiting') },

  // T4: what a request costs is settled when it closes, so work can be logged until then.
  'log-work': { clause: 'T4', by: ['agent'], leads: stay('open', 'waiting', 'resolved') },
  'ask-units': {
    clause: 'T4',
    by: ['agent', 'system'],
    leads: stay('open', 'waiting', 'resolved'),
  },
  'decide-units': { clause: 'T4', by: ['customer'], leads: stay('open', 'waiting', 'resolved') },
  schedule: { clause: 'T6', by: ['agent', 'customer'], leads: stay('open', 'waiting') },
  'record-no-show': { clause: 'T6', by: ['agent'], leads: stay('open', 'waiting') },

  'ask-information': {
    clause: 'VIII.b',
    by: ['agent'],
    leads: { open: 'waiting', waiting: 'waiting' },
  },
  remind: { clause: 'VIII.b', by: ['agent', 'system'], leads: stay('waiting') },
  // "I am still here" is no answer: the desk goes on waiting, and so do the clocks.
  'confirm-presence': { clause: 'VIII.b', by: ['customer'], leads: stay('waiting') },
  abandon: { clause: 'VIII.b', by: ['agent', 'system'], leads: { waiting: 'closed' } },

  resolve: { clause: 'VIII.a', by: ['agent'], leads: { open: 'resolved', waiting: 'resolved' } },
  confirm: { clause: 'VIII.a', by: ['customer'], leads: { resolved: 'closed' } },
  close: { clause: 'VIII.a', by: ['agent', 'system'], leads: { resolved: 'closed' } },
  reopen: {
    clause: 'VIII.c',
    by: ['customer', 'agent'],
    leads: { resolved: 'open', closed: 'open' },
  },

  refer: {
    clause: 'I',
    by: ['agent', 'system'],
    leads: { held: 'referred', open: 'referred', waiting: 'referred' },
  },
  reject: {
    clause: 'I',
    by: ['agent', 'system'],
    leads: { held: 'rejected', open: 'rejected', waiting: 'rejected' },
  },
  // I: a customer who thinks that it is in scope is looked at by an agent, who may take it on after all. Which of the
  // rejected ones that may be is asked apart (scope-answer.ts); it is admitted like any other, or held.
  'claim-scope': { clause: 'I', by: ['customer'], leads: stay('rejected') },
  'decide-scope': { clause: 'I', by: ['agent'], leads: { rejected: 'open' } },
  withdraw: {
    clause: 'II',
    by: ['customer', 'agent'],
    leads: { held: 'withdrawn', open: 'withdrawn', waiting: 'withdrawn' },
  },

  // I: the absorbed request ends as a duplicate; the one that goes on is asked apart (merging.ts).
  merge: {
    clause: 'I',
    by: ['agent'],
    leads: { held: 'rejected', open: 'rejected', waiting: 'rejected' },
  },
  link: { clause: 'V.c', by: ['agent'], leads: everywhere },
  'add-participant': { clause: 'V.c', by: ['customer', 'agent'], leads: everywhere },

  // T2: a new need can turn up in any message, also long after the request ended.
  split: { clause: 'T2', by: ['customer', 'agent'], leads: everywhere },
};

/**
 * The status that the act leads to, or why it may not be done. Refusal reasons:
 * `act-not-by-actor`, `act-not-from-status`; facts: act, status, by.
 */
export function mayTransition(
  status: TicketStatus,
  act: TicketAct,
  by: ActingKind,
): TicketStatus | Refusal {
  const rule = actRules[act];
  if (!rule.by.includes(by)) return refuse(rule.clause, 'act-not-by-actor', { act, status, by });
  return rule.leads[status] ?? refuse(rule.clause, 'act-not-from-status', { act, status, by });
}

/** Every act that this kind of actor may do now: what the screen offers. */
export const actsOffered = (status: TicketStatus, by: ActingKind): readonly TicketAct[] =>
  ticketActs.filter((act) => actRules[act].by.includes(by) && actRules[act].leads[status]);

/** I, II: the status of a request that has just come in. */
export function firstStatus(scope: Scope, admission: Admission): TicketStatus {
  if (scope.outcome === 'reject') return 'rejected';
  if (!admission.admitted) return 'held';
  return scope.outcome === 'refer' ? 'referred' : 'open';
}
