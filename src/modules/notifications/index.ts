// Owns which letter goes to whom, once, when something happened. No module imports it; jobs call it.
export { acknowledgeTicket, type Receipt } from './acknowledge-ticket.ts';
export {
  adjustLetter,
  explainTextProblem,
  type LetterDraft,
  type LetterInLanguage,
  type LetterPreview,
  listLetters,
  listLetterVersions,
  previewLetter,
  sendLetterPreview,
} from './adjust-letter.ts';
export { askForWord } from './ask-for-word.ts';
export { sendInvitation, sendSignInLink } from './invite-and-sign-in.ts';
export { chooseLetters, listLetterChoices } from './letter-choices.ts';
export {
  groupOf,
  type LetterName,
  letterNameOf,
  letterNames,
  variablesOf,
} from './letter-names.ts';
export { keepTemplates } from './letter-templates.ts';
export {
  type AdjustedTexts,
  fillText,
  isAdjusted,
  type LetterPart,
  type LetterTexts,
  type LetterVariable,
  letterTextMax,
  ownTextOnly,
  type TextProblem,
  textProblemKinds,
  textProblems,
} from './letter-texts.ts';
export { mailStatement, type PrintStatement } from './mail-statement.ts';
export type {
  Letter,
  LetterTicket,
  Notice,
  Recipient,
} from './model.ts';
export type { LetterHead, Post, RenderedLetter } from './post.ts';
export { recipientOf } from './post-letter.ts';
export {
  countUnreadNotices,
  selectNotices as listNotices,
  updateNoticesRead as readNotices,
} from './store.ts';
export { sendUndeliveredDigest, tellOfUndelivered } from './tell-agent.ts';
export {
  tellOfAdmission,
  tellOfEnd,
  tellOfMerge,
  tellOfMessage,
  tellOfPriority,
  tellOfSuggestion,
} from './tell-customer.ts';
export { tellOfClock } from './tell-desk.ts';
export { tellOfNews } from './tell-followers.ts';
export { tellOfAccess } from './tell-of-access.ts';
export { tellOfAnswer, tellOfAppointment } from './tell-of-appointment.ts';
export { tellOfUnitsAnswered, tellOfUnitsAsked } from './tell-of-approval.ts';
export { tellOfObjection } from './tell-of-objection.ts';
export { tellOfScope, tellOfScopeClaim } from './tell-of-scope.ts';
export { tellOfStanding } from './tell-of-standing.ts';
export { tellOfBilling, tellOfExpiry, tellOfLowBalance } from './tell-of-units.ts';
export { type LetterTemplate, selectTemplate as readLetterTemplate } from './template-store.ts';
