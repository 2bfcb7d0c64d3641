import { formatCount, formatTarget, formatUnits } from '../../ui/format.ts';
import { iconPlus } from '../../ui/icons.gen.ts';
import { paths } from '../../ui/paths.ts';
import * as m from '../../ui/words/generated/messages.js';
import type {
  Account,
  Agreement,
  Api,
  Appointment,
  CallOutput,
  Page,
  TicketSummary,
} from '../../web/contract.ts';
import { answerPage } from '../answer.tsx';
import { contextOf, type PageContext } from '../page-context.ts';
import { AppointmentList } from '../views/appointments.tsx';
import { ClauseLink, Empty, Notice, PageHead } from '../views/elements.tsx';
import { Icon } from '../views/icon.tsx';
import { TicketList } from '../views/ticket-list.tsx';
import { type Place, placeOf, priorityName, promiseLine } from '../views/ticket-words.ts';
import { WaitingMailNotice } from './waiting-mail.tsx';

/** What a customer sees first: whose move it is, what is promised next, and how many units are left. */
export const homePage: Page = {
  method: 'GET',
  path: paths.home,
  signedIn: true,
  handle: async (request) => {
    const { me, call, url } = request;
    if (me?.organization == null) return { redirect: paths.console };
    const organizationId = me.organization.id;
    const [context, active, resolved, held, account, agreed, offered, waitingMail] =
      await Promise.all([
        contextOf(request),
        call('listTickets', { query: { view: 'active', limit: 50 } }),
        call('listTickets', { query: { view: 'resolved', limit: 20 } }),
        call('listTickets', { query: { view: 'held', limit: 20 } }),
        call('getAccount', { params: { organizationId } }),
        call('listAppointments', { query: { view: 'agreed', limit: 5 } }),
        call('listAppointments', { query: { view: 'offered', limit: 5 } }),
        call('listMyWaitingMail'),
      ]);
    const current = distinct([...held.items, ...active.items, ...resolved.items]);
    const ended =
      current.length > 0
        ? []
        : (await call('listTickets', { query: { view: 'ended', limit: 5 } })).items;
    const agreement = current.length + ended.length === 0 ? await call('getAgreement') : null;
    return answerPage(context, {
      title: m.portal_home_title({}, context.say),
      section: 'tickets',
      scripts: ['live.js', 'unsent.js'],
      body: (
        <HomeView
          context={context}
          current={current}
          ended={ended}
          account={account}
          agreed={agreed.items}
          offered={offered.items}
          agreement={agreement}
          waitingMail={waitingMail}
          justAccepted={url.searchParams.get('done') === 'terms'}
        />
      ),
    });
  },
};

interface HomeProps {
  readonly context: PageContext;
  readonly current: readonly TicketSummary[];
  readonly ended: readonly TicketSummary[];
  readonly account: Account;
  /** T6: what is agreed and to come, and what waits for an answer. */
  readonly agreed: readonly Appointment[];
  readonly offered: readonly Appointment[];
  /** Given when there is nothing to list: what the reader can expect before the first request. */
  readonly agreement: Agreement | null;
  /** II: mail in the reader's name that waits for its word. */
  readonly waitingMail: CallOutput<Api['listMyWaitingMail']>;
  readonly justAccepted: boolean;
}

export const HomeView = ({
  context,
  current,
  ended,
  account,
  agreed,
  offered,
  agreement,
  waitingMail,
  justAccepted,
}: HomeProps) => {
  const { say, me } = context;
  const at = (place: Place) => current.filter((ticket) => placeOf(ticket) === place);
  const [yours, ours] = [at('yours'), at('ours')];
  return (
    <>
      <PageHead
        title={m.portal_home_title({}, say)}
        lead={m.portal_home_lead(
          { name: me?.name ?? '', company: me?.organization?.name ?? '' },
          say,
        )}
      >
        <a class="button primary only-wide" href={paths.newTicket}>
          <Icon shape={iconPlus} />
          {m.portal_home_new({}, say)}
        </a>
      </PageHead>
      {justAccepted ? (
        <Notice tone="good" role="status" title={m.portal_done_terms({}, say)} />
      ) : null}
      <TermsReminder context={context} />
      {/* Filled in by the browser, which alone knows what was written on it. */}
      <section class="unsent" aria-labelledby="unsent-title" data-unsent hidden>
        <h2 id="unsent-title">{m.portal_unsent_title({}, say)}</h2>
        <ul />
      </section>
      <WaitingMailNotice context={context} mails={waitingMail} />
      <div class="glance" data-live="glance">
        <NextPromise context={context} ours={ours} />
        <UnitsCard context={context} account={account} />
      </div>
      <div data-live="appointments">
        <AppointmentList context={context} agreed={agreed} offered={offered} />
      </div>
      <div class="moves" data-live="tickets">
        {yours.length === 0 ? null : (
          <section>
            <h2>
              {m.portal_home_yours({}, say)} <Count context={context} of={yours.length} />
            </h2>
            <TicketList context={context} tickets={yours} />
          </section>
        )}
        {ours.length === 0 ? null : (
          <section>
            <h2>
              {m.portal_home_ours({}, say)} <Count context={context} of={ours.length} />
            </h2>
            <TicketList context={context} tickets={ours} />
          </section>
        )}
        {current.length > 0 ? null : (
          <Empty title={m.portal_home_empty_title({}, say)}>
            <p>{m.portal_home_empty_text({}, say)}</p>
            <a class="button primary" href={paths.newTicket}>
              {m.portal_home_empty_act({}, say)}
            </a>
            {agreement === null ? null : <PromisesShort context={context} agreement={agreement} />}
          </Empty>
        )}
        {ended.length === 0 ? null : (
          <section>
            <h2>{m.portal_home_ended({}, say)}</h2>
            <TicketList context={context} tickets={ended} />
          </section>
        )}
      </div>
      <p class="all go">
        <a href={paths.tickets}>{m.portal_home_all({}, say)}</a>
      </p>
    </>
  );
};

