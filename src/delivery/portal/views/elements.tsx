import type { ComponentChildren } from 'preact';
import { formatDayAndTime, type Moment } from '../../ui/format.ts';
import {
  type Icon as IconShape,
  iconCircleAlert,
  iconCircleCheck,
  iconHand,
  iconInfo,
  iconLock,
} from '../../ui/icons.gen.ts';
import { paths } from '../../ui/paths.ts';
import * as m from '../../ui/words/generated/messages.js';
import type { Problem } from '../../web/contract.ts';
import type { PageContext } from '../page-context.ts';
import { Icon } from './icon.tsx';

export type Tone = 'good' | 'bad' | 'note' | 'turn' | 'hold';

const toneIcons: Readonly<Record<Tone, IconShape>> = {
  good: iconCircleCheck,
  bad: iconCircleAlert,
  note: iconInfo,
  turn: iconHand,
  hold: iconLock,
};

interface NoticeProps {
  readonly tone: Tone;
  readonly title?: string | undefined;
  /** `alert` only for what just went wrong, `status` for what just happened; else it is part of the page. */
  readonly role?: 'alert' | 'status';
  readonly children?: ComponentChildren;
}

export const Notice = ({ tone, title, role, children }: NoticeProps) => (
  <div class={`notice ${tone}`} role={role}>
    <Icon shape={toneIcons[tone]} />
    <div>
      {title === undefined ? null : <p class="notice-title">{title}</p>}
      {children}
    </div>
  </div>
);

/** What the desk answered instead of doing it: what happened, that nothing was lost, and what to do. */
export const ProblemNotice = ({
  context,
  problem,
}: {
  readonly context: PageContext;
  readonly problem: Problem;
}) => (
  <Notice tone="bad" role="alert" title={problem.title}>
    {problem.detail === undefined ? null : <p>{problem.detail}</p>}
    <p>{m.portal_problem_kept({}, context.say)}</p>
    {problem.clause === undefined ? null : (
      <p>
        <ClauseLink context={context} id={problem.clause} />
      </p>
    )}
  </Notice>
);

/** The same at a door, where nothing was written that could be lost. */
export const DoorProblem = ({ problem }: { readonly problem: Problem | undefined }) =>
  problem === undefined ? null : (
    <Notice tone="bad" role="alert" title={problem.title}>
      {problem.detail === undefined ? null : <p>{problem.detail}</p>}
    </Notice>
  );

interface ClauseLinkProps {
  readonly context: PageContext;
  readonly id: string;
  readonly version?: number;
}

/** A clause is a link wherever it is named, to the text as it stood in that version. */
export const ClauseLink = ({ context, id, version }: ClauseLinkProps) => (
  <a class="clause" href={paths.clause(id, version)}>
    {clauseName(context, id)}
  </a>
);

export const clauseName = ({ say }: PageContext, id: string): string =>
  id === 'P' ? m.common_clause_preamble({}, say) : m.common_clause({ id }, say);

/** A moment in words, with the exact one for who wants it. */
export const When = ({
  context,
  at,
  children,
}: {
  readonly context: PageContext;
  readonly at: Moment;
  readonly children: ComponentChildren;
}) => (
  <time dateTime={new Date(at).toISOString()} title={formatDayAndTime(at, context)}>
    {children}
  </time>
);

interface FieldProps {
  readonly id: string;
  readonly label: ComponentChildren;
  readonly hint?: ComponentChildren;
  readonly error?: string | undefined;
  readonly optional?: string;
  /** Given the ids of hint and error, for `aria-describedby`. */
  readonly children: (described: {
    readonly id: string;
    readonly 'aria-describedby'?: string;
    readonly 'aria-invalid'?: 'true';
  }) => ComponentChildren;
}

export function Field({ id, label, hint, error, optional, children }: FieldProps) {
  const describedBy = [hint && `${id}-hint`, error && `${id}-error`].filter(Boolean).join(' ');
  return (
    <div class="field">
      <label for={id}>
        {label}
        {optional === undefined ? null : <span class="optional"> {optional}</span>}
      </label>
      {hint ? (
        <p class="hint" id={`${id}-hint`}>
          {hint}
        </p>
      ) : null}
      {children({
        id,
        ...(describedBy === '' ? {} : { 'aria-describedby': describedBy }),
        ...(error ? { 'aria-invalid': 'true' as const } : {}),
      })}
      {error ? (
        <p class="error" id={`${id}-error`}>
          <Icon shape={iconCircleAlert} />
          {error}
        </p>
      ) : null}
    </div>
  );
}

export const Option = ({
  value,
  chosen,
  children,
}: {
  readonly value: string;
  readonly chosen: string;
  readonly children: string;
}) => (
  <option value={value} selected={value === chosen}>
    {children}
  </option>
);

export const PageHead = ({
  title,
  lead,
  children,
}: {
  readonly title: ComponentChildren;
  readonly lead?: ComponentChildren;
  readonly children?: ComponentChildren;
}) => (
  <header class="page-head">
    <div>
      <h1>{title}</h1>
      {lead === undefined ? null : <p class="lead">{lead}</p>}
    </div>
    {children}
  </header>
);

export const Empty = ({
  title,
  children,
}: {
  readonly title: string;
  readonly children: ComponentChildren;
}) => (
  <div class="empty">
    <p class="empty-title">{title}</p>
    {children}
  </div>
);
