/** What the server says has changed; the browser then fetches it with its own rights. */
export interface LiveChange {
  readonly ticketNumber?: number;
  readonly organizationId?: number;
  /** The queue, its counts, or what waits in the mail room. */
  readonly queue?: true;
  /** Somebody of the desk was told of something; who is not, fetches nothing new. */
  readonly notices?: true;
  /** An edit of the service calendar came further. */
  readonly calendar?: true;
  /** The organization whose account of units, or standing, changed. */
  readonly account?: number;
  /** How the fetching of mail goes. */
  readonly mailboxes?: true;
}

/** The beginnings of the query keys that a change makes stale. */
export function keysTouchedBy(change: LiveChange): readonly (readonly unknown[])[] {
  const keys: (readonly unknown[])[] = [];
  if (change.ticketNumber !== undefined) keys.push(['ticket', change.ticketNumber]);
  if (change.queue)
    keys.push(
      ...[['tickets'], ['ticket-counts'], ['board'], ['agenda'], ['quarantine'], ['outgoing-mail']],
    );
  if (change.notices) keys.push(['notices'], ['notice-count']);
  if (change.calendar) keys.push(['service-calendar']);
  if (change.organizationId !== undefined) {
    keys.push(['organization', change.organizationId], ['organizations']);
  }
  if (change.account !== undefined) {
    keys.push(['account', change.account], ['organization', change.account], ['organizations']);
  }
  if (change.mailboxes) keys.push(['mailboxes']);
  return keys;
}

/** What is added up from all that is under way: asked for again in a rhythm, and not at each change of a busy desk. */
export const isPaced = ([name]: readonly unknown[]): boolean => name === 'board';

/** Null for anything that is not a change, such as a keep-alive. */
export function readChange(data: string): LiveChange | null {
  try {
    const value: unknown = JSON.parse(data);
    return typeof value === 'object' && value !== null ? pickChange(value) : null;
  } catch {
    return null;
  }
}

function pickChange(value: object): LiveChange {
  const found = new Map(Object.entries(value));
  const ticketNumber = found.get('ticketNumber');
  const organizationId = found.get('organizationId');
  const account = found.get('account');
  return {
    ...(typeof ticketNumber === 'number' ? { ticketNumber } : {}),
    ...(typeof organizationId === 'number' ? { organizationId } : {}),
    ...(found.get('queue') === true ? { queue: true } : {}),
    ...(found.get('calendar') === true ? { calendar: true } : {}),
    ...(found.get('notices') === true ? { notices: true } : {}),
    ...(typeof account === 'number' ? { account } : {}),
    ...(found.get('mailboxes') === true ? { mailboxes: true } : {}),
  };
}
