import { useQuery } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { iconLock, iconSend } from '../../ui/icons.gen.ts';
import * as m from '../../ui/words/generated/messages.js';
import { Button } from '../parts/button.tsx';
import { Field, TextArea, TextInput } from '../parts/field.tsx';
import { Icon } from '../parts/icon.tsx';
import { LeaveWarning } from '../parts/leave-warning.tsx';
import { ProblemNote } from '../parts/notice.tsx';
import { say } from '../parts/toast.tsx';
import { useSettled } from '../parts/use-settled.ts';
import { withInserted } from '../parts/with-inserted.ts';
import { letterPreviewQuery } from '../server/queries.ts';
import { useWrite } from '../server/use-write.ts';
import { useSession } from '../session/session.tsx';
import { LetterPreview } from './letter-preview.tsx';
import {
  differentParts,
  type Letter,
  type Part,
  parts,
  shownTexts,
  textsWritten,
} from './letter-texts.ts';
import { LetterVersions } from './letter-versions.tsx';

const labels = {
  subject: m.letters_subject,
  opening: m.letters_opening,
  closing: m.letters_closing,
} as const satisfies Readonly<Record<Part, () => string>>;

/** Before the preview asks the desk, the hands have rested. */
const settledMilliseconds = 400;

export function LetterEditor({ letter }: { letter: Letter }) {
  const { me } = useSession();
  const [shown, show] = useState(() => shownTexts(letter, letter.texts));
  const texts = textsWritten(letter, shown);
  const settled = useSettled(shown, settledMilliseconds);
  const place = { letter: letter.letter, language: letter.language };
  const preview = useQuery(letterPreviewQuery(place, textsWritten(letter, settled)));
  const changed = differentParts(texts, letter.texts).length > 0;
  const problems = preview.data?.problems ?? [];

  const save = useWrite('saveLetter', {
    touches: [['letters'], ['letter', letter.letter, letter.language]],
    onDone: () => say(m.letters_saved()),
  });
  const send = useWrite('sendLetterPreview', {
    touches: [['outgoing-mail']],
    onDone: () => say(m.letters_sent({ address: me.email })),
  });
  const fields = useRef<Partial<Record<Part, HTMLInputElement | HTMLTextAreaElement | null>>>({});
  const [lastPart, setLastPart] = useState<Part>('opening');

  const change = (part: Part, text: string) => show((before) => ({ ...before, [part]: text }));

  function insert(variable: string): void {
    const field = fields.current[lastPart];
    const { text, cursor } = withInserted(shown[lastPart], `{${variable}}`, {
      start: field?.selectionStart ?? shown[lastPart].length,
      end: field?.selectionEnd ?? shown[lastPart].length,
    });
    change(lastPart, text);
    requestAnimationFrame(() => {
      field?.focus();
      field?.setSelectionRange(cursor, cursor);
    });
  }

  const control = (part: Part) => ({
    ref: (element: HTMLInputElement | HTMLTextAreaElement | null) => {
      fields.current[part] = element;
    },
    value: shown[part],
    lang: letter.language,
    onFocus: () => setLastPart(part),
    onChange: ({ target }: { target: { value: string } }) => change(part, target.value),
  });
  const field = (part: Part) => ({
    label: labels[part](),
    error: problems.find((problem) => problem.part === part)?.words,
    hint: (
      <PartState
        isOwn={texts[part] === null}
        onRestore={() => change(part, letter.own[part])}
        name={labels[part]()}
      />
    ),
  });

  return (
    <div className="grid max-w-6xl gap-6 desk:grid-cols-[minmax(0,1fr)_minmax(0,1fr)]">
      <div className="flex min-w-0 flex-col gap-6">
        <form
          className="flex flex-col gap-4"
          onSubmit={(event) => {
            event.preventDefault();
            save.send({ params: place, body: { ...texts, basedOn: letter.version } });
          }}
        >
          <Field {...field('subject')}>
            <TextInput {...control('subject')} maxLength={letter.bounds.subject} />
          </Field>
          <Field {...field('opening')}>
            <TextArea {...control('opening')} rows={5} maxLength={letter.bounds.opening} />
          </Field>
          <Fixed text={preview.data?.fixedText} language={letter.language} />
          <Field {...field('closing')}>
            <TextArea {...control('closing')} rows={4} maxLength={letter.bounds.closing} />
          </Field>
          <Variables variables={letter.variables} part={labels[lastPart]()} onInsert={insert} />
          <ProblemNote error={save.error ?? send.error ?? preview.error} />
          <div className="flex flex-wrap gap-2">
            <Button
              type="submit"
              look="primary"
              busy={save.pending}
              disabled={!changed || problems.length > 0}
            >
              {m.letters_save()}
            </Button>
            <Button
              icon={iconSend}
              busy={send.pending}
              disabled={problems.length > 0}
              onClick={() => send.send({ params: place, body: texts })}
            >
              {m.letters_send_me()}
            </Button>
            {parts.some((part) => texts[part] !== null) && (
              <Button look="quiet" onClick={() => show(letter.own)}>
                {m.letters_restore_all()}
              </Button>
            )}
          </div>
          <p className="text-xs text-soft">{m.letters_save_note()}</p>
        </form>
        <LetterVersions letter={letter} onUse={(version) => show(shownTexts(letter, version))} />
      </div>
      <LeaveWarning unsaved={changed} />
      <LetterPreview place={place} preview={preview.data} texts={textsWritten(letter, settled)} />
    </div>
  );
}

