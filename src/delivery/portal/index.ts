// The customer's portal: every page, rendered on the server, that works without script.
import type { Page } from '../web/contract.ts';
import { accountPage } from './pages/account.tsx';
import {
  objectToChargePage,
  requestTopUpPage,
  setStatementByMailPage,
  withdrawObjectionPage,
} from './pages/account-acts.tsx';
import { agreementPage, agreementVersionPage } from './pages/agreement.tsx';
import {
  acceptSlotPage,
  cancelAppointmentPage,
  proposeTimesPage,
} from './pages/appointment-acts.tsx';
import { clockProofPage } from './pages/clock-proof.tsx';
import { homePage } from './pages/home.tsx';
import { acceptInvitationPage, invitationPage } from './pages/invitation.tsx';
import { chooseLettersPage, lettersPage } from './pages/letters.tsx';
import { doMailActPage, mailActPage } from './pages/mail-act.tsx';
import { newTicketPage, sendTicketPage } from './pages/new-ticket.tsx';
import { offlinePage } from './pages/offline.tsx';
import { changePersonPage, invitePersonPage, peoplePage } from './pages/people.tsx';
import {
  changePasswordPage,
  changeProfilePage,
  endSessionPage,
  profilePage,
} from './pages/profile.tsx';
import {
  addPasskeyPage,
  changePasskeyPage,
  confirmSecondFactorPage,
  dropSecondFactorPage,
  offerSecondFactorPage,
  renewRecoveryCodesPage,
  secondFactorPage,
} from './pages/second-factor.tsx';
import { finishSetUpPage, setUpPage } from './pages/set-up.tsx';
import {
  requestLinkPage,
  signInPage,
  signInPasskeyPage,
  signInPasswordPage,
  signOutPage,
} from './pages/sign-in.tsx';
import { signInCodePage } from './pages/sign-in-code.tsx';
import { confirmLinkPage, openLinkPage } from './pages/sign-in-link.tsx';
import { sendSplitPage, splitTicketPage } from './pages/split-ticket.tsx';
import { acceptTermsPage, termsPage } from './pages/terms.tsx';
import { ticketPage } from './pages/ticket.tsx';
import {
  addParticipantPage,
  answerTicketPage,
  claimScopePage,
  closeTicketPage,
  confirmPresencePage,
  decideParticipantPage,
  decideUnitsPage,
  removeParticipantPage,
  reopenTicketPage,
  withdrawTicketPage,
} from './pages/ticket-acts.tsx';
import { ticketsPage } from './pages/tickets.tsx';
import { verifyCodePage, verifyPage, verifyStatementPage } from './pages/verify.tsx';

import {
  confirmMailPage,
  sendMailConfirmationPage,
  sendMailWordPage,
  waitingMailPage,
} from './pages/waiting-mail.tsx';

export { problemPage } from './pages/failure.tsx';

export const portalPages: readonly Page[] = [
  homePage,
  ticketsPage,
  newTicketPage,
  sendTicketPage,
  ticketPage,
  clockProofPage,
  answerTicketPage,
  confirmPresencePage,
  decideUnitsPage,
  closeTicketPage,
  claimScopePage,
  reopenTicketPage,
  withdrawTicketPage,
  addParticipantPage,
  removeParticipantPage,
  decideParticipantPage,
  acceptSlotPage,
  proposeTimesPage,
  cancelAppointmentPage,
  splitTicketPage,
  sendSplitPage,
  accountPage,
  requestTopUpPage,
  setStatementByMailPage,
  objectToChargePage,
  withdrawObjectionPage,
  peoplePage,
  invitePersonPage,
  changePersonPage,
  agreementPage,
  agreementVersionPage,
  termsPage,
  acceptTermsPage,
  profilePage,
  changeProfilePage,
  changePasswordPage,
  endSessionPage,
  lettersPage,
  chooseLettersPage,
  signInPage,
  requestLinkPage,
  signInPasswordPage,
  signInCodePage,
  signInPasskeyPage,
  addPasskeyPage,
  changePasskeyPage,
  secondFactorPage,
  offerSecondFactorPage,
  confirmSecondFactorPage,
  renewRecoveryCodesPage,
  dropSecondFactorPage,
  signOutPage,
  openLinkPage,
  confirmLinkPage,
  mailActPage,
  doMailActPage,
  confirmMailPage,
  sendMailConfirmationPage,
  waitingMailPage,
  sendMailWordPage,
  invitationPage,
  acceptInvitationPage,
  setUpPage,
  finishSetUpPage,
  verifyPage,
  verifyCodePage,
  verifyStatementPage,
  offlinePage,
];
