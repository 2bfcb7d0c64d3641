import './app.css';
import { CSPProvider } from '@base-ui/react/csp-provider';
import { QueryClient, QueryClientProvider, queryOptions, useQuery } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { StrictMode, useMemo } from 'react';
import { createRoot } from 'react-dom/client';
import { isLanguage, type Language } from '../../kernel/language.ts';
import { iconCircleUserRound } from '../ui/icons.gen.ts';
import { paths } from '../ui/paths.ts';
import * as m from '../ui/words/generated/messages.js';
import { setLocale } from '../ui/words/generated/runtime.js';
import { ProblemAnswer } from '../web/contract.ts';
import { KeyboardProvider } from './keyboard/use-commands.tsx';
import { buttonClass } from './parts/button.tsx';
import { Empty, ProblemNote, Waiting } from './parts/notice.tsx';
import { TipProvider } from './parts/tip.tsx';
import { Toasts } from './parts/toast.tsx';
import { makeRouter } from './router.tsx';
import { isStatus } from './server/problem-words.ts';
import { meQuery } from './server/queries.ts';
import { isStaff, SessionProvider } from './session/session.tsx';

const queries = new QueryClient({
  defaultOptions: {
    queries: {
      // Live changes say what is stale; between them, what was fetched a moment ago is good.
      staleTime: 20_000,
      // What the desk refuses it will refuse again.
      retry: (failures, error) => failures < 2 && !(error instanceof ProblemAnswer),
    },
  },
});

function Console() {
  const me = useQuery(meQuery());
  const language = me.data?.language ?? preferred;
  const spoken = useQuery(spokenQuery(language));
  const router = useMemo(() => makeRouter(queries), []);
  if (me.data === undefined || spoken.data === undefined) {
    if (isStatus(me.error, 401)) {
      goToSignIn();
      return null;
    }
    const failed = [me, spoken].find((one) => one.isError);
    return failed ? (
      <ProblemNote error={failed.error} onRetry={() => void failed.refetch()} className="m-6" />
    ) : (
      <Waiting className="m-6 max-w-sm" />
    );
  }
  if (!isStaff(me.data.roles)) return <NotStaff />;
  return (
    // Another language is another console: every text is drawn anew.
    <SessionProvider me={me.data} key={language}>
      <TipProvider delay={500}>
        <KeyboardProvider>
          <RouterProvider router={router} />
        </KeyboardProvider>
        <Toasts />
      </TipProvider>
    </SessionProvider>
  );
}

function NotStaff() {
  return (
    <Empty
      alone
      icon={iconCircleUserRound}
      title={m.console_error_not_staff_title()}
      action={
        <a href={paths.home} className={buttonClass('primary')}>
          {m.console_error_to_portal()}
        </a>
      }
    >
      {m.console_error_not_staff_detail()}
    </Empty>
  );
}

/** Fetches the words of a language, once, and says all that follows in it. */
async function speak(language: Language): Promise<Language> {
  await setLocale(language, { reload: false });
  document.documentElement.lang = language;
  return language;
}

/** Kept no longer than it is spoken: whoever comes back to a language has to speak it again. */
const spokenQuery = (language: Language) =>
  queryOptions({
    queryKey: ['spoken', language],
    queryFn: () => speak(language),
    staleTime: Infinity,
    gcTime: 0,
  });

function goToSignIn(): void {
  const next = location.pathname + location.search;
  location.assign(`${paths.signIn}?next=${encodeURIComponent(next)}`);
}

// Before anybody is known, the browser's preference. Who it is is asked meanwhile.
const browsers = navigator.language.slice(0, 2);
const preferred = isLanguage(browsers) ? browsers : 'es';
void queries.prefetchQuery(meQuery());
// No `await` here: it keeps the bundler from putting here what screens share, and its own chunks cost more.
void speak(preferred).then(draw);

function draw(): void {
  const element = document.getElementById('console');
  if (element === null) return;
  createRoot(element).render(
    <StrictMode>
      {/* The content security policy forbids style elements; app.css holds what they would say. */}
      <CSPProvider disableStyleElements>
        <QueryClientProvider client={queries}>
          <Console />
        </QueryClientProvider>
      </CSPProvider>
    </StrictMode>,
  );
}
