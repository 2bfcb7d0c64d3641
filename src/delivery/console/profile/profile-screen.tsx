import { useQuery } from '@tanstack/react-query';
import { useId, useRef } from 'react';
import { deviceOf } from '../../ui/device-of.ts';
import { iconMonitorSmartphone } from '../../ui/icons.gen.ts';
import { paths } from '../../ui/paths.ts';
import * as m from '../../ui/words/generated/messages.js';
import { Button, buttonClass } from '../parts/button.tsx';
import { cx } from '../parts/class-names.ts';
import { Checkbox, Field, FieldErrors, Select, TextInput } from '../parts/field.tsx';
import { filledIn } from '../parts/form-dialog.tsx';
import { Icon } from '../parts/icon.tsx';
import { LanguageSelect, TimeZoneInput } from '../parts/locale-fields.tsx';
import { Moment } from '../parts/moment.tsx';
import { ProblemNote, Waiting } from '../parts/notice.tsx';
import { Screen, Sheet } from '../parts/screen.tsx';
import { say, sayProblem } from '../parts/toast.tsx';
import { problemWords } from '../server/problem-words.ts';
import { sessionsQuery } from '../server/queries.ts';
import { useWrite } from '../server/use-write.ts';
import { chooseTheme, type Theme, usePreference, writePreference } from '../session/preferences.ts';
import { useSession } from '../session/session.tsx';

export function ProfileScreen() {
  return (
    <Screen title={m.console_nav_profile()}>
      <div className="grid grid-cols-1 max-w-5xl items-start gap-4 desk:grid-cols-2">
        <Myself />
        <ThisMachine />
        <MyPassword />
        <MySecondFactor />
        <MySessions />
      </div>
    </Screen>
  );
}

function Myself() {
  const { me } = useSession();
  const update = useWrite('updateMe', {
    touches: [['me']],
    onDone: () => say(m.console_saved()),
  });
  return (
    <Sheet title={m.console_profile_me()}>
      <FieldErrors value={update.error === null ? new Map() : problemWords(update.error).fields}>
        <form
          className="flex flex-col gap-4 p-4"
          onSubmit={(event) => {
            event.preventDefault();
            const filled = filledIn(event.currentTarget);
            update.send({
              body: {
                name: filled.text('name'),
                language: filled.text('language') === 'en' ? 'en' : 'es',
                timeZone: filled.text('timeZone'),
                undoSeconds: Number(filled.text('undoSeconds')),
              },
            });
          }}
        >
          <Field name="name" label={m.console_field_name()} hint={me.email}>
            <TextInput name="name" required maxLength={200} defaultValue={me.name} />
          </Field>
          <div className="grid grid-cols-1 gap-3 tablet:grid-cols-2">
            <LanguageSelect defaultValue={me.language} />
            <TimeZoneInput defaultValue={me.timeZone} />
          </div>
          <Field
            name="undoSeconds"
            label={m.console_profile_undo()}
            hint={m.console_profile_undo_hint()}
          >
            <Select name="undoSeconds" defaultValue={String(me.undoSeconds ?? 0)}>
              {[0, 5, 10, 20, 30].map((seconds) => (
                <option key={seconds} value={seconds}>
                  {seconds === 0
                    ? m.console_profile_undo_none()
                    : m.console_profile_undo_seconds({ seconds: String(seconds) })}
                </option>
              ))}
            </Select>
          </Field>
          <ProblemNote error={update.error} />
          <Button type="submit" look="primary" busy={update.pending} className="self-start">
            {m.console_save()}
          </Button>
        </form>
      </FieldErrors>
    </Sheet>
  );
}

const themes = [
  ['system', m.console_theme_system],
  ['light', m.console_theme_light],
  ['dark', m.console_theme_dark],
] as const satisfies readonly (readonly [Theme, () => string])[];

