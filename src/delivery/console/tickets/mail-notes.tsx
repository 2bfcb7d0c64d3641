import { formatDayAndTime } from '../../ui/format.ts';
import type { Icon as IconShapes } from '../../ui/icons.gen.ts';
import { iconArrowRight, iconCalendarClock, iconKeyRound, iconLock } from '../../ui/icons.gen.ts';
import * as m from '../../ui/words/generated/messages.js';
import type { Invitation, MailFacts } from '../../web/contract.ts';
import { cx } from '../parts/class-names.ts';
import { Icon } from '../parts/icon.tsx';
import { useSession } from '../session/session.tsx';

const protections = { pgp: 'PGP', smime: 'S/MIME' } as const;

/** What a mail was besides its text: encrypted, signed, passed on, an invitation. */
export function MailNotes({ mail }: { mail: MailFacts }) {
  const { reader } = useSession();
  return (
    <>
      {mail.encrypted !== null && (
        <Note icon={iconLock} strong>
          {m.console_message_encrypted({ kind: protections[mail.encrypted] })}
        </Note>
      )}
      {mail.signed !== null && (
        <Note icon={iconKeyRound}>{m.common_mail_signed({ kind: protections[mail.signed] })}</Note>
      )}
      {mail.forwardedLetters.map((letter) => (
        <Note key={`${letter.address} ${letter.subject} ${letter.sentAt}`} icon={iconArrowRight}>
          {[
            m.common_mail_forwarded({
              name: [letter.name, letter.address].filter(Boolean).join(' · '),
            }),
            letter.subject !== '' && m.common_mail_forwarded_subject({ subject: letter.subject }),
            letter.sentAt !== null && formatDayAndTime(letter.sentAt, reader),
          ]
            .filter(Boolean)
            .join(', ')}
        </Note>
      ))}
      {mail.invitations.map((invitation) => (
        <InvitationNote
          key={`${invitation.words} ${invitation.title} ${invitation.when}`}
          invitation={invitation}
        />
      ))}
    </>
  );
}

function Note({
  icon,
  strong = false,
  children,
}: {
  icon: IconShapes;
  strong?: boolean;
  children: string;
}) {
  return (
    <p
      className={cx(
        'mb-1.5 flex max-w-[72ch] gap-2 leading-text break-words',
        strong ? 'text-m' : 'text-xs text-soft',
      )}
    >
      <Icon of={icon} size={14} className="mt-0.5 shrink-0" />
      <span className="min-w-0">{children}</span>
    </p>
  );
}

function InvitationNote({ invitation }: { invitation: Invitation }) {
  return (
    <section className="my-2 flex max-w-[72ch] gap-2.5 rounded-s border border-line bg-page p-3 break-words text-ink">
      <Icon of={iconCalendarClock} size={16} className="mt-0.5 shrink-0 text-soft" />
      <div className="min-w-0">
        <p className="text-xs text-soft">{invitation.words}</p>
        <p className={cx('font-strong', invitation.act === 'cancellation' && 'line-through')}>
          {invitation.title}
        </p>
        {invitation.when !== null && (
          <p>
            {invitation.when}
            {invitation.repeats && ` · ${m.common_mail_repeats()}`}
          </p>
        )}
        {invitation.place !== '' && <p>{invitation.place}</p>}
        {invitation.people.length > 0 && invitation.act !== 'answer' && (
          <p className="mt-1 text-xs text-soft">
            {invitation.people.map(({ name, words }) => `${name} (${words})`).join(', ')}
          </p>
        )}
      </div>
    </section>
  );
}
