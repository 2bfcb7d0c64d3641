import type { Instant } from '../../../kernel/clock.ts';
import type { Letter, Recipient } from '../../../modules/notifications/index.ts';
import { explainRefusal } from '../../../policy/reasons.ts';
import { formatDayAndTime, formatMinutes, formatUnits, formatZone } from '../../ui/format.ts';
import { paths } from '../../ui/paths.ts';
import * as m from '../../ui/words/generated/messages.js';
import type { Block } from './letter-layout.ts';

type AppointmentLetter = Extract<Letter, { kind: 'appointment' }>;
type Row = readonly [label: string, value: string];

/** T5, T6: the body of a letter about an activity: what happened, when, what it costs, and what can be done. Pure. */
export function appointmentBlocks(
  letter: AppointmentLetter,
  recipient: Recipient,
  url: (path: string) => string,
): readonly Block[] {
  const locale = { locale: recipient.language };
  const link = (words: string): Block => ({
    kind: 'link',
    words,
    url: url(`${paths.ticket(letter.ticket.number)}#appointments`),
  });
  const opening = paragraph(openingWords(letter, recipient));
  switch (letter.news) {
    case 'offered':
      return [
        opening,
        {
          kind: 'list',
          items: letter.slots.map((startsAt) => momentWords(startsAt, recipient)),
        },
        facts(activityRows(letter, recipient)),
        paragraph(`${termsWords(letter, recipient)} ${m.mail_appointment_accepting({}, locale)}`),
        ...(letter.surcharge === null
          ? []
          : [paragraph(m.mail_appointment_surcharge_portal({}, locale))]),
        link(m.mail_appointment_choose({}, locale)),
        ...(letter.answerable ? [small(m.mail_appointment_by_calendar({}, locale))] : []),
      ];
    case 'accepted':
    case 'moved':
    case 'reminder':
      return [
        opening,
        facts([...whenRows(letter, recipient), ...activityRows(letter, recipient)]),
        paragraph(termsWords(letter, recipient)),
        link(m.mail_appointment_see({}, locale)),
      ];
    case 'cancelled':
    case 'done':
      return [
        opening,
        ...written(letter.note),
        facts(whenRows(letter, recipient)),
        ...(letter.chargedUnits === 0
          ? []
          : [
              paragraph(
                m.mail_appointment_charged(
                  {
                    units: formatUnits(letter.chargedUnits, recipient.language),
                    available: formatUnits(letter.availableUnits, recipient.language),
                  },
                  locale,
                ),
              ),
            ]),
        link(m.mail_see_ticket({ number: letter.ticket.number }, locale)),
      ];
    case 'missed':
      return [
        opening,
        facts([
          ...whenRows(letter, recipient),
          [
            m.mail_fact_available({}, locale),
            formatUnits(letter.availableUnits, recipient.language),
          ],
        ]),
        ...written(letter.note),
        ...written(letter.attemptsNote),
        paragraph(m.mail_appointment_missed_next({}, locale)),
        link(m.mail_see_ticket({ number: letter.ticket.number }, locale)),
      ];
    case 'answer-refused':
      return [
        opening,
        ...refusalWords(letter, recipient),
        ...(letter.startsAt === null ? [] : [facts(whenRows(letter, recipient))]),
        link(m.mail_appointment_see({}, locale)),
      ];
  }
}

/** What the event in the recipient's calendar is called and says: what absence costs stands in it, too (T6). */
export function describeEvent(
  letter: AppointmentLetter,
  recipient: Recipient,
  publicUrl: string,
): { readonly summary: string; readonly description: string; readonly url: string } {
  const locale = { locale: recipient.language };
  const { number } = letter.ticket;
  const terms = termsWords(letter, recipient);
  return {
    summary: m.mail_appointment_event({ subject: letter.subject, number }, locale),
    description: [
      letter.ticket.subject,
      ...activityRows(letter, recipient).map(([label, value]) => `${label}: ${value}`),
      letter.answerable ? `${terms} ${m.mail_appointment_accepting({}, locale)}` : terms,
    ].join('\n'),
    url: new URL(paths.ticket(number), publicUrl).href,
  };
}

