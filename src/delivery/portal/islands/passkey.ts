// Passkeys: the browser asks the authenticator, and its answer goes with the form, as any form goes. The words are the page's.
import { each } from '../browser/page.ts';

const partNames = [
  'clientDataJSON',
  'attestationObject',
  'authenticatorData',
  'signature',
  'userHandle',
];
/** Asked again before the desk forgets what was to be signed. */
const askedForMs = 9 * 60_000;
const waiting: { stop?: AbortController } = {};

if ('PublicKeyCredential' in window) {
  each<HTMLFormElement>('form[data-passkey]', (form) => {
    show(form);
    form.addEventListener('submit', (event) => {
      const field = form.elements.namedItem('credential');
      if (!(field instanceof HTMLInputElement) || field.value !== '') return;
      event.preventDefault();
      waiting.stop?.abort();
      hideWords(form);
      answer(form).then(
        (credential) => send(form, credential),
        (error: unknown) => sayFailed(form, error),
      );
    });
    if ('auto' in form.dataset) void waitForChoice(form);
  });
  // Coming back to the page begins anew: what was answered once is worth nothing.
  addEventListener('pageshow', () =>
    each<HTMLInputElement>('form[data-passkey] [name=credential]', (field) => {
      field.value = '';
    }),
  );
} else {
  each<HTMLElement>('[data-no-passkey]', show);
}

/** The browser offers passkeys in the field of the address, for as long as the page is open. */
async function waitForChoice(form: HTMLFormElement): Promise<void> {
  if (!(await PublicKeyCredential.isConditionalMediationAvailable?.())) return;
  const stop = new AbortController();
  waiting.stop = stop;
  const again = setTimeout(() => {
    stop.abort();
    void waitForChoice(form);
  }, askedForMs);
  try {
    send(form, await answer(form, { mediation: 'conditional', signal: stop.signal }));
  } catch {
    // Nobody chose one: the button stays.
  } finally {
    if (!stop.signal.aborted) clearTimeout(again);
  }
}

async function answer(form: HTMLFormElement, how: CredentialRequestOptions = {}): Promise<string> {
  const { passkey = '', challenge } = form.dataset;
  const offered = await fetch(passkey, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(challenge ? { challenge } : {}),
  });
  if (!offered.ok) throw new Error(offered.statusText);
  const publicKey = decode((await offered.json()).options);
  const { credentials } = navigator;
  const credential = await ('make' in form.dataset
    ? credentials.create({ publicKey })
    : credentials.get({ ...how, publicKey }));
  return JSON.stringify(encode(credential));
}

function send(form: HTMLFormElement, credential: string): void {
  const field = form.elements.namedItem('credential');
  if (!(field instanceof HTMLInputElement)) return;
  field.value = credential;
  form.requestSubmit();
}

function sayFailed(form: HTMLFormElement, error: unknown): void {
  const isThere = error instanceof DOMException && error.name === 'InvalidStateError';
  each<HTMLElement>(isThere ? '[data-there]' : '[data-failed]', show, form);
}

const hideWords = (form: HTMLFormElement): void =>
  each<HTMLElement>(
    '[data-there], [data-failed]',
    (words) => {
      words.hidden = true;
    },
    form,
  );

function show(element: HTMLElement): void {
  element.hidden = false;
}

/** What the desk hands over; all else in it goes to the browser as it is. */
interface Offered {
  readonly challenge: string;
  readonly user?: { readonly id: string };
  readonly allowCredentials?: readonly Named[];
  readonly excludeCredentials?: readonly Named[];
}
interface Named {
  readonly id: string;
}

/** Base64url as the bytes that the browser wants: phones of some years ago do not read WebAuthn's JSON themselves. */
function decode(options: Offered) {
  const bytes = (text: string) =>
    Uint8Array.from(atob(text.replace(/-/g, '+').replace(/_/g, '/')), (one) => one.charCodeAt(0));
  const known = (list: readonly Named[] = []) => list.map((one) => ({ ...one, id: bytes(one.id) }));
  const { user } = options;
  const decoded = {
    ...options,
    challenge: bytes(options.challenge),
    ...(user && { user: { ...user, id: bytes(user.id) } }),
    allowCredentials: known(options.allowCredentials),
    excludeCredentials: known(options.excludeCredentials),
  };
  // The desk writes what WebAuthn asks for: options to make a passkey for the one form, to show one for the others.
  return decoded as unknown as PublicKeyCredentialCreationOptions &
    PublicKeyCredentialRequestOptions;
}

/** The other way round, of what an authenticator answered. */
function encode(credential: Credential | null) {
  // What `navigator.credentials` answers when it is asked for a public key.
  const { id, type, response } = credential as PublicKeyCredential;
  // Of the parts, an answer has those of its kind.
  const parts = response as unknown as Record<string, ArrayBuffer | undefined>;
  const texts: Record<string, string> = {};
  for (const name of partNames) {
    const part = parts[name];
    if (part)
      texts[name] = btoa(String.fromCharCode(...new Uint8Array(part)))
        .replace(/\+/g, '-')
        .replace(/\//g, '_')
        .replace(/=/g, '');
  }
  const { getTransports } = response as Partial<AuthenticatorAttestationResponse>;
  return {
    id,
    rawId: id,
    type,
    response: { ...texts, transports: getTransports?.call(response) },
  };
}
