import { assert } from '../../../kernel/assert.ts';
import type { Instant } from '../../../kernel/clock.ts';
import { isDeclined } from '../../../kernel/declined.ts';
import { dayMs } from '../../../kernel/duration.ts';
import { dayNumberOf, type TimeZone, timeZone } from '../../../kernel/wall-time.ts';
import {
  agreementByVersion,
  agreementInForce,
  changeDraft,
  type DraftView,
  discardDraft,
  listAgreementVersions,
  publishDraft,
  readDraft,
  readFirm,
  startDraft,
} from '../../../modules/agreements/index.ts';
import { serviceCalendar } from '../../../modules/clocks/index.ts';
import { namesOf, namesOfOrganizations } from '../../../modules/people/index.ts';
import {
  cancelWhatIf,
  listWhatIfs,
  readWhatIf,
  startWhatIf,
  type WhatIf,
  type WhatIfResult,
} from '../../../modules/reporting/index.ts';
import type { Db } from '../../../platform/database/index.ts';
import { clauseIds } from '../../../policy/clauses.ts';
import { unknowns } from '../../../policy/replay-closing.ts';
import { termAt, termFields } from '../../../policy/term-fields.ts';
import { type Mounting, notFound } from '../handlers.ts';
import { toTime, toTimeOrNull } from './as-json.ts';

/** The next version of the agreement: written, compared, tried on the past, published. */
export function mountAgreementDraft({ mount }: Mounting): void {
  mount('listAgreementVersions', async (_, { database, at }) => {
    const { db } = database;
    const versions = await listAgreementVersions(db);
    const inForce = (await agreementInForce(db, at)).version;
    const names = await namesOf(
      db,
      versions.flatMap(({ publishedByPersonId: id }) => id ?? []),
    );
    return {
      items: versions.map(({ version, effectiveFrom, publishedAt, publishedByPersonId }) => ({
        version,
        effectiveFrom: toTime(effectiveFrom),
        publishedAt: toTime(publishedAt),
        publishedBy: personNamed(names, publishedByPersonId),
        inForce: version === inForce,
      })),
    };
  });

  mount('getAgreementDraft', async (_, { database }) => {
    const view = await readDraft(database.db);
    return { draft: view === null ? null : await draftAnswer(database.db, view) };
  });
  mount('startAgreementDraft', async (_, { database, acting }) => {
    const view = await startDraft(database, acting);
    return isDeclined(view) ? view : draftAnswer(database.db, view);
  });
  mount('changeAgreementDraft', async ({ body }, { database, acting }) => {
    const view = await changeDraft(database, body, acting);
    return isDeclined(view) ? view : draftAnswer(database.db, view);
  });
  mount('discardAgreementDraft', async ({ query }, { database, acting }) => {
    const declined = await discardDraft(database, query, acting);
    return declined ?? undefined;
  });
  mount('publishAgreementDraft', async ({ body }, { database, acting, at }) =>
    publishDraft(
      database,
      {
        revision: body.revision,
        effectiveFrom:
          body.effectiveOn === null ? at : beginOf(body.effectiveOn, await firmZone(database.db)),
        hasServiceCalendar: (await serviceCalendar(database.db)) !== null,
      },
      acting,
    ),
  );

  mount('listWhatIfs', async (_, { database }) => {
    const { db } = database;
    const whatIfs = await listWhatIfs(db, whatIfsShown);
    const names = await namesOf(db, requestersOf(whatIfs));
    return { items: whatIfs.map((whatIf) => whatIfSummary(whatIf, names)) };
  });
  mount('startWhatIf', async ({ body }, { database, acting }) => {
    const zone = await firmZone(database.db);
    const [from, until] = [beginOf(body.fromDay, zone), beginOf(body.untilDay, zone, 1)];
    const started = await startWhatIf(database, { subject: body.subject, from, until }, acting);
    return isDeclined(started) ? started : whatIfAnswer(database.db, started.whatIfId);
  });
  mount('getWhatIf', ({ params }, { database }) => whatIfAnswer(database.db, params.whatIfId));
  mount('cancelWhatIf', async ({ params }, { database, at }) => {
    const given = await cancelWhatIf(database.db, params.whatIfId, at);
    return given === null ? notFound : whatIfAnswer(database.db, params.whatIfId);
  });
}

