import type { QueryClient } from '@tanstack/react-query';
import {
  createRootRouteWithContext,
  createRoute,
  createRouter,
  lazyRouteComponent,
  redirect,
} from '@tanstack/react-router';
import { type QueueFilter, type ReportFilter, ticketQuery } from './server/queries.ts';
import { ScreenFailed, ScreenNotFound } from './shell/screen-failed.tsx';
import { Shell } from './shell/shell.tsx';
import { isQueueView } from './tickets/queue-views.ts';

interface Context {
  readonly queries: QueryClient;
}

const root = createRootRouteWithContext<Context>()({
  component: Shell,
  notFoundComponent: ScreenNotFound,
  errorComponent: ScreenFailed,
});

const home = createRoute({
  getParentRoute: () => root,
  path: '/',
  beforeLoad: () => {
    throw redirect({ to: '/tickets', search: {} });
  },
});

const tickets = createRoute({
  getParentRoute: () => root,
  path: '/tickets',
  validateSearch: readQueueFilter,
  component: lazyRouteComponent(() => import('./tickets/tickets-screen.tsx'), 'TicketsScreen'),
});
const ticket = createRoute({
  getParentRoute: () => tickets,
  path: '$number',
  params: numeric('number'),
  // Begun when the hand moves towards it; the screen itself waits and says so.
  loader: ({ context, params }) => {
    void context.queries.prefetchQuery(ticketQuery(params.number));
  },
  component: lazyRouteComponent(() => import('./tickets/ticket-screen.tsx'), 'TicketScreen'),
});
const newTicket = createRoute({
  getParentRoute: () => root,
  path: '/tickets/new',
  component: lazyRouteComponent(() => import('./tickets/new-ticket-screen.tsx'), 'NewTicketScreen'),
});

const board = createRoute({
  getParentRoute: () => root,
  path: '/board',
  component: lazyRouteComponent(() => import('./board/board-screen.tsx'), 'BoardScreen'),
});

const reports = createRoute({
  getParentRoute: () => root,
  path: '/reports',
  validateSearch: readReportFilter,
  component: lazyRouteComponent(() => import('./report/reports-screen.tsx'), 'ReportsScreen'),
});

const organizations = createRoute({
  getParentRoute: () => root,
  path: '/organizations',
  component: lazyRouteComponent(
    () => import('./organizations/organizations-screen.tsx'),
    'OrganizationsScreen',
  ),
});
const organization = createRoute({
  getParentRoute: () => root,
  path: '/organizations/$organizationId',
  params: numeric('organizationId'),
  validateSearch: (search: Record<string, unknown>): { section?: string } =>
    typeof search['section'] === 'string' ? { section: search['section'] } : {},
  component: lazyRouteComponent(
    () => import('./organizations/organization-screen.tsx'),
    'OrganizationScreen',
  ),
});

const agenda = createRoute({
  getParentRoute: () => root,
  path: '/agenda',
  component: lazyRouteComponent(() => import('./agenda/agenda-screen.tsx'), 'AgendaScreen'),
});

const people = createRoute({
  getParentRoute: () => root,
  path: '/people/$section',
  component: lazyRouteComponent(() => import('./people/people-screen.tsx'), 'PeopleScreen'),
});
const mail = createRoute({
  getParentRoute: () => root,
  path: '/mail/$section',
  validateSearch: (search: Record<string, unknown>): { mailId?: number; state?: string } => ({
    ...(typeof search['mailId'] === 'number' ? { mailId: search['mailId'] } : {}),
    ...(typeof search['state'] === 'string' ? { state: search['state'] } : {}),
  }),
  component: lazyRouteComponent(() => import('./mail/mail-screen.tsx'), 'MailScreen'),
});
const letter = createRoute({
  getParentRoute: () => root,
  path: '/mail/letters/$letter/$language',
  component: lazyRouteComponent(() => import('./mail/letter-screen.tsx'), 'LetterScreen'),
});
const settings = createRoute({
  getParentRoute: () => root,
  path: '/settings/$section',
  component: lazyRouteComponent(() => import('./settings/settings-screen.tsx'), 'SettingsScreen'),
});
const profile = createRoute({
  getParentRoute: () => root,
  path: '/profile',
  component: lazyRouteComponent(() => import('./profile/profile-screen.tsx'), 'ProfileScreen'),
});

export function makeRouter(queries: QueryClient) {
  return createRouter({
    routeTree: root.addChildren([
      home,
      newTicket,
      tickets.addChildren([ticket]),
      board,
      reports,
      agenda,
      organizations,
      organization,
      people,
      mail,
      letter,
      settings,
      profile,
    ]),
    basepath: '/console',
    context: { queries },
    defaultPreload: 'intent',
    defaultPreloadStaleTime: 0,
    defaultNotFoundComponent: ScreenNotFound,
    defaultErrorComponent: ScreenFailed,
    scrollRestoration: false,
  });
}

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof makeRouter>;
  }
}

/** Numbers of the address are numbers in the program; anything else is an address that leads nowhere. */
function numeric<Name extends string>(name: Name) {
  return {
    parse: (raw: Record<Name, string>): Record<Name, number> =>
      ({ [name]: Number(raw[name]) }) as Record<Name, number>, // A computed key loses its name.
    stringify: (params: Record<Name, number>): Record<Name, string> =>
      ({ [name]: String(params[name]) }) as Record<Name, string>,
  };
}

function readQueueFilter(search: Record<string, unknown>): QueueFilter {
  const { view, q, priority, organizationId } = search;
  return {
    ...(isQueueView(view) ? { view } : {}),
    ...(typeof q === 'string' && q !== '' ? { q } : {}),
    ...(isPriority(priority) ? { priority } : {}),
    ...(typeof organizationId === 'number' ? { organizationId } : {}),
  };
}

function readReportFilter(search: Record<string, unknown>): ReportFilter {
  const { from, to, organizationId, serviceId } = search;
  const isMonth = (value: unknown): value is string =>
    typeof value === 'string' && /^20\d{2}-(0[1-9]|1[0-2])$/.test(value);
  return {
    ...(isMonth(from) && isMonth(to) ? { from, to } : {}),
    ...(typeof organizationId === 'number' ? { organizationId } : {}),
    ...(typeof serviceId === 'number' ? { serviceId } : {}),
  };
}

const isPriority = (value: unknown): value is NonNullable<QueueFilter['priority']> =>
  ['p1', 'p2', 'p3', 'p4', 'agreed'].some((priority) => priority === value);
