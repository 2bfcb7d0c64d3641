import { formatDayAndTime } from '../../ui/format.ts';
import { paths } from '../../ui/paths.ts';
import * as m from '../../ui/words/generated/messages.js';
import type { Api, CallOutput, Page, PageRequest } from '../../web/contract.ts';
import { answerPage } from '../answer.tsx';
import { attempt } from '../attempt.ts';
import { textOf } from '../form.ts';
import { contextOf, type PageContext } from '../page-context.ts';
import { Empty, Notice, PageHead } from '../views/elements.tsx';
import { LinkGone } from '../views/link-gone.tsx';
import { problemPage } from './failure.tsx';

type WaitingMails = CallOutput<Api['listMyWaitingMail']>;

/** II: opening the letter's link says nothing yet, since mail scanners open links; pressing a button does. */
export const confirmMailPage: Page = {
  method: 'GET',
  path: '/mail/confirmation',
  signedIn: false,
  handle: async (request) => {
    const token = request.url.searchParams.get('token') ?? '';
    const read = await attempt(request.call('readMailWord', { body: { token } }));
    if (!read.done) {
      return read.problem.status === 410 || read.problem.status === 422
        ? showGone(request)
        : problemPage(read.problem, request);
    }
    const context = await contextOf(request);
    return answerPage(context, {
      title: m.portal_word_title({}, context.say),
      body: (
        <div class="door">
          <h1>{m.portal_word_title({}, context.say)}</h1>
          <WordForm
            context={context}
            mails={read.value}
            action="/mail/confirmation"
            token={token}
          />
        </div>
      ),
    });
  },
};

export const sendMailConfirmationPage: Page = {
  method: 'POST',
  path: '/mail/confirmation',
  signedIn: false,
  handle: async (request) => {
    const token = textOf(request.form, 'token');
    const mailIds = chosen(request);
    if (mailIds.length === 0) return { redirect: paths.confirmMail(token) };
    const genuine = isGenuine(request);
    const given = await attempt(
      request.call('giveMailWordByLink', { body: { token, mailIds, genuine } }),
    );
    if (!given.done) {
      return given.problem.status === 410 ? showGone(request) : problemPage(given.problem, request);
    }
    const context = await contextOf(request);
    const title = genuine
      ? m.portal_word_given({}, context.say)
      : m.portal_word_denied({}, context.say);
    return answerPage(context, {
      title,
      body: (
        <div class="door">
          <h1>{title}</h1>
          <p class="lead" role="status">
            {wordsAfter(genuine, given.value.ticketNumbers, context)}
          </p>
          <p>
            <a class="button primary wide" href={paths.home}>
              {m.portal_word_to_portal({}, context.say)}
            </a>
          </p>
        </div>
      ),
    });
  },
};

/** The same for whoever is signed in: no letter is needed. */
export const waitingMailPage: Page = {
  method: 'GET',
  path: paths.waitingMail,
  signedIn: true,
  handle: async (request) => {
    if (request.me?.organization == null) return { redirect: paths.console };
    const [context, mails] = await Promise.all([
      contextOf(request),
      request.call('listMyWaitingMail'),
    ]);
    const done = request.url.searchParams.get('done');
    const numbers = request.url.searchParams.getAll('n').map(Number).filter(Number.isSafeInteger);
    return answerPage(context, {
      title: m.portal_word_title({}, context.say),
      section: 'tickets',
      body: (
        <>
          <PageHead title={m.portal_word_title({}, context.say)} />
          {done === null ? null : (
            <Notice
              tone="good"
              role="status"
              title={wordsAfter(done === 'mine', numbers, context)}
            />
          )}
          {mails.items.length === 0 ? (
            <Empty title={m.portal_word_none({}, context.say)}>
              <a class="button" href={paths.home}>
                {m.portal_word_to_portal({}, context.say)}
              </a>
            </Empty>
          ) : (
            <WordForm context={context} mails={mails} action={paths.waitingMail} />
          )}
        </>
      ),
    });
  },
};

export const sendMailWordPage: Page = {
  method: 'POST',
  path: paths.waitingMail,
  signedIn: true,
  handle: async (request) => {
    const mailIds = chosen(request);
    if (mailIds.length === 0) return { redirect: paths.waitingMail };
    const genuine = isGenuine(request);
    const given = await attempt(request.call('giveMailWord', { body: { mailIds, genuine } }));
    // Somebody at the desk decided about one of them meanwhile: the list says what is left.
    if (!given.done && given.problem.status === 404) return { redirect: paths.waitingMail };
    if (!given.done) return problemPage(given.problem, request);
    const numbers = given.value.ticketNumbers.map((number) => `&n=${number}`).join('');
    return { redirect: `${paths.waitingMail}?done=${genuine ? 'mine' : 'not-mine'}${numbers}` };
  },
};

/** On the first page of the portal, while something waits. */
export const WaitingMailNotice = ({
  context,
  mails,
}: {
  context: PageContext;
  mails: WaitingMails;
}) =>
  mails.items.length === 0 ? null : (
    <Notice tone="turn" title={m.portal_word_notice({ count: mails.items.length }, context.say)}>
      <p>{m.portal_word_notice_text({}, context.say)}</p>
      <p>
        <a class="button" href={paths.waitingMail}>
          {m.portal_word_notice_act({}, context.say)}
        </a>
      </p>
    </Notice>
  );

const WordForm = ({
  context,
  mails,
  action,
  token,
}: {
  context: PageContext;
  mails: WaitingMails;
  action: string;
  token?: string;
}) => {
  const { say } = context;
  return (
    <form class="stack" method="post" action={action} data-once>
      {token === undefined ? null : <input type="hidden" name="token" value={token} />}
      <p class="lead">{m.portal_word_text({ address: mails.address }, say)}</p>
      <div class="stack">
        {mails.items.map((mail) => (
          <div key={mail.mailId} class="field tick">
            <label>
              <input type="checkbox" name="mail" value={mail.mailId} checked />
              <span>{mail.subject || m.portal_word_no_subject({}, say)}</span>
            </label>
            <p class="hint">
              {m.portal_word_received(
                {
                  mailbox: mail.mailbox ?? '',
                  time: formatDayAndTime(Date.parse(mail.receivedAt), context),
                },
                say,
              )}
            </p>
          </div>
        ))}
      </div>
      <button class="button primary wide" type="submit" name="word" value="mine">
        {m.portal_word_mine({}, say)}
      </button>
      <button class="button wide" type="submit" name="word" value="not-mine">
        {m.portal_word_not_mine({}, say)}
      </button>
      <p class="hint">{m.portal_word_why({}, say)}</p>
    </form>
  );
};

const chosen = ({ form }: PageRequest): number[] =>
  (form['mail'] ?? []).map(Number).filter((id) => Number.isSafeInteger(id) && id > 0);

const isGenuine = ({ form }: PageRequest): boolean => textOf(form, 'word') === 'mine';

function wordsAfter(genuine: boolean, numbers: readonly number[], { say }: PageContext): string {
  if (!genuine) return m.portal_word_denied_text({}, say);
  return numbers.length === 0
    ? m.portal_word_given_text({}, say)
    : m.portal_word_given_numbers(
        { numbers: numbers.map((number) => `#${number}`).join(', ') },
        say,
      );
}

async function showGone(request: PageRequest) {
  const context = await contextOf(request);
  const title = m.portal_link_gone_title({}, context.say);
  return answerPage(context, {
    title,
    status: 410,
    body: (
      <LinkGone context={context} title={title}>
        {m.portal_word_gone({}, context.say)}
      </LinkGone>
    ),
  });
}