const whatIfsShown = 20;

const firmZone = async (db: Db): Promise<TimeZone> => timeZone((await readFirm(db)).timeZone);

/** The first instant of a day in a zone, or of so many days later. */
function beginOf(date: string, zone: TimeZone, daysLater = 0): Instant {
  const day = dayNumberOf(date);
  assert(day !== null, 'the contract lets only days in');
  return zone.instantOf((day + daysLater) * dayMs);
}

type Names = Awaited<ReturnType<typeof namesOf>>;
const personNamed = (names: Names, personId: number | null) =>
  personId === null ? null : (names.get(personId) ?? null);

async function draftAnswer(db: Db, { draft, differences, problems }: DraftView) {
  const before = await agreementByVersion(db, draft.basedOn);
  const { changedByPersonId } = draft;
  const names = await namesOf(db, changedByPersonId === null ? [] : [changedByPersonId]);
  return {
    basedOn: draft.basedOn,
    revision: draft.revision,
    changedBy: personNamed(names, changedByPersonId),
    changedAt: toTime(draft.changedAt),
    terms: termFields.map((field) => ({
      ...field,
      options: [...field.options],
      value: asValue(termAt(draft.terms, field.key)),
      before: asValue(termAt(before.terms, field.key)),
    })),
    clauses: clauseIds.map((id) => {
      const { title, text } = draft.clauses[id];
      return { id, title: { ...title }, text: { ...text } };
    }),
    differences: [...differences],
    problems: problems.map((problem) => ({ ...problem, facts: { ...problem.facts } })),
  };
}

const asValue = (value: unknown): number | string | null =>
  typeof value === 'number' || typeof value === 'string' ? value : null;

async function whatIfAnswer(db: Db, whatIfId: number) {
  const whatIf = await readWhatIf(db, whatIfId);
  if (whatIf === null) return notFound;
  const names = await namesOf(db, requestersOf([whatIf]));
  const result = whatIf.result === null ? null : await resultAnswer(db, whatIf.result);
  return { ...whatIfSummary(whatIf, names), result };
}

const requestersOf = (whatIfs: readonly WhatIf[]): number[] =>
  whatIfs.flatMap(({ requestedByPersonId: id }) => id ?? []);

const whatIfSummary = (whatIf: WhatIf, names: Names) => ({
  id: whatIf.id,
  subject: whatIf.terms === null ? ('own-version' as const) : ('draft' as const),
  differences: [...whatIf.differences],
  from: toTime(whatIf.from),
  until: toTime(whatIf.until),
  state: whatIf.state,
  requestsTotal: whatIf.ticketsTotal,
  requestsDone: whatIf.ticketsDone,
  requestedBy: personNamed(names, whatIf.requestedByPersonId),
  createdAt: toTime(whatIf.createdAt),
  endedAt: toTimeOrNull(whatIf.endedAt),
});

async function resultAnswer(db: Db, result: WhatIfResult) {
  const ids = [...result.customers, ...result.changed].map(({ organizationId }) => organizationId);
  const names = await namesOfOrganizations(db, [...new Set(ids)]);
  const customer = (id: number) => ({ id, name: names.get(id) ?? '' });
  return {
    before: result.before,
    after: result.after,
    priorities: [...result.priorities],
    months: [...result.months],
    customers: result.customers.map(({ organizationId, ...compared }) => ({
      ...compared,
      customer: customer(organizationId),
    })),
    customersAffected: result.customersAffected,
    changed: result.changed.map(({ number, organizationId, ...change }) => ({
      number,
      customer: customer(organizationId),
      firstResponse: { before: change.firstResponse[0], after: change.firstResponse[1] },
      resolution: { before: change.resolution[0], after: change.resolution[1] },
      unitsBefore: change.units[0],
      unitsAfter: change.units[1],
      endingBefore: change.ending[0],
      endingAfter: change.ending[1],
      held: change.held,
      becomes: change.becomes,
    })),
    requestsChanged: result.requestsChanged,
    unknown: unknowns.flatMap((what) => {
      const requests = result.unknown[what] ?? 0;
      return requests === 0 ? [] : [{ what, requests }];
    }),
  };
}
