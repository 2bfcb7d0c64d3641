import { setImmediate as letOthers } from 'node:timers/promises';
import { assert } from '../../kernel/assert.ts';
import type { Clock } from '../../kernel/clock.ts';
import type { Database, Db } from '../../platform/database/index.ts';
import { listPastTickets, type PastTicket } from '../tickets/index.ts';
import { comparison } from './compare.ts';
import type { WhatIf } from './model.ts';
import { readPage } from './past-page.ts';
import { endWhatIf, selectWhatIf, takeUpWhatIf, updateProgress } from './store.ts';

/** Tickets read at once, and after how many pages what was added up is written down: so much is done again after a crash. */
const wholePages = { pageSize: 400, pagesPerCheckpoint: 10 };
/** Judged before everything else that this process does has its turn. */
const sliceSize = 20;

/**
 * Works out one what-if: every past request of its span is judged as it was promised and as the terms that are tried
 * would have promised it. May run again after a crash and goes on where it was. Somebody may give it up meanwhile.
 */
export async function runWhatIf(
  desk: { readonly database: Pick<Database, 'db'>; readonly clock: Clock },
  whatIfId: number,
  signal: AbortSignal,
  { pageSize, pagesPerCheckpoint } = wholePages,
): Promise<void> {
  const { db } = desk.database;
  const asked = await selectWhatIf(db, whatIfId);
  const takenUp = await takeUpWhatIf(db, whatIfId);
  if (asked === null || takenUp === null) return;
  const compared = comparison(takenUp.checkpoint?.sums);
  let done = takenUp.checkpoint?.done ?? 0;
  let pages = 0;
  const start = takenUp.checkpoint?.last ?? null;
  try {
    for await (const { tickets, judge } of pagesOf(db, asked, start, pageSize)) {
      for (const [index, ticket] of tickets.entries()) {
        if (index % sliceSize === 0) await letOthers();
        for (const judged of judge(ticket)) compared.add(judged);
      }
      signal.throwIfAborted();
      done += tickets.length;
      pages += 1;
      const last = tickets.at(-1);
      assert(last !== undefined, 'a page holds something');
      const checkpoint =
        pages % pagesPerCheckpoint === 0
          ? { done, last: { id: last.id, registeredAt: last.registeredAt }, sums: compared.sums() }
          : null;
      if (!(await updateProgress(db, whatIfId, done, checkpoint))) return;
    }
    const result = compared.result();
    await endWhatIf(db, whatIfId, { state: 'done', result, at: desk.clock.now() });
  } catch (error) {
    // The machine stops: it runs again. Anything else would fail again, and whoever waits is told.
    if (!signal.aborted) {
      await endWhatIf(db, whatIfId, { state: 'failed', result: null, at: desk.clock.now() });
    }
    throw error;
  }
}

type PageEnd = Pick<PastTicket, 'id' | 'registeredAt'>;

/** Page by page, the next one being read while one is judged: the database works meanwhile. */
async function* pagesOf(db: Db, asked: WhatIf, start: PageEnd | null, limit: number) {
  const read = async (after: PageEnd | null) => {
    const tickets = await listPastTickets(db, { ...asked, after, limit });
    // Running clocks stand where they stood when it was asked, whenever it is worked out.
    return { tickets, judge: await readPage(db, tickets, asked, asked.createdAt) };
  };
  for (let reading = read(start); ; ) {
    const page = await reading;
    const last = page.tickets.at(-1);
    if (last === undefined) return;
    reading = read(last);
    // Given up while it is read, nobody waits for it: its failure is not the process's.
    reading.catch(() => undefined);
    yield page;
  }
}
