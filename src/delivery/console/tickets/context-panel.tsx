import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { attemptWords } from '../../ui/attempt-words.ts';
import { clocksQuestion } from '../../ui/clock-question.ts';
import { formatCount, formatMinutes, formatUnits } from '../../ui/format.ts';
import { iconArrowRight, iconPlus, iconUndo2, iconX } from '../../ui/icons.gen.ts';
import * as m from '../../ui/words/generated/messages.js';
import type { Ticket, WorkEntry } from '../../web/contract.ts';
import { Button, IconButton } from '../parts/button.tsx';
import { cx } from '../parts/class-names.ts';
import { Clause } from '../parts/clause.tsx';
import { Icon } from '../parts/icon.tsx';
import { channelWords, priorityWords } from '../parts/marks.tsx';
import { Moment } from '../parts/moment.tsx';
import { ProblemNote, Waiting } from '../parts/notice.tsx';
import { Fact, Facts, Section } from '../parts/section.tsx';
import { say } from '../parts/toast.tsx';
import { contactsQuery, organizationQuery } from '../server/queries.ts';
import { useWrite } from '../server/use-write.ts';
import { useSession } from '../session/session.tsx';
import { AppointmentsSection } from './appointments-section.tsx';
import { ClockCard } from './clock-card.tsx';
import { FollowersSection } from './followers-section.tsx';
import { ParticipantsSection } from './participants-section.tsx';
import { resolutionWords } from './resolution-words.ts';
import type { TicketDialog } from './ticket-dialogs.tsx';
import { ReadFrom } from './understood.tsx';
import { UnitApprovals } from './unit-approvals.tsx';
import { useTicketWrite } from './use-ticket-write.ts';

interface PanelProps {
  readonly ticket: Ticket;
  readonly onDialog: (dialog: TicketDialog) => void;
}

/** Everything that explains the request: its promises, its customer, its cost, and each decision with its clause. */
export function ContextPanel({ ticket, onDialog }: PanelProps) {
  const { reader } = useSession();
  return (
    <>
      <Section id="clocks" title={m.console_context_clocks()}>
        <div className="flex flex-col gap-4">
          {ticket.clocks.map((clock) => (
            <ClockCard key={clock.kind} clock={clock} />
          ))}
          {ticket.clocks.length === 0 && (
            <p className="text-soft">
              {ticket.status === 'held'
                ? m.console_context_no_clocks()
                : m.console_context_never_clocks()}
            </p>
          )}
          {ticket.clocks.length > 0 && (
            <Button
              look="secondary"
              keys="d"
              onClick={() => onDialog({ kind: 'proof' })}
              className="self-start"
            >
              {clocksQuestion(ticket.clocks, reader.language)}
            </Button>
          )}
        </div>
      </Section>
      <InformationRequest ticket={ticket} />
      <AbandonedAttempts ticket={ticket} />
      <AppointmentsSection ticket={ticket} onDialog={onDialog} />
      <CustomerSection ticket={ticket} />
      <ParticipantsSection ticket={ticket} />
      <FollowersSection ticket={ticket} />
      <UnitsSection ticket={ticket} onDialog={onDialog} />
      <RequestSection ticket={ticket} />
      <LinksSection ticket={ticket} />
      <DecisionsSection ticket={ticket} />
      <LogSection ticket={ticket} />
    </>
  );
}

function InformationRequest({ ticket }: { ticket: Ticket }) {
  const request = ticket.informationRequest;
  if (request === null) return null;
  return (
    <Section id="information" title={m.console_context_information()}>
      <AttemptList attempts={request.attempts} />
      <div className="mt-2">
        <Facts>
          {request.presences.length > 0 && (
            <Fact name={m.console_attempt_presence()}>
              {request.presences.map((at) => (
                <span key={at} className="block">
                  <Moment at={at} as="full" />
                </span>
              ))}
              <span className="block text-xs text-soft">
                {m.console_attempt_presences_left({ count: request.presencesLeft })}
              </span>
            </Fact>
          )}
          {request.nextReminderAt !== null && (
            <Fact name={m.console_attempt_next()}>
              <Moment at={request.nextReminderAt} />
            </Fact>
          )}
          {request.abandonmentAt !== null && (
            <Fact name={m.console_attempt_abandonment()}>
              <Moment at={request.abandonmentAt} />{' '}
              <Clause id="VIII.b" version={ticket.agreementVersion} />
            </Fact>
          )}
        </Facts>
      </div>
      <AbandonAct ticket={ticket} />
    </Section>
  );
}

