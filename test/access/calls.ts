import type { OperationId } from '../../src/delivery/web/contract.ts';
import type { AccessWorld, Belongings } from './access-world.ts';

/** One valid call of an operation, and what it answers somebody who may make it. */
export interface TestCall {
  readonly params?: Readonly<Record<string, string | number>>;
  readonly query?: Readonly<Record<string, string | number>>;
  readonly body?: unknown;
  readonly form?: FormData;
  readonly answers: readonly number[];
}

export interface Ground {
  readonly world: AccessWorld;
  /** Whose things the parameters name. */
  readonly of: Belongings;
  /** A request that it may be done to: fresh for an own one, the other customer's own for a foreign one. */
  ticket(resolved?: boolean): Promise<number>;
  readonly unique: string;
}

const password = 'lluvia-tejado-cobre-42';
const secret = 'A'.repeat(43);
/** Of a browser that answered no challenge. */
const noPasskey = {
  id: 'AAAA',
  rawId: 'AAAA',
  type: 'public-key',
  response: { clientDataJSON: 'AAAA' },
};
const anyLetter = { letter: 'merged', language: 'es' };
const ownTexts = { subject: null, opening: null, closing: null };

/** By operation, as `Record`, so that the compiler misses one that is not here; the test does too. */
export const calls: Readonly<
  Record<OperationId, (ground: Ground) => TestCall | Promise<TestCall>>
