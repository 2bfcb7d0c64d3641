import type { Tx } from '../../platform/database/index.ts';
import { type Acting, recordAudit } from '../people/index.ts';
import type { Category, CategoryChange, NewCategory } from './model.ts';
import { insertCategory, selectCategory, updateCategoryRow } from './store.ts';
import { withChange } from './with-change.ts';

/** Adds a category to the catalogue. */
export async function createCategory(tx: Tx, category: NewCategory, by: Acting): Promise<Category> {
  const created = await insertCategory(tx, category);
  await recordAudit(tx, by, {
    action: 'category.created',
    subject: `category:${created.id}`,
    detail: { name: created.name.es },
  });
  return created;
}

/** Renames, moves or retires a category; null when there is none. */
export async function updateCategory(
  tx: Tx,
  categoryId: number,
  change: CategoryChange,
  by: Acting,
): Promise<Category | null> {
  const category = await selectCategory(tx, categoryId);
  if (category === null) return null;
  const changed = withChange(category, change);
  await updateCategoryRow(tx, changed);
  await recordAudit(tx, by, {
    action: 'category.changed',
    subject: `category:${categoryId}`,
    detail: { fields: Object.keys(change).join(', ') },
  });
  return changed;
}
