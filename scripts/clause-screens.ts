import type { ClauseId } from '../src/policy/clauses.ts';

/** Why a view shows the clause. */
export type Citing =
  /** The clause stands in its source by name. */
  | 'by name'
  /** It shows every decision of a request with its clause. */
  | 'with a decision'
  /** It shows every condition of admission with its clause. */
  | 'with a condition'
  /** It shows every line of the account with its clause. */
  | 'with an entry'
  /** It shows every stretch of a clock with its clause. */
  | 'with a stretch';

/** A view that cites clauses, and the address at which a person meets it. */
export interface Screen {
  /** Inside src/delivery. */
  readonly file: string;
  /** The component or function of that file. */
  readonly view: string;
  readonly route: string;
  readonly cites: Citing;
}

/** A view of the portal: the compiler knows what its module exports, so that a renamed one breaks the table below. */
const inPortal =
  <Module>() =>
  (at: {
    readonly file: string;
    readonly view: Extract<keyof Module, string>;
    readonly route: string;
    readonly cites?: Citing;
  }): Screen => ({ cites: 'by name', ...at, file: `portal/${at.file}` });

/** A view of the console, whose modules the compiler reads apart; a test holds these names against the files. */
const inConsole = (at: Omit<Screen, 'cites'> & { readonly cites?: Citing }): Screen => ({
  cites: 'by name',
  ...at,
  file: `console/${at.file}`,
});

const ticketRoute = '/tickets/:number';
const consoleTicketRoute = '/console/tickets/$number';

const ticket = inPortal<typeof import('../src/delivery/portal/pages/ticket.tsx')>();
const onTicket = ticket({ file: 'pages/ticket.tsx', view: 'TicketView', route: ticketRoute });
const ball = inPortal<typeof import('../src/delivery/portal/views/ticket-ball.tsx')>();
const whoseMove = ball({ file: 'views/ticket-ball.tsx', view: 'Ball', route: ticketRoute });
const unitsAsked = ball({ file: 'views/ticket-ball.tsx', view: 'UnitsAsked', route: ticketRoute });
const forms = inPortal<typeof import('../src/delivery/portal/views/ticket-forms.tsx')>();
const acts = forms({ file: 'views/ticket-forms.tsx', view: 'Acts', route: ticketRoute });
const cards = inPortal<typeof import('../src/delivery/portal/views/ticket-cards.tsx')>();
const cardsFile = 'views/ticket-cards.tsx';
const cost = cards({ file: cardsFile, view: 'CostCard', route: ticketRoute });
const receipt = cards({ file: cardsFile, view: 'ReceiptCard', route: ticketRoute });
const decisionsOfTicket = cards({
  file: cardsFile,
  view: 'DecisionsCard',
  route: ticketRoute,
  cites: 'with a decision',
});
const newTicket = inPortal<typeof import('../src/delivery/portal/pages/new-ticket.tsx')>();
const onNewTicket = newTicket({
  file: 'pages/new-ticket.tsx',
  view: 'NewTicketView',
  route: '/tickets/new',
});
const promise = inPortal<typeof import('../src/delivery/portal/views/promise.tsx')>();
const conditions = promise({
  file: 'views/promise.tsx',
  view: 'Conditions',
  route: ticketRoute,
  cites: 'with a condition',
});
const account = inPortal<typeof import('../src/delivery/portal/pages/account.tsx')>();
const onAccount = account({ file: 'pages/account.tsx', view: 'AccountView', route: '/account' });
const line = inPortal<typeof import('../src/delivery/portal/views/statement-line.tsx')>();
const entries = line({
  file: 'views/statement-line.tsx',
  view: 'StatementLine',
  route: '/account',
  cites: 'with an entry',
});
const agreement = inPortal<typeof import('../src/delivery/portal/pages/agreement.tsx')>();
const numbers = agreement({
  file: 'pages/agreement.tsx',
  view: 'AgreementView',
  route: '/agreement',
});
const people = inPortal<typeof import('../src/delivery/portal/pages/people.tsx')>();
const onPeople = people({ file: 'pages/people.tsx', view: 'PeopleView', route: '/people' });
const letters = inPortal<typeof import('../src/delivery/portal/pages/letters.tsx')>();
const onLetters = letters({ file: 'pages/letters.tsx', view: 'LettersView', route: '/letters' });
const split = inPortal<typeof import('../src/delivery/portal/pages/split-ticket.tsx')>();
const onSplit = split({
  file: 'pages/split-ticket.tsx',
  view: 'splitTicketPage',
  route: '/tickets/:number/messages/:messageId/split',
});
const appointments = inPortal<typeof import('../src/delivery/portal/views/appointments.tsx')>();
const onAppointments = appointments({
  file: 'views/appointments.tsx',
  view: 'AppointmentsSection',
  route: ticketRoute,
});
const proof = inPortal<typeof import('../src/delivery/portal/pages/clock-proof.tsx')>();
const stretches = proof({
  file: 'pages/clock-proof.tsx',
  view: 'clockProofPage',
  route: '/tickets/:number/clocks',
  cites: 'with a stretch',
});

