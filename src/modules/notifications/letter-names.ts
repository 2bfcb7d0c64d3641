import { type LetterVariable, letterVariables } from './letter-texts.ts';
import type { Letter } from './model.ts';

type Of<K extends Letter['kind']> = Extract<Letter, { kind: K }>;

/** Kinds of letters that say different things: each is adjusted by itself. */
interface Variants {
  readonly acknowledgement: Of<'acknowledgement'>['status'];
  readonly message: Of<'message'>['purpose'];
  readonly ended: Of<'ended'>['ending'];
  readonly appointment: Of<'appointment'>['news'];
  readonly billing: Of<'billing'>['news'] | 'objection-asked-desk' | 'top-up-asked-desk';
  readonly 'appointment-answered': Of<'appointment-answered'>['news'];
  readonly 'objection-due': Of<'objection-due'>['step'];
  readonly 'units-answered': Of<'units-answered'>['answer'];
  readonly 'scope-decided': Of<'scope-decided'>['outcome'];
  readonly standing: Of<'standing'>['news'];
  readonly clock: 'warned' | 'breached' | 'escalated';
}

/** A letter that the desk sends, by the name under which its texts are adjusted: none can be missing. */
export type LetterName =
  | Exclude<Letter['kind'], keyof Variants | 'access-changed'>
  | Of<'access-changed'>['change']
  | { [K in keyof Variants]: `${K}-${Variants[K]}` }[keyof Variants];

/** About what a letter is; `desk`: to the firm's own people. */
type LetterGroup = 'requests' | 'appointments' | 'units' | 'access' | 'desk';

interface LetterKind {
  readonly group: LetterGroup;
  /** What may stand in its texts, besides whom it is written to and the firm. */
  readonly variables: readonly LetterVariable[];
}

const aboutRequest: LetterKind = { group: 'requests', variables: ['ticket', 'subject'] };
const byAgent: LetterKind = { group: 'requests', variables: ['ticket', 'subject', 'agent'] };
const aboutActivity: LetterKind = {
  group: 'appointments',
  variables: ['ticket', 'subject', 'activity'],
};
const aboutCharge: LetterKind = { group: 'units', variables: ['ticket', 'customer', 'units'] };
const aboutTopUp: LetterKind = { group: 'units', variables: ['customer', 'units'] };
const aboutStanding: LetterKind = { group: 'units', variables: [] };
const aboutAccess: LetterKind = { group: 'access', variables: [] };
const toDesk: LetterKind = { group: 'desk', variables: ['ticket', 'subject'] };
const aboutAnswer: LetterKind = { group: 'desk', variables: ['ticket', 'subject', 'units'] };
const chargeToDesk: LetterKind = {
  group: 'desk',
  variables: ['ticket', 'subject', 'customer', 'units'],
};
const answerToDesk: LetterKind = { group: 'desk', variables: ['ticket', 'subject', 'activity'] };

