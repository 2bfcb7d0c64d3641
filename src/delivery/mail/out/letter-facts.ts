import type { Instant } from '../../../kernel/clock.ts';
import type { Language } from '../../../kernel/language.ts';
import { groupVerificationCode } from '../../../kernel/verification-code.ts';
import type { Letter, Recipient } from '../../../modules/notifications/index.ts';
import { explainDecision, readDecision } from '../../../policy/decisions.ts';
import { priorityNames } from '../../../policy/priority.ts';
import { explainRefusal } from '../../../policy/reasons.ts';
import { saidIn } from '../../../policy/standing.ts';
import { attemptWords } from '../../ui/attempt-words.ts';
import { knownDeviceOf } from '../../ui/device-of.ts';
import {
  formatCalendarDay,
  formatCount,
  formatDay,
  formatDayAndTime,
  formatMinutes,
  formatUnits,
} from '../../ui/format.ts';
import { paths } from '../../ui/paths.ts';
import { undeliveredWords } from '../../ui/undelivered-words.ts';
import * as m from '../../ui/words/generated/messages.js';
import { appointmentBlocks } from './appointment-letter.ts';
import type { Block } from './letter-layout.ts';

type Fixed = readonly Block[];
type Of<K extends Letter['kind']> = Extract<Letter, { kind: K }>;

interface Context {
  readonly locale: { readonly locale: Language };
  readonly language: Language;
  readonly time: (instant: Instant) => string;
  readonly timeZone: string;
  readonly url: (path: string) => string;
  readonly firm: string;
}

/**
 * What a letter says whatever its texts are: what was decided and by which clause, numbers, moments, units, conditions
 * and codes. Rules made it; nothing that an administrator writes takes any of it away. Pure.
 */
export function factBlocks(
  letter: Letter,
  recipient: Recipient,
  desk: { readonly publicUrl: string; readonly firmName: string },
): Fixed {
  const url = (path: string) => new URL(path, desk.publicUrl).href;
  const context: Context = {
    locale: { locale: recipient.language },
    language: recipient.language,
    time: (instant) => formatDayAndTime(instant, recipient),
    timeZone: recipient.timeZone,
    url,
    firm: desk.firmName,
  };
  switch (letter.kind) {
    case 'acknowledgement':
      return acknowledgement(letter, context);
    case 'admitted':
      return admitted(letter, context);
    case 'message':
      return message(letter, context);
    case 'reminder':
      return reminder(letter, context);
    case 'priority-changed':
      return priorityChanged(letter, context);
    case 'suggestion-read':
      return suggestionRead(letter, context);
    case 'ended':
      return ended(letter, context);
    case 'scope-decided':
      return scopeDecided(letter, context);
    case 'scope-claimed':
      return aboutDecision(letter, context);
    case 'merged':
      return merged(letter, context);
    case 'clock':
      return clock(letter, context);
    case 'appointment-answered':
      return appointmentAnswered(letter, context);
    case 'appointment':
      return appointmentBlocks(letter, recipient, url);
    case 'units-asked':
      return unitsAsked(letter, context);
    case 'units-answered':
      return aboutDecision(letter, context);
    case 'billing':
      return billing(letter, context);
    case 'objection-due':
      return objectionDue(letter, context);
    case 'balance-low':
      return balanceLow(letter, context);
    case 'units-expiring':
      return unitsExpiring(letter, context);
    case 'standing':
      return standing(letter, context);
    case 'statement':
      return statementOfMonth(letter, context);
    case 'undelivered':
      return undelivered(letter, context);
    case 'undelivered-digest':
      return undeliveredDigest(letter, context);
    case 'invitation':
      return invitation(letter, context);
    case 'sign-in-link':
      return signInLink(letter, context);
    case 'mail-confirmation':
      return mailConfirmation(letter, context);
    case 'access-changed':
      return accessChanged(letter, context);
  }
}

