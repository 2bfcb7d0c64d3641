// Owns the correspondence: mailboxes, messages and their files, the outbox, and every mail that came in.
export { acceptMail } from './accept-mail.ts';
export { AttachmentsUnavailable, attachFiles } from './attach-files.ts';
export { selectUnconfirmedMail as listUnconfirmedMail } from './confirmation-store.ts';
export {
  issueConfirmation,
  type MailWaitsForWord,
  readConfirmation,
  takeConfirmation,
} from './confirmations.ts';
export {
  activateDkimKey,
  addDkimKey,
  dkimKeyFor,
  dkimRecord,
  domainsOfMailboxes,
  retireDkimKey,
} from './dkim-keys.ts';
export type { MailUndelivered } from './events.ts';
export { filesOfMail } from './files-of-mail.ts';
export { findThread } from './find-thread.ts';
export {
  type ImapLease,
  ImapLeaseLost,
  type ImapSecurity,
  type ImapSignIn,
  type ImapSource,
  type ImapState,
} from './imap/model.ts';
export {
  beginReading,
  recordFetched,
  recordImapState,
  tellOfMailboxes,
} from './imap/record-fetched.ts';
export {
  claimImapSources,
  deleteImapSource as removeImapSource,
  releaseImapSources,
  selectImapSource as readImapSource,
  selectImapSources as listImapSources,
  selectUnsettledUids as listUnsettledUids,
  settleImapMessages as recordSettled,
  updateImapSecret as replaceImapSecret,
  upsertImapSource as setImapSource,
} from './imap/store.ts';
export { findAcknowledgement, issueAcknowledgement } from './issue-acknowledgement.ts';
export { processMailJob, sendMailJob } from './jobs.ts';
export {
  type CheckFinding,
  type CheckStep,
  checkSteps,
  type MailboxCheck,
} from './mailbox-check/model.ts';
export {
  checkMailboxJob,
  openMailboxCheck,
  probeMessageId,
  recordProbeArrival,
  startMailboxCheck,
} from './mailbox-check/start-check.ts';
export {
  selectMailboxCheck as readMailboxCheck,
  updateMailboxCheck as recordCheckProgress,
} from './mailbox-check/store.ts';
export type {
  ArrivedMail,
  Attachment,
  AttachmentRole,
  Author,
  CalendarMoment,
  Channel,
  Delivery,
  DeliveryState,
  DkimKey,
  ForwardedLetter,
  InboundMail,
  InboundOutcome,
  Invitation,
  InvitationAct,
  InvitedPerson,
  IssuedAcknowledgement,
  Mailbox,
  MailCalendarPart,
  MailFacts,
  MailFile,
  Message,
  NewAttachment,
  NewMail,
  NewMessage,
  OutgoingMail,
  Visibility,
} from './model.ts';
export { putOffChecking } from './put-off-checking.ts';
export { queueMail, resendMail } from './queue-mail.ts';
export { readConversation } from './read-conversation.ts';
export {
  type DeliveryReport,
  recordBounce,
  recordRefusal,
  recordStopped,
} from './record-bounce.ts';
export { readRestoredHold, releaseDesk } from './release-desk.ts';
export { removeMailbox } from './remove-mailbox.ts';
export {
  copyAttachments,
  countMailTrouble,
  deleteUnsentAttachment as discardAttachment,
  deleteUnsentAttachmentsBefore as discardUnsentAttachments,
  forgetSentSecret,
  insertAttachment as addAttachment,
  insertBlob as addBlob,
  insertMailbox as addMailbox,
  insertMailFacts as recordMailFacts,
  insertMessage as appendMessage,
  insertThreadReference as rememberThread,
  isMailQueued,
  keepInOutbox,
  keepUnsentAttachments,
  lockQuarantinedMail,
  lockReceivedMail,
  selectAcknowledgementOfTicket as readAcknowledgement,
  selectAttachment as readAttachment,
  selectAttachments as readAttachmentsOf,
  selectAttachmentsById as readAttachmentsById,
  selectDeliveries as deliveriesOf,
  selectDkimKey as readDkimKey,
  selectDkimKeys as listDkimKeys,
  selectDueMailIds as listDueMail,
  selectInboundMail as readInboundMail,
  selectLastAddress as lastAddressOf,
  selectLatestMessageId as latestMessageId,
  selectMailbox as readMailbox,
  selectMailboxes as listMailboxes,
  selectMailboxesByAddress as findMailboxes,
  selectMessage as readMessage,
  selectMessageHtml as readMessageHtml,
  selectOutgoingMail as readOutgoingMail,
  selectOutgoingMailByMessageId as outgoingMailByMessageId,
  selectOutgoingMails as listOutgoingMail,
  selectQuarantine as listQuarantine,
  selectRawMail as readRawMail,
  selectReceivedMailIds as listReceivedMail,
  selectThread as readThread,
  selectTicketsWithUndelivered as ticketsWithUndelivered,
  selectUndelivered as listUndelivered,
  updateDelivery as recordDelivery,
  updateInboundOutcome as recordInboundOutcome,
  updateMailboxRow as changeMailbox,
} from './store.ts';
export {
  countAutomaticInARow,
  resetBreaker as resetMailBreaker,
  selectOpenBreakers as listMailBreakers,
} from './storm-store.ts';
export {
  perMinutePerDomainMax,
  takeForSending,
} from './take-for-sending.ts';
export { type StormLimits, watchStorm } from './watch-storm.ts';
export { whyQuiet } from './why-quiet.ts';
