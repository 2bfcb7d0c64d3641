import { useState } from 'react';
import { iconPlus, iconTrash } from '../../ui/icons.gen.ts';
import * as m from '../../ui/words/generated/messages.js';
import type { Catalog } from '../../web/contract.ts';
import { Button, IconButton } from '../parts/button.tsx';
import { Checkbox, Field, Select, TextArea, TextInput } from '../parts/field.tsx';
import { FormDialog } from '../parts/form-dialog.tsx';
import { priorityWords } from '../parts/marks.tsx';
import { Notice } from '../parts/notice.tsx';
import { TeamSelect } from '../parts/team-select.tsx';
import { say } from '../parts/toast.tsx';
import { useWrite } from '../server/use-write.ts';
import { useSession } from '../session/session.tsx';
import { WrittenText } from '../tickets/written-text.tsx';
import { freshKey } from './question-keys.ts';
import { serviceKinds, serviceKindWords } from './service-kinds.ts';

type Category = Catalog['categories'][number];
type Service = Category['services'][number];
type Question = Service['questions'][number];

const priorities = ['p1', 'p2', 'p3', 'p4', 'agreed'] as const;

export function CategoryDialog({
  category,
  onClose,
}: {
  category: Category | null;
  onClose: () => void;
}) {
  const done = useDone(onClose);
  const create = useWrite('createCategory', done);
  const update = useWrite('updateCategory', done);
  return (
    <FormDialog
      title={category === null ? m.console_catalog_new_category() : m.console_ticket_category()}
      act={category === null ? m.console_add() : m.console_save()}
      busy={create.pending || update.pending}
      error={create.error ?? update.error}
      onClose={onClose}
      onSend={(filled) => {
        const name = { es: filled.text('es'), en: filled.text('en') };
        if (category === null) create.send({ body: { name } });
        else {
          update.send({
            params: { categoryId: category.id },
            body: { name, active: filled.checked('active') },
          });
        }
      }}
    >
      <NameFields name={category?.name} />
      {category !== null && (
        <Checkbox
          name="active"
          defaultChecked={category.active}
          label={m.console_catalog_active()}
        />
      )}
    </FormDialog>
  );
}

