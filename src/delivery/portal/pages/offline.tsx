import { iconWifiOff } from '../../ui/icons.gen.ts';
import * as m from '../../ui/words/generated/messages.js';
import type { Page } from '../../web/contract.ts';
import { answerPage } from '../answer.tsx';
import { contextOf, type PageContext } from '../page-context.ts';
import { Icon } from '../views/icon.tsx';

/** Kept by the service worker and shown when the desk cannot be reached and no copy of the page is at hand. */
export const offlinePage: Page = {
  method: 'GET',
  path: '/offline',
  signedIn: false,
  handle: async (request) => {
    const context = await contextOf(request);
    return answerPage(context, {
      title: m.portal_offline_title({}, context.say),
      body: <OfflineView context={context} />,
    });
  },
};

export const OfflineView = ({ context: { say } }: { context: PageContext }) => (
  <div class="lonely" data-offline-page>
    <p class="door-sign">
      <Icon shape={iconWifiOff} />
    </p>
    <h1>{m.portal_offline_title({}, say)}</h1>
    <p>{m.portal_offline_text({}, say)}</p>
    {/* A form without address asks again for the page that the reader wanted. */}
    <form method="get">
      <button class="button primary" type="submit">
        {m.portal_offline_act({}, say)}
      </button>
    </form>
  </div>
);
