import { iconCircleCheck, iconInbox, iconOctagonAlert, iconTimer } from '../../ui/icons.gen.ts';
import * as m from '../../ui/words/generated/messages.js';
import type { Api, CallOutput } from '../../web/contract.ts';
import { Icon } from '../parts/icon.tsx';
import { Moment } from '../parts/moment.tsx';

type Mailbox = CallOutput<Api['listMailboxes']>['items'][number];

/** In one line how mail comes in; when it does not, since when, why, and what to do. */
export function MailboxState({ mailbox: { active, intake } }: { mailbox: Mailbox }) {
  if (!active) return <span className="text-soft">{m.mailboxes_state_inactive()}</span>;
  if (intake === null) {
    return <Line icon={iconInbox}>{m.mailboxes_state_door()}</Line>;
  }
  if (intake.state === 'new') return <Line icon={iconTimer}>{m.mailboxes_state_new()}</Line>;
  if (intake.state === 'connected') {
    return (
      <Line icon={iconCircleCheck} tone="text-good">
        {m.mailboxes_state_connected()}
        <span className="text-soft">
          {' · '}
          {intake.lastMailAt === null ? (
            m.mailboxes_state_no_mail()
          ) : (
            <>
              {m.mailboxes_state_last_mail()} <Moment at={intake.lastMailAt} as="ago" />
            </>
          )}
        </span>
      </Line>
    );
  }
  return (
    <>
      <Line icon={iconOctagonAlert} tone="text-bad">
        {m.mailboxes_state_failing()} {intake.since !== null && <Moment at={intake.since} />}
      </Line>
      <p className="mt-0.5 text-xs">{intake.words}</p>
      {intake.serverWords !== null && (
        <p className="mt-0.5 text-xs break-words text-soft">«{intake.serverWords}»</p>
      )}
    </>
  );
}

function Line({
  icon,
  tone = 'text-soft',
  children,
}: {
  icon: Parameters<typeof Icon>[0]['of'];
  tone?: string;
  children: React.ReactNode;
}) {
  return (
    <span className={`inline-flex items-start gap-1.5 ${tone}`}>
      <Icon of={icon} size={14} className="mt-0.5" />
      <span>{children}</span>
    </span>
  );
}
