import * as m from '../../ui/words/generated/messages.js';
import type { AgreementDraft, Difference } from '../../web/contract.ts';
import { Clause, clauseName } from '../parts/clause.tsx';
import { Notice } from '../parts/notice.tsx';
import { Sheet } from '../parts/screen.tsx';
import { useSession } from '../session/session.tsx';
import { draftProblemWords, termName, valueWords } from './term-words.ts';

/** What keeps the draft from being published, each by the name of its field. */
export function Problems({ draft }: { draft: AgreementDraft }) {
  if (draft.problems.length === 0) return null;
  return (
    <Notice tone="turn" title={m.agreement_draft_problems()} live="polite">
      <ul className="list-disc pl-4">
        {draft.problems.map((problem) => (
          <li key={`${problem.key} ${problem.problem}`}>
            <span className="font-medium">{fieldName(problem.key)}</span>:{' '}
            {draftProblemWords(problem)}
          </li>
        ))}
      </ul>
    </Notice>
  );
}

function fieldName(key: string): string {
  const clause = /^clauses\.(.+)\.(?:title|text)\.(es|en)$/.exec(key);
  if (clause === null) return termName(key);
  return `${clauseName(clause[1] ?? '')} (${languageWords(clause[2] === 'en' ? 'en' : 'es')})`;
}

const languageWords = (language: 'es' | 'en'): string =>
  language === 'es' ? m.agreement_draft_spanish() : m.agreement_draft_english();

/** The difference to the version from which the draft began, in words. */
export function Differences({ draft }: { draft: AgreementDraft }) {
  return (
    <Sheet title={m.agreement_draft_differences()}>
      {draft.differences.length === 0 ? (
        <p className="px-4 py-3 text-soft">
          {m.agreement_draft_no_differences({ version: String(draft.basedOn) })}
        </p>
      ) : (
        <ul>
          {draft.differences.map((difference) => (
            <li
              key={keyOf(difference)}
              className="flex flex-wrap items-baseline gap-x-3 gap-y-1 border-b border-line px-4 py-2.5 last:border-b-0"
            >
              <Clause id={difference.clause} version={draft.basedOn} />
              {difference.kind === 'term' ? (
                <TermDifference draft={draft} difference={difference} />
              ) : (
                <TextDifference difference={difference} />
              )}
            </li>
          ))}
        </ul>
      )}
    </Sheet>
  );
}

const keyOf = (difference: Difference): string =>
  difference.kind === 'term'
    ? difference.key
    : `${difference.clause}.${difference.part}.${difference.language}`;

function TermDifference({
  draft,
  difference,
}: {
  draft: AgreementDraft;
  difference: Extract<Difference, { kind: 'term' }>;
}) {
  const { reader } = useSession();
  const unit = draft.terms.find(({ key }) => key === difference.key)?.unit ?? 'choice';
  return (
    <>
      <span className="min-w-0 grow">{termName(difference.key)}</span>
      <span className="tabular">
        <del className="text-soft no-underline">
          {valueWords(unit, difference.before, reader.language)}
        </del>{' '}
        <span aria-hidden="true">→</span>{' '}
        <ins className="font-strong no-underline">
          {valueWords(unit, difference.after, reader.language)}
        </ins>
      </span>
    </>
  );
}

function TextDifference({ difference }: { difference: Extract<Difference, { kind: 'text' }> }) {
  const language = languageWords(difference.language);
  return (
    <details className="min-w-0 grow basis-60">
      <summary className="min-h-6">
        {difference.part === 'title'
          ? m.agreement_draft_title_changed({ language })
          : m.agreement_draft_text_changed({ language })}
      </summary>
      <dl className="mt-2 grid gap-x-4 gap-y-2 tablet:grid-cols-2">
        <div>
          <dt className="text-xs text-soft">{m.agreement_draft_before()}</dt>
          <dd lang={difference.language} className="leading-text whitespace-pre-line text-soft">
            {difference.before}
          </dd>
        </div>
        <div>
          <dt className="text-xs text-soft">{m.agreement_draft_after()}</dt>
          <dd lang={difference.language} className="leading-text whitespace-pre-line">
            {difference.after}
          </dd>
        </div>
      </dl>
    </details>
  );
}