const distinct = (tickets: readonly TicketSummary[]): readonly TicketSummary[] => [
  ...new Map(tickets.map((ticket) => [ticket.number, ticket])).values(),
];

/** T7: without it a request is received and held; said before somebody waits in vain. */
export const TermsReminder = ({ context }: { context: PageContext }) => {
  const { me, say } = context;
  if (me?.terms == null || me.terms.acceptedAt !== null) return null;
  return (
    <Notice tone="turn" title={m.portal_terms_reminder_title({}, say)}>
      <p>{m.portal_terms_reminder_text({}, say)}</p>
      <p>
        <a class="button" href={paths.terms}>
          {m.portal_terms_reminder_act({}, say)}
        </a>
      </p>
    </Notice>
  );
};

const Count = ({ context, of }: { context: PageContext; of: number }) => (
  <span class="count">{formatCount(of, context.language)}</span>
);

/** The promise that falls due first, as large as it matters. Nothing to promise: nothing is said. */
const NextPromise = ({
  context,
  ours,
}: {
  context: PageContext;
  ours: readonly TicketSummary[];
}) => {
  const { say, now } = context;
  const due = (ticket: TicketSummary) => Date.parse(ticket.nextClock?.dueAt ?? '');
  const [next] = ours
    .filter((ticket) => !Number.isNaN(due(ticket)))
    .toSorted((a, b) => due(a) - due(b));
  if (next === undefined) return null;
  return (
    <section class={`card next${due(next) <= now ? ' late' : ''}`} aria-labelledby="next-title">
      <h2 id="next-title">{m.portal_home_next({}, say)}</h2>
      <p class="next-promise">{unbroken(promiseLine(next, context))}</p>
      <p class="go">
        <a href={paths.ticket(next.number)}>
          <span class="next-of">
            #{next.number} {next.subject}
          </span>
        </a>
      </p>
    </section>
  );
};

/** In large letters a line must not end between a number and its unit. */
const unbroken = (text: string): string => text.replace(/(\d) (?=(?:d|h|min)\b)/g, '$1\u00a0');

const UnitsCard = ({ context, account }: { context: PageContext; account: Account }) => {
  const { say, language } = context;
  const { availableUnits, heldUnits, availableUnitsMin } = account;
  const short = availableUnits < availableUnitsMin;
  return (
    <section class={`card units${short ? ' short' : ''}`} aria-labelledby="units-title">
      <h2 id="units-title">{m.portal_units_title({}, say)}</h2>
      <p class="figure">{formatCount(availableUnits, language)}</p>
      {short ? (
        <p>
          {m.portal_units_short({ units: formatUnits(availableUnitsMin, language) }, say)}{' '}
          <ClauseLink context={context} id="T1" />
        </p>
      ) : heldUnits === 0 ? null : (
        <p>{m.portal_units_held({ units: formatUnits(heldUnits, language) }, say)}</p>
      )}
      <p class="go">
        <a href={paths.account}>{m.portal_units_more({}, say)}</a>
      </p>
    </section>
  );
};

const PromisesShort = ({ context, agreement }: { context: PageContext; agreement: Agreement }) => {
  const { say } = context;
  return (
    <dl class="promises">
      {agreement.promises.map((promise) =>
        promise.firstResponseMinutes === null ? null : (
          <div key={promise.priority}>
            <dt>{priorityName(promise.priority, context)}</dt>
            <dd>
              {m.portal_promise_within({ target: formatTarget(promise.firstResponseMinutes) }, say)}
            </dd>
          </div>
        ),
      )}
    </dl>
  );
};
