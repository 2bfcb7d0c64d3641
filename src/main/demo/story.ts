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
  readonly suggests?: Priority;
  readonly via?: 'portal' | 'email' | 'phone' | 'visit' | 'api';
  readonly answers?: Readonly<Record<string, string>>;
  /** A text file that comes with it by mail or portal. */
  readonly file?: { readonly name: string; readonly text: string };
  readonly steps: readonly Step[];
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