/** V.a: number, priority, due times, units, and any reason for being held, with what to do about it. */
function acknowledgement(letter: Of<'acknowledgement'>, context: Context): Fixed {
  const { locale, language } = context;
  const { number } = letter.ticket;
  const state = {
    open: [],
    held: [paragraph(m.mail_ack_held({}, locale))],
    referred: [paragraph(m.mail_ack_referred({}, locale))],
    rejected: [paragraph(m.mail_ack_rejected({}, locale))],
  }[letter.status];
  const reasons = reasonsOf(letter.refusals, context);
  return [
    ...state,
    ...scopeBlocks(letter.scope, context),
    ...(reasons.length === 0 ? [] : [{ kind: 'list', items: reasons } as const]),
    facts([
      [m.mail_fact_number({}, locale), `#${number}`],
      [m.mail_fact_priority({}, locale), priorityNames[letter.ticket.priority][language]],
      ...dueRows(letter, context),
      ...heldRow(letter, context),
    ]),
    ...understoodBlocks(m.mail_understood_request({}, locale), letter.understood, context),
    ...(letter.missing === null ? [] : [paragraph(missingWords(letter.missing, locale))]),
    ...termsBlocks(letter, context),
    ticketLink(letter, context),
    ...verification(letter.code, context),
    small(m.mail_ack_not_attention({}, locale)),
  ];
}

/** T7: by mail a link that asks for no session; elsewhere the page of the portal. */
function termsBlocks(
  { termsWait, termsLink }: Of<'acknowledgement'>,
  { locale, time, url }: Context,
): Fixed {
  if (!termsWait) return [];
  const words = m.mail_accept_terms({}, locale);
  if (termsLink === null) return [link(words, url(paths.terms))];
  return [
    link(words, url(paths.mailAct(termsLink.token))),
    small(m.mail_accept_terms_until({ until: time(termsLink.expiresAt) }, locale)),
  ];
}

/** I: the firm's own words, and what to choose instead. */
function scopeBlocks(
  scope: Of<'acknowledgement'>['scope'],
  { locale, language, url }: Context,
): Fixed {
  if (scope === null) return [];
  return [
    { kind: 'written', text: scope.answer },
    ...(scope.suggested === null
      ? []
      : [
          paragraph(m.mail_scope_suggested({ service: scope.suggested[language] }, locale)),
          link(m.mail_scope_suggested_link({}, locale), url(paths.newTicket)),
        ]),
    ...(scope.claim === 'open' ? [paragraph(m.mail_scope_claim_open({}, locale))] : []),
    ...(scope.claim === 'waits' ? [paragraph(m.mail_scope_claim_waits({}, locale))] : []),
  ];
}

function admitted(letter: Of<'admitted'>, context: Context): Fixed {
  const { locale, language } = context;
  return [
    paragraph(m.mail_admitted({ number: letter.ticket.number }, locale)),
    facts([
      [m.mail_fact_priority({}, locale), priorityNames[letter.ticket.priority][language]],
      ...dueRows(letter, context),
      [
        m.mail_fact_held_units({}, locale),
        m.mail_held_units(
          {
            held: formatUnits(letter.heldUnits, language),
            available: formatUnits(letter.availableUnits, language),
          },
          locale,
        ),
      ],
    ]),
    ticketLink(letter, context),
  ];
}

function message(letter: Of<'message'>, context: Context): Fixed {
  const { locale } = context;
  const signed =
    letter.signature.trim() === '' ? letter.text : `${letter.text}\n\n${letter.signature}`;
  return [
    { kind: 'written', text: signed },
    ...(letter.purpose === 'question' ? [paragraph(m.mail_question_closing({}, locale))] : []),
    ...(letter.closesAt === null || letter.reopenableUntil === null
      ? []
      : [
          paragraph(
            m.mail_resolution_closing(
              {
                closes: context.time(letter.closesAt),
                reopen: context.time(letter.reopenableUntil),
              },
              locale,
            ),
          ),
        ]),
    ticketLink(letter, context),
  ];
}

function reminder(letter: Of<'reminder'>, context: Context): Fixed {
  return [
    paragraph(letter.text),
    ticketLink(letter, context),
    ...stillHereBlocks(letter.stillHere, context),
  ];
}

/** VIII.b: one tap for who has not got the information yet. */
function stillHereBlocks(
  stillHere: Of<'reminder'>['stillHere'],
  { locale, time, url }: Context,
): Fixed {
  if (stillHere === null) return [];
  const { token, expiresAt } = stillHere;
  return [
    paragraph(m.mail_still_here({}, locale)),
    link(m.mail_still_here_link({}, locale), url(paths.mailAct(token))),
    small(m.mail_still_here_until({ until: time(expiresAt) }, locale)),
  ];
}

