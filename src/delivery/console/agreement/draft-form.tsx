import { use, useId } from 'react';
import { formatTarget } from '../../ui/format.ts';
import * as m from '../../ui/words/generated/messages.js';
import type { AgreementDraft } from '../../web/contract.ts';
import { Button } from '../parts/button.tsx';
import { clauseName } from '../parts/clause.tsx';
import {
  Checkbox,
  Field,
  FieldErrors,
  FieldErrorsContext,
  Select,
  TextArea,
  TextInput,
} from '../parts/field.tsx';
import { type Filled, filledIn } from '../parts/form-dialog.tsx';
import { LeaveWarning } from '../parts/leave-warning.tsx';
import { priorityWords } from '../parts/marks.tsx';
import { ProblemNote } from '../parts/notice.tsx';
import { Sheet } from '../parts/screen.tsx';
import { say } from '../parts/toast.tsx';
import { useWrite } from '../server/use-write.ts';
import { useSession } from '../session/session.tsx';
import { readSpan, readSpans } from './span-written.ts';
import {
  choiceWords,
  daysWritten,
  draftProblemWords,
  priorityOf,
  readWarning,
  shortTermName,
  spansWritten,
  stepOf,
  stepWords,
  type Term,
  unitWords,
  valueWords,
} from './term-words.ts';
import { useKeepDraft } from './use-keep-draft.ts';

type Clauses = AgreementDraft['clauses'];

/** Every number and text of the draft. Saved as one; what is wrong is said beside its field and kept all the same. */
export function DraftForm({
  draft,
  touched,
  onTouch,
}: {
  draft: AgreementDraft;
  /** There are changes that are not saved. */
  touched: boolean;
  onTouch: () => void;
}) {
  const keep = useKeepDraft();
  const save = useWrite('changeAgreementDraft', {
    onDone: (saved) => {
      keep(saved);
      say(m.agreement_draft_saved());
    },
  });
  // Of several with one field the first is said beside it.
  const errors = new Map(
    draft.problems
      .toReversed()
      .map((problem) => [problem.key, draftProblemWords(problem)] as const),
  );
  const ofGroup = (begins: string) => draft.terms.filter(({ key }) => key.startsWith(begins));
  return (
    <FieldErrors value={errors}>
      <form
        // What has the focus is never under the bar that saves.
        className="flex flex-col gap-4 [&_:is(input,select,textarea,summary)]:scroll-mb-24"
        onChange={onTouch}
        onSubmit={(event) => {
          event.preventDefault();
          const filled = filledIn(event.currentTarget);
          save.send({
            body: {
              revision: draft.revision,
              terms: changedTerms(draft.terms, filled),
              clauses: changedClauses(draft.clauses, filled),
            },
          });
        }}
      >
        <Times terms={ofGroup('targets.')} />
        <ClockSteps terms={draft.terms.filter(({ key }) => stepOf(key) !== null)} />
        <div className="grid items-start gap-4 desk:grid-cols-2">
          <Numbers title={m.agreement_draft_credits()} terms={ofGroup('credits.')} />
          <div className="flex flex-col gap-4">
            <Numbers
              title={m.agreement_draft_closing()}
              terms={[...ofGroup('closing.'), ...ofGroup('priorityUnsuggested')]}
            />
            <Numbers title={m.agreement_draft_appointments()} terms={ofGroup('appointments.')} />
          </div>
        </div>
        <Texts clauses={draft.clauses} />
        <div className="sticky -bottom-4 -mx-1 flex flex-wrap items-center gap-3 border-t border-line bg-page px-1 pt-3 pb-4">
          <Button type="submit" look="primary" busy={save.pending}>
            {m.agreement_draft_save()}
          </Button>
          {touched && (
            <p role="status" className="text-s text-soft">
              {m.agreement_draft_unsaved()}
            </p>
          )}
          <ProblemNote error={save.error} className="basis-full" />
        </div>
      </form>
      <LeaveWarning unsaved={touched} />
    </FieldErrors>
  );
}

function Times({ terms }: { terms: readonly Term[] }) {
  const levels = [...new Set(terms.flatMap(({ key }) => priorityOf(key) ?? []))];
  return (
    <Sheet title={m.agreement_draft_times()}>
      <div className="flex flex-col">
        {levels.map((priority) => (
          <fieldset
            key={priority}
            className="grid gap-3 border-b border-line px-4 py-3 last:border-b-0 tablet:grid-cols-[9rem_repeat(3,minmax(0,1fr))]"
          >
            <legend className="sr-only">{priorityWords[priority]()}</legend>
            <p aria-hidden="true" className="font-medium tablet:pt-6">
              {priorityWords[priority]()}
            </p>
            {terms
              .filter(({ key }) => priorityOf(key) === priority)
              .map((term) => (
                <TermField key={term.key} term={term} />
              ))}
          </fieldset>
        ))}
        <p className="border-t border-line px-4 py-2.5 text-s text-soft">
          {m.agreement_draft_agreed_fixed()}
        </p>
      </div>
    </Sheet>
  );
}

