// Owns the requests: how they come in, are admitted or held, worked on, answered and ended.
export { abandonUnanswered } from './abandon-unanswered.ts';
export { admitHeld } from './admit-held.ts';
export { askForInformation } from './ask-for-information.ts';
export { askForUnits, withdrawUnitsAsked } from './ask-for-units.ts';
export { assignTicket } from './assign-ticket.ts';
export { soonMs } from './board/marks.ts';
export type { Board, ClockCell, Load, Mark } from './board/model.ts';
export { readBoard, ticketsMarked } from './board/read-board.ts';
export { chargeAbsence, oweSurcharge } from './charge-apart.ts';
export { claimScope, scopeFactsOf } from './claim-scope.ts';
export { confirmPresence } from './confirm-presence.ts';
export { decideScope } from './decide-scope.ts';
export { decideUnits } from './decide-units.ts';
export type { DeskWriter } from './desk-writer.ts';
export { type DraftToKeep, keepDraft } from './drafts/keep-draft.ts';
export type { Draft } from './drafts/model.ts';
export {
  deleteDraft as discardDraft,
  deleteOldDrafts as discardOldDrafts,
  endDraft,
  selectDrafts as draftsOf,
  selectDraftsOfPerson as listDrafts,
} from './drafts/store.ts';
export {
  closeTicket,
  referTicket,
  rejectTicket,
  withdrawTicket,
} from './end-ticket.ts';
export type {
  MessageWritten,
  PriorityChanged,
  ScopeClaimed,
  ScopeDecided,
  SuggestionRead,
  TicketAdmitted,
  TicketEnded,
  TicketNews,
  TicketReceived,
  TicketsMerged,
  UnitsAnswered,
  UnitsAsked,
} from './events.ts';
export { followTicket, unfollowTicket } from './following/follow-ticket.ts';
export {
  selectFollowing as followersOf,
  selectMentions as mentionedIn,
} from './following/store.ts';
export { publishReplyJob, wakeSnoozedJob } from './jobs.ts';
export { linkTickets, unlinkTickets } from './link-tickets.ts';
export { logWork, previewWork, reverseWork } from './log-work.ts';
export {
  createMacro,
  type NewMacro,
  removeMacro,
  updateMacro,
} from './macros/change-macro.ts';
export { type Macro, macroVariables } from './macros/model.ts';
export { selectMacros as listMacros } from './macros/store.ts';
export { mergeTickets } from './merge-tickets.ts';
export type {
  InformationRequest,
  LinkKind,
  PendingReply,
  Reader,
  ScopeAnswer,
  Ticket,
  TicketEvent,
  TicketEventType,
  TicketLink,
  UnitApproval,
  WorkEntry,
} from './model.ts';
export { isNotDone, type NotDone } from './not-done.ts';
export { noteUndelivered } from './note-undelivered.ts';
export { addParticipant } from './participants/add-participant.ts';
export { decideProposal } from './participants/decide-proposal.ts';
export type { Participant, ParticipantProposal } from './participants/model.ts';
export { removeParticipant } from './participants/remove-participant.ts';
export {
  selectParticipants as participantsOf,
  selectStanding as standingOf,
} from './participants/store.ts';
export { type Copied, takeCopied } from './participants/take-copied.ts';
export {
  countPastTickets,
  type PastLife,
  type PastTicket,
  selectFollowUps as followUpsOf,
  selectPastLives as pastLivesOf,
  selectPastTickets as listPastTickets,
  selectPastTicketsById as pastTicketsOf,
} from './past-store.ts';
export {
  publishDueReplies,
  publishReply,
  queueReply,
  takeBackReply,
} from './pending-reply.ts';
export { previewTicket, type TicketPreview } from './preview-ticket.ts';
export {
  conversationTickets,
  readQuestion,
  readTicket,
  type TicketView,
  viewTicket,
} from './read-ticket.ts';
export { announceTicket, logDecision, logEvent } from './record.ts';
export { type NewTicket, registerTicket } from './register-ticket.ts';
export { reopenTicket } from './reopen-ticket.ts';
export { resolveTicket } from './resolve-ticket.ts';
export { rollOutCalendar } from './roll-out-calendar.ts';
export { type RenderReminder, runDueClosings } from './run-due-closings.ts';
export type { SavedView } from './saved-views/model.ts';
export { type NewSavedView, removeSavedView, saveView } from './saved-views/save-view.ts';
export { selectSavedViews as listSavedViews } from './saved-views/store.ts';
export { selectScopeAnswer as readScopeAnswer } from './scope-answers-store.ts';
export { snoozeTicket, wakeTicket } from './snoozes/snooze-ticket.ts';
export { selectSnoozes as snoozesOf } from './snoozes/store.ts';
export { wakeDueSnooze, wakeDueSnoozes, wakeSnoozedLater } from './snoozes/wake-snoozed.ts';
export { splitTicket } from './split-ticket.ts';
export {
  countAdmittedAt,
  countHeldForStanding,
  countOpenTickets,
  countTicketViews,
  isFollower as mayReadTicket,
  type ListCursor,
  type ListQuery,
  lockGoingTicket,
  lockTicket,
  lockTicketById,
  lockTicketPair,
  type QueueView,
  selectAbsorbed as absorbedBy,
  selectNextClosing as nextClosingAt,
  selectSplitNumbers as splitNumbers,
  selectTicket as findTicket,
  selectTicketById as findTicketById,
  selectTicketIds as findTicketIds,
  selectTicketNames as namesOfTickets,
  selectTickets as listTickets,
  selectTicketsById as ticketsOf,
  sortedByClock,
  updateTicket as changeTicket,
} from './store.ts';
export { missingSuggestionOf } from './take-suggestion.ts';
export { type Doing, type Told, tellWhereabouts } from './tell-whereabouts.ts';
export {
  selectUnitApproval as readUnitApproval,
  selectUnitApprovals as readUnitApprovals,
} from './unit-approvals-store.ts';
export { verifyTicketPriority } from './verify-ticket-priority.ts';
export {
  contact as recordContact,
  type Written,
  writeAsAgent,
  writeAsCustomer,
} from './write-message.ts';
