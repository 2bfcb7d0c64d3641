import { createContext, type ReactNode, useContext, useMemo } from 'react';
import type { Reader } from '../../ui/format.ts';
import type { Me } from '../../web/contract.ts';

/** What the screens offer; the server decides. By the contract's roles of each operation. */
export interface Rights {
  /** Attends to requests: agents and supervisors. */
  readonly desk: boolean;
  /** Customers, contracts, standing and units. */
  readonly billing: boolean;
  readonly administrator: boolean;
  /** The rules of mail, and its emergency stop: supervisors and administrators. */
  readonly supervision: boolean;
  /** Contacts of customers. */
  readonly contacts: boolean;
}

export interface Session {
  readonly me: Me;
  readonly reader: Reader;
  readonly rights: Rights;
}

const SessionContext = createContext<Session | null>(null);

export function SessionProvider({ me, children }: { me: Me; children: ReactNode }) {
  const session = useMemo<Session>(
    () => ({
      me,
      reader: { language: me.language, timeZone: me.timeZone },
      rights: rightsOf(me.roles),
    }),
    [me],
  );
  return <SessionContext value={session}>{children}</SessionContext>;
}

export function useSession(): Session {
  const session = useContext(SessionContext);
  if (session === null) throw new Error('outside of SessionProvider');
  return session;
}

export function rightsOf(roles: Me['roles']): Rights {
  const desk = roles.includes('agent') || roles.includes('supervisor');
  const administrator = roles.includes('administrator');
  return {
    desk,
    billing: roles.includes('billing') || administrator,
    administrator,
    supervision: roles.includes('supervisor') || administrator,
    contacts: desk || administrator,
  };
}

/** Everybody who works at the firm; customers belong in the portal. */
export const isStaff = (roles: Me['roles']): boolean =>
  roles.some((role) => ['agent', 'supervisor', 'billing', 'administrator'].includes(role));
