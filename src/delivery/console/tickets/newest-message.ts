import type { Message } from '../../web/contract.ts';

/**
 * The newest message to or from the customer that somebody other than this agent wrote, by which a reply can be stale. What
 * the desk sends by itself makes none stale.
 */
export const newestFromOthers = (
  messages: readonly Message[],
  personId: number,
): Message | undefined =>
  messages.findLast(
    ({ author, visibility, person }) =>
      author === 'customer' ||
      (author === 'agent' && visibility === 'public' && person?.personId !== personId),
  );
