import type { Instant } from '../../../kernel/clock.ts';
import { dayMs, hourMs } from '../../../kernel/duration.ts';
import type { Language } from '../../../kernel/language.ts';
import type { Letter, LetterName } from '../../../modules/notifications/index.ts';
import { decide, decideRefused } from '../../../policy/decisions.ts';
import { refuse } from '../../../policy/verdict.ts';
import * as m from '../../ui/words/generated/messages.js';

type Of<K extends Letter['kind']> = Extract<Letter, { kind: K }>;

/**
 * A letter of that name with data that nobody can take for real: request 0, names that say that they are an example, a
 * code that no acknowledgement has and links that let nobody in. Moments are around `at`. Pure.
 */
export function exampleLetter(
  name: LetterName,
  language: Language,
  at: Instant,
): { readonly letter: Letter; readonly contact: string } {
  const say = { locale: language };
  return {
    letter: examples[name]({
      at,
      subject: m.mail_example_subject({}, say),
      customer: m.mail_example_customer({}, say),
      agent: m.mail_example_agent({}, say),
      activity: m.mail_example_activity({}, say),
      text: m.mail_example_text({}, say),
      address: 'ejemplo@example.com',
    }),
    contact: m.mail_example_contact({}, say),
  };
}

/** What the examples are made of. */
interface Data {
  readonly at: Instant;
  readonly subject: string;
  readonly customer: string;
  readonly agent: string;
  readonly activity: string;
  readonly text: string;
  readonly address: string;
}

const ticketOf = ({ subject }: Data) => ({ number: 0, subject, priority: 'p2' }) as const;
const dueOf = ({ at }: Data) => ({
  firstResponseDueAt: at + 4 * hourMs,
  resolutionDueAt: at + dayMs,
});
const understoodOf = ({ text }: Data): NonNullable<Of<'acknowledgement'>['understood']> => ({
  impact: { text, readIn: 'label' },
  priority: { value: 'p2', words: '2', readIn: 'label' },
});

const acknowledgement =
  (status: Of<'acknowledgement'>['status'], differs: Partial<Of<'acknowledgement'>> = {}) =>
  (data: Data): Letter => ({
    kind: 'acknowledgement',
    ticket: ticketOf(data),
    status,
    ...(status === 'open' ? dueOf(data) : { firstResponseDueAt: null, resolutionDueAt: null }),
    heldUnits: status === 'open' ? 1 : 0,
    availableUnits: 9,
    minutesPerUnit: 60,
    refusals: [],
    scope: null,
    termsWait: false,
    termsLink: null,
    missing: null,
    understood: status === 'open' ? understoodOf(data) : null,
    code: '0'.repeat(20),
    ...differs,
  });

const accessChanged =
  (change: Of<'access-changed'>['change'], passkey: string | null = null) =>
  ({ at }: Data): Letter => ({
    kind: 'access-changed',
    change,
    passkey,
    at,
    by: 'self',
    userAgent: 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0',
    ipAddress: '192.0.2.1',
  });

const message =
  (purpose: Of<'message'>['purpose']) =>
  (data: Data): Letter => ({
    kind: 'message',
    ticket: ticketOf(data),
    purpose,
    text: data.text,
    author: data.agent,
    signature: '',
    closesAt: purpose === 'resolution' ? data.at + 5 * dayMs : null,
    reopenableUntil: purpose === 'resolution' ? data.at + 15 * dayMs : null,
  });

const ended =
  (ending: Of<'ended'>['ending'], chargedUnits = 0) =>
  (data: Data): Letter => ({
    kind: 'ended',
    ticket: ticketOf(data),
    ending,
    chargedUnits,
    billableMinutes: chargedUnits * 60,
    minutesNotCharged: 0,
    availableUnits: 8,
    chargeClause: 'T4',
    scope: ending === 'rejected' ? { answer: data.text, suggested: null, claim: 'none' } : null,
    reopenableUntil: ending === 'closed' || ending === 'abandoned' ? data.at + 15 * dayMs : null,
    attempts:
      ending === 'abandoned' ? [-4, -3].map((days) => attemptAt(data.at + days * dayMs)) : [],
  });

