// Owns which letter goes to whom, once, when something happened. No module imports it; jobs call it.
export { acknowledgeTicket } from './acknowledge-ticket.ts';
export { askForWord } from './ask-for-word.ts';
export { sendInvitation, sendPasswordChanged, sendSignInLink } from './invite-and-sign-in.ts';
export type {
  Letter,
  LetterTicket,
  Notice,
  Post,
  Recipient,
  RenderedLetter,
} from './model.ts';
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
export { tellOfAppointment } from './tell-of-appointment.ts';
export { tellOfBilling, tellOfLowBalance } from './tell-of-units.ts';
