import { isDeclined } from '../../../kernel/declined.ts';
import {
  type Category,
  createCategory,
  createService,
  readCatalog,
  type Service,
  updateCategory,
  updateService,
} from '../../../modules/catalog/index.ts';
import { inTransaction } from '../../../platform/database/index.ts';
import type { ServiceKind } from '../../../policy/admission.ts';
import { answerAbout } from '../../../policy/scope-answer.ts';
import { type Mounting, notFound } from '../handlers.ts';
import { isStaff, type RequestContext } from '../request-context.ts';

/** I: the service catalogue. */
export function mountCatalog({ mount }: Mounting): void {
  mount('getCatalog', async (_, { database, principal }) => {
    const categories = await readCatalog(database.db);
    // Customers choose; what is retired is not theirs to choose any more.
    const isShown = ({ active }: { readonly active: boolean }) => active || isStaff(principal);
    return {
      categories: categories
        .filter(isShown)
        .map((category) => categoryAnswer(category, category.services.filter(isShown))),
    };
  });

  mount('createCategory', async ({ body }, { database, acting }) => {
    const created = await inTransaction(database, (tx) => createCategory(tx, body, acting));
    return categoryAnswer(created, []);
  });

  mount('updateCategory', async ({ params, body }, context) => {
    const { database, acting } = context;
    const updated = await inTransaction(database, (tx) =>
      updateCategory(tx, params.categoryId, body, acting),
    );
    return updated === null
      ? notFound
      : categoryAnswer(updated, await servicesOf(updated.id, context));
  });

  mount('createService', async ({ body }, { database, acting }) => {
    const { description, kind, priorityDefault, teamId, answer, suggestedServiceId, ...service } =
      body;
    const created = await inTransaction(database, (tx) =>
      createService(
        tx,
        {
          ...service,
          description: description ?? { es: '', en: '' },
          kind: toKind(kind),
          priorityDefault: priorityDefault ?? null,
          teamId: teamId ?? null,
          answer: answer ?? { es: '', en: '' },
          suggestedServiceId: suggestedServiceId ?? null,
        },
        acting,
      ),
    );
    return isDeclined(created) ? created : serviceAnswer(created);
  });

  mount('updateService', async ({ params, body }, { database, acting }) => {
    const { kind, ...change } = body;
    const updated = await inTransaction(database, (tx) =>
      updateService(
        tx,
        params.serviceId,
        { ...change, ...(kind === undefined ? {} : { kind: toKind(kind) }) },
        acting,
      ),
    );
    if (updated === null) return notFound;
    return isDeclined(updated) ? updated : serviceAnswer(updated);
  });
}

async function servicesOf(categoryId: number, { database }: RequestContext) {
  const categories = await readCatalog(database.db);
  return categories.find(({ id }) => id === categoryId)?.services ?? [];
}

const categoryAnswer = ({ id, name, active }: Category, services: readonly Service[]) => ({
  id,
  name,
  active,
  services: services.map(serviceAnswer),
});

const serviceAnswer = ({ position: _, ...service }: Service) => ({
  ...service,
  kind: service.kind === 'outOfScope' ? ('out_of_scope' as const) : service.kind,
  questions: [...service.questions],
  answer: answerAbout(service),
});

const toKind = (kind: 'support' | 'project' | 'out_of_scope'): ServiceKind =>
  kind === 'out_of_scope' ? 'outOfScope' : kind;
