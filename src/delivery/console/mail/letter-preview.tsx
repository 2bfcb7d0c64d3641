import { useEffect, useId, useRef, useState } from 'react';
import * as m from '../../ui/words/generated/messages.js';
import type { Api, CallOutput } from '../../web/contract.ts';
import { Button } from '../parts/button.tsx';
import { cx } from '../parts/class-names.ts';
import { Waiting } from '../parts/notice.tsx';
import { SafeFrame } from '../parts/safe-frame.tsx';
import { Sheet } from '../parts/screen.tsx';
import { type Letter, parts, type Texts } from './letter-texts.ts';

const views = ['desk', 'phone', 'text'] as const;
type View = (typeof views)[number];
const viewWords = {
  desk: m.letters_view_desk,
  phone: m.letters_view_phone,
  text: m.letters_view_text,
} as const satisfies Readonly<Record<View, () => string>>;

/** The letter as its reader would get it, with example data: as a mail program shows it, and as plain text. */
export function LetterPreview({
  place,
  texts,
  preview,
}: {
  place: Pick<Letter, 'letter' | 'language'>;
  texts: Texts;
  preview: CallOutput<Api['previewLetter']> | undefined;
}) {
  const [view, setView] = useState<View>('desk');
  return (
    <div className="min-w-0 desk:sticky desk:top-0 desk:self-start">
      <Sheet
        title={m.letters_preview()}
        aside={
          <fieldset className="flex flex-wrap gap-1">
            <legend className="sr-only">{m.letters_view()}</legend>
            {views.map((each) => (
              <Button
                key={each}
                look={each === view ? 'secondary' : 'quiet'}
                aria-pressed={each === view}
                onClick={() => setView(each)}
              >
                {viewWords[each]()}
              </Button>
            ))}
          </fieldset>
        }
      >
        <div className="flex flex-col gap-3 p-4">
          <p className="text-xs text-soft">{m.letters_example()}</p>
          {preview === undefined ? (
            <Waiting />
          ) : (
            <>
              <p lang={place.language} className="font-strong break-words">
                <span className="sr-only">{m.letters_subject()}: </span>
                {preview.subject}
              </p>
              {view === 'text' ? (
                <pre
                  lang={place.language}
                  className="rounded-s border border-line bg-page p-3 font-sans leading-text break-words whitespace-pre-wrap"
                >
                  {preview.text}
                </pre>
              ) : (
                <div className={cx(view === 'phone' && 'mx-auto w-full max-w-[23.4375rem]')}>
                  <Formatted key={view} place={place} texts={texts} />
                </div>
              )}
            </>
          )}
        </div>
      </Sheet>
    </div>
  );
}

/** Texts that nobody saved have no address: a form brings them to the frame, whose page is the desk's safe one. */
function Formatted({ place, texts }: { place: Pick<Letter, 'letter' | 'language'>; texts: Texts }) {
  const name = useId();
  const form = useRef<HTMLFormElement>(null);
  const [height, setHeight] = useState<number | null>(null);
  const written = JSON.stringify(texts);
  // Anew whenever the texts are others, and not when only their object is.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the form holds the texts
  useEffect(() => form.current?.submit(), [written]);
  return (
    <>
      <form
        ref={form}
        method="post"
        action={`/letters/${place.letter}/${place.language}/html`}
        target={name}
        hidden
      >
        {parts.map((part) => {
          const text = texts[part];
          return text === null ? null : <input key={part} type="hidden" name={part} value={text} />;
        })}
      </form>
      {/* A new frame each time: its first page is no step that the back button would return to. */}
      <SafeFrame
        key={written}
        name={name}
        title={m.letters_preview()}
        height={height}
        onFit={setHeight}
      />
    </>
  );
}