type Attempt = NonNullable<Ticket['abandoned']>['attempts'][number];

/** VIII.b: when each attempt was made, to whom, and whether it arrived. */
function AttemptList({ attempts }: { attempts: readonly Attempt[] }) {
  return (
    <ol className="flex flex-col gap-1.5">
      {attempts.map((attempt, index) => (
        <li key={attempt.at} className="flex items-baseline gap-2">
          <span className="font-strong tabular">{index + 1}.</span>
          <span className="min-w-0 grow">
            <Moment at={attempt.at} as="full" />
            <span
              className={cx(
                'block break-words text-xs',
                attempt.delivered ? 'text-soft' : 'text-bad',
              )}
            >
              {attemptWords(attempt.deliveries)}
            </span>
          </span>
        </li>
      ))}
    </ol>
  );
}

function AbandonedAttempts({ ticket }: { ticket: Ticket }) {
  if (ticket.abandoned === null) return null;
  return (
    <Section id="abandoned" title={m.console_context_information()}>
      <p className="mb-2">
        {m.console_abandoned_attempts()} <Clause id="VIII.b" version={ticket.agreementVersion} />
      </p>
      <AttemptList attempts={ticket.abandoned.attempts} />
    </Section>
  );
}

/** VIII.b: where the agreement leaves the closing to the agent, or the desk has not come to it yet. */
function AbandonAct({ ticket }: { ticket: Ticket }) {
  const abandon = useTicketWrite('abandonTicket', ticket.number, () =>
    say(m.console_abandon_done()),
  );
  if (ticket.informationRequest?.mayAbandon !== true) return null;
  return (
    <div className="mt-2 flex flex-col items-start gap-2">
      <p className="text-soft">{m.console_abandon_due()}</p>
      <Button
        busy={abandon.pending}
        onClick={() => abandon.send({ params: { number: ticket.number } })}
      >
        {m.console_abandon()}
      </Button>
      <ProblemNote error={abandon.error} />
    </div>
  );
}