/** V.d: when a clock warns and escalates, and whom it tells. */
function ClockSteps({ terms }: { terms: readonly Term[] }) {
  const steps = [...new Set(terms.flatMap(({ key }) => stepOf(key) ?? []))];
  return (
    <Sheet title={m.agreement_draft_steps()}>
      <p className="border-b border-line px-4 py-2.5 text-s text-soft">
        {m.agreement_draft_steps_why()}
      </p>
      {steps.map((step) => (
        <fieldset
          key={step}
          className="grid items-start gap-3 border-b border-line px-4 py-3 last:border-b-0 tablet:grid-cols-[9rem_minmax(0,1fr)_minmax(0,1fr)]"
        >
          <legend className="sr-only">{stepWords(step)}</legend>
          <p aria-hidden="true" className="font-medium tablet:pt-6">
            {stepWords(step)}
          </p>
          <div className="grid gap-3 empty:hidden tablet:empty:block">
            {terms
              .filter(({ key, unit }) => stepOf(key) === step && unit !== 'audiences')
              .map((term) => (
                <TermField key={term.key} term={term} />
              ))}
          </div>
          {terms
            .filter(({ key, unit }) => stepOf(key) === step && unit === 'audiences')
            .map((term) => (
              <AudiencesField key={term.key} term={term} />
            ))}
        </fieldset>
      ))}
    </Sheet>
  );
}

function Numbers({ title, terms }: { title: string; terms: readonly Term[] }) {
  return (
    <Sheet title={title}>
      <div className="flex flex-col gap-3 p-4">
        {terms.map((term) => (
          <TermField key={term.key} term={term} />
        ))}
      </div>
    </Sheet>
  );
}

/** Whom a step tells, each with a box of its own; none ticked, and only the request's log knows. */
function AudiencesField({ term }: { term: Term }) {
  const { reader } = useSession();
  const errors = use(FieldErrorsContext);
  const told = String(term.value ?? '').split(',');
  const error = errors.get(term.key);
  const id = useId();
  const said = [
    term.value === term.before
      ? null
      : m.agreement_draft_was({ value: valueWords(term.unit, term.before, reader.language) }),
    error ?? null,
  ].filter((one) => one !== null);
  return (
    <fieldset aria-describedby={said.length === 0 ? undefined : id}>
      <legend className="mb-1 text-s font-medium">{shortTermName(term.key)}</legend>
      <div className="flex flex-wrap gap-x-4">
        {term.options.map((option) => (
          <Checkbox
            key={option}
            name={term.key}
            value={option}
            defaultChecked={told.includes(option)}
            label={choiceWords(option)}
          />
        ))}
      </div>
      <p id={id} className="text-xs text-soft empty:hidden">
        {said.map((one) => (
          <span key={one} className={one === error ? 'block text-bad' : 'block'}>
            {one}
          </span>
        ))}
      </p>
    </fieldset>
  );
}

/** A share of the time, or so long before the due moment: what it counts is chosen beside the number. */
function WarningField({ term }: { term: Term }) {
  const { reader } = useSession();
  const { key, value, before } = term;
  const warning = readWarning(String(value ?? ''));
  const written =
    warning === null
      ? String(value ?? '')
      : warning.kind === 'percent'
        ? String(warning.count)
        : formatTarget(warning.count);
  const was =
    value === before
      ? {}
      : { hint: m.agreement_draft_was({ value: valueWords('warning', before, reader.language) }) };
  return (
    <div className="grid grid-cols-[minmax(0,1fr)_minmax(0,1.4fr)] items-start gap-2">
      <Field name={key} label={m.agreement_term_moment_count()} {...was}>
        <TextInput name={key} required defaultValue={written} />
      </Field>
      <Field label={m.agreement_term_moment_kind()}>
        <Select name={kindOf(key)} defaultValue={warning?.kind ?? 'before'}>
          <option value="percent">{m.agreement_term_moment_percent()}</option>
          <option value="before">{m.agreement_term_moment_before()}</option>
        </Select>
      </Field>
    </div>
  );
}

const kindOf = (key: string): string => `${key}:kind`;

