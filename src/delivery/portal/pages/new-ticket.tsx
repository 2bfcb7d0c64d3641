import { impactLevels } from '../../../policy/priority.ts';
import { paths } from '../../ui/paths.ts';
import * as m from '../../ui/words/generated/messages.js';
import type {
  Catalog,
  Page,
  PageAnswer,
  PageRequest,
  Problem,
  TicketPreview,
  TicketSummary,
} from '../../web/contract.ts';
import { answerPage } from '../answer.tsx';
import { attempt } from '../attempt.ts';
import { formKey, textOf } from '../form.ts';
import { contextOf, type PageContext } from '../page-context.ts';
import { subjectFrom } from '../subject-from.ts';
import { AttachmentPicker, type WaitingFile, waitingFiles } from '../views/attachments.tsx';
import { draftOf } from '../views/draft.ts';
import { ClauseLink, Field, Notice, Option, PageHead, ProblemNotice } from '../views/elements.tsx';
import { PromisePanel } from '../views/promise.tsx';
import { ScopeAnswer, type ScopeTold } from '../views/scope-answer.tsx';
import { priorityName } from '../views/ticket-words.ts';
import { TermsReminder } from './home.tsx';

type Priority = TicketSummary['priority'];
type Service = Catalog['categories'][number]['services'][number];

/** What the form holds, as typed: at most four fields, in the words of IV and VI. */
export interface TicketForm {
  readonly key: string;
  readonly description: string;
  readonly expectedResult: string;
  readonly priority: Priority | null;
  /** "service:12", "category:3", or empty: let the desk classify it. */
  readonly subjectMatter: string;
  /** I: why what the catalogue puts out of scope is in scope after all. */
  readonly inScopeBecause: string;
  readonly answers: Readonly<Record<string, string>>;
  readonly waiting: readonly WaitingFile[];
}

type Mistakes = Readonly<Record<string, string>>;

export const newTicketPage: Page = {
  method: 'GET',
  path: paths.newTicket,
  signedIn: true,
  handle: async (request) => {
    if (request.me?.organization == null) return { redirect: paths.console };
    // A link from a request that was out of scope names the service to ask for instead.
    const subjectMatter = request.url.searchParams.get('subjectMatter') ?? '';
    return showForm(request, { ...readTicketForm(request), subjectMatter }, {});
  },
};

/**
 * Two steps without script: the first shows the promise and the cost, the second sends. With script
 * the promise stands beside the form while one writes, and the form sends at once.
 */
export const sendTicketPage: Page = {
  method: 'POST',
  path: paths.newTicket,
  signedIn: true,
  handle: async (request) => {
    const form = readTicketForm(request);
    const step = textOf(request.form, 'step');
    if (step === 'edit') return showForm(request, form, {});
    const instead = /^instead:(\d{1,15})$/.exec(step)?.[1];
    // I: the service that the firm suggests was chosen; its questions are asked where it is shown.
    if (instead !== undefined) {
      return showForm(request, { ...form, subjectMatter: `service:${instead}` }, {});
    }
    const context = await contextOf(request);
    const service = findService(await request.call('getCatalog'), form.subjectMatter);
    const mistakes = mistakesIn(form, service, context);
    if (mistakes['description'] ?? mistakes['priority']) return showForm(request, form, mistakes);
    if (step !== 'send' || Object.keys(mistakes).length > 0 || request.refusedFiles.length > 0) {
      return showReview(request, context, {
        form,
        service,
        mistakes: step === 'send' ? mistakes : {},
      });
    }
    return send(request, context, form, service);
  },
};

export function readTicketForm({ form, files }: Pick<PageRequest, 'form' | 'files'>): TicketForm {
  const priority = textOf(form, 'priority');
  const answers = Object.keys(form)
    .filter((name) => name.startsWith('answer.'))
    .map((name) => [name.slice('answer.'.length), textOf(form, name)] as const)
    .filter(([, answer]) => answer !== '');
  return {
    key: formKey(form),
    description: textOf(form, 'description'),
    expectedResult: textOf(form, 'expectedResult'),
    priority: impactLevels.find((level) => level.priority === priority)?.priority ?? null,
    subjectMatter: textOf(form, 'subjectMatter'),
    inScopeBecause: textOf(form, 'inScopeBecause'),
    answers: Object.fromEntries(answers),
    waiting: waitingFiles({ form, files }),
  };
}

