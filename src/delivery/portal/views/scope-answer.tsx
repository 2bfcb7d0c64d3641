import type { Language } from '../../../kernel/language.ts';
import { paths } from '../../ui/paths.ts';
import * as m from '../../ui/words/generated/messages.js';
import { Notice } from './elements.tsx';
import { ReasonField } from './reason-field.tsx';
import { Text } from './text.tsx';

/** I: a service that the desk does not support by itself, with what the firm answers about it, in one language. */
export interface ScopeTold {
  readonly scope: 'support' | 'project' | 'out_of_scope';
  readonly answer: string | null;
  /** What to choose instead. */
  readonly suggested: { readonly id: number; readonly name: string } | null;
}

interface AnswerProps {
  readonly told: ScopeTold;
  readonly say: { readonly locale: Language };
  /** Why it is in scope after all, as typed so far. */
  readonly because: string;
  readonly mistake?: string | undefined;
  /** In the browser the other service is chosen on the spot; without script the page comes back with it. */
  readonly onInstead?: (serviceId: number) => void;
}

/** I: what the firm answers, before anything is sent, and the way on. Nothing that was typed is lost. */
export const ScopeAnswer = (props: AnswerProps) => {
  const { scope, answer } = props.told;
  if (scope === 'support' || answer === null) return null;
  return (
    <>
      <Answer {...props} answer={answer} />
      {scope === 'out_of_scope' ? <Because {...props} /> : null}
    </>
  );
};

const Answer = ({
  told: { scope, suggested },
  answer,
  say,
  onInstead,
}: AnswerProps & { readonly answer: string }) => (
  <Notice
    tone={scope === 'out_of_scope' ? 'hold' : 'note'}
    title={
      scope === 'out_of_scope'
        ? m.portal_scope_out_title({}, say)
        : m.portal_scope_project_title({}, say)
    }
  >
    <Text>{answer}</Text>
    <p>
      <a class="clause" href={paths.clause('I')}>
        {m.common_clause({ id: 'I' }, say)}
      </a>
    </p>
    {suggested === null ? null : (
      <button
        class="button primary"
        type="submit"
        name="step"
        value={`instead:${suggested.id}`}
        formNoValidate
        onClick={
          onInstead &&
          ((event) => {
            event.preventDefault();
            onInstead(suggested.id);
          })
        }
      >
        {m.portal_scope_instead({ service: suggested.name }, say)}
      </button>
    )}
  </Notice>
);

/** I: who thinks that it is in scope says why, and an agent looks at it. */
const Because = ({ say, because, mistake }: AnswerProps) => (
  <ReasonField
    id="inScopeBecause"
    name="inScopeBecause"
    label={m.portal_scope_because({}, say)}
    hint={m.portal_scope_because_hint({}, say)}
    retained={{ mistake, text: because }}
  />
);
