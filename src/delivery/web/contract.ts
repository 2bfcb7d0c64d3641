// The public face of the web delivery: all that portal and console may know of the server.
export type { Agreement, Catalog } from './contract/agreement.ts';
export type {
  AgreementDraft,
  Difference,
  DraftProblem,
  WhatIf,
  WhatIfResult,
} from './contract/agreement-draft.ts';
export type { Api } from './contract/api.ts';
export type { Appointment } from './contract/appointments.ts';
export type { Board } from './contract/board.ts';
export {
  type CallExtras,
  type Client,
  createClient,
  ProblemAnswer,
  type Transport,
} from './contract/client.ts';
export type { Condition, PersonName, Problem } from './contract/common.ts';
export type {
  Account,
  BalanceHistory,
  BillingTasks,
  Projection,
  Statement,
  StatementEntry,
  TopUp,
} from './contract/credits.ts';
export type { Draft, MyDraft } from './contract/drafts.ts';
export type { Macro } from './contract/macros.ts';
export type { MailAct } from './contract/mail-acts.ts';
export type { Page, PageAnswer, PageRequest } from './contract/page.ts';
export type {
  AcceptedTerms,
  Agent,
  Contact,
  Me,
  Organization,
  OrganizationSummary,
  StandingHistoryEntry,
  Team,
} from './contract/people.ts';
export type { Report } from './contract/report.ts';
export type { CallInput, CallOutput, Role } from './contract/route.ts';
export { type OperationId, routes } from './contract/routes.ts';
export type { SavedView } from './contract/saved-views.ts';
export type {
  Attachment,
  Clock,
  Decision,
  Invitation,
  LogEntry,
  MailFacts,
  Message,
  PendingReply,
  Ticket,
  TicketPreview,
  TicketSummary,
  TicketUnits,
  WorkEntry,
} from './contract/tickets.ts';
export type { StatementVerification, Verification } from './contract/verification.ts';
