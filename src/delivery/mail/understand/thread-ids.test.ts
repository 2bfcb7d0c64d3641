import { expect, test } from 'vitest';
import { readThreadIds } from './thread-ids.ts';

const ids = (fields: Record<string, string>) =>
  readThreadIds(
    Object.entries(fields).map(([name, value]) => ({ name, value })),
    null,
  );

test('answers first, then the references from right to left, each once', () => {
  const thread = ids({
    'message-id': '<c@x.example>',
    'in-reply-to': '<b@x.example> <z@x.example>',
    references: '<a@x.example> <b@x.example>',
  });
  expect(thread).toEqual({
    messageId: 'c@x.example',
    inReplyTo: ['b@x.example', 'z@x.example'],
    references: ['a@x.example', 'b@x.example'],
    lookup: ['b@x.example', 'z@x.example', 'a@x.example'],
  });
});

test.each([
  ['<a@@b.example>', 'a@@b.example'],
  ['sin-corchetes@b.example', 'sin-corchetes@b.example'],
  ['<sin-arroba>', 'sin-arroba'],
  ['<a@b.example> (comentario)', 'a@b.example'],
  ['=?utf-8?q?=3Ca=40b=2Eexample=3E?=', 'a@b.example'],
])('%s is the id %s', (value, id) => {
  expect(ids({ 'message-id': value }).messageId).toBe(id);
});

test('none is null; words around an id are none', () => {
  expect(ids({}).messageId).toBeNull();
  expect(ids({ 'in-reply-to': 'Su mensaje del lunes <a@b.example>' }).inReplyTo).toEqual([
    'a@b.example',
  ]);
});

test('fifty thousand references keep the last ones, where the answered mail is', () => {
  const references = Array.from({ length: 50_000 }, (_, i) => `<${i}@x.example>`).join(' ');
  const thread = ids({ references });
  expect(thread.references).toHaveLength(500);
  expect(thread.lookup[0]).toBe('49999@x.example');
});
