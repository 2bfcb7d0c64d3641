import { deviceOf } from '../../ui/device-of.ts';
import { formatDayAndTime } from '../../ui/format.ts';
import {
  iconLogOut,
  iconMail,
  iconMonitorSmartphone,
  iconShieldCheck,
  iconUsersRound,
} from '../../ui/icons.gen.ts';
import { paths } from '../../ui/paths.ts';
import * as m from '../../ui/words/generated/messages.js';
import type {
  Api,
  CallOutput,
  Page,
  PageAnswer,
  PageRequest,
  Problem,
} from '../../web/contract.ts';
import { answerPage } from '../answer.tsx';
import { attempt } from '../attempt.ts';
import { numberOf, textOf } from '../form.ts';
import { contextOf, type PageContext } from '../page-context.ts';
import { Field, Notice, Option, PageHead, ProblemNotice, When } from '../views/elements.tsx';
import { Icon } from '../views/icon.tsx';
import { NewPasswordField } from '../views/new-password.tsx';
import { TimeZoneField } from '../views/time-zone.tsx';
import { notFound } from './not-found.tsx';

type Session = CallOutput<Api['listMySessions']>['items'][number];

export const profilePage: Page = {
  method: 'GET',
  path: paths.profile,
  signedIn: true,
  handle: (request) => showProfile(request),
};

export const changeProfilePage: Page = {
  method: 'POST',
  path: paths.profile,
  signedIn: true,
  handle: async (request) => {
    const { form } = request;
    const changed = await attempt(
      request.call('updateMe', {
        body: {
          name: textOf(form, 'name'),
          language: textOf(form, 'language') === 'en' ? 'en' : 'es',
          timeZone: textOf(form, 'timeZone'),
        },
      }),
    );
    if (!changed.done) return showProfile(request, changed.problem);
    return { redirect: `${paths.profile}?done=saved` };
  },
};

export const changePasswordPage: Page = {
  method: 'POST',
  path: '/profile/password',
  signedIn: true,
  handle: async (request) => {
    const current = request.form['currentPassword']?.[0] ?? '';
    const changed = await attempt(
      request.call('changePassword', {
        body: {
          newPassword: request.form['newPassword']?.[0] ?? '',
          ...(current === '' ? {} : { currentPassword: current }),
        },
      }),
    );
    if (!changed.done) return showProfile(request, changed.problem);
    return { redirect: `${paths.profile}?done=password` };
  },
};

export const endSessionPage: Page = {
  method: 'POST',
  path: '/profile/sessions/:sessionId',
  signedIn: true,
  handle: async (request) => {
    const sessionId = numberOf({ id: [request.params['sessionId'] ?? ''] }, 'id');
    if (sessionId === undefined) return notFound(request);
    const ended = await attempt(request.call('revokeMySession', { params: { sessionId } }));
    if (!ended.done) return showProfile(request, ended.problem);
    return { redirect: `${paths.profile}?done=session` };
  },
};

async function showProfile(request: PageRequest, problem?: Problem): Promise<PageAnswer> {
  const [context, sessions] = await Promise.all([
    contextOf(request),
    request.call('listMySessions'),
  ]);
  return answerPage(context, {
    title: m.portal_profile_title({}, context.say),
    section: 'profile',
    scripts: ['install.js'],
    ...(problem === undefined ? {} : { status: problem.status }),
    body: (
      <ProfileView
        context={context}
        sessions={sessions.items}
        done={request.url.searchParams.get('done')}
        {...(problem === undefined ? {} : { problem })}
      />
    ),
  });
}

interface ProfileProps {
  readonly context: PageContext;
  readonly sessions: readonly Session[];
  readonly done: string | null;
  readonly problem?: Problem;
}