> = {
  setUp: ({ unique }) => ({
    body: {
      token: secret,
      firmName: 'Otra',
      name: 'Eva',
      email: `${unique}@x.example`,
      password,
    },
    answers: [403],
  }),
  requestSignInLink: ({ unique }) => ({ body: { email: `${unique}@x.example` }, answers: [202] }),
  confirmSignInLink: () => ({ body: { token: secret }, answers: [410] }),
  signInWithPassword: ({ unique }) => ({
    body: { email: `${unique}@x.example`, password },
    answers: [401],
  }),
  answerSignInChallenge: () => ({ body: { challenge: secret, code: '123456' }, answers: [410] }),
  offerPasskeySignIn: () => ({ body: {}, answers: [200] }),
  signInWithPasskey: () => ({ body: { credential: noPasskey }, answers: [401] }),
  signOut: () => ({ answers: [204] }),
  acceptInvitation: () => ({ body: { token: secret }, answers: [410] }),
  getMe: () => ({ answers: [200] }),
  updateMe: () => ({ body: { timeZone: 'America/Bogota' }, answers: [200] }),
  changePassword: () => ({
    body: { currentPassword: password, newPassword: password },
    answers: [204],
  }),
  listMySessions: () => ({ answers: [200] }),
  revokeMySession: () => ({ params: { sessionId: 999_999 }, answers: [404] }),
  listMyLetters: () => ({ answers: [200] }),
  chooseMyLetters: () => ({ body: { declined: ['followed-request'] }, answers: [200] }),
  getSecondFactor: () => ({ answers: [200] }),
  offerSecondFactor: () => ({ answers: [200] }),
  confirmSecondFactor: () => ({ body: { code: 'AAAA-BBBB' }, answers: [409, 422] }),
  renewRecoveryCodes: () => ({ body: { code: 'AAAA-BBBB' }, answers: [422] }),
  offerPasskey: () => ({ answers: [200] }),
  addPasskey: () => ({ body: { credential: noPasskey }, answers: [422] }),
  renamePasskey: () => ({
    params: { passkeyId: 999_999 },
    body: { name: 'Teléfono' },
    answers: [404],
  }),
  removePasskey: () => ({ params: { passkeyId: 999_999 }, answers: [404] }),
  dropSecondFactor: () => ({ body: { code: 'AAAA-BBBB' }, answers: [422] }),
  acceptTerms: () => ({ body: { version: 1 }, answers: [200] }),

  getFirm: () => ({ answers: [200] }),
  updateFirm: () => ({ body: { name: 'Soporte Andino' }, answers: [200] }),
  getAgreement: () => ({ answers: [200] }),
  getAgreementVersion: () => ({ params: { version: 1 }, answers: [200] }),
  listAgreementVersions: () => ({ answers: [200] }),
  getAgreementDraft: () => ({ answers: [200] }),
  startAgreementDraft: () => ({ answers: [201, 409] }),
  changeAgreementDraft: () => ({ body: { revision: 0 }, answers: [409] }),
  discardAgreementDraft: () => ({ query: { revision: 0 }, answers: [409] }),
  publishAgreementDraft: () => ({
    body: { revision: 0, effectiveOn: '2030-01-01' },
    answers: [409],
  }),
  listWhatIfs: () => ({ answers: [200] }),
  startWhatIf: () => ({
    body: { subject: 'own-version', fromDay: '2026-01-01', untilDay: '2026-01-31' },
    answers: [201],
  }),
  getWhatIf: () => ({ params: { whatIfId: 999_999 }, answers: [404] }),
  cancelWhatIf: () => ({ params: { whatIfId: 999_999 }, answers: [404] }),
  getCatalog: () => ({ answers: [200] }),
  createCategory: ({ unique }) => ({
    body: { name: { es: unique, en: unique } },
    answers: [201],
  }),
  updateCategory: () => ({ params: { categoryId: 999_999 }, body: {}, answers: [404] }),
  createService: ({ unique }) => ({
    body: { categoryId: 999_999, name: { es: unique, en: unique } },
    answers: [404, 422],
  }),
  updateService: () => ({ params: { serviceId: 999_999 }, body: {}, answers: [404] }),

  getServiceCalendar: () => ({ answers: [200] }),
  previewServiceCalendar: () => ({
    body: { definition: { kind: 'always', timeZone: 'America/Caracas' } },
    answers: [200],
  }),
  saveServiceCalendar: ({ unique }) => ({
    body: {
      name: unique,
      definition: { kind: 'always', timeZone: 'America/Caracas' },
      basedOnVersion: 999,
    },
    answers: [409],
  }),
  listHolidayCountries: () => ({ answers: [200] }),
  listHolidays: () => ({ query: { country: 'VE', from: 2026, to: 2026 }, answers: [200] }),

  listTickets: () => ({ query: { q: 'solicita' }, answers: [200] }),
  countTickets: () => ({ answers: [200] }),
  getBoard: () => ({ answers: [200] }),
  getReport: () => ({ query: { from: '2026-01', to: '2026-06' }, answers: [200] }),
  previewTicket: ({ of }) => ({ body: { onBehalfPersonId: of.personId }, answers: [200] }),
  createTicket: ({ of }) => ({
    body: {
      subject: 'No imprime',
      description: 'La impresora fiscal no responde.',
      onBehalf: { personId: of.personId, channel: 'phone' },
    },
    answers: [201],
  }),
  getTicket: ({ of }) => ({ params: { number: of.ticketNumber }, answers: [200] }),
  listMessages: ({ of }) => ({ params: { number: of.ticketNumber }, answers: [200] }),
  addMessage: ({ of }) => ({
    params: { number: of.ticketNumber },
    body: { text: 'Gracias' },
    answers: [201],
  }),
  askForInformation: async ({ ticket }) => ({
    params: { number: await ticket() },
    body: { text: '¿Qué versión usa?' },
    answers: [201],
  }),
  confirmPresence: async ({ ticket }) => ({ params: { number: await ticket() }, answers: [409] }),
  abandonTicket: async ({ ticket }) => ({ params: { number: await ticket() }, answers: [409] }),
  queueReply: async ({ ticket }) => ({
    params: { number: await ticket() },
    body: { act: 'reply', text: 'Lo revisamos' },
    answers: [201],
  }),
  takeBackReply: async ({ ticket }) => ({
    params: { number: await ticket(), pendingReplyId: 999_999 },
    answers: [404],
  }),
  verifyPriority: async ({ ticket }) => ({
    params: { number: await ticket() },
    body: { priority: 'p3', reason: 'Hay otra caja que funciona' },
    answers: [200],
  }),
  assignTicket: async ({ ticket }) => ({
    params: { number: await ticket() },
    body: { assigneePersonId: null },
    answers: [200],
  }),
  snoozeTicket: async ({ ticket, world }) => ({
    params: { number: await ticket() },
    body: { until: world.tomorrow },
    answers: [200],
  }),
  wakeTicket: async ({ ticket }) => ({ params: { number: await ticket() }, answers: [200] }),
  followTicket: ({ of }) => ({ params: { number: of.ticketNumber }, answers: [200] }),
  unfollowTicket: ({ of }) => ({ params: { number: of.ticketNumber }, answers: [200] }),
  previewWork: ({ of }) => ({
    params: { number: of.ticketNumber },
    query: { billableMinutes: 30 },
    answers: [200],
  }),
  logWork: async ({ ticket }) => ({
    params: { number: await ticket() },
    body: { minutes: 5 },
    answers: [201],
  }),
  askForUnits: async ({ ticket }) => ({
    params: { number: await ticket() },
    body: { units: 1 },
    answers: [409],
  }),
  withdrawUnitsAsked: async ({ ticket }) => ({
    params: { number: await ticket(), approvalId: 999_999 },
    answers: [409],
  }),
  decideUnits: async ({ ticket }) => ({
    params: { number: await ticket(), approvalId: 999_999 },
    body: { approved: true },
    answers: [409],
  }),
  reverseWork: ({ of }) => ({
    params: { number: of.ticketNumber, workId: of.workId },
    body: { reason: 'Era de otra solicitud' },
    answers: [201, 409, 422],
  }),
  resolveTicket: async ({ ticket }) => ({
    params: { number: await ticket() },
    body: { form: 'solution', text: 'Se reinició el servicio.' },
    answers: [200],
  }),
  closeTicket: async ({ ticket }) => ({
    params: { number: await ticket(true) },
    body: {},
    answers: [200],
  }),
  reopenTicket: async ({ ticket }) => ({
    params: { number: await ticket(true) },
    body: { reason: 'Volvió a fallar' },
    answers: [200],
  }),
  withdrawTicket: async ({ ticket }) => ({
    params: { number: await ticket() },
    body: {},
    answers: [200],
  }),
  referTicket: async ({ ticket }) => ({
    params: { number: await ticket() },
    body: { reason: 'Es una implementación' },
    answers: [200],
  }),
  rejectTicket: async ({ ticket }) => ({
    params: { number: await ticket() },
    body: { cause: 'spam' },
    answers: [200],
  }),
  claimScope: async ({ ticket }) => ({
    params: { number: await ticket() },
    body: { reason: 'Es un equipo de la empresa' },
    answers: [409],
  }),
  decideScope: async ({ ticket }) => ({
    params: { number: await ticket() },
    body: { outcome: 'out_of_scope', reason: 'No es de la empresa' },
    answers: [409],
  }),
  mergeTicket: async ({ ticket }) => ({
    params: { number: await ticket() },
    body: { intoNumber: await ticket() },
    answers: [200],
  }),
  splitTicket: async ({ ticket }) => ({
    params: { number: await ticket() },
    body: { messageId: 999_999_999, subject: 'Otra necesidad', description: 'Otra necesidad' },
    answers: [422],
  }),
  linkTicket: async ({ ticket }) => ({
    params: { number: await ticket() },
    body: { toNumber: await ticket(), kind: 'related' },
    answers: [200],
  }),
  unlinkTicket: async ({ ticket }) => ({
    params: { number: await ticket(), otherNumber: await ticket() },
    answers: [404],
  }),
  addParticipant: async ({ ticket }) => ({
    params: { number: await ticket() },
    body: { address: 'customer_administrator@acme.example' },
    answers: [201],
  }),
  removeParticipant: async ({ ticket }) => ({
    params: { number: await ticket(), personId: 999_999 },
    answers: [422],
  }),
  decideParticipant: async ({ ticket }) => ({
    params: { number: await ticket(), proposalId: 999_999 },
    body: { outcome: 'accepted' },
    answers: [404],
  }),
  getClockProof: ({ of }) => ({ params: { number: of.ticketNumber }, answers: [200] }),
  listMyDrafts: () => ({ answers: [200] }),
  listDrafts: ({ of }) => ({ params: { number: of.ticketNumber }, answers: [200] }),
  keepDraft: ({ of }) => ({
    params: { number: of.ticketNumber },
    body: {
      mode: 'reply',
      text: 'Ya lo',
      basedOn: null,
      writtenAt: '2026-01-01T00:00:00.000Z',
    },
    answers: [200],
  }),
  discardDraft: ({ of, world }) => ({
    params: { number: of.ticketNumber, draftId: world.another.draftId },
    answers: [404],
  }),
  tellWhereabouts: ({ of }) => ({
    body: { window: 'window-1', ticketNumber: of.ticketNumber, doing: 'note' },
    answers: [200],
  }),

  listSavedViews: () => ({ answers: [200] }),
  saveView: ({ unique }) => ({
    body: {
      name: unique,
      view: 'active',
      search: 'prioridad:1',
      priority: null,
      organizationId: null,
    },
    answers: [201],
  }),
  // Somebody else's own is as if it were not there, whoever asks.
  removeSavedView: ({ world }) => ({
    params: { savedViewId: world.another.savedViewId },
    answers: [404],
  }),

  listMacros: () => ({ answers: [200] }),
  createMacro: ({ unique }) => ({
    body: { name: unique, texts: { es: 'Hola, {contact}.', en: null } },
    answers: [201],
  }),
  // Somebody else's own is as if it were not there, whoever asks.
  updateMacro: ({ world }) => ({
    params: { macroId: world.another.macroId },
    body: { name: 'x', texts: { es: 'x', en: null } },
    answers: [404],
  }),
  removeMacro: ({ world }) => ({ params: { macroId: world.another.macroId }, answers: [404] }),

  listNotices: () => ({ answers: [200] }),
  countNotices: () => ({ answers: [200] }),
  readNotices: () => ({ body: { throughId: 999_999_999 }, answers: [200] }),

  listAppointments: () => ({ answers: [200] }),
  offerAppointment: async ({ ticket }) => ({
    params: { number: await ticket() },
    body: { subject: 'Sesión remota', durationMinutes: 60, slots: ['2099-01-05T14:00:00Z'] },
    answers: [201],
  }),
  proposeTimes: async (ground) => {
    const { params } = await offered(ground);
    const body = { slots: ['2099-01-05T14:00:00Z'], acceptsAbsenceTerms: true };
    return { params, body, answers: [200] };
  },
  // What the desk offered is the customer's to accept.
  acceptSlot: async (ground) => {
    const { params, slotId } = await offered(ground);
    return { params, body: { slotId, acceptsAbsenceTerms: true }, answers: [200, 409] };
  },
  cancelAppointment: async (ground) => {
    const { params } = await offered(ground);
    return { params, body: { reason: 'Cambio de planes' }, answers: [200] };
  },
  // Nothing has come of it yet: no time was agreed.
  recordOutcome: async (ground) => {
    const { params } = await offered(ground);
    return { params, body: { outcome: 'done', note: 'Se configuró' }, answers: [409] };
  },

  uploadAttachment: () => {
    const form = new FormData();
    form.append('file', new Blob(['hola']), 'hola.txt');
    return { form, answers: [201] };
  },
  // Only its uploader has it, which is one of the callers: for the others there is no such file.
  discardAttachment: ({ of }) => ({
    params: { attachmentId: of.unsentAttachmentId },
    answers: [204, 404],
  }),

  listOrganizations: () => ({ answers: [200] }),
  createOrganization: ({ unique }) => ({ body: { name: unique }, answers: [201] }),
  getOrganization: ({ of }) => ({ params: { organizationId: of.organizationId }, answers: [200] }),
  updateOrganization: ({ of }) => ({
    params: { organizationId: of.organizationId },
    body: { taxId: 'J-1' },
    answers: [200],
  }),
  setStanding: ({ of }) => ({
    params: { organizationId: of.organizationId },
    body: { standing: 'good', reason: 'Pagó la factura' },
    answers: [200],
  }),
  withdrawStanding: ({ of }) => ({
    params: { organizationId: of.organizationId, entryId: 999_999 },
    body: { reason: 'Pagó antes' },
    answers: [409],
  }),
  listStandings: ({ of }) => ({ params: { organizationId: of.organizationId }, answers: [200] }),
  addContract: ({ of }) => ({
    params: { organizationId: of.organizationId },
    body: { reference: 'C-2', startsOn: '2026-01-01' },
    answers: [201],
  }),
  endContract: ({ of }) => ({
    params: { organizationId: of.organizationId, contractId: of.contractId },
    body: { endsOn: '2030-12-31' },
    answers: [200],
  }),
  listContacts: ({ of }) => ({ params: { organizationId: of.organizationId }, answers: [200] }),
  inviteContact: ({ of, unique }) => ({
    params: { organizationId: of.organizationId },
    body: { name: 'Nora', email: `${unique}@acme.example` },
    answers: [201],
  }),
  updateContact: ({ of }) => ({
    params: { organizationId: of.organizationId, personId: of.personId },
    body: { phone: '+58 212 555 1234' },
    answers: [200],
  }),
  clearUndeliverable: ({ of }) => ({
    params: { organizationId: of.organizationId, personId: of.personId },
    answers: [204],
  }),
  searchContacts: () => ({ query: { q: 'acme' }, answers: [200] }),

  getAccount: ({ of }) => ({ params: { organizationId: of.organizationId }, answers: [200] }),
  getStatement: ({ of }) => ({ params: { organizationId: of.organizationId }, answers: [200] }),
  getBalanceHistory: ({ of }) => ({
    params: { organizationId: of.organizationId },
    answers: [200],
  }),
  recordPurchase: ({ of, unique }) => ({
    params: { organizationId: of.organizationId },
    body: { units: 5, reference: unique },
    answers: [201],
  }),
  recordAdjustment: ({ of }) => ({
    params: { organizationId: of.organizationId },
    body: { units: 1, reason: 'Cortesía comercial' },
    answers: [201],
  }),
  setLowBalance: ({ of }) => ({
    params: { organizationId: of.organizationId },
    body: { lowBalanceUnits: 3 },
    answers: [204],
  }),
  setStatementByMail: ({ of }) => ({
    params: { organizationId: of.organizationId },
    body: { byMail: true },
    answers: [204],
  }),
  sendStatement: ({ of }) => ({
    params: { organizationId: of.organizationId },
    body: { month: '2020-01' },
    answers: [204],
  }),
  listLowBalances: () => ({ answers: [200] }),
  requestAdjustment: ({ of }) => ({
    params: { organizationId: of.organizationId },
    body: { units: 11, reason: 'Cortesía comercial' },
    answers: [201],
  }),
  confirmAdjustment: () => ({
    params: { requestId: 999_999 },
    body: { outcome: 'confirmed' },
    answers: [404],
  }),
  objectToCharge: ({ of }) => ({
    params: { organizationId: of.organizationId },
    body: { entrySequence: 1, reason: 'No es un cobro' },
    answers: [422],
  }),
  withdrawObjection: ({ of }) => ({
    params: { organizationId: of.organizationId, objectionId: 999_999 },
    answers: [404],
  }),
  decideObjection: () => ({
    params: { objectionId: 999_999 },
    body: { outcome: 'rejected', answer: 'No procede' },
    answers: [404],
  }),
  listTopUps: ({ of }) => ({ params: { organizationId: of.organizationId }, answers: [200] }),
  requestTopUp: ({ of }) => ({
    params: { organizationId: of.organizationId },
    body: { units: 5, note: 'OC 7' },
    answers: [204],
  }),
  recordTopUp: () => ({
    params: { topUpId: 999_999 },
    body: { reference: 'F-9' },
    answers: [404],
  }),
  declineTopUp: () => ({
    params: { topUpId: 999_999 },
    body: { answer: 'No hay contrato' },
    answers: [404],
  }),
  listBillingTasks: () => ({ answers: [200] }),
  verifyLedger: ({ of }) => ({ params: { organizationId: of.organizationId }, answers: [200] }),
  verifyCode: () => ({ params: { code: '0'.repeat(20) }, answers: [200] }),
  verifyStatement: () => ({ body: { text: '{}' }, answers: [200] }),

  listAgents: () => ({ answers: [200] }),
  inviteAgent: ({ unique }) => ({
    body: { name: 'Pedro', email: `${unique}@desk.example` },
    answers: [201],
  }),
  updateAgent: () => ({ params: { personId: 999_999 }, body: {}, answers: [404] }),
  resendInvitation: ({ of }) => ({ params: { personId: of.personId }, answers: [204] }),
  getFactorRules: () => ({ answers: [200] }),
  setFactorRules: () => ({
    body: { agentsFrom: null, customerAdministrators: false },
    answers: [200],
  }),
  resetSecondFactor: () => ({ params: { personId: 999_999 }, answers: [404] }),
  revokeSessions: () => ({ params: { personId: 999_999 }, answers: [404] }),
  listTeams: () => ({ answers: [200] }),
  createTeam: ({ unique }) => ({ body: { name: unique }, answers: [201] }),
  updateTeam: () => ({ params: { teamId: 999_999 }, body: {}, answers: [404] }),
  listApiKeys: () => ({ answers: [200] }),
  createApiKey: ({ of }) => ({
    body: { name: 'ERP', personId: of.personId, scopes: ['read'] },
    answers: [201],
  }),
  revokeApiKey: () => ({ params: { apiKeyId: 999_999 }, answers: [404] }),
  listAudit: () => ({ answers: [200] }),

  listMailboxes: () => ({ answers: [200] }),
  createMailbox: ({ unique }) => ({
    body: { address: `${unique}@desk.example`, name: 'Ventas' },
    answers: [201],
  }),
  updateMailbox: ({ world }) => ({
    params: { mailboxId: world.mailboxId },
    body: { name: 'Soporte' },
    answers: [200],
  }),
  removeMailbox: async ({ world }) => ({
    params: { mailboxId: await world.newMailbox() },
    answers: [204],
  }),
  getImapSource: async ({ world }) => ({
    params: { mailboxId: await world.newMailbox() },
    answers: [200],
  }),
  setImapSource: ({ world }) => ({
    params: { mailboxId: world.mailboxId },
    body: {
      host: 'imap.desk.example',
      port: 993,
      security: 'tls',
      user: 'soporte',
      signIn: 'password',
      secret: 'x',
    },
    answers: [200],
  }),
  removeImapSource: async ({ world }) => ({
    params: { mailboxId: await world.newMailbox() },
    answers: [204],
  }),
  startMailboxCheck: ({ world }) => ({
    params: { mailboxId: world.mailboxId },
    answers: [202],
  }),
  getMailboxCheck: async ({ world }) => ({
    params: { checkId: await world.newMailboxCheck() },
    answers: [200],
  }),
  listDkimKeys: () => ({ answers: [200] }),
  createDkimKey: () => ({ body: { domain: 'fuera.example' }, answers: [422] }),
  activateDkimKey: () => ({ params: { dkimKeyId: 999_999 }, answers: [404] }),
  retireDkimKey: () => ({ params: { dkimKeyId: 999_999 }, answers: [404] }),
  listOutgoingMail: () => ({ answers: [200] }),
  getOutgoingMail: ({ world }) => ({ params: { mailId: world.mailId }, answers: [200] }),
  resendOutgoingMail: ({ world }) => ({
    params: { mailId: world.mailId },
    answers: [202, 409],
  }),
  listLetters: () => ({ answers: [200] }),
  getLetter: () => ({ params: anyLetter, answers: [200] }),
  previewLetter: () => ({ params: anyLetter, body: ownTexts, answers: [200] }),
  saveLetter: ({ unique }) => ({
    params: anyLetter,
    body: { ...ownTexts, closing: unique, basedOn: 0 },
    answers: [201, 409],
  }),
  sendLetterPreview: () => ({ params: anyLetter, body: ownTexts, answers: [202] }),
  readMailAct: () => ({ body: { token: secret }, answers: [410] }),
  doMailAct: () => ({ body: { token: secret }, answers: [410] }),
  readMailWord: () => ({ body: { token: secret }, answers: [410] }),
  giveMailWordByLink: () => ({
    body: { token: secret, mailIds: [999_999], genuine: true },
    answers: [410],
  }),
  listMyWaitingMail: () => ({ answers: [200] }),
  giveMailWord: () => ({ body: { mailIds: [999_999], genuine: true }, answers: [404] }),
  listMailBreakers: () => ({ answers: [200] }),
  resetMailBreaker: () => ({ params: { breakerId: 999_999 }, answers: [404] }),
  getRestoredHold: () => ({ answers: [200] }),
  releaseRestoredDesk: () => ({ body: { keepMail: true }, answers: [404] }),
  discardQuarantinedMails: () => ({ body: { mailIds: [999_999] }, answers: [200] }),
  getMailRules: () => ({ answers: [200] }),
  updateMailRules: () => ({ body: { unverifiedMail: 'accept-unpublished' }, answers: [200] }),
  setUnverifiedMail: ({ of }) => ({
    params: { organizationId: of.organizationId },
    body: { unverifiedMail: null },
    answers: [200],
  }),
  listQuarantine: () => ({ answers: [200] }),
  getQuarantined: async ({ world }) => ({
    params: { mailId: await world.newQuarantinedMail() },
    answers: [200],
  }),
  releaseQuarantined: async ({ world, of }) => ({
    params: { mailId: await world.newQuarantinedMail() },
    body: { personId: of.personId },
    answers: [200],
  }),
  discardQuarantined: async ({ world }) => ({
    params: { mailId: await world.newQuarantinedMail() },
    answers: [204],
  }),
};