function CustomerSection({ ticket }: { ticket: Ticket }) {
  const { reader } = useSession();
  const organization = useQuery(organizationQuery(ticket.organization.id));
  const contacts = useQuery(contactsQuery(ticket.organization.id));
  const requester = contacts.data?.items.find(
    (each) => each.personId === ticket.requester.personId,
  );
  return (
    <Section id="customer" title={m.console_context_customer()}>
      <Link
        to="/organizations/$organizationId"
        params={{ organizationId: ticket.organization.id }}
        search={{}}
        className="mb-2 flex min-h-6 items-center gap-1.5 text-m font-strong hover:underline"
      >
        {ticket.organization.name}
        <Icon of={iconArrowRight} size={14} className="text-soft" />
      </Link>
      {organization.data === undefined ? (
        <Waiting lines={3} className="py-1" />
      ) : (
        <Facts>
          <Fact name={m.console_customer_available()}>
            <span
              className={cx(
                'font-strong tabular',
                organization.data.availableUnits < 2 && 'text-turn',
              )}
            >
              {formatUnits(organization.data.availableUnits, reader.language)}
            </span>
            {organization.data.heldUnits > 0 && (
              <span className="text-soft">
                {' · '}
                {m.console_customer_held({
                  units: formatCount(organization.data.heldUnits, reader.language),
                })}
              </span>
            )}
          </Fact>
          <Fact name={m.console_customer_standing()}>
            {organization.data.standing === 'good' ? (
              m.console_standing_good()
            ) : (
              <>
                <span className="font-strong text-bad">
                  {m.console_standing_suspended()}
                  {organization.data.standingUntil !== null && (
                    <>
                      {' '}
                      {m.console_standing_until_moment()}{' '}
                      <Moment at={organization.data.standingUntil} as="full" />
                    </>
                  )}
                </span>
                {organization.data.standingReason !== null && (
                  <span className="block">{organization.data.standingReason}</span>
                )}
              </>
            )}
          </Fact>
          <Fact name={m.console_customer_contract()}>
            {organization.data.contractActive ? (
              organization.data.contracts.find((contract) => contract.active)?.reference
            ) : (
              <span className="font-strong text-bad">{m.console_contract_none()}</span>
            )}
          </Fact>
          <Fact name={m.console_customer_requester()}>
            {ticket.requester.name}
            {requester !== undefined && (
              <>
                <a
                  href={`mailto:${requester.email}`}
                  className="block min-h-6 truncate text-brand hover:underline"
                >
                  {requester.email}
                </a>
                {requester.phone !== null && (
                  <a
                    href={`tel:${requester.phone}`}
                    className="block min-h-6 text-brand hover:underline"
                  >
                    {requester.phone}
                  </a>
                )}
              </>
            )}
          </Fact>
          <Fact name={m.console_customer_open()}>
            <Link
              to="/tickets"
              search={{ view: 'all', organizationId: ticket.organization.id }}
              className="text-brand hover:underline"
            >
              {m.console_customer_open_count({ count: organization.data.openTickets })}
            </Link>
          </Fact>
        </Facts>
      )}
    </Section>
  );
}

function UnitsSection({ ticket, onDialog }: PanelProps) {
  const { reader } = useSession();
  const { units } = ticket;
  const isOver = ['rejected', 'referred', 'withdrawn'].includes(ticket.status);
  // What ended without being solved gave its hold back.
  const charged = units.chargedUnits ?? (isOver ? 0 : null);
  // T4: where approval is asked for, no unit begins beyond what was approved.
  const nextUnitComes = units.approval === null || units.unitsSoFar < units.approval.agreedUnits;
  return (
    <Section id="units" title={m.console_context_units()}>
      <p className="flex items-baseline gap-2">
        <span className="text-xl font-heading tabular">
          {formatUnits(charged ?? units.unitsSoFar, reader.language)}
        </span>
        <span className="text-soft">
          {charged === null ? m.console_units_so_far() : m.console_units_charged()}
        </span>
      </p>
      <p className="mt-1 text-soft">
        {m.console_units_worked({ time: formatMinutes(units.billableMinutes) })}
        {charged === null && units.minutesUntilNextUnit > 0 && nextUnitComes && (
          <>
            {' · '}
            {m.console_units_next({ time: formatMinutes(units.minutesUntilNextUnit) })}
          </>
        )}
        {units.heldUnits > 0 && (
          <>
            {' · '}
            {m.console_units_on_hold({ units: formatCount(units.heldUnits, reader.language) })}
          </>
        )}
      </p>
      <UnitApprovals ticket={ticket} onAsk={() => onDialog({ kind: 'ask-units' })} />
      {ticket.work.length > 0 && (
        <ul className="mt-3 flex flex-col">
          {ticket.work.map((entry) => (
            <WorkLine
              key={entry.id}
              entry={entry}
              onReverse={
                ticket.acts.includes('log-work') && !entry.reversed && entry.reversesId === null
                  ? () => onDialog({ kind: 'reverse', entry })
                  : null
              }
            />
          ))}
        </ul>
      )}
      {ticket.acts.includes('log-work') && (
        <Button
          icon={iconPlus}
          keys="w"
          onClick={() => onDialog({ kind: 'work', timer: null })}
          className="mt-3"
        >
          {m.console_key_work()}
        </Button>
      )}
    </Section>
  );
}

