import { impactLevels } from '../../../policy/priority.ts';
import { formatNear } from '../../ui/format.ts';
import { iconArrowLeft } from '../../ui/icons.gen.ts';
import { paths } from '../../ui/paths.ts';
import * as m from '../../ui/words/generated/messages.js';
import type {
  Message,
  Page,
  PageRequest,
  Problem,
  Ticket,
  TicketPreview,
} from '../../web/contract.ts';
import { answerPage } from '../answer.tsx';
import { attempt } from '../attempt.ts';
import { formKey, textOf } from '../form.ts';
import { contextOf, type PageContext } from '../page-context.ts';
import { subjectFrom } from '../subject-from.ts';
import { draftOf } from '../views/draft.ts';
import { ClauseLink, Field, PageHead, ProblemNotice } from '../views/elements.tsx';
import { Icon } from '../views/icon.tsx';
import { PromisePanel } from '../views/promise.tsx';
import { ImpactChoice } from './new-ticket.tsx';
import { notFound } from './not-found.tsx';

const path = '/tickets/:number/messages/:messageId/split';

/** T2: another need in a message becomes a request of its own: what it promises and costs is said before. */
export const splitTicketPage: Page = {
  method: 'GET',
  path,
  signedIn: true,
  handle: (request) => showSplit(request, null),
};

export const sendSplitPage: Page = {
  method: 'POST',
  path,
  signedIn: true,
  handle: async (request) => {
    const form = readForm(request);
    const { number, messageId } = numbersOf(request);
    if (form.description.length < 3) return showSplit(request, form);
    const split = await attempt(
      request.call('splitTicket', {
        params: { number },
        idempotencyKey: formKey(request.form),
        body: {
          messageId,
          subject: subjectFrom(form.description),
          description: form.description,
          expectedResult: form.expectedResult,
          ...(form.priority === null ? {} : { prioritySuggested: form.priority }),
        },
      }),
    );
    if (!split.done) return showSplit(request, form, split.problem);
    const draft = draftName(number, messageId);
    return { redirect: `${paths.ticket(split.value.number)}?done=filed&draft=${draft}` };
  },
};

const draftName = (number: number, messageId: number): string => `split-${number}-${messageId}`;

interface SplitForm {
  readonly description: string;
  readonly expectedResult: string;
  readonly priority: Ticket['priority'] | null;
}

function readForm({ form }: Pick<PageRequest, 'form'>): SplitForm {
  const priority = textOf(form, 'priority');
  return {
    description: textOf(form, 'description'),
    expectedResult: textOf(form, 'expectedResult'),
    priority: impactLevels.find((level) => level.priority === priority)?.priority ?? null,
  };
}

const numbersOf = ({ params }: PageRequest) => ({
  number: Number(params['number']),
  messageId: Number(params['messageId']),
});

async function showSplit(request: PageRequest, typed: SplitForm | null, problem?: Problem) {
  const { number, messageId } = numbersOf(request);
  if (![number, messageId].every((id) => Number.isSafeInteger(id) && id > 0)) {
    return notFound(request);
  }
  const [context, found] = await Promise.all([
    contextOf(request),
    attempt(request.call('getTicket', { params: { number } })),
  ]);
  const message = found.done ? await findMessage(request, found.value, messageId) : undefined;
  if (!found.done || message === undefined) return notFound(request);
  if (message.splitIntoNumber !== null) {
    return { redirect: paths.ticket(message.splitIntoNumber) };
  }
  const form = typed ?? { description: message.text, expectedResult: '', priority: null };
  const preview = await request.call('previewTicket', {
    body: form.priority === null ? {} : { prioritySuggested: form.priority },
  });
  const status = problem?.status ?? (typed === null ? undefined : 422);
  return answerPage(context, {
    title: m.portal_split_title({}, context.say),
    section: 'tickets',
    scripts: ['composer.js'],
    ...(status === undefined ? {} : { status }),
    body: (
      <SplitView
        context={context}
        ticket={found.value}
        message={message}
        form={form}
        preview={preview}
        retained={typed !== null}
        formKey={formKey(problem === undefined ? {} : request.form)}
        mistake={
          typed !== null && typed.description.length < 3
            ? m.portal_new_need_missing({}, context.say)
            : undefined
        }
        problem={problem}
      />
    ),
  });
}

/** Of the newest ones, or further back in the conversation. */
async function findMessage(
  { call }: PageRequest,
  ticket: Ticket,
  messageId: number,
): Promise<Message | undefined> {
  const isIt = ({ id }: Message) => id === messageId;
  let found = ticket.messages.find(isIt);
  for (let cursor = ticket.olderMessagesCursor; found === undefined && cursor !== null; ) {
    const params = { number: ticket.number };
    const page = await call('listMessages', { params, query: { cursor, limit: 100 } });
    found = page.items.find(isIt);
    cursor = page.nextCursor;
  }
  return found;
}

interface ViewProps {
  readonly context: PageContext;
  readonly ticket: Pick<Ticket, 'number' | 'subject' | 'agreementVersion'>;
  readonly message: Message;
  readonly form: SplitForm;
  readonly preview: TicketPreview;
  /** Shown again with what the person wrote. */
  readonly retained: boolean;
  readonly formKey: string;
  readonly mistake: string | undefined;
  readonly problem: Problem | undefined;
}

export const SplitView = (props: ViewProps) => {
  const { context, ticket, message, form, preview, mistake, problem } = props;
  const { say, now } = context;
  return (
    <>
      <p class="back">
        <a href={paths.ticket(ticket.number)}>
          <Icon shape={iconArrowLeft} />
          {m.portal_clock_why_back({ number: ticket.number }, say)}
        </a>
      </p>
      <PageHead title={m.portal_split_title({}, say)} lead={m.portal_split_lead({}, say)} />
      {problem === undefined ? null : <ProblemNotice context={context} problem={problem} />}
      <div class="columns">
        <form
          method="post"
          class="stack"
          {...draftOf({
            name: draftName(ticket.number, message.id),
            page: paths.splitMessage(ticket.number, message.id),
            title: m.portal_unsent_split({ number: ticket.number }, say),
          })}
          data-prefilled={props.retained ? undefined : ''}
          data-once
        >
          <input type="hidden" name="key" value={props.formKey} />
          <div data-draft-notice />
          <p>
            {m.portal_split_clocks({ moment: formatNear(message.createdAt, now, context) }, say)}{' '}
            <ClauseLink context={context} id="T2" version={ticket.agreementVersion} />
          </p>
          <Field
            id="description"
            label={m.portal_split_need({}, say)}
            hint={m.portal_split_need_hint({}, say)}
            error={mistake}
          >
            {(described) => (
              <textarea {...described} name="description" rows={6} maxLength={100_000} required>
                {form.description}
              </textarea>
            )}
          </Field>
          <Field
            id="expectedResult"
            label={m.portal_new_result({}, say)}
            optional={m.portal_optional({}, say)}
          >
            {(described) => (
              <textarea {...described} name="expectedResult" rows={3} maxLength={10_000}>
                {form.expectedResult}
              </textarea>
            )}
          </Field>
          <ImpactChoice context={context} chosen={form.priority} error={undefined} />
          <button class="button primary" type="submit">
            {m.portal_split_act({}, say)}
          </button>
        </form>
        <aside class="stack">
          <PromisePanel reader={context} preview={preview} />
        </aside>
      </div>
    </>
  );
};
