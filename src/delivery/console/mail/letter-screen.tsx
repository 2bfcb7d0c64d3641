import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import * as m from '../../ui/words/generated/messages.js';
import { Fetching } from '../parts/fetched.tsx';
import { Screen, tabClass } from '../parts/screen.tsx';
import { letterQuery } from '../server/queries.ts';
import { LetterEditor } from './letter-editor.tsx';
import { languageName } from './letters-section.tsx';

/** The texts of one letter in one language: written, tried, saved, and what they were before. */
export function LetterScreen() {
  const { letter = '', language: given } = useParams({ strict: false });
  const language = given === 'en' ? 'en' : 'es';
  const found = useQuery(letterQuery({ letter, language }));
  return (
    <Screen
      title={found.data?.title ?? (found.isError ? m.letters_title() : m.console_loading())}
      above={
        <Link
          to="/mail/$section"
          params={{ section: 'letters' }}
          search={{}}
          className="text-soft hover:text-ink hover:underline"
        >
          ← {m.letters_title()}
        </Link>
      }
      tabs={
        <nav aria-label={m.letters_languages()} className="flex gap-1 px-2 desk:px-4">
          {(['es', 'en'] as const).map((each) => (
            <Link
              key={each}
              to="/mail/letters/$letter/$language"
              params={{ letter, language: each }}
              aria-current={each === language ? 'page' : undefined}
              className={tabClass(each === language)}
            >
              {languageName(each)}
            </Link>
          ))}
        </nav>
      }
    >
      <Fetching of={found} />
      {found.data !== undefined && (
        // What was saved, here or elsewhere, is what one goes on from.
        <LetterEditor key={`${letter}.${language}.${found.data.version}`} letter={found.data} />
      )}
    </Screen>
  );
}
