import type { Agent } from '../../web/contract.ts';

/** Whoever only keeps the accounts has no requests. */
export const attends = ({ roles }: Pick<Agent, 'roles'>): boolean =>
  roles.includes('agent') || roles.includes('supervisor');
