import type { Insertable, Selectable } from 'kysely';
import type { DB, Db, Tx } from '../../platform/database/index.ts';
import type { ServiceKind } from '../../policy/admission.ts';
import type { Category, NewCategory, NewService, Question, Service } from './model.ts';

export async function selectCategories(db: Db): Promise<Category[]> {
  const rows = await db
    .selectFrom('category')
    .selectAll()
    .orderBy('position')
    .orderBy('id')
    .execute();
  return rows.map(categoryOf);
}

export async function selectCategory(db: Db, categoryId: number): Promise<Category | null> {
  const row = await db
    .selectFrom('category')
    .selectAll()
    .where('id', '=', categoryId)
    .executeTakeFirst();
  return row === undefined ? null : categoryOf(row);
}

export async function insertCategory(tx: Tx, category: NewCategory): Promise<Category> {
  const row = await tx
    .insertInto('category')
    .values({
      name_es: category.name.es,
      name_en: category.name.en,
      position: category.position,
    })
    .returningAll()
    .executeTakeFirstOrThrow();
  return categoryOf(row);
}

export async function updateCategoryRow(tx: Tx, category: Category): Promise<void> {
  await tx
    .updateTable('category')
    .set({
      name_es: category.name.es,
      name_en: category.name.en,
      position: category.position,
      active: category.active,
    })
    .where('id', '=', category.id)
    .execute();
}

export async function selectServices(db: Db): Promise<Service[]> {
  const rows = await db
    .selectFrom('service')
    .selectAll()
    .orderBy('position')
    .orderBy('id')
    .execute();
  return rows.map(serviceOf);
}

export async function selectService(db: Db, serviceId: number): Promise<Service | null> {
  const row = await db
    .selectFrom('service')
    .selectAll()
    .where('id', '=', serviceId)
    .executeTakeFirst();
  return row === undefined ? null : serviceOf(row);
}

export async function insertService(
  tx: Tx,
  service: NewService & Pick<Service, 'answerVersion'>,
): Promise<Service> {
  const row = await tx
    .insertInto('service')
    .values({ ...columnsOf(service), answer_version: service.answerVersion })
    .returningAll()
    .executeTakeFirstOrThrow();
  return serviceOf(row);
}

export async function updateServiceRow(tx: Tx, service: Service): Promise<void> {
  await tx
    .updateTable('service')
    .set({
      ...columnsOf(service),
      answer_version: service.answerVersion,
      active: service.active,
    })
    .where('id', '=', service.id)
    .execute();
}

const columnsOf = (service: NewService): Insertable<DB['service']> => ({
  category_id: service.categoryId,
  name_es: service.name.es,
  name_en: service.name.en,
  description_es: service.description.es,
  description_en: service.description.en,
  kind: service.kind === 'outOfScope' ? 'out_of_scope' : service.kind,
  priority_default: service.priorityDefault,
  shared_responsibility: service.sharedResponsibility,
  team_id: service.teamId,
  questions: JSON.stringify(service.questions),
  answer_es: service.answer.es,
  answer_en: service.answer.en,
  suggested_service_id: service.suggestedServiceId,
  position: service.position,
});

const categoryOf = (row: Selectable<DB['category']>): Category => ({
  id: row.id,
  name: { es: row.name_es, en: row.name_en },
  position: row.position,
  active: row.active,
});

const serviceOf = (row: Selectable<DB['service']>): Service => ({
  id: row.id,
  categoryId: row.category_id,
  name: { es: row.name_es, en: row.name_en },
  description: { es: row.description_es, en: row.description_en },
  kind: kindOf(row.kind),
  priorityDefault: row.priority_default,
  sharedResponsibility: row.shared_responsibility,
  teamId: row.team_id,
  // Written from Question[] by `columnsOf`, the only writer.
  questions: row.questions as unknown as Question[],
  answer: { es: row.answer_es, en: row.answer_en },
  answerVersion: row.answer_version,
  suggestedServiceId: row.suggested_service_id,
  position: row.position,
  active: row.active,
});

const kindOf = (kind: Selectable<DB['service']>['kind']): ServiceKind =>
  kind === 'out_of_scope' ? 'outOfScope' : kind;
