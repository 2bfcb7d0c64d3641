import * as m from '../../ui/words/generated/messages.js';
import type { Catalog } from '../../web/contract.ts';

export type ServiceKind = Catalog['categories'][number]['services'][number]['kind'];

export const serviceKinds = [
  'support',
  'project',
  'out_of_scope',
] as const satisfies readonly ServiceKind[];

/** I: support is attended to, a project is referred, what is out of scope is rejected. */
export const serviceKindWords: Readonly<Record<ServiceKind, () => string>> = {
  support: m.console_kind_support,
  project: m.console_kind_project,
  out_of_scope: m.console_kind_out_of_scope,
};
