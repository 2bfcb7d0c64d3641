import { formatDayAndTime } from '../../ui/format.ts';
import { iconArrowRight, iconCalendarClock, iconKeyRound, iconLock } from '../../ui/icons.gen.ts';
import * as m from '../../ui/words/generated/messages.js';
import type { Invitation, MailFacts } from '../../web/contract.ts';
import type { PageContext } from '../page-context.ts';
import { Icon } from './icon.tsx';

const protections = { pgp: 'PGP', smime: 'S/MIME' } as const;

/** What a mail was besides its text: encrypted, signed, passed on, an invitation. */
export const MailNotes = ({
  context,
  mail,
}: {
  readonly context: PageContext;
  readonly mail: MailFacts;
}) => {
  const { say } = context;
  return (
    <>
      {mail.encrypted === null ? null : (
        <p class="mail-note strong">
          <Icon shape={iconLock} />
          <span>{m.portal_message_encrypted({ kind: protections[mail.encrypted] }, say)}</span>
        </p>
      )}
      {mail.signed === null ? null : (
        <p class="mail-note">
          <Icon shape={iconKeyRound} />
          <span>{m.common_mail_signed({ kind: protections[mail.signed] }, say)}</span>
        </p>
      )}
      {mail.forwardedLetters.map((letter) => (
        <p key={`${letter.address} ${letter.subject} ${letter.sentAt}`} class="mail-note">
          <Icon shape={iconArrowRight} />
          <span>
            {m.common_mail_forwarded(
              { name: [letter.name, letter.address].filter(Boolean).join(' · ') },
              say,
            )}
            {letter.subject === '' ? null : (
              <> {m.common_mail_forwarded_subject({ subject: letter.subject }, say)}</>
            )}
            {letter.sentAt === null ? null : <>, {formatDayAndTime(letter.sentAt, context)}</>}
          </span>
        </p>
      ))}
      {mail.invitations.map((invitation) => (
        <InvitationNote
          key={`${invitation.words} ${invitation.title} ${invitation.when}`}
          context={context}
          invitation={invitation}
        />
      ))}
    </>
  );
};

const InvitationNote = ({
  context: { say },
  invitation,
}: {
  readonly context: PageContext;
  readonly invitation: Invitation;
}) => (
  <section class={`invitation ${invitation.act}`}>
    <Icon shape={iconCalendarClock} />
    <div>
      <p class="invitation-act">{invitation.words}</p>
      <p class="invitation-title">{invitation.title}</p>
      {invitation.when === null ? null : (
        <p>
          {invitation.when}
          {invitation.repeats ? ` · ${m.common_mail_repeats({}, say)}` : null}
        </p>
      )}
      {invitation.place === '' ? null : <p>{invitation.place}</p>}
      {invitation.people.length === 0 || invitation.act === 'answer' ? null : (
        <p class="hint">
          {invitation.people.map(({ name, words }) => `${name} (${words})`).join(', ')}
        </p>
      )}
    </div>
  </section>
);
