import { iconBell, iconBellOff } from '../../ui/icons.gen.ts';
import * as m from '../../ui/words/generated/messages.js';
import type { Ticket } from '../../web/contract.ts';
import { shortcuts } from '../keyboard/shortcuts.ts';
import { Avatar } from '../parts/avatar.tsx';
import { Button } from '../parts/button.tsx';
import { Section } from '../parts/section.tsx';
import { useSession } from '../session/session.tsx';
import { useFollow } from './use-follow.ts';

/** The agents who are told of what happens here without attending it; customers who do are another thing. */
export function FollowersSection({ ticket }: { ticket: Ticket }) {
  const { me } = useSession();
  const { toggle } = useFollow(ticket);
  const follows = ticket.followers.some(({ personId }) => personId === me.personId);
  return (
    <Section id="followers" title={m.console_followers_title()}>
      {ticket.followers.length === 0 ? (
        <p className="text-soft">{m.console_followers_none()}</p>
      ) : (
        <ul className="flex flex-col gap-1.5">
          {ticket.followers.map(({ personId, name }) => (
            <li key={personId} className="flex items-center gap-2">
              <Avatar name={name} size="s" />
              <span className="min-w-0 truncate">
                {personId === me.personId ? m.console_followers_me() : name}
              </span>
            </li>
          ))}
        </ul>
      )}
      {ticket.acts.includes('follow') && (
        <Button
          icon={follows ? iconBellOff : iconBell}
          keys={shortcuts.follow.keys}
          onClick={toggle}
          className="mt-3"
        >
          {follows ? m.console_unfollow() : m.console_follow()}
        </Button>
      )}
    </Section>
  );
}