export const ProfileView = ({ context, sessions, done, problem }: ProfileProps) => {
  const { say, me } = context;
  if (me === null) return null;
  const doneWords = {
    saved: m.portal_profile_saved,
    password: m.portal_password_saved,
    session: m.portal_session_ended,
  }[done ?? ''];
  return (
    <div class="narrow">
      <PageHead title={m.portal_profile_title({}, say)} lead={me.email} />
      {doneWords === undefined ? null : (
        <Notice tone="good" role="status" title={doneWords({}, say)} />
      )}
      {problem === undefined ? null : <ProblemNotice context={context} problem={problem} />}
      {me.roles.includes('customer_administrator') ? (
        <p class="only-small">
          <a class="button wide" href={paths.people}>
            <Icon shape={iconUsersRound} />
            {m.portal_people_title({}, say)}
          </a>
        </p>
      ) : null}
      <form class="card" method="post" action={paths.profile} data-once>
        <Field id="name" label={m.portal_name({}, say)} hint={m.portal_name_hint({}, say)}>
          {(described) => (
            <input
              {...described}
              name="name"
              autoComplete="name"
              required
              maxLength={200}
              value={me.name}
            />
          )}
        </Field>
        <Field
          id="language"
          label={m.portal_language({}, say)}
          hint={m.portal_language_hint({}, say)}
        >
          {(described) => (
            <select {...described} name="language">
              {(['es', 'en'] as const).map((language) => (
                <Option key={language} value={language} chosen={me.language}>
                  {m.portal_language_name({}, { locale: language })}
                </Option>
              ))}
            </select>
          )}
        </Field>
        <TimeZoneField context={context} timeZone={me.timeZone} />
        <button class="button primary" type="submit">
          {m.portal_save({}, say)}
        </button>
      </form>
      <p>
        <a class="button wide" href={paths.letters}>
          <Icon shape={iconMail} />
          {m.portal_letters_title({}, say)}
        </a>
      </p>
      {/* Shown by the browser, where it can be done and was not done yet. */}
      <section class="card" aria-labelledby="install-title" data-install hidden>
        <h2 id="install-title">{m.portal_install_title({}, say)}</h2>
        <p>{m.portal_install_text({}, say)}</p>
        <p data-install-by-hand hidden>
          {m.portal_install_by_hand({}, say)}
        </p>
        <button class="button" type="button" data-install-act hidden>
          {m.portal_install_act({}, say)}
        </button>
      </section>
      <PasswordForm context={context} hasPassword={me.hasPassword} email={me.email} />
      <section class="card" aria-labelledby="factor-title">
        <h2 id="factor-title">{m.portal_factor_title({}, say)}</h2>
        <p class="hint">{m.portal_factor_why({}, say)}</p>
        <a class="button" href={paths.secondFactor}>
          <Icon shape={iconShieldCheck} />
          {m.portal_factor_open({}, say)}
        </a>
      </section>
      <Sessions context={context} sessions={sessions} />
      <form method="post" action={paths.signOut} data-sign-out>
        <button class="button wide" type="submit">
          <Icon shape={iconLogOut} />
          {m.portal_sign_out({}, say)}
        </button>
      </form>
    </div>
  );
};

const PasswordForm = ({
  context: { say },
  context,
  hasPassword,
  email,
}: {
  context: PageContext;
  hasPassword: boolean;
  email: string;
}) => (
  <section class="card" aria-labelledby="password-title">
    <h2 id="password-title">
      {hasPassword ? m.portal_password_change({}, say) : m.portal_password_set({}, say)}
    </h2>
    {hasPassword ? null : <p class="hint">{m.portal_password_set_hint({}, say)}</p>}
    <form method="post" action="/profile/password" data-once>
      {/* Password managers file the new password under this name. */}
      <input
        class="visually-hidden"
        type="text"
        autoComplete="username"
        value={email}
        readOnly
        tabIndex={-1}
        aria-hidden="true"
      />
      {hasPassword ? (
        <Field id="currentPassword" label={m.portal_password_current({}, say)}>
          {(described) => (
            <input
              {...described}
              name="currentPassword"
              type="password"
              autoComplete="current-password"
              required
              maxLength={200}
            />
          )}
        </Field>
      ) : null}
      <NewPasswordField context={context} name="newPassword" />
      <button class="button" type="submit">
        {m.portal_password_act({}, say)}
      </button>
    </form>
  </section>
);

const Sessions = ({
  context,
  sessions,
}: {
  context: PageContext;
  sessions: readonly Session[];
}) => {
  const { say } = context;
  return (
    <section class="card" aria-labelledby="sessions-title">
      <h2 id="sessions-title">{m.portal_sessions_title({}, say)}</h2>
      <p class="hint">{m.portal_sessions_hint({}, say)}</p>
      <ul class="sessions">
        {sessions.map((session) => (
          <li key={session.id}>
            <Icon shape={iconMonitorSmartphone} />
            <div>
              <p>
                <strong>
                  {session.userAgent === null
                    ? m.portal_session_unknown({}, say)
                    : deviceOf(session.userAgent)}
                </strong>
                {session.current ? (
                  <span class="pill good">{m.portal_session_current({}, say)}</span>
                ) : null}
              </p>
              <p class="hint">
                <When context={context} at={session.createdAt}>
                  {m.portal_session_since(
                    { moment: formatDayAndTime(session.createdAt, context) },
                    say,
                  )}
                </When>
                {session.ipAddress === null ? '' : ` · ${session.ipAddress}`}
              </p>
            </div>
            {session.current ? null : (
              <form method="post" action={`/profile/sessions/${session.id}`} data-once>
                <button class="button quiet" type="submit">
                  {m.portal_session_end({}, say)}
                </button>
              </form>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
};
