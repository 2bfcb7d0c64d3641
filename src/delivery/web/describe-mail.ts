import type {
  CalendarMoment,
  Invitation,
  InvitedPerson,
  MailFacts,
} from '../../modules/correspondence/index.ts';
import { formatCalendarDay, formatDay, formatTime, formatZone, type Reader } from '../ui/format.ts';
import * as m from '../ui/words/generated/messages.js';
import type * as contract from './contract/tickets.ts';

/** What a mail was besides its text, in the reader's words. */
export const describeMailFacts = (facts: MailFacts, reader: Reader): contract.MailFacts => ({
  formattedFirst: facts.picturesInPlace > 0,
  remotePictures: facts.remotePictures,
  signed: facts.signed,
  encrypted: facts.encrypted,
  forwardedLetters: facts.forwardedLetters.map(({ sentAt, ...letter }) => ({
    ...letter,
    sentAt: sentAt === null ? null : new Date(sentAt).toISOString(),
  })),
  invitations: facts.invitations.map((invitation) => describeInvitation(invitation, reader)),
});

const describeInvitation = (invitation: Invitation, reader: Reader): contract.Invitation => ({
  act: invitation.act,
  words: invitationWords(invitation, reader),
  title: invitation.title,
  when: spanWords(invitation, reader),
  place: invitation.place,
  repeats: invitation.repeats,
  people: invitation.attendees.map((person) => ({
    name: nameOf(person),
    answer: person.answer,
    words: answerWords[person.answer]({}, { locale: reader.language }),
  })),
});

const nameOf = ({ name, address }: InvitedPerson): string => name || address;

const answerWords = {
  accepted: m.log_invited_accepted,
  declined: m.log_invited_declined,
  tentative: m.log_invited_tentative,
  waiting: m.log_invited_waiting,
};

function invitationWords({ act, organizer, attendees }: Invitation, { language }: Reader): string {
  const say = { locale: language };
  const [first] = attendees;
  const name = first === undefined ? m.log_invitation_somebody({}, say) : nameOf(first);
  const from = organizer === null ? '' : nameOf(organizer);
  switch (act) {
    case 'invitation':
      return from === '' ? m.log_invitation({}, say) : m.log_invitation_from({ from }, say);
    case 'change':
      return m.log_invitation_changed({}, say);
    case 'cancellation':
      return m.log_invitation_cancelled({}, say);
    case 'proposal':
      return m.log_invitation_proposal({ name }, say);
    case 'answer':
      return {
        accepted: m.log_invitation_accepted,
        declined: m.log_invitation_declined,
        tentative: m.log_invitation_tentative,
        waiting: m.log_invitation_answered,
      }[first?.answer ?? 'waiting']({ name }, say);
    case 'event':
      return m.log_invitation_event({}, say);
  }
}

/** "30 nov 2026, 10:00–11:00, hora de Venezuela"; whole days without hours; an unknown zone by its name. */
function spanWords({ start, end }: Invitation, reader: Reader): string | null {
  if (start === null) return null;
  const from = partsOf(start, reader);
  const to = end === null ? from : partsOf(end, reader);
  const days = from.day === to.day || end === null ? [from.day] : [from.day, to.day];
  const span =
    days.length === 1
      ? [from.day, to.time === from.time ? from.time : `${from.time}–${to.time}`]
      : [
          [from.day, from.time].filter(Boolean).join(', '),
          '–',
          [to.day, to.time].filter(Boolean).join(', '),
        ];
  const zone = zoneWords(start, reader);
  return days.length === 1
    ? [...span, zone].filter(Boolean).join(', ')
    : [span.join(' '), zone].filter(Boolean).join(', ');
}

function partsOf(moment: CalendarMoment, reader: Reader): { day: string; time: string } {
  switch (moment.kind) {
    case 'day':
      return { day: formatCalendarDay(moment.day, reader.language), time: '' };
    case 'instant':
      return { day: formatDay(moment.at, reader), time: formatTime(moment.at, reader) };
    case 'wall': {
      const asUtc = { ...reader, timeZone: 'UTC' };
      const shown = `${moment.wall}:00Z`;
      return { day: formatDay(shown, asUtc), time: formatTime(shown, asUtc) };
    }
  }
}

function zoneWords(moment: CalendarMoment, reader: Reader): string {
  switch (moment.kind) {
    case 'day':
      return '';
    case 'instant':
      return formatZone(reader, moment.at);
    case 'wall':
      return moment.zone === ''
        ? m.log_invitation_no_zone({}, { locale: reader.language })
        : m.log_invitation_zone({ zone: moment.zone }, { locale: reader.language });
  }
}