/** T4: what is asked, what it would cost, and what happens without it. */
function unitsAsked(letter: Of<'units-asked'>, context: Context): Fixed {
  const { locale, language, time, url } = context;
  const { number } = letter.ticket;
  const units = formatUnits(letter.units, language);
  const beyond = letter.billableMinutes > letter.agreedUnits * letter.minutesPerUnit;
  const byDesk = beyond ? m.mail_units_asked_beyond : m.mail_units_asked_near;
  const opening =
    letter.author === ''
      ? byDesk({ number, units }, locale)
      : m.mail_units_asked_by({ number, units, author: letter.author }, locale);
  return [
    paragraph(opening),
    ...(letter.note === '' ? [] : [{ kind: 'written', text: letter.note } as const]),
    facts([
      [m.mail_fact_worked({}, locale), formatMinutes(letter.billableMinutes)],
      [m.mail_fact_approved({}, locale), formatUnits(letter.agreedUnits, language)],
      [m.mail_fact_available({}, locale), formatUnits(letter.availableUnits, language)],
    ]),
    paragraph(m.mail_units_asked_more({ span: formatMinutes(letter.minutesPerUnit) }, locale)),
    ...(letter.link === null
      ? []
      : [
          link(m.mail_units_asked_link({}, locale), url(paths.mailAct(letter.link.token))),
          small(m.mail_units_asked_until({ until: time(letter.link.expiresAt) }, locale)),
          small(m.mail_units_asked_reply({}, locale)),
        ]),
    ticketLink(letter, context),
  ];
}

/** I, T4: in the words of the decision, to the agent who waits for it or is to take one. */
function aboutDecision(letter: Of<'scope-claimed' | 'units-answered'>, context: Context): Fixed {
  const { locale, language, timeZone } = context;
  const { number, subject: ticketSubject } = letter.ticket;
  return [
    paragraph(explainDecision(readDecision(letter.decision), language, timeZone)),
    facts([[m.mail_fact_number({}, locale), `#${number} ${ticketSubject}`]]),
    link(m.mail_see_ticket({ number }, locale), context.url(paths.consoleTicket(number))),
  ];
}

function priorityChanged(letter: Of<'priority-changed'>, context: Context): Fixed {
  const { locale, language } = context;
  return [
    paragraph(
      m.mail_priority_changed(
        {
          from: priorityNames[letter.from][language],
          to: priorityNames[letter.to][language],
        },
        locale,
      ),
    ),
    { kind: 'written', text: letter.reason },
    facts(dueRows(letter, context)),
    ticketLink(letter, context),
  ];
}

/** IV.d: what was understood of an answer, what it changed, and how to object. */
function suggestionRead(letter: Of<'suggestion-read'>, context: Context): Fixed {
  const { locale, language } = context;
  const before = priorityNames[letter.priorityBefore][language];
  const now = priorityNames[letter.ticket.priority][language];
  return [
    ...understoodBlocks(m.mail_understood_answer({}, locale), letter.understood, context),
    ...(before === now
      ? []
      : [
          paragraph(m.mail_suggestion_changed({ from: before, to: now }, locale)),
          facts(dueRows(letter, context)),
        ]),
    ...(letter.missing === null ? [] : [paragraph(missingWords(letter.missing, locale))]),
    ticketLink(letter, context),
  ];
}

/** The customer's own words beside what was made of them. */
function understoodBlocks(
  opening: string,
  understood: Of<'acknowledgement'>['understood'],
  { locale, language }: Context,
): readonly Block[] {
  if (understood === null) return [];
  const { impact, priority } = understood;
  const rows: (readonly [string, string])[] = [];
  if (impact !== null)
    rows.push([m.mail_fact_impact({}, locale), m.mail_quoted({ words: impact.text }, locale)]);
  if (priority !== null) {
    const name = priorityNames[priority.value][language];
    rows.push([
      m.mail_fact_suggested({}, locale),
      m.mail_suggested_from({ priority: name, words: priority.words }, locale),
    ]);
  }
  return [paragraph(opening), facts(rows), small(m.mail_understood_object({}, locale))];
}