function WorkLine({ entry, onReverse }: { entry: WorkEntry; onReverse: (() => void) | null }) {
  const gone = entry.reversed || entry.reversesId !== null;
  return (
    <li className="flex items-start gap-2 border-t border-line py-1.5">
      <span className={cx('w-16 shrink-0 font-medium tabular', gone && 'text-soft line-through')}>
        {entry.minutes < 0 && '−'}
        {formatMinutes(entry.minutes)}
      </span>
      <span className="min-w-0 grow">
        <span className={cx('break-words', gone && 'text-soft')}>
          {entry.note === '' ? m.console_work_no_note() : entry.note}
        </span>
        <span className="block text-xs text-soft">
          {entry.agent.name} · <Moment at={entry.workedAt} as="ago" />
          {entry.billableMinutes !== entry.minutes && (
            <> · {m.console_work_billable({ time: formatMinutes(entry.billableMinutes) })}</>
          )}
          {entry.reversed && <> · {m.console_work_reversed()}</>}
          {entry.reversesId !== null && <> · {m.console_work_reversal()}</>}
        </span>
      </span>
      {onReverse !== null && (
        <IconButton
          icon={iconUndo2}
          name={m.console_work_reverse()}
          onClick={onReverse}
          className="-my-1"
        />
      )}
    </li>
  );
}

/** IV.b, IV.d: what the customer thinks, and the words a program read it from, beside the priority it led to. */
function SuggestedFacts({ ticket }: { ticket: Ticket }) {
  const { understood, missing, prioritySuggested } = ticket;
  const notSaid = <span className="text-soft">{m.console_understood_missing()}</span>;
  return (
    <>
      {(prioritySuggested !== null || missing === 'priority' || missing === 'both') && (
        <Fact name={m.console_ticket_suggested()}>
          {prioritySuggested === null ? notSaid : priorityWords[prioritySuggested]()}
          {understood?.priority != null && <ReadFrom {...understood.priority} />}
        </Fact>
      )}
      {understood?.impact != null && (
        <Fact name={m.console_understood_impact()}>
          <ReadFrom words={understood.impact.text} readIn={understood.impact.readIn} />
        </Fact>
      )}
      {(missing === 'impact' || missing === 'both') && (
        <Fact name={m.console_understood_impact()}>{notSaid}</Fact>
      )}
    </>
  );
}

function RequestSection({ ticket }: { ticket: Ticket }) {
  return (
    <Section id="request" title={m.console_context_request()}>
      <Facts>
        <Fact name={m.console_priority()}>
          {priorityWords[ticket.priority]()}
          <span className="block text-xs text-soft">
            {ticket.priorityVerified
              ? m.console_priority_verified_by({
                  name: ticket.priorityVerifiedBy?.name ?? m.console_nobody(),
                })
              : m.console_priority_unverified()}
          </span>
        </Fact>
        <SuggestedFacts ticket={ticket} />
        {ticket.category !== null && (
          <Fact name={m.console_ticket_category()}>{ticket.category.name}</Fact>
        )}
        {ticket.service !== null && (
          <Fact name={m.console_ticket_service()}>{ticket.service.name}</Fact>
        )}
        {ticket.team !== null && <Fact name={m.console_ticket_team()}>{ticket.team.name}</Fact>}
        <Fact name={m.console_ticket_channel()}>{channelWords[ticket.channel]()}</Fact>
        <Fact name={m.console_ticket_received()}>
          <Moment at={ticket.receivedAt} as="full" />
        </Fact>
        <Fact name={m.console_ticket_registered()}>
          {ticket.registeredAt === null ? (
            ticket.status === 'held' ? (
              m.console_ticket_not_registered()
            ) : (
              m.console_ticket_never_registered()
            )
          ) : (
            <Moment at={ticket.registeredAt} as="full" />
          )}
        </Fact>
        {ticket.resolvedAt !== null && (
          <Fact name={m.console_ticket_resolved()}>
            <Moment at={ticket.resolvedAt} as="full" />
            {ticket.resolutionForm !== null && (
              <span className="block text-xs text-soft">
                {resolutionWords[ticket.resolutionForm]()}
              </span>
            )}
          </Fact>
        )}
        {ticket.closedAt !== null && (
          <Fact name={m.console_ticket_closed()}>
            <Moment at={ticket.closedAt} as="full" />
          </Fact>
        )}
        {ticket.closesAt !== null && (
          <Fact name={m.console_ticket_closes()}>
            <Moment at={ticket.closesAt} />
          </Fact>
        )}
        {ticket.reopenableUntil !== null && (
          <Fact name={m.console_ticket_reopenable()}>
            <Moment at={ticket.reopenableUntil} />
          </Fact>
        )}
        <Fact name={m.console_ticket_agreement()}>
          <Link
            to="/settings/$section"
            params={{ section: 'agreement' }}
            className="text-brand hover:underline"
          >
            {m.console_agreement_version({ version: String(ticket.agreementVersion) })}
          </Link>
        </Fact>
      </Facts>
    </Section>
  );
}

