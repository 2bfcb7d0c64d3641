import type { Words } from '../../kernel/language.ts';
import type { ServiceKind } from '../../policy/admission.ts';
import type { Priority } from '../../policy/terms.ts';

/** IV.c: something that the form asks for when this service is chosen. */
export interface Question {
  /** Stable within its service: answers are stored under it. */
  readonly key: string;
  readonly label: Words;
  readonly required: boolean;
}

/** I: something that customers may ask for. */
export interface Service {
  readonly id: number;
  readonly categoryId: number;
  readonly name: Words;
  readonly description: Words;
  /** I: supported, a project for professional services, or out of scope. */
  readonly kind: ServiceKind;
  readonly priorityDefault: Priority | null;
  /** VI.e: the requester shares responsibility for the resolution. */
  readonly sharedResponsibility: boolean;
  readonly teamId: number | null;
  readonly questions: readonly Question[];
  /** I: what the firm answers whoever asks for it; '' where it has written nothing. */
  readonly answer: Words;
  /** Of the answer; 0: the firm has written none yet. */
  readonly answerVersion: number;
  /** I: what to choose instead. */
  readonly suggestedServiceId: number | null;
  /** Its place in its category; lower is first. */
  readonly position: number;
  /** False: requests keep it, and nobody can choose it any more. */
  readonly active: boolean;
}

export interface Category {
  readonly id: number;
  readonly name: Words;
  readonly position: number;
  readonly active: boolean;
}

export interface CategoryWithServices extends Category {
  readonly services: readonly Service[];
}

export type NewCategory = Omit<Category, 'id' | 'active'>;
export type NewService = Omit<Service, 'id' | 'active' | 'answerVersion'>;

/** What may be changed of a category or service; what is not given stays. */
export type CategoryChange = {
  readonly [K in keyof Omit<Category, 'id'>]?: Category[K] | undefined;
};
export type ServiceChange = {
  readonly [K in keyof Omit<Service, 'id' | 'answerVersion'>]?: Service[K] | undefined;
};

/** I: whether this service may be chosen in place of one that is out of scope. */
export const maySuggest = ({ kind, active }: Pick<Service, 'kind' | 'active'>): boolean =>
  active && kind !== 'outOfScope';
