import { systemClock } from '../../../kernel/clock.ts';
import { paths } from '../../ui/paths.ts';
import { type Client, createClient, type Transport } from '../../web/contract.ts';
import { setSessionEnded } from '../session/session-ended.ts';

/** The server could not be reached, or something between it and us answered in its place. */
export class Unreachable extends Error {
  override name = 'Unreachable';
}

const transportWith =
  (more: RequestInit): Transport =>
  async ({ method, url, headers, body }) => {
    const sentAt = systemClock.now();
    const response = await fetch(url, {
      method,
      headers,
      credentials: 'same-origin',
      ...(body === undefined ? {} : { body }),
      ...more,
    }).catch((cause: unknown) => {
      throw new Unreachable('no answer', { cause });
    });
    learnServerTime(response.headers.get('date'), sentAt);
    if (response.status === 401) setSessionEnded(true);
    else if (response.ok) setSessionEnded(false);
    const text = await response.text();
    // A proxy's page of its own is no answer of the desk.
    if (text !== '' && !(response.headers.get('content-type') ?? '').includes('json')) {
      throw new Unreachable(`${response.status} without JSON`);
    }
    if (response.status === 403 && JSON.parse(text).reason === 'factor-owed') {
      // Nothing here is open to this person before: the page on which one is linked is the portal's.
      location.assign(paths.secondFactor);
    }
    return { status: response.status, body: text };
  };

/** Every call of the console, with the rights of the person signed in. */
export const call: Client = createClient(transportWith({}));

/** The last words of a page that goes: they arrive although it is no longer there. Their answer is not heard. */
export const callOnLeaving: Client = createClient(transportWith({ keepalive: true }));

let serverAhead = 0;

/** Now, by the server's clock: a wrong clock on an agent's machine must not move a countdown. Epoch milliseconds. */
export const serverNow = (): number => systemClock.now() + serverAhead;

function learnServerTime(date: string | null, sentAt: number): void {
  const at = Date.parse(date ?? '');
  if (Number.isNaN(at)) return;
  const now = systemClock.now();
  // The header counts whole seconds; below three seconds the difference is noise.
  const ahead = at + 500 - (sentAt + now) / 2;
  serverAhead = Math.abs(ahead) > 3000 ? ahead : 0;
}