function TermField({ term }: { term: Term }) {
  const { reader } = useSession();
  const { key, unit, value } = term;
  if (unit === 'warning') return <WarningField term={term} />;
  const changed = value !== term.before;
  const unitName = unitWords(unit);
  const label = shortTermName(key);
  const hint = changed
    ? m.agreement_draft_was({ value: valueWords(unit, term.before, reader.language) })
    : unit === 'spans'
      ? m.agreement_draft_spans_hint()
      : unit === 'minutes' && priorityOf(key) === null && stepOf(key) === null
        ? m.agreement_draft_span_hint()
        : undefined;
  return (
    <Field
      name={key}
      label={unitName === null ? label : `${label} (${unitName})`}
      {...(hint === undefined ? {} : { hint })}
    >
      {unit === 'choice' ? (
        <Select name={key} defaultValue={String(value ?? '')}>
          {term.options.map((option) => (
            <option key={option} value={option}>
              {choiceWords(option)}
            </option>
          ))}
        </Select>
      ) : unit === 'spans' ? (
        <TextInput name={key} defaultValue={spansWritten(String(value ?? ''))} />
      ) : unit === 'day-list' ? (
        <TextInput name={key} defaultValue={daysWritten(String(value ?? ''))} />
      ) : unit === 'minutes' ? (
        <TextInput
          name={key}
          required
          defaultValue={value === null ? '' : formatTarget(Number(value))}
        />
      ) : (
        <TextInput
          name={key}
          type="number"
          inputMode="numeric"
          required
          step={1}
          min={term.min}
          max={term.max}
          defaultValue={String(value ?? '')}
        />
      )}
    </Field>
  );
}

const parts = ['title', 'text'] as const;
const languages = ['es', 'en'] as const;

function Texts({ clauses }: { clauses: Clauses }) {
  const { reader } = useSession();
  return (
    <Sheet title={m.agreement_draft_texts()}>
      <p className="border-b border-line px-4 py-2.5 text-s text-soft">
        {m.agreement_draft_texts_why()}
      </p>
      {clauses.map((clause) => (
        <details key={clause.id} className="border-b border-line px-4 last:border-b-0">
          <summary className="flex min-h-11 items-center gap-3">
            <span className="w-24 shrink-0 text-soft">{clauseName(clause.id)}</span>
            <span className="min-w-0 grow truncate">{clause.title[reader.language]}</span>
          </summary>
          <div className="grid gap-3 pb-4 tablet:grid-cols-2">
            {languages.map((language) => (
              <fieldset key={language} className="flex min-w-0 flex-col gap-3">
                <legend className="mb-1 text-xs text-soft">
                  {language === 'es' ? m.agreement_draft_spanish() : m.agreement_draft_english()}
                </legend>
                <ClauseField clause={clause} part="title" language={language} />
                <ClauseField clause={clause} part="text" language={language} />
              </fieldset>
            ))}
          </div>
        </details>
      ))}
    </Sheet>
  );
}

const textKey = (id: string, part: (typeof parts)[number], language: 'es' | 'en'): string =>
  `clauses.${id}.${part}.${language}`;

function ClauseField({
  clause,
  part,
  language,
}: {
  clause: Clauses[number];
  part: (typeof parts)[number];
  language: 'es' | 'en';
}) {
  const name = textKey(clause.id, part, language);
  const shared = { name, lang: language, defaultValue: clause[part][language] };
  return (
    <Field
      name={name}
      label={part === 'title' ? m.agreement_draft_clause_title() : m.agreement_draft_clause_text()}
    >
      {part === 'title' ? <TextInput {...shared} /> : <TextArea {...shared} rows={7} />}
    </Field>
  );
}

/** Only what differs from the draft as it was loaded. A span that cannot be read goes as it was written, and is refused there. */
function changedTerms(terms: readonly Term[], filled: Filled): Record<string, number | string> {
  return Object.fromEntries(
    terms.flatMap((term) => {
      const is = writtenValue(term, filled);
      return is === term.value ? [] : [[term.key, is] as const];
    }),
  );
}

function writtenValue({ key, unit }: Term, filled: Filled): number | string {
  const written = filled.text(key).slice(0, 40);
  switch (unit) {
    case 'choice':
      return written;
    case 'audiences':
      return filled.all(key).join(',');
    case 'minutes':
      return readSpan(written) ?? written;
    case 'day-list':
      return written.replace(/\s/g, '');
    case 'spans':
      return readSpans(written)?.join(',') ?? written;
    case 'warning': {
      const isShare = filled.text(kindOf(key)) === 'percent';
      if (isShare)
        return /^\d+$/.test(written.replace(/ ?%$/, ''))
          ? `${Number.parseInt(written, 10)}%`
          : written;
      const minutes = readSpan(written);
      return minutes === null ? written : `${minutes}m`;
    }
    default:
      return Number(written);
  }
}

const changedClauses = (clauses: Clauses, filled: Filled) =>
  withEntries(clauses.map((clause) => [clause.id, changedParts(clause, filled)]));

const changedParts = (clause: Clauses[number], filled: Filled) =>
  withEntries(
    parts.map((part) => [
      part,
      withEntries(
        languages.map((language) => {
          const written = filled.text(textKey(clause.id, part, language));
          return [language, written === clause[part][language] ? {} : written];
        }),
      ),
    ]),
  );

/** A record of those entries that hold something. */
const withEntries = <Value extends string | object>(
  entries: readonly (readonly [string, Value])[],
): Record<string, Value> =>
  Object.fromEntries(
    entries.filter(([, value]) => typeof value === 'string' || Object.keys(value).length > 0),
  );
