import type { Principal } from '../../modules/people/index.ts';
import { isSafeMethod } from '../../platform/http.ts';
import type { Route } from './contract/route.ts';

export type Access = 'granted' | 'not-signed-in' | 'not-allowed' | 'scope-missing' | 'factor-owed';

/**
 * May this caller call this route at all? The one place where roles are looked at; whose ticket and which customer it
 * is, the use case decides. What is not granted here is denied.
 */
export function authorise(
  route: Pick<Route, 'roles' | 'method' | 'beforeFactor'>,
  principal: Principal | null,
): Access {
  if (principal === null) return route.roles.includes('anonymous') ? 'granted' : 'not-signed-in';
  if (principal.via.kind === 'apiKey') {
    const needed = isSafeMethod(route.method) ? 'read' : 'write';
    if (!principal.via.scopes.includes(needed)) return 'scope-missing';
  }
  if (!principal.roles.some((role) => route.roles.includes(role))) return 'not-allowed';
  // Whatever anybody may call, whoever owes a factor may, too: to sign out, for one.
  const isOpen = route.beforeFactor === true || route.roles.includes('anonymous');
  return principal.factorOwed && !isOpen ? 'factor-owed' : 'granted';
}
