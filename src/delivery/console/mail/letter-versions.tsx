import * as m from '../../ui/words/generated/messages.js';
import { Button } from '../parts/button.tsx';
import { Moment } from '../parts/moment.tsx';
import { Sheet } from '../parts/screen.tsx';
import {
  differentParts,
  type Letter,
  type Part,
  parts,
  shownTexts,
  type Texts,
} from './letter-texts.ts';

const partWords = {
  subject: m.letters_subject,
  opening: m.letters_opening,
  closing: m.letters_closing,
} as const satisfies Readonly<Record<Part, () => string>>;

/** What the letter said before, who changed it and when; each beside what it says now. */
export function LetterVersions({
  letter,
  onUse,
}: {
  letter: Letter;
  onUse: (texts: Texts) => void;
}) {
  return (
    <Sheet title={m.letters_versions()}>
      {letter.versions.length === 0 ? (
        <p className="px-4 py-3 text-soft">{m.letters_versions_none()}</p>
      ) : (
        <ol>
          {letter.versions.map((version) => (
            <Version key={version.version} letter={letter} version={version} onUse={onUse} />
          ))}
        </ol>
      )}
    </Sheet>
  );
}

function Version({
  letter,
  version: { version, texts, changedBy, changedAt },
  onUse,
}: {
  letter: Letter;
  version: Letter['versions'][number];
  onUse: (texts: Texts) => void;
}) {
  const different = differentParts(texts, letter.texts);
  const [then, now] = [shownTexts(letter, texts), shownTexts(letter, letter.texts)];
  const isOwn = parts.every((part) => texts[part] === null);
  return (
    <li className="border-b border-line px-4 py-2.5 last:border-b-0">
      <div className="flex flex-wrap items-baseline gap-x-3 gap-y-1">
        <span className="font-medium">{m.letters_version({ version: String(version) })}</span>
        {version === letter.version && <span className="text-good">{m.letters_in_force()}</span>}
        {isOwn && <span className="text-soft">{m.letters_own()}</span>}
        <span className="text-xs text-soft">
          {changedBy?.name ?? m.letters_by_desk()} · <Moment at={changedAt} as="full" />
        </span>
      </div>
      {version !== letter.version && (
        <details className="mt-1">
          <summary className="min-h-6 text-s text-soft pointer-coarse:min-h-11">
            {m.letters_compare()}
          </summary>
          {different.length === 0 ? (
            <p className="py-1 text-s text-soft">{m.letters_same()}</p>
          ) : (
            different.map((part) => (
              <section key={part} className="mt-2">
                <h3 className="text-xs font-medium">{partWords[part]()}</h3>
                <dl className="mt-1 grid gap-x-4 gap-y-2 tablet:grid-cols-2">
                  <Text
                    name={m.letters_then({ version: String(version) })}
                    text={then[part]}
                    language={letter.language}
                  />
                  <Text name={m.letters_now()} text={now[part]} language={letter.language} />
                </dl>
              </section>
            ))
          )}
          <Button className="mt-2" onClick={() => onUse(texts)}>
            {m.letters_use({ version: String(version) })}
          </Button>
        </details>
      )}
    </li>
  );
}

function Text({ name, text, language }: { name: string; text: string; language: string }) {
  return (
    <div className="min-w-0">
      <dt className="text-xs text-soft">{name}</dt>
      {text === '' ? (
        <dd className="text-s text-soft">{m.letters_nothing()}</dd>
      ) : (
        <dd lang={language} className="text-s leading-text break-words whitespace-pre-line">
          {text}
        </dd>
      )}
    </div>
  );
}
