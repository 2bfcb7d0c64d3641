import type { Language } from '../../../kernel/language.ts';
import * as m from '../../ui/words/generated/messages.js';
import { Field } from './elements.tsx';
import { ScopeAnswer, type ScopeTold } from './scope-answer.tsx';

/** A service as the form tells it to the browser, in one language. */
export interface ServiceTold extends ScopeTold {
  readonly id: number;
  readonly description: string;
  readonly questions: readonly {
    readonly key: string;
    readonly label: string;
    readonly required: boolean;
    readonly answer: string;
  }[];
}

interface QuestionsProps {
  readonly service: ServiceTold | null;
  readonly drafted: Readonly<Record<string, readonly string[]>>;
  /** Why it is in scope, as the page came with it. */
  readonly because: string;
  readonly say: { readonly locale: Language };
  readonly onInstead: (serviceId: number) => void;
}

/** IV.c: what a service needs to know, asked where the request is written. */
export const ServiceQuestions = ({ service, drafted, because, say, onInstead }: QuestionsProps) =>
  service === null ? null : (
    <>
      {service.description === '' ? null : <p class="hint">{service.description}</p>}
      <ScopeAnswer
        key={service.id}
        told={service}
        say={say}
        because={because || (drafted['inScopeBecause']?.[0] ?? '')}
        onInstead={onInstead}
      />
      {service.questions.map((question) => {
        const name = `answer.${question.key}`;
        return (
          <Field
            key={`${service.id} ${name}`}
            id={name}
            label={question.label}
            {...(question.required ? {} : { optional: m.portal_optional({}, say) })}
          >
            {(described) => (
              <input
                {...described}
                name={name}
                maxLength={2000}
                required={question.required}
                defaultValue={question.answer || (drafted[name]?.[0] ?? '')}
              />
            )}
          </Field>
        );
      })}
    </>
  );
