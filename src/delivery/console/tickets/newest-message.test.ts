import { expect, it } from 'vitest';
import type { Message } from '../../web/contract.ts';
import { newestFromOthers } from './newest-message.ts';

const me = 7;
const colleague = 8;
/** What is looked at of a message, the oldest first. */
const messages = (
  ...said: readonly (readonly [Message['author'], Message['visibility'], number | null])[]
): readonly Message[] =>
  said.map(([author, visibility, personId], index) => {
    const person = personId === null ? null : { personId, name: '' };
    // The rest of a message is not looked at.
    return { id: index + 1, author, visibility, person } as Message;
  });

it.each([
  ['the customer', messages(['customer', 'public', 3], ['agent', 'public', me]), 1],
  ['a colleague', messages(['customer', 'public', 3], ['agent', 'public', colleague]), 2],
  ['a colleague’s note to the house', messages(['agent', 'internal', colleague]), undefined],
  ['the agent itself', messages(['agent', 'public', me]), undefined],
  ['the desk by itself', messages(['customer', 'public', 3], ['desk', 'public', null]), 1],
])('the newest message of somebody else, among those of %s', (_who, said, id) => {
  expect(newestFromOthers(said, me)?.id).toBe(id);
});
