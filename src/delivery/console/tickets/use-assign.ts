import { useMutation, useQueryClient } from '@tanstack/react-query';
import * as m from '../../ui/words/generated/messages.js';
import type { PersonName, Ticket } from '../../web/contract.ts';
import { say, sayProblem } from '../parts/toast.tsx';
import { write } from '../server/use-write.ts';

export interface Assignment {
  /** Null takes it from everybody; left out, it stays. */
  readonly assignee?: PersonName | null;
  readonly team?: { readonly id: number; readonly name: string } | null;
}

/** Assigns at once on the screen, and takes it back if the desk refuses: nothing depends on it meanwhile. */
export function useAssign(number: number): (assignment: Assignment) => void {
  const queries = useQueryClient();
  const key = ['ticket', number] as const;
  const mutation = useMutation({
    mutationFn: ({ assignee, team }: Assignment) =>
      write('assignTicket', {
        params: { number },
        body: {
          ...(assignee === undefined ? {} : { assigneePersonId: assignee?.personId ?? null }),
          ...(team === undefined ? {} : { teamId: team?.id ?? null }),
        },
      }),
    onMutate: async ({ assignee, team }) => {
      await queries.cancelQueries({ queryKey: key });
      const before = queries.getQueryData<Ticket>(key);
      if (before !== undefined) {
        queries.setQueryData<Ticket>(key, {
          ...before,
          ...(assignee === undefined ? {} : { assignee }),
          ...(team === undefined ? {} : { team }),
        });
      }
      return { before };
    },
    onError: (error, _, context) => {
      if (context?.before !== undefined) queries.setQueryData(key, context.before);
      sayProblem(error);
    },
    onSuccess: (answer) => {
      queries.setQueryData(key, answer);
      const name = answer.assignee?.name ?? answer.team?.name;
      say(name === undefined ? m.console_assigned_nobody() : m.console_assigned({ name }));
      void queries.invalidateQueries({ queryKey: ['tickets'] });
      void queries.invalidateQueries({ queryKey: ['ticket-counts'] });
      void queries.invalidateQueries({ queryKey: ['board'] });
    },
  });
  return mutation.mutate;
}
