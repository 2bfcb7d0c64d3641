// What was written on this device and not sent: said where the person looks first, so that nobody waits for an answer to it.
import { formatAgo } from '../../ui/format.ts';
import { paths } from '../../ui/paths.ts';
import * as m from '../../ui/words/generated/messages.js';
import { type Draft, forgetDraft, listDrafts } from '../browser/drafts.ts';
import { forgetFilesOf } from '../browser/kept-files.ts';
import { each, now, reader, say } from '../browser/page.ts';

each<HTMLElement>('[data-unsent]', show);

function show(place: HTMLElement): void {
  const drafts = listDrafts().flatMap((draft) => {
    const home = homeOf(draft.name);
    return home === null ? [] : [{ ...draft, ...home }];
  });
  const list = place.querySelector('ul');
  list?.replaceChildren(...drafts.map((draft) => row(draft, () => show(place))));
  place.hidden = drafts.length === 0;
}

/** The page on which a draft goes on, by the name of its form. */
function homeOf(name: string): { readonly title: string; readonly href: string } | null {
  if (name === 'new') return { title: m.portal_unsent_new({}, say), href: paths.newTicket };
  const [, from = '', messageId = ''] = /^split-(\d+)-(\d+)$/.exec(name) ?? [];
  if (messageId !== '') {
    return {
      title: m.portal_unsent_split({ number: from }, say),
      href: paths.splitMessage(Number(from), Number(messageId)),
    };
  }
  const number = Number(/^(?:ticket|reopen|scope|withdraw)-(\d+)$/.exec(name)?.[1]);
  return Number.isSafeInteger(number)
    ? { title: m.portal_unsent_ticket({ number }, say), href: paths.ticket(number) }
    : null;
}

function row(
  draft: Draft & { readonly name: string; readonly title: string; readonly href: string },
  changed: () => void,
): HTMLElement {
  const item = document.createElement('li');
  const link = Object.assign(document.createElement('a'), {
    href: draft.href,
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
  const text = (fields['description'] ?? fields['text'] ?? fields['reason'])?.[0] ?? '';
  return text.length > 60 ? `${text.slice(0, 60).trimEnd()}…` : text;
}
