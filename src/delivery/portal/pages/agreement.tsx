import { formatDay, formatTarget } from '../../ui/format.ts';
import { paths } from '../../ui/paths.ts';
import * as m from '../../ui/words/generated/messages.js';
import type { Agreement, Page } from '../../web/contract.ts';
import { answerPage } from '../answer.tsx';
import { attempt } from '../attempt.ts';
import { contextOf, type PageContext } from '../page-context.ts';
import { ClauseLink, Notice, PageHead } from '../views/elements.tsx';
import { Text } from '../views/text.tsx';
import { priorityName } from '../views/ticket-words.ts';
import { notFound } from './not-found.tsx';

export const agreementPage: Page = {
  method: 'GET',
  path: paths.agreement,
  signedIn: true,
  handle: async (request) => {
    const [context, agreement] = await Promise.all([
      contextOf(request),
      request.call('getAgreement'),
    ]);
    return show(context, agreement, agreement.version);
  },
};

/** The text as it stood when a request was registered: a request is bound to its version for life. */
export const agreementVersionPage: Page = {
  method: 'GET',
  path: '/agreement/:version',
  signedIn: true,
  handle: async (request) => {
    const version = Number(request.params['version']);
    if (!Number.isSafeInteger(version) || version < 1) return notFound(request);
    const [context, found, current] = await Promise.all([
      contextOf(request),
      attempt(request.call('getAgreementVersion', { params: { version } })),
      request.call('getAgreement'),
    ]);
    return found.done ? show(context, found.value, current.version) : notFound(request);
  },
};

const show = (context: PageContext, agreement: Agreement, versionInForce: number) =>
  answerPage(context, {
    title: m.portal_agreement_title({}, context.say),
    section: 'agreement',
    body: <AgreementView context={context} agreement={agreement} versionInForce={versionInForce} />,
  });

interface AgreementProps {
  readonly context: PageContext;
  readonly agreement: Agreement;
  readonly versionInForce: number;
}

export const AgreementView = ({ context, agreement, versionInForce }: AgreementProps) => {
  const { say, language } = context;
  const sections = Object.entries(
    Object.groupBy(agreement.clauses, (clause) => sectionOf(clause.id)),
  );
  return (
    <>
      <PageHead
        title={m.portal_agreement_title({}, say)}
        lead={m.portal_agreement_since(
          { version: agreement.version, day: formatDay(agreement.effectiveFrom, context) },
          say,
        )}
      />
      {agreement.version === versionInForce ? null : (
        <Notice tone="note" title={m.portal_agreement_old({ version: versionInForce }, say)}>
          <p>
            <a href={paths.agreement}>{m.portal_agreement_see_current({}, say)}</a>
          </p>
        </Notice>
      )}
      <div class="columns aside-first">
        <aside class="stack">
          <PromisesTable context={context} agreement={agreement} />
          <Numbers context={context} agreement={agreement} />
        </aside>
        <div class="stack agreement">
          {sections.map(([section, clauses]) => {
            const title = sectionTitle(section, say);
            // A section of one clause has no heading of its own: the clause is it.
            const Heading = title === null ? 'h2' : 'h3';
            return (
              <section key={section}>
                {title === null ? null : <h2>{title}</h2>}
                {(clauses ?? []).map((clause) => (
                  <article key={clause.id} id={clause.id} class="clause-text" tabIndex={-1}>
                    <Heading>
                      <span class="clause">{clause.id}</span> {clause.title[language]}
                    </Heading>
                    <Text>{clause.text[language]}</Text>
                  </article>
                ))}
              </section>
            );
          })}
        </div>
      </div>
    </>
  );
};

/** "IV.a" stands in section IV, "T3" in the terms; I, II, III, VII are sections of one clause. */
const sectionOf = (id: string): string => id.replace(/\..$|(?<=^T)\d$/, '');

function sectionTitle(section: string, say: PageContext['say']): string | null {
  switch (section) {
    case 'IV':
      return m.portal_section_iv({}, say);
    case 'V':
      return m.portal_section_v({}, say);
    case 'VI':
      return m.portal_section_vi({}, say);
    case 'VIII':
      return m.portal_section_viii({}, say);
    case 'T':
      return m.portal_section_t({}, say);
    default:
      return null;
  }
}

const PromisesTable = ({ context, agreement }: Omit<AgreementProps, 'versionInForce'>) => {
  const { say } = context;
  const time = (minutes: number | null) =>
    minutes === null ? m.portal_promise_none({}, say) : formatTarget(minutes);
  const kinds = new Set(
    agreement.promises
      .filter((promise) => promise.resolutionMinutes !== null)
      .map((promise) => promise.hours),
  );
  // Said once when it is the same for all, else beside each.
  const shared = kinds.size === 1 ? ([...kinds][0] ?? null) : null;
  return (
    <section class="card">
      <h2>{m.portal_promises_title({}, say)}</h2>
      <table class="promise-table">
        <thead>
          <tr>
            <th scope="col">{m.portal_fact_priority({}, say)}</th>
            <th scope="col">{m.common_clock_first_response({}, say)}</th>
            <th scope="col">{m.common_clock_resolution({}, say)}</th>
          </tr>
        </thead>
        <tbody>
          {agreement.promises.map((promise) => (
            <tr key={promise.priority}>
              <th scope="row">
                <span class={`priority ${promise.priority}`}>
                  {priorityName(promise.priority, context)}
                </span>
                {shared !== null || promise.resolutionMinutes === null ? null : (
                  <span class="hint">{hoursName(promise.hours, say)}</span>
                )}
              </th>
              <td>{time(promise.firstResponseMinutes)}</td>
              <td>{time(promise.resolutionMinutes)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <p class="hint">
        {shared === null
          ? m.portal_promises_hint({}, say)
          : m.portal_preview_hours({ hours: hoursName(shared, say) }, say)}{' '}
        <ClauseLink context={context} id="VII" />
      </p>
    </section>
  );
};

const hoursName = (
  hours: Agreement['promises'][number]['hours'],
  say: PageContext['say'],
): string =>
  hours === 'calendar' ? m.common_hours_calendar({}, say) : m.common_hours_service({}, say);

const Numbers = ({ context, agreement }: Omit<AgreementProps, 'versionInForce'>) => {
  const { say } = context;
  const { credits, closing } = agreement;
  const rules: readonly (readonly [string, string])[] = [
    [m.portal_rule_minimum({ count: credits.availableUnitsMin }, say), 'T1'],
    [m.portal_rule_ticket({ count: credits.unitsPerTicketMin }, say), 'T3'],
    [m.portal_rule_hour({ span: formatTarget(credits.minutesPerUnit) }, say), 'T4'],
    [
      m.portal_rule_abandon(
        {
          attempts: closing.attemptsMin,
          spacing: closing.attemptSpacingHours,
          grace: closing.graceHours,
        },
        say,
      ),
      'VIII.b',
    ],
    [m.portal_rule_close({ days: closing.automaticCloseDays }, say), 'VIII.a'],
    [m.portal_rule_reopen({ days: closing.reopeningDays }, say), 'VIII.c'],
  ];
  return (
    <section class="card">
      <h2>{m.portal_rules_title({}, say)}</h2>
      <ul class="rules">
        {rules.map(([words, clause]) => (
          <li key={clause}>
            {words} <ClauseLink context={context} id={clause} version={agreement.version} />
          </li>
        ))}
      </ul>
    </section>
  );
};