function mistakesIn(
  form: TicketForm,
  service: Service | null,
  { say, language }: PageContext,
): Mistakes {
  const missing = (service?.questions ?? []).filter(
    (question) => question.required && !form.answers[question.key],
  );
  return {
    ...(form.description.length >= 3 ? {} : { description: m.portal_new_need_missing({}, say) }),
    ...(form.priority === null ? { priority: m.portal_new_impact_missing({}, say) } : {}),
    ...(service?.kind === 'out_of_scope' && form.inScopeBecause.length < 3
      ? { inScopeBecause: m.portal_scope_because_missing({}, say) }
      : {}),
    ...Object.fromEntries(
      missing.map((question) => [
        `answer.${question.key}`,
        m.portal_new_answer_missing({ question: question.label[language] }, say),
      ]),
    ),
  };
}

const matterIn = (subjectMatter: string, kind: 'service' | 'category'): number | undefined => {
  const id = new RegExp(`^${kind}:(\\d{1,15})$`).exec(subjectMatter)?.[1];
  return id === undefined ? undefined : Number(id);
};

function findService(catalog: Catalog, subjectMatter: string): Service | null {
  const id = matterIn(subjectMatter, 'service');
  const services = catalog.categories.flatMap((category) => category.services);
  return services.find((service) => service.id === id) ?? null;
}

async function send(
  request: PageRequest,
  context: PageContext,
  form: TicketForm,
  service: Service | null,
): Promise<PageAnswer> {
  const serviceId = matterIn(form.subjectMatter, 'service');
  const categoryId = matterIn(form.subjectMatter, 'category') ?? service?.categoryId;
  const filed = await attempt(
    request.call('createTicket', {
      idempotencyKey: form.key,
      body: {
        subject: subjectFrom(form.description),
        description: form.description,
        expectedResult: form.expectedResult,
        answers: { ...form.answers },
        attachmentIds: form.waiting.map((file) => file.id),
        ...(form.priority === null ? {} : { prioritySuggested: form.priority }),
        ...(serviceId === undefined ? {} : { serviceId }),
        ...(categoryId === undefined ? {} : { categoryId }),
        ...(service?.kind === 'out_of_scope' ? { inScopeBecause: form.inScopeBecause } : {}),
      },
    }),
  );
  if (filed.done) return { redirect: `${paths.ticket(filed.value.number)}?done=filed&draft=new` };
  // The same form was sent before with other words: a fresh key lets the reader send these as well.
  const fresh = filed.problem.reason === 'key-reused';
  const again = fresh ? { ...form, key: crypto.randomUUID() } : form;
  return showReview(request, context, {
    form: again,
    service,
    mistakes: {},
    problem: filed.problem,
  });
}

const previewOf = (request: PageRequest, form: TicketForm): Promise<TicketPreview> => {
  const serviceId = matterIn(form.subjectMatter, 'service');
  return request.call('previewTicket', {
    body: {
      ...(form.priority === null ? {} : { prioritySuggested: form.priority }),
      ...(serviceId === undefined ? {} : { serviceId }),
    },
  });
};

async function showForm(
  request: PageRequest,
  form: TicketForm,
  mistakes: Mistakes,
): Promise<PageAnswer> {
  const [context, catalog] = await Promise.all([contextOf(request), request.call('getCatalog')]);
  const wrong = Object.keys(mistakes).length > 0;
  return answerPage(context, {
    title: m.portal_new_title({}, context.say),
    section: 'new',
    scripts: ['composer.js', 'new-ticket.js'],
    ...(wrong ? { status: 422 } : {}),
    body: (
      <NewTicketView
        context={context}
        catalog={catalog}
        form={form}
        mistakes={mistakes}
        refused={request.refusedFiles}
      />
    ),
  });
}

