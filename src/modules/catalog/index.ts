// Owns the service catalogue (I): what is supported, what is a project, what is out of scope, and what each one asks.
export { createCategory, updateCategory } from './change-category.ts';
export { createService, updateService } from './change-service.ts';
export type {
  Category,
  CategoryChange,
  CategoryWithServices,
  NewCategory,
  NewService,
  Question,
  Service,
  ServiceChange,
} from './model.ts';
export { maySuggest } from './model.ts';
export { readCatalog } from './read-catalog.ts';
export { selectCategory as readCategory, selectService as readService } from './store.ts';
