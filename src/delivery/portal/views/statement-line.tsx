import { entryWords } from '../../ui/entry-words.ts';
import {
  formatChange,
  formatCount,
  formatDay,
  formatDayAndTime,
  formatMinutes,
  formatUnits,
} from '../../ui/format.ts';
import { paths } from '../../ui/paths.ts';
import * as m from '../../ui/words/generated/messages.js';
import type { Problem, StatementEntry } from '../../web/contract.ts';
import type { PageContext } from '../page-context.ts';
import { draftOf } from './draft.ts';
import { ClauseLink, Field, When } from './elements.tsx';
import { TimeLeft } from './time-left.tsx';

/** What is shown again after a form of the account was refused. */
export interface RetainedAccount {
  readonly act?: 'top-up' | 'objection';
  readonly units?: number;
  readonly entrySequence?: number;
  readonly text?: string;
  readonly mistake?: string;
  readonly problem?: Problem;
}

interface LineProps {
  readonly context: PageContext;
  readonly entry: StatementEntry;
  /** Where its form leads back to: the statement as it is shown. */
  readonly address: string;
  readonly retained: RetainedAccount;
  readonly formKey: string;
}

/** One movement in one line: what, when, for which request and how much; why and what follows from it opens below. */
export const StatementLine = (props: LineProps) => {
  const { context, entry } = props;
  const { say, language } = context;
  // A reservation moves what is available and leaves the balance; a charge, the other way round.
  const change = entry.balanceChange === 0 ? entry.availableChange : entry.balanceChange;
  return (
    <li>
      <details open={isRetained(props) || entry.objection?.state === 'open'}>
        <summary>
          <span class="entry-what">
            <span class="entry-head">
              <strong>{entryWords(entry.kind, say)}</strong>
              <When context={context} at={entry.at}>
                {formatDay(entry.at, context)}
              </When>
              {entry.objection === null ? null : (
                <span class="entry-mark">{objectionMark(entry.objection.state, say)}</span>
              )}
            </span>
            <span class="entry-of">
              {entry.ticketNumber === null
                ? (entry.reference ?? entry.reason)
                : `#${entry.ticketNumber} ${entry.ticketSubject}`}
            </span>
          </span>
          <span class={`entry-change ${change < 0 ? 'less' : 'more'}`}>
            <span class="visually-hidden">{m.portal_entry_change({}, say)} </span>
            {formatChange(change, language)}
          </span>
        </summary>
        <div class="entry-more">
          <p>{entry.words}</p>
          {entry.disputedUnits === 0 ? null : (
            <p class="entry-disputed">
              {m.credits_line_disputed({ units: formatUnits(entry.disputedUnits, language) }, say)}
            </p>
          )}
          <dl class="entry-after">
            <div>
              <dt>{m.portal_entry_balance({}, say)}</dt>
              <dd>{formatCount(entry.balanceAfter, language)}</dd>
            </div>
            <div>
              <dt>{m.portal_entry_available({}, say)}</dt>
              <dd>{formatCount(entry.availableAfter, language)}</dd>
            </div>
          </dl>
          <p class="entry-facts">
            {entry.ticketNumber === null ? null : (
              <a href={paths.ticket(entry.ticketNumber)}>
                #{entry.ticketNumber} {entry.ticketSubject}
              </a>
            )}
            {entry.workMinutes === null || entry.workMinutes === 0 ? null : (
              <span>{m.portal_entry_work({ span: formatMinutes(entry.workMinutes) }, say)}</span>
            )}
            {entry.reference === null ? null : <span>{entry.reference}</span>}
            {entry.reason === null ? null : <span>{entry.reason}</span>}
            {entry.clause === null ? null : <ClauseLink context={context} id={entry.clause} />}
          </p>
          <Objection {...props} />
        </div>
      </details>
    </li>
  );
};

const isRetained = ({ retained, entry }: Pick<LineProps, 'retained' | 'entry'>): boolean =>
  retained.act === 'objection' && retained.entrySequence === entry.sequence;

/** T3, T4: what became of an objection to this charge, or the way to make one. */
const Objection = (props: LineProps) => {
  const { context, entry, address, retained, formKey } = props;
  const { say } = context;
  const { objection, sequence } = entry;
  if (objection !== null) {
    const answer = objection.answer ?? '';
    const words = {
      open: (objection.overdue ? m.portal_objection_overdue : m.portal_objection_open)(
        { moment: formatDayAndTime(objection.dueAt, context) },
        say,
      ),
      accepted: m.portal_objection_accepted(
        { units: formatUnits(objection.givenBackUnits ?? 0, context.language), answer },
        say,
      ),
      rejected: m.portal_objection_rejected({ answer }, say),
      withdrawn: m.portal_objection_withdrawn({}, say),
    };
    return (
      <>
        <p class="objection">
          {words[objection.state]}{' '}
          {objection.state === 'open' ? <TimeLeft context={context} at={objection.dueAt} /> : null}
        </p>
        {objection.state === 'open' ? (
          <details class="objection">
            <summary>{m.portal_objection_withdrawal_title({}, say)}</summary>
            <form
              class="stack"
              method="post"
              action={actOf('/account/objections/withdrawal', { statement: address })}
              data-once
            >
              <input type="hidden" name="key" value={`withdrawal-${objection.id}-${formKey}`} />
              <input type="hidden" name="objection" value={objection.id} />
              <p>{m.portal_objection_withdrawal_text({}, say)}</p>
              <button class="button" type="submit">
                {m.portal_objection_withdrawal_act({}, say)}
              </button>
            </form>
          </details>
        ) : null}
      </>
    );
  }
  if (!entry.objectable) return null;
  const mine = isRetained(props);
  return (
    <details class="objection" open={mine}>
      <summary>{m.portal_objection_title({}, say)}</summary>
      <form
        method="post"
        action={actOf('/account/objections', {
          entry: String(sequence),
          statement: address,
        })}
        data-once
        {...draftOf({
          name: `objection-${sequence}`,
          page: address === '' ? paths.account : `${paths.account}?${address}`,
          title: m.portal_unsent_objection({ number: entry.ticketNumber ?? '' }, say),
        })}
      >
        <input type="hidden" name="key" value={`objection-${sequence}-${formKey}`} />
        <Field
          id={`objection-${sequence}`}
          label={m.portal_objection_reason({}, say)}
          error={mine ? retained.mistake : undefined}
        >
          {(described) => (
            <textarea {...described} name="reason" rows={3} required minLength={5} maxLength={2000}>
              {mine ? (retained.text ?? '') : ''}
            </textarea>
          )}
        </Field>
        <button class="button" type="submit">
          {m.portal_objection_act({}, say)}
        </button>
      </form>
    </details>
  );
};

/** What the form is about stands in its address: what stands in the form is what the person wrote. */
const actOf = (path: string, about: Readonly<Record<string, string>>): string =>
  `${path}?${new URLSearchParams(about)}`;

function objectionMark(
  state: NonNullable<StatementEntry['objection']>['state'],
  say: PageContext['say'],
): string {
  switch (state) {
    case 'open':
      return m.portal_entry_objected({}, say);
    case 'accepted':
      return m.portal_entry_objection_accepted({}, say);
    case 'rejected':
      return m.portal_entry_objection_rejected({}, say);
    case 'withdrawn':
      return m.portal_entry_objection_withdrawn({}, say);
  }
}