interface Review {
  readonly form: TicketForm;
  readonly service: Service | null;
  readonly mistakes: Mistakes;
  readonly problem?: Problem;
}

async function showReview(
  request: PageRequest,
  context: PageContext,
  review: Review,
): Promise<PageAnswer> {
  const preview = await previewOf(request, review.form);
  const wrong =
    review.problem?.status ?? (Object.keys(review.mistakes).length > 0 ? 422 : undefined);
  return answerPage(context, {
    title: m.portal_review_title({}, context.say),
    section: 'new',
    scripts: ['composer.js'],
    ...(wrong === undefined ? {} : { status: wrong }),
    body: (
      <ReviewView
        context={context}
        review={review}
        preview={preview}
        refused={request.refusedFiles}
      />
    ),
  });
}

interface NewTicketProps {
  readonly context: PageContext;
  readonly catalog: Catalog;
  readonly form: TicketForm;
  readonly mistakes: Mistakes;
  readonly refused: PageRequest['refusedFiles'];
}

export const NewTicketView = ({ context, catalog, form, mistakes, refused }: NewTicketProps) => {
  const { say } = context;
  return (
    <>
      <PageHead title={m.portal_new_title({}, say)} lead={m.portal_new_lead({}, say)} />
      <TermsReminder context={context} />
      <MistakeSummary context={context} mistakes={mistakes} />
      <form
        class="columns"
        method="post"
        action={paths.newTicket}
        encType="multipart/form-data"
        data-once
        {...draft(context)}
      >
        <div class="stack">
          <input type="hidden" name="key" value={form.key} />
          <div data-draft-notice />
          <Field
            id="description"
            label={m.portal_new_need({}, say)}
            hint={
              <>
                {m.portal_new_need_hint({}, say)} <ClauseLink context={context} id="IV.a" />
              </>
            }
            error={mistakes['description']}
          >
            {(described) => (
              <textarea
                {...described}
                name="description"
                rows={6}
                maxLength={100_000}
                required
                minLength={3}
              >
                {form.description}
              </textarea>
            )}
          </Field>
          <Field
            id="expectedResult"
            label={m.portal_new_result({}, say)}
            optional={m.portal_optional({}, say)}
            hint={m.portal_new_result_hint({}, say)}
          >
            {(described) => (
              <textarea {...described} name="expectedResult" rows={2} maxLength={10_000}>
                {form.expectedResult}
              </textarea>
            )}
          </Field>
          <ImpactChoice context={context} chosen={form.priority} error={mistakes['priority']} />
          <MatterChoice context={context} catalog={catalog} form={form} />
          <div
            class="stack"
            aria-live="polite"
            data-questions={servicesJson(catalog, form, context)}
          >
            {/* With script it is a field beside the answer; without, it waits for the next page. */}
            <input type="hidden" name="inScopeBecause" value={form.inScopeBecause} />
          </div>
          <AttachmentPicker context={context} waiting={form.waiting} refused={refused} />
          <p class="hint">
            {m.portal_new_files_why({}, say)} <ClauseLink context={context} id="IV.c" />
          </p>
        </div>
        <div class="aside stack">
          <div data-promise aria-live="polite">
            <p class="promise-wait">{m.portal_preview_wait({}, say)}</p>
          </div>
          <button class="button primary wide" type="submit" name="step" value="review" data-send>
            {m.portal_new_review({}, say)}
          </button>
          <p class="hint">{m.portal_new_draft_hint({}, say)}</p>
          <p class="hint">
            {m.portal_new_by_mail({}, say)} <ClauseLink context={context} id="P" />
          </p>
        </div>
      </form>
    </>
  );
};

