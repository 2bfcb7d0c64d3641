import { useCallback, useEffect, useState } from 'react';
import type { Api, CallInput, CallOutput } from '../../web/contract.ts';
import { useSession } from '../session/session.tsx';
import type { DraftAttachment } from './draft-store.ts';

type Body = CallInput<Api['createTicket']>['body'];

export interface NewTicketDraft {
  readonly contact: CallOutput<Api['searchContacts']>['items'][number] | null;
  readonly channel: NonNullable<Body['onBehalf']>['channel'];
  readonly subject: string;
  readonly description: string;
  readonly expectedResult: string;
  readonly priority: NonNullable<Body['prioritySuggested']> | null;
  readonly serviceId: number | null;
  /** I: why what the catalogue puts out of scope is in scope after all. */
  readonly inScopeBecause: string;
  readonly answers: Readonly<Record<string, string>>;
  readonly attachments: readonly DraftAttachment[];
}

const blank: NewTicketDraft = {
  contact: null,
  channel: 'phone',
  subject: '',
  description: '',
  expectedResult: '',
  priority: null,
  serviceId: null,
  inScopeBecause: '',
  answers: {},
  attachments: [],
};

/** What was noted while somebody was on the phone survives a reload and a closed tab. */
export function useNewTicketDraft() {
  const { me } = useSession();
  const key = `atenta.new-ticket.${me.personId}`;
  const [draft, setDraft] = useState(() => readDraft(key));
  useEffect(() => {
    try {
      if (draft === blank) localStorage.removeItem(key);
      else localStorage.setItem(key, JSON.stringify(draft));
    } catch {
      // Nothing to do: the form still has it.
    }
  }, [key, draft]);
  const change = useCallback(
    (part: (before: NewTicketDraft) => Partial<NewTicketDraft>) =>
      setDraft((before) => ({ ...before, ...part(before) })),
    [],
  );
  return {
    draft,
    change,
    forget: () => {
      setDraft(blank);
      // The screen is left in the same moment, before an effect could run.
      localStorage.removeItem(key);
    },
  };
}

function readDraft(key: string): NewTicketDraft {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(key) ?? 'null');
    return typeof kept === 'object' && kept !== null ? { ...blank, ...kept } : blank;
  } catch {
    return blank;
  }
}
