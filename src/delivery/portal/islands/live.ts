// What the desk changes shows here without a reload. The server draws; this only puts the new parts in place.
import * as m from '../../ui/words/generated/messages.js';
import { each, say } from '../browser/page.ts';
import { replaceParts } from '../browser/replace-parts.ts';

const ticketNumber = document.querySelector<HTMLElement>('[data-ticket]')?.dataset['ticket'];
let stream: EventSource | null = null;
let waiting = 0;
let hasListened = false;

document.addEventListener('visibilitychange', listen);
listen();

/** Only while somebody looks: a browser has few connections to one host, and a phone one battery. */
function listen(): void {
  if (document.hidden) {
    stream?.close();
    stream = null;
    return;
  }
  if (stream !== null) return;
  stream = new EventSource('/api/v1/events');
  stream.addEventListener('message', ({ data }) => {
    if (concernsThisPage(String(data))) refreshSoon();
  });
  // What happened while nobody listened is not told again.
  stream.addEventListener('open', () => {
    if (hasListened) refreshSoon();
    hasListened = true;
  });
}

function concernsThisPage(data: string): boolean {
  try {
    const change: unknown = JSON.parse(data);
    if (typeof change !== 'object' || change === null) return false;
    if (ticketNumber === undefined) return true;
    return 'ticketNumber' in change && String(change.ticketNumber) === ticketNumber;
  } catch {
    return false;
  }
}

/** One act of the desk is often several changes. */
function refreshSoon(): void {
  clearTimeout(waiting);
  waiting = window.setTimeout(() => void refresh(), 250);
}

async function refresh(): Promise<void> {
  const answer = await fetch(location.href, { headers: { accept: 'text/html' } }).catch(() => null);
  if (answer === null || !answer.ok) return;
  // The session ended: the page itself goes to the door.
  if (answer.redirected) return location.reload();
  const fresh = new DOMParser().parseFromString(await answer.text(), 'text/html');
  const known = new Set(messageIds(document));
  replaceParts(fresh);
  const newest = messageIds(document).findLast((id) => !known.has(id));
  if (newest !== undefined) tellOf(newest);
}

const messageIds = (within: Document): string[] =>
  [...within.querySelectorAll<HTMLElement>('[data-message]')].flatMap(
    ({ dataset }) => dataset['message'] ?? [],
  );

/** Said to screen readers at once; shown as a way to get there, so that nothing moves under the reader's eyes. */
function tellOf(id: string): void {
  const name = document.querySelector(`#m${id} header strong`)?.textContent;
  each<HTMLElement>('[data-news]', (place) => {
    const link = document.createElement('a');
    link.href = `#m${id}`;
    link.textContent = name
      ? m.portal_ticket_news({ name }, say)
      : m.portal_ticket_changed({}, say);
    link.addEventListener('click', () => place.replaceChildren());
    place.replaceChildren(link);
  });
}
