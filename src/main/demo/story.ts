import type { ResolutionForm } from '../../policy/closing.ts';
import type { Priority } from '../../policy/terms.ts';
import type { ServiceKey } from './catalogue.ts';
import type { AgentKey } from './firm.ts';

/** Minutes, hours or days; nights and Sundays are left out when somebody has to be at work for it. */
export type Span = `${number}m` | `${number}h` | `${number}d`;

/** One request as somebody would tell it afterwards. `{slots}` are filled from the customer it happens to. */
export interface Story {
  readonly subject: string;
  readonly text: string;
  readonly expected?: string;
  readonly service?: ServiceKey;
  /** I: why what the catalogue puts out of scope is in scope after all. */
  readonly claims?: string;
  readonly suggests?: Priority;
  readonly via?: 'portal' | 'email' | 'phone' | 'visit' | 'api';
  readonly answers?: Readonly<Record<string, string>>;
  /** A text file that comes with it by mail or portal. */
  readonly file?: TextFile;
  /** Whom its mail copies: people of the same customer, known or not. */
  readonly copies?: readonly { readonly name: string; readonly mailbox: string }[];
  readonly steps: readonly Step[];
}

export interface TextFile {
  readonly name: string;
  readonly text: string;
}

/** T5, T6: what an agent proposes to do together with the customer. */
export interface Activity {
  readonly subject: string;
  readonly place: 'remote' | 'onsite';
  readonly location: string;
  readonly minutes: number;
  readonly surcharge?: { readonly units: number; readonly note: string };
}

export type Step = { readonly after: Span; readonly agent?: AgentKey } & Act;

export type Act =
  | { readonly act: 'take' | 'confirm' | 'close' }
  | { readonly act: 'verify'; readonly priority: Priority; readonly reason: string }
  | { readonly act: 'reply' | 'note' | 'ask' | 'answer' | 'reopen'; readonly text: string }
  | {
      readonly act: 'work';
      readonly minutes: number;
      readonly billable: number;
      readonly note: string;
    }
  | { readonly act: 'undo-work' | 'withdraw' | 'refer'; readonly reason: string }
  | { readonly act: 'resolve'; readonly form: ResolutionForm; readonly text: string }
  | {
      readonly act: 'reject';
      readonly cause: 'out-of-scope' | 'spam' | 'duplicate';
      readonly reason: string;
    }
  | ActivityAct
  /** II: who administers the customer lets somebody follow whom a mail copied. */
  | { readonly act: 'admit'; readonly mailbox: string };

/**
 * T5, T6: an agent offers times, the customer proposes others, the side that did not propose them agrees to the first,
 * and what became of it is recorded. Times are told from the step on, and fall into working hours.
 */
export type ActivityAct =
  | { readonly act: 'offer'; readonly activity: Activity; readonly times: readonly Span[] }
  | { readonly act: 'propose'; readonly times: readonly Span[] }
  | { readonly act: 'agree' }
  | { readonly act: 'call-off'; readonly reason: string }
  | {
      readonly act: 'outcome';
      readonly outcome: 'done' | 'no-show';
      readonly note: string;
      readonly attempts: string;
      readonly file?: TextFile;
    };

// How stories are told: each says how long after the step before it happens.

/** An agent takes it; left out, the next one of the team. */
export const take = (after: Span, agent?: AgentKey): Step =>
  agent === undefined ? { after, act: 'take' } : { after, act: 'take', agent };
export const verify = (after: Span, priority: Priority, reason = ''): Step => ({
  after,
  act: 'verify',
  priority,
  reason,
});
export const reply = (after: Span, text: string): Step => ({ after, act: 'reply', text });
export const note = (after: Span, text: string): Step => ({ after, act: 'note', text });
export const ask = (after: Span, text: string): Step => ({ after, act: 'ask', text });
export const answer = (after: Span, text: string): Step => ({ after, act: 'answer', text });
export const reopen = (after: Span, text: string): Step => ({ after, act: 'reopen', text });
export const work = (after: Span, minutes: number, said: string, billable = minutes): Step => ({
  after,
  act: 'work',
  minutes,
  billable,
  note: said,
});
export const undoWork = (after: Span, reason: string): Step => ({
  after,
  act: 'undo-work',
  reason,
});
export const solve = (after: Span, text: string): Step => resolve(after, 'solution', text);
export const instruct = (after: Span, text: string): Step => resolve(after, 'instructions', text);
export const accompany = (after: Span, text: string): Step => resolve(after, 'accompaniment', text);
export const confirm = (after: Span): Step => ({ after, act: 'confirm' });
export const close = (after: Span): Step => ({ after, act: 'close' });
export const withdraw = (after: Span, reason: string): Step => ({ after, act: 'withdraw', reason });
export const refer = (after: Span, reason: string): Step => ({ after, act: 'refer', reason });
export const reject = (
  after: Span,
  cause: 'out-of-scope' | 'spam' | 'duplicate',
  reason: string,
): Step => ({ after, act: 'reject', cause, reason });

export const offer = (after: Span, activity: Activity, times: readonly Span[]): Step => ({
  after,
  act: 'offer',
  activity,
  times,
});
export const propose = (after: Span, times: readonly Span[]): Step => ({
  after,
  act: 'propose',
  times,
});
export const agree = (after: Span): Step => ({ after, act: 'agree' });
export const callOff = (after: Span, reason: string): Step => ({ after, act: 'call-off', reason });
/** So long after the agreed time. */
export const took = (after: Span, said: string, file?: TextFile): Step => ({
  after,
  act: 'outcome',
  outcome: 'done',
  note: said,
  attempts: '',
  ...(file === undefined ? {} : { file }),
});
export const missed = (after: Span, said: string, attempts: string): Step => ({
  after,
  act: 'outcome',
  outcome: 'no-show',
  note: said,
  attempts,
});
export const admit = (after: Span, mailbox: string): Step => ({ after, act: 'admit', mailbox });

const resolve = (after: Span, form: ResolutionForm, text: string): Step => ({
  after,
  act: 'resolve',
  form,
  text,
});

const unitMs = { m: 60_000, h: 3_600_000, d: 86_400_000 } as const;

export function spanMs(span: Span): number {
  const match = /^(\d+(?:\.\d+)?)([mhd])$/.exec(span);
  if (match === null) throw new RangeError(`not a span: ${span}`);
  const [, amount, unit] = match;
  return Math.round(Number(amount) * unitMs[unit as keyof typeof unitMs]);
}

/** Fills `{slot}` from what is known of the customer; a slot that nobody knows is our bug. */
export const fill = (text: string, slots: Readonly<Record<string, string>>): string =>
  text.replace(/\{([a-z0-9]+)\}/g, (_, name: string) => {
    const value = slots[name];
    if (value === undefined) throw new RangeError(`no slot ${name} for: ${text.slice(0, 60)}`);
    return value;
  });
