import { expect, test } from 'vitest';
import { decide } from './decisions.ts';
import { understoodIn } from './understood.ts';

const read = (facts: Partial<Parameters<typeof decide<'suggestion-read'>>[1]>) =>
  decide('suggestion-read', {
    origin: 'request',
    priority: null,
    priorityReadIn: null,
    priorityWords: null,
    impact: null,
    impactReadIn: null,
    ...facts,
  });
const phrase = read({ priority: 'p2', priorityReadIn: 'phrase', priorityWords: 'urge' });
const label = read({ priority: 'p1', priorityReadIn: 'label', priorityWords: 'Prioridad: 1' });
const impact = read({ impact: 'no se cobra', impactReadIn: 'phrase' });

test('IV.d of several readings the newest of each counts', () => {
  expect(understoodIn([phrase, impact, label])).toEqual({
    impact: { text: 'no se cobra', readIn: 'phrase' },
    priority: { value: 'p1', readIn: 'label', words: 'Prioridad: 1' },
  });
});

test('IV.d nothing read is nothing understood', () => {
  expect(understoodIn([decide('impact-asked', { missing: 'both' })])).toBeNull();
  expect(understoodIn([impact])).toMatchObject({ priority: null });
});
