import type { Instant } from '../../kernel/clock.ts';
import { type Declined, decline } from '../../kernel/declined.ts';
import type { Language, Words } from '../../kernel/language.ts';
import { type Database, type Db, inTransaction, type Tx } from '../../platform/database/index.ts';
import {
  type Difference,
  type DraftProblem,
  differencesOf,
  draftProblems,
} from '../../policy/agreement-draft.ts';
import type { ClauseId } from '../../policy/clauses.ts';
import { termFields, withTerm } from '../../policy/term-fields.ts';
import type { Agreement, Terms } from '../../policy/terms.ts';
import { type Acting, recordAudit } from '../people/index.ts';
import type { AgreementDraft } from './model.ts';
import { agreementByVersion, agreementInForce } from './read-agreement.ts';
import {
  deleteDraft,
  insertAgreement,
  insertDraft,
  lockDraft,
  selectDraft,
  selectNewestVersion,
  updateDraft,
} from './store.ts';

/** A draft with what it changes and what keeps it from being published. */
export interface DraftView {
  readonly draft: AgreementDraft;
  readonly differences: readonly Difference[];
  readonly problems: readonly DraftProblem[];
}

/** What an editor changes of a draft: terms by their key, texts by clause. */
export interface DraftChange {
  /** The revision that the editor saw: a newer one is not overwritten. */
  readonly revision: number;
  readonly terms: Readonly<Record<string, number | string>>;
  readonly clauses: {
    readonly [Id in ClauseId]?: {
      readonly [Part in 'title' | 'text']?: TextChange | undefined;
    };
  };
}

type TextChange = { readonly [L in Language]?: string | undefined };

/** The draft of the next version, null while nobody has begun one. There is one for the whole desk. */
export async function readDraft(db: Db): Promise<DraftView | null> {
  const draft = await selectDraft(db);
  return draft === null ? null : viewOf(db, draft);
}

/** Begins a draft as a copy of the version in force at `by.at` (`draft-exists`). */
export const startDraft = (
  database: Pick<Database, 'db'>,
  by: Acting,
): Promise<DraftView | Declined> =>
  inTransaction(database, async (tx) => {
    const { version, terms, clauses } = await agreementInForce(tx, by.at);
    const begun = await insertDraft(tx, { basedOn: version, terms, clauses }, by);
    if (!begun) return decline('draft-exists');
    await recordAudit(tx, by, {
      action: 'agreement.draft-started',
      subject: 'agreement',
      detail: { basedOn: version },
    });
    return viewOf(tx, await theDraft(tx));
  });

/** Changes the draft; what is wrong with it is said, and kept, so that nobody loses work (`draft-missing`, `draft-changed`, `term-unknown`). */
export const changeDraft = (
  database: Pick<Database, 'db'>,
  change: DraftChange,
  by: Acting,
): Promise<DraftView | Declined> =>
  inTransaction(database, async (tx) => {
    const draft = await lockDraft(tx);
    if (draft === null) return decline('draft-missing');
    if (draft.revision !== change.revision) return decline('draft-changed');
    const unknown = Object.keys(change.terms).find(
      (key) => !termFields.some((field) => field.key === key),
    );
    if (unknown !== undefined) return decline('term-unknown', { key: unknown });
    await updateDraft(
      tx,
      { terms: termsOf(draft.terms, change), clauses: clausesOf(draft.clauses, change) },
      by,
    );
    return viewOf(tx, await theDraft(tx));
  });

/** Throws the draft away (`draft-missing`, `draft-changed`). */
export const discardDraft = (
  database: Pick<Database, 'db'>,
  { revision }: { readonly revision: number },
  by: Acting,
): Promise<null | Declined> =>
  inTransaction(database, async (tx) => {
    const draft = await lockDraft(tx);
    if (draft === null) return decline('draft-missing');
    if (draft.revision !== revision) return decline('draft-changed');
    await deleteDraft(tx);
    await recordAudit(tx, by, {
      action: 'agreement.draft-discarded',
      subject: 'agreement',
      detail: { basedOn: draft.basedOn },
    });
    return null;
  });

/**
 * Publishes the draft as the next version, in force from `effectiveFrom` on. Requests that are registered from then on
 * are bound to it; every other one keeps the version that it has, for life. T7: whoever asks under it accepts it first.
 * `draft-missing`, `draft-changed`, `draft-unchanged`, `draft-invalid`, `effective-in-past`, `calendar-missing`.
 */
export const publishDraft = (
  database: Pick<Database, 'db'>,
  publication: {
    readonly revision: number;
    readonly effectiveFrom: Instant;
    /** VII: without a service calendar nothing can be promised in service hours. */
    readonly hasServiceCalendar: boolean;
  },
  by: Acting,
): Promise<{ readonly version: number } | Declined> =>
  inTransaction(database, async (tx) => {
    const draft = await lockDraft(tx);
    if (draft === null) return decline('draft-missing');
    if (draft.revision !== publication.revision) return decline('draft-changed');
    const { differences, problems } = await viewOf(tx, draft);
    if (differences.length === 0) return decline('draft-unchanged');
    if (problems.length > 0) return decline('draft-invalid', { problems: problems.length });
    if (publication.effectiveFrom < by.at) return decline('effective-in-past');
    if (!publication.hasServiceCalendar && asksForService(draft.terms)) {
      return decline('calendar-missing');
    }
    const version = (await selectNewestVersion(tx)) + 1;
    await insertAgreement(tx, {
      agreement: { version, terms: draft.terms, clauses: draft.clauses },
      effectiveFrom: publication.effectiveFrom,
      publishedAt: by.at,
      publishedByPersonId: by.actor.kind === 'person' ? by.actor.personId : null,
    });
    await deleteDraft(tx);
    await recordAudit(tx, by, {
      action: 'agreement.published',
      subject: `agreement:${version}`,
      detail: { basedOn: draft.basedOn, effectiveFrom: publication.effectiveFrom },
    });
    return { version };
  });

export const asksForService = ({ targets }: Terms): boolean =>
  Object.values(targets).some(({ hours }) => hours === 'service');

/** Told apart from the version in force as the draft began: that one never changes. */
async function viewOf(db: Db, draft: AgreementDraft): Promise<DraftView> {
  const before = await agreementByVersion(db, draft.basedOn);
  return { draft, differences: differencesOf(before, draft), problems: draftProblems(draft) };
}

async function theDraft(tx: Tx): Promise<AgreementDraft> {
  const draft = await selectDraft(tx);
  if (draft === null) throw new Error('the draft was written in this transaction');
  return draft;
}

const termsOf = (terms: Terms, change: DraftChange): Terms =>
  Object.entries(change.terms).reduce(
    (changed, [key, value]) => withTerm(changed, key, value),
    terms,
  );

function clausesOf(clauses: Agreement['clauses'], change: DraftChange): Agreement['clauses'] {
  const changed = { ...clauses };
  // Keys of a record whose schema lists the clauses.
  for (const id of Object.keys(change.clauses) as ClauseId[]) {
    const clause = clauses[id];
    const { title = {}, text = {} } = change.clauses[id] ?? {};
    changed[id] = {
      ...clause,
      title: changedText(clause.title, title),
      text: changedText(clause.text, text),
    };
  }
  return changed;
}

const changedText = (was: Words, { es = was.es, en = was.en }: TextChange): Words => ({ es, en });
