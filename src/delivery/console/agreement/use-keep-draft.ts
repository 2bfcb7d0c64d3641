import { useQueryClient } from '@tanstack/react-query';
import type { AgreementDraft } from '../../web/contract.ts';
import { agreementDraftQuery } from '../server/queries.ts';

/** The answer of a write is the newest draft: it is shown without asking again. */
export function useKeepDraft() {
  const queries = useQueryClient();
  return (draft: AgreementDraft) => queries.setQueryData(agreementDraftQuery().queryKey, { draft });
}