function ended(letter: Of<'ended'>, context: Context): Fixed {
  const { locale, language } = context;
  const { number } = letter.ticket;
  const opening = {
    closed: m.mail_closed({ number }, locale),
    abandoned: m.mail_abandoned({ number }, locale),
    referred: m.mail_referred({ number }, locale),
    rejected:
      letter.scope === null
        ? m.mail_rejected({ number }, locale)
        : m.mail_rejected_answered({ number }, locale),
    withdrawn: m.mail_withdrawn({ number }, locale),
  }[letter.ending];
  const charged = letter.chargedUnits ?? 0;
  const costs: readonly (readonly [string, string])[] =
    charged === 0
      ? [[m.mail_fact_charged({}, locale), m.mail_charged_nothing({}, locale)]]
      : [
          [
            m.mail_fact_charged({}, locale),
            m.mail_charged(
              {
                units: formatUnits(charged, language),
                work: formatMinutes(letter.billableMinutes),
                clause: letter.chargeClause ?? 'T3',
              },
              locale,
            ),
          ],
          ...(letter.minutesNotCharged === 0
            ? []
            : [
                [
                  m.mail_fact_not_charged({}, locale),
                  m.mail_not_charged({ work: formatMinutes(letter.minutesNotCharged) }, locale),
                ] as const,
              ]),
          [m.mail_fact_available({}, locale), formatUnits(letter.availableUnits, language)],
        ];
  return [
    paragraph(opening),
    ...scopeBlocks(letter.scope, context),
    ...attemptBlocks(letter.attempts, context),
    facts(costs),
    ...(letter.reopenableUntil === null
      ? []
      : [paragraph(m.mail_reopen_until({ until: context.time(letter.reopenableUntil) }, locale))]),
    ticketLink(letter, context),
  ];
}

/** VIII.b: what the closing rests on: when each attempt was made, to whom, and whether it arrived. */
function attemptBlocks(attempts: Of<'ended'>['attempts'], { locale, time }: Context): Fixed {
  if (attempts.length === 0) return [];
  return [
    paragraph(m.mail_abandoned_attempts({}, locale)),
    {
      kind: 'list',
      items: attempts.map(({ at, deliveries }) =>
        m.mail_abandoned_attempt(
          { moment: time(at), outcome: attemptWords(deliveries, locale) },
          locale,
        ),
      ),
    },
  ];
}

/** I: what an agent decided, in that person's words; taken on, what is promised from now on or what holds it. */
function scopeDecided(letter: Of<'scope-decided'>, context: Context): Fixed {
  const { locale, language } = context;
  const { number } = letter.ticket;
  const { author, service, refusals } = letter;
  const reason = { kind: 'written', text: letter.reason } as const;
  if (service === null) {
    return [
      paragraph(m.mail_scope_upheld({ number, author }, locale)),
      reason,
      ticketLink(letter, context),
    ];
  }
  const reasons = reasonsOf(refusals, context);
  return [
    paragraph(m.mail_scope_overruled({ number, author, service: service[language] }, locale)),
    reason,
    ...(reasons.length === 0
      ? []
      : [paragraph(m.mail_ack_held({}, locale)), { kind: 'list', items: reasons } as const]),
    facts([
      [m.mail_fact_priority({}, locale), priorityNames[letter.ticket.priority][language]],
      ...dueRows(letter, context),
      ...heldRow(letter, context),
    ]),
    ticketLink(letter, context),
  ];
}

/** I: what was asked for twice goes on once, and where. */
function merged(letter: Of<'merged'>, context: Context): Fixed {
  const { locale } = context;
  const { into } = letter;
  return [
    paragraph(
      m.mail_merged(
        { number: letter.ticket.number, into: into.number, subject: into.subject },
        locale,
      ),
    ),
    paragraph(m.mail_merged_more({ into: into.number }, locale)),
    link(
      m.mail_see_ticket({ number: into.number }, locale),
      context.url(paths.ticket(into.number)),
    ),
  ];
}

/** V.d: to a person of the desk. The first line says what happened; the link leads to where something can be done. */
function clock(letter: Of<'clock'>, context: Context): Fixed {
  const { locale, language, timeZone } = context;
  const { number, subject: ticketSubject, priority } = letter.ticket;
  return [
    paragraph(explainDecision(readDecision(letter.decision), language, timeZone)),
    facts([
      [m.mail_fact_number({}, locale), `#${number} ${ticketSubject}`],
      [m.mail_fact_priority({}, locale), priorityNames[priority][language]],
    ]),
    link(m.mail_clock_open({}, locale), context.url(paths.consoleTicket(number))),
    small(m.mail_clock_why_you({}, locale)),
  ];
}

