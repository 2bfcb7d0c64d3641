import { Link } from '@tanstack/react-router';
import {
  iconAlarmClock,
  iconBell,
  iconListChecks,
  iconUserPlus,
  iconX,
} from '../../ui/icons.gen.ts';
import * as m from '../../ui/words/generated/messages.js';
import { shortcuts } from '../keyboard/shortcuts.ts';
import { Button, IconButton, Spinner } from '../parts/button.tsx';
import type { useBulk } from './use-bulk.ts';

type Bulk = ReturnType<typeof useBulk>;

interface BulkBarProps {
  readonly bulk: Bulk;
  readonly chosen: number;
  /** How many there are to choose from. */
  readonly loaded: number;
  readonly onAssign: () => void;
  readonly onSnooze: () => void;
  readonly onFollow: () => void;
  readonly onAll: () => void;
  readonly onNone: () => void;
}

/** What can be done with those that are chosen; how far it came; and afterwards, what was refused and why. */
export function BulkBar(props: BulkBarProps) {
  const { bulk, chosen, loaded, onAssign, onSnooze, onFollow, onAll, onNone } = props;
  const { run } = bulk;
  if (run?.finished) return <RefusedList run={run} onClose={bulk.dismiss} />;
  if (run !== null) {
    const { done, total } = run;
    return (
      <div className={barClass}>
        <Spinner />
        <span role="status">
          {m.console_bulk_progress({ done: String(done), total: String(total) })}
        </span>
        <progress
          aria-label={m.console_bulk_title()}
          value={done}
          max={total}
          className="h-1.5 min-w-24 grow accent-brand"
        />
      </div>
    );
  }
  if (chosen === 0) return null;
  return (
    <section aria-label={m.console_bulk_title()} className={barClass}>
      <span role="status" className="font-strong whitespace-nowrap">
        {m.console_bulk_chosen({ count: chosen })}
      </span>
      <Button icon={iconUserPlus} keys={shortcuts.assign.keys} onClick={onAssign}>
        {m.console_key_assign()}
      </Button>
      <Button icon={iconAlarmClock} keys={shortcuts.snooze.keys} onClick={onSnooze}>
        {m.console_key_snooze()}
      </Button>
      <Button icon={iconBell} keys={shortcuts.follow.keys} onClick={onFollow}>
        {m.console_follow()}
      </Button>
      {chosen < loaded && (
        <Button look="quiet" icon={iconListChecks} keys={shortcuts.chooseAll.keys} onClick={onAll}>
          {m.console_bulk_all({ count: String(loaded) })}
        </Button>
      )}
      <span className="ml-auto" />
      <IconButton icon={iconX} name={m.console_bulk_none()} onClick={onNone} />
    </section>
  );
}

const barClass =
  'flex min-h-13 shrink-0 flex-wrap items-center gap-2 border-t border-line bg-raised px-4 py-2 desk:px-5';

function RefusedList({ run, onClose }: { run: NonNullable<Bulk['run']>; onClose: () => void }) {
  return (
    <section
      aria-label={m.console_bulk_title()}
      className="max-h-64 shrink-0 overflow-y-auto border-t border-line bg-bad-tint px-4 py-2.5 text-on-bad-tint desk:px-5"
    >
      <div className="flex items-start gap-2">
        <p role="alert" className="grow font-strong">
          {m.console_bulk_refused({ count: run.refused.length, total: String(run.total) })}
        </p>
        <IconButton icon={iconX} name={m.console_close()} onClick={onClose} className="-my-1" />
      </div>
      <ul className="mt-1 flex flex-col gap-1">
        {run.refused.map(({ number, subject, reason }) => (
          <li key={number}>
            <Link
              to="/tickets/$number"
              params={{ number }}
              search={{}}
              className="font-medium underline underline-offset-2"
            >
              #{number} {subject}
            </Link>
            <span className="block">{reason}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}
