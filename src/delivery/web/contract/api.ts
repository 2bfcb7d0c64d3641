import { z } from 'zod';
import * as agreement from './agreement.ts';
import * as drafts from './agreement-draft.ts';
import * as appointments from './appointments.ts';
import * as board from './board.ts';
import * as calendar from './calendar.ts';
import { PageQuery, page } from './common.ts';
import * as credits from './credits.ts';
import * as messageDrafts from './drafts.ts';
import * as letters from './letters.ts';
import * as macros from './macros.ts';
import * as mail from './mail.ts';
import * as mailActs from './mail-acts.ts';
import * as notices from './notices.ts';
import * as people from './people.ts';
import * as reports from './report.ts';
import type { Method, Role, Route, Schema } from './route.ts';
import { type OperationId, routes } from './routes.ts';
import * as savedViews from './saved-views.ts';
import * as tickets from './tickets.ts';
import * as verification from './verification.ts';
import * as whereabouts from './whereabouts.ts';

const anyone: readonly Role[] = [
  'anonymous',
  'customer',
  'customer_administrator',
  'agent',
  'supervisor',
  'billing',
  'administrator',
];
const signedIn = anyone.filter((role) => role !== 'anonymous');
const customers: readonly Role[] = ['customer', 'customer_administrator'];
/** Everybody who works at the firm reads tickets and customers. */
const staff: readonly Role[] = ['agent', 'supervisor', 'billing', 'administrator'];
/** Those who attend to requests. */
const desk: readonly Role[] = ['agent', 'supervisor'];
const customersAndDesk = [...customers, ...desk];
const deskAndAdministrators: readonly Role[] = [...desk, 'administrator'];
const companyAdministrators: readonly Role[] = ['customer_administrator'];
const billing: readonly Role[] = ['billing', 'administrator'];
const supervision: readonly Role[] = ['supervisor', 'administrator'];
const administrators: readonly Role[] = ['administrator'];