/** VIII.b: one that arrived. */
const attemptAt = (at: Instant): Of<'ended'>['attempts'][number] => ({
  at,
  deliveries: [
    {
      address: 'contacto@cliente.example',
      state: 'sent',
      undeliveredReason: null,
      undeliveredStatus: null,
    },
  ],
});

const appointment =
  (news: Of<'appointment'>['news'], chargedUnits = 0) =>
  (data: Data): Letter => ({
    kind: 'appointment',
    ticket: ticketOf(data),
    news,
    subject: data.activity,
    place: 'remote',
    location: '',
    agent: data.agent,
    durationMinutes: 60,
    startsAt: news === 'offered' ? null : data.at + 2 * dayMs,
    slots: news === 'offered' ? [data.at + 2 * dayMs, data.at + 3 * dayMs] : [],
    surcharge: null,
    absenceUnits: 1,
    noticeMinutes: 240,
    chargedUnits,
    availableUnits: 8,
    note: news === 'cancelled' || news === 'done' ? data.text : '',
    attemptsNote: '',
    answerable: news === 'offered',
    refusal: news === 'answer-refused' ? refuse('T6', 'slot-closed') : null,
  });

const unanswered: readonly Of<'billing'>['news'][] = [
  'objection-asked',
  'objection-withdrawn',
  'objection-overdue',
  'top-up-asked',
  'top-up-recorded',
];

const billing =
  (news: Of<'billing'>['news'], forDesk = false) =>
  (data: Data): Letter => ({
    kind: 'billing',
    news,
    forDesk,
    customer: { id: 0, name: data.customer },
    units: 5,
    givenBackUnits: 3,
    ticketNumber: news.startsWith('objection') ? 0 : null,
    text: data.text,
    answer: unanswered.includes(news) ? null : data.text,
    dueAt: decidedBy(news, data.at),
  });

function decidedBy(news: Of<'billing'>['news'], at: Instant): Instant | null {
  if (news === 'objection-overdue') return at;
  return news === 'objection-asked' ? at + 3 * dayMs : null;
}

const objectionDue =
  (step: Of<'objection-due'>['step']) =>
  (data: Data): Letter => ({
    kind: 'objection-due',
    step,
    ticket: ticketOf(data),
    customer: { id: 0, name: data.customer },
    units: 5,
    text: data.text,
    decision: decide(`objection-${step}`, {
      sequence: 7,
      units: 5,
      dueAt: step === 'overdue' ? data.at : data.at + 18 * hourMs,
      clause: 'T4',
    }),
  });

const clock =
  (decisionOf: (data: Data) => Of<'clock'>['decision']) =>
  (data: Data): Letter => ({ kind: 'clock', ticket: ticketOf(data), decision: decisionOf(data) });

const answered =
  (news: Of<'appointment-answered'>['news'], decisionOf: (data: Data) => Of<'clock'>['decision']) =>
  (data: Data): Letter => ({
    kind: 'appointment-answered',
    news,
    ticket: ticketOf(data),
    decision: decisionOf(data),
    activity: data.activity,
    slots: news === 'proposed' ? [data.at + 3 * dayMs, data.at + 4 * dayMs] : [],
    note: news === 'cancelled' ? data.text : '',
  });

const link = ({ at }: Data) => ({ token: 'example', expiresAt: at + dayMs });

const answeredUnits =
  (answer: Of<'units-answered'>['answer']) =>
  (data: Data): Letter => ({
    kind: 'units-answered',
    answer,
    ticket: ticketOf(data),
    units: 1,
    decision: decide(`units-${answer}`, {
      units: 1,
      agreedUnits: answer === 'approved' ? 2 : 1,
      door: 'mail',
      name: data.customer,
    }),
  });

const scopeDecided =
  (outcome: Of<'scope-decided'>['outcome']) =>
  (data: Data): Letter => ({
    kind: 'scope-decided',
    outcome,
    ticket: ticketOf(data),
    author: data.agent,
    reason: data.text,
    service: outcome === 'in-scope' ? { es: data.activity, en: data.activity } : null,
    ...dueOf(data),
    heldUnits: 1,
    availableUnits: 9,
    refusals: [],
  });

