import { isDeclined } from '../../../kernel/declined.ts';
import { namesOf } from '../../../modules/people/index.ts';
import {
  createMacro,
  listMacros,
  type Macro,
  macroVariables,
  removeMacro,
  updateMacro,
} from '../../../modules/tickets/index.ts';
import { inTransaction } from '../../../platform/database/index.ts';
import { type Mounting, notFound } from '../handlers.ts';
import type { RequestContext } from '../request-context.ts';
import { toTime } from './as-json.ts';
import { deskWriterOf } from './desk-writer.ts';

/** What agents write often. */
export function mountMacros({ mount }: Mounting): void {
  mount('listMacros', async (_, context) => {
    const macros = await listMacros(context.database.db, context.principal.personId);
    return { items: await macroAnswers(macros, context), variables: [...macroVariables] };
  });

  mount('createMacro', async ({ body }, context) => {
    const macro = await inTransaction(context.database, (tx) =>
      createMacro(tx, body, deskWriterOf(context)),
    );
    return isDeclined(macro) ? macro : macroAnswer(macro, context);
  });

  mount('updateMacro', async ({ params, body }, context) => {
    const macro = await inTransaction(context.database, (tx) =>
      updateMacro(tx, params.macroId, body, deskWriterOf(context)),
    );
    if (macro === null) return notFound;
    return isDeclined(macro) ? macro : macroAnswer(macro, context);
  });

  mount('removeMacro', async ({ params }, context) => {
    const removed = await inTransaction(context.database, (tx) =>
      removeMacro(tx, params.macroId, deskWriterOf(context)),
    );
    if (isDeclined(removed)) return removed;
    return removed ? undefined : notFound;
  });
}

async function macroAnswers(macros: readonly Macro[], { database }: RequestContext) {
  const names = await namesOf(
    database.db,
    macros.map(({ changedByPersonId }) => changedByPersonId),
  );
  return macros.map(({ id, name, ownerPersonId, texts, changedByPersonId, changedAt }) => ({
    id,
    name,
    shared: ownerPersonId === null,
    texts,
    changedBy: { personId: changedByPersonId, name: names.get(changedByPersonId)?.name ?? '' },
    changedAt: toTime(changedAt),
  }));
}

async function macroAnswer(macro: Macro, context: RequestContext) {
  const [answer] = await macroAnswers([macro], context);
  return answer ?? notFound;
}