/** What the browser needs to ask a service's questions in the form: its words in one language. */
function servicesJson(catalog: Catalog, form: TicketForm, { language }: PageContext): string {
  const services = catalog.categories.flatMap((category) => category.services);
  const told = services.map((service) => ({
    id: service.id,
    ...scopeTold(service, services, language),
    description: service.description[language],
    questions: service.questions.map((question) => ({
      key: question.key,
      label: question.label[language],
      required: question.required ?? false,
      answer: form.answers[question.key] ?? '',
    })),
  }));
  return JSON.stringify(told);
}

/** I: what the firm answers about a service, and the one that can be chosen instead. */
function scopeTold(
  service: Service,
  services: readonly Service[],
  language: PageContext['language'],
): ScopeTold {
  const suggested = services.find(
    ({ id, kind, active }) =>
      id === service.suggestedServiceId && active && kind !== 'out_of_scope',
  );
  return {
    scope: service.kind,
    answer: service.answer?.[language] ?? null,
    suggested:
      suggested === undefined ? null : { id: suggested.id, name: suggested.name[language] },
  };
}

/** VI: by what happens to the business, in plain words. */
export const ImpactChoice = ({
  context,
  chosen,
  error,
}: {
  context: PageContext;
  chosen: Priority | null;
  error: string | undefined;
}) => {
  const { say, language } = context;
  return (
    <fieldset class="impact" aria-describedby={error === undefined ? undefined : 'priority-error'}>
      <legend>{m.portal_new_impact({}, say)}</legend>
      <p class="hint">{m.portal_new_impact_hint({}, say)}</p>
      {impactLevels.map((level) => (
        <label key={level.priority} class={`choice ${level.priority}`}>
          <input
            type="radio"
            name="priority"
            value={level.priority}
            required
            checked={chosen === level.priority}
            id={level.priority === 'p1' ? 'priority' : undefined}
          />
          <span>
            <span class="choice-name">{level.plain[language]}</span>
            <span class="choice-more">
              <span class={`priority ${level.priority}`}>
                {priorityName(level.priority, context)}
              </span>
              <span>{level.definition[language]}</span>
            </span>
          </span>
        </label>
      ))}
      {error === undefined ? null : (
        <p class="error" id="priority-error">
          {error}
        </p>
      )}
      <p class="hint">
        {m.portal_new_impact_verified({}, say)} <ClauseLink context={context} id="V.b" />
      </p>
    </fieldset>
  );
};

const MatterChoice = ({
  context,
  catalog,
  form,
}: {
  context: PageContext;
  catalog: Catalog;
  form: TicketForm;
}) => {
  const { say, language } = context;
  const offered = catalog.categories.filter((category) => category.active);
  return (
    <Field
      id="subjectMatter"
      label={m.portal_new_matter({}, say)}
      optional={m.portal_optional({}, say)}
      hint={m.portal_new_matter_hint({}, say)}
    >
      {(described) => (
        <select {...described} name="subjectMatter">
          <option value="">{m.portal_new_matter_unsure({}, say)}</option>
          {offered.map((category) => (
            <optgroup key={category.id} label={category.name[language]}>
              {category.services
                .filter((service) => service.active)
                .map((service) => (
                  <Option
                    key={service.id}
                    value={`service:${service.id}`}
                    chosen={form.subjectMatter}
                  >
                    {serviceLabel(service, context)}
                  </Option>
                ))}
              <Option value={`category:${category.id}`} chosen={form.subjectMatter}>
                {m.portal_new_matter_other({ category: category.name[language] }, say)}
              </Option>
            </optgroup>
          ))}
        </select>
      )}
    </Field>
  );
};

function serviceLabel(service: Service, { language, say }: PageContext): string {
  const name = service.name[language];
  if (service.kind === 'project') return m.portal_service_project({ name }, say);
  if (service.kind === 'out_of_scope') return m.portal_service_out_of_scope({ name }, say);
  return name;
}

interface ReviewProps {
  readonly context: PageContext;
  readonly review: Review;
  readonly preview: TicketPreview;
  readonly refused: PageRequest['refusedFiles'];
}