const linkWords = new Map<string, () => string>([
  ['follow-up', m.console_link_follow_up],
  ['split', m.console_link_split],
  ['duplicate', m.console_link_duplicate],
  ['related', m.console_link_related],
]);

function LinksSection({ ticket }: { ticket: Ticket }) {
  const queries = useQueryClient();
  const unlink = useWrite('unlinkTicket', {
    onDone: () => {
      say(m.console_unlinked());
      void queries.invalidateQueries({ queryKey: ['ticket'] });
    },
  });
  if (ticket.links.length === 0) return null;
  const byHand = (kind: string) => kind === 'related' || kind === 'follow-up';
  return (
    <Section id="links" title={m.console_context_links()}>
      <ul className="flex flex-col gap-1.5">
        {ticket.links.map((link) => (
          <li key={`${link.kind} ${link.direction} ${link.number}`} className="flex items-start">
            <span className="min-w-0 grow">
              <Link
                to="/tickets/$number"
                params={{ number: link.number }}
                search={{}}
                className="hover:underline"
              >
                <span className="text-soft tabular">#{link.number}</span> {link.subject}
              </Link>
              <span className="block text-xs text-soft">
                {linkWords.get(link.kind)?.() ?? link.kind}
              </span>
            </span>
            {byHand(link.kind) && ticket.acts.includes('link') && (
              <IconButton
                icon={iconX}
                name={m.console_unlink({ number: String(link.number) })}
                onClick={() =>
                  unlink.send({ params: { number: ticket.number, otherNumber: link.number } })
                }
              />
            )}
          </li>
        ))}
      </ul>
      <ProblemNote error={unlink.error} className="mt-2" />
    </Section>
  );
}

function DecisionsSection({ ticket }: { ticket: Ticket }) {
  return (
    <Section id="decisions" title={m.console_context_decisions()}>
      {ticket.decisions.length === 0 && (
        <p className="text-soft">{m.console_context_no_decisions()}</p>
      )}
      <ol className="flex flex-col gap-3">
        {ticket.decisions.toReversed().map((decision) => (
          <li key={decision.id}>
            <p>{decision.words}</p>
            <p className="mt-1 flex items-center gap-2 text-xs text-soft">
              <Clause id={decision.clause} version={decision.agreementVersion} />
              <Moment at={decision.at} as="full" />
            </p>
          </li>
        ))}
      </ol>
    </Section>
  );
}

function LogSection({ ticket }: { ticket: Ticket }) {
  return (
    <Section id="log" title={m.console_context_log()}>
      <ol className="flex flex-col gap-2">
        {ticket.log.toReversed().map((entry) => (
          <li key={entry.id} className="flex gap-2">
            <span className="mt-1.5 size-1.5 shrink-0 rounded-full bg-edge" />
            <span className="min-w-0">
              {entry.words}
              <span className="block text-xs text-soft">
                {entry.actor?.name ?? m.common_product_name()} · <Moment at={entry.at} as="full" />
              </span>
            </span>
          </li>
        ))}
      </ol>
    </Section>
  );
}
