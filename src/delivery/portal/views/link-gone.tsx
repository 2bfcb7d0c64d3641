import type { ComponentChildren } from 'preact';
import { paths } from '../../ui/paths.ts';
import * as m from '../../ui/words/generated/messages.js';
import type { PageContext } from '../page-context.ts';

interface LinkGoneProps {
  readonly context: PageContext;
  readonly title: string;
  readonly children: ComponentChildren;
}

/** A link that was used, replaced or too old; the way on is always to ask for a new one. */
export const LinkGone = ({ context: { say }, title, children }: LinkGoneProps) => (
  <div class="door">
    <h1>{title}</h1>
    <p class="lead" role="alert">
      {children}
    </p>
    <p>
      <a class="button primary wide" href={paths.signIn}>
        {m.portal_link_gone_act({}, say)}
      </a>
    </p>
  </div>
);
