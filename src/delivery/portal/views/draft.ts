/** What the browser writes down of a form while it is filled in (browser/keep-draft.ts), as attributes of the form. */
export const draftOf = (draft: {
  /** Its own among the forms of a person; handed to the page after sending as `draft`. */
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