export const ReviewView = ({ context, review, preview, refused }: ReviewProps) => {
  const { say, language } = context;
  const { form, service, mistakes, problem } = review;
  return (
    <>
      <PageHead title={m.portal_review_title({}, say)} lead={m.portal_review_lead({}, say)} />
      {problem === undefined ? null : <ProblemNotice context={context} problem={problem} />}
      <MistakeSummary context={context} mistakes={mistakes} />
      <form
        class="columns"
        method="post"
        action={paths.newTicket}
        encType="multipart/form-data"
        data-once
        {...draft(context)}
      >
        <div class="stack">
          <input type="hidden" name="key" value={form.key} />
          <input type="hidden" name="description" value={form.description} />
          <input type="hidden" name="expectedResult" value={form.expectedResult} />
          <input type="hidden" name="priority" value={form.priority ?? ''} />
          <input type="hidden" name="subjectMatter" value={form.subjectMatter} />
          {preview.scope === 'out_of_scope' ? null : (
            <input type="hidden" name="inScopeBecause" value={form.inScopeBecause} />
          )}
          <ScopeAnswer
            told={preview}
            say={say}
            because={form.inScopeBecause}
            mistake={mistakes['inScopeBecause']}
          />
          <dl class="summary">
            <div>
              <dt>{m.portal_new_need({}, say)}</dt>
              <dd class="prose">{form.description}</dd>
            </div>
            {form.expectedResult === '' ? null : (
              <div>
                <dt>{m.portal_new_result({}, say)}</dt>
                <dd class="prose">{form.expectedResult}</dd>
              </div>
            )}
            {form.priority === null ? null : (
              <div>
                <dt>{m.portal_new_impact({}, say)}</dt>
                <dd>{priorityName(form.priority, context)}</dd>
              </div>
            )}
            {service === null ? null : (
              <div>
                <dt>{m.portal_new_matter({}, say)}</dt>
                <dd>
                  {service.name[language]}
                  {service.description[language] === '' ? null : (
                    <span class="hint">{service.description[language]}</span>
                  )}
                </dd>
              </div>
            )}
          </dl>
          {(service?.questions ?? []).map((question) => (
            <Field
              key={question.key}
              id={`answer.${question.key}`}
              label={question.label[language]}
              error={mistakes[`answer.${question.key}`]}
              {...(question.required ? {} : { optional: m.portal_optional({}, say) })}
            >
              {(described) => (
                <input
                  {...described}
                  name={`answer.${question.key}`}
                  maxLength={2000}
                  required={question.required ?? false}
                  value={form.answers[question.key] ?? ''}
                />
              )}
            </Field>
          ))}
          <AttachmentPicker context={context} waiting={form.waiting} refused={refused} />
        </div>
        <div class="aside stack">
          <PromisePanel reader={context} preview={preview} />
          <button
            class={preview.scope === 'out_of_scope' ? 'button wide' : 'button primary wide'}
            type="submit"
            name="step"
            value="send"
          >
            {preview.scope === 'out_of_scope'
              ? m.portal_scope_send({}, say)
              : m.portal_new_send({}, say)}
          </button>
          <button class="button wide" type="submit" name="step" value="edit" formNoValidate>
            {m.portal_review_edit({}, say)}
          </button>
        </div>
      </form>
    </>
  );
};

/** Said once at the top, each mistake a link to its field. */
const draft = ({ say }: PageContext) =>
  draftOf({ name: 'new', page: paths.newTicket, title: m.portal_unsent_new({}, say) });

const MistakeSummary = ({ context, mistakes }: { context: PageContext; mistakes: Mistakes }) =>
  Object.keys(mistakes).length === 0 ? null : (
    <Notice tone="bad" role="alert" title={m.portal_mistakes_title({}, context.say)}>
      <ul>
        {Object.entries(mistakes).map(([field, words]) => (
          <li key={field}>
            <a href={`#${field}`}>{words}</a>
          </li>
        ))}
      </ul>
    </Notice>
  );
