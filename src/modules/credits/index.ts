// Owns the credit units: one account a customer, its append-only ledger, its holds, and the proof of both.
export { type ChangeHold, growHold, shrinkHold } from './change-hold.ts';
export { type ChargeTicket, chargeTicket } from './charge-ticket.ts';
export { entryHash } from './entry-hash.ts';
export type { UnitsAdded } from './events.ts';
export { type HoldForTicket, holdForTicket } from './hold-for-ticket.ts';
export type {
  Account,
  Command,
  Entry,
  EntryKind,
  Hold,
  LedgerProblem,
  LedgerProof,
  Movement,
  ProblemKey,
  Recorded,
  StatementLine,
  StatementPage,
  TicketCommand,
  TicketUnits,
} from './model.ts';
export { type NewAccount, openAccount } from './open-account.ts';
export { type AccountBeside, type LedgerProver, proveLedger } from './prove-ledger.ts';
export { readStatement, type StatementQuery } from './read-statement.ts';
export { type Adjustment, recordAdjustment } from './record-adjustment.ts';
export { KeyReused } from './record-entry.ts';
export { type Purchase, recordPurchase } from './record-purchase.ts';
export { type Refund, recordRefund } from './record-refund.ts';
export { releaseHold } from './release-hold.ts';
export {
  selectAccount as readAccount,
  selectAccountIds as listAccounts,
  selectAvailableUnits as readAvailableUnits,
  selectTicketUnits as readTicketUnits,
  selectUnitsOfAccounts as readUnitsOfAccounts,
} from './store.ts';
export { verifyLedger } from './verify-ledger.ts';