const standing =
  (news: Of<'standing'>['news'], days: number) =>
  ({ at, text }: Data): Letter => ({
    kind: 'standing',
    news,
    since: at + days * dayMs,
    until: at + (days + 7) * dayMs,
    reason: { es: text, en: text },
    admittedRequests: news === 'restored' ? 2 : 0,
  });

const examples: Readonly<Record<LetterName, (data: Data) => Letter>> = {
  'acknowledgement-open': acknowledgement('open'),
  'acknowledgement-held': acknowledgement('held', {
    refusals: [refuse('T1', 'credit-insufficient', { availableUnits: 1, requiredUnits: 2 })],
    availableUnits: 1,
    missing: 'both',
  }),
  'acknowledgement-referred': acknowledgement('referred'),
  'acknowledgement-rejected': (data) =>
    acknowledgement('rejected', { scope: { answer: data.text, suggested: null, claim: 'open' } })(
      data,
    ),
  admitted: (data) => ({
    kind: 'admitted',
    ticket: ticketOf(data),
    ...dueOf(data),
    heldUnits: 1,
    availableUnits: 9,
  }),
  'priority-changed': (data) => ({
    kind: 'priority-changed',
    ticket: ticketOf(data),
    from: 'p1',
    to: 'p2',
    reason: data.text,
    ...dueOf(data),
  }),
  'suggestion-read': (data) => ({
    kind: 'suggestion-read',
    ticket: ticketOf(data),
    understood: understoodOf(data),
    priorityBefore: 'p3',
    ...dueOf(data),
    missing: null,
  }),
  'message-reply': message('reply'),
  'message-question': message('question'),
  'message-resolution': message('resolution'),
  reminder: (data) => ({
    kind: 'reminder',
    ticket: ticketOf(data),
    text: data.text,
    stillHere: link(data),
  }),
  'units-asked': (data) => ({
    kind: 'units-asked',
    ticket: ticketOf(data),
    units: 1,
    agreedUnits: 1,
    billableMinutes: 50,
    minutesPerUnit: 60,
    availableUnits: 8,
    note: data.text,
    author: data.agent,
    link: link(data),
  }),
  'scope-claimed': (data) => ({
    kind: 'scope-claimed',
    ticket: ticketOf(data),
    decision: decide('scope-claimed', { reason: data.text }),
  }),
  'units-answered-approved': answeredUnits('approved'),
  'units-answered-declined': answeredUnits('declined'),
  'ended-closed': ended('closed', 2),
  'ended-abandoned': ended('abandoned', 1),
  'ended-referred': ended('referred'),
  'ended-rejected': ended('rejected'),
  'ended-withdrawn': ended('withdrawn'),
  'scope-decided-in-scope': scopeDecided('in-scope'),
  'scope-decided-out-of-scope': scopeDecided('out-of-scope'),
  merged: (data) => ({
    kind: 'merged',
    ticket: ticketOf(data),
    into: { number: 0, subject: data.subject },
  }),
  'appointment-offered': appointment('offered'),
  'appointment-accepted': appointment('accepted'),
  'appointment-moved': appointment('moved'),
  'appointment-reminder': appointment('reminder'),
  'appointment-cancelled': appointment('cancelled', 1),
  'appointment-done': appointment('done'),
  'appointment-missed': appointment('missed', 1),
  'appointment-answer-refused': appointment('answer-refused'),
  'balance-low': ({ at }) => ({
    kind: 'balance-low',
    availableUnits: 3,
    lowBalanceUnits: 5,
    availableUnitsMin: 2,
    projection: { kind: 'estimate', runsOutAt: at + 20 * dayMs, unitsPerMonth: 4.5 },
  }),
  'units-expiring': ({ at }) => ({
    kind: 'units-expiring',
    lots: [
      {
        reference: 'EJEMPLO-0',
        units: 4,
        expiresAt: at + 7 * dayMs,
        heldBy: [{ ticketNumber: 0, units: 2 }],
      },
      { reference: null, units: 2, expiresAt: at + 30 * dayMs, heldBy: [] },
    ],
    projection: { kind: 'estimate', runsOutAt: at + 20 * dayMs, unitsPerMonth: 9 },
  }),
  'standing-planned': standing('planned', 7),
  'standing-withdrawn': standing('withdrawn', 7),
  'standing-began': standing('began', 0),
  'standing-extended': standing('extended', -3),
  'standing-shortened': standing('shortened', -3),
  'standing-restored': standing('restored', -7),
  statement: () => ({
    kind: 'statement',
    month: '2026-01',
    firstDay: '2026-01-01',
    lastDay: '2026-01-31',
    openingUnits: 12,
    closingUnits: 9,
    heldUnits: 2,
    entries: 5,
    code: '0'.repeat(20),
    closingHash: '0'.repeat(64),
    attached: true,
  }),
  'billing-objection-asked': billing('objection-asked'),
  'billing-objection-accepted': billing('objection-accepted'),
  'billing-objection-rejected': billing('objection-rejected'),
  'billing-objection-withdrawn': billing('objection-withdrawn'),
  'billing-objection-overdue': billing('objection-overdue'),
  'billing-objection-asked-desk': billing('objection-asked', true),
  'objection-due-warned': objectionDue('warned'),
  'objection-due-overdue': objectionDue('overdue'),
  'billing-top-up-asked': billing('top-up-asked'),
  'billing-top-up-recorded': billing('top-up-recorded'),
  'billing-top-up-declined': billing('top-up-declined'),
  'billing-top-up-asked-desk': billing('top-up-asked', true),
  invitation: (data) => ({ kind: 'invitation', ...link(data) }),
  'sign-in-link': (data) => ({ kind: 'sign-in-link', ...link(data) }),
  'mail-confirmation': (data) => ({ kind: 'mail-confirmation', ...link(data) }),
  'password-changed': accessChanged('password-changed'),
  'second-factor-on': accessChanged('second-factor-on'),
  'second-factor-off': accessChanged('second-factor-off'),
  'passkey-added': accessChanged('passkey-added', 'Firefox · Linux'),
  'passkey-removed': accessChanged('passkey-removed', 'Firefox · Linux'),
  'recovery-code-used': accessChanged('recovery-code-used'),
  'recovery-codes-renewed': accessChanged('recovery-codes-renewed'),
  'appointment-answered-accepted': answered('accepted', ({ at }) =>
    decide('appointment-accepted', {
      appointmentAt: at + 2 * dayMs,
      absenceUnits: 1,
      freeUntil: at + dayMs,
    }),
  ),
  'appointment-answered-proposed': answered('proposed', ({ at }) =>
    decide('appointment-proposed', { firstAt: at + 3 * dayMs, others: 1, agreedAt: null }),
  ),
  'appointment-answered-cancelled': answered('cancelled', ({ at }) =>
    decide('appointment-cancelled', { by: 'customer', appointmentAt: at + 2 * dayMs }),
  ),
  'appointment-answered-tentative': answered('tentative', ({ at }) =>
    decide('appointment-tentative', { appointmentAt: at + 2 * dayMs }),
  ),
  'appointment-answered-refused': answered('refused', () =>
    decideRefused(refuse('T6', 'cancellation-costs', { noticeMinutes: 240, units: 1 })),
  ),
  'clock-warned': clock(({ at }) =>
    decide('clock-warned', {
      clock: 'firstResponse',
      dueAt: at + hourMs,
      step: 'assignee',
      remainingMinutes: 60,
    }),
  ),
  'clock-breached': clock(({ at }) =>
    decide('clock-breached', {
      clock: 'resolution',
      dueAt: at,
      breachedAt: at,
      targetMinutes: 1440,
      cause: 'time-passed',
    }),
  ),
  'clock-escalated': clock(({ at }) =>
    decide('clock-escalated', {
      clock: 'resolution',
      dueAt: at - hourMs,
      step: 'supervisors',
      overdueMinutes: 60,
    }),
  ),
  undelivered: (data) => ({
    kind: 'undelivered',
    ticket: ticketOf(data),
    address: data.address,
    reason: 'mailbox-full',
    status: '4.2.2',
    reply: '452 4.2.2 example',
  }),
  'undelivered-digest': ({ address }) => ({
    kind: 'undelivered-digest',
    count: 1,
    mails: [{ ticketNumber: 0, address, reason: 'mailbox-full', status: '4.2.2' }],
  }),
};
