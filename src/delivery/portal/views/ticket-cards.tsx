import { formatDayAndTime, formatMinutes, formatNear, formatUnits } from '../../ui/format.ts';
import { paths } from '../../ui/paths.ts';
import * as m from '../../ui/words/generated/messages.js';
import type { Ticket } from '../../web/contract.ts';
import type { PageContext } from '../page-context.ts';
import { ClauseLink, When } from './elements.tsx';
import { Qr } from './qr.tsx';
import { Text } from './text.tsx';
import { priorityName } from './ticket-words.ts';

/** T3, T4: what it has cost so far, and how far the next unit is. */
export const CostCard = ({ context, ticket }: { context: PageContext; ticket: Ticket }) => {
  const { say, language } = context;
  const { units } = ticket;
  const charged = units.chargedUnits;
  const cite = (id: string) => (
    <ClauseLink context={context} id={id} version={ticket.agreementVersion} />
  );
  if (ticket.status === 'held') {
    return (
      <section class="card">
        <h2>{m.portal_cost_title({}, say)}</h2>
        <p>{m.portal_cost_held({}, say)}</p>
      </section>
    );
  }
  if (charged === null && isOver(ticket)) {
    return (
      <section class="card">
        <h2>{m.portal_cost_title({}, say)}</h2>
        <p>{m.portal_cost_none({}, say)}</p>
      </section>
    );
  }
  return (
    <section class="card">
      <h2>{m.portal_cost_title({}, say)}</h2>
      {charged === null ? (
        <>
          <p class="figure">{formatUnits(units.unitsSoFar, language)}</p>
          <p>
            {units.billableMinutes === 0
              ? m.portal_cost_nothing_yet({}, say)
              : m.portal_cost_work({ span: formatMinutes(chargeable(units)) }, say)}{' '}
            {cite('T3')}
          </p>
          {nextUnitComes(ticket) ? (
            <p>
              {nextUnitWords(units, context)} {cite('T4')}
            </p>
          ) : null}
          <ApprovedUnits context={context} ticket={ticket} />
        </>
      ) : (
        <>
          <p class="figure">{formatUnits(charged, language)}</p>
          <p>
            {m.portal_cost_charged({ span: formatMinutes(chargeable(units)) }, say)} {cite('T3')}{' '}
            {cite('T4')}
          </p>
          <ApprovedUnits context={context} ticket={ticket} />
        </>
      )}
    </section>
  );
};

/** It ended without being solved: what was on hold went back. */
const isOver = ({ status }: Ticket): boolean =>
  status === 'rejected' || status === 'referred' || status === 'withdrawn';

function nextUnitWords(units: Ticket['units'], { say, language }: PageContext): string {
  const unit = ordinal(units.unitsSoFar + 1, language);
  return units.minutesUntilNextUnit === 0
    ? m.portal_cost_next_now({ unit }, say)
    : m.portal_cost_next({ unit, span: formatMinutes(units.minutesUntilNextUnit) }, say);
}

/** T4: the work that is charged: all of it but what nobody approved. */
export const chargeable = ({ billableMinutes, approval }: Ticket['units']): number =>
  billableMinutes - (approval?.minutesNotApproved ?? 0);

/** T4: with work to be done; where approval is asked for, only within what was approved. */
const nextUnitComes = ({ status, units: { approval, unitsSoFar } }: Ticket): boolean =>
  (status === 'open' || status === 'waiting') &&
  (approval === null || unitsSoFar < approval.agreedUnits);

/** T4: what the customer agreed to, and the work beyond it. */
const ApprovedUnits = ({ context, ticket }: { context: PageContext; ticket: Ticket }) => {
  const { say, language } = context;
  const { approval } = ticket.units;
  if (approval === null) return null;
  return (
    <p>
      {m.portal_cost_approved({ units: formatUnits(approval.agreedUnits, language) }, say)}{' '}
      {approval.minutesNotApproved === 0
        ? ''
        : m.portal_cost_beyond({ span: formatMinutes(approval.minutesNotApproved) }, say)}{' '}
      <ClauseLink context={context} id="T4" version={ticket.agreementVersion} />
    </p>
  );
};

/** "2.ª unidad", "2nd unit". */
function ordinal(count: number, language: PageContext['language']): string {
  if (language === 'es') return `${count}.ª`;
  const endings: Readonly<Record<string, string>> = { one: 'st', two: 'nd', few: 'rd' };
  return `${count}${endings[new Intl.PluralRules('en', { type: 'ordinal' }).select(count)] ?? 'th'}`;
}

