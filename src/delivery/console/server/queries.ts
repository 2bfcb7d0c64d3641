import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';
import type { Api, CallInput, TicketSummary } from '../../web/contract.ts';
import { readSearch } from '../tickets/search-words.ts';
import { call } from './call.ts';

// Every key begins with a word that live-change.ts knows, so that a change finds what it makes stale.

export type QueueView = NonNullable<CallInput<Api['listTickets']>['query']['view']>;
export interface QueueFilter {
  readonly view?: QueueView;
  /** As it was written, with its filters (search-words.ts). */
  readonly q?: string;
  readonly priority?: TicketSummary['priority'];
  readonly organizationId?: number;
}

const minutes = 60_000;

export const meQuery = () =>
  queryOptions({ queryKey: ['me'], queryFn: () => call('getMe'), staleTime: Infinity });
export const firmQuery = () =>
  queryOptions({ queryKey: ['firm'], queryFn: () => call('getFirm'), staleTime: 10 * minutes });
export const mailBreakersQuery = () =>
  queryOptions({
    queryKey: ['mail-breakers'],
    queryFn: () => call('listMailBreakers'),
    refetchInterval: minutes,
  });
export const restoredHoldQuery = () =>
  queryOptions({
    queryKey: ['restored-hold'],
    queryFn: () => call('getRestoredHold'),
    // It is over for everybody once somebody releases it, and of most desks never true.
    refetchInterval: ({ state }) => (state.data?.hold == null ? false : minutes),
    staleTime: Infinity,
  });
export const factorRulesQuery = () =>
  queryOptions({ queryKey: ['factor-rules'], queryFn: () => call('getFactorRules') });
export const mailRulesQuery = () =>
  queryOptions({ queryKey: ['mail-rules'], queryFn: () => call('getMailRules') });
export const agreementQuery = () =>
  queryOptions({
    queryKey: ['agreement'],
    queryFn: () => call('getAgreement'),
    staleTime: 10 * minutes,
  });
export const agreementDraftQuery = () =>
  queryOptions({ queryKey: ['agreement-draft'], queryFn: () => call('getAgreementDraft') });
export const agreementVersionsQuery = () =>
  queryOptions({ queryKey: ['agreement-versions'], queryFn: () => call('listAgreementVersions') });
export const whatIfsQuery = () =>
  queryOptions({ queryKey: ['what-ifs'], queryFn: () => call('listWhatIfs') });
/** Asked again each second while it is under way. */
export const whatIfQuery = (whatIfId: number) =>
  queryOptions({
    queryKey: ['what-ifs', whatIfId],
    queryFn: () => call('getWhatIf', { params: { whatIfId } }),
    refetchInterval: ({ state: { data } }) =>
      data?.state === 'queued' || data?.state === 'running' ? 1000 : false,
  });
/** A version never changes. */
export const agreementVersionQuery = (version: number) =>
  queryOptions({
    queryKey: ['agreement', version],
    queryFn: () => call('getAgreementVersion', { params: { version } }),
    staleTime: Infinity,
  });
/** Asked again while an edit is on its way to the open requests. */
export const serviceCalendarQuery = () =>
  queryOptions({
    queryKey: ['service-calendar'],
    queryFn: () => call('getServiceCalendar'),
    refetchInterval: ({ state }) => {
      const rollout = state.data?.calendar?.rollout;
      return rollout && rollout.finishedAt === null ? 2000 : false;
    },
  });
export const calendarPreviewQuery = (
  definition: CallInput<Api['previewServiceCalendar']>['body']['definition'],
) =>
  queryOptions({
    queryKey: ['service-calendar', 'preview', definition],
    queryFn: () => call('previewServiceCalendar', { body: { definition } }),
    staleTime: 0,
  });
export const holidayCountriesQuery = () =>
  queryOptions({
    queryKey: ['holiday-countries'],
    queryFn: () => call('listHolidayCountries'),
    staleTime: Infinity,
  });
export const catalogQuery = () =>
  queryOptions({
    queryKey: ['catalog'],
    queryFn: () => call('getCatalog'),
    staleTime: 5 * minutes,
  });

