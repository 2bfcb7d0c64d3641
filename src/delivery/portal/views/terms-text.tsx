import type { ComponentChildren } from 'preact';
import * as m from '../../ui/words/generated/messages.js';
import type { Agreement } from '../../web/contract.ts';
import type { PageContext } from '../page-context.ts';
import { Field } from './elements.tsx';
import { Text } from './text.tsx';

/** T1 to T7 in the reader's language, the one that is accepted marked. */
export const TermsClauses = ({
  context: { language },
  clauses,
}: {
  readonly context: PageContext;
  readonly clauses: Agreement['clauses'];
}) => (
  <ol class="clauses">
    {clauses
      .filter((clause) => /^T\d$/.test(clause.id))
      .map((clause) => (
        <li
          key={clause.id}
          id={clause.id}
          class={clause.id === 'T7' ? 'clause-text marked' : 'clause-text'}
        >
          <h2>
            <span class="clause">{clause.id}</span> {clause.title[language]}
          </h2>
          <Text>{clause.text[language]}</Text>
        </li>
      ))}
  </ol>
);

interface AcceptTermsProps {
  readonly context: PageContext;
  readonly action: string;
  readonly version: number;
  readonly mistake: string | undefined;
  /** What else the form carries. */
  readonly children: ComponentChildren;
}

/** T7: the version that stands on the page goes with the form: what was read is what is accepted. */
export const AcceptTerms = ({ context, action, version, mistake, children }: AcceptTermsProps) => {
  const { say } = context;
  return (
    <form class="card" method="post" action={action} data-once>
      <input type="hidden" name="version" value={version} />
      {children}
      <Field id="accepted" label={m.portal_terms_accept({}, say)} error={mistake}>
        {(described) => (
          <input {...described} type="checkbox" name="accepted" value="yes" required />
        )}
      </Field>
      <button class="button primary" type="submit">
        {m.portal_terms_act({}, say)}
      </button>
      <p class="hint">{m.portal_terms_hint({}, say)}</p>
    </form>
  );
};