export const FactsCard = ({ context, ticket }: { context: PageContext; ticket: Ticket }) => {
  const { say } = context;
  const facts: readonly (readonly [string, string])[] = [
    [m.portal_fact_priority({}, say), priorityFact(ticket, context)],
    ...understoodFacts(ticket, context),
    ...(ticket.service === null
      ? []
      : [[m.portal_fact_service({}, say), ticket.service.name] as const]),
    ...(ticket.service !== null || ticket.category === null
      ? []
      : [[m.portal_fact_category({}, say), ticket.category.name] as const]),
    [m.portal_fact_requester({}, say), ticket.requester.name],
    [m.portal_fact_received({}, say), formatDayAndTime(ticket.receivedAt, context)],
    ...(ticket.registeredAt === null
      ? []
      : [
          [
            m.portal_fact_registered({}, say),
            formatDayAndTime(ticket.registeredAt, context),
          ] as const,
        ]),
    [
      m.portal_fact_agreement({}, say),
      m.portal_agreement_version({ version: ticket.agreementVersion }, say),
    ],
  ];
  return (
    <section class="card">
      <h2>{m.portal_facts_title({}, say)}</h2>
      {ticket.expectedResult === '' ? null : (
        <div class="expected">
          <h3>{m.portal_new_result({}, say)}</h3>
          <Text>{ticket.expectedResult}</Text>
        </div>
      )}
      <dl class="facts">
        {facts.map(([name, fact]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{fact}</dd>
          </div>
        ))}
      </dl>
      {ticket.links.length === 0 ? null : (
        <>
          <h3>{m.portal_fact_links({}, say)}</h3>
          <ul>
            {ticket.links.map((link) => (
              <li key={link.number}>
                <a href={paths.ticket(link.number)}>
                  #{link.number} {link.subject}
                </a>
              </li>
            ))}
          </ul>
        </>
      )}
    </section>
  );
};

/** V.a: the code of the acknowledgement, for whoever has to show that the request was received, and when. */
export const ReceiptCard = ({ context, ticket }: { context: PageContext; ticket: Ticket }) => {
  const { say, url } = context;
  if (ticket.acknowledgement === null) return null;
  const { code, issuedAt } = ticket.acknowledgement;
  const address = new URL(paths.verifyCode(code), url).href;
  return (
    <section class="card receipt">
      <h2>{m.portal_receipt_title({}, say)}</h2>
      <Qr text={address} label={m.portal_receipt_qr({}, say)} />
      <p class="code">{code}</p>
      <p class="hint">
        {m.portal_receipt_text({ moment: formatDayAndTime(issuedAt, context) }, say)}{' '}
        <ClauseLink context={context} id="V.a" version={ticket.agreementVersion} />
      </p>
      <p class="go">
        <a href={paths.verifyCode(code)}>{m.portal_receipt_act({}, say)}</a>
      </p>
    </section>
  );
};

/** IV.d: what a program read in the customer's mails, in its own words, and what it still lacks. */
function understoodFacts(
  ticket: Ticket,
  context: PageContext,
): readonly (readonly [string, string])[] {
  const { say } = context;
  const { understood, missing } = ticket;
  const mayStillSay =
    !ticket.priorityVerified && ['held', 'open', 'waiting'].includes(ticket.status);
  const lacks = (part: 'impact' | 'priority') =>
    mayStillSay && (missing === part || missing === 'both');
  const impact =
    understood?.impact != null
      ? m.portal_fact_impact_from({ words: understood.impact.text }, say)
      : lacks('impact')
        ? m.portal_fact_missing({}, say)
        : null;
  const priority =
    understood?.priority != null
      ? m.portal_fact_suggested_from(
          {
            name: priorityName(understood.priority.value, context),
            words: understood.priority.words,
          },
          say,
        )
      : lacks('priority')
        ? m.portal_fact_missing({}, say)
        : null;
  return [
    ...(impact === null ? [] : [[m.portal_fact_impact({}, say), impact] as const]),
    ...(priority === null ? [] : [[m.portal_fact_suggested({}, say), priority] as const]),
  ];
}

function priorityFact(ticket: Ticket, context: PageContext): string {
  const name = priorityName(ticket.priority, context);
  if (!ticket.priorityVerified) return m.portal_fact_priority_unverified({ name }, context.say);
  const suggested = ticket.prioritySuggested;
  return suggested === null || suggested === ticket.priority
    ? m.portal_fact_priority_verified({ name }, context.say)
    : m.portal_fact_priority_changed(
        { name, suggested: priorityName(suggested, context) },
        context.say,
      );
}

/** Every automatic decision with its clause, newest first; the words are the desk's own. */
export const DecisionsCard = ({ context, ticket }: { context: PageContext; ticket: Ticket }) => {
  const { say, now } = context;
  if (ticket.decisions.length === 0) return null;
  const newest = ticket.decisions.toSorted((a, b) => b.id - a.id);
  const list = (decisions: readonly Ticket['decisions'][number][]) => (
    <ol class="decisions">
      {decisions.map((decision) => (
        <li key={decision.id}>
          <p>{decision.words}</p>
          <p class="decision-more">
            <When context={context} at={decision.at}>
              {formatNear(decision.at, now, context)}
            </When>{' '}
            <ClauseLink
              context={context}
              id={decision.clause}
              version={decision.agreementVersion}
            />
          </p>
        </li>
      ))}
    </ol>
  );
  return (
    <section class="card">
      <h2>{m.portal_decisions_title({}, say)}</h2>
      <p class="hint">{m.portal_decisions_hint({}, say)}</p>
      {list(newest.slice(0, 4))}
      {newest.length <= 4 ? null : (
        <details>
          <summary>{m.portal_decisions_more({ count: newest.length - 4 }, say)}</summary>
          {list(newest.slice(4))}
        </details>
      )}
    </section>
  );
};
