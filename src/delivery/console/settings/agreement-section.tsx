import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { formatDay, formatTarget } from '../../ui/format.ts';
import * as m from '../../ui/words/generated/messages.js';
import type { Agreement } from '../../web/contract.ts';
import { clauseName } from '../parts/clause.tsx';
import { priorityWords } from '../parts/marks.tsx';
import { Moment } from '../parts/moment.tsx';
import { ProblemNote, Waiting } from '../parts/notice.tsx';
import { Sheet } from '../parts/screen.tsx';
import { Fact, Facts } from '../parts/section.tsx';
import { Cell, Row, Table } from '../parts/table.tsx';
import { agreementQuery, agreementVersionsQuery } from '../server/queries.ts';
import { useSession } from '../session/session.tsx';

/** The agreement in force: its numbers first, then every clause as it reads. */
export function AgreementSection() {
  const agreement = useQuery(agreementQuery());
  if (agreement.data === undefined) {
    return agreement.isError ? (
      <ProblemNote error={agreement.error} onRetry={() => void agreement.refetch()} />
    ) : (
      <Waiting />
    );
  }
  const { data } = agreement;
  return (
    <div className="flex flex-col gap-4">
      <p className="text-soft">
        {m.console_agreement_version({ version: String(data.version) })} ·{' '}
        {m.console_agreement_since()} <Moment at={data.effectiveFrom} as="day" /> ·{' '}
        {m.console_agreement_bound()}
      </p>
      <Versions />
      <Promises agreement={data} />
      <Numbers agreement={data} />
      <Clauses agreement={data} />
    </div>
  );
}

/** Every version with its day; shown once there is more than one. */
function Versions() {
  const { reader } = useSession();
  const versions = useQuery(agreementVersionsQuery());
  const items = versions.data?.items ?? [];
  if (items.length < 2) return null;
  return (
    <Sheet title={m.agreement_versions()}>
      <ul>
        {items.map(({ version, effectiveFrom, publishedBy, inForce }) => (
          <li
            key={version}
            className="flex flex-wrap items-baseline gap-x-3 border-b border-line px-4 py-2 last:border-b-0"
          >
            <span className="font-medium">
              {m.console_agreement_version({ version: String(version) })}
            </span>
            <span className="grow text-soft">
              {m.agreement_version_planned({ day: formatDay(effectiveFrom, reader) })}
              {inForce && ` · ${m.agreement_version_in_force()}`}
            </span>
            <span className="text-soft">{publishedBy?.name}</span>
          </li>
        ))}
      </ul>
    </Sheet>
  );
}

function Promises({ agreement }: { agreement: Agreement }) {
  const target = (minutes: number | null) =>
    minutes === null ? m.console_clock_none() : formatTarget(minutes);
  return (
    <Table
      label={m.console_agreement_promises()}
      columns={[
        { words: m.console_priority() },
        { words: m.console_clock_first_response(), right: true },
        { words: m.console_clock_resolution(), right: true },
        { words: m.console_agreement_hours(), right: true },
      ]}
    >
      {agreement.promises.map((promise) => (
        <Row key={promise.priority}>
          <Cell className="font-medium">{priorityWords[promise.priority]()}</Cell>
          <Cell right>{target(promise.firstResponseMinutes)}</Cell>
          <Cell right>{target(promise.resolutionMinutes)}</Cell>
          <Cell right className="text-soft">
            {promise.resolutionMinutes === null
              ? ''
              : promise.hours === 'calendar'
                ? m.console_agreement_calendar()
                : m.console_agreement_service()}
          </Cell>
        </Row>
      ))}
    </Table>
  );
}

function Numbers({ agreement }: { agreement: Agreement }) {
  const { credits, closing } = agreement;
  return (
    <div className="grid grid-cols-1 gap-4 tablet:grid-cols-2">
      <Sheet title={m.console_agreement_credits()} className="[&_dl]:p-4">
        <Facts>
          <Fact name={m.console_agreement_available_min()}>{credits.availableUnitsMin}</Fact>
          <Fact name={m.console_agreement_ticket_min()}>{credits.unitsPerTicketMin}</Fact>
          <Fact name={m.console_agreement_unit()}>{formatTarget(credits.minutesPerUnit)}</Fact>
        </Facts>
      </Sheet>
      <Sheet title={m.console_agreement_closing()} className="[&_dl]:p-4">
        <Facts>
          <Fact name={m.console_agreement_attempts()}>
            {m.console_agreement_attempts_value({
              attempts: String(closing.attemptsMin),
              spacing: String(closing.attemptSpacingHours),
            })}
          </Fact>
          <Fact name={m.console_agreement_grace()}>{closing.graceHours} h</Fact>
          <Fact name={m.console_agreement_reopening()}>
            {m.console_agreement_days({ count: closing.reopeningDays })}
          </Fact>
          <Fact name={m.console_agreement_automatic()}>
            {m.console_agreement_days({ count: closing.automaticCloseDays })}
          </Fact>
        </Facts>
      </Sheet>
    </div>
  );
}

function Clauses({ agreement }: { agreement: Agreement }) {
  const { reader } = useSession();
  return (
    <Sheet title={m.console_agreement_clauses()}>
      <ol>
        {agreement.clauses.map((clause) => (
          <li
            key={clause.id}
            id={`clause-${clause.id}`}
            className="grid gap-x-4 border-b border-line px-4 py-3 last:border-b-0 tablet:grid-cols-[6.5rem_minmax(0,1fr)]"
          >
            <Link to="." hash={`clause-${clause.id}`} className="text-soft hover:underline">
              {clauseName(clause.id)}
            </Link>
            <div>
              <h3 className="font-strong">{clause.title[reader.language]}</h3>
              <p className="mt-0.5 max-w-[72ch] leading-text whitespace-pre-line">
                {clause.text[reader.language]}
              </p>
            </div>
          </li>
        ))}
      </ol>
    </Sheet>
  );
}
