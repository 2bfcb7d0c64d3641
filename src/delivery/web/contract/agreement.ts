import { z } from 'zod';
import { scopeAnswerMax } from '../../../policy/scope-answer.ts';
import { ClauseKey, Id, PathId, PriorityKey, ShortText, Texts, Time } from './common.ts';

export const PromisedTimes = z
  .object({
    priority: PriorityKey,
    firstResponseMinutes: z.int().nullable(),
    resolutionMinutes: z.int().nullable(),
    hours: z.enum(['calendar', 'service']),
  })
  .meta({ id: 'PromisedTimes' });

export const Agreement = z
  .object({
    version: z.int(),
    effectiveFrom: Time,
    clauses: z.array(z.object({ id: ClauseKey, title: Texts, text: Texts })),
    promises: z.array(PromisedTimes),
    credits: z.object({
      availableUnitsMin: z.int(),
      unitsPerTicketMin: z.int(),
      minutesPerUnit: z.int(),
    }),
    closing: z.object({
      attemptsMin: z.int(),
      attemptSpacingHours: z.int(),
      graceHours: z.int(),
      reopeningDays: z.int(),
      automaticCloseDays: z.int(),
    }),
  })
  .meta({ id: 'Agreement' });
export type Agreement = z.infer<typeof Agreement>;
export const AgreementParams = z.object({ version: PathId });

export const ServiceKind = z.enum(['support', 'project', 'out_of_scope']);
export const Question = z.strictObject({
  key: z.string().regex(/^[a-z0-9_]{1,40}$/),
  label: z.strictObject(Texts.shape),
  required: z.boolean().default(false),
});
export const Service = z
  .object({
    id: Id,
    categoryId: Id,
    name: Texts,
    description: Texts,
    kind: ServiceKind,
    priorityDefault: PriorityKey.nullable(),
    sharedResponsibility: z.boolean(),
    teamId: Id.nullable(),
    questions: z.array(Question),
    /** I: what the firm answers about it; until it wrote that of a service out of scope, the product's own words. */
    answer: Texts.nullable(),
    /** Of the firm's words; 0: it has written none. */
    answerVersion: z.int(),
    /** I: what to choose instead, while it can be chosen. */
    suggestedServiceId: Id.nullable(),
    active: z.boolean(),
  })
  .meta({ id: 'Service' });
export const Category = z
  .object({ id: Id, name: Texts, active: z.boolean(), services: z.array(Service) })
  .meta({ id: 'Category' });
export const Catalog = z.object({ categories: z.array(Category) }).meta({ id: 'Catalog' });
export type Catalog = z.infer<typeof Catalog>;

const Name = z.strictObject({ es: ShortText, en: ShortText });
const Description = z.strictObject({ es: z.string().max(2000), en: z.string().max(2000) });
/** I: both languages; empty where the firm says nothing, which one out of scope may not. */
const Answer = z.strictObject({
  es: z.string().trim().max(scopeAnswerMax),
  en: z.string().trim().max(scopeAnswerMax),
});
export const CategoryParams = z.object({ categoryId: PathId });
export const CreateCategory = z.strictObject({ name: Name, position: z.int().default(0) });
export const UpdateCategory = z.strictObject({
  name: Name.optional(),
  position: z.int().optional(),
  active: z.boolean().optional(),
});
export const ServiceParams = z.object({ serviceId: PathId });
export const CreateService = z.strictObject({
  categoryId: Id,
  name: Name,
  description: Description.optional(),
  kind: ServiceKind.default('support'),
  priorityDefault: PriorityKey.optional(),
  sharedResponsibility: z.boolean().default(false),
  teamId: Id.optional(),
  questions: z.array(Question).max(20).default([]),
  answer: Answer.optional(),
  suggestedServiceId: Id.optional(),
  position: z.int().default(0),
});
export const UpdateService = z.strictObject({
  categoryId: Id.optional(),
  name: Name.optional(),
  description: Description.optional(),
  kind: ServiceKind.optional(),
  priorityDefault: PriorityKey.nullable().optional(),
  sharedResponsibility: z.boolean().optional(),
  teamId: Id.nullable().optional(),
  questions: z.array(Question).max(20).optional(),
  answer: Answer.optional(),
  suggestedServiceId: Id.nullable().optional(),
  position: z.int().optional(),
  active: z.boolean().optional(),
});