export function ServiceDialog({
  categories,
  categoryId,
  service,
  onClose,
}: {
  categories: readonly Category[];
  categoryId: number;
  service: Service | null;
  onClose: () => void;
}) {
  const { reader } = useSession();
  const [kind, setKind] = useState<Service['kind']>(service?.kind ?? 'support');
  const [answer, setAnswer] = useState(service?.answer ?? noAnswer);
  const [questions, setQuestions] = useState<readonly Question[]>(service?.questions ?? []);
  const done = useDone(onClose);
  const create = useWrite('createService', done);
  const update = useWrite('updateService', done);
  return (
    <FormDialog
      size="medium"
      title={service?.name[reader.language] ?? m.console_catalog_new_service()}
      act={service === null ? m.console_add() : m.console_save()}
      busy={create.pending || update.pending}
      error={create.error ?? update.error}
      onClose={onClose}
      onSend={(filled) => {
        const priorityDefault = priorities.find((each) => each === filled.text('priorityDefault'));
        const teamId = filled.given('teamId');
        const suggestedServiceId = filled.given('suggestedServiceId');
        const body = {
          categoryId: Number(filled.text('categoryId')),
          name: { es: filled.text('es'), en: filled.text('en') },
          description: { es: filled.text('descriptionEs'), en: filled.text('descriptionEn') },
          kind,
          // What was written once stays with the service while it is one that the desk supports.
          ...(kind === 'support' ? {} : { answer }),
          sharedResponsibility: filled.checked('sharedResponsibility'),
          questions: questions.filter(
            ({ label }) => label.es.trim() !== '' || label.en.trim() !== '',
          ),
        };
        if (service === null) {
          create.send({
            body: {
              ...body,
              ...(priorityDefault === undefined ? {} : { priorityDefault }),
              ...(teamId === undefined ? {} : { teamId: Number(teamId) }),
              ...(suggestedServiceId === undefined
                ? {}
                : { suggestedServiceId: Number(suggestedServiceId) }),
            },
          });
        } else {
          update.send({
            params: { serviceId: service.id },
            body: {
              ...body,
              priorityDefault: priorityDefault ?? null,
              teamId: teamId === undefined ? null : Number(teamId),
              ...(kind === 'support'
                ? {}
                : {
                    suggestedServiceId:
                      suggestedServiceId === undefined ? null : Number(suggestedServiceId),
                  }),
              active: filled.checked('active'),
            },
          });
        }
      }}
    >
      <NameFields name={service?.name} />
      <div className="grid grid-cols-1 gap-3 tablet:grid-cols-2">
        <Field name="descriptionEs" label={m.console_catalog_description_es()} optional>
          <TextArea
            name="descriptionEs"
            rows={2}
            maxLength={2000}
            defaultValue={service?.description.es}
          />
        </Field>
        <Field name="descriptionEn" label={m.console_catalog_description_en()} optional>
          <TextArea
            name="descriptionEn"
            rows={2}
            maxLength={2000}
            defaultValue={service?.description.en}
          />
        </Field>
        <Field name="categoryId" label={m.console_ticket_category()}>
          <Select name="categoryId" defaultValue={categoryId}>
            {categories.map((category) => (
              <option key={category.id} value={category.id}>
                {category.name[reader.language]}
              </option>
            ))}
          </Select>
        </Field>
        <Field name="kind" label={m.console_catalog_kind()} hint={m.console_catalog_kind_hint()}>
          <Select
            name="kind"
            value={kind}
            onChange={({ target }) =>
              setKind(serviceKinds.find((each) => each === target.value) ?? 'support')
            }
          >
            {serviceKinds.map((each) => (
              <option key={each} value={each}>
                {serviceKindWords[each]()}
              </option>
            ))}
          </Select>
        </Field>
        <Field name="priorityDefault" label={m.console_catalog_priority()}>
          <Select name="priorityDefault" defaultValue={service?.priorityDefault ?? ''}>
            <option value="">{m.console_catalog_priority_none()}</option>
            {priorities.map((priority) => (
              <option key={priority} value={priority}>
                {priorityWords[priority]()}
              </option>
            ))}
          </Select>
        </Field>
        <TeamSelect chosen={service?.teamId ?? null} />
      </div>
      {kind !== 'support' && (
        <Answer
          kind={kind}
          answer={answer}
          onAnswer={setAnswer}
          categories={categories}
          service={service}
        />
      )}
      <Checkbox
        name="sharedResponsibility"
        defaultChecked={service?.sharedResponsibility ?? false}
        label={m.console_catalog_shared()}
        hint={m.console_catalog_shared_hint()}
      />
      {service !== null && (
        <Checkbox
          name="active"
          defaultChecked={service.active}
          label={m.console_catalog_active()}
        />
      )}
      <Questions questions={questions} onQuestions={setQuestions} />
    </FormDialog>
  );
}

/** I: what the firm answers whoever asks for this, in its own words, and what to choose instead. */
function Answer({
  kind,
  answer,
  onAnswer,
  categories,
  service,
}: {
  kind: Exclude<Service['kind'], 'support'>;
  answer: NonNullable<Service['answer']>;
  onAnswer: (answer: NonNullable<Service['answer']>) => void;
  categories: readonly Category[];
  service: Service | null;
}) {
  const { reader } = useSession();
  const isOwed = kind === 'out_of_scope';
  const isOwn = isOwed && service?.kind === 'out_of_scope' && service.answerVersion === 0;
  const written = answer[reader.language].trim();
  return (
    <fieldset className="border-t border-line pt-4">
      <legend className="float-left mb-1 font-strong">{m.console_catalog_answer_title()}</legend>
      <p className="clear-both mb-2 text-xs text-soft">
        {isOwed ? m.console_catalog_answer_out() : m.console_catalog_answer_project()}
      </p>
      {isOwn && (
        <Notice tone="note" className="mb-3">
          {m.console_catalog_answer_own()}
        </Notice>
      )}
      <div className="grid grid-cols-1 gap-3 tablet:grid-cols-2">
        {answerFields.map(([language, words]) => (
          <Field key={language} name={`answer.${language}`} label={words()} optional={!isOwed}>
            <TextArea
              rows={5}
              required={isOwed}
              maxLength={2000}
              value={answer[language]}
              onChange={({ target }) => onAnswer({ ...answer, [language]: target.value })}
            />
          </Field>
        ))}
        <Field
          name="suggestedServiceId"
          label={m.console_catalog_instead()}
          optional
          className="tablet:col-span-2"
        >
          <Select name="suggestedServiceId" defaultValue={service?.suggestedServiceId ?? ''}>
            <option value="">{m.console_catalog_instead_none()}</option>
            {categories.map((category) => (
              <optgroup key={category.id} label={category.name[reader.language]}>
                {category.services
                  .filter((each) => each.id !== service?.id && each.kind !== 'out_of_scope')
                  .filter((each) => each.active || each.id === service?.suggestedServiceId)
                  .map((each) => (
                    <option key={each.id} value={each.id}>
                      {each.name[reader.language]}
                    </option>
                  ))}
              </optgroup>
            ))}
          </Select>
        </Field>
      </div>
      {written !== '' && (
        <div className="mt-3 rounded-s border border-line p-3">
          <p className="mb-1 text-xs font-strong text-soft">{m.console_catalog_answer_preview()}</p>
          <WrittenText text={written} />
        </div>
      )}
    </fieldset>
  );
}

