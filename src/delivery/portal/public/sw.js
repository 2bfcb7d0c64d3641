// The portal without network: scripts and styles from the cache, the last copy of pages that were seen, and for the
// rest a page that says what happened. Drafts are kept by the pages themselves; nothing is ever sent from here.
const pages = 'atenta-pages';
const assets = 'atenta-assets';
const copiesMax = 30;
const patienceMs = 8000;
/** Pages of which a copy is worth having. Never doors, profile or people. */
const worthKeeping = /^\/($|tickets(\/\d+|\/new)?$|account$|agreement(\/\d+)?$)/;

/** Acts of a page that have an address below it and no page of their own. */
const refusedAt = /^(\/(?:tickets\/\d+|account|profile|people))\/(?!messages\/\d+\/split$)/;

addEventListener('install', (event) => {
  event.waitUntil(keepOfflinePage().then(() => skipWaiting()));
});

addEventListener('activate', (event) => {
  event.waitUntil(forgetOldCaches().then(() => clients.claim()));
});

// A page tells what should be at hand from the first visit on, which was not this worker's yet.
addEventListener('message', (event) => {
  const { keep } = event.data ?? {};
  if (Array.isArray(keep)) event.waitUntil(Promise.all(keep.map(keepPage)));
});

addEventListener('fetch', (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (url.origin !== location.origin) return;
  if (request.method === 'GET' && url.pathname.startsWith('/assets/')) {
    event.respondWith(fromCacheFirst(event));
  } else if (request.mode === 'navigate' && !url.pathname.startsWith('/console')) {
    event.respondWith(request.method === 'GET' ? page(request, url) : act(request, url));
  }
});

let offlinePageIsNew = false;

async function keepOfflinePage() {
  offlinePageIsNew = true;
  const answer = await fetch('/offline', { cache: 'reload' });
  if (!answer.ok) return;
  await (await caches.open(pages)).put('/offline', answer.clone());
  await keepAssetsOf(await answer.text());
}

/** A page that has no copy yet, with the scripts that it asks for. Without network there is nothing to be had: later. */
async function keepPage(name) {
  if (!worthKeeping.test(name)) return;
  const cache = await caches.open(pages);
  if (await cache.match(name)) return;
  const answer = await fetch(name, { headers: { accept: 'text/html' } }).catch(() => null);
  if (answer === null || !answer.ok || answer.redirected) return;
  await cache.put(name, answer.clone());
  await keepAssetsOf(await answer.text());
}

async function keepAssetsOf(html) {
  const needed = [...html.matchAll(/(?:href|src)="(\/assets\/[^"]+)"/g)].map((match) => match[1]);
  const cache = await caches.open(assets);
  const known = await Promise.all(needed.map((name) => cache.match(name)));
  await cache.addAll(needed.filter((_, index) => known[index] === undefined));
}

async function forgetOldCaches() {
  const names = await caches.keys();
  await Promise.all(
    names.filter((name) => name !== pages && name !== assets).map((name) => caches.delete(name)),
  );
}

/** What has its hash in its name never changes; a name that no page asks for any more is let go when there are many. */
async function fromCacheFirst(event) {
  const { request } = event;
  const cache = await caches.open(assets);
  const kept = await cache.match(request);
  if (kept) return kept;
  const answer = await fetch(request);
  if (answer.ok) {
    await cache.put(request, answer.clone());
    await letGo(cache, 60);
    // A name that was not known: the desk was built anew, and the offline page asks for other names too.
    if (!offlinePageIsNew) event.waitUntil(keepOfflinePage());
  }
  return answer;
}

async function page(request, url) {
  const name = url.pathname;
  const cache = await caches.open(pages);
  const copy = worthKeeping.test(name) ? await cache.match(name) : undefined;
  try {
    const answer = await (copy ? inTime(request) : fetch(request));
    if (copy && !isOfTheDesk(answer)) return marked(copy);
    const arrived = new URL(answer.url || request.url).pathname;
    // Signed out, here or elsewhere: nothing of the person stays on the device.
    if (arrived.startsWith('/sign-in')) await forgetPages();
    else if (answer.ok && !answer.redirected && worthKeeping.test(name) && url.search === '') {
      await cache.put(name, answer.clone());
      await letGo(cache, copiesMax);
    }
    return answer;
  } catch {
    return copy ? marked(copy) : offlinePage();
  }
}

/**
 * A form to which no answer came goes back to the page that it stands on, which says so: the draft is on the device, and
 * its key makes sure that it counts once, also if it did arrive. Its own address shows nothing when it is asked for again.
 */
async function act(request, url) {
  try {
    const answer = await fetch(request);
    if (!isOfTheDesk(answer)) return backToForm(request);
    if (url.pathname === '/sign-out') await forgetPages();
    return answer;
  } catch {
    return backToForm(request);
  }
}

function backToForm({ referrer }) {
  if (!referrer) return offlinePage();
  const { origin, pathname, search } = new URL(referrer);
  if (origin !== location.origin) return offlinePage();
  // A form that was refused stands at the address of its act.
  const [, page] = refusedAt.exec(pathname) ?? [];
  return Response.redirect(
    page === undefined ? `${pathname}${search}#unsent` : `${page}#unsent`,
    303,
  );
}

/** What stands before the desk answers while it restarts; the desk's own pages carry a policy, whatever they say. */
const isOfTheDesk = ({ status, headers, type }) =>
  type === 'opaqueredirect' || status < 502 || headers.has('content-security-policy');

function inTime(request) {
  return new Promise((resolve, reject) => {
    setTimeout(() => reject(new Error('too slow')), patienceMs);
    fetch(request).then(resolve, reject);
  });
}

/** The copy says that it is one, and of when. */
async function marked(copy) {
  const at = Date.parse(copy.headers.get('date') ?? '') || Date.now();
  const html = (await copy.text()).replace('<html ', `<html data-copy="${at}" `);
  return new Response(html, { headers: headersOf(copy) });
}

async function offlinePage() {
  const kept = await (await caches.open(pages)).match('/offline');
  if (!kept) return Response.error();
  return new Response(await kept.text(), { status: 503, headers: headersOf(kept) });
}

/** The policy of the page goes with it. */
function headersOf(kept) {
  const headers = new Headers({ 'content-type': 'text/html; charset=utf-8' });
  const policy = kept.headers.get('content-security-policy');
  if (policy) headers.set('content-security-policy', policy);
  return headers;
}

async function forgetPages() {
  const cache = await caches.open(pages);
  const kept = await cache.keys();
  await Promise.all(
    kept
      .filter((request) => new URL(request.url).pathname !== '/offline')
      .map((request) => cache.delete(request)),
  );
}

async function letGo(cache, countMax) {
  const kept = await cache.keys();
  const surplus = kept
    .filter((request) => new URL(request.url).pathname !== '/offline')
    .slice(0, Math.max(0, kept.length - countMax));
  await Promise.all(surplus.map((request) => cache.delete(request)));
}