/** The contract: every operation of the desk, for the portal, the console and other people's programs alike. */
export const api = {
  setUp: post('setUp', 'session', anyone, 'Make the first administrator', {
    body: people.SetUp,
    success: 201,
    answer: people.SignedIn,
  }),
  requestSignInLink: post('requestSignInLink', 'session', anyone, 'Send a sign-in link', {
    body: people.SignInLink,
    success: 202,
  }),
  confirmSignInLink: post('confirmSignInLink', 'session', anyone, 'Sign in by link', {
    body: people.SignInToken,
    answer: people.SignInStep,
  }),
  signInWithPassword: post('signInWithPassword', 'session', anyone, 'Sign in by password', {
    body: people.SignInPassword,
    answer: people.SignInStep,
  }),
  answerSignInChallenge: post(
    'answerSignInChallenge',
    'session',
    anyone,
    'Sign in with a code of the second factor',
    { body: people.ChallengeAnswer, answer: people.SignedIn },
  ),
  offerPasskeySignIn: post(
    'offerPasskeySignIn',
    'session',
    anyone,
    'What a browser asks a passkey for',
    { body: people.OfferPasskeySignIn, answer: people.PasskeyOptions },
  ),
  signInWithPasskey: post('signInWithPasskey', 'session', anyone, 'Sign in by passkey', {
    body: people.SignInPasskey,
    answer: people.SignedIn,
  }),
  signOut: post('signOut', 'session', anyone, 'End this session', { success: 204 }),
  acceptInvitation: post('acceptInvitation', 'session', anyone, 'Accept an invitation', {
    body: people.AcceptInvitation,
    answer: people.SignInStep,
  }),
  getMe: get('getMe', 'session', signedIn, 'Who I am', { beforeFactor: true, answer: people.Me }),
  updateMe: patch('updateMe', 'session', signedIn, 'Change my name, language or time zone', {
    body: people.UpdateMe,
    answer: people.Me,
  }),
  changePassword: post('changePassword', 'session', signedIn, 'Set or change my password', {
    body: people.ChangePassword,
    success: 204,
  }),
  listMySessions: get('listMySessions', 'session', signedIn, 'My sessions', {
    answer: people.Sessions,
  }),
  revokeMySession: remove('revokeMySession', 'session', signedIn, 'End one of my sessions', {
    params: people.SessionParams,
  }),
  listMyLetters: get(
    'listMyLetters',
    'session',
    customers,
    'Which letters I get, of those I choose',
    {
      answer: people.MyLetters,
    },
  ),
  chooseMyLetters: post('chooseMyLetters', 'session', customers, 'Turn letters on and off', {
    body: people.ChooseLetters,
    answer: people.MyLetters,
  }),
  getSecondFactor: get('getSecondFactor', 'session', signedIn, 'My second factor', {
    beforeFactor: true,
    answer: people.SecondFactor,
  }),
  offerSecondFactor: post('offerSecondFactor', 'session', signedIn, 'Begin a second factor', {
    beforeFactor: true,
    answer: people.OfferedSecondFactor,
  }),
  confirmSecondFactor: post(
    'confirmSecondFactor',
    'session',
    signedIn,
    'Ask for my second factor from now on',
    { body: people.SecondFactorCode, beforeFactor: true, answer: people.RecoveryCodes },
  ),
  renewRecoveryCodes: post('renewRecoveryCodes', 'session', signedIn, 'Make new recovery codes', {
    body: people.RenewRecoveryCodes,
    answer: people.RecoveryCodes,
  }),
  offerPasskey: post('offerPasskey', 'session', signedIn, 'Begin a passkey', {
    beforeFactor: true,
    answer: people.PasskeyOptions,
  }),
  addPasskey: post('addPasskey', 'session', signedIn, 'Keep a passkey', {
    body: people.AddPasskey,
    success: 201,
    beforeFactor: true,
    answer: people.AddedPasskey,
  }),
  renamePasskey: patch('renamePasskey', 'session', signedIn, 'Name one of my passkeys', {
    params: people.PasskeyParams,
    body: people.RenamePasskey,
    success: 204,
  }),
  removePasskey: remove('removePasskey', 'session', signedIn, 'Remove one of my passkeys', {
    params: people.PasskeyParams,
  }),
  dropSecondFactor: post('dropSecondFactor', 'session', signedIn, 'Give up my second factor', {
    body: people.SecondFactorCode,
    success: 204,
  }),
  acceptTerms: post('acceptTerms', 'session', customers, 'Accept the terms (T7)', {
    body: people.AcceptTerms,
    answer: people.Me,
  }),

  getFirm: get('getFirm', 'agreement', anyone, 'The firm that gives the support', {
    answer: people.Firm,
  }),
  updateFirm: patch('updateFirm', 'agreement', administrators, 'Change the firm', {
    body: people.UpdateFirm,
    answer: people.Firm,
  }),
  getAgreement: get('getAgreement', 'agreement', signedIn, 'The agreement in force', {
    answer: agreement.Agreement,
  }),
  getAgreementVersion: get(
    'getAgreementVersion',
    'agreement',
    signedIn,
    'One version of the agreement',
    { params: agreement.AgreementParams, answer: agreement.Agreement },
  ),
  listAgreementVersions: get(
    'listAgreementVersions',
    'agreement',
    staff,
    'Versions of the agreement, newest first',
    { answer: drafts.AgreementVersions },
  ),
  getAgreementDraft: get(
    'getAgreementDraft',
    'agreement',
    administrators,
    'The draft of the next version',
    { answer: drafts.AgreementDraftAnswer },
  ),
  startAgreementDraft: post(
    'startAgreementDraft',
    'agreement',
    administrators,
    'Begin a draft from the version in force',
    { success: 201, answer: drafts.AgreementDraft },
  ),
  changeAgreementDraft: patch(
    'changeAgreementDraft',
    'agreement',
    administrators,
    'Change the draft',
    { body: drafts.ChangeAgreementDraft, answer: drafts.AgreementDraft },
  ),
  discardAgreementDraft: remove(
    'discardAgreementDraft',
    'agreement',
    administrators,
    'Throw the draft away',
    { query: drafts.DraftRevision },
  ),
  publishAgreementDraft: post(
    'publishAgreementDraft',
    'agreement',
    administrators,
    'Publish the draft as the next version',
    { body: drafts.PublishAgreementDraft, success: 201, answer: drafts.PublishedVersion },
  ),
  listWhatIfs: get('listWhatIfs', 'agreement', administrators, 'What was asked of the past', {
    answer: drafts.WhatIfs,
  }),
  startWhatIf: post('startWhatIf', 'agreement', administrators, 'Try the draft on past requests', {
    body: drafts.StartWhatIf,
    success: 201,
    answer: drafts.WhatIf,
  }),
  getWhatIf: get('getWhatIf', 'agreement', administrators, 'How a try goes, and what came out', {
    params: drafts.WhatIfParams,
    answer: drafts.WhatIf,
  }),
  cancelWhatIf: post('cancelWhatIf', 'agreement', administrators, 'Give a try up', {
    params: drafts.WhatIfParams,
    answer: drafts.WhatIf,
  }),
  getCatalog: get('getCatalog', 'agreement', signedIn, 'Categories and services (I)', {
    answer: agreement.Catalog,
  }),
  createCategory: post('createCategory', 'agreement', administrators, 'Add a category', {
    body: agreement.CreateCategory,
    success: 201,
    answer: agreement.Category,
  }),
  updateCategory: patch('updateCategory', 'agreement', administrators, 'Change a category', {
    params: agreement.CategoryParams,
    body: agreement.UpdateCategory,
    answer: agreement.Category,
  }),
  createService: post('createService', 'agreement', administrators, 'Add a service', {
    body: agreement.CreateService,
    success: 201,
    answer: agreement.Service,
  }),
  updateService: patch('updateService', 'agreement', administrators, 'Change a service', {
    params: agreement.ServiceParams,
    body: agreement.UpdateService,
    answer: agreement.Service,
  }),

  getServiceCalendar: get(
    'getServiceCalendar',
    'agreement',
    staff,
    'The service calendar: hours, holidays and zone (VII)',
    { answer: calendar.ServiceCalendar },
  ),
  previewServiceCalendar: post(
    'previewServiceCalendar',
    'agreement',
    administrators,
    'What an edit of the service calendar would move, before it is saved',
    { body: calendar.PreviewServiceCalendar, answer: calendar.CalendarPreview },
  ),
  saveServiceCalendar: post(
    'saveServiceCalendar',
    'agreement',
    administrators,
    'Save the service calendar as its next version',
    {
      body: calendar.SaveServiceCalendar,
      success: 201,
      answer: calendar.ServiceCalendar,
      idempotent: true,
    },
  ),
  listHolidayCountries: get(
    'listHolidayCountries',
    'agreement',
    staff,
    'Countries whose public holidays are known',
    { answer: calendar.HolidayCountries },
  ),
  listHolidays: get('listHolidays', 'agreement', staff, 'Public holidays of a country', {
    query: calendar.ListHolidays,
    answer: calendar.Holidays,
  }),

  listTickets: get(
    'listTickets',
    'tickets',
    signedIn,
    'Requests, nearest clock first for agents, newest first for customers',
    { query: tickets.ListTickets, answer: tickets.TicketPage },
  ),
  countTickets: get('countTickets', 'tickets', staff, 'How many requests stand in each view', {
    answer: tickets.TicketCounts,
  }),
  // It shows nothing that the queue does not: whoever reads the one reads the other.
  getBoard: get('getBoard', 'tickets', staff, 'What the desk has now, added up', {
    answer: board.Board,
  }),
  getReport: get('getReport', 'reports', staff, 'What was promised and what came of it', {
    query: reports.ReportQuery,
    answer: reports.Report,
  }),
  previewTicket: post(
    'previewTicket',
    'tickets',
    customersAndDesk,
    'What would be promised and what it costs, before sending',
    { body: tickets.PreviewTicket, answer: tickets.TicketPreview },
  ),
  createTicket: post(
    'createTicket',
    'tickets',
    customersAndDesk,
    'Register a request (II, III, IV)',
    { body: tickets.CreateTicket, success: 201, answer: tickets.Ticket, idempotent: true },
  ),
  getTicket: get(
    'getTicket',
    'tickets',
    signedIn,
    'One request: conversation, clocks, units, decisions',
    { params: tickets.TicketParams, answer: tickets.Ticket },
  ),
  listMessages: get('listMessages', 'tickets', signedIn, 'Older messages of a request', {
    params: tickets.TicketParams,
    query: PageQuery,
    answer: tickets.MessagePage,
  }),
  addMessage: post('addMessage', 'tickets', customersAndDesk, 'Reply, or note', {
    params: tickets.TicketParams,
    body: tickets.AddMessage,
    success: 201,
    answer: tickets.Message,
    idempotent: true,
  }),
  askForInformation: post(
    'askForInformation',
    'tickets',
    desk,
    'Ask the customer for information (VIII.b)',
    {
      params: tickets.TicketParams,
      body: tickets.AskForInformation,
      success: 201,
      answer: tickets.Ticket,
      idempotent: true,
    },
  ),
  confirmPresence: post(
    'confirmPresence',
    'tickets',
    customers,
    'Say "I am still here" while information is missing (VIII.b)',
    { params: tickets.TicketParams, answer: tickets.Ticket, idempotent: true },
  ),
  abandonTicket: post(
    'abandonTicket',
    'tickets',
    desk,
    'Close as abandoned, once the attempts and the grace passed unanswered (VIII.b)',
    { params: tickets.TicketParams, answer: tickets.Ticket, idempotent: true },
  ),
  queueReply: post(
    'queueReply',
    'tickets',
    desk,
    'Write to the customer, to be published when it can no longer be taken back (10 s unless the agent chose otherwise)',
    {
      params: tickets.TicketParams,
      body: tickets.QueueReply,
      success: 201,
      answer: tickets.PendingReply,
      idempotent: true,
    },
  ),
  takeBackReply: post('takeBackReply', 'tickets', desk, 'Take back a reply that waits', {
    params: tickets.PendingReplyParams,
    answer: tickets.PendingReply,
  }),
  verifyPriority: post('verifyPriority', 'tickets', desk, 'Verify the priority (V.b)', {
    params: tickets.TicketParams,
    body: tickets.VerifyPriority,
    answer: tickets.Ticket,
  }),
  assignTicket: post('assignTicket', 'tickets', desk, 'Assign to an agent or a team', {
    params: tickets.TicketParams,
    body: tickets.AssignTicket,
    answer: tickets.Ticket,
  }),
  snoozeTicket: post('snoozeTicket', 'tickets', desk, 'Put off, out of my own queue', {
    params: tickets.TicketParams,
    body: tickets.SnoozeTicket,
    answer: tickets.Ticket,
    idempotent: true,
  }),
  wakeTicket: post('wakeTicket', 'tickets', desk, 'Back into my own queue', {
    params: tickets.TicketParams,
    answer: tickets.Ticket,
    idempotent: true,
  }),
  followTicket: post('followTicket', 'tickets', desk, 'Be told of what happens in it', {
    params: tickets.TicketParams,
    answer: tickets.Ticket,
    idempotent: true,
  }),
  unfollowTicket: post('unfollowTicket', 'tickets', desk, 'Be told of it no more', {
    params: tickets.TicketParams,
    answer: tickets.Ticket,
    idempotent: true,
  }),
  previewWork: get('previewWork', 'tickets', desk, 'What logging this work would cost (T3, T4)', {
    params: tickets.TicketParams,
    query: tickets.PreviewWork,
    answer: tickets.WorkPreview,
  }),
  logWork: post('logWork', 'tickets', desk, 'Log work (T4)', {
    params: tickets.TicketParams,
    body: tickets.LogWork,
    success: 201,
    answer: tickets.Ticket,
    idempotent: true,
  }),
  askForUnits: post(
    'askForUnits',
    'tickets',
    desk,
    'Ask the customer to approve further units (T4)',
    {
      params: tickets.TicketParams,
      body: tickets.AskForUnits,
      success: 201,
      answer: tickets.Ticket,
      idempotent: true,
    },
  ),
  withdrawUnitsAsked: post(
    'withdrawUnitsAsked',
    'tickets',
    desk,
    'Take back a question for further units (T4)',
    { params: tickets.UnitApprovalParams, answer: tickets.Ticket, idempotent: true },
  ),
  decideUnits: post('decideUnits', 'tickets', customers, 'Approve further units, or not (T4)', {
    params: tickets.UnitApprovalParams,
    body: tickets.DecideUnits,
    answer: tickets.Ticket,
    idempotent: true,
  }),
  reverseWork: post('reverseWork', 'tickets', desk, 'Reverse a work entry', {
    params: tickets.WorkParams,
    body: tickets.ReverseWork,
    success: 201,
    answer: tickets.Ticket,
    idempotent: true,
  }),
  resolveTicket: post('resolveTicket', 'tickets', desk, 'Resolve (VIII.a)', {
    params: tickets.TicketParams,
    body: tickets.ResolveTicket,
    answer: tickets.Ticket,
    idempotent: true,
  }),
  closeTicket: post(
    'closeTicket',
    'tickets',
    customersAndDesk,
    'Close: the customer confirms, or the agent closes what is resolved',
    {
      params: tickets.TicketParams,
      body: tickets.CloseTicket,
      answer: tickets.Ticket,
      idempotent: true,
    },
  ),
  reopenTicket: post('reopenTicket', 'tickets', customersAndDesk, 'Reopen (VIII.c)', {
    params: tickets.TicketParams,
    body: tickets.ReopenTicket,
    answer: tickets.ReopenedTicket,
    idempotent: true,
  }),
  withdrawTicket: post('withdrawTicket', 'tickets', customersAndDesk, 'Withdraw a request (II)', {
    params: tickets.TicketParams,
    body: tickets.WithdrawTicket,
    answer: tickets.Ticket,
    idempotent: true,
  }),
  referTicket: post('referTicket', 'tickets', desk, 'Refer to professional services (I)', {
    params: tickets.TicketParams,
    body: tickets.ReferTicket,
    answer: tickets.Ticket,
    idempotent: true,
  }),
  rejectTicket: post(
    'rejectTicket',
    'tickets',
    desk,
    'Reject: out of scope, spam or duplicate (I)',
    {
      params: tickets.TicketParams,
      body: tickets.RejectTicket,
      answer: tickets.Ticket,
      idempotent: true,
    },
  ),
  claimScope: post('claimScope', 'tickets', customers, 'Say why it is in scope (I)', {
    params: tickets.TicketParams,
    body: tickets.ClaimScope,
    answer: tickets.Ticket,
    idempotent: true,
  }),
  decideScope: post(
    'decideScope',
    'tickets',
    desk,
    'Decide on the scope of what was rejected (I)',
    {
      params: tickets.TicketParams,
      body: tickets.DecideScope,
      answer: tickets.Ticket,
      idempotent: true,
    },
  ),
  mergeTicket: post('mergeTicket', 'tickets', desk, 'Merge into another request (I)', {
    params: tickets.TicketParams,
    body: tickets.MergeTicket,
    answer: tickets.Ticket,
    idempotent: true,
  }),
  splitTicket: post(
    'splitTicket',
    'tickets',
    customersAndDesk,
    'Split a message out into a new linked request (T2)',
    {
      params: tickets.TicketParams,
      body: tickets.SplitTicket,
      success: 201,
      answer: tickets.Ticket,
      idempotent: true,
    },
  ),
  linkTicket: post('linkTicket', 'tickets', desk, 'Link to another request', {
    params: tickets.TicketParams,
    body: tickets.LinkTicket,
    answer: tickets.Ticket,
    idempotent: true,
  }),
  unlinkTicket: remove('unlinkTicket', 'tickets', desk, 'Take a link back', {
    params: tickets.LinkParams,
  }),
  addParticipant: post(
    'addParticipant',
    'tickets',
    customersAndDesk,
    'Add a contact of the same customer to a request (V.c)',
    {
      params: tickets.TicketParams,
      body: tickets.AddParticipant,
      success: 201,
      answer: tickets.Ticket,
      idempotent: true,
    },
  ),
  removeParticipant: remove(
    'removeParticipant',
    'tickets',
    customersAndDesk,
    'Take somebody out of a request, or leave it (V.c)',
    { params: tickets.ParticipantParams },
  ),
  decideParticipant: post(
    'decideParticipant',
    'tickets',
    [...companyAdministrators, ...desk],
    'Accept or decline an address that a mail copied (II)',
    {
      params: tickets.ParticipantProposalParams,
      body: tickets.DecideParticipant,
      answer: tickets.Ticket,
      idempotent: true,
    },
  ),
  getClockProof: get(
    'getClockProof',
    'tickets',
    signedIn,
    'Why the clocks say what they say (VII)',
    { params: tickets.TicketParams, answer: tickets.ClockProof },
  ),

  listMyDrafts: get('listMyDrafts', 'tickets', desk, 'What I have written and not sent', {
    answer: messageDrafts.MyDrafts,
  }),
  listDrafts: get('listDrafts', 'tickets', desk, 'My drafts of one request', {
    params: tickets.TicketParams,
    answer: messageDrafts.Drafts,
  }),
  keepDraft: post('keepDraft', 'tickets', desk, 'Keep what I have written so far', {
    params: tickets.TicketParams,
    body: messageDrafts.KeepDraft,
    answer: messageDrafts.Drafts,
  }),
  discardDraft: remove('discardDraft', 'tickets', desk, 'Drop a draft of mine', {
    params: messageDrafts.DraftParams,
  }),
  tellWhereabouts: post(
    'tellWhereabouts',
    'tickets',
    staff,
    'Tell the others of the desk which request a window has open',
    { body: whereabouts.TellWhereabouts, answer: whereabouts.Whereabouts },
  ),

  listSavedViews: get('listSavedViews', 'tickets', staff, 'My views of the queue and the desk’s', {
    answer: savedViews.SavedViews,
  }),
  saveView: post('saveView', 'tickets', staff, 'Save a view of the queue', {
    body: savedViews.SaveView,
    success: 201,
    answer: savedViews.SavedView,
  }),
  removeSavedView: remove('removeSavedView', 'tickets', staff, 'Drop a saved view', {
    params: savedViews.SavedViewParams,
  }),

  listMacros: get('listMacros', 'tickets', deskAndAdministrators, 'Texts that are written often', {
    answer: macros.Macros,
  }),
  createMacro: post('createMacro', 'tickets', deskAndAdministrators, 'Keep a text', {
    body: macros.WriteMacro,
    success: 201,
    answer: macros.Macro,
  }),
  updateMacro: patch('updateMacro', 'tickets', deskAndAdministrators, 'Change a kept text', {
    params: macros.MacroParams,
    body: macros.WriteMacro,
    answer: macros.Macro,
  }),
  removeMacro: remove('removeMacro', 'tickets', deskAndAdministrators, 'Drop a kept text', {
    params: macros.MacroParams,
  }),

  listNotices: get('listNotices', 'tickets', staff, 'What the desk told me (V.d), newest first', {
    query: PageQuery,
    answer: notices.NoticePage,
  }),
  countNotices: get('countNotices', 'tickets', staff, 'How much of it I have not read', {
    answer: notices.NoticeCount,
  }),
  readNotices: post('readNotices', 'tickets', staff, 'I have read it', {
    body: notices.ReadNotices,
    answer: notices.NoticeCount,
  }),

  listAppointments: get(
    'listAppointments',
    'appointments',
    signedIn,
    'Activities that are agreed and to come, or that wait for an answer (T6)',
    { query: appointments.ListAppointments, answer: appointments.AppointmentPage },
  ),
  offerAppointment: post(
    'offerAppointment',
    'appointments',
    desk,
    'Offer times for an activity, remote or on site (T5, T6)',
    {
      params: tickets.TicketParams,
      body: appointments.OfferAppointment,
      success: 201,
      answer: tickets.Ticket,
      idempotent: true,
    },
  ),
  proposeTimes: post(
    'proposeTimes',
    'appointments',
    customersAndDesk,
    'Propose other times; what is agreed stays agreed until one is accepted',
    {
      params: appointments.AppointmentParams,
      body: appointments.ProposeTimes,
      answer: tickets.Ticket,
      idempotent: true,
    },
  ),
  acceptSlot: post(
    'acceptSlot',
    'appointments',
    customersAndDesk,
    'Accept a time that the other side proposed, with what it may cost (T5, T6)',
    {
      params: appointments.AppointmentParams,
      body: appointments.AcceptSlot,
      answer: tickets.Ticket,
      idempotent: true,
    },
  ),
  cancelAppointment: post(
    'cancelAppointment',
    'appointments',
    customersAndDesk,
    'Cancel an activity, or decline what was offered (T6)',
    {
      params: appointments.AppointmentParams,
      body: appointments.CancelAppointment,
      answer: tickets.Ticket,
      idempotent: true,
    },
  ),
  recordOutcome: post(
    'recordOutcome',
    'appointments',
    desk,
    'Record that an activity took place, or that the customer was absent (T6)',
    {
      params: appointments.AppointmentParams,
      body: appointments.RecordOutcome,
      answer: tickets.Ticket,
      idempotent: true,
    },
  ),

  // multipart/form-data with one file; the body is a stream and has no schema.
  uploadAttachment: post(
    'uploadAttachment',
    'tickets',
    customersAndDesk,
    'Upload a file for a message that is being written',
    { success: 201, answer: tickets.Attachment },
  ),
  discardAttachment: remove(
    'discardAttachment',
    'tickets',
    customersAndDesk,
    'Forget a file that was not sent',
    { params: tickets.AttachmentParams },
  ),

  listOrganizations: get('listOrganizations', 'customers', staff, 'Customers, by name', {
    query: PageQuery.extend({ q: z.string().trim().max(100).optional() }),
    answer: page(people.OrganizationSummary, 'OrganizationPage'),
  }),
  createOrganization: post('createOrganization', 'customers', billing, 'Add a customer', {
    body: people.CreateOrganization,
    success: 201,
    answer: people.Organization,
  }),
  getOrganization: get(
    'getOrganization',
    'customers',
    [...companyAdministrators, ...staff],
    'One customer',
    { params: people.OrganizationParams, answer: people.Organization },
  ),
  updateOrganization: patch('updateOrganization', 'customers', billing, 'Change a customer', {
    params: people.OrganizationParams,
    body: people.UpdateOrganization,
    answer: people.Organization,
  }),
  setStanding: post(
    'setStanding',
    'customers',
    billing,
    'Suspend a customer or put it in good standing, now or from a moment on (II)',
    {
      params: people.OrganizationParams,
      body: people.SetStanding,
      answer: people.Organization,
      idempotent: true,
    },
  ),
  withdrawStanding: post(
    'withdrawStanding',
    'customers',
    billing,
    'Take back a change of standing before it begins (II)',
    {
      params: people.StandingParams,
      body: people.WithdrawStanding,
      answer: people.Organization,
      idempotent: true,
    },
  ),
  listStandings: get(
    'listStandings',
    'customers',
    staff,
    'How a customer stood, stands and will stand (II)',
    { params: people.OrganizationParams, answer: people.StandingHistory },
  ),
  addContract: post('addContract', 'customers', billing, 'Add a contract (II)', {
    params: people.OrganizationParams,
    body: people.AddContract,
    success: 201,
    answer: people.Organization,
  }),
  endContract: post('endContract', 'customers', billing, 'End a contract', {
    params: people.ContractParams,
    body: people.EndContract,
    answer: people.Organization,
  }),
  listContacts: get(
    'listContacts',
    'customers',
    [...companyAdministrators, ...staff],
    'Contacts of a customer (II)',
    { params: people.OrganizationParams, answer: people.Contacts },
  ),
  inviteContact: post(
    'inviteContact',
    'customers',
    [...companyAdministrators, ...desk, ...administrators],
    'Add and invite a contact (II)',
    {
      params: people.OrganizationParams,
      body: people.InviteContact,
      success: 201,
      answer: people.Contact,
    },
  ),
  updateContact: patch(
    'updateContact',
    'customers',
    [...companyAdministrators, ...desk, ...administrators],
    'Change, authorise or disable a contact (II)',
    { params: people.ContactParams, body: people.UpdateContact, answer: people.Contact },
  ),
  clearUndeliverable: post(
    'clearUndeliverable',
    'customers',
    [...desk, ...administrators],
    'Send mail again to addresses of a contact from which it came back',
    { params: people.ContactParams, success: 204 },
  ),
  searchContacts: get('searchContacts', 'customers', staff, 'Find a contact by name or address', {
    query: people.SearchContacts,
    answer: people.ContactMatches,
  }),

  getAccount: get('getAccount', 'credits', signedIn, 'Balance, available and held units (T1)', {
    params: people.OrganizationParams,
    answer: credits.Account,
  }),
  getStatement: get(
    'getStatement',
    'credits',
    [...companyAdministrators, ...staff],
    'Statement of units, newest first',
    { params: people.OrganizationParams, query: credits.StatementQuery, answer: credits.Statement },
  ),
  getBalanceHistory: get(
    'getBalanceHistory',
    'credits',
    [...companyAdministrators, ...staff],
    'What a customer had at the end of each day',
    {
      params: people.OrganizationParams,
      query: credits.BalanceHistoryQuery,
      answer: credits.BalanceHistory,
    },
  ),
  recordPurchase: post('recordPurchase', 'credits', billing, 'Record a purchase of units', {
    params: people.OrganizationParams,
    body: credits.RecordPurchase,
    success: 201,
    answer: credits.EntryRecorded,
    idempotent: true,
  }),
  recordAdjustment: post('recordAdjustment', 'credits', billing, 'Adjust units, with a reason', {
    params: people.OrganizationParams,
    body: credits.RecordAdjustment,
    success: 201,
    answer: credits.EntryRecorded,
    idempotent: true,
  }),
  setLowBalance: post(
    'setLowBalance',
    'credits',
    billing,
    'Below how many units the customer is warned (T1)',
    { params: people.OrganizationParams, body: credits.SetLowBalance, success: 204 },
  ),
  setStatementByMail: post(
    'setStatementByMail',
    'credits',
    [...companyAdministrators, ...billing],
    'Whether the statement goes by mail when a month is over',
    { params: people.OrganizationParams, body: credits.SetStatementByMail, success: 204 },
  ),
  sendStatement: post(
    'sendStatement',
    'credits',
    billing,
    'Send the statement of a month by mail, again or for the first time',
    {
      params: people.OrganizationParams,
      body: credits.SendStatement,
      success: 204,
      idempotent: true,
    },
  ),
  listLowBalances: get(
    'listLowBalances',
    'credits',
    staff,
    'Customers whose units run low, the emptiest first',
    { answer: credits.LowBalances },
  ),
  requestAdjustment: post(
    'requestAdjustment',
    'credits',
    billing,
    'Ask another person to confirm an adjustment',
    {
      params: people.OrganizationParams,
      body: credits.RecordAdjustment,
      success: 201,
      answer: credits.AdjustmentRequested,
      idempotent: true,
    },
  ),
  confirmAdjustment: post(
    'confirmAdjustment',
    'credits',
    [...billing, 'supervisor'],
    'Confirm or discard an adjustment that another person asked for',
    {
      params: credits.AdjustmentRequestParams,
      body: credits.ConfirmAdjustment,
      success: 204,
      idempotent: true,
    },
  ),
  objectToCharge: post('objectToCharge', 'credits', companyAdministrators, 'Object to a charge', {
    params: people.OrganizationParams,
    body: credits.ObjectToCharge,
    success: 204,
    idempotent: true,
  }),
  withdrawObjection: post(
    'withdrawObjection',
    'credits',
    companyAdministrators,
    'Take an objection back: the charge stands',
    { params: credits.CustomerObjectionParams, success: 204, idempotent: true },
  ),
  decideObjection: post('decideObjection', 'credits', billing, 'Decide an objection', {
    params: credits.ObjectionParams,
    body: credits.DecideObjection,
    answer: credits.ObjectionDecided,
    idempotent: true,
  }),
  listTopUps: get(
    'listTopUps',
    'credits',
    [...companyAdministrators, ...staff],
    'Units that a customer asked for, newest first',
    { params: people.OrganizationParams, answer: credits.TopUps },
  ),
  requestTopUp: post('requestTopUp', 'credits', companyAdministrators, 'Ask to buy units (T1)', {
    params: people.OrganizationParams,
    body: credits.RequestTopUp,
    success: 204,
    idempotent: true,
  }),
  recordTopUp: post('recordTopUp', 'credits', billing, 'Record units that were asked for', {
    params: credits.TopUpParams,
    body: credits.RecordTopUp,
    success: 201,
    answer: credits.EntryRecorded,
    idempotent: true,
  }),
  declineTopUp: post('declineTopUp', 'credits', billing, 'Decline units that were asked for', {
    params: credits.TopUpParams,
    body: credits.Answer,
    success: 204,
    idempotent: true,
  }),
  listBillingTasks: get('listBillingTasks', 'credits', staff, 'What waits for billing', {
    answer: credits.BillingTasks,
  }),
  verifyLedger: get(
    'verifyLedger',
    'credits',
    [...companyAdministrators, ...staff],
    'Prove the balance from the ledger alone',
    { params: people.OrganizationParams, answer: credits.LedgerVerification },
  ),
  verifyCode: get(
    'verifyCode',
    'credits',
    anyone,
    'Whether this desk issued the document with this code (V.a)',
    {
      params: verification.VerificationParams,
      query: verification.VerificationQuery,
      answer: verification.Verification,
    },
  ),
  verifyStatement: post(
    'verifyStatement',
    'credits',
    anyone,
    'Whether this desk issued this statement, and as it stands here',
    { body: verification.VerifyStatement, answer: verification.StatementVerification },
  ),

  listAgents: get('listAgents', 'people', staff, 'Agents', { answer: people.Agents }),
  inviteAgent: post('inviteAgent', 'people', administrators, 'Add and invite an agent', {
    body: people.InviteAgent,
    success: 201,
    answer: people.Agent,
  }),
  updateAgent: patch('updateAgent', 'people', administrators, 'Change or disable an agent', {
    params: people.AgentParams,
    body: people.UpdateAgent,
    answer: people.Agent,
  }),
  resendInvitation: post(
    'resendInvitation',
    'people',
    [...companyAdministrators, ...desk, ...administrators],
    'Send the invitation again',
    { params: people.PersonParams, success: 204 },
  ),
  getFactorRules: get('getFactorRules', 'people', administrators, 'Who must have a second factor', {
    answer: people.FactorRules,
  }),
  setFactorRules: post(
    'setFactorRules',
    'people',
    administrators,
    'Say who must have a second factor, and from when',
    { body: people.SetFactorRules, answer: people.FactorRules },
  ),
  resetSecondFactor: post(
    'resetSecondFactor',
    'people',
    administrators,
    'Take away the second factor of a person who lost it',
    { params: people.PersonParams, success: 204 },
  ),
  revokeSessions: post('revokeSessions', 'people', administrators, 'End all sessions of a person', {
    params: people.PersonParams,
    success: 204,
  }),
  listTeams: get('listTeams', 'people', staff, 'Teams', { answer: people.Teams }),
  createTeam: post('createTeam', 'people', administrators, 'Add a team', {
    body: people.CreateTeam,
    success: 201,
    answer: people.Team,
  }),
  updateTeam: patch('updateTeam', 'people', administrators, 'Change a team', {
    params: people.TeamParams,
    body: people.UpdateTeam,
    answer: people.Team,
  }),
  listApiKeys: get('listApiKeys', 'people', administrators, 'API keys', { answer: people.ApiKeys }),
  createApiKey: post('createApiKey', 'people', administrators, 'Make an API key', {
    body: people.CreateApiKey,
    success: 201,
    answer: people.CreatedApiKey,
  }),
  revokeApiKey: remove('revokeApiKey', 'people', administrators, 'Revoke an API key', {
    params: people.ApiKeyParams,
  }),
  listAudit: get('listAudit', 'people', administrators, 'Who changed what', {
    query: PageQuery,
    answer: page(people.AuditEntry, 'AuditPage'),
  }),

  listMailboxes: get('listMailboxes', 'mail', staff, 'Service mailboxes (III)', {
    answer: mail.Mailboxes,
  }),
  createMailbox: post('createMailbox', 'mail', administrators, 'Add a mailbox', {
    body: mail.CreateMailbox,
    success: 201,
    answer: mail.Mailbox,
  }),
  updateMailbox: patch('updateMailbox', 'mail', administrators, 'Change a mailbox', {
    params: mail.MailboxParams,
    body: mail.UpdateMailbox,
    answer: mail.Mailbox,
  }),
  removeMailbox: remove('removeMailbox', 'mail', administrators, 'Remove an unused mailbox', {
    params: mail.MailboxParams,
  }),
  getImapSource: get('getImapSource', 'mail', administrators, 'Where a mailbox is fetched', {
    params: mail.MailboxParams,
    answer: mail.ImapSource,
  }),
  setImapSource: post('setImapSource', 'mail', administrators, 'Fetch a mailbox by IMAP', {
    params: mail.MailboxParams,
    body: mail.SetImapSource,
    answer: mail.ImapSource,
  }),
  removeImapSource: remove('removeImapSource', 'mail', administrators, 'Fetch it no more', {
    params: mail.MailboxParams,
  }),
  startMailboxCheck: post('startMailboxCheck', 'mail', administrators, 'Examine a mailbox', {
    params: mail.MailboxParams,
    success: 202,
    answer: mail.MailboxCheck,
  }),
  getMailboxCheck: get('getMailboxCheck', 'mail', administrators, 'What was found so far', {
    params: mail.MailboxCheckParams,
    answer: mail.MailboxCheck,
  }),
  listDkimKeys: get('listDkimKeys', 'mail', administrators, 'Keys that sign mail (DKIM)', {
    answer: mail.DkimKeys,
  }),
  createDkimKey: post('createDkimKey', 'mail', administrators, 'Make a key that signs mail', {
    body: mail.CreateDkimKey,
    success: 201,
    answer: mail.DkimKey,
  }),
  activateDkimKey: post(
    'activateDkimKey',
    'mail',
    administrators,
    'Look for the record of a key in the DNS, and sign with it when it is there',
    { params: mail.DkimKeyParams, answer: mail.DkimKey },
  ),
  retireDkimKey: post('retireDkimKey', 'mail', administrators, 'Sign with a key no more', {
    params: mail.DkimKeyParams,
    success: 204,
  }),
  listOutgoingMail: get('listOutgoingMail', 'mail', staff, 'Mail that was sent, waits, or failed', {
    query: mail.ListOutgoingMail,
    answer: mail.OutgoingMailPage,
  }),
  getOutgoingMail: get('getOutgoingMail', 'mail', staff, 'One mail of the outbox', {
    params: mail.MailParams,
    answer: mail.OutgoingMail,
  }),
  resendOutgoingMail: post('resendOutgoingMail', 'mail', desk, 'Send a mail again', {
    params: mail.MailParams,
    success: 202,
  }),
  listLetters: get('listLetters', 'mail', administrators, 'Every letter that the desk sends', {
    answer: letters.Letters,
  }),
  getLetter: get(
    'getLetter',
    'mail',
    administrators,
    'The texts of a letter in one language, the product’s own and its versions',
    { params: letters.LetterParams, answer: letters.Letter },
  ),
  previewLetter: post(
    'previewLetter',
    'mail',
    administrators,
    'A letter as it would be sent with these texts, with example data',
    { params: letters.LetterParams, body: letters.WriteLetter, answer: letters.LetterPreview },
  ),
  saveLetter: post(
    'saveLetter',
    'mail',
    administrators,
    'Save the texts of a letter as their next version',
    {
      params: letters.LetterParams,
      body: letters.SaveLetter,
      success: 201,
      answer: letters.Letter,
      idempotent: true,
    },
  ),
  sendLetterPreview: post(
    'sendLetterPreview',
    'mail',
    administrators,
    'Send the example of a letter to oneself',
    { params: letters.LetterParams, body: letters.WriteLetter, success: 202, idempotent: true },
  ),
  readMailAct: post('readMailAct', 'mail', anyone, 'What the link of a letter is for', {
    body: mailActs.MailActToken,
    answer: mailActs.MailAct,
  }),
  doMailAct: post('doMailAct', 'mail', anyone, 'Do what the link of a letter is for', {
    body: mailActs.DoMailAct,
    answer: mailActs.MailAct,
  }),
  readMailWord: post('readMailWord', 'mail', anyone, 'Which mail a confirmation is asked for', {
    body: mail.MailWordToken,
    answer: mail.WaitingMails,
  }),
  giveMailWordByLink: post(
    'giveMailWordByLink',
    'mail',
    anyone,
    'Confirm or deny mail by the link of the letter',
    { body: mail.GiveMailWordByLink, answer: mail.MailWordGiven },
  ),
  listMyWaitingMail: get('listMyWaitingMail', 'mail', customers, 'Mail in my name that waits', {
    answer: mail.WaitingMails,
  }),
  giveMailWord: post('giveMailWord', 'mail', customers, 'Confirm or deny mail in my name', {
    body: mail.GiveMailWord,
    answer: mail.MailWordGiven,
  }),
  listMailBreakers: get('listMailBreakers', 'mail', staff, 'Storms of mail that go on', {
    answer: mail.MailBreakers,
  }),
  resetMailBreaker: post('resetMailBreaker', 'mail', supervision, 'Close a breaker of mail', {
    params: mail.MailBreakerParams,
    success: 204,
  }),
  getRestoredHold: get(
    'getRestoredHold',
    'mail',
    staff,
    'Whether the desk was restored and is held',
    {
      answer: mail.RestoredHold,
    },
  ),
  releaseRestoredDesk: post(
    'releaseRestoredDesk',
    'mail',
    administrators,
    'Let a restored desk send, fetch and decide again',
    { body: mail.ReleaseRestoredDesk, success: 204 },
  ),
  discardQuarantinedMails: post(
    'discardQuarantinedMails',
    'mail',
    desk,
    'Discard several mails of the quarantine',
    { body: mail.DiscardMails, answer: mail.DiscardedMails },
  ),
  getMailRules: get('getMailRules', 'mail', staff, 'What is done with unproven mail (II)', {
    answer: mail.MailRules,
  }),
  updateMailRules: patch('updateMailRules', 'mail', supervision, 'Change the rules of mail', {
    body: mail.UpdateMailRules,
    answer: mail.MailRules,
  }),
  setUnverifiedMail: post(
    'setUnverifiedMail',
    'mail',
    supervision,
    'What is done with unproven mail of one customer',
    {
      params: people.OrganizationParams,
      body: mail.SetUnverifiedMail,
      answer: people.Organization,
    },
  ),
  listQuarantine: get('listQuarantine', 'mail', desk, 'Mail that waits for a person', {
    query: mail.ListQuarantine,
    answer: mail.QuarantinePage,
  }),
  getQuarantined: get('getQuarantined', 'mail', desk, 'One mail of the quarantine', {
    params: mail.MailParams,
    answer: mail.QuarantinedMail,
  }),
  releaseQuarantined: post('releaseQuarantined', 'mail', desk, 'Let a mail through', {
    params: mail.MailParams,
    body: mail.ReleaseQuarantined,
    answer: mail.ReleasedMail,
  }),
  discardQuarantined: post('discardQuarantined', 'mail', desk, 'Discard a mail', {
    params: mail.MailParams,
    success: 204,
  }),
};