const noAnswer = { es: '', en: '' };
const answerFields = [
  ['es', m.console_catalog_answer_es],
  ['en', m.console_catalog_answer_en],
] as const;

/** IV.c: what this service needs to know from the start. A question's key stays, so that old answers keep their question. */
function Questions({
  questions,
  onQuestions,
}: {
  questions: readonly Question[];
  onQuestions: (questions: readonly Question[]) => void;
}) {
  const change = (key: string, part: Partial<Question>) =>
    onQuestions(questions.map((each) => (each.key === key ? { ...each, ...part } : each)));
  return (
    <fieldset className="border-t border-line pt-4">
      <legend className="float-left mb-2 font-strong">{m.console_catalog_questions_title()}</legend>
      <ul className="clear-both flex flex-col gap-3">
        {questions.map((question) => (
          <li key={question.key} className="rounded-s border border-line p-3">
            <div className="grid grid-cols-1 gap-3 tablet:grid-cols-2">
              <Field label={m.console_catalog_question_es()}>
                <TextInput
                  required
                  value={question.label.es}
                  onChange={({ target }) =>
                    change(question.key, { label: { ...question.label, es: target.value } })
                  }
                />
              </Field>
              <Field label={m.console_catalog_question_en()}>
                <TextInput
                  required
                  value={question.label.en}
                  onChange={({ target }) =>
                    change(question.key, { label: { ...question.label, en: target.value } })
                  }
                />
              </Field>
            </div>
            <div className="mt-2 flex items-center justify-between">
              <Checkbox
                label={m.console_catalog_question_required()}
                checked={question.required}
                onChange={({ target }) => change(question.key, { required: target.checked })}
              />
              <IconButton
                icon={iconTrash}
                name={m.console_catalog_question_remove()}
                onClick={() => onQuestions(questions.filter((each) => each.key !== question.key))}
              />
            </div>
          </li>
        ))}
      </ul>
      <Button
        icon={iconPlus}
        className="mt-3"
        onClick={() =>
          onQuestions([
            ...questions,
            {
              key: freshKey(questions.map((each) => each.key)),
              label: { es: '', en: '' },
              required: false,
            },
          ])
        }
      >
        {m.console_catalog_question_add()}
      </Button>
    </fieldset>
  );
}

function NameFields({ name }: { name: { readonly es: string; readonly en: string } | undefined }) {
  return (
    <div className="grid grid-cols-1 gap-3 tablet:grid-cols-2">
      <Field name="es" label={m.console_catalog_name_es()}>
        <TextInput name="es" required maxLength={200} defaultValue={name?.es ?? ''} autoFocus />
      </Field>
      <Field name="en" label={m.console_catalog_name_en()}>
        <TextInput name="en" required maxLength={200} defaultValue={name?.en ?? ''} />
      </Field>
    </div>
  );
}

const useDone = (onClose: () => void) => ({
  touches: [['catalog']],
  onDone: () => {
    onClose();
    say(m.console_saved());
  },
});
