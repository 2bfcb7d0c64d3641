import { useQuery } from '@tanstack/react-query';
import { clockQuestion, clocksQuestion } from '../../ui/clock-question.ts';
import { formatMinutes, formatTarget } from '../../ui/format.ts';
import * as m from '../../ui/words/generated/messages.js';
import type { Api, CallOutput, Ticket } from '../../web/contract.ts';
import { cx } from '../parts/class-names.ts';
import { Clause } from '../parts/clause.tsx';
import { Dialog, DialogBody } from '../parts/dialog.tsx';
import { Moment } from '../parts/moment.tsx';
import { ProblemNote, Waiting } from '../parts/notice.tsx';
import { serverNow } from '../server/call.ts';
import { clockProofQuery } from '../server/queries.ts';
import { useSession } from '../session/session.tsx';
import { ClockCard } from './clock-card.tsx';
import { clockWords } from './next-clock.tsx';

type Proof = CallOutput<Api['getClockProof']>['clocks'][number];
type Interval = Proof['intervals'][number];

/** VII: every interval that was counted or not, and why. Their sum is the clock. */
export function ProofDialog({ ticket, onClose }: { ticket: Ticket; onClose: () => void }) {
  const { reader } = useSession();
  const proof = useQuery(clockProofQuery(ticket.number));
  return (
    <Dialog
      open
      onClose={onClose}
      size="large"
      title={m.console_proof_title({
        question: clocksQuestion(ticket.clocks, reader.language),
        number: String(ticket.number),
      })}
      description={m.console_proof_detail()}
    >
      <DialogBody className="gap-6">
        {proof.isError && <ProblemNote error={proof.error} onRetry={() => void proof.refetch()} />}
        {proof.data === undefined && !proof.isError && <Waiting />}
        {proof.data?.clocks.map((each) => (
          <ClockProof key={each.kind} proof={each} version={ticket.agreementVersion} />
        ))}
      </DialogBody>
    </Dialog>
  );
}

function ClockProof({ proof, version }: { proof: Proof; version: number }) {
  const { reader } = useSession();
  const { clock, intervals } = proof;
  const countedSeconds = intervals.reduce(
    (sum, each) => sum + (each.counted ? each.seconds : 0),
    0,
  );
  return (
    <section>
      <ClockCard clock={clock} />
      <div className="mt-3 flex max-w-prose flex-col gap-1">
        <h4 className="font-strong">{clockQuestion(clock, reader.language)}</h4>
        {proof.why.map((sentence) => (
          <p key={sentence}>{sentence}</p>
        ))}
      </div>
      {intervals.length > 0 && (
        <>
          <Timeline intervals={intervals} />
          <ol aria-label={clockWords[proof.kind]()} className="mt-2">
            {intervals.map((interval) => (
              <IntervalLine
                key={`${interval.from} ${interval.clause}`}
                interval={interval}
                version={version}
              />
            ))}
          </ol>
          <p className="mt-2 font-strong tabular">
            {clock.targetMinutes === null
              ? m.console_proof_sum_open({ counted: formatMinutes(countedSeconds / 60) })
              : m.console_proof_sum({
                  counted: formatMinutes(countedSeconds / 60),
                  target: formatTarget(clock.targetMinutes),
                })}
          </p>
        </>
      )}
    </section>
  );
}

function IntervalLine({ interval, version }: { interval: Interval; version: number }) {
  return (
    <li className="grid grid-cols-[minmax(0,1fr)_auto] gap-x-3 border-t border-line py-2">
      <span className="flex items-start gap-2">
        <span
          aria-hidden="true"
          className={cx(
            'mt-1.5 size-2 shrink-0 rounded-full',
            interval.counted ? 'bg-clock-running' : 'border-2 border-clock-paused',
          )}
        />
        <span>
          {interval.words}
          <span className="block text-xs text-soft">
            <Moment at={interval.from} as="full" />
            {' → '}
            {interval.to === null ? m.console_proof_now() : <Moment at={interval.to} as="full" />}
          </span>
        </span>
      </span>
      <span className="text-right">
        <span className={cx('tabular', interval.counted ? 'font-strong' : 'text-soft')}>
          {interval.counted ? '+' : ''}
          {formatMinutes(interval.seconds / 60)}
        </span>
        <span className="mt-0.5 block text-xs text-soft">
          {interval.counted ? m.console_proof_counted() : m.console_proof_not_counted()}{' '}
          <Clause id={interval.clause} version={version} />
        </span>
      </span>
    </li>
  );
}

/** The same intervals to scale. */
function Timeline({ intervals }: { intervals: readonly Interval[] }) {
  const now = serverNow();
  const start = Date.parse(intervals[0]?.from ?? '');
  const end = Math.max(...intervals.map((each) => (each.to === null ? now : Date.parse(each.to))));
  const at = (instant: number) => `${((instant - start) / Math.max(1, end - start)) * 100}%`;
  return (
    <svg
      aria-hidden="true"
      width="100%"
      height="10"
      className="mt-3 block overflow-hidden rounded-full"
    >
      <rect width="100%" height="10" className="fill-clock-track" />
      {intervals.map((each) => {
        const [from, to] = [Date.parse(each.from), each.to === null ? now : Date.parse(each.to)];
        return each.counted ? (
          <rect
            key={each.from}
            x={at(from)}
            width={`${((to - from) / Math.max(1, end - start)) * 100}%`}
            height="10"
            className="fill-clock-running"
          />
        ) : null;
      })}
    </svg>
  );
}
