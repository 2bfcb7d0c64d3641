import { iconCircleAlert, iconCircleCheck, iconLock } from '../../ui/icons.gen.ts';
import * as m from '../../ui/words/generated/messages.js';
import type { Condition, Ticket } from '../../web/contract.ts';
import { cx } from '../parts/class-names.ts';
import { Clause } from '../parts/clause.tsx';
import { Icon } from '../parts/icon.tsx';

/** II, T1, T7: why it is held, every condition, and that nobody has to send it again. */
export function HeldBar({ ticket }: { ticket: Ticket }) {
  if (ticket.status !== 'held') return null;
  return (
    <section className="border-b border-line bg-hold-tint px-4 py-3 text-on-hold-tint desk:px-6">
      <p className="flex items-center gap-2 font-strong">
        <Icon of={iconLock} />
        {m.console_held_title()}
      </p>
      <ConditionList
        conditions={ticket.conditions}
        version={ticket.agreementVersion}
        className="mt-2"
      />
      <p className="mt-2 text-xs">{m.console_held_detail()}</p>
    </section>
  );
}

/** Every condition of admission, met or not, each with its clause. */
export function ConditionList({
  conditions,
  version,
  className,
}: {
  conditions: readonly Condition[];
  version?: number;
  className?: string;
}) {
  return (
    <ul className={cx('flex flex-col gap-1.5', className)}>
      {conditions.map((condition) => (
        <li key={`${condition.clause} ${condition.key}`} className="flex items-start gap-2">
          <Icon
            of={condition.met ? iconCircleCheck : iconCircleAlert}
            className={cx('mt-0.5', condition.met ? 'text-good' : 'text-bad')}
          />
          <span className={cx('min-w-0 grow', !condition.met && 'font-medium')}>
            <span className="sr-only">
              {condition.met ? m.console_condition_met() : m.console_condition_missing()}:{' '}
            </span>
            {condition.words}
          </span>
          <Clause id={condition.clause} {...(version === undefined ? {} : { version })} />
        </li>
      ))}
    </ul>
  );
}
