/** The addresses of the pages, for links in pages and in letters. Relative to the desk's own origin. */
export const paths = {
  home: '/',
  signIn: '/sign-in',
  signInPassword: '/sign-in/password',
  signInCode: '/sign-in/code',
  signInPasskey: '/sign-in/passkey',
  signOut: '/sign-out',
  /** The page that asks before it signs in: mail scanners open links, people press the button. */
  signInLink: (token: string) => `/sign-in/link?token=${encodeURIComponent(token)}` as const,
  /** The page that asks whether a mail is genuine; opening it says nothing yet. */
  confirmMail: (token: string) => `/mail/confirmation?token=${encodeURIComponent(token)}` as const,
  /** The same for whoever is signed in. */
  waitingMail: '/mail/waiting',
  /** The page that asks before it does what a letter's link is for; opening it does nothing yet. */
  mailAct: (token: string) => `/mail/act?token=${encodeURIComponent(token)}` as const,
  invitation: (token: string) => `/invitation?token=${encodeURIComponent(token)}` as const,
  setUp: (token: string) => `/setup?token=${encodeURIComponent(token)}` as const,
  terms: '/terms',
  tickets: '/tickets',
  newTicket: '/tickets/new',
  ticket: (number: number) => `/tickets/${number}` as const,
  /** Why its clocks say what they say. */
  clockProof: (number: number) => `/tickets/${number}/clocks` as const,
  /** T2: asking apart for what a message says besides. */
  splitMessage: (number: number, messageId: number) =>
    `/tickets/${number}/messages/${messageId}/split` as const,
  account: '/account',
  people: '/people',
  statementFile: (organizationId: number, format: 'csv' | 'json' | 'pdf') =>
    `/organizations/${organizationId}/statement.${format}` as const,
  reportFile: (asked: Readonly<Record<string, string | number>>) =>
    `/reports.csv?${new URLSearchParams(
      Object.entries(asked).map(([name, value]) => [name, String(value)]),
    )}` as const,
  agreement: '/agreement',
  /** A clause as it read in the version that a decision cites. */
  clause: (id: string, version?: number) =>
    `${version === undefined ? '/agreement' : `/agreement/${version}`}#${id}` as const,
  profile: '/profile',
  letters: '/letters',
  secondFactor: '/second-factor',
  secondFactorOffer: '/second-factor/offer',
  secondFactorConfirmation: '/second-factor/confirmation',
  secondFactorRemoval: '/second-factor/removal',
  recoveryCodes: '/second-factor/recovery-codes',
  passkeys: '/second-factor/passkeys',
  verify: '/verify',
  verifyCode: (code: string) => `/verify/${code}` as const,
  console: '/console',
  consoleProfile: '/console/profile',
  consoleOutgoing: '/console/mail/outgoing',
  /** Where an agent works on it. */
  consoleTicket: (number: number) => `/console/tickets/${number}` as const,
} as const;