function openingWords(letter: AppointmentLetter, { language }: Recipient): string {
  const locale = { locale: language };
  const named = { number: letter.ticket.number, subject: letter.subject };
  switch (letter.news) {
    case 'offered':
      return letter.startsAt === null
        ? m.mail_appointment_offered(named, locale)
        : m.mail_appointment_offered_again(named, locale);
    case 'accepted':
      return m.mail_appointment_accepted(named, locale);
    case 'moved':
      return m.mail_appointment_moved(named, locale);
    case 'cancelled':
      return m.mail_appointment_cancelled(named, locale);
    case 'reminder':
      return m.mail_appointment_reminder(named, locale);
    case 'done':
      return m.mail_appointment_done(named, locale);
    case 'missed':
      return m.mail_appointment_missed(
        { ...named, units: formatUnits(letter.chargedUnits, language) },
        locale,
      );
    case 'answer-refused':
      return m.mail_appointment_answer_refused(named, locale);
  }
}

const momentWords = (startsAt: Instant, recipient: Recipient): string =>
  m.mail_appointment_when_zone(
    { time: formatDayAndTime(startsAt, recipient), zone: formatZone(recipient, startsAt) },
    { locale: recipient.language },
  );

function whenRows({ startsAt }: AppointmentLetter, recipient: Recipient): readonly Row[] {
  if (startsAt === null) return [];
  const label = m.mail_appointment_when({}, { locale: recipient.language });
  return [[label, momentWords(startsAt, recipient)]];
}

function activityRows(letter: AppointmentLetter, { language }: Recipient): readonly Row[] {
  const locale = { locale: language };
  return [
    [m.mail_appointment_place({}, locale), placeWords(letter, locale)],
    [m.mail_appointment_duration({}, locale), formatMinutes(letter.durationMinutes)],
    ...(letter.agent === '' ? [] : [[m.mail_appointment_agent({}, locale), letter.agent] as const]),
    ...(letter.surcharge === null
      ? []
      : [
          [
            m.mail_appointment_surcharge({}, locale),
            surchargeWords(letter.surcharge, language),
          ] as const,
        ]),
  ];
}

function placeWords(
  { place, location }: AppointmentLetter,
  locale: { readonly locale: Recipient['language'] },
): string {
  if (place === 'onsite') return m.mail_appointment_onsite({ location }, locale);
  return location === ''
    ? m.mail_appointment_remote({}, locale)
    : m.mail_appointment_remote_at({ location }, locale);
}

function surchargeWords(
  { units, note }: NonNullable<AppointmentLetter['surcharge']>,
  language: Recipient['language'],
): string {
  const shown = formatUnits(units, language);
  return note === ''
    ? m.mail_appointment_surcharge_units({ units: shown }, { locale: language })
    : m.mail_appointment_surcharge_noted({ units: shown, note }, { locale: language });
}

const termsWords = (
  { absenceUnits, noticeMinutes }: AppointmentLetter,
  { language }: Recipient,
): string =>
  m.mail_appointment_terms(
    { units: formatUnits(absenceUnits, language), notice: formatMinutes(noticeMinutes) },
    { locale: language },
  );

function refusalWords({ refusal }: AppointmentLetter, recipient: Recipient): readonly Block[] {
  if (refusal === null) return [];
  const { happened, next } = explainRefusal(refusal, recipient.language, recipient.timeZone);
  return [paragraph(`${happened} ${next}`)];
}

const paragraph = (text: string): Block => ({ kind: 'paragraph', text });
const small = (text: string): Block => ({ kind: 'small', text });
const facts = (rows: readonly Row[]): Block => ({ kind: 'facts', rows });
const written = (text: string): readonly Block[] =>
  text.trim() === '' ? [] : [{ kind: 'written', text }];
