import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import * as m from '../../ui/words/generated/messages.js';
import type { Api, CallOutput } from '../../web/contract.ts';
import { Fetching } from '../parts/fetched.tsx';
import { Cell, Row, Table } from '../parts/table.tsx';
import { lettersQuery } from '../server/queries.ts';

type Listed = CallOutput<Api['listLetters']>['items'][number];

const groups = {
  requests: m.letters_group_requests,
  appointments: m.letters_group_appointments,
  units: m.letters_group_units,
  access: m.letters_group_access,
  desk: m.letters_group_desk,
} as const satisfies Readonly<Record<Listed['group'], () => string>>;

/** Every letter that the desk sends, and whose words it speaks in each language. */
export function LettersSection() {
  const found = useQuery(lettersQuery());
  return (
    <>
      <p className="mb-4 max-w-3xl text-soft">{m.letters_intro()}</p>
      <Fetching of={found} />
      {found.data !== undefined &&
        keysOf(groups).map((group) => (
          <section key={group} className="mb-6 max-w-3xl">
            <h2 className="mb-2 font-strong">{groups[group]()}</h2>
            <Table
              label={groups[group]()}
              columns={[
                { words: m.letters_column_letter() },
                { words: m.letters_column_es() },
                { words: m.letters_column_en() },
              ]}
            >
              {found.data.items
                .filter((letter) => letter.group === group)
                .map((letter) => (
                  <LetterRow key={letter.letter} letter={letter} />
                ))}
            </Table>
          </section>
        ))}
    </>
  );
}

function LetterRow({ letter: { letter, title, languages } }: { letter: Listed }) {
  const stateWords = (adjusted: boolean) => (adjusted ? m.letters_adjusted() : m.letters_own());
  return (
    <Row>
      <Cell className="w-full font-medium">{title}</Cell>
      {languages.map(({ language, adjusted }) => (
        <Cell key={language} className="tablet:whitespace-nowrap">
          <Link
            to="/mail/letters/$letter/$language"
            params={{ letter, language }}
            aria-label={m.letters_open({
              title,
              language: languageName(language),
              state: stateWords(adjusted),
            })}
            className={
              adjusted
                ? 'inline-flex min-h-6 items-center font-medium text-brand underline pointer-coarse:min-h-11'
                : 'inline-flex min-h-6 items-center text-soft underline decoration-edge hover:text-ink pointer-coarse:min-h-11'
            }
          >
            {stateWords(adjusted)}
          </Link>
        </Cell>
      ))}
    </Row>
  );
}

export const languageName = (language: 'es' | 'en'): string =>
  language === 'es' ? m.letters_language_es() : m.letters_language_en();

// The keys of an exhaustive record: TypeScript widens them to strings.
const keysOf = <Key extends string>(record: Readonly<Record<Key, unknown>>): readonly Key[] =>
  Object.keys(record) as Key[];