/** An activity that an agent offered on a request, whoever it is that calls. */
async function offered({ world, ticket }: Ground) {
  const number = await ticket();
  const { appointmentId, slotId } = await world.newAppointment(number);
  return { params: { number, appointmentId }, slotId };
}

/** Operations that name something of one customer: with another customer's, there is no such thing. */
export const foreignOperations: readonly OperationId[] = [
  'getTicket',
  'listMessages',
  'addMessage',
  'closeTicket',
  'confirmPresence',
  'decideUnits',
  'claimScope',
  'reopenTicket',
  'withdrawTicket',
  'splitTicket',
  'addParticipant',
  'removeParticipant',
  'decideParticipant',
  'getClockProof',
  'proposeTimes',
  'acceptSlot',
  'cancelAppointment',
  'discardAttachment',
  'getOrganization',
  'listContacts',
  'inviteContact',
  'updateContact',
  'getAccount',
  'getStatement',
  'getBalanceHistory',
  'verifyLedger',
  'objectToCharge',
  'withdrawObjection',
  'listTopUps',
  'requestTopUp',
  'setStatementByMail',
  'resendInvitation',
];

/** By where it stands: an id that a customer can send besides the path, and the other customer’s own of that kind. */
export const foreignIds: Readonly<Record<string, (of: Belongings) => unknown>> = {
  'listTickets query/organizationId': (of) => of.organizationId,
  'listTickets query/requesterPersonId': (of) => of.personId,
  'getStatement query/requesterPersonId': (of) => of.personId,
  'previewTicket body/onBehalfPersonId': (of) => of.personId,
  'createTicket body/attachmentIds': (of) => [of.attachmentId],
  'createTicket body/onBehalf/personId': (of) => of.personId,
  'addMessage body/attachmentIds': (of) => [of.unsentAttachmentId],
  'splitTicket body/messageId': (of) => of.messageId,
  'acceptSlot body/slotId': (of) => of.slotId,
  'giveMailWord body/mailIds': (of) => [of.mailId],
  'giveMailWordByLink body/mailIds': (of) => [of.mailId],
};

/** What is the firm’s, counts within what the path names already, or is compared and never looked up. */
export const harmlessIds: readonly string[] = [
  // What an authenticator is called, not what a row is.
  'addPasskey body/credential/id',
  'addPasskey body/credential/rawId',
  'signInWithPasskey body/credential/id',
  'signInWithPasskey body/credential/rawId',
  'listAppointments query/agentPersonId',
  'previewTicket body/serviceId',
  'createTicket body/categoryId',
  'createTicket body/serviceId',
  'addMessage body/lastSeenMessageId',
  'splitTicket body/serviceId',
  'splitTicket body/categoryId',
  'objectToCharge body/entrySequence',
];

/** The call with this id in its place: `body/onBehalf/personId`. */
export function withId(call: TestCall, pointer: string, id: unknown): TestCall {
  const [part, ...names] = pointer.split('/');
  if (part === 'query') return { ...call, query: { ...call.query, [names.join('/')]: Number(id) } };
  return { ...call, body: put(call.body, names, id) };
}

function put(over: unknown, [name, ...rest]: readonly string[], value: unknown): unknown {
  if (name === undefined) return value;
  const fields: Readonly<Record<string, unknown>> = { ...Object(over) };
  return { ...fields, [name]: put(fields[name], rest, value) };
}
