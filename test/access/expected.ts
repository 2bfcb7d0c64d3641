import type { OperationId } from '../../src/delivery/web/contract.ts';

/**
 * Who may call what: written by hand, apart from the contract, so that a role that slips into a route is noticed. `all`
 * is everybody who is signed in, `anyone` also who is not; otherwise roles by their first letters: c customer,
 * ca its administrator, a agent, s supervisor, b billing, ad administrator.
 */
export const expectedAccess: Readonly<Record<OperationId, string>> = {
  setUp: 'anyone',
  requestSignInLink: 'anyone',
  confirmSignInLink: 'anyone',
  signInWithPassword: 'anyone',
  signOut: 'anyone',
  acceptInvitation: 'anyone',
  getMe: 'all',
  updateMe: 'all',
  changePassword: 'all',
  listMySessions: 'all',
  revokeMySession: 'all',
  acceptTerms: 'c ca',

  getFirm: 'anyone',
  updateFirm: 'ad',
  getAgreement: 'all',
  getAgreementVersion: 'all',
  getCatalog: 'all',
  createCategory: 'ad',
  updateCategory: 'ad',
  createService: 'ad',
  updateService: 'ad',

  getServiceCalendar: 'a s b ad',
  previewServiceCalendar: 'ad',
  saveServiceCalendar: 'ad',
  listHolidayCountries: 'a s b ad',
  listHolidays: 'a s b ad',

  listTickets: 'all',
  countTickets: 'a s b ad',
  previewTicket: 'c ca a s',
  createTicket: 'c ca a s',
  getTicket: 'all',
  listMessages: 'all',
  addMessage: 'c ca a s',
  askForInformation: 'a s',
  verifyPriority: 'a s',
  assignTicket: 'a s',
  previewWork: 'a s',
  logWork: 'a s',
  reverseWork: 'a s',
  resolveTicket: 'a s',
  closeTicket: 'c ca a s',
  reopenTicket: 'c ca a s',
  withdrawTicket: 'c ca',
  referTicket: 'a s',
  rejectTicket: 'a s',
  getClockProof: 'all',
  listNotices: 'a s b ad',
  countNotices: 'a s b ad',
  readNotices: 'a s b ad',

  listAppointments: 'all',
  offerAppointment: 'a s',
  proposeTimes: 'c ca a s',
  acceptSlot: 'c ca a s',
  cancelAppointment: 'c ca a s',
  recordOutcome: 'a s',

  uploadAttachment: 'c ca a s',
  discardAttachment: 'c ca a s',

  listOrganizations: 'a s b ad',
  createOrganization: 'b ad',
  getOrganization: 'ca a s b ad',
  updateOrganization: 'b ad',
  setStanding: 'b ad',
  addContract: 'b ad',
  endContract: 'b ad',
  listContacts: 'ca a s b ad',
  inviteContact: 'ca a s ad',
  updateContact: 'ca a s ad',
  searchContacts: 'a s b ad',

  getAccount: 'all',
  getStatement: 'ca a s b ad',
  recordPurchase: 'b ad',
  recordAdjustment: 'b ad',
  verifyLedger: 'ca a s b ad',
  verifyCode: 'anyone',
  verifyStatement: 'anyone',

  listAgents: 'a s b ad',
  inviteAgent: 'ad',
  updateAgent: 'ad',
  resendInvitation: 'ca a s ad',
  revokeSessions: 'ad',
  listTeams: 'a s b ad',
  createTeam: 'ad',
  updateTeam: 'ad',
  listApiKeys: 'ad',
  createApiKey: 'ad',
  revokeApiKey: 'ad',
  listAudit: 'ad',

  listMailboxes: 'a s b ad',
  createMailbox: 'ad',
  updateMailbox: 'ad',
  removeMailbox: 'ad',
  getImapSource: 'ad',
  setImapSource: 'ad',
  removeImapSource: 'ad',
  startMailboxCheck: 'ad',
  getMailboxCheck: 'ad',
  listOutgoingMail: 'a s b ad',
  getOutgoingMail: 'a s b ad',
  resendOutgoingMail: 'a s',
  getMailRules: 'a s b ad',
  updateMailRules: 's ad',
  setUnverifiedMail: 's ad',
  listQuarantine: 'a s',
  getQuarantined: 'a s',
  releaseQuarantined: 'a s',
  discardQuarantined: 'a s',
};

/** Addresses outside the contract: who gets an answer. */
export const expectedSideDoors: Readonly<Record<string, string>> = {
  'GET /attachments/:id': 'all',
  'GET /messages/:id/html': 'all',
  'GET /appointments/:id/calendar.ics': 'all',
  'GET /messages/:id/picture': 'all',
  'GET /messages/:id/raw': 'a s b ad',
  'GET /organizations/:id/statement.csv': 'ca a s b ad',
  'GET /organizations/:id/statement.json': 'ca a s b ad',
  'GET /organizations/:id/statement.pdf': 'ca a s b ad',
  'GET /quarantine/:id/raw': 'a s',
  'GET /quarantine/:id/html': 'a s',
  'GET /outgoing-mail/:id/html': 'a s b ad',
  'GET /api/v1/events': 'all',
  'GET /api/openapi.json': 'anyone',
  'GET /api/docs': 'anyone',
  'GET /healthz': 'anyone',
  'GET /readyz': 'anyone',
  'GET /assets/*': 'anyone',
  'GET /console': 'anyone',
  'GET /console/*': 'anyone',
};

export const testedRoles = [
  'anonymous',
  'customer',
  'customer_administrator',
  'agent',
  'supervisor',
  'billing',
  'administrator',
] as const;
export type TestedRole = (typeof testedRoles)[number];

const letters: Readonly<Record<TestedRole, string>> = {
  anonymous: '',
  customer: 'c',
  customer_administrator: 'ca',
  agent: 'a',
  supervisor: 's',
  billing: 'b',
  administrator: 'ad',
};

export function isExpected(access: string, role: TestedRole): boolean {
  if (access === 'anyone') return true;
  if (access === 'all') return role !== 'anonymous';
  return access.split(' ').includes(letters[role]);
}