/** T6: to whose activity it is: what the customer answered, and where the agent goes on from it. */
function appointmentAnswered(letter: Of<'appointment-answered'>, context: Context): Fixed {
  const { locale, language, time, timeZone, url } = context;
  const { number, subject: ticketSubject } = letter.ticket;
  return [
    paragraph(explainDecision(readDecision(letter.decision), language, timeZone)),
    ...(letter.note === '' ? [] : [{ kind: 'written', text: letter.note } as const]),
    ...(letter.slots.length === 0
      ? []
      : [
          paragraph(m.mail_answered_times({}, locale)),
          { kind: 'list', items: letter.slots.map(time) } as const,
        ]),
    facts([
      [m.mail_answered_activity({}, locale), letter.activity],
      [m.mail_fact_number({}, locale), `#${number} ${ticketSubject}`],
    ]),
    link(m.mail_clock_open({}, locale), url(paths.consoleTicket(number))),
    small(m.mail_answered_why_you({}, locale)),
  ];
}

/** T1: what is left, what it takes, and how long it would last: an estimate, and said to be one. */
function balanceLow(letter: Of<'balance-low'>, context: Context): Fixed {
  const { locale, language } = context;
  const units = formatUnits(letter.availableUnits, language);
  const { projection } = letter;
  return [
    paragraph(
      m.mail_low(
        {
          units,
          threshold: formatUnits(letter.lowBalanceUnits, language),
          minimum: formatUnits(letter.availableUnitsMin, language),
        },
        locale,
      ),
    ),
    paragraph(projectionWords()),
    link(m.mail_low_link({}, locale), context.url(paths.account)),
  ];

  function projectionWords(): string {
    if (projection.kind === 'thin') return m.mail_low_thin({}, locale);
    const month = formatCount(projection.unitsPerMonth, language);
    if (projection.kind === 'lasting') return m.mail_low_lasting({ month }, locale);
    const moment = formatDay(projection.runsOutAt, { language, timeZone: context.timeZone });
    return m.mail_low_estimate({ month, moment }, locale);
  }
}

/** II: since and until when, why, what it means for requests, and what to do. */
function standing(letter: Of<'standing'>, context: Context): Fixed {
  const { locale, time } = context;
  const { news, since, until } = letter;
  const reason = saidIn(letter.reason, context.language);
  const running = news === 'began' || news === 'extended' || news === 'shortened';
  const suspended = news === 'planned' || running;
  const meaning = {
    planned: m.mail_standing_planned_means({}, locale),
    began: m.mail_standing_began_means({}, locale),
    extended: m.mail_standing_began_means({}, locale),
    shortened: m.mail_standing_began_means({}, locale),
    restored: m.mail_standing_admitted({ count: letter.admittedRequests }, locale),
    withdrawn: m.mail_standing_withdrawn_means({}, locale),
  }[news];
  const opening = {
    planned: m.mail_standing_planned,
    began: m.mail_standing_began,
    extended: until === null ? m.mail_standing_opened : m.mail_standing_extended,
    shortened: m.mail_standing_shortened,
    restored: m.mail_standing_restored,
    withdrawn: m.mail_standing_withdrawn,
  }[news]({}, locale);
  const rows: (readonly [string, string])[] = [];
  if (since !== null) rows.push([m.mail_fact_suspended_since({}, locale), time(since)]);
  if (until !== null) rows.push([m.mail_fact_suspended_until({}, locale), time(until)]);
  return [
    paragraph(opening),
    ...(rows.length === 0 ? [] : [facts(rows)]),
    ...(suspended && reason !== null
      ? [{ kind: 'written', text: m.mail_standing_reason({ reason }, locale) } as const]
      : []),
    paragraph(meaning),
    ...(news === 'planned' ? [paragraph(m.mail_standing_to_do({}, locale))] : []),
    ...(running ? [paragraph(m.mail_standing_to_end({}, locale))] : []),
    link(m.mail_standing_link({}, locale), context.url(paths.account)),
  ];
}