export const ticketsQuery = (filter: QueueFilter) =>
  infiniteQueryOptions({
    queryKey: ['tickets', filter],
    queryFn: ({ pageParam }) =>
      call('listTickets', {
        query: {
          ...askedFor(filter),
          limit: 50,
          ...(pageParam === null ? {} : { cursor: pageParam }),
        },
      }),
    initialPageParam: null as string | null, // The first page has no cursor.
    getNextPageParam: (page) => page.nextCursor,
    placeholderData: keepPreviousData,
  });
/** What the desk is asked for by a filter, whose search is kept as it was written. */
function askedFor({ q: written, ...filter }: QueueFilter): CallInput<Api['listTickets']>['query'] {
  const { q, priority, customer, assignee, status, team, mark, clock } = readSearch(written ?? '');
  return {
    ...filter,
    ...(q === '' ? {} : { q }),
    ...(priority === null ? {} : { priority }),
    ...(customer === null ? {} : { customer }),
    ...(assignee === null ? {} : { assignee }),
    ...(status === null ? {} : { status }),
    ...(team === null ? {} : { team }),
    ...(mark === null ? {} : { mark }),
    ...(clock === null ? {} : { clock }),
  };
}
export const agendaQuery = (filter: {
  readonly view: 'agreed' | 'offered';
  readonly agentPersonId?: number;
}) =>
  infiniteQueryOptions({
    queryKey: ['agenda', filter],
    queryFn: ({ pageParam }) =>
      call('listAppointments', {
        query: { ...filter, limit: 50, ...(pageParam === null ? {} : { cursor: pageParam }) },
      }),
    initialPageParam: null as string | null, // The first page has no cursor.
    getNextPageParam: (page) => page.nextCursor,
    placeholderData: keepPreviousData,
  });
export const ticketCountsQuery = () =>
  queryOptions({ queryKey: ['ticket-counts'], queryFn: () => call('countTickets') });
/** Changes make it stale; so does time, by which promises come near and break. */
export const boardQuery = () =>
  queryOptions({
    queryKey: ['board'],
    queryFn: () => call('getBoard'),
    refetchInterval: minutes / 2,
  });
/** Over which months, and of which customer and service; the desk chooses what is left out. */
export interface ReportFilter {
  readonly from?: string;
  readonly to?: string;
  readonly organizationId?: number;
  readonly serviceId?: number;
}
export const reportQuery = (filter: ReportFilter) =>
  queryOptions({
    queryKey: ['report', filter],
    queryFn: () => call('getReport', { query: filter }),
    placeholderData: keepPreviousData,
    refetchInterval: 5 * minutes,
  });
export const noticeCountQuery = () =>
  queryOptions({ queryKey: ['notice-count'], queryFn: () => call('countNotices') });
export const noticesQuery = () =>
  infiniteQueryOptions({
    queryKey: ['notices'],
    queryFn: ({ pageParam }) =>
      call('listNotices', {
        query: { limit: 30, ...(pageParam === null ? {} : { cursor: pageParam }) },
      }),
    initialPageParam: null as string | null, // The first page has no cursor.
    getNextPageParam: (page) => page.nextCursor,
  });
export const ticketQuery = (number: number) =>
  queryOptions({
    queryKey: ['ticket', number],
    queryFn: () => call('getTicket', { params: { number } }),
  });
export const olderMessagesQuery = (number: number, cursor: string | null) =>
  infiniteQueryOptions({
    queryKey: ['older-messages', number, cursor],
    queryFn: ({ pageParam }) =>
      call('listMessages', { params: { number }, query: { limit: 50, cursor: pageParam } }),
    initialPageParam: cursor ?? '',
    getNextPageParam: (page) => page.nextCursor,
    // Only asked for by hand, and what was written is never edited.
    enabled: false,
    staleTime: Infinity,
  });
export const clockProofQuery = (number: number) =>
  queryOptions({
    queryKey: ['ticket', number, 'clock-proof'],
    queryFn: () => call('getClockProof', { params: { number } }),
  });
