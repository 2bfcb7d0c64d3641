// Owns which letter goes to whom, once, when something happened. Nobody imports it; jobs call it.
export { acknowledgeTicket } from './acknowledge-ticket.ts';
export { sendInvitation, sendPasswordChanged, sendSignInLink } from './invite-and-sign-in.ts';
export type { Letter, LetterTicket, Post, Recipient, RenderedLetter } from './model.ts';
export { tellOfAdmission, tellOfEnd, tellOfMessage, tellOfPriority } from './tell-customer.ts';
