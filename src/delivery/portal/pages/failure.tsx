import { paths } from '../../ui/paths.ts';
import * as m from '../../ui/words/generated/messages.js';
import type { PageAnswer, Problem } from '../../web/contract.ts';
import { answerPage } from '../answer.tsx';
import { contextOf, contextWith, type PageBase, type PageContext } from '../page-context.ts';
import { notFound } from './not-found.tsx';

/** What is shown for a problem that no page has caught, and where there is no page. */
export async function problemPage(problem: Problem, request: PageBase): Promise<PageAnswer> {
  if (problem.status === 404) return notFound(request);
  // The firm's own name is in the database, which is away then.
  const context =
    problem.status === 503 ? contextWith(request, 'Atenta') : await contextOf(request);
  return answerPage(context, {
    title: problem.title,
    status: problem.status,
    ...(context.me === null ? {} : { section: 'tickets' as const }),
    body: <FailureView context={context} problem={problem} />,
  });
}

export const FailureView = ({
  context: { say },
  problem,
}: {
  readonly context: PageContext;
  readonly problem: Problem;
}) => (
  <div class="lonely">
    <h1>{problem.title}</h1>
    {problem.detail === undefined ? null : <p>{problem.detail}</p>}
    <p>{m.portal_failure_text({}, say)}</p>
    {problem.status < 500 || problem.instance === undefined ? null : (
      <p class="hint">{m.portal_failure_reference({ reference: problem.instance }, say)}</p>
    )}
    <p>
      <a class="button primary" href={paths.home}>
        {m.portal_not_found_act({}, say)}
      </a>
    </p>
  </div>
);
