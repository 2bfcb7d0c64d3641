import type { Words } from '../kernel/language.ts';
import type { ClauseId } from './clauses.ts';
import type { Priority, Terms } from './terms.ts';
import { type Refusal, refuse } from './verdict.ts';

/** IV.b, VI: how the request affects the customer's business, from worst to least. */
export const impacts = ['material', 'important', 'moderate', 'slight'] as const;
export type Impact = (typeof impacts)[number];

export interface ImpactLevel {
  readonly impact: Impact;
  readonly priority: Priority;
  /** Where the agreement defines it; `clauseText` has the full definition. */
  readonly clause: ClauseId;
  /** The level as the agreement words it, short enough to choose by. */
  readonly definition: Words;
  /** The same for somebody who has never read the agreement. */
  readonly plain: Words;
}

/** VI.a-d: what a person chooses from when asked how the request affects the business. */
export const impactLevels: readonly ImpactLevel[] = [
  {
    impact: 'material',
    priority: 'p1',
    clause: 'VI.a',
    definition: {
      es: 'Puede impactar materialmente y de forma negativa en el negocio',
      en: 'May have a material and negative impact on the business',
    },
    plain: {
      es: 'El negocio está parado o perdiendo: no podemos trabajar, vender o atender',
      en: 'The business is stopped or losing: we cannot work, sell or serve',
    },
  },
  {
    impact: 'important',
    priority: 'p2',
    clause: 'VI.b',
    definition: {
      es: 'Tiene impacto importante en el negocio',
      en: 'Has an important impact on the business',
    },
    plain: {
      es: 'Algo importante falla o va muy mal, aunque seguimos trabajando',
      en: 'Something important fails or works badly, although we go on working',
    },
  },
  {
    impact: 'moderate',
    priority: 'p3',
    clause: 'VI.c',
    definition: {
      es: 'Tiene impacto moderado en el negocio',
      en: 'Has a moderate impact on the business',
    },
    plain: {
      es: 'Molesta o retrasa a algunas personas, y hay otra forma de hacerlo',
      en: 'It bothers or delays some people, and there is another way to do it',
    },
  },
  {
    impact: 'slight',
    priority: 'p4',
    clause: 'VI.d',
    definition: {
      es: 'Tiene un impacto leve en el negocio, o es un cambio menor o una solicitud de información',
      en: 'Has a slight impact on the business, or is a minor change or a request for information',
    },
    plain: {
      es: 'Apenas nos afecta: una consulta, un cambio pequeño o pedir información',
      en: 'It hardly affects us: a question, a small change or a request for information',
    },
  },
];

/** The name of each level, as every screen and letter calls it. */
export const priorityNames: Readonly<Record<Priority, Words>> = {
  p1: { es: 'Prioridad 1 (Crítica)', en: 'Priority 1 (Critical)' },
  p2: { es: 'Prioridad 2 (Alta)', en: 'Priority 2 (High)' },
  p3: { es: 'Prioridad 3 (Media)', en: 'Priority 3 (Medium)' },
  p4: { es: 'Prioridad 4 (Baja)', en: 'Priority 4 (Low)' },
  agreed: { es: 'Prioridad convenida', en: 'Agreed priority' },
};

/** VI: the clause that defines a level. */
export const clauseOfPriority: Readonly<Record<Priority, ClauseId>> = {
  p1: 'VI.a',
  p2: 'VI.b',
  p3: 'VI.c',
  p4: 'VI.d',
  agreed: 'VI.e',
};

/** IV.b: the priority that a business impact suggests. */
export function priorityForImpact(impact: Impact): Priority {
  switch (impact) {
    case 'material':
      return 'p1';
    case 'important':
      return 'p2';
    case 'moderate':
      return 'p3';
    case 'slight':
      return 'p4';
  }
}

export interface PriorityFacts {
  readonly service: {
    /** VI.e: the requester shares responsibility for the resolution. */
    readonly sharedResponsibility: boolean;
    readonly defaultPriority: Priority | null;
  };
  /** IV.b chosen in a form or told to an agent; IV.d read from a message. */
  readonly suggestion: {
    readonly priority: Priority;
    readonly from: 'person' | 'message';
  } | null;
}

export const prioritySources = [
  'shared-responsibility',
  'suggestion',
  'service-default',
  'unsuggested',
] as const;
export type PrioritySource = (typeof prioritySources)[number];

export interface InitialPriority {
  readonly priority: Priority;
  readonly source: PrioritySource;
  readonly clause: ClauseId;
}

/**
 * IV.b, IV.d, VI.e: the level a request starts with, before anybody verified it. The customer's
 * word comes before the service's default: a clock that waits for verification would reward
 * slowness, and the form promised the times of the level that was chosen.
 */
export function initialPriority(terms: Terms, facts: PriorityFacts): InitialPriority {
  const { service, suggestion } = facts;
  if (service.sharedResponsibility) {
    return { priority: 'agreed', source: 'shared-responsibility', clause: 'VI.e' };
  }
  if (suggestion !== null) {
    const clause = suggestion.from === 'message' ? 'IV.d' : 'IV.b';
    return { priority: suggestion.priority, source: 'suggestion', clause };
  }
  if (service.defaultPriority !== null) {
    const priority = service.defaultPriority;
    return { priority, source: 'service-default', clause: clauseOfPriority[priority] };
  }
  const priority = terms.priorityUnsuggested;
  return { priority, source: 'unsuggested', clause: clauseOfPriority[priority] };
}

export interface VerifiedPriority {
  readonly from: Priority;
  readonly to: Priority;
  readonly changed: boolean;
  /** Empty only when nothing changed. */
  readonly reason: string;
}

/**
 * V.b: an agent confirms the level or changes it; a change needs a reason, which the customer is
 * told. Refusal reason: `priority-reason-missing`.
 */
export function verifyPriority(
  current: Priority,
  verdict: { readonly priority: Priority; readonly reason: string },
): VerifiedPriority | Refusal {
  const reason = verdict.reason.trim();
  const changed = verdict.priority !== current;
  if (changed && reason === '') {
    return refuse('V.b', 'priority-reason-missing', { from: current, to: verdict.priority });
  }
  return { from: current, to: verdict.priority, changed, reason };
}
