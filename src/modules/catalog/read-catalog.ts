import type { Db } from '../../platform/database/index.ts';
import type { CategoryWithServices } from './model.ts';
import { selectCategories, selectServices } from './store.ts';

/** I: all categories in their order with their services in theirs; those that nobody can choose any more included. */
export async function readCatalog(db: Db): Promise<CategoryWithServices[]> {
  const categories = await selectCategories(db);
  const services = Map.groupBy(await selectServices(db), (service) => service.categoryId);
  return categories.map((category) => ({ ...category, services: services.get(category.id) ?? [] }));
}
