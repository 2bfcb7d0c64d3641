import { Link } from '@tanstack/react-router';
import { formatChange, formatCount, formatMonth } from '../../ui/format.ts';
import * as m from '../../ui/words/generated/messages.js';
import type { WhatIfResult as Result } from '../../web/contract.ts';
import { priorityWords } from '../parts/marks.tsx';
import { Notice } from '../parts/notice.tsx';
import { OrganizationLink } from '../parts/organization-link.tsx';
import { Cell, Row, Table } from '../parts/table.tsx';
import { useSession } from '../session/session.tsx';
import { KeptChart } from './kept-chart.tsx';

type Totals = Result['before'];
type Change = Result['changed'][number];
type Outcome = Change['firstResponse']['before'];

/** The answer of a what-if: as it was beside as it would have been, in words, bars, tables and lists. */
export function WhatIfResult({ result }: { result: Result }) {
  const { reader } = useSession();
  const count = (n: number) => formatCount(n, reader.language);
  if (result.before.requests === 0) {
    return <Notice tone="note">{m.agreement_what_if_empty()}</Notice>;
  }
  if (result.requestsChanged === 0) {
    return (
      <>
        <Notice tone="good">
          {m.agreement_what_if_same({ count: count(result.before.requests) })}
        </Notice>
        <Measures result={result} />
        <Unknowns result={result} />
      </>
    );
  }
  return (
    <div className="flex flex-col gap-4">
      <Notice tone="note">
        {m.agreement_what_if_changed({
          changed: count(result.requestsChanged),
          count: count(result.before.requests),
          customers: count(result.customersAffected),
        })}
      </Notice>
      <Measures result={result} />
      <Unknowns result={result} />
      <div className="grid items-start gap-4 desk:grid-cols-2">
        {clocks.map(([clock, clockName]) => (
          <KeptChart
            key={clock}
            clock={clock}
            title={m.agreement_what_if_by_priority({ clock: clockName() })}
            group={m.agreement_what_if_priority()}
            rows={result.priorities.map(({ priority, ...compared }) => ({
              ...compared,
              name: priorityWords[priority](),
            }))}
          />
        ))}
        {clocks.map(([clock, clockName]) => (
          <KeptChart
            key={clock}
            clock={clock}
            title={m.agreement_what_if_by_month({ clock: clockName() })}
            group={m.agreement_what_if_month()}
            rows={result.months.map(({ month, ...compared }) => ({
              ...compared,
              name: formatMonth(month, reader.language),
            }))}
          />
        ))}
      </div>
      <Customers result={result} />
      <Changed result={result} />
    </div>
  );
}

const clocks = [
  ['firstResponse', m.console_clock_first_response],
  ['resolution', m.console_clock_resolution],
] as const;

function Measures({ result }: { result: Result }) {
  const { reader } = useSession();
  const measures: readonly (readonly [string, (totals: Totals) => number])[] = [
    ...clocks.flatMap(([kind, clockName]) => [
      [
        m.agreement_what_if_kept({ clock: clockName() }),
        (totals: Totals) => totals[kind].met,
      ] as const,
      [
        m.agreement_what_if_broken({ clock: clockName() }),
        (totals: Totals) => totals[kind].breached,
      ] as const,
    ]),
    [m.agreement_what_if_units(), ({ units }) => units],
    [m.agreement_what_if_held(), ({ held }) => held],
    [m.agreement_what_if_suspended(), ({ suspended }) => suspended],
    [m.agreement_what_if_suspended_hours(), (totals) => Math.round(totals.suspendedMinutes / 60)],
    [m.agreement_what_if_closed_unasked(), ({ closing }) => closing.closedUnasked],
    [m.agreement_what_if_abandoned(), ({ closing }) => closing.abandoned],
    [m.agreement_what_if_proposed(), ({ closing }) => closing.abandonmentProposed],
    [m.agreement_what_if_reopened(), ({ closing }) => closing.reopened],
    [m.agreement_what_if_too_late(), ({ closing }) => closing.askedTooLate],
    [m.agreement_what_if_requests(), ({ requests }) => requests],
    [m.agreement_what_if_ended(), ({ ended }) => ended],
  ];
  return (
    <Table
      label={m.agreement_what_if()}
      columns={[
        { words: m.agreement_what_if_measure() },
        { words: m.agreement_what_if_as_was(), right: true },
        { words: m.agreement_what_if_would_be(), right: true },
        { words: m.agreement_what_if_change(), right: true, wide: true },
      ]}
    >
      {measures.map(([name, of]) => {
        const [before, after] = [of(result.before), of(result.after)];
        const same = before === after;
        return (
          <Row key={name}>
            <Cell>{name}</Cell>
            <Cell right>{formatCount(before, reader.language)}</Cell>
            <Cell right className={same ? 'text-soft' : 'font-strong'}>
              {formatCount(after, reader.language)}
            </Cell>
            <Cell right wide className="text-soft">
              {same ? '–' : formatChange(after - before, reader.language)}
            </Cell>
          </Row>
        );
      })}
    </Table>
  );
}

