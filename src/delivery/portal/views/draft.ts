import { paths } from '../../ui/paths.ts';
import * as m from '../../ui/words/generated/messages.js';
import type { PageContext } from '../page-context.ts';

/** What the browser writes down of a form while it is filled in (browser/keep-draft.ts), as attributes of the form. */
export const draftOf = (draft: {
  /** Its own among the forms of a person; the page after sending is told it as `draft`. */
  readonly name: string;
  /** Where it goes on: a page that can be asked for, also when the form stands where it was refused. */
  readonly page: string;
  /** What it is called in the list of what was not sent. */
  readonly title: string;
}) => ({
  'data-draft': draft.name,
  'data-draft-page': draft.page,
  'data-draft-title': draft.title,
});

/** Of a form on the page of a request. */
export const ticketDraft = (
  { say }: Pick<PageContext, 'say'>,
  { number }: { readonly number: number },
  act: string,
) =>
  draftOf({
    name: ticketDraftName(number, act),
    page: paths.ticket(number),
    title: m.portal_unsent_ticket({ number }, say),
  });

export const ticketDraftName = (number: number, act: string): string => `${act}-${number}`;
