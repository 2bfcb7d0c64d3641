// Owns the credit units: one account a customer, its append-only ledger, its holds, and the proof of both.
export { type Anchors, openAnchors } from './anchors.ts';
export { type ChangeHold, growHold, shrinkHold } from './change-hold.ts';
export { type ChargeApart, type ChargeTicket, chargeApart, chargeTicket } from './charge-ticket.ts';
export { confirmAdjustment, requestAdjustment } from './confirm-adjustment.ts';
export { canonicalForm, entryHash } from './entry-hash.ts';
export type {
  BalanceLow,
  BillingAsked,
  ObjectionFellDue,
  UnitsAdded,
  UnitsExpiring,
} from './events.ts';
export {
  type ExpiringUnits,
  expireAllUnits,
  expireUnits,
  readExpiringUnits,
} from './expire-units.ts';
export { type HoldForTicket, holdForTicket } from './hold-for-ticket.ts';
export {
  findStatement,
  issueStatement,
  readStatementLines,
  type StatementRequest,
} from './issue-statement.ts';
export { mailStatementJob } from './jobs.ts';
export { lockDisputedCharges } from './lock-disputed.ts';
export type {
  Account,
  Anchor,
  BalanceAt,
  Command,
  Entry,
  EntryKind,
  Hold,
  IssuedStatement,
  LedgerProblem,
  LedgerProof,
  LineFilter,
  LineKind,
  Movement,
  ProblemKey,
  Recorded,
  StatementFormat,
  StatementLine,
  StatementPage,
  TicketCommand,
  TicketUnits,
} from './model.ts';
export { statementFormats } from './model.ts';
export { issueMonthlyStatements, sendMonthlyStatement } from './monthly-statements.ts';
export { decideObjection, objectToCharge, withdrawObjection } from './object-to-charge.ts';
export { type NewAccount, openAccount } from './open-account.ts';
export { type AccountBeside, type LedgerProver, proveLedger } from './prove-ledger.ts';
export { readStatement, type StatementQuery } from './read-statement.ts';
export { type Adjustment, recordAdjustment } from './record-adjustment.ts';
export { KeyReused } from './record-entry.ts';
export { type Purchase, recordPurchase } from './record-purchase.ts';
export { type Refund, recordRefund } from './record-refund.ts';
export { releaseHold } from './release-hold.ts';
export { declineTopUp, recordTopUp, requestTopUp } from './request-top-up.ts';
export type { AdjustmentRequest, DisputedCharge, Objection, TopUp } from './requests.ts';
export {
  selectAdjustmentRequests as listAdjustmentRequests,
  selectDisputedCharges as listDisputedCharges,
  selectObjection as readObjection,
  selectObjections as listObjections,
  selectTopUp as readTopUp,
  selectTopUps as listTopUps,
} from './requests-store.ts';
export { type StatementMonth, statementMonthOf } from './statement-month.ts';
export {
  lockAvailableUnits,
  selectAccount as readAccount,
  selectAccountIds as listAccounts,
  selectAvailableUnits as readAvailableUnits,
  selectBalancesAt as readBalancesAt,
  selectConsumption as readConsumption,
  selectFirstEntryAt as firstEntryAt,
  selectHashOf as hashOfEntry,
  selectLowBalances as listLowBalances,
  selectMonthlyStatement as readMonthlyStatement,
  selectTicketUnits as readTicketUnits,
  selectUnitsOfAccounts as readUnitsOfAccounts,
  updateLowBalance as setLowBalance,
  updateStatementByMail as setStatementByMail,
} from './store.ts';
export { verifyLedger } from './verify-ledger.ts';
export { watchBalances } from './watch-balances.ts';
export { watchExpiries } from './watch-expiries.ts';
export { watchObjections } from './watch-objections.ts';