const panel = {
  file: 'tickets/context-panel.tsx',
  view: 'ContextPanel',
  route: consoleTicketRoute,
};
const consolePanel = inConsole(panel);
const consoleDecisions = inConsole({ ...panel, cites: 'with a decision' });
const consoleHeld = inConsole({
  file: 'tickets/held-bar.tsx',
  view: 'HeldBar',
  route: consoleTicketRoute,
  cites: 'with a condition',
});
const consoleProof = inConsole({
  file: 'tickets/proof-dialog.tsx',
  view: 'ProofDialog',
  route: consoleTicketRoute,
  cites: 'with a stretch',
});
const consoleAccount = {
  file: 'organizations/account-section.tsx',
  view: 'AccountSection',
  route: '/console/organizations/$organizationId',
};
const consoleEntries = inConsole({ ...consoleAccount, cites: 'with an entry' });
const consoleAppointments = inConsole({
  file: 'tickets/appointments-section.tsx',
  view: 'AppointmentsSection',
  route: consoleTicketRoute,
});
const dialogOf = (file: string, view: string) =>
  inConsole({ file, view, route: consoleTicketRoute });

/**
 * Where customers and agents meet each clause when it matters, besides the text of the agreement itself, which both can
 * read at any time (/agreement and /console/settings/agreement).
 */
export const clauseScreens: Readonly<Record<ClauseId, readonly Screen[]>> = {
  P: [onNewTicket],
  I: [whoseMove, decisionsOfTicket, consoleDecisions],
  II: [
    conditions,
    onPeople,
    onLetters,
    decisionsOfTicket,
    consoleHeld,
    consoleDecisions,
    standingSheet(),
  ],
  III: [consoleDecisions],
  'IV.a': [onNewTicket],
  'IV.b': [decisionsOfTicket, consoleDecisions],
  'IV.c': [onNewTicket],
  'IV.d': [decisionsOfTicket, consoleDecisions],
  'V.a': [receipt, onLetters, decisionsOfTicket, consoleDecisions],
  'V.b': [onNewTicket, onLetters, decisionsOfTicket, consoleDecisions],
  'V.c': [onTicket],
  'V.d': [decisionsOfTicket, consoleDecisions],
  'VI.a': [decisionsOfTicket, consoleDecisions],
  'VI.b': [decisionsOfTicket, consoleDecisions],
  'VI.c': [decisionsOfTicket, consoleDecisions],
  'VI.d': [decisionsOfTicket, consoleDecisions],
  'VI.e': [decisionsOfTicket, consoleDecisions],
  VII: [numbers, stretches, decisionsOfTicket, consoleProof, consoleDecisions],
  'VIII.a': [whoseMove, numbers, onLetters, decisionsOfTicket, consoleDecisions],
  'VIII.b': [whoseMove, numbers, onLetters, decisionsOfTicket, consolePanel, consoleDecisions],
  'VIII.c': [acts, numbers, decisionsOfTicket, consoleDecisions],
  T1: [
    conditions,
    numbers,
    onAccount,
    onLetters,
    decisionsOfTicket,
    consoleHeld,
    inConsole(consoleAccount),
  ],
  T2: [onSplit, decisionsOfTicket, dialogOf('tickets/relation-dialogs.tsx', 'SplitDialog')],
  T3: [
    cost,
    onAccount,
    numbers,
    decisionsOfTicket,
    consoleDecisions,
    dialogOf('tickets/relation-dialogs.tsx', 'MergeDialog'),
  ],
  T4: [
    unitsAsked,
    cost,
    numbers,
    entries,
    decisionsOfTicket,
    consoleEntries,
    consoleDecisions,
    dialogOf('tickets/relation-dialogs.tsx', 'MergeDialog'),
  ],
  T5: [onAppointments, entries, decisionsOfTicket, consoleAppointments, consoleDecisions],
  T6: [
    onAppointments,
    onLetters,
    entries,
    decisionsOfTicket,
    consoleAppointments,
    consoleDecisions,
  ],
  T7: [conditions, decisionsOfTicket, consoleHeld, consoleDecisions],
};

function standingSheet(): Screen {
  return inConsole({
    file: 'organizations/standing-sheet.tsx',
    view: 'StandingSheet',
    route: '/console/organizations/$organizationId',
  });
}
