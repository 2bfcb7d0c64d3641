import type { Instant } from '../../kernel/clock.ts';
import { type Declined, decline } from '../../kernel/declined.ts';
import { type Database, type Db, inTransaction } from '../../platform/database/index.ts';
import { enqueue } from '../../platform/jobs.ts';
import { asksForService, readDraft } from '../agreements/index.ts';
import { serviceCalendar } from '../clocks/index.ts';
import type { Acting } from '../people/index.ts';
import { countPastTickets } from '../tickets/index.ts';
import { runWhatIfJob } from './jobs.ts';
import { endWhatIf, insertWhatIf, selectWhatIf } from './store.ts';

/** What is asked of the past. */
export interface WhatIfQuestion {
  /** The draft as it stands now, or each request under the version that it is bound to. */
  readonly subject: 'draft' | 'own-version';
  /** Of registration: from included, until not. */
  readonly from: Instant;
  readonly until: Instant;
}

/**
 * Asks what the requests registered in a span would have come to; a job works it out. Answers its id.
 * `draft-missing`, `draft-unchanged`, `draft-invalid`, `calendar-missing`, `span-empty`.
 */
export const startWhatIf = (
  database: Pick<Database, 'db'>,
  question: WhatIfQuestion,
  by: Acting,
): Promise<{ readonly whatIfId: number } | Declined> =>
  inTransaction(database, async (tx) => {
    if (question.until <= question.from) return decline('span-empty');
    const tried = question.subject === 'draft' ? await draftTerms(tx) : ownVersions;
    if ('declined' in tried) return tried;
    const id = await insertWhatIf(tx, {
      ...tried,
      from: question.from,
      until: question.until,
      ticketsTotal: await countPastTickets(tx, question),
      requestedByPersonId: by.actor.kind === 'person' ? by.actor.personId : null,
      at: by.at,
    });
    await enqueue(tx, runWhatIfJob, { whatIfId: id }, { key: `what-if:${id}` });
    return { whatIfId: id };
  });

/** Gives one up that is under way; null when there is no such one. */
export async function cancelWhatIf(db: Db, id: number, at: Instant): Promise<true | null> {
  if ((await selectWhatIf(db, id)) === null) return null;
  await endWhatIf(db, id, { state: 'cancelled', result: null, at });
  return true;
}

const ownVersions = { terms: null, differences: [] } as const;

async function draftTerms(db: Db) {
  const view = await readDraft(db);
  if (view === null) return decline('draft-missing');
  const { draft, differences, problems } = view;
  if (problems.length > 0) return decline('draft-invalid', { problems: problems.length });
  if (!differences.some(({ kind }) => kind === 'term')) return decline('draft-unchanged');
  if (asksForService(draft.terms) && (await serviceCalendar(db)) === null) {
    return decline('calendar-missing');
  }
  return { terms: draft.terms, differences };
}