export type Api = typeof api;

interface Given {
  readonly params?: Schema;
  readonly query?: Schema;
  readonly body?: Schema;
  readonly success?: 200 | 201 | 202 | 204;
  readonly answer?: Schema;
  readonly idempotent?: boolean;
  readonly beforeFactor?: boolean;
}
type Defined<M extends Method, G extends Given> = Omit<Route, keyof Given | 'method'> & {
  readonly method: M;
  readonly success: 200 | 201 | 202 | 204;
} & G;

function define<M extends Method, const G extends Given>(
  method: M,
  operationId: OperationId,
  tag: string,
  roles: readonly Role[],
  summary: string,
  given: G,
): Defined<M, G> {
  return {
    method,
    path: routes[operationId][1],
    operationId,
    tag,
    roles,
    summary,
    success: 200,
    ...given,
  };
}
function get<const G extends Given>(
  id: OperationId,
  tag: string,
  roles: readonly Role[],
  summary: string,
  given: G,
) {
  return define('GET', id, tag, roles, summary, given);
}
function post<const G extends Given>(
  id: OperationId,
  tag: string,
  roles: readonly Role[],
  summary: string,
  given: G,
) {
  return define('POST', id, tag, roles, summary, given);
}
function patch<const G extends Given>(
  id: OperationId,
  tag: string,
  roles: readonly Role[],
  summary: string,
  given: G,
) {
  return define('PATCH', id, tag, roles, summary, given);
}
function remove<const G extends Given>(
  id: OperationId,
  tag: string,
  roles: readonly Role[],
  summary: string,
  given: G,
) {
  return define('DELETE', id, tag, roles, summary, { ...given, success: 204 as const });
}
