import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { useSession } from '../session/session.tsx';
import { pushDraft } from './push-draft.ts';
import { useDraftStore } from './use-draft.ts';

/** What was typed here while the desk could not be reached is taken to it as soon as it can be, opened again or not. */
export function useDraftsToDesk(): void {
  const { rights } = useSession();
  const queries = useQueryClient();
  const store = useDraftStore();
  useEffect(() => {
    if (!rights.desk) return;
    const push = () => {
      for (const place of store.unsaved()) {
        // It stays here, and is tried again.
        pushDraft(place, { store, queries }).catch(() => undefined);
      }
    };
    push();
    addEventListener('online', push);
    return () => removeEventListener('online', push);
  }, [store, queries, rights.desk]);
}
