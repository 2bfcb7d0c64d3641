import type { Language } from '../../../kernel/language.ts';
import {
  adjustLetter,
  explainTextProblem,
  groupOf,
  isAdjusted,
  type LetterInLanguage,
  type LetterName,
  letterNames,
  letterTextMax,
  listLetters,
  listLetterVersions,
  ownTextOnly,
  type Post,
  previewLetter,
  sendLetterPreview,
  variablesOf,
} from '../../../modules/notifications/index.ts';
import { namesOf } from '../../../modules/people/index.ts';
import { type Db, inTransaction } from '../../../platform/database/index.ts';
import type { Api } from '../contract/api.ts';
import type { HandlerOutput } from '../contract/route.ts';
import { type Mounting, notFound } from '../handlers.ts';
import { letterTitles, variableWords } from '../letter-words.ts';
import { notDoneWords } from '../problems.ts';
import { toTime, toTimeOrNull } from './as-json.ts';

/** What the desk's letters say around their facts: read, tried and saved. */
export function mountLetters({ mount }: Mounting, { post }: { readonly post: Post }): void {
  mount('listLetters', async (_, { database, language: locale }) => ({
    items: (await listLetters(database.db)).map(({ letter, templates }) => ({
      letter,
      group: groupOf(letter),
      title: letterTitles[letter]({}, { locale }),
      languages: (['es', 'en'] as const).map((language) => {
        const template = templates.find((each) => each.language === language);
        return {
          language,
          adjusted: template !== undefined && isAdjusted(template.texts),
          changedAt: toTimeOrNull(template?.changedAt ?? null),
        };
      }),
    })),
  }));

  mount('getLetter', async ({ params }, { database, language }) => {
    const letter = letterIn(params);
    return letter === null ? notFound : letterAnswer(database.db, post, letter, language);
  });

  mount('previewLetter', async ({ params, body }, { database, principal, language, timeZone }) => {
    const letter = letterIn(params);
    if (letter === null) return notFound;
    const reader = { ...principal, address: principal.email };
    const { rendered, problems } = await previewLetter(
      database.db,
      post,
      { ...letter, texts: body },
      reader,
    );
    const { subject, text, fixedText } = rendered;
    return {
      subject,
      text,
      fixedText,
      problems: problems.map((problem) => ({
        part: problem.part,
        words: notDoneWords(explainTextProblem(letter.letter, problem), { language, timeZone }),
      })),
    };
  });

  mount('saveLetter', async ({ params, body }, { database, acting, language }) => {
    const letter = letterIn(params);
    if (letter === null) return notFound;
    const { basedOn, ...texts } = body;
    const declined = await adjustLetter(database, { ...letter, texts, basedOn }, acting);
    return declined ?? letterAnswer(database.db, post, letter, language);
  });

  mount('sendLetterPreview', async ({ params, body }, { database, principal }) => {
    const letter = letterIn(params);
    if (letter === null) return notFound;
    const reader = { ...principal, address: principal.email };
    const declined = await inTransaction(database, (tx) =>
      sendLetterPreview(tx, post, { ...letter, texts: body }, reader),
    );
    return declined ?? undefined;
  });
}

/** Null: the desk sends no such letter. */
export function letterIn(params: {
  readonly letter: string;
  readonly language: Language;
}): LetterInLanguage | null {
  const letter: LetterName | undefined = letterNames.find((name) => name === params.letter);
  return letter === undefined ? null : { letter, language: params.language };
}

async function letterAnswer(
  db: Db,
  post: Post,
  { letter, language }: LetterInLanguage,
  locale: Language,
): Promise<HandlerOutput<Api['getLetter']>> {
  const versions = await listLetterVersions(db, { letter, language });
  const names = await namesOf(
    db,
    versions.flatMap(({ changedByPersonId: id }) => id ?? []),
  );
  const [current] = versions;
  return {
    letter,
    group: groupOf(letter),
    title: letterTitles[letter]({}, { locale }),
    language,
    own: { ...post.ownTexts(letter, language) },
    version: current?.version ?? 0,
    texts: { ...(current?.texts ?? ownTextOnly) },
    variables: variablesOf(letter).map((name) => ({
      name,
      words: variableWords[name]({}, { locale }),
    })),
    bounds: { ...letterTextMax },
    versions: versions.map(({ version, texts, changedByPersonId: id, changedAt }) => ({
      version,
      texts: { ...texts },
      changedBy: id === null ? null : (names.get(id) ?? null),
      changedAt: toTime(changedAt),
    })),
  };
}