/** T1: what each purchase loses and when, what holds keep of it, and whether the usual use comes first. */
function unitsExpiring(letter: Of<'units-expiring'>, context: Context): Fixed {
  const { locale, language, timeZone } = context;
  const { projection } = letter;
  return [
    paragraph(m.mail_expiring({}, locale)),
    { kind: 'list', items: letter.lots.map(lotWords) },
    paragraph(`${m.mail_expiring_order({}, locale)} ${projectionWords()}`),
    link(m.mail_low_link({}, locale), context.url(paths.account)),
  ];

  function lotWords({ reference, units, expiresAt, heldBy }: (typeof letter.lots)[number]): string {
    const lost = { day: formatDay(expiresAt, context), units: formatUnits(units, language) };
    const words =
      reference === null
        ? m.mail_expiring_lot_plain(lost, locale)
        : m.mail_expiring_lot({ ...lost, reference }, locale);
    if (heldBy.length === 0) return words;
    const held = heldBy.reduce((sum, hold) => sum + hold.units, 0);
    const requests = new Intl.ListFormat(language).format(
      heldBy.map(({ ticketNumber }) => `#${ticketNumber}`),
    );
    return `${words} ${m.mail_expiring_held({ units: formatUnits(held, language), requests }, locale)}`;
  }

  function projectionWords(): string {
    if (projection.kind === 'thin') return m.mail_low_thin({}, locale);
    const month = formatCount(projection.unitsPerMonth, language);
    if (projection.kind === 'lasting') return m.mail_expiring_lasting({ month }, locale);
    const moment = formatDay(projection.runsOutAt, { language, timeZone });
    return m.mail_expiring_estimate({ month, moment }, locale);
  }
}

/** What a month left of the units, by numbers that anyone can check, and where the whole of it is. */
function statementOfMonth(letter: Of<'statement'>, context: Context): Fixed {
  const { locale, language, url } = context;
  const { firstDay, lastDay, closingUnits, heldUnits, closingHash } = letter;
  const closing = formatUnits(closingUnits, language);
  const held = formatUnits(heldUnits, language);
  const code = groupVerificationCode(letter.code);
  const span = new URLSearchParams({ from: firstDay, to: lastDay });
  return [
    paragraph(
      m.mail_statement(
        { from: formatCalendarDay(firstDay, language), to: formatCalendarDay(lastDay, language) },
        locale,
      ),
    ),
    facts([
      [m.mail_statement_opening({}, locale), formatUnits(letter.openingUnits, language)],
      [
        m.mail_statement_closing({}, locale),
        heldUnits === 0 ? closing : m.mail_statement_held({ units: closing, held }, locale),
      ],
      [m.mail_statement_entries({}, locale), formatCount(letter.entries, language)],
      [m.mail_statement_code({}, locale), code],
      [m.mail_fact_verify_at({}, locale), url(paths.verifyCode(code))],
      [m.mail_statement_hash({}, locale), closingHash],
    ]),
    paragraph(
      letter.attached
        ? m.mail_statement_attached({}, locale)
        : m.mail_statement_too_long({}, locale),
    ),
    link(m.mail_statement_link({}, locale), url(`${paths.account}?${span}`)),
    small(m.mail_statement_choice({}, locale)),
  ];
}

/** T1, T3, T4: what was asked of billing, or what billing decided, and why. */
function billing(letter: Of<'billing'>, context: Context): Fixed {
  const { locale, language } = context;
  const units = formatUnits(letter.units, language);
  const back = formatUnits(letter.givenBackUnits, language);
  const number = letter.ticketNumber ?? 0;
  const { customer, forDesk } = letter;
  const words = {
    'objection-asked': forDesk
      ? m.mail_billing_objection_asked_desk({ customer: customer.name, units, number }, locale)
      : m.mail_billing_objection_asked({ units, number }, locale),
    'objection-accepted': m.mail_billing_accepted({ number, units, back }, locale),
    'objection-rejected': m.mail_billing_rejected({ number }, locale),
    'objection-withdrawn': m.mail_billing_withdrawn({ number, units }, locale),
    'objection-overdue': m.mail_billing_overdue({ number, units }, locale),
    'top-up-asked': forDesk
      ? m.mail_billing_top_up_asked_desk({ customer: customer.name, units }, locale)
      : m.mail_billing_top_up_asked({ units }, locale),
    'top-up-recorded': m.mail_billing_top_up_recorded({ units }, locale),
    'top-up-declined': m.mail_billing_top_up_declined({ units }, locale),
  }[letter.news];
  const written = letter.answer ?? letter.text;
  const overdue = letter.news === 'objection-overdue';
  const due = (overdue ? m.mail_billing_was_due : m.mail_billing_due)({}, locale);
  return [
    paragraph(words),
    ...(written === '' ? [] : [{ kind: 'written', text: written } as const]),
    ...(letter.dueAt === null ? [] : [facts([[due, context.time(letter.dueAt)]])]),
    ...(overdue
      ? [
          paragraph(m.mail_billing_overdue_meanwhile({}, locale)),
          paragraph(m.mail_billing_overdue_next({}, locale)),
        ]
      : []),
    forDesk
      ? link(
          m.mail_billing_console({}, locale),
          context.url(`${paths.console}/organizations/${customer.id}`),
        )
      : link(m.mail_low_link({}, locale), context.url(paths.account)),
  ];
}

