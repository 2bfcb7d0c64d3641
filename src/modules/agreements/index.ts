// Owns the agreement as data: its versions, who accepted them, what was decided by them, and the firm that gives it.
export { acceptTerms } from './accept-terms.ts';
export { type FirmChange, updateFirm } from './change-firm.ts';
export {
  asksForService,
  changeDraft,
  type DraftChange,
  type DraftView,
  discardDraft,
  publishDraft,
  readDraft,
  startDraft,
} from './draft-agreement.ts';
export type { TermsAccepted } from './events.ts';
export type {
  AcceptanceChannel,
  AcceptedTerms,
  AgreementDraft,
  AgreementVersion,
  Firm,
  NewDecision,
  PublishedAgreement,
  RecordedDecision,
  TermsAcceptance,
} from './model.ts';
export { ensureFirstAgreement } from './publish-agreement.ts';
export { agreementByVersion, agreementInForce, readPublishedAgreement } from './read-agreement.ts';
export { readFirm } from './read-firm.ts';
export {
  insertDecision as recordDecision,
  insertDecisions as recordDecisions,
  selectAcceptances as termsAcceptances,
  selectAcceptedAt as termsAcceptedAt,
  selectDecisions as readDecisions,
  selectPastDecisions as pastDecisionsOf,
  selectVersionAccepted as termsVersionAccepted,
  selectVersions as listAgreementVersions,
} from './store.ts';