/** Kept here and not in the account: a bright desk and a dark sofa want different things. */
function ThisMachine() {
  const name = useId();
  const theme = usePreference('theme') ?? 'system';
  const singleKeys = usePreference('singleKeys') !== 'off';
  return (
    <Sheet title={m.console_profile_machine()}>
      <div className="flex flex-col gap-4 p-4">
        <fieldset>
          <legend className="mb-1 font-medium">{m.console_theme()}</legend>
          <div className="flex flex-wrap gap-2">
            {themes.map(([each, words]) => (
              <label
                key={each}
                className={cx(
                  'flex h-9 items-center rounded-s border px-3 has-focus-visible:outline-(--focus-ring) pointer-coarse:h-11',
                  theme === each
                    ? 'border-brand bg-brand-tint text-on-brand-tint'
                    : 'border-edge hover:bg-sunken',
                )}
              >
                <input
                  type="radio"
                  name={name}
                  checked={theme === each}
                  onChange={() => chooseTheme(each)}
                  className="sr-only"
                />
                {words()}
              </label>
            ))}
          </div>
        </fieldset>
        <Checkbox
          label={m.console_profile_single_keys()}
          hint={m.console_profile_single_keys_hint()}
          checked={singleKeys}
          onChange={({ target }) => writePreference('singleKeys', target.checked ? null : 'off')}
        />
      </div>
    </Sheet>
  );
}

function MyPassword() {
  const { me } = useSession();
  const form = useRef<HTMLFormElement>(null);
  const change = useWrite('changePassword', {
    touches: [['me'], ['sessions']],
    onDone: () => {
      form.current?.reset();
      say(m.console_password_changed());
    },
  });
  return (
    <Sheet title={me.hasPassword ? m.console_password_change() : m.console_password_set()}>
      <FieldErrors value={change.error === null ? new Map() : problemWords(change.error).fields}>
        <form
          ref={form}
          className="flex flex-col gap-4 p-4"
          onSubmit={(event) => {
            event.preventDefault();
            const data = new FormData(event.currentTarget);
            // Passwords are taken as they are, blanks included.
            const current = String(data.get('currentPassword') ?? '');
            change.send({
              body: {
                newPassword: String(data.get('newPassword') ?? ''),
                ...(me.hasPassword ? { currentPassword: current } : {}),
              },
            });
          }}
        >
          <input type="text" autoComplete="username" value={me.email} readOnly hidden />
          {me.hasPassword && (
            <Field name="currentPassword" label={m.console_password_current()}>
              <TextInput
                name="currentPassword"
                type="password"
                autoComplete="current-password"
                required
                maxLength={200}
              />
            </Field>
          )}
          <Field
            name="newPassword"
            label={m.console_password_new()}
            hint={m.console_password_hint()}
          >
            <TextInput
              name="newPassword"
              type="password"
              autoComplete="new-password"
              required
              minLength={10}
              maxLength={200}
            />
          </Field>
          <ProblemNote error={change.error} />
          <Button type="submit" busy={change.pending} className="self-start">
            {me.hasPassword ? m.console_password_change() : m.console_password_set()}
          </Button>
        </form>
      </FieldErrors>
    </Sheet>
  );
}

/** On a page of its own, the same for everybody who signs in. */
function MySecondFactor() {
  return (
    <Sheet title={m.console_second_factor()}>
      <div className="flex flex-col items-start gap-3 p-4">
        <p className="text-soft">{m.console_second_factor_why()}</p>
        <a href={paths.secondFactor} className={buttonClass()}>
          {m.console_second_factor_open()}
        </a>
      </div>
    </Sheet>
  );
}

function MySessions() {
  const sessions = useQuery(sessionsQuery());
  const revoke = useWrite('revokeMySession', {
    touches: [['sessions']],
    onDone: () => say(m.console_sessions_ended()),
    onProblem: sayProblem,
  });
  return (
    <Sheet title={m.console_sessions_title()}>
      <ProblemNote error={sessions.error} onRetry={() => void sessions.refetch()} className="m-3" />
      {sessions.data === undefined && !sessions.isError && <Waiting lines={3} />}
      <ul>
        {sessions.data?.items.map((session) => (
          <li
            key={session.id}
            className="flex items-center gap-3 border-b border-line px-4 py-3 last:border-b-0"
          >
            <Icon of={iconMonitorSmartphone} size={18} className="text-soft" />
            <div className="min-w-0 grow">
              <p>
                {session.userAgent === null
                  ? m.console_sessions_unknown()
                  : deviceOf(session.userAgent)}
                {session.current && (
                  <span className="font-strong text-good"> · {m.console_sessions_this()}</span>
                )}
              </p>
              <p className="text-xs text-soft">
                {session.ipAddress} · {m.console_sessions_since()}{' '}
                <Moment at={session.createdAt} as="full" />
              </p>
            </div>
            {!session.current && (
              <Button
                busy={revoke.pending}
                onClick={() => revoke.send({ params: { sessionId: session.id } })}
              >
                {m.console_sessions_end()}
              </Button>
            )}
          </li>
        ))}
      </ul>
    </Sheet>
  );
}