/** T4: in the words of the decision, what the customer said, and the list in which it is decided. */
function objectionDue(letter: Of<'objection-due'>, context: Context): Fixed {
  const { locale, language, timeZone } = context;
  const { number, subject: ticketSubject } = letter.ticket;
  return [
    paragraph(explainDecision(readDecision(letter.decision), language, timeZone)),
    { kind: 'written', text: letter.text },
    facts([
      [m.mail_fact_customer({}, locale), letter.customer.name],
      [m.mail_fact_number({}, locale), `#${number} ${ticketSubject}`],
    ]),
    link(m.mail_objection_due_open({}, locale), context.url(`${paths.console}/organizations`)),
    small(m.mail_objection_due_why_you({}, locale)),
  ];
}

function undelivered(letter: Of<'undelivered'>, context: Context): Fixed {
  const { locale } = context;
  const { number } = letter.ticket;
  const reason = undeliveredWords({ reason: letter.reason, status: null }, locale);
  const said = [letter.status, letter.reply].filter((part) => part !== null && part !== '');
  return [
    paragraph(m.mail_undelivered({ number, address: letter.address, reason }, locale)),
    facts([
      [m.mail_fact_number({}, locale), `#${number}`],
      [m.mail_fact_address({}, locale), letter.address],
      ...(said.length === 0 ? [] : [[m.mail_fact_status({}, locale), said.join(' · ')] as const]),
    ]),
    paragraph(m.mail_undelivered_next({}, locale)),
    link(m.mail_see_ticket({ number }, locale), context.url(paths.consoleTicket(number))),
  ];
}

function undeliveredDigest(letter: Of<'undelivered-digest'>, context: Context): Fixed {
  const { locale } = context;
  const lines = letter.mails.map(({ ticketNumber: number, address, reason, status }) => {
    const why = undeliveredWords({ reason, status }, locale);
    return number === null
      ? m.mail_digest_line({ address, reason: why }, locale)
      : m.mail_digest_line_ticket({ number, address, reason: why }, locale);
  });
  const more = letter.count - letter.mails.length;
  return [
    { kind: 'list', items: lines },
    ...(more > 0 ? [paragraph(m.mail_digest_more({ count: more }, locale))] : []),
    link(m.mail_digest_link({}, locale), context.url(paths.consoleOutgoing)),
  ];
}

function invitation(letter: Of<'invitation'>, context: Context): Fixed {
  const { locale } = context;
  return [
    link(m.mail_invitation_link({}, locale), context.url(paths.invitation(letter.token))),
    small(m.mail_link_until({ until: context.time(letter.expiresAt) }, locale)),
  ];
}

function signInLink(letter: Of<'sign-in-link'>, context: Context): Fixed {
  const { locale } = context;
  return [
    link(m.mail_sign_in_link({}, locale), context.url(paths.signInLink(letter.token))),
    small(m.mail_link_until({ until: context.time(letter.expiresAt) }, locale)),
    small(m.mail_sign_in_not_you({}, locale)),
  ];
}

/** Nothing of the mail stands in it: a forger must not be able to say anything through it. */
function mailConfirmation(letter: Of<'mail-confirmation'>, context: Context): Fixed {
  const { locale, firm } = context;
  return [
    paragraph(m.mail_confirm({ firm }, locale)),
    link(m.mail_confirm_link({}, locale), context.url(paths.confirmMail(letter.token))),
    small(m.mail_confirm_not_you({}, locale)),
    small(m.mail_link_until({ until: context.time(letter.expiresAt) }, locale)),
  ];
}

