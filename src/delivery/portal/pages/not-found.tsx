import { paths } from '../../ui/paths.ts';
import * as m from '../../ui/words/generated/messages.js';
import type { PageAnswer } from '../../web/contract.ts';
import { answerPage } from '../answer.tsx';
import { contextOf, type PageBase, type PageContext } from '../page-context.ts';

/** Also for what exists and is somebody else's: who asks must not learn the difference. */
export async function notFound(request: PageBase): Promise<PageAnswer> {
  const context = await contextOf(request);
  return answerPage(context, {
    title: m.portal_not_found_title({}, context.say),
    status: 404,
    ...(context.me === null ? {} : { section: 'tickets' as const }),
    body: <NotFoundView context={context} />,
  });
}

export const NotFoundView = ({ context: { say, me } }: { context: PageContext }) => (
  <div class="lonely">
    <p class="big-code" aria-hidden="true">
      404
    </p>
    <h1>{m.portal_not_found_title({}, say)}</h1>
    <p>{m.portal_not_found_text({}, say)}</p>
    <p>
      <a class="button primary" href={me === null ? paths.signIn : paths.home}>
        {me === null ? m.portal_sign_in_title({}, say) : m.portal_not_found_act({}, say)}
      </a>
    </p>
  </div>
);
