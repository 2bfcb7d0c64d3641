import { clockQuestion, clocksQuestion } from '../../ui/clock-question.ts';
import { formatMinutes, formatNear } from '../../ui/format.ts';
import { iconArrowLeft } from '../../ui/icons.gen.ts';
import { paths } from '../../ui/paths.ts';
import * as m from '../../ui/words/generated/messages.js';
import type { Api, CallOutput, Page, Ticket } from '../../web/contract.ts';
import { answerPage } from '../answer.tsx';
import { attempt } from '../attempt.ts';
import { contextOf, type PageContext } from '../page-context.ts';
import { ClockPanel } from '../views/clock.tsx';
import { ClauseLink, Empty, PageHead } from '../views/elements.tsx';
import { Icon } from '../views/icon.tsx';
import { notFound } from './not-found.tsx';

type Proof = CallOutput<Api['getClockProof']>['clocks'][number];

/** VII: "why is it due then?": every stretch, counted or not, and the clause that says so; without script too. */
export const clockProofPage: Page = {
  method: 'GET',
  path: '/tickets/:number/clocks',
  signedIn: true,
  handle: async (request) => {
    const number = Number(request.params['number']);
    if (!Number.isSafeInteger(number) || number < 1) return notFound(request);
    const [context, ticket, proof] = await Promise.all([
      contextOf(request),
      attempt(request.call('getTicket', { params: { number } })),
      attempt(request.call('getClockProof', { params: { number } })),
    ]);
    if (!ticket.done || !proof.done) return notFound(request);
    return answerPage(context, {
      title: `${questionOf(proof.value.clocks, context)} · #${number}`,
      section: 'tickets',
      body: <ClockProofView context={context} ticket={ticket.value} proofs={proof.value.clocks} />,
    });
  },
};

const questionOf = (proofs: readonly Proof[], { language }: PageContext): string =>
  clocksQuestion(
    proofs.map(({ clock }) => clock),
    language,
  );

interface ViewProps {
  readonly context: PageContext;
  readonly ticket: Pick<Ticket, 'number' | 'agreementVersion'>;
  readonly proofs: readonly Proof[];
}

export const ClockProofView = ({ context, ticket, proofs }: ViewProps) => {
  const { say } = context;
  return (
    <>
      <p class="back">
        <a href={paths.ticket(ticket.number)}>
          <Icon shape={iconArrowLeft} />
          {m.portal_clock_why_back({ number: ticket.number }, say)}
        </a>
      </p>
      <PageHead title={questionOf(proofs, context)} lead={m.portal_clock_why_lead({}, say)} />
      {proofs.length === 0 ? (
        <Empty title={m.portal_clock_why_none({}, say)}>
          <p>
            <a href={paths.ticket(ticket.number)}>
              {m.portal_clock_why_back({ number: ticket.number }, say)}
            </a>
          </p>
        </Empty>
      ) : (
        proofs.map((proof) => (
          <section class="why-clock" key={proof.kind}>
            <ClockPanel context={context} clock={proof.clock} level={2} />
            <div class="why">
              {proofs.length > 1 ? <h3>{clockQuestion(proof.clock, context.language)}</h3> : null}
              {proof.why.map((sentence) => (
                <p key={sentence}>{sentence}</p>
              ))}
            </div>
            <Stretches context={context} proof={proof} version={ticket.agreementVersion} />
          </section>
        ))
      )}
    </>
  );
};

interface StretchesProps {
  readonly context: PageContext;
  readonly proof: Proof;
  readonly version: number;
}

const Stretches = ({ context, proof, version }: StretchesProps) => {
  const { say, now } = context;
  const goesOn = proof.clock.metAt === null && proof.clock.state !== 'cancelled';
  const moment = (at: string, isLast: boolean) =>
    isLast && goesOn ? m.portal_clock_now({}, say) : formatNear(at, now, context);
  return (
    <ol class="stretches">
      {proof.intervals.map(({ from, to, counted, seconds, clause, words }, index) => (
        <li key={from} class={counted ? 'counts' : undefined}>
          <span class="dot" aria-hidden="true" />
          <div>
            <p>{words}</p>
            <p class="span">
              {m.portal_clock_to(
                {
                  from: formatNear(from, now, context),
                  to: moment(to ?? from, index === proof.intervals.length - 1),
                },
                say,
              )}
            </p>
          </div>
          <p class="length">
            <strong>{formatMinutes(seconds / 60)}</strong>
            <br />
            <span class="span">
              {counted ? m.portal_clock_counts({}, say) : m.portal_clock_counts_not({}, say)}{' '}
              <ClauseLink context={context} id={clause} version={version} />
            </span>
          </p>
        </li>
      ))}
    </ol>
  );
};