/** Every letter that the desk sends, in the order in which they are listed. */
const kinds: Readonly<Record<LetterName, LetterKind>> = {
  'acknowledgement-open': aboutRequest,
  'acknowledgement-held': aboutRequest,
  'acknowledgement-referred': aboutRequest,
  'acknowledgement-rejected': aboutRequest,
  admitted: aboutRequest,
  'priority-changed': aboutRequest,
  'suggestion-read': aboutRequest,
  'message-reply': byAgent,
  'message-question': byAgent,
  reminder: aboutRequest,
  'units-asked': { group: 'units', variables: ['ticket', 'subject', 'units'] },
  'message-resolution': byAgent,
  'ended-closed': aboutRequest,
  'ended-abandoned': aboutRequest,
  'ended-referred': aboutRequest,
  'ended-rejected': aboutRequest,
  'ended-withdrawn': aboutRequest,
  'scope-decided-in-scope': byAgent,
  'scope-decided-out-of-scope': byAgent,
  merged: aboutRequest,
  'appointment-offered': aboutActivity,
  'appointment-accepted': aboutActivity,
  'appointment-moved': aboutActivity,
  'appointment-reminder': aboutActivity,
  'appointment-cancelled': aboutActivity,
  'appointment-done': aboutActivity,
  'appointment-missed': aboutActivity,
  'appointment-answer-refused': aboutActivity,
  'balance-low': { group: 'units', variables: ['units'] },
  'units-expiring': { group: 'units', variables: ['units'] },
  'standing-planned': aboutStanding,
  'standing-withdrawn': aboutStanding,
  'standing-began': aboutStanding,
  'standing-extended': aboutStanding,
  'standing-shortened': aboutStanding,
  'standing-restored': aboutStanding,
  statement: { group: 'units', variables: ['month'] },
  'billing-objection-asked': aboutCharge,
  'billing-objection-accepted': aboutCharge,
  'billing-objection-rejected': aboutCharge,
  'billing-objection-withdrawn': aboutCharge,
  'billing-objection-overdue': aboutCharge,
  'billing-top-up-asked': aboutTopUp,
  'billing-top-up-recorded': aboutTopUp,
  'billing-top-up-declined': aboutTopUp,
  invitation: aboutAccess,
  'sign-in-link': aboutAccess,
  'password-changed': aboutAccess,
  'second-factor-on': aboutAccess,
  'second-factor-off': aboutAccess,
  'passkey-added': aboutAccess,
  'passkey-removed': aboutAccess,
  'recovery-code-used': aboutAccess,
  'recovery-codes-renewed': aboutAccess,
  'mail-confirmation': aboutAccess,
  'appointment-answered-accepted': answerToDesk,
  'appointment-answered-proposed': answerToDesk,
  'appointment-answered-cancelled': answerToDesk,
  'appointment-answered-tentative': answerToDesk,
  'appointment-answered-refused': answerToDesk,
  'clock-warned': toDesk,
  'clock-breached': toDesk,
  'clock-escalated': toDesk,
  'scope-claimed': toDesk,
  'units-answered-approved': aboutAnswer,
  'units-answered-declined': aboutAnswer,
  undelivered: toDesk,
  'undelivered-digest': { group: 'desk', variables: ['count'] },
  'billing-objection-asked-desk': { ...aboutCharge, group: 'desk' },
  'objection-due-warned': chargeToDesk,
  'objection-due-overdue': chargeToDesk,
  'billing-top-up-asked-desk': { ...aboutTopUp, group: 'desk' },
};

// The keys of an exhaustive record: TypeScript widens them to strings.
export const letterNames = Object.keys(kinds) as readonly LetterName[];

export const groupOf = (name: LetterName): LetterGroup => kinds[name].group;

/** What may stand in the texts of a letter, in the order in which variables are offered. */
export const variablesOf = (name: LetterName): readonly LetterVariable[] =>
  letterVariables.filter(
    (variable) =>
      variable === 'contact' || variable === 'firm' || kinds[name].variables.includes(variable),
  );

/** Under which name the texts of a letter are adjusted. */
export function letterNameOf(letter: Letter): LetterName {
  switch (letter.kind) {
    case 'acknowledgement':
      return `acknowledgement-${letter.status}`;
    case 'access-changed':
      return letter.change;
    case 'message':
      return `message-${letter.purpose}`;
    case 'ended':
      return `ended-${letter.ending}`;
    case 'appointment':
      return `appointment-${letter.news}`;
    case 'appointment-answered':
      return `appointment-answered-${letter.news}`;
    case 'billing':
      return billingName(letter);
    case 'objection-due':
      return `objection-due-${letter.step}`;
    case 'scope-decided':
      return `scope-decided-${letter.outcome}`;
    case 'standing':
      return `standing-${letter.news}`;
    case 'units-answered':
      return `units-answered-${letter.answer}`;
    case 'clock':
      return clockNames[letter.decision.kind] ?? 'clock-escalated';
    default:
      return letter.kind;
  }
}

function billingName({ news, forDesk }: Of<'billing'>): LetterName {
  const asked = news === 'objection-asked' || news === 'top-up-asked';
  return forDesk && asked ? `billing-${news}-desk` : `billing-${news}`;
}

const clockNames: Readonly<Record<string, LetterName>> = {
  'clock-warned': 'clock-warned',
  'clock-breached': 'clock-breached',
};
