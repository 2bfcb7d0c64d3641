import { useRef, useState } from 'react';
import * as m from '../../ui/words/generated/messages.js';
import type { Api, CallOutput, Macro } from '../../web/contract.ts';
import { Checkbox, Field, TextArea, TextInput } from '../parts/field.tsx';
import { FormDialog } from '../parts/form-dialog.tsx';
import { say } from '../parts/toast.tsx';
import { withInserted } from '../parts/with-inserted.ts';
import { macrosQuery } from '../server/queries.ts';
import { useWrite } from '../server/use-write.ts';
import { useSession } from '../session/session.tsx';

type Variable = CallOutput<Api['listMacros']>['variables'][number];
type Language = 'es' | 'en';

const languages = ['es', 'en'] as const satisfies readonly Language[];

/** A macro is written in the languages that the desk answers in; whoever reads it gets their own where there is one. */
export function MacroDialog({
  macro,
  variables,
  onClose,
}: {
  macro: Macro | null;
  variables: readonly Variable[];
  onClose: () => void;
}) {
  const { rights, reader } = useSession();
  const fields = useRef<Partial<Record<Language, HTMLTextAreaElement | null>>>({});
  const [texts, setTexts] = useState({ es: macro?.texts.es ?? '', en: macro?.texts.en ?? '' });
  const [lastWritten, setLastWritten] = useState<Language>(
    macro !== null && macro.texts[reader.language] === null
      ? otherThan(reader.language)
      : reader.language,
  );
  const done = {
    touches: [macrosQuery().queryKey],
    onDone: () => {
      onClose();
      say(m.console_saved());
    },
  };
  const create = useWrite('createMacro', done);
  const update = useWrite('updateMacro', done);

  const insert = (variable: Variable) => {
    const field = fields.current[lastWritten];
    const before = texts[lastWritten];
    const { text, cursor } = withInserted(before, `{${variable}}`, {
      start: field?.selectionStart ?? before.length,
      end: field?.selectionEnd ?? before.length,
    });
    setTexts({ ...texts, [lastWritten]: text });
    requestAnimationFrame(() => {
      field?.focus();
      field?.setSelectionRange(cursor, cursor);
    });
  };
  const inOrder = reader.language === 'es' ? languages : languages.toReversed();
  return (
    <FormDialog
      size="medium"
      title={macro?.name ?? m.console_macros_new()}
      act={macro === null ? m.console_add() : m.console_save()}
      ready={texts.es.trim() !== '' || texts.en.trim() !== ''}
      busy={create.pending || update.pending}
      error={create.error ?? update.error}
      onClose={onClose}
      onSend={(filled) => {
        const body = {
          name: filled.text('name'),
          shared: rights.supervision ? filled.checked('shared') : false,
          texts: { es: texts.es.trim() || null, en: texts.en.trim() || null },
        };
        if (macro === null) create.send({ body });
        else update.send({ params: { macroId: macro.id }, body });
      }}
    >
      <Field name="name" label={m.console_field_name()}>
        <TextInput name="name" required maxLength={80} defaultValue={macro?.name ?? ''} autoFocus />
      </Field>
      {inOrder.map((language) => (
        <Field key={language} name={`texts.${language}`} label={textLabels[language]()}>
          <TextArea
            ref={(element: HTMLTextAreaElement | null) => {
              fields.current[language] = element;
            }}
            lang={language}
            rows={5}
            maxLength={8000}
            value={texts[language]}
            onFocus={() => setLastWritten(language)}
            onChange={({ target }) => setTexts({ ...texts, [language]: target.value })}
          />
        </Field>
      ))}
      <fieldset>
        <legend className="text-s font-medium">{m.console_macros_variables()}</legend>
        <p className="mb-2 text-xs text-soft">
          {m.console_macros_variables_hint({ text: textLabels[lastWritten]() })}
        </p>
        <ul className="grid grid-cols-1 gap-x-4 gap-y-1 tablet:grid-cols-2">
          {variables.map((variable) => (
            <li key={variable} className="flex flex-wrap items-center gap-x-2">
              <button
                type="button"
                aria-label={m.letters_insert({
                  variable: `{${variable}}`,
                  part: textLabels[lastWritten](),
                })}
                onClick={() => insert(variable)}
                className="min-h-6 rounded-s border border-edge bg-surface px-1.5 font-mono text-xs hover:bg-sunken pointer-coarse:min-h-11 pointer-coarse:px-3"
              >
                {`{${variable}}`}
              </button>
              <span className="text-xs text-soft">{variableWords[variable]()}</span>
            </li>
          ))}
        </ul>
      </fieldset>
      {rights.supervision && (
        <Checkbox
          name="shared"
          defaultChecked={macro?.shared ?? false}
          label={m.console_macros_share()}
          hint={m.console_macros_share_hint()}
        />
      )}
    </FormDialog>
  );
}

const otherThan = (language: Language): Language => (language === 'es' ? 'en' : 'es');

const textLabels: Readonly<Record<Language, () => string>> = {
  es: m.console_macros_text_es,
  en: m.console_macros_text_en,
};

const variableWords: Readonly<Record<Variable, () => string>> = {
  contact: m.console_macros_variable_contact,
  customer: m.console_macros_variable_customer,
  ticket: m.console_macros_variable_ticket,
  subject: m.console_macros_variable_subject,
  agent: m.console_macros_variable_agent,
  firm: m.console_macros_variable_firm,
  cursor: m.console_macros_variable_cursor,
};
