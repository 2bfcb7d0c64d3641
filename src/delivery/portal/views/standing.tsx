import { formatDayAndTime } from '../../ui/format.ts';
import * as m from '../../ui/words/generated/messages.js';
import type { Organization } from '../../web/contract.ts';
import type { PageContext } from '../page-context.ts';
import { ClauseLink, Notice } from './elements.tsx';

/** II: how the company stands, since when and until when, the firm's reason in its own words, and what to do. */
export const StandingNotice = ({
  context,
  organization,
}: {
  readonly context: PageContext;
  readonly organization: Organization;
}) => {
  const { say } = context;
  const { standing, standingSince: since, standingUntil: until, standingReason } = organization;
  const clause = <ClauseLink context={context} id="II" />;
  const at = (moment: string) => ({ moment: formatDayAndTime(moment, context) });
  if (standing === 'suspended') {
    return (
      <Notice tone="bad" title={m.portal_standing_suspended({}, say)}>
        {since === null ? null : (
          <p>
            {until === null
              ? m.portal_standing_since(at(since), say)
              : m.portal_standing_since_until(
                  { from: at(since).moment, until: at(until).moment },
                  say,
                )}
          </p>
        )}
        {standingReason === null ? null : (
          <p>{m.portal_standing_reason({ reason: standingReason }, say)}</p>
        )}
        <p>
          {until === null
            ? m.portal_standing_what_to_do({}, say)
            : m.portal_standing_what_to_do_until({}, say)}{' '}
          {clause}
        </p>
      </Notice>
    );
  }
  if (until !== null) {
    return (
      <Notice tone="turn" title={m.portal_standing_planned(at(until), say)}>
        <p>
          {m.portal_standing_planned_more({}, say)} {clause}
        </p>
      </Notice>
    );
  }
  return (
    <p class="hint">
      {since === null
        ? m.portal_standing_good({}, say)
        : m.portal_standing_good_since(at(since), say)}{' '}
      {clause}
    </p>
  );
};
