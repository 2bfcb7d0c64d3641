// Owns who people are and what they may: customers, contracts, contacts, agents, teams, sign-in, API keys, audit.
export {
  clearContactUndelivered,
  clearUndelivered,
  recordUndelivered,
} from './address-delivery.ts';
export { type AgentChanges, addAgent, type NewAgent, updateAgent } from './agents.ts';
export { createApiKey, type NewApiKey, revokeApiKey } from './api-keys.ts';
export { type AttemptLimit, takeAttempt } from './attempts.ts';
export { changePassword } from './change-password.ts';
export {
  announceStanding,
  type StandingChange,
  setStanding,
  withdrawStanding,
} from './change-standing.ts';
export {
  addContact,
  addContactFromMail,
  type ContactChanges,
  type NewContact,
  updateContact,
} from './contacts.ts';
export { addContract, endContract, type NewContract } from './contracts.ts';
export { createOrganization, type NewOrganization } from './create-organization.ts';
export { type Challenge, isChallenge } from './enter.ts';
export type {
  AccessChange,
  AccessChanged,
  ContactChanged,
  CustomerContractChanged,
  CustomerStandingChanged,
  PasswordChanged,
  PersonInvited,
  SignInLinkRequested,
} from './events.ts';
export { readFactorRules, setFactorRules } from './factor-rules.ts';
export { readSecondFactor, resetSecondFactor } from './factors.ts';
export {
  acceptInvitation,
  type IssuedInvitation,
  issueInvitation,
  resendInvitation,
} from './invitations.ts';
export type {
  Acting,
  Agent,
  AgentRole,
  ApiKey,
  ApiKeyScope,
  AuditEntry,
  Contact,
  ContactMatch,
  Contract,
  Correspondent,
  CustomerFacts,
  CustomerRole,
  InvitationState,
  OpenedSession,
  Organization,
  OrganizationSummary,
  Passkey,
  Person,
  PersonName,
  Principal,
  Session,
  StandingHistoryEntry,
  Team,
} from './model.ts';
export {
  addPasskey,
  offerPasskey,
  offerPasskeySignIn,
  removePasskey,
  renamePasskey,
  signInWithPasskey,
} from './passkeys.ts';
export {
  answerChallenge,
  confirmSecondFactor,
  dropSecondFactor,
  offerSecondFactor,
  renewRecoveryCodes,
} from './second-factor.ts';
export { hashSecret, newSecret } from './secret.ts';
export {
  listSessions,
  readApiKeyPrincipal,
  readSessionPrincipal,
  revokeAllSessions,
  revokeOwnSession,
  type SessionOrigin,
} from './sessions.ts';
export {
  type FirstAdministrator,
  issueSetUpToken,
  setUp,
} from './set-up.ts';
export {
  confirmSignInLink,
  type IssuedSignInLink,
  issueSignInLink,
  requestSignInLink,
  signInWithPassword,
  signOut,
  tokenLimit,
} from './sign-in.ts';
export {
  deleteAllAccess as endAllAccess,
  deleteExpiredAccess,
  hasPassword,
  selectApiKeys as listApiKeys,
} from './store/access.ts';
export { insertAudit as recordAudit, selectAudit as listAudit } from './store/audit.ts';
export {
  selectCustomerFacts as readCustomerFacts,
  selectIsDemo as isDemoDesk,
  selectOrganization as readOrganization,
  selectOrganizationNames as namesOfOrganizations,
  selectOrganizations as listOrganizations,
  selectOrganizationsNamed as organizationsNamed,
} from './store/organizations.ts';
export {
  existsAdministrator,
  isActiveAgent,
  isTeam,
  isUndeliverable,
  professionalServicesTeamId,
  selectAgent as readAgent,
  selectAgents as listAgents,
  selectAgentsNamed as agentsNamed,
  selectContact as readContact,
  selectContactMatches as searchContacts,
  selectContacts as listContacts,
  selectCustomersOfDomain as customersOfDomain,
  selectNames as namesOf,
  selectPerson as readPerson,
  selectPersonByAddress as findPersonByAddress,
  selectTeam as readTeam,
  selectTeamNames as namesOfTeams,
  selectTeams as listTeams,
  selectTeamsNamed as teamsNamed,
  selectUndoSeconds as undoSecondsOf,
} from './store/people.ts';
export {
  selectStandingHistory as readStandingHistory,
  selectStandings as standingsOf,
} from './store/standing.ts';
export { createTeam, type NewTeam, updateTeam } from './teams.ts';
export { updateMe } from './update-me.ts';
export {
  type OrganizationChanges,
  setUnverifiedMail,
  updateOrganization,
} from './update-organization.ts';