/** Whose words a part speaks, and the way back. */
function PartState({
  isOwn,
  name,
  onRestore,
}: {
  isOwn: boolean;
  name: string;
  onRestore: () => void;
}) {
  if (isOwn) return m.letters_part_own();
  return (
    <>
      <span className="text-brand">{m.letters_part_adjusted()}</span>{' '}
      <button
        type="button"
        aria-label={m.letters_restore_part({ part: name })}
        onClick={onRestore}
        className="min-h-6 underline hover:text-ink pointer-coarse:min-h-11"
      >
        {m.letters_restore()}
      </button>
    </>
  );
}

/** What stands between opening and closing, and is nobody's to change. */
function Fixed({ text, language }: { text: string | undefined; language: string }) {
  return (
    <details className="rounded-s border border-dashed border-edge bg-sunken">
      <summary className="flex min-h-10 list-none items-center gap-2 px-3 py-1.5 text-s pointer-coarse:min-h-11 [&::-webkit-details-marker]:hidden">
        <Icon of={iconLock} size={14} className="shrink-0 text-soft" />
        <span className="min-w-0 grow">
          <span className="font-medium">{m.letters_fixed()}</span>{' '}
          <span className="text-soft">{m.letters_fixed_detail()}</span>
        </span>
        <span className="shrink-0 text-xs text-soft underline">{m.letters_fixed_see()}</span>
      </summary>
      {text !== undefined && (
        <p
          lang={language}
          className="border-t border-line px-3 py-2 text-xs break-words whitespace-pre-line text-soft"
        >
          {text}
        </p>
      )}
    </details>
  );
}

function Variables({
  variables,
  part,
  onInsert,
}: {
  variables: Letter['variables'];
  part: string;
  onInsert: (name: string) => void;
}) {
  return (
    <fieldset>
      <legend className="text-s font-medium">{m.letters_variables()}</legend>
      <p className="mb-2 text-xs text-soft">{m.letters_variables_hint({ part })}</p>
      <ul className="flex flex-col gap-1">
        {variables.map(({ name, words }) => (
          <li key={name} className="flex flex-wrap items-center gap-x-2">
            <button
              type="button"
              aria-label={m.letters_insert({ variable: `{${name}}`, part })}
              onClick={() => onInsert(name)}
              className="min-h-6 rounded-s border border-edge bg-surface px-1.5 font-mono text-xs hover:bg-sunken pointer-coarse:min-h-11 pointer-coarse:px-3"
            >
              {`{${name}}`}
            </button>
            <span className="text-xs text-soft">{words}</span>
          </li>
        ))}
      </ul>
    </fieldset>
  );
}
