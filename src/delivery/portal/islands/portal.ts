// On every page: forms send once, clocks tick, drafts end when they were sent, and the desk is there without network.
import { formatNear } from '../../ui/format.ts';
import * as m from '../../ui/words/generated/messages.js';
import { forgetAllDrafts, forgetSent } from '../browser/drafts.ts';
import { forgetAllFiles, forgetFilesOf } from '../browser/kept-files.ts';
import { each, isSignedIn, language, now, reader, say } from '../browser/page.ts';
import { sayNotSent } from '../browser/say-not-sent.ts';
import { timeLeft } from '../time-left.ts';

document.documentElement.classList.add('js');

sendOnce();
tickClocks();
fitLetters();
watchConnection();
forgetWhatArrived();
sayUnsent();
// The service worker forgets its copies when it sees the same form go out.
each<HTMLFormElement>('[data-sign-out]', (form) =>
  form.addEventListener('submit', () => {
    forgetAllDrafts();
    void forgetAllFiles();
  }),
);
if ('serviceWorker' in navigator) {
  // Without it the portal lacks only what works offline.
  navigator.serviceWorker.register('/sw.js').catch(() => undefined);
  if (isSignedIn) void keepAtHand(navigator.serviceWorker);
}

/** The page that one sees first and the form for a new request: there without network from the first visit on. */
async function keepAtHand(workers: ServiceWorkerContainer): Promise<void> {
  const { active } = await workers.ready;
  active?.postMessage({ keep: ['/', '/tickets/new'] });
}

/** A second press while the first is on its way does nothing; coming back to the page makes the form whole again. */
function sendOnce(): void {
  addEventListener('submit', (event) => {
    const form = event.target;
    if (!(form instanceof HTMLFormElement) || !('once' in form.dataset)) return;
    if (form.dataset['once'] === 'sending') return event.preventDefault();
    if (event.defaultPrevented) return;
    if (!navigator.onLine) {
      event.preventDefault();
      // Only a form that keeps a draft says that it is kept.
      const words = form.dataset['draft'] ? m.portal_draft_offline : m.portal_not_sent;
      return sayNotSent(form, words({}, say));
    }
    form.dataset['once'] = 'sending';
    event.submitter?.setAttribute('aria-disabled', 'true');
  });
  addEventListener('pageshow', () =>
    each<HTMLFormElement>('form[data-once="sending"]', (form) => {
      form.dataset['once'] = '';
      each('[aria-disabled]', (button) => button.removeAttribute('aria-disabled'), form);
    }),
  );
}

/** A mail in its frame is as high as it is long, within reason; without script its frame scrolls. */
function fitLetters(): void {
  const stretch = (frame: HTMLIFrameElement) => {
    const height = frame.contentDocument?.body?.getBoundingClientRect().height ?? 0;
    if (height > 0) frame.style.height = `${Math.min(Math.ceil(height) + 2, 1_200)}px`;
  };
  each<HTMLIFrameElement>('iframe[data-letter]', (frame) => {
    frame.addEventListener('load', () => stretch(frame));
    if (frame.contentDocument?.URL !== 'about:blank') stretch(frame);
  });
}

/** The service worker came back here because no answer came to a form of this page. */
function sayUnsent(): void {
  if (location.hash !== '#unsent') return;
  history.replaceState(null, '', `${location.pathname}${location.search}`);
  const notice = Object.assign(document.createElement('p'), {
    className: 'notice bad',
    textContent: m.portal_unsent({}, say),
  });
  notice.setAttribute('role', 'alert');
  document.querySelector('main')?.prepend(notice);
}

function tickClocks(): void {
  setInterval(() => {
    each<HTMLElement>('[data-due]', (line) => {
      const leftMs = Date.parse(line.dataset['due'] ?? '') - now();
      const words = timeLeft(leftMs, language);
      if (line.textContent !== words) line.textContent = words;
      const targetMs = Number(line.dataset['target']) * 60_000;
      const share = Math.min(1, Math.max(0, leftMs / targetMs));
      line
        .closest('.clock')
        ?.querySelector('.ring-left')
        ?.setAttribute('stroke-dasharray', `${(share * 100).toFixed(1)} 100`);
    });
  }, 5000);
}

/** A page that the service worker kept says of when it is. */
function watchConnection(): void {
  const copiedAt = document.documentElement.dataset['copy'];
  const show = () =>
    each<HTMLElement>('[data-offline]', (banner) => {
      banner.hidden = navigator.onLine && copiedAt === undefined;
      const words = banner.querySelector('span');
      if (words !== null && copiedAt !== undefined) {
        const moment = formatNear(Number(copiedAt), now(), reader);
        words.textContent = m.portal_offline_copy({ moment }, say);
      }
    });
  addEventListener('online', () => {
    if (copiedAt === undefined) return show();
    // Not for a moment of network, nor in the way of somebody who is going to another page.
    setTimeout(() => navigator.onLine && location.reload(), 1000);
  });
  addEventListener('offline', show);
  show();
}

/** What the address says of the last form is of once: not again when the page is reloaded or kept as a bookmark. */
function forgetWhatArrived(): void {
  const url = new URL(location.href);
  const { searchParams } = url;
  const sent = searchParams.get('draft');
  if (sent !== null && forgetSent(sent)) void forgetFilesOf(sent);
  for (const said of ['done', 'draft', 'unsent']) searchParams.delete(said);
  if (url.search !== location.search) history.replaceState(null, '', url);
}
