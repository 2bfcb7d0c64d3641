import { useQueryClient } from '@tanstack/react-query';
import type { Api, CallInput, CallOutput, OperationId, Ticket } from '../../web/contract.ts';
import { useWrite } from '../server/use-write.ts';

/** A write on one request. Its answer is the request as it is now, or a part of it; the queue follows. */
export function useTicketWrite<Id extends OperationId>(
  operation: Id,
  number: number,
  onDone?: (answer: CallOutput<Api[Id]>, input: CallInput<Api[Id]>) => void,
  onProblem?: (error: Error) => void,
) {
  const queries = useQueryClient();
  return useWrite(operation, {
    touches: [['tickets'], ['ticket-counts'], ['ticket', number]],
    onDone: (answer, input) => {
      if (isTicket(answer)) queries.setQueryData(['ticket', number], answer);
      onDone?.(answer, input);
    },
    // What was refused was often asked of a request that has moved on meanwhile.
    onProblem: (error) => {
      void queries.invalidateQueries({ queryKey: ['ticket', number] });
      onProblem?.(error);
    },
  });
}

function isTicket(answer: unknown): answer is Ticket {
  return typeof answer === 'object' && answer !== null && 'clocks' in answer && 'acts' in answer;
}
