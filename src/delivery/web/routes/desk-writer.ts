import type { DeskWriter } from '../../../modules/tickets/index.ts';
import type { RequestContext } from '../request-context.ts';

export const deskWriterOf = ({ principal, acting }: RequestContext): DeskWriter => ({
  personId: principal.personId,
  supervises: principal.roles.some((role) => role === 'supervisor' || role === 'administrator'),
  acting,
});
