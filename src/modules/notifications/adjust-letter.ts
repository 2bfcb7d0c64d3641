import { type Declined, decline } from '../../kernel/declined.ts';
import type { Language } from '../../kernel/language.ts';
import { announce } from '../../platform/changes.ts';
import { type Database, type Db, inTransaction, type Tx } from '../../platform/database/index.ts';
import { type Acting, recordAudit } from '../people/index.ts';
import { type LetterName, letterNames, variablesOf } from './letter-names.ts';
import {
  type AdjustedTexts,
  isAdjusted,
  isSameText,
  letterTextMax,
  ownTextOnly,
  type TextProblem,
  textProblems,
} from './letter-texts.ts';
import type { Recipient } from './model.ts';
import type { Post, RenderedLetter } from './post.ts';
import { postPersonalLetter, senderOf, writeLetter } from './post-letter.ts';
import {
  insertTemplate,
  type LetterTemplate,
  selectCurrentTemplates,
  selectTemplates,
} from './template-store.ts';

/** Which texts are meant. */
export interface LetterInLanguage {
  readonly letter: LetterName;
  readonly language: Language;
}

/** Texts as they would be, before anybody gets them. */
export interface LetterDraft extends LetterInLanguage {
  readonly texts: AdjustedTexts;
}

/** What a letter would look like, and what keeps its texts from being saved. */
export interface LetterPreview {
  readonly rendered: RenderedLetter;
  readonly problems: readonly TextProblem[];
}

/** How many versions are shown: the newest. */
const versionsShownMax = 50;

/** Every letter that the desk sends, with the version in force of each language that was ever adjusted. */
export async function listLetters(db: Db): Promise<
  readonly {
    readonly letter: LetterName;
    readonly templates: readonly LetterTemplate[];
  }[]
> {
  const current = await selectCurrentTemplates(db);
  return letterNames.map((letter) => ({
    letter,
    templates: current.filter((template) => template.letter === letter),
  }));
}

/** The versions of one letter in one language, newest first; the first one is in force. */
export const listLetterVersions = (
  db: Db,
  letter: LetterInLanguage,
): Promise<readonly LetterTemplate[]> => selectTemplates(db, letter, versionsShownMax);

/**
 * Saves texts as the next version. `basedOn` is the version that the writer saw, 0 for the product's own text: what
 * somebody else saved meanwhile is not overwritten (`letter-changed`). `letter-unchanged`, and `letter-` with what is
 * wrong with a text.
 */
export const adjustLetter = (
  database: Pick<Database, 'db'>,
  change: LetterDraft & { readonly basedOn: number },
  by: Acting,
): Promise<null | Declined> =>
  inTransaction(database, async (tx) => {
    const { letter, language, texts, basedOn } = change;
    const [problem] = textProblems(texts, variablesOf(letter));
    if (problem !== undefined) return explainTextProblem(letter, problem);
    const [current] = await selectTemplates(tx, change, 1);
    if ((current?.version ?? 0) !== basedOn) return decline('letter-changed');
    if (isSameText(texts, current?.texts ?? ownTextOnly)) return decline('letter-unchanged');
    const version = basedOn + 1;
    const inserted = await insertTemplate(tx, {
      letter,
      language,
      version,
      texts,
      changedByPersonId: by.actor.kind === 'person' ? by.actor.personId : null,
      changedAt: by.at,
    });
    if (!inserted) return decline('letter-changed');
    await recordAudit(tx, by, {
      action: isAdjusted(texts) ? 'letter.adjusted' : 'letter.restored',
      subject: `letter:${letter}.${language}`,
      detail: { version },
    });
    await announce(tx, { letterTemplates: true, visibility: 'internal' });
    return null;
  });

/** Why a text cannot be saved, as what saving it would answer: `letter-` and the problem. */
export const explainTextProblem = (
  letter: LetterName,
  { part, problem, found }: TextProblem,
): Declined =>
  decline(`letter-${problem}`, {
    part,
    found,
    max: letterTextMax[part],
    permitted: variablesOf(letter)
      .map((variable) => `{${variable}}`)
      .join(', '),
  });

/** The letter as it would be sent with these texts, by the very way in which it is sent, with example data. */
export async function previewLetter(
  db: Db,
  post: Post,
  { letter, language, texts }: LetterDraft,
  reader: Recipient,
): Promise<LetterPreview> {
  const example = post.example(letter, language, post.now());
  const recipient = { ...reader, language, name: example.contact };
  const { head } = await senderOf(db, null);
  return {
    rendered: post.render(example.letter, recipient, head, texts),
    problems: textProblems(texts, variablesOf(letter)),
  };
}

/** Sends the example to whoever asks for it, at the person's own address. Declines as saving does. */
export async function sendLetterPreview(
  tx: Tx,
  post: Post,
  draft: LetterDraft,
  reader: Recipient,
): Promise<null | Declined> {
  const { letter, language, texts } = draft;
  const [problem] = textProblems(texts, variablesOf(letter));
  if (problem !== undefined) return explainTextProblem(letter, problem);
  const example = post.example(letter, language, post.now());
  const recipient = { ...reader, language, name: example.contact };
  const written = await writeLetter(tx, post, { letter: example.letter, recipient, texts });
  await postPersonalLetter(tx, post, {
    key: `letter-preview.${letter}.${post.now()}`,
    purpose: 'letter-preview',
    written: { ...written, subject: post.previewSubject(written.subject, language) },
    sensitive: false,
  });
  return null;
}