/** What changed, when, from where, and what to do about it when it was somebody else. */
function accessChanged(letter: Of<'access-changed'>, { locale, firm, time, url }: Context): Fixed {
  const { change, at, by, passkey, userAgent, ipAddress } = letter;
  const happened = {
    'password-changed': m.mail_password_changed,
    'second-factor-on': m.mail_factor_on,
    'second-factor-off': m.mail_factor_off,
    'passkey-added': m.mail_passkey_added,
    'passkey-removed': m.mail_passkey_removed,
    'recovery-code-used': m.mail_recovery_used,
    'recovery-codes-renewed': m.mail_recovery_renewed,
  }[change];
  const device = userAgent === null ? null : knownDeviceOf(userAgent);
  const whoElse =
    by === 'self'
      ? null
      : { administrator: m.mail_access_administrator, command: m.mail_access_command }[by];
  return [
    paragraph(happened({ firm }, locale)),
    facts([
      ...(passkey === null ? [] : [[m.mail_access_passkey({}, locale), passkey] as const]),
      [m.mail_access_when({}, locale), time(at)],
      ...(whoElse === null
        ? []
        : [[m.mail_access_who({}, locale), whoElse({ firm }, locale)] as const]),
      ...(device === null ? [] : [[m.mail_access_device({}, locale), device] as const]),
      ...(ipAddress === null ? [] : [[m.mail_access_from({}, locale), ipAddress] as const]),
    ]),
    paragraph((by === 'self' ? m.mail_access_not_you : m.mail_access_not_asked)({ firm }, locale)),
    link(m.mail_access_review({}, locale), url(paths.secondFactor)),
  ];
}

const paragraph = (text: string): Block => ({ kind: 'paragraph', text });
const small = (text: string): Block => ({ kind: 'small', text });
const link = (words: string, url: string): Block => ({ kind: 'link', words, url });
const facts = (rows: readonly (readonly [string, string])[]): Block => ({ kind: 'facts', rows });

const ticketLink = (
  { ticket }: { readonly ticket: { readonly number: number } },
  { locale, url }: Context,
): Block =>
  link(m.mail_see_ticket({ number: ticket.number }, locale), url(paths.ticket(ticket.number)));

/** V.a: the code and where to verify it; as a picture for who reads on paper or shows it to somebody else. */
function verification(code: string, { locale, url }: Context): readonly Block[] {
  const grouped = groupVerificationCode(code);
  const address = url(paths.verifyCode(grouped));
  return [
    facts([
      [m.mail_fact_code({}, locale), grouped],
      [m.mail_fact_verify_at({}, locale), address],
    ]),
    { kind: 'qr', text: address },
  ];
}

function dueRows(
  due: { readonly firstResponseDueAt: Instant | null; readonly resolutionDueAt: Instant | null },
  { locale, time }: Context,
): readonly (readonly [string, string])[] {
  return [
    ...(due.firstResponseDueAt === null
      ? []
      : [[m.mail_fact_first_response({}, locale), time(due.firstResponseDueAt)] as const]),
    ...(due.resolutionDueAt === null
      ? []
      : [[m.mail_fact_resolution({}, locale), time(due.resolutionDueAt)] as const]),
  ];
}

/** T3: what is on hold for the request, and what stays available; nothing where nothing is held. */
function heldRow(
  { heldUnits, availableUnits }: { readonly heldUnits: number; readonly availableUnits: number },
  { locale, language }: Context,
): readonly (readonly [string, string])[] {
  if (heldUnits === 0) return [];
  const units = {
    held: formatUnits(heldUnits, language),
    available: formatUnits(availableUnits, language),
  };
  return [[m.mail_fact_held_units({}, locale), m.mail_held_units(units, locale)]];
}

/** Why a request is held, and what to do about each. */
const reasonsOf = (
  refusals: readonly Parameters<typeof explainRefusal>[0][],
  { language, timeZone }: Context,
): readonly string[] =>
  refusals.map((refusal) => {
    const { happened, next } = explainRefusal(refusal, language, timeZone);
    return `${happened} ${next}`;
  });

function missingWords(
  missing: NonNullable<Of<'acknowledgement'>['missing']>,
  locale: { readonly locale: Language },
): string {
  switch (missing) {
    case 'impact':
      return m.mail_missing_impact({}, locale);
    case 'priority':
      return m.mail_missing_priority({}, locale);
    case 'both':
      return m.mail_missing_both({}, locale);
  }
}