const unknownWords: Readonly<Record<Result['unknown'][number]['what'], () => string>> = {
  'objection-in-longer-wait': m.agreement_unknown_objection,
  'answer-to-other-reminders': m.agreement_unknown_reminders,
  'answer-in-longer-wait': m.agreement_unknown_answer,
  'decision-on-proposal': m.agreement_unknown_proposal,
  'answer-after-abandonment': m.agreement_unknown_after_abandonment,
  'admission-of-new-request': m.agreement_unknown_admission,
};

/** VIII: what a past that did not happen leaves open, said beside the numbers that rest on it. */
function Unknowns({ result }: { result: Result }) {
  const { reader } = useSession();
  if (result.unknown.length === 0) return null;
  return (
    <section className="flex flex-col gap-2">
      <p className="max-w-[72ch] text-s text-soft">{m.agreement_what_if_unknown_why()}</p>
      <Table
        label={m.agreement_what_if_unknown()}
        columns={[
          { words: m.agreement_what_if_unknown() },
          { words: m.agreement_what_if_requests(), right: true },
        ]}
      >
        {result.unknown.map(({ what, requests }) => (
          <Row key={what}>
            <Cell>{unknownWords[what]()}</Cell>
            <Cell right>{formatCount(requests, reader.language)}</Cell>
          </Row>
        ))}
      </Table>
    </section>
  );
}

function Customers({ result }: { result: Result }) {
  const { reader } = useSession();
  const count = (n: number) => formatCount(n, reader.language);
  const broken = ({ firstResponse, resolution }: Totals) =>
    firstResponse.breached + resolution.breached;
  return (
    <Table
      label={m.agreement_what_if_by_customer()}
      columns={[
        { words: m.agreement_what_if_by_customer() },
        { words: m.agreement_what_if_units(), right: true },
        { words: m.agreement_what_if_broken_short(), right: true },
        { words: m.agreement_what_if_held(), right: true, wide: true },
      ]}
    >
      {result.customers.slice(0, 10).map(({ customer, before, after }) => (
        <Row key={customer.id}>
          <Cell>
            <OrganizationLink organization={customer} />
          </Cell>
          <Cell right className="whitespace-nowrap">
            {fromTo(count(before.units), count(after.units))}
          </Cell>
          <Cell right className="whitespace-nowrap">
            {fromTo(count(broken(before)), count(broken(after)))}
          </Cell>
          <Cell right wide>
            {fromTo(count(before.held), count(after.held))}
          </Cell>
        </Row>
      ))}
    </Table>
  );
}

const outcomes: Readonly<Record<Outcome, () => string>> = {
  none: m.agreement_outcome_none,
  met: m.agreement_outcome_met,
  breached: m.agreement_outcome_breached,
  running: m.agreement_outcome_running,
  cancelled: m.agreement_outcome_cancelled,
};

const endings: Readonly<Record<NonNullable<Change['endingBefore']>, () => string>> = {
  closed: m.agreement_ending_closed,
  abandoned: m.agreement_ending_abandoned,
  withdrawn: m.agreement_ending_withdrawn,
  rejected: m.agreement_ending_rejected,
  merged: m.agreement_ending_merged,
  referred: m.agreement_ending_referred,
};

function endingChange({ becomes, endingBefore, endingAfter }: Change): string {
  const words = (ending: Change['endingBefore']) =>
    ending === null ? m.agreement_what_if_going_on() : endings[ending]();
  if (becomes === 'new-request') return m.agreement_what_if_new_request();
  if (becomes === 'part-of-another') return m.agreement_what_if_part_of_another();
  return fromTo(words(endingBefore), words(endingAfter));
}

/** "cumplida → incumplida"; once where nothing changes. */
const fromTo = (before: string, after: string): string =>
  before === after ? before : `${before} → ${after}`;

function Changed({ result }: { result: Result }) {
  const { reader } = useSession();
  const units = (n: number | null) => (n === null ? '–' : formatCount(n, reader.language));
  const outcome = ({ before, after }: { before: Outcome; after: Outcome }) =>
    fromTo(outcomes[before](), outcomes[after]());
  return (
    <Table
      label={m.agreement_what_if_by_request()}
      columns={[
        { words: m.agreement_what_if_by_request() },
        { words: m.agreement_what_if_customer(), wide: true },
        { words: m.console_clock_first_response() },
        { words: m.console_clock_resolution() },
        { words: m.agreement_what_if_ending() },
        { words: m.agreement_what_if_units(), right: true },
      ]}
    >
      {result.changed.slice(0, 20).map((request) => (
        <Row key={request.number}>
          <Cell>
            <Link
              to="/tickets/$number"
              params={{ number: request.number }}
              search={{}}
              className="tabular hover:underline"
            >
              #{request.number}
            </Link>
          </Cell>
          <Cell wide>
            <OrganizationLink organization={request.customer} />
          </Cell>
          <Cell>{outcome(request.firstResponse)}</Cell>
          <Cell>{outcome(request.resolution)}</Cell>
          <Cell>{endingChange(request)}</Cell>
          <Cell right className="whitespace-nowrap">
            {fromTo(units(request.unitsBefore), units(request.unitsAfter))}
          </Cell>
        </Row>
      ))}
    </Table>
  );
}
