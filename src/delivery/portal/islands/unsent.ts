// What was written on this device and not sent: said where the person looks first, so that nobody waits for an answer to it.
import { formatAgo } from '../../ui/format.ts';
import * as m from '../../ui/words/generated/messages.js';
import { type Draft, forgetDraft, listDrafts } from '../browser/drafts.ts';
import { forgetFilesOf } from '../browser/kept-files.ts';
import { each, now, reader, say } from '../browser/page.ts';

each<HTMLElement>('[data-unsent]', show);

function show(place: HTMLElement): void {
  // One that was written before drafts said where they belong waits in its form.
  const drafts = listDrafts().filter(({ page }) => page);
  const list = place.querySelector('ul');
  list?.replaceChildren(...drafts.map((draft) => row(draft, () => show(place))));
  place.hidden = drafts.length === 0;
}

function row(draft: Draft & { readonly name: string }, changed: () => void): HTMLElement {
  const item = document.createElement('li');
  const link = Object.assign(document.createElement('a'), {
    href: draft.page,
    textContent: draft.title,
  });
  const more = Object.assign(document.createElement('span'), {
    className: 'hint',
    textContent: [formatAgo(draft.at, now(), reader), beginningOf(draft)]
      .filter(Boolean)
      .join(' · '),
  });
  const discard = Object.assign(document.createElement('button'), {
    type: 'button',
    className: 'button quiet',
    textContent: m.portal_unsent_discard({}, say),
  });
  discard.setAttribute('aria-label', m.portal_unsent_discard_of({ title: draft.title }, say));
  discard.addEventListener('click', () => {
    forgetDraft(draft.name);
    void forgetFilesOf(draft.name);
    changed();
    document.querySelector<HTMLElement>('main')?.focus();
  });
  const words = document.createElement('p');
  words.append(link, more);
  item.append(words, discard);
  return item;
}

/** Enough of it to know which one it is. */
function beginningOf({ fields }: Draft): string {
  const text = Object.entries(fields).find(([name]) => name !== 'key')?.[1][0] ?? '';
  return text.length > 60 ? `${text.slice(0, 60).trimEnd()}…` : text;
}
