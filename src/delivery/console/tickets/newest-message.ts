import type { Message } from '../../web/contract.ts';

/** The newest message that the customer wrote, by which a reply can be stale. */
export const newestFromCustomer = (messages: readonly Message[]): Message | undefined =>
  messages.findLast((message) => message.author === 'customer');
