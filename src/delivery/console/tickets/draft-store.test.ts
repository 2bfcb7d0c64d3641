import { expect, it } from 'vitest';
import { createDraftStore, type Draft } from './draft-store.ts';

function keeper(full = false) {
  const kept = new Map<string, string>();
  return {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => {
      if (full) throw new DOMException('quota', 'QuotaExceededError');
      kept.set(key, value);
    },
    removeItem: (key: string) => void kept.delete(key),
    key: (index: number) => [...kept.keys()][index] ?? null,
    get length() {
      return kept.size;
    },
  };
}
const draft = (text: string, savedAt = 1000): Draft => ({
  text,
  attachments: [],
  seenMessageId: 5,
  savedAt,
  form: null,
  revision: null,
  unsaved: true,
});

it('a draft is kept per ticket and mode: a note is never found as a reply', () => {
  const store = createDraftStore(keeper(), 1);
  store.write(1042, 'note', draft('el cliente no debe leer esto'));
  expect(store.read(1042, 'note')?.text).toBe('el cliente no debe leer esto');
  expect(store.read(1042, 'reply')).toBeNull();
  expect(store.read(1043, 'note')).toBeNull();
});

it('two people on one machine do not see the drafts of each other', () => {
  const shared = keeper();
  createDraftStore(shared, 1).write(1042, 'reply', draft('hola'));
  expect(createDraftStore(shared, 2).read(1042, 'reply')).toBeNull();
});

it('an emptied draft is gone', () => {
  const storage = keeper();
  const store = createDraftStore(storage, 1);
  store.write(1042, 'reply', draft('hola'));
  store.write(1042, 'reply', draft('  '));
  expect(storage.length).toBe(0);
});

it('files alone are worth keeping', () => {
  const store = createDraftStore(keeper(), 1);
  const file = { id: 9, name: 'captura.png', byteSize: 12 };
  store.write(1042, 'reply', { ...draft(''), attachments: [file] });
  expect(store.read(1042, 'reply')?.attachments).toEqual([file]);
});

it('only old drafts are pruned', () => {
  const store = createDraftStore(keeper(), 1);
  store.write(1, 'reply', draft('viejo', 10));
  store.write(2, 'reply', draft('viejo también', 20));
  store.write(3, 'reply', draft('nuevo', 3000));
  store.prune(1000);
  expect([1, 2, 3].map((number) => store.read(number, 'reply')?.text ?? null)).toEqual([
    null,
    null,
    'nuevo',
  ]);
});

it('a full storage and a broken draft stop nobody', () => {
  const full = createDraftStore(keeper(true), 1);
  expect(() => full.write(1, 'reply', draft('hola'))).not.toThrow();
  const storage = keeper();
  storage.setItem('atenta.draft.1.1.reply', '{"text":');
  expect(createDraftStore(storage, 1).read(1, 'reply')).toBeNull();
});

it('what the desk does not have is found again, also what was emptied here; what it has is not', () => {
  const store = createDraftStore(keeper(), 1);
  store.write(1042, 'note', draft('sin red'));
  store.write(1043, 'reply', { ...draft('en la mesa'), revision: 3, unsaved: false });
  store.write(1044, 'ask', { ...draft(''), revision: 2 });
  store.write(1045, 'ask', draft(''));
  expect(store.unsaved()).toEqual([
    { ticketNumber: 1042, mode: 'note' },
    { ticketNumber: 1044, mode: 'ask' },
  ]);
});

it('what was kept here before the desk kept drafts is something that the desk does not have', () => {
  const kept = keeper();
  kept.setItem(
    'atenta.draft.1.1042.reply',
    '{"text":"de antes","attachments":[],"seenMessageId":5,"savedAt":1000}',
  );
  const store = createDraftStore(kept, 1);
  expect(store.read(1042, 'reply')).toEqual(draft('de antes'));
  expect(store.unsaved()).toEqual([{ ticketNumber: 1042, mode: 'reply' }]);
});
