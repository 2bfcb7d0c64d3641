import { iconCircleCheck, iconTriangleAlert } from '../../ui/icons.gen.ts';
import * as m from '../../ui/words/generated/messages.js';
import type { OrganizationSummary } from '../../web/contract.ts';
import { Icon } from '../parts/icon.tsx';

/** II: whether the customer may ask: in good standing, with a contract. */
export function StandingMark({
  organization,
}: {
  organization: Pick<OrganizationSummary, 'standing' | 'contractActive'>;
}) {
  const problem =
    organization.standing === 'suspended'
      ? m.console_standing_suspended()
      : organization.contractActive
        ? null
        : m.console_contract_none();
  return (
    <span
      className={`inline-flex items-center gap-1.5 whitespace-nowrap ${problem === null ? 'text-good' : 'font-strong text-bad'}`}
    >
      <Icon of={problem === null ? iconCircleCheck : iconTriangleAlert} size={14} />
      {problem ?? m.console_standing_good()}
    </span>
  );
}