export const workPreviewQuery = (number: number, billableMinutes: number) =>
  queryOptions({
    queryKey: ['ticket', number, 'work-preview', billableMinutes],
    queryFn: () => call('previewWork', { params: { number }, query: { billableMinutes } }),
    placeholderData: keepPreviousData,
  });
export const ticketPreviewQuery = (body: CallInput<Api['previewTicket']>['body']) =>
  queryOptions({
    queryKey: ['ticket-preview', body],
    queryFn: () => call('previewTicket', { body }),
    placeholderData: keepPreviousData,
    staleTime: 0,
  });

export const organizationsQuery = (q: string) =>
  infiniteQueryOptions({
    queryKey: ['organizations', q],
    queryFn: ({ pageParam }) =>
      call('listOrganizations', {
        query: {
          limit: 50,
          ...(q === '' ? {} : { q }),
          ...(pageParam === null ? {} : { cursor: pageParam }),
        },
      }),
    initialPageParam: null as string | null, // The first page has no cursor.
    getNextPageParam: (page) => page.nextCursor,
    placeholderData: keepPreviousData,
  });
export const organizationQuery = (organizationId: number) =>
  queryOptions({
    queryKey: ['organization', organizationId],
    queryFn: () => call('getOrganization', { params: { organizationId } }),
  });
export const standingsQuery = (organizationId: number) =>
  queryOptions({
    queryKey: ['organization', organizationId, 'standings'],
    queryFn: () => call('listStandings', { params: { organizationId } }),
  });
export const contactsQuery = (organizationId: number) =>
  queryOptions({
    queryKey: ['organization', organizationId, 'contacts'],
    queryFn: () => call('listContacts', { params: { organizationId } }),
  });
export const contactMatchesQuery = (q: string) =>
  queryOptions({
    queryKey: ['contact-matches', q],
    queryFn: () => call('searchContacts', { query: { q } }),
    enabled: q.trim() !== '',
    placeholderData: keepPreviousData,
  });
export const accountQuery = (organizationId: number) =>
  queryOptions({
    queryKey: ['account', organizationId],
    queryFn: () => call('getAccount', { params: { organizationId } }),
  });
export const billingTasksQuery = () =>
  queryOptions({ queryKey: ['billing-tasks'], queryFn: () => call('listBillingTasks') });
export const lowBalancesQuery = () =>
  queryOptions({ queryKey: ['low-balances'], queryFn: () => call('listLowBalances') });
export const statementQuery = (organizationId: number, from: string, to: string) =>
  infiniteQueryOptions({
    queryKey: ['account', organizationId, 'statement', from, to],
    queryFn: ({ pageParam }) =>
      call('getStatement', {
        params: { organizationId },
        query: {
          limit: 50,
          ...(from === '' ? {} : { from }),
          ...(to === '' ? {} : { to }),
          ...(pageParam === null ? {} : { cursor: pageParam }),
        },
      }),
    initialPageParam: null as string | null, // The first page has no cursor.
    getNextPageParam: (page) => page.nextCursor,
  });

export const draftsQuery = (number: number) =>
  queryOptions({
    queryKey: ['drafts', number],
    queryFn: () => call('listDrafts', { params: { number } }),
    // Another machine of the same person says nothing of what it saves: coming back to this one asks.
    staleTime: 0,
  });
export const myDraftsQuery = () =>
  queryOptions({ queryKey: ['my-drafts'], queryFn: () => call('listMyDrafts'), staleTime: 0 });
export const savedViewsQuery = () =>
  queryOptions({
    queryKey: ['saved-views'],
    queryFn: () => call('listSavedViews'),
    staleTime: minutes,
  });
export const macrosQuery = () =>
  queryOptions({ queryKey: ['macros'], queryFn: () => call('listMacros'), staleTime: minutes });
export const agentsQuery = () =>
  queryOptions({ queryKey: ['agents'], queryFn: () => call('listAgents'), staleTime: minutes });
export const teamsQuery = () =>
  queryOptions({ queryKey: ['teams'], queryFn: () => call('listTeams'), staleTime: minutes });
export const apiKeysQuery = () =>
  queryOptions({ queryKey: ['api-keys'], queryFn: () => call('listApiKeys') });
export const auditQuery = () =>
  infiniteQueryOptions({
    queryKey: ['audit'],
    queryFn: ({ pageParam }) =>
      call('listAudit', {
        query: { limit: 50, ...(pageParam === null ? {} : { cursor: pageParam }) },
      }),
    initialPageParam: null as string | null, // The first page has no cursor.
    getNextPageParam: (page) => page.nextCursor,
  });
export const sessionsQuery = () =>
  queryOptions({ queryKey: ['sessions'], queryFn: () => call('listMySessions') });

export type MailState = NonNullable<CallInput<Api['listOutgoingMail']>['query']['state']>;
export const outgoingMailQuery = (state: MailState | undefined) =>
  infiniteQueryOptions({
    queryKey: ['outgoing-mail', state ?? 'all'],
    queryFn: ({ pageParam }) =>
      call('listOutgoingMail', {
        query: {
          limit: 50,
          ...(state === undefined ? {} : { state }),
          ...(pageParam === null ? {} : { cursor: pageParam }),
        },
      }),
    initialPageParam: null as string | null, // The first page has no cursor.
    getNextPageParam: (page) => page.nextCursor,
    placeholderData: keepPreviousData,
  });
export const oneOutgoingMailQuery = (mailId: number) =>
  queryOptions({
    queryKey: ['outgoing-mail', 'one', mailId],
    queryFn: () => call('getOutgoingMail', { params: { mailId } }),
  });
export const quarantineQuery = (words: string) =>
  infiniteQueryOptions({
    queryKey: ['quarantine', 'list', words],
    queryFn: ({ pageParam }) =>
      call('listQuarantine', {
        query: {
          limit: 50,
          ...(words === '' ? {} : { q: words }),
          ...(pageParam === null ? {} : { cursor: pageParam }),
        },
      }),
    initialPageParam: null as string | null, // The first page has no cursor.
    getNextPageParam: (page) => page.nextCursor,
  });
export const quarantinedQuery = (mailId: number) =>
  queryOptions({
    queryKey: ['quarantine', 'one', mailId],
    queryFn: () => call('getQuarantined', { params: { mailId } }),
  });
export const imapSourceQuery = (mailboxId: number) =>
  queryOptions({
    queryKey: ['imap-source', mailboxId],
    queryFn: () => call('getImapSource', { params: { mailboxId } }),
    retry: false,
  });
export const mailboxCheckQuery = (checkId: number) =>
  queryOptions({
    queryKey: ['mailbox-check', checkId],
    queryFn: () => call('getMailboxCheck', { params: { checkId } }),
    // Steps follow each other within seconds, and each is written down as it ends.
    refetchInterval: ({ state }) => (state.data?.running === false ? false : 1000),
  });
export const dkimKeysQuery = () =>
  queryOptions({ queryKey: ['dkim-keys'], queryFn: () => call('listDkimKeys') });

export const lettersQuery = () =>
  queryOptions({ queryKey: ['letters'], queryFn: () => call('listLetters') });

/** One letter in one language. */
export interface LetterPlace {
  readonly letter: string;
  readonly language: 'es' | 'en';
}
export const letterQuery = (place: LetterPlace) =>
  queryOptions({
    queryKey: ['letter', place.letter, place.language],
    queryFn: () => call('getLetter', { params: place }),
  });
export const letterPreviewQuery = (
  place: LetterPlace,
  body: CallInput<Api['previewLetter']>['body'],
) =>
  queryOptions({
    queryKey: ['letter-preview', place.letter, place.language, body],
    queryFn: () => call('previewLetter', { params: place, body }),
    // What was shown stays until the next one is there.
    placeholderData: keepPreviousData,
  });

export const mailboxesQuery = () =>
  queryOptions({
    queryKey: ['mailboxes'],
    queryFn: () => call('listMailboxes'),
    staleTime: minutes,
  });
